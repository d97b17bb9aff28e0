import Foundation
internal import GRDB
import Primitives

/// Looks for commits in a file and passes them to a hub, on a thread of its own.
///
/// `PRAGMA data_version` changes on a connection when any other one has committed, also one of
/// another process; so the watch has a connection that does nothing else.
struct SQLiteWatch {
    let path: String
    let hub: ChangeHub

    func run() {
        var configuration = SQLiteDriver.configuration()
        configuration.readonly = true
        let queue = try? DatabaseQueue(path: path, configuration: configuration)
        var seen: Int64?
        while hub.isWatched() {
            let found = try? queue?.read { database in
                try Int64.fetchOne(database, sql: "PRAGMA data_version")
            }
            if found != seen || queue == nil { hub.signal() }
            seen = found ?? nil
            Thread.sleep(forTimeInterval: Double(Limits.changePollMilliseconds) / 1_000)
        }
    }
}
