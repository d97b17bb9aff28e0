import Casework
import Dispatch
import Primitives
import Records
import Store
import Synchronization
import TestKit
import Testing

/// Writes that come at once share a transaction, and none knows it by what it sees.
@Suite struct WriteGroupTests {
    private struct Refused: Error {}

    /// Does `count` writes at once, behind a first one that keeps them waiting; what came of each,
    /// by number.
    private static func atOnce(
        _ count: Int, on store: Store<CountingDriver>, _ driver: CountingDriver,
        _ body: @escaping @Sendable (Int, any WriteTransaction) throws -> Int
    ) async throws -> [Result<Int, any Error>] {
        let holds = DispatchSemaphore(value: 0)
        let before = driver.begun
        let first = Task { try await store.write { _ in holds.wait() } }
        while driver.begun == before { try await Task.sleep(for: .milliseconds(1)) }
        let results = try await withThrowingTaskGroup(
            of: (number: Int, result: Result<Int, any Error>).self
        ) { group in
            for number in 0..<count {
                group.addTask {
                    do {
                        return (number, .success(try await store.write { try body(number, $0) }))
                    } catch {
                        return (number, .failure(error))
                    }
                }
            }
            // For all to come; where some come later, they only share another transaction.
            try await Task.sleep(for: .milliseconds(300))
            holds.signal()
            return try await group.reduce(into: [:]) { $0[$1.number] = $1.result }
        }
        try await first.value
        return (0..<count).compactMap { results[$0] }
    }

    private static func open(
        _ engine: TestEngine
    ) async throws -> (Store<CountingDriver>, CountingDriver) {
        let driver = CountingDriver(try await engine.driver(TestDatabase(engine)))
        return (try await Store(driver: driver, now: Fixed.now, vault: Fixed.vault), driver)
    }

    @Test(arguments: TestEngine.available)
    func theyShareATransactionAndSeeEachOther(engine: TestEngine) async throws {
        let (store, driver) = try await Self.open(engine)
        let before = driver.begun
        let results = try await Self.atOnce(60, on: store, driver) { number, transaction in
            let there = try transaction.newestLeads().count
            try transaction.add(Fixed.lead("K\(number)", actor: "A\(number)"))
            return there
        }
        #expect(try results.map { try $0.get() }.sorted() == Array(0..<60))
        #expect(driver.begun - before < 60)
        #expect(try await store.read { try $0.newestLeads().count } == 60)
    }

    @Test(arguments: TestEngine.available)
    func oneThatThrowsTakesNothingFromOthers(engine: TestEngine) async throws {
        let (store, driver) = try await Self.open(engine)
        try await store.write { try $0.add(Fixed.lead("K3", actor: "A3")) }
        let results = try await Self.atOnce(20, on: store, driver) { number, transaction in
            // Number 3 the database refuses, 7 and 13 refuse themselves when they have written.
            try transaction.add(Fixed.lead("K\(number)", actor: "A\(number)"))
            if number == 7 || number == 13 { throw Refused() }
            return number
        }
        for (number, result) in results.enumerated() {
            switch number {
            case 3: #expect(throws: StoreError.self) { try result.get() }
            case 7, 13: #expect(throws: Refused.self) { try result.get() }
            default: #expect(try result.get() == number)
            }
        }
        let there = try await store.read {
            try $0.newestLeads().values.map(\.lead.id.text).sorted()
        }
        #expect(there == (0..<20).filter { $0 != 7 && $0 != 13 }.map { "K\($0)" }.sorted())
    }

    @Test(arguments: TestEngine.available)
    func anUnknownOutcomeIsToldToAllAndNotTriedAgain(engine: TestEngine) async throws {
        let (store, driver) = try await Self.open(engine)
        let runs = Mutex<[Int]>([])
        driver.losesAnswers(after: 1)
        let results = try await Self.atOnce(10, on: store, driver) { number, transaction in
            runs.withLock { $0.append(number) }
            try transaction.add(Fixed.lead("K\(number)", actor: "A\(number)"))
            return number
        }
        driver.losesAnswers(after: nil)
        for result in results {
            #expect(throws: StoreError.self) { try result.get() }
        }
        #expect(runs.withLock { $0.sorted() } == Array(0..<10))
        #expect(try await store.read { try $0.newestLeads().count } == 10)
    }

    /// A long one keeps nobody's acknowledgement: it has a transaction of its own.
    @Test func aLongOneIsAlone() async throws {
        let (store, driver) = try await Self.open(.sqlite)
        let before = driver.begun
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<8 {
                group.addTask {
                    try await store.write(alone: true) {
                        try $0.add(Fixed.lead("K\(number)", actor: "A\(number)"))
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(driver.begun - before == 8)
    }

    @Test func aCallerThatGaveUpBeginsNothing() async throws {
        let (store, driver) = try await Self.open(.sqlite)
        let before = driver.begun
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            try await store.write { try $0.add(Fixed.lead("K1")) }
        }
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(driver.begun == before)
    }
}

/// A real driver that counts its transactions, and may lose the answers to them.
private final class CountingDriver: SQLDriver {
    private struct State {
        var begun = 0
        var answersLeft: Int?
    }

    private let inner: any SQLDriver
    private let state = Mutex(State())

    init(_ inner: any SQLDriver) { self.inner = inner }

    /// Write transactions that were begun.
    var begun: Int { state.withLock { $0.begun } }

    /// After so many writes every commit's answer is lost; nil for none.
    func losesAnswers(after count: Int?) { state.withLock { $0.answersLeft = count } }

    func read<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Value
    ) async throws -> Value {
        try await inner.read(body)
    }

    func write<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Value
    ) async throws -> Value {
        let value = try await inner.write { connection in
            self.state.withLock { $0.begun += 1 }
            return try body(connection)
        }
        let isLost = state.withLock { state in
            guard let left = state.answersLeft else { return false }
            state.answersLeft = max(0, left - 1)
            return left == 0
        }
        if isLost { throw StoreError.outcomeUnknown }
        return value
    }

    func migrate<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Value
    ) async throws -> Value {
        try await inner.migrate(body)
    }

    func load<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Value
    ) async throws -> Value {
        try await inner.load(body)
    }

    func scrub(isWhole: Bool) async throws { try await inner.scrub(isWhole: isWhole) }
    func tables() async throws -> [SQLTable] { try await inner.tables() }
    func changes() -> AsyncStream<Void> { inner.changes() }
}

extension TestEngine {
    fileprivate func driver(_ place: TestDatabase) async throws -> any SQLDriver {
        switch self {
        case .sqlite: try SQLiteDriver(path: place.path ?? "")
        case .postgreSQL: try await PostgreSQLDriver(address: place.address)
        }
    }
}
