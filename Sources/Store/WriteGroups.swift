import Primitives
import Synchronization

/// Writes that come at the same time share one transaction, and so one wait for the disk (group
/// commit, 组提交).
///
/// A write that comes while none runs runs at once and alone. Those that come meanwhile wait, and
/// run one after another in the next transaction, each on what those before it left; all are
/// acknowledged once it is committed. Where one of a group throws, the group leaves nothing behind
/// and each of it runs again in a transaction of its own: what one does never undoes another's.
final class WriteGroups<Driver: SQLDriver>: Sendable {
    /// A write that waits for its turn.
    private struct Waiting: Sendable {
        /// Runs the body and keeps what it gives.
        let run: @Sendable (any SQLConnection) throws -> Void
        /// Lets the caller go on.
        let end: @Sendable (Result<Void, any Error>) -> Void
    }

    private struct State {
        var waiting: [Waiting] = []
        /// Whether somebody runs writes, who will look for those that wait.
        var isBusy = false
    }

    /// Something of a group threw: none of it stands.
    private struct Broken: Error {}

    private let driver: Driver
    private let state = Mutex(State())

    init(driver: Driver) { self.driver = driver }

    /// All of `body`'s changes, or none where it throws; it may run more than once.
    func write<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Value
    ) async throws -> Value {
        try Task.checkCancellation()
        if begins() {
            defer { goOn() }
            return try await driver.write(body)
        }
        let given = Given<Value>()
        try await withCheckedThrowingContinuation { continuation in
            wait(
                Waiting(
                    run: { given.put(try body($0)) }, end: { continuation.resume(with: $0) }))
        }
        return given.take()
    }

    /// Whether nobody runs writes; the caller does from then on.
    private func begins() -> Bool {
        state.withLock { state in
            defer { state.isBusy = true }
            return !state.isBusy
        }
    }

    private func wait(_ write: Waiting) {
        let begins = state.withLock { state in
            state.waiting.append(write)
            defer { state.isBusy = true }
            return !state.isBusy
        }
        if begins { Task { await runAll() } }
    }

    /// After a write that ran alone: those that came meanwhile are run by a task of their own.
    private func goOn() {
        let hasMore = state.withLock { state in
            state.isBusy = !state.waiting.isEmpty
            return state.isBusy
        }
        if hasMore { Task { await runAll() } }
    }

    private func runAll() async {
        while let group = next() {
            let done = await run(group)
            state.withLock { $0.waiting.insert(contentsOf: group[done...], at: 0) }
        }
    }

    private func next() -> [Waiting]? {
        state.withLock { state in
            let group = Array(state.waiting.prefix(Limits.writeGroupMax))
            state.waiting.removeFirst(group.count)
            state.isBusy = !group.isEmpty
            return group.isEmpty ? nil : group
        }
    }

    /// Runs as many as there is time for, from the first on.
    ///
    /// - Returns: How many; their callers go on.
    private func run(_ group: [Waiting]) async -> Int {
        guard group.count > 1 else {
            await runAlone(group[0])
            return 1
        }
        // Those of the last run: the driver may have run them before, and left nothing behind.
        let done = Mutex(0)
        let result: Result<Void, any Error>
        do {
            try await driver.write { connection in
                let clock = ContinuousClock()
                let end = clock.now + .milliseconds(Limits.writeGroupMilliseconds)
                done.withLock { $0 = 0 }
                for write in group {
                    do { try write.run(connection) } catch { throw Broken() }
                    done.withLock { $0 += 1 }
                    if clock.now > end { break }
                }
            }
            result = .success(())
        } catch is Broken {
            for write in group { await runAlone(write) }
            return group.count
        } catch {
            result = .failure(error)
        }
        // Where none came to run, all would fare alike.
        let count = done.withLock { $0 == 0 ? group.count : $0 }
        for write in group[..<count] { write.end(result) }
        return count
    }

    private func runAlone(_ write: Waiting) async {
        do {
            try await driver.write(write.run)
            write.end(.success(()))
        } catch {
            write.end(.failure(error))
        }
    }
}

/// What a body gave in the run that stands, which is its last.
private final class Given<Value: Sendable>: Sendable {
    private let value = Mutex<Value?>(nil)

    func put(_ new: Value) { value.withLock { $0 = new } }

    func take() -> Value {
        guard let value = value.withLock({ $0 }) else {
            preconditionFailure("a write that ended well has given its value")
        }
        return value
    }
}
