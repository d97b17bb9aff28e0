import Primitives

/// Why the store could not do what it was asked.
package enum StoreError: CodedError {
    /// The database address names no engine this program speaks.
    case unknownAddress(String)
    case cannotOpen(path: String, cause: String)
    /// A statement failed; the transaction around it was rolled back.
    case statementFailed(cause: String)
    /// A stored value is not what the schema promises; the row is named, nothing was changed.
    case damaged(table: String, id: String, what: String)
    /// The database was written by a newer program.
    case newerSchema(found: Int, known: Int)
    case migrationsMissing(String)

    package var code: String {
        switch self {
        case .unknownAddress: "store.unknown_address"
        case .cannotOpen: "store.cannot_open"
        case .statementFailed: "store.statement_failed"
        case .damaged: "store.damaged"
        case .newerSchema: "store.newer_schema"
        case .migrationsMissing: "store.migrations_missing"
        }
    }

    package var message: String {
        switch self {
        case .unknownAddress(let address):
            "--database takes sqlite:PATH, such as sqlite:city.sqlite, not '\(address)'."
        case .cannotOpen(let path, let cause): "The database '\(path)' cannot be opened: \(cause)"
        case .statementFailed(let cause): "The database refused a statement: \(cause)"
        case .damaged(let table, let id, let what):
            "Row '\(id)' of table \(table) cannot be read: \(what)."
        case .newerSchema(let found, let known):
            "The database has schema \(found), this program knows \(known). Use the newer program."
        case .migrationsMissing(let path):
            "The schema files are not at '\(path)'. Keep the .resources folders beside the program."
        }
    }
}
