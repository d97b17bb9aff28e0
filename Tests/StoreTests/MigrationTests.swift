import Casework
import Foundation
import Primitives
import Records
import Store
import TestKit
import Testing

/// Schema files on both engines: from nothing, and over a filled older version.
@Suite struct MigrationTests {
    /// Rows of the first schema: every table, with nulls, references and signs of every kind.
    private static let rows = [
        """
        INSERT INTO person (id, name, display_name, role, division, password_hash, created_at)
        VALUES ('p1', 'analyst', '研判员 甲', 'analyst', NULL, '$argon2id$x', 1),
            ('p2', 'officer', '民警 乙', 'officer', '360124', '$argon2id$y', 2)
        """,
        "INSERT INTO session VALUES ('d1', 'p1', 'f1', 100), ('d2', 'p2', 'f2', 200)",
        "INSERT INTO division VALUES ('360124', '进贤县', 116.2, 28.3, 'GCJ-02', '李渡所')",
        """
        INSERT INTO licence VALUES ('(赣A)LS〔2025〕001', 'retail', '某店', '李渡镇', '360124',
            '2025-01-01', '2026-12-31')
        """,
        "INSERT INTO licence_identifier VALUES ('phone', '13800138000', '(赣A)LS〔2025〕001')",
        """
        INSERT INTO listing (id, platform, account, kind, text, text_digest, contacts, at, score,
            advice, reasons, partial, model, actor)
        VALUES ('L1', '集市', 'a1', 'caption', 'yan花 🧨', -5, '', 7, 4.25, 'offer', '[]', 0, 'm@1',
                'A1'),
            ('L2', '集市', 'a1', 'caption', '', 9223372036854775807, 'qq:1', 8, -0.1, 'clear',
                '[]', 1, 'm@1', NULL)
        """,
        """
        INSERT INTO waybill (number, courier, accepted_at, sender_phone, sender_phone_whole,
            declared_name, pieces, xray, score, advice, reasons, partial, model, actor)
        VALUES ('W1', '顺意', 7, '13800138000', 1, '日用百货', 2, 'suspect', 1e-300, 'review', '[]',
            0, 'm@1', 'A1')
        """,
        """
        INSERT INTO lead (id, actor, state, score, prior, evidence, division, found_at, due_at,
            due_order, actor_name, listings, waybills, terms, search, version)
        VALUES ('K1', 'A1', 'new', 5.5, -7, '[]', '360124', 7, NULL, 9223372036854775807, '花花',
            1, 1, '[]', '集市/a1', 1)
        """,
        """
        INSERT INTO lead_event VALUES ('K1', 1, 7, 'p1', '研判员 甲', 'found', NULL, 'new', NULL, ''),
            ('K1', 2, 8, 'p1', '研判员 甲', 'dispatch', 'new', 'dispatched', NULL, '看')
        """,
    ]

    private static func counts(_ driver: some SQLDriver) async throws -> [String: Int64] {
        var result: [String: Int64] = [:]
        for table in try await driver.tables() where table.name != "schema_migration" {
            result[table.name] = try await driver.read { connection in
                var count: Int64 = -1
                try connection.forEach("SELECT COUNT(*) FROM \(table.name)", []) {
                    count = $0.integer(0)
                }
                return count
            }
        }
        return result
    }

    /// `body` over a driver of the engine.
    private static func with<Value>(
        _ place: TestDatabase, _ body: (any SQLDriver) async throws -> Value
    ) async throws -> Value {
        if let path = place.path { return try await body(try SQLiteDriver(path: path)) }
        return try await body(try await PostgreSQLDriver(address: place.address))
    }

    private static func counts(of place: TestDatabase) async throws -> [String: Int64] {
        if let path = place.path { return try await counts(try SQLiteDriver(path: path)) }
        return try await counts(try await PostgreSQLDriver(address: place.address))
    }

    @Test(arguments: TestEngine.available)
    func everyRowOfAnOlderVersionIsThereAfterwards(engine: TestEngine) async throws {
        let (old, copy) = (try TestDatabase(engine), try TestDatabase(engine))
        let before = try await Self.with(old) { driver in
            try await Migrator().run(on: driver, now: Fixed.now, upTo: 1)
            try await driver.write { connection in
                for sql in Self.rows { try connection.execute(sql, []) }
            }
            return try await Self.counts(driver)
        }
        #expect(before.count == 9)
        #expect(before.values.allSatisfy { $0 > 0 })
        let folder = try TemporaryFolder()
        _ = try await StoreBackup.write(old.address, to: folder.path("old"))
        _ = try await StoreBackup.restore(
            folder.path("old"), into: copy.address, now: Fixed.now)
        _ = try await StoreAddress.open(copy.address, now: Fixed.now, vault: Fixed.vault)
        let after = try await Self.counts(of: copy)
        for (table, count) in before { #expect(after[table] == count, "\(table)") }
        let added = after.filter { before[$0.key] == nil }
        // The units of the people who were there: the city's bureau and one county's.
        #expect(added["unit"] == 2)
        #expect(added["sealing"] == 1)
        #expect(added.allSatisfy { ["unit", "sealing"].contains($0.key) || $0.value == 0 })
        let untouched = try await Self.counts(of: old)
        #expect(untouched == before, "a copy was migrated")

        // The old one itself, in place, and what the rows say.
        let store = try await StoreAddress.open(old.address, now: Fixed.now, vault: Fixed.vault)
        try await store.read { transaction throws in
            let lead = try #require(try transaction.lead(ID("K1")))
            #expect(lead.lead.score == Bits(5.5))
            #expect(lead.lead.dueAt == nil)
            #expect(try transaction.history(of: ID("K1")).map(\.step) == ["found", "dispatch"])
            #expect(
                try transaction.listings(of: lead.lead.actor, limit: 9).map(\.listing.id.text)
                    == ["L1"])
            #expect(try transaction.licences().count == 1)
        }
        let inPlace = try await Self.counts(of: old)
        #expect(inPlace == after)
    }

    @Test(arguments: TestEngine.available)
    func twoProgramsOpenAnEmptyDatabaseAtOnce(engine: TestEngine) async throws {
        let place = try TestDatabase(engine)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<4 {
                group.addTask {
                    _ = try await StoreAddress.open(
                        place.address, now: Fixed.now, vault: Fixed.vault)
                }
            }
            try await group.waitForAll()
        }
        let newest = try Migrator().newest
        let applied = try await Self.with(place) { driver in
            try await driver.read { connection in
                var found: [Int64] = []
                try connection.forEach("SELECT number FROM schema_migration ORDER BY number", []) {
                    found.append($0.integer(0))
                }
                return found
            }
        }
        #expect(applied == Array(1...Int64(newest)))
    }

    @Test(arguments: TestEngine.available)
    func aNewerSchemaIsLeftAlone(engine: TestEngine) async throws {
        let place = try TestDatabase(engine)
        _ = try await StoreAddress.open(place.address, now: Fixed.now, vault: Fixed.vault)
        try await Self.with(place) { driver in
            try await driver.migrate { connection in
                try connection.execute(
                    "INSERT INTO schema_migration VALUES (999, '999_later.sql', 1)", [])
            }
        }
        let error = await #expect(throws: StoreError.self) {
            _ = try await StoreAddress.open(place.address, now: Fixed.now, vault: Fixed.vault)
        }
        #expect(error?.code == "store.newer_schema")
    }
}
