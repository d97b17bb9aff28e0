/// One run of one transaction on a session, and what came of it.
struct PostgreSQLTransaction: Sendable {
    enum Kind: Sendable {
        case read
        case write
        case migrate
    }

    /// How a run ended.
    enum Outcome<Value: Sendable>: Sendable {
        case done(Value)
        case failed(any Error)
        /// It surely left nothing behind, and may be run again.
        case again(PostgreSQLFault)
    }

    let kind: Kind
    let channel: String

    /// Held by whoever writes, against others who write; readers and backups do not wait for it.
    static let lock = "LOCK TABLE schema_migration IN SHARE ROW EXCLUSIVE MODE"

    private var begin: String {
        switch kind {
        case .read: "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
        case .write: "BEGIN ISOLATION LEVEL REPEATABLE READ; \(Self.lock)"
        // The table that is locked may not be there yet; each statement sees what others committed
        // before it.
        case .migrate:
            """
            BEGIN ISOLATION LEVEL READ COMMITTED;
            SELECT pg_advisory_xact_lock(hashtextextended('fuseline ' || current_schema(), 0))
            """
        }
    }

    /// Runs `body` between `BEGIN` and `COMMIT`, on the session's queue.
    func run<Value: Sendable>(
        on session: PostgreSQLSession, _ body: (any SQLConnection) throws -> Value
    ) -> Outcome<Value> {
        do throws(PostgreSQLFault) {
            try session.begin(begin)
        } catch {
            session.rollback()
            return Self.outcome(of: error)
        }
        let value: Value
        do {
            value = try body(session)
        } catch {
            session.rollback()
            if let fault = session.fault, Self.mayRunAgain(fault) { return .again(fault) }
            return .failed(error)
        }
        // A body that caught a failed statement's error still has no transaction any more.
        if let fault = session.fault {
            session.rollback()
            return Self.outcome(of: fault)
        }
        return commit(value, session)
    }

    private func commit<Value: Sendable>(
        _ value: Value, _ session: PostgreSQLSession
    ) -> Outcome<Value> {
        let isChange = kind == .migrate || (kind == .write && session.hasChanged)
        do throws(PostgreSQLFault) {
            let tag = try session.run(isChange ? "NOTIFY \(channel); COMMIT" : "COMMIT")
            guard tag == "COMMIT" else {
                return .failed(StoreError.statementFailed(cause: "the transaction was undone"))
            }
            return .done(value)
        } catch {
            guard isChange else { return .done(value) }
            if error.isLost || error.state == nil { return .failed(StoreError.outcomeUnknown) }
            session.rollback()
            return Self.outcome(of: error)
        }
    }

    private static func mayRunAgain(_ fault: PostgreSQLFault) -> Bool {
        fault.isLost || fault.isConflict || fault.isStale
    }

    private static func outcome<Value>(of fault: PostgreSQLFault) -> Outcome<Value> {
        mayRunAgain(fault) ? .again(fault) : .failed(fault.error)
    }
}
