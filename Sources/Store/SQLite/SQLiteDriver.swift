import Foundation
internal import GRDB
import GRDBSQLite
import Primitives

/// SQLite through GRDB: one file, many readers beside one writer (write-ahead log).
///
/// Opened as for records that must survive: see `docs/databases.md` for each setting and why.
package final class SQLiteDriver: SQLDriver {
    private let path: String
    private let pool: DatabasePool
    private let judge: SQLiteJudge
    private let hub = ChangeHub()

    /// Opens or creates the file at `path`.
    ///
    /// A committed transaction survives a power cut: `synchronous` is FULL. GRDB sets it back to
    /// NORMAL while opening, so it is set afterwards and read back.
    /// - Throws: `StoreError.cannotOpen`.
    package init(path: String) throws {
        self.path = path
        do {
            pool = try DatabasePool(path: path, configuration: Self.configuration())
            try pool.writeWithoutTransaction { database in
                try database.execute(sql: "PRAGMA synchronous = FULL")
                try Self.demand("synchronous", "2", of: database)
                try Self.demand("journal_mode", "wal", of: database)
            }
            judge = try SQLiteJudge(path: path)
        } catch let error as StoreError {
            throw error
        } catch {
            let cause = (error as? DatabaseError).map(Self.text) ?? "\(error)"
            throw StoreError.cannotOpen(path: path, cause: cause)
        }
    }

    deinit {
        hub.close()
        judge.close()
    }

    /// How every connection is opened, readers and the writer.
    static func configuration() -> GRDB.Configuration {
        var configuration = GRDB.Configuration()
        configuration.foreignKeysEnabled = true
        configuration.busyMode = .timeout(Double(Limits.databaseWaitMilliseconds) / 1_000)
        configuration.maximumReaderCount = 4
        configuration.prepareDatabase { database in
            // What stands in the file's schema is not trusted to call functions.
            try database.execute(sql: "PRAGMA trusted_schema = OFF")
            try database.execute(sql: "PRAGMA cell_size_check = ON")
            // What is deleted or replaced is overwritten with zeros.
            try database.execute(sql: "PRAGMA secure_delete = ON")
            sqlite3_limit(database.sqliteConnection, SQLITE_LIMIT_ATTACHED, 0)
            try demand("foreign_keys", "1", of: database)
            try demand("trusted_schema", "0", of: database)
            try demand("cell_size_check", "1", of: database)
            try demand("secure_delete", "1", of: database)
        }
        return configuration
    }

    /// Reads a setting back.
    ///
    /// - Throws: `StoreError.cannotOpen` where it is another one.
    private static func demand(
        _ setting: String, _ value: String, of database: GRDB.Database
    ) throws {
        guard try self.setting(setting, of: database) == value else {
            throw StoreError.cannotOpen(
                path: database.description, cause: "SQLite did not take \(setting) = \(value).")
        }
    }

    private static func setting(_ name: String, of database: GRDB.Database) throws -> String {
        let value = try DatabaseValue.fetchOne(database, sql: "PRAGMA \(name)")
        return value.flatMap {
            String.fromDatabaseValue($0) ?? Int64.fromDatabaseValue($0).map(String.init)
        } ?? ""
    }

    package func read<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Value
    ) async throws -> Value {
        let judge = judge
        return try await Self.translated {
            try await pool.read { try body(SQLiteConnection(database: $0, judge: judge)) }
        }
    }

    package func write<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Value
    ) async throws -> Value {
        let judge = judge
        return try await changing { database in
            try body(SQLiteConnection(database: database, judge: judge))
        }
    }

    package func migrate<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Value
    ) async throws -> Value {
        try await changing { try body(SQLiteConnection(database: $0, judge: nil)) }
    }

    package func load<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Value
    ) async throws -> Value {
        let judge = judge
        return try await changing { database in
            // Until the end of this transaction.
            try database.execute(sql: "PRAGMA defer_foreign_keys = ON")
            return try body(SQLiteConnection(database: database, judge: judge))
        }
    }

    package func tables() async throws -> [SQLTable] {
        try await Self.translated {
            try await pool.read { database in
                let names = try String.fetchAll(
                    database,
                    sql: """
                        SELECT name FROM sqlite_master
                        WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
                        ORDER BY rowid
                        """)
                return try names.map { try Self.table($0, database) }
            }
        }
    }

    package func changes() -> AsyncStream<Void> {
        let (path, hub) = (path, hub)
        return hub.stream {
            Thread { SQLiteWatch(path: path, hub: hub).run() }.start()
        }
    }

    /// What the connections' settings read back as: the writer's, then a reader's.
    package func settings() async throws -> [[String: String]] {
        @Sendable func values(_ database: GRDB.Database) throws -> [String: String] {
            let names = [
                "synchronous", "journal_mode", "foreign_keys", "trusted_schema", "cell_size_check",
                "secure_delete",
            ]
            return try Dictionary(
                uniqueKeysWithValues: names.map { ($0, try Self.setting($0, of: database)) })
        }
        return [
            try await pool.writeWithoutTransaction { try values($0) },
            try await pool.read { try values($0) },
        ]
    }

    /// Every page and every reference, read and compared.
    ///
    /// - Throws: `StoreError.damaged` with what SQLite found first.
    /// - Complexity: reads the whole file.
    package func checkIntegrity() async throws {
        let path = path
        try await Self.translated {
            try await pool.read { database in
                let found = try String.fetchOne(database, sql: "PRAGMA integrity_check(1)") ?? ""
                guard found == "ok" else {
                    throw StoreError.cannotOpen(path: path, cause: "it is damaged: \(found)")
                }
                if let row = try Row.fetchOne(database, sql: "PRAGMA foreign_key_check") {
                    let table: String = row[0] ?? ""
                    throw StoreError.damaged(
                        table: table, id: "-", what: "it refers to a row that is not there")
                }
            }
        }
    }

    package func scrub(isWhole: Bool) async throws {
        try await Self.translated {
            try await pool.writeWithoutTransaction { database in
                if isWhole { try Self.vacuum(database) }
                // What was written over is still in the log until that begins anew, which waits
                // for readers in the middle of something.
                let row = try Row.fetchOne(database, sql: "PRAGMA wal_checkpoint(TRUNCATE)")
                guard row?[0] == 0 else {
                    throw StoreError.busy(
                        cause: "a reader keeps the log, in which deleted rows still stand.")
                }
            }
        }
    }

    /// Writes the file anew, which SQLite does through a second one that it attaches.
    private static func vacuum(_ database: GRDB.Database) throws {
        let connection = database.sqliteConnection
        sqlite3_limit(connection, SQLITE_LIMIT_ATTACHED, 1)
        defer { sqlite3_limit(connection, SQLITE_LIMIT_ATTACHED, 0) }
        try database.execute(sql: "VACUUM")
    }

    private static func table(_ name: String, _ database: GRDB.Database) throws -> SQLTable {
        let rows = try Row.fetchAll(
            database, sql: "SELECT name, type FROM pragma_table_info(?) ORDER BY cid",
            arguments: [name])
        let columns = try rows.map { row -> (name: String, kind: SQLTable.Kind) in
            let column: String = row[0]
            let type: String = row[1]
            switch type.uppercased() {
            case "BIGINT", "INTEGER": return (column, .integer)
            case "DOUBLE PRECISION", "REAL": return (column, .real)
            case "TEXT": return (column, .text)
            case "BYTEA": return (column, .bytes)
            default:
                throw StoreError.damaged(table: name, id: "-", what: "column of type \(type)")
            }
        }
        return SQLTable(name: name, columns: columns)
    }

    /// One transaction of the writer; tells the hub where it changed a row or the schema.
    private func changing<Value: Sendable>(
        _ body: @escaping @Sendable (GRDB.Database) throws -> Value
    ) async throws -> Value {
        let (value, hasChanged) = try await Self.translated {
            try await pool.write { database in
                let before = database.totalChangesCount
                let value = try body(database)
                return (value, database.totalChangesCount != before)
            }
        }
        if hasChanged { hub.signal() }
        return value
    }

    /// SQLite's own errors as the store's.
    private static func translated<Value>(_ body: () async throws -> Value) async throws -> Value {
        do {
            return try await body()
        } catch let error as DatabaseError {
            throw Self.error(error)
        }
    }

    static func error(_ error: DatabaseError) -> StoreError {
        switch error.resultCode {
        case .SQLITE_BUSY, .SQLITE_LOCKED:
            .busy(cause: "another program has been writing all the while.")
        default: .statementFailed(cause: text(error))
        }
    }

    /// Code and message without the statement's arguments, which may be personal data.
    static func text(_ error: DatabaseError) -> String {
        "SQLite \(error.extendedResultCode.rawValue): \(error.message ?? "no message")"
    }
}

struct SQLiteConnection: SQLConnection {
    let database: GRDB.Database
    /// Nil while the schema is changed, where the statements are the product's own files.
    let judge: SQLiteJudge?

    var changes: Int { database.changesCount }

    func execute(_ sql: String, _ values: [SQLValue]) throws {
        try execute(sql, each: [values])
    }

    func execute(_ sql: String, each rows: [[SQLValue]]) throws {
        try judge?.demand(sql)
        do {
            let statement = try database.cachedStatement(sql: sql)
            for values in rows {
                try statement.execute(arguments: StatementArguments(values.map(\.databaseValue)))
            }
        } catch let error as DatabaseError {
            throw SQLiteDriver.error(error)
        }
    }

    func forEach(
        _ sql: String, _ values: [SQLValue], _ body: (any SQLRow) throws -> Void
    ) throws {
        try judge?.demand(sql)
        do {
            let statement = try database.cachedStatement(sql: sql)
            let arguments = StatementArguments(values.map(\.databaseValue))
            let cursor = try Row.fetchCursor(statement, arguments: arguments)
            while let row = try cursor.next() { try body(SQLiteRow(row: row)) }
        } catch let error as DatabaseError {
            throw SQLiteDriver.error(error)
        }
    }
}

struct SQLiteRow: SQLRow {
    let row: Row

    func isNull(_ column: Int) -> Bool { row.hasNull(atIndex: column) }
    func integer(_ column: Int) -> Int64 { row[column] }
    func real(_ column: Int) -> Double { row[column] }
    func text(_ column: Int) -> String { row[column] }

    func bytes(_ column: Int) -> [UInt8] {
        // Borrowed from SQLite while the closure runs, and copied once.
        (try? row.withUnsafeData(atIndex: column) { $0.map { [UInt8]($0) } }) ?? []
    }
}

extension SQLValue {
    var databaseValue: DatabaseValue {
        switch self {
        case .null: .null
        case .integer(let value): value.databaseValue
        case .real(let value): value.databaseValue
        case .text(let value): value.databaseValue
        case .bytes(let value): Data(value).databaseValue
        }
    }
}
