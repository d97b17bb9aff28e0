/// A value as SQL carries it.
package enum SQLValue: Hashable, Sendable {
    case null
    case integer(Int64)
    case real(Double)
    case text(String)

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
    /// Rows changed by the last `execute`.
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
/// The second one, PostgreSQL, conforms beside SQLite.
package protocol SQLDriver: Sendable {
    func read<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Value
    ) async throws -> Value
    /// All of `body`'s changes, or none where it throws.
    func write<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Value
    ) async throws -> Value
}
