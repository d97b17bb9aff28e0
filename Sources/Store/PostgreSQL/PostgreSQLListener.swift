import CPostgres
import Foundation
import Glibc

/// Waits for the server's word of commits and passes it to a hub, on a thread of its own.
///
/// A lost connection is opened anew for as long as somebody listens, and told as a change, since
/// one may have been missed.
struct PostgreSQLListener {
    let address: PostgreSQLAddress
    let settings: PostgreSQLSettings
    let channel: String
    let hub: ChangeHub

    /// How long it takes to notice that nobody listens any more.
    private static let turnMilliseconds: Int32 = 500

    func run() {
        while hub.isWatched() {
            if let session = try? PostgreSQLSession(address, settings: settings),
                (try? session.run("LISTEN \(channel)")) != nil
            {
                hub.signal()
                listen(on: session.connection)
            }
            if hub.isWatched() { Thread.sleep(forTimeInterval: 0.5) }
        }
    }

    /// Until the connection is lost or nobody listens.
    private func listen(on connection: OpaquePointer) {
        var socket = pollfd(fd: PQsocket(connection), events: Int16(POLLIN), revents: 0)
        while PQstatus(connection) == CONNECTION_OK {
            let ready = poll(&socket, 1, Self.turnMilliseconds)
            if ready > 0, PQconsumeInput(connection) != 1 { return }
            var hasNews = false
            while let notice = PQnotifies(connection) {
                PQfreemem(notice)
                hasNews = true
            }
            if hasNews { hub.signal() }
            guard hub.isWatched() else { return }
        }
    }
}
