/// A value as SQL carries it.
package enum SQLValue: Hashable, Sendable {
    case null
    case integer(Int64)
    case real(Double)
    case text(String)
    case bytes([UInt8])

    static func integer(_ value: Int64?) -> SQLValue { value.map { .integer($0) } ?? .null }
    static func real(_ value: Double?) -> SQLValue { value.map { .real($0) } ?? .null }
    static func text(_ value: String?) -> SQLValue { value.map { .text($0) } ?? .null }
    static func flag(_ value: Bool) -> SQLValue { .integer(value ? 1 : 0) }
    static func flag(_ value: Bool?) -> SQLValue { value.map { .integer($0 ? 1 : 0) } ?? .null }
}

/// One row of an answer; columns by 0-based position.
///
/// Valid only inside the closure that received it.
package protocol SQLRow {
    func isNull(_ column: Int) -> Bool
    func integer(_ column: Int) -> Int64
    func real(_ column: Int) -> Double
    func text(_ column: Int) -> String
    func bytes(_ column: Int) -> [UInt8]
}

extension SQLRow {
    func integerOrNil(_ column: Int) -> Int64? { isNull(column) ? nil : integer(column) }
    func realOrNil(_ column: Int) -> Double? { isNull(column) ? nil : real(column) }
    func textOrNil(_ column: Int) -> String? { isNull(column) ? nil : text(column) }
    func flag(_ column: Int) -> Bool { integer(column) != 0 }
    func flagOrNil(_ column: Int) -> Bool? { isNull(column) ? nil : integer(column) != 0 }
}

/// One connection inside one transaction, speaking the SQL that SQLite 3.40 and PostgreSQL 15
/// share.
///
/// Parameters are `$1`, `$2`, … and first appear in that order. Statements are prepared once a
/// connection. Valid only inside the closure that received it.
package protocol SQLConnection {
    /// - Throws: `StoreError.statementFailed`.
    func execute(_ sql: String, _ values: [SQLValue]) throws
    /// The same statement once for each of `rows`, in order; an engine that talks over a socket
    /// sends many before it reads their answers.
    ///
    /// - Throws: `StoreError.statementFailed`, perhaps after later rows were sent; the transaction
    ///   is lost then.
    func execute(_ sql: String, each rows: [[SQLValue]]) throws
    /// Rows changed by the last `execute` of one statement.
    var changes: Int { get }
    /// Calls `body` once a row, in order, without holding all rows.
    ///
    /// - Throws: `StoreError.statementFailed`, or what `body` throws.
    func forEach(_ sql: String, _ values: [SQLValue], _ body: (any SQLRow) throws -> Void) throws
}

extension SQLConnection {
    /// All rows, each turned into a value; for answers that are known to be small.
    func rows<Value>(
        _ sql: String, _ values: [SQLValue] = [], _ body: (any SQLRow) throws -> Value
    ) throws -> [Value] {
        var result: [Value] = []
        try forEach(sql, values) { result.append(try body($0)) }
        return result
    }

    /// The first row, or nil.
    func first<Value>(
        _ sql: String, _ values: [SQLValue] = [], _ body: (any SQLRow) throws -> Value
    ) throws -> Value? {
        try rows(sql, values, body).first
    }
}

/// A database engine: opens transactions.
///
/// A body may run more than once: where the first run surely left nothing behind (a server that
/// went away, two writers in each other's way), it is run again on a new transaction. So it gives
/// its result back, and keeps nothing elsewhere.
package protocol SQLDriver: Sendable {
    /// A consistent view; later writes do not show in it.
    func read<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Value
    ) async throws -> Value
    /// All of `body`'s changes, or none where it throws.
    ///
    /// Writes run one after another, those of other processes included, so what a body reads in it
    /// is still so when it writes.
    func write<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Value
    ) async throws -> Value
    /// A write that may also change the schema.
    func migrate<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Value
    ) async throws -> Value
    /// A write into tables in any order: references are checked at its end.
    func load<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Value
    ) async throws -> Value
    /// Lets go of what was deleted: as far as the engine can, its bytes leave the files.
    ///
    /// - Parameter isWhole: Whether every table is written anew, which keeps others waiting.
    func scrub(isWhole: Bool) async throws
    /// The tables of the product, in the order they were made: none refers to a later one.
    func tables() async throws -> [SQLTable]
    /// An element after commits, by whatever process; see `Database.changes()`.
    func changes() -> AsyncStream<Void>
}

/// A table as the engine's own catalogue tells it.
package struct SQLTable: Hashable, Sendable {
    /// What a column holds, in the terms of `SQLValue`.
    package enum Kind: String, Sendable {
        case integer
        case real
        case text
        case bytes
    }

    package let name: String
    package internal(set) var columns: [(name: String, kind: Kind)]

    package static func == (left: SQLTable, right: SQLTable) -> Bool {
        left.name == right.name && left.columns.elementsEqual(right.columns, by: ==)
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(name)
        for column in columns { hasher.combine(column.name) }
    }
}
