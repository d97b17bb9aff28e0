import Dispatch
import Synchronization

/// A bounded number of sessions, lent one transaction at a time, first come, first served.
///
/// They are opened when they are first needed and kept.
final class PostgreSQLPool: Sendable {
    private let address: PostgreSQLAddress
    private let settings: PostgreSQLSettings
    private let gate: FairGate
    private let idle = Mutex<[PostgreSQLSession]>([])

    init(_ address: PostgreSQLAddress, settings: PostgreSQLSettings, places: Int) {
        self.address = address
        self.settings = settings
        gate = FairGate(places: places)
    }

    /// Lends a session while `body` runs on the session's queue.
    ///
    /// - Throws: `PostgreSQLFault` where no connection could be opened, `StoreError.busy` where
    ///   none was free for too long, `CancellationError`.
    func lend<Value: Sendable>(
        _ body: @escaping @Sendable (PostgreSQLSession) -> Value
    ) async throws -> Value {
        try await gate.enter(waitMilliseconds: settings.waitMilliseconds)
        defer { gate.leave() }
        let session = try await take()
        let value = await withCheckedContinuation { continuation in
            session.queue.async { continuation.resume(returning: body(session)) }
        }
        if session.isUsable { idle.withLock { $0.append(session) } }
        return value
    }

    /// Closes what is not lent: where one connection is lost, the others are likely to be.
    func forget() { idle.withLock { $0 = [] } }

    private func take() async throws -> PostgreSQLSession {
        if let session = idle.withLock({ $0.popLast() }) { return session }
        let (address, settings) = (address, settings)
        let opened = await withCheckedContinuation {
            (continuation: CheckedContinuation<Result<PostgreSQLSession, any Error>, Never>) in
            DispatchQueue(label: "fuseline.postgresql.open").async {
                continuation.resume(
                    returning: Result { try PostgreSQLSession(address, settings: settings) })
            }
        }
        return try opened.get()
    }
}
