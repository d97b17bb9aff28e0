import Foundation
package import Primitives

/// Backups: all rows of a database in one file, which goes back into either engine.
package enum StoreBackup {
    /// What a backup holds.
    package struct Summary: Hashable, Sendable {
        /// The newest schema file that had run.
        package var schema = 0
        /// Rows of each table, in the order in which they stand.
        package var rows: [String: Int] = [:]

        package var total: Int { rows.values.reduce(0, +) }
    }

    /// Writes all rows, as they are at one moment, to a new file; nobody is kept from writing.
    ///
    /// An SQLite file is checked as a whole first.
    /// - Throws: `StoreError`.
    package static func write(_ address: String, to path: String) async throws -> Summary {
        switch try StoreAddress.engine(address) {
        case .sqlite(let file):
            guard FileManager.default.fileExists(atPath: file) else {
                throw StoreError.fileMissing(path: file)
            }
            let driver = try SQLiteDriver(path: file)
            try await driver.checkIntegrity()
            return try await write(driver, named: file, to: path)
        case .postgreSQL(let address):
            let driver = try await PostgreSQLDriver(address: address)
            return try await write(driver, named: address.shown, to: path)
        }
    }

    /// Puts the rows of the file into a database that has none; all or nothing.
    ///
    /// The file is read and checked from its first line to its last before anything is opened. An
    /// older backup keeps its schema until the database is opened, which has the keys to seal
    /// what stands in it in clear.
    /// - Throws: `StoreError`.
    package static func restore(
        _ path: String, into address: String, now: Timestamp
    ) async throws -> Summary {
        let engine = try StoreAddress.engine(address)
        let contents = try BackupContents(path: path)
        switch engine {
        case .sqlite(let file):
            let driver = try SQLiteDriver(path: file)
            let summary = try await restore(contents, into: driver, now: now)
            try await driver.checkIntegrity()
            return summary
        case .postgreSQL(let address):
            let driver = try await PostgreSQLDriver(address: address)
            return try await restore(contents, into: driver, now: now)
        }
    }

    private static let list = "schema_migration"
    private static let binding = "sealing"

    private static func write(
        _ driver: some SQLDriver, named name: String, to path: String
    ) async throws -> Summary {
        let migrator = try Migrator()
        guard let applied = try await migrator.applied(on: driver), let schema = applied.max()
        else { throw StoreError.unfit(database: name, cause: "it is no database of Fuseline.") }
        let tables = try await driver.tables().filter { $0.name != list }
        return try await driver.read { connection in
            var writer = try BackupWriter(path: path)
            var summary = Summary(schema: schema)
            try writer.line(BackupFormat.first)
            try writer.line("schema \(schema)")
            for table in tables {
                try writer.line(BackupFormat.opening(table))
                let columns = table.columns.map { "\"\($0.name)\"" }.joined(separator: ", ")
                var count = 0
                try connection.forEach(
                    "SELECT \(columns) FROM \"\(table.name)\" ORDER BY 1", []
                ) { row in
                    try writer.row(row, of: table)
                    count += 1
                }
                try writer.line("rows \(count)")
                summary.rows[table.name] = count
            }
            try writer.finish()
            return summary
        }
    }

    private static func restore(
        _ contents: BackupContents, into driver: some SQLDriver, now: Timestamp
    ) async throws -> Summary {
        let migrator = try Migrator()
        guard contents.summary.schema <= migrator.newest else {
            throw StoreError.newerSchema(
                found: contents.summary.schema, known: migrator.newest)
        }
        try await demandEmpty(driver)
        try await migrator.run(on: driver, now: now, upTo: contents.summary.schema)
        let names = Set(contents.tables.map(\.name))
        if names.isDisjoint(with: try await driver.tables().map(\.name).filter(PlainRows.isOne)) {
            try await PlainRows.drop(on: driver)
        }
        let tables = try await driver.tables().filter { $0.name != list }
        guard Set(tables) == Set(contents.tables) else {
            throw StoreError.badBackup(
                path: contents.path,
                cause: "its tables are not those of schema \(contents.summary.schema); the database"
                    + " may have a newer schema already, so name one without tables")
        }
        try await driver.load { connection in
            // A database that was opened once knows a key file; the backup's takes its place.
            if names.contains(binding) { try connection.execute("DELETE FROM \(binding)", []) }
            try contents.load(connection)
        }
        return contents.summary
    }

    private static func demandEmpty(_ driver: some SQLDriver) async throws {
        let tables = try await driver.tables().filter { $0.name != list }
        try await driver.read { connection in
            for table in tables where table.name != binding {
                let row = try connection.first("SELECT 1 FROM \"\(table.name)\" LIMIT 1") { _ in
                    true
                }
                if row != nil { throw StoreError.notEmpty(table: table.name) }
            }
        }
    }
}

/// A backup file that was read once from end to end and found whole.
struct BackupContents: Sendable {
    private static let batchRows = 1_000

    let path: String
    private(set) var summary = StoreBackup.Summary()
    private(set) var tables: [SQLTable] = []

    /// - Throws: `StoreError.badBackup`, `.file`.
    init(path: String) throws {
        self.path = path
        (summary, tables) = try Self.walk(path) { _, _ in }
    }

    /// Inserts every row; the file is checked once more on the way.
    func load(_ connection: any SQLConnection) throws {
        var table: SQLTable?
        var batch: [[SQLValue]] = []
        func flush() throws {
            if let table { try connection.execute(Self.insert(table), each: batch) }
            batch.removeAll(keepingCapacity: true)
        }
        let (again, _) = try Self.walk(path) { next, values in
            if next != table || batch.count >= Self.batchRows {
                try flush()
                table = next
            }
            batch.append(values)
        }
        try flush()
        guard again == summary else {
            throw StoreError.badBackup(path: path, cause: "it changed while it was read")
        }
        for (name, count) in summary.rows {
            let found = try connection.first("SELECT COUNT(*) FROM \"\(name)\"") {
                Int($0.integer(0))
            }
            guard found == count else {
                throw StoreError.damaged(
                    table: name, id: "-", what: "\(found ?? 0) rows of \(count) arrived")
            }
        }
    }

    private static func insert(_ table: SQLTable) -> String {
        let names = table.columns.map { "\"\($0.name)\"" }.joined(separator: ", ")
        let places = (1...table.columns.count).map { "$\($0)" }.joined(separator: ", ")
        return "INSERT INTO \"\(table.name)\" (\(names)) VALUES (\(places))"
    }

    /// Reads the whole file and gives every row to `body`.
    private static func walk(
        _ path: String, _ body: (SQLTable, [SQLValue]) throws -> Void
    ) throws -> (StoreBackup.Summary, [SQLTable]) {
        var reader = try BackupReader(path: path)
        func text() throws -> String? {
            try reader.next().flatMap { String(validating: $0, as: UTF8.self) }
        }
        guard try text() == BackupFormat.first else { throw reader.bad("it is no backup") }
        guard let head = try text(), head.hasPrefix("schema "), let schema = Int(head.dropFirst(7))
        else { throw reader.bad("it names no schema") }
        var summary = StoreBackup.Summary(schema: schema)
        var tables: [SQLTable] = []
        while let line = try text() {
            if line == "end \(StableHash.hex(StableHash.mixed(reader.digest)))" {
                guard try reader.next() == nil else { throw reader.bad("it goes on after its end") }
                return (summary, tables)
            }
            guard let table = BackupFormat.table(line), summary.rows[table.name] == nil else {
                throw reader.bad("it is damaged")
            }
            tables.append(table)
            var count = 0
            while let row = try reader.next() {
                if row.first == UInt8(ascii: "\t") {
                    guard let values = BackupFormat.row(row, columns: table.columns.count) else {
                        throw reader.bad("it is damaged")
                    }
                    count += 1
                    try body(table, values)
                    continue
                }
                guard String(decoding: row, as: UTF8.self) == "rows \(count)" else {
                    throw reader.bad("it is damaged")
                }
                break
            }
            summary.rows[table.name] = count
        }
        throw reader.bad("its end is missing")
    }
}
