import Foundation
import GRDBSQLite
import Primitives
import Synchronization

/// Decides which statements the product may say, by SQLite's own authorizer.
///
/// GRDB needs the authorizer of its connections for itself: it learns there what a statement reads
/// and whether it begins or ends a transaction, and there is no way to ask for the old hook and
/// call it from a new one. So each statement is compiled once more, before its first use, on a
/// read-only connection of our own that has our authorizer and never runs anything. What it denies
/// is denied before GRDB hears of it. Migrations are not judged: they are files of the program.
// @unchecked: SQLite's handle is used inside the lock alone.
final class SQLiteJudge: @unchecked Sendable {
    /// Texts remembered as allowed; the board's filters make more than the store's own 60.
    private static let rememberedMax = 512
    /// Reads the schema anew where it has changed, and opens the log.
    private static let look = "SELECT 1 FROM sqlite_master LIMIT 1"

    private let allowed = Mutex<Set<String>>([])
    private var handle: OpaquePointer?

    /// - Throws: `StoreError.cannotOpen`.
    init(path: String) throws {
        let flags = SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX
        var code = sqlite3_open_v2(path, &handle, flags, nil)
        if code == SQLITE_OK {
            sqlite3_busy_timeout(handle, Int32(Limits.databaseWaitMilliseconds))
            code = sqlite3_exec(handle, Self.look, nil, nil, nil)
        }
        guard code == SQLITE_OK else {
            sqlite3_close_v2(handle)
            throw StoreError.cannotOpen(path: path, cause: "SQLite \(code)")
        }
        sqlite3_set_authorizer(
            handle,
            { _, action, first, second, _, _ in SQLiteJudge.verdict(action, first, second) }, nil)
    }

    deinit { close() }

    /// Closes its connection, before the writer's: the last one to close tidies the log away, which
    /// a reader can not.
    func close() {
        allowed.withLock { allowed in
            allowed = []
            sqlite3_close_v2(handle)
            handle = nil
        }
    }

    /// - Throws: `StoreError.statementDenied`; `.statementFailed` where SQLite can not compile it.
    func demand(_ sql: String) throws {
        try allowed.withLock { allowed in
            if allowed.contains(sql) { return }
            var statement: OpaquePointer?
            var code = sqlite3_exec(handle, Self.look, nil, nil, nil)
            if code == SQLITE_OK { code = sqlite3_prepare_v2(handle, sql, -1, &statement, nil) }
            sqlite3_finalize(statement)
            guard code == SQLITE_OK else {
                let message = String(cString: sqlite3_errmsg(handle))
                // A denied function is told as an ordinary error with this beginning.
                if code & 0xFF == SQLITE_AUTH || message.hasPrefix("not authorized") {
                    throw StoreError.statementDenied(cause: "\(message) by this program.")
                }
                // What could not be judged is not run.
                throw StoreError.statementFailed(cause: "SQLite \(code): \(message)")
            }
            if allowed.count >= Self.rememberedMax { allowed = [] }
            allowed.insert(sql)
        }
    }

    /// Allows reading, functions but `load_extension`, and changes of rows in the product's own
    /// tables; all else (other files, the schema, settings, transactions inside one) is denied.
    private static func verdict(
        _ action: Int32, _ first: UnsafePointer<CChar>?, _ second: UnsafePointer<CChar>?
    ) -> Int32 {
        switch action {
        case SQLITE_SELECT, SQLITE_READ, SQLITE_RECURSIVE: SQLITE_OK
        case SQLITE_FUNCTION:
            second.map { String(cString: $0).lowercased() } == "load_extension"
                ? SQLITE_DENY : SQLITE_OK
        case SQLITE_INSERT, SQLITE_UPDATE, SQLITE_DELETE:
            isOwn(first.map { String(cString: $0) } ?? "") ? SQLITE_OK : SQLITE_DENY
        default: SQLITE_DENY
        }
    }

    private static func isOwn(_ table: String) -> Bool {
        !table.lowercased().hasPrefix("sqlite_") && table != "schema_migration"
    }
}
