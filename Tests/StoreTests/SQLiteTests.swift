import Casework
import Foundation
import Primitives
import Store
import TestKit
import Testing

/// SQLite opened as for records that must survive, and what it is never asked to do.
@Suite struct SQLiteTests {
    private static func open() async throws -> (SQLiteDriver, TestDatabase) {
        let place = try TestDatabase(.sqlite)
        let driver = try SQLiteDriver(path: try #require(place.path))
        try await Migrator().run(on: driver, now: Fixed.now)
        return (driver, place)
    }

    @Test func everyConnectionHasItsSettings() async throws {
        let (driver, _) = try await Self.open()
        let settings = try await driver.settings()
        for connection in settings {
            #expect(connection["journal_mode"] == "wal")
            #expect(connection["foreign_keys"] == "1")
            #expect(connection["trusted_schema"] == "0")
            #expect(connection["cell_size_check"] == "1")
            #expect(connection["secure_delete"] == "1")
        }
        #expect(settings.first?["synchronous"] == "2", "the writer waits for the disk")
    }

    @Test(arguments: [
        "ATTACH 'other.sqlite' AS other", "DETACH main", "DROP TABLE person",
        "DROP INDEX lead_by_actor", "CREATE TABLE t (x BIGINT)", "CREATE INDEX i ON person (name)",
        "CREATE TRIGGER t AFTER INSERT ON person BEGIN DELETE FROM person; END",
        "CREATE VIEW v AS SELECT * FROM person", "CREATE TEMP TABLE t (x BIGINT)",
        "CREATE VIRTUAL TABLE f USING fts5 (t)", "ALTER TABLE person ADD COLUMN x TEXT",
        "PRAGMA synchronous = OFF", "PRAGMA journal_mode = DELETE", "PRAGMA foreign_keys = OFF",
        "PRAGMA writable_schema = ON", "PRAGMA user_version", "REINDEX", "ANALYZE",
        "SELECT load_extension('x')", "BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT s", "RELEASE s",
        "UPDATE schema_migration SET number = 9", "DELETE FROM schema_migration",
        "INSERT INTO sqlite_master VALUES ('a', 'b', 'c', 4, 'd')",
    ])
    func whatTheProductNeverSaysIsDenied(sql: String) async throws {
        let (driver, _) = try await Self.open()
        for isWrite in [true, false] {
            let error = await #expect(throws: StoreError.self, "\(sql)") {
                if isWrite {
                    try await driver.write { try $0.execute(sql, []) }
                } else {
                    try await driver.read { try $0.execute(sql, []) }
                }
            }
            #expect(error?.code == "store.statement_denied")
        }
        // It changed nothing, and the connection goes on.
        try await Migrator().run(on: driver, now: Fixed.now)
        let store = try await Store(driver: driver, now: Fixed.now, vault: Fixed.vault)
        try await store.write { try $0.add(Fixed.lead("K1")) }
        #expect(try await store.read { try $0.lead(ID("K1")) } != nil)
    }

    @Test func denialsNameTheirReason() async throws {
        let (driver, _) = try await Self.open()
        let error = await #expect(throws: StoreError.self) {
            try await driver.write { try $0.execute("PRAGMA synchronous = OFF", []) }
        }
        #expect(error?.code == "store.statement_denied")
        #expect(error?.message.contains("not authorized") == true)
    }

    @Test func aDamagedFileIsFound() async throws {
        let (driver, place) = try await Self.open()
        try await driver.checkIntegrity()
        let path = try #require(place.path)
        let folder = try TemporaryFolder()
        let other = folder.path("broken.sqlite")
        try FileManager.default.copyItem(atPath: path, toPath: other)
        try FileManager.default.copyItem(atPath: path + "-wal", toPath: other + "-wal")
        do {
            // Everything into the one file, which is then damaged in its middle.
            let copied = try SQLiteDriver(path: other)
            try await copied.checkIntegrity()
        }
        let handle = try #require(FileHandle(forUpdatingAtPath: other))
        #expect(!FileManager.default.fileExists(atPath: other + "-wal"), "the last one tidies up")
        let size = try handle.seekToEnd()
        try #require(size > 8_192)
        for page in stride(from: UInt64(4_096), to: size, by: 4_096) {
            try handle.seek(toOffset: page)
            try handle.write(contentsOf: [UInt8](repeating: 0xA5, count: 64))
        }
        try handle.close()
        await #expect(throws: StoreError.self) {
            try await SQLiteDriver(path: other).checkIntegrity()
        }
    }
}
