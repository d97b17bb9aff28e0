internal import GRDB

/// SQLite through GRDB: one file, many readers beside one writer (write-ahead log).
package struct SQLiteDriver: SQLDriver {
    private let pool: DatabasePool

    /// Opens or creates the file at `path`.
    ///
    /// A committed transaction survives a power cut: `synchronous` is FULL. GRDB sets it back to
    /// NORMAL while opening, so it is set afterwards and read back.
    /// - Throws: `StoreError.cannotOpen`.
    package init(path: String) throws {
        do {
            var configuration = GRDB.Configuration()
            configuration.foreignKeysEnabled = true
            configuration.busyMode = .timeout(10)
            configuration.maximumReaderCount = 4
            pool = try DatabasePool(path: path, configuration: configuration)
            try pool.writeWithoutTransaction { database in
                try database.execute(sql: "PRAGMA synchronous = FULL")
                let level = try Int.fetchOne(database, sql: "PRAGMA synchronous")
                guard level == 2 else {
                    throw StoreError.cannotOpen(path: path, cause: "synchronous=FULL was not taken")
                }
            }
        } catch let error as StoreError {
            throw error
        } catch {
            throw StoreError.cannotOpen(path: path, cause: "\(error)")
        }
    }

    package func read<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Value
    ) async throws -> Value {
        try await pool.read { try body(SQLiteConnection(database: $0)) }
    }

    package func write<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Value
    ) async throws -> Value {
        try await pool.write { try body(SQLiteConnection(database: $0)) }
    }
}

struct SQLiteConnection: SQLConnection {
    let database: GRDB.Database

    var changes: Int { database.changesCount }

    func execute(_ sql: String, _ values: [SQLValue]) throws {
        do {
            let statement = try database.cachedStatement(sql: sql)
            try statement.execute(arguments: StatementArguments(values.map(\.databaseValue)))
        } catch let error as DatabaseError {
            throw StoreError.statementFailed(cause: Self.text(error))
        }
    }

    func forEach(
        _ sql: String, _ values: [SQLValue], _ body: (any SQLRow) throws -> Void
    ) throws {
        do {
            let statement = try database.cachedStatement(sql: sql)
            let arguments = StatementArguments(values.map(\.databaseValue))
            let cursor = try Row.fetchCursor(statement, arguments: arguments)
            while let row = try cursor.next() { try body(SQLiteRow(row: row)) }
        } catch let error as DatabaseError {
            throw StoreError.statementFailed(cause: Self.text(error))
        }
    }

    /// Code and message without the statement's arguments, which may be personal data.
    private static func text(_ error: DatabaseError) -> String {
        "SQLite \(error.extendedResultCode.rawValue): \(error.message ?? "no message")"
    }
}

struct SQLiteRow: SQLRow {
    let row: Row

    func isNull(_ column: Int) -> Bool { row.hasNull(atIndex: column) }
    func integer(_ column: Int) -> Int64 { row[column] }
    func real(_ column: Int) -> Double { row[column] }
    func text(_ column: Int) -> String { row[column] }
}

extension SQLValue {
    var databaseValue: DatabaseValue {
        switch self {
        case .null: .null
        case .integer(let value): value.databaseValue
        case .real(let value): value.databaseValue
        case .text(let value): value.databaseValue
        }
    }
}
