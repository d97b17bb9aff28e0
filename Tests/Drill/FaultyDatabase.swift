import Casework
import Primitives
import Synchronization

/// What happens to the next write of a server.
enum Fault: CaseIterable {
    /// It is lost before anything was done.
    case before
    /// It is done, and the answer is lost.
    case after
    /// It runs twice, the first time rolled back: what a driver does where it surely left nothing.
    case twice
    /// The canary: it is acknowledged and was never done. No database may do this; the auditor must
    /// find it.
    case forgotten
}

/// What a caller learns of a write that failed.
enum WriteFault: Error {
    case lost
    case unanswered
}

/// The fault that waits for a server's next write.
final class FaultPlan: Sendable {
    private let next = Mutex<Fault?>(nil)

    func set(_ fault: Fault?) { next.withLock { $0 = fault } }

    func take() -> Fault? {
        next.withLock { next in
            defer { next = nil }
            return next
        }
    }
}

/// The real store of one server, with faults where its writes begin and end.
struct FaultyDatabase: Casework.Database {
    let inner: any Casework.Database
    let plan: FaultPlan

    private struct Rollback: Error {}

    func read<Value: Sendable>(
        _ body: @escaping @Sendable (any ReadTransaction) throws -> Value
    ) async throws -> Value {
        try await inner.read(body)
    }

    func write<Value: Sendable>(
        alone isAlone: Bool, _ body: @escaping @Sendable (any WriteTransaction) throws -> Value
    ) async throws -> Value {
        let fault = plan.take()
        switch fault {
        case .before: throw WriteFault.lost
        case .twice: _ = try await rolledBack(body)
        case .forgotten:
            if let value = try await rolledBack(body) { return value }
        case .after, nil: break
        }
        let value = try await inner.write(alone: isAlone, body)
        if fault == .after { throw WriteFault.unanswered }
        return value
    }

    /// What `body` gives in a transaction that does not stand; nil where it throws.
    private func rolledBack<Value: Sendable>(
        _ body: @escaping @Sendable (any WriteTransaction) throws -> Value
    ) async throws -> Value? {
        let given = Mutex<Value?>(nil)
        do {
            try await inner.write { transaction in
                let value = try body(transaction)
                given.withLock { $0 = value }
                throw Rollback()
            }
        } catch is Rollback {} catch {}
        return given.withLock { $0 }
    }

    func changes() -> AsyncStream<Void> { inner.changes() }
    func reseal() async throws -> Int { try await inner.reseal() }
    func keysInUse() async throws -> [String: Int] { try await inner.keysInUse() }
    func scrub() async throws { try await inner.scrub() }
}
