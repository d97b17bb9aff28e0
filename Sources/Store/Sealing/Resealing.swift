import Primitives

/// Brings rows to the newest key while others read and write.
///
/// Batch by batch, each a short transaction that reads what it seals anew: a row is never without
/// what it held, whatever dies when. A server that has not yet seen the new key seals with the one
/// before for a second or so; what it left is found by the next pass.
struct Resealing {
    private static let batchRows = 500
    /// Between two passes: servers look at the key file once a second.
    private static let pauseMilliseconds = 250

    let vault: Vault

    /// - Returns: How many rows it sealed anew. Where others went on sealing with an older key
    ///   through `Limits.resealPassesMax` passes, some are left.
    func run(on driver: some SQLDriver) async throws -> Int {
        var total = 0
        for pass in 1...Limits.resealPassesMax {
            if pass > 1 { try await Task.sleep(for: .milliseconds(Self.pauseMilliseconds)) }
            var found = 0
            for table in SealedTable.allCases {
                var cursor: SQLValue?
                while true {
                    let after = cursor
                    let batch = try await driver.write { try self.batch(table, after, $0) }
                    found += batch.count
                    guard let last = batch.last else { break }
                    cursor = last
                }
            }
            found += try await driver.write(resealCheck)
            total += found
            if found == 0 { break }
        }
        return total
    }

    /// Seals some rows after `cursor` anew that have another key than the newest.
    ///
    /// - Returns: For each the first column of its key.
    private func batch(
        _ table: SealedTable, _ cursor: SQLValue?, _ connection: any SQLConnection
    ) throws -> [SQLValue] {
        let keys = table.keys.joined(separator: ", ")
        var values: [SQLValue] = [.bytes(try vault.header())]
        if let cursor { values.append(cursor) }
        // Several rows may share the first column; those done already have the newest key.
        let after = cursor == nil ? "" : "AND \(table.keys[0]) >= $2"
        let isNumber = table == .linking
        let rows = try connection.rows(
            """
            SELECT \(keys), sealed FROM \(table.rawValue)
            WHERE SUBSTR(sealed, 1, \(Vault.headerBytes)) <> $1 \(after)
            ORDER BY \(keys) LIMIT \(Self.batchRows)
            """, values
        ) { row -> (keys: [SQLValue], sealed: [UInt8]) in
            let first: SQLValue = isNumber ? .integer(row.integer(0)) : .text(row.text(0))
            guard table.keys.count == 2 else { return ([first], row.bytes(1)) }
            return ([first, .integer(row.integer(1))], row.bytes(2))
        }
        let condition = table.keys.enumerated().map { "\($1) = $\($0 + 2)" }
        try connection.execute(
            """
            UPDATE \(table.rawValue) SET sealed = $1
            WHERE \(condition.joined(separator: " AND "))
            """,
            each: try rows.map { row in
                let id = row.keys.map(Self.spelled).joined(separator: "/")
                let place = table.place(id)
                let plain = try Sealing.plain(row.sealed, place, by: vault) {
                    StoreError.damaged(table: table.rawValue, id: id, what: $0)
                }
                return [.bytes(try vault.seal(plain, place))] + row.keys
            })
        return rows.map { $0.keys[0] }
    }

    private static func spelled(_ key: SQLValue) -> String {
        switch key {
        case .integer(let number): String(number)
        case .text(let text): text
        default: ""
        }
    }

    /// Which keys rows are sealed with, and how many of them with each.
    static func keysInUse(_ connection: any SQLConnection) throws -> [UInt32: Int] {
        var counts: [UInt32: Int] = [:]
        for table in SealedTable.allCases.map(\.rawValue) + ["sealing"] {
            try connection.forEach(
                """
                SELECT SUBSTR(sealed, 1, \(Vault.headerBytes)), COUNT(*) FROM \(table)
                GROUP BY SUBSTR(sealed, 1, \(Vault.headerBytes))
                """, []
            ) { row in
                guard let key = Vault.key(of: row.bytes(0)) else { return }
                counts[key, default: 0] += Int(row.integer(1))
            }
        }
        return counts
    }

    // MARK: Which key file it is

    private static let checkPlace = "sealing.sealed/0"
    private static let checkText = Array("fuseline".utf8)

    /// Whether the database knows its key file yet.
    static func isBound(_ connection: any SQLConnection) throws -> Bool {
        try connection.first("SELECT id FROM sealing WHERE id = 0") { _ in true } ?? false
    }

    /// Refuses a key file that is not the database's; one that knows none yet is bound to it.
    ///
    /// - Throws: `StoreError.wrongKeys`.
    func check(on driver: some SQLDriver) async throws {
        let proof = vault.blind("sealing", "fuseline")
        let found = try await driver.read { try Self.stored($0) }
        if found == nil {
            try await driver.write { connection in
                guard try Self.stored(connection) == nil else { return }
                try connection.execute(
                    "INSERT INTO sealing (id, sealed, proof) VALUES (0, $1, $2)",
                    [
                        .bytes(try self.vault.seal(Self.checkText, Self.checkPlace)),
                        .text(proof),
                    ])
            }
        }
        guard let (sealed, stored) = try await driver.read({ try Self.stored($0) }) else { return }
        let wrong = StoreError.wrongKeys(key: Vault.key(of: sealed).map(Vault.spelled) ?? "?")
        let plain = try Sealing.plain(sealed, Self.checkPlace, by: vault) { _ in wrong }
        guard plain == Self.checkText, stored == proof else { throw wrong }
    }

    private static func stored(
        _ connection: any SQLConnection
    ) throws -> (sealed: [UInt8], proof: String)? {
        try connection.first("SELECT sealed, proof FROM sealing WHERE id = 0") {
            ($0.bytes(0), $0.text(1))
        }
    }

    private func resealCheck(_ connection: any SQLConnection) throws -> Int {
        guard let (sealed, _) = try Self.stored(connection),
            try !sealed.starts(with: vault.header())
        else { return 0 }
        let plain = try Sealing.plain(sealed, Self.checkPlace, by: vault) {
            StoreError.damaged(table: "sealing", id: "0", what: $0)
        }
        try connection.execute(
            "UPDATE sealing SET sealed = $1 WHERE id = 0",
            [.bytes(try vault.seal(plain, Self.checkPlace))])
        return 1
    }
}
