import CPostgres

/// What went wrong on a connection, told without any value of a statement.
///
/// PostgreSQL's detail, its hint, and for bad data its message too repeat values, which may be
/// personal data; so of those only the code and the names of table and constraint are kept.
struct PostgreSQLFault: Error, Sendable {
    /// The five characters of SQLSTATE; nil where the server did not say any.
    let state: String?
    let says: String
    /// Whether the connection is of no use any more.
    let isLost: Bool

    /// The fault of an answer that is no success.
    init(result: OpaquePointer?, connection: OpaquePointer) {
        let isLost = PQstatus(connection) != CONNECTION_OK
        guard let result, let state = Self.field(result, DiagnosticField.state) else {
            self.init(
                state: nil, says: Self.line(PQerrorMessage(connection)) ?? "no message",
                isLost: isLost)
            return
        }
        var parts = ["PostgreSQL \(state)"]
        if let table = Self.field(result, DiagnosticField.table) { parts.append("table \(table)") }
        if let column = Self.field(result, DiagnosticField.column) {
            parts.append("column \(column)")
        }
        if let constraint = Self.field(result, DiagnosticField.constraint) {
            parts.append("constraint \(constraint)")
        }
        var says = parts.joined(separator: ", ")
        let holdsValues = Self.classesWithValues.contains(String(state.prefix(2)))
        if !holdsValues, let message = Self.field(result, DiagnosticField.message) {
            says += ": \(message)"
        }
        self.init(state: state, says: says, isLost: isLost || Self.endings.contains(state))
    }

    init(state: String?, says: String, isLost: Bool) {
        self.state = state
        self.says = says
        self.isLost = isLost
    }

    /// Data exceptions, broken constraints, and what functions of the database raise.
    private static let classesWithValues: Set<String> = ["22", "23", "44", "P0"]
    /// The server ends the connection: shut down, crashed, starting, told to, idle for too long.
    private static let endings: Set<String> = ["57P01", "57P02", "57P03", "57P05", "25P03"]

    /// Whether the transaction failed only because of another one beside it: not serializable,
    /// or a deadlock.
    var isConflict: Bool { state == "40001" || state == "40P01" }

    /// Whether statements prepared on this connection no longer fit the schema, or are gone.
    var isStale: Bool { state == "0A000" || state == "26000" }

    /// The error for whoever asked.
    var error: StoreError {
        switch state {
        case "55P03": .busy(cause: "another program has been writing all the while.")
        case "53300": .busy(cause: "the server has no connection left.")
        case "57014": .statementFailed(cause: "\(says). It took longer than a statement may.")
        default: isLost ? .connectionLost(cause: says) : .statementFailed(cause: says)
        }
    }

    private static func field(_ result: OpaquePointer, _ code: Int32) -> String? {
        PQresultErrorField(result, code).map { String(cString: $0) }
    }

    /// libpq's own message on one line.
    private static func line(_ message: UnsafePointer<CChar>?) -> String? {
        guard let message else { return nil }
        let lines = String(cString: message).split(separator: "\n").map { $0 }
        return lines.isEmpty ? nil : lines.joined(separator: " ")
    }
}

/// Field codes of an error: C macros that are characters, which Swift does not import.
private enum DiagnosticField {
    static let state = Int32(UInt8(ascii: "C"))
    static let message = Int32(UInt8(ascii: "M"))
    static let table = Int32(UInt8(ascii: "t"))
    static let column = Int32(UInt8(ascii: "c"))
    static let constraint = Int32(UInt8(ascii: "n"))
}
