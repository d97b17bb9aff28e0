import Primitives

/// Why the store could not do what it was asked.
///
/// No message holds a stored value or a password.
package enum StoreError: CodedError {
    /// The database address names no engine this program speaks.
    case unknownAddress(String)
    case cannotOpen(path: String, cause: String)
    /// The database is there, but not as records that must survive need it.
    case unfit(database: String, cause: String)
    /// A statement failed; the transaction around it was rolled back.
    case statementFailed(cause: String)
    /// The product never says such a statement; it was not run.
    case statementDenied(cause: String)
    /// Somebody else wrote, or read with all connections, for longer than anybody waits.
    case busy(cause: String)
    /// The server went away and did not come back while it was waited for; nothing was changed.
    case connectionLost(cause: String)
    /// The server went away between the order to commit and its answer.
    case outcomeUnknown
    /// A stored value is not what the schema promises; the row is named, nothing was changed.
    case damaged(table: String, id: String, what: String)
    /// The database was written by a newer program.
    case newerSchema(found: Int, known: Int)
    case migrationsMissing(String)
    /// Rows were sealed with a key that the key file has not.
    case wrongKeys(key: String)
    /// A backup file is damaged or is none; nothing was restored.
    case badBackup(path: String, cause: String)
    /// There is something in the database into which a backup should go.
    case notEmpty(table: String)
    /// A file cannot be read or written.
    case file(path: String, cause: String)
    case fileMissing(path: String)

    package var code: String {
        switch self {
        case .unknownAddress: "store.unknown_address"
        case .cannotOpen: "store.cannot_open"
        case .unfit: "store.unfit"
        case .statementFailed: "store.statement_failed"
        case .statementDenied: "store.statement_denied"
        case .busy: "store.busy"
        case .connectionLost: "store.connection_lost"
        case .outcomeUnknown: "store.outcome_unknown"
        case .damaged: "store.damaged"
        case .newerSchema: "store.newer_schema"
        case .migrationsMissing: "store.migrations_missing"
        case .wrongKeys: "store.wrong_keys"
        case .badBackup: "store.bad_backup"
        case .notEmpty: "store.not_empty"
        case .file: "store.file"
        case .fileMissing: "store.file_missing"
        }
    }

    package var message: String {
        switch self {
        case .unknownAddress(let address):
            "--database takes sqlite:PATH, such as sqlite:city.sqlite, or"
                + " postgres://USER:PASSWORD@HOST:PORT/NAME with signs such as @ and / in the"
                + " password written %40 and %2F, not '\(address)'."
        case .cannotOpen(let path, let cause): "The database '\(path)' cannot be opened: \(cause)"
        case .unfit(let database, let cause): "The database '\(database)' is not used: \(cause)"
        case .statementFailed(let cause): "The database refused a statement: \(cause)"
        case .statementDenied(let cause): "A statement was not run: \(cause)"
        case .busy(let cause): "The database is busy: \(cause) Try again later."
        case .connectionLost(let cause):
            "The connection to the database was lost, and nothing was changed: \(cause)"
        case .outcomeUnknown:
            "The connection to the database was lost while a change was being committed, so whether"
                + " it was kept is not known. Look before you do it again."
        case .damaged(let table, let id, let what):
            "Row '\(id)' of table \(table) cannot be read: \(what)."
        case .newerSchema(let found, let known):
            "The database has schema \(found), this program knows \(known). Use the newer program."
        case .migrationsMissing(let path):
            "The schema files are not at '\(path)'. Keep the .resources folders beside the program."
        case .wrongKeys(let key):
            "The database is sealed with key \(key), which the key file does not hold. Use the key"
                + " file that belongs to it: --keys."
        case .badBackup(let path, let cause):
            "The backup '\(path)' is not restored: \(cause). Nothing was changed."
        case .notEmpty(let table):
            "A backup is restored only into an empty database, and table \(table) has rows."
                + " Name a new one with --database."
        case .file(let path, let cause): "The file '\(path)': \(cause)."
        case .fileMissing(let path): "There is no file '\(path)'."
        }
    }
}
