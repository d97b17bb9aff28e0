import Casework
import Primitives
import Store
import TestKit
import Testing

/// Two programs on one database see that the other has committed.
@Suite struct ChangeTests {
    /// Waits for elements until the lead is there; false after `seconds`.
    private static func follows(
        _ stream: AsyncStream<Void>, _ database: any Casework.Database, to id: String,
        seconds: Int = 20
    ) async throws -> Bool {
        try await withThrowingTaskGroup(of: Bool.self) { group in
            group.addTask {
                for await _ in stream
                where try await database.read({ try $0.lead(ID(id)) }) != nil { return true }
                return false
            }
            group.addTask {
                try await Task.sleep(for: .seconds(seconds))
                return false
            }
            defer { group.cancelAll() }
            return try await group.next() ?? false
        }
    }

    @Test(arguments: TestEngine.available)
    func anotherStoresCommitIsTold(engine: TestEngine) async throws {
        let store = try await TemporaryStore.open(engine)
        let other = try await store.reopen()
        for round in 0..<3 {
            let stream = other.changes()
            let writing = Task {
                try await Task.sleep(for: .milliseconds(round * 400))
                try await store.database.write { try $0.add(Fixed.lead("K\(round)")) }
            }
            #expect(try await Self.follows(stream, other, to: "K\(round)"))
            try await writing.value
        }
    }

    @Test(arguments: TestEngine.available)
    func ownCommitsAreToldToo(engine: TestEngine) async throws {
        let store = try await TemporaryStore.open(engine)
        let stream = store.database.changes()
        try await store.database.write { try $0.add(Fixed.lead("K1")) }
        #expect(try await Self.follows(stream, store.database, to: "K1"))
    }

    @Test(arguments: TestEngine.available)
    func theStreamEndsWithTheDatabase(engine: TestEngine) async throws {
        let place = try TestDatabase(engine)
        var database: (any Casework.Database)? = try await StoreAddress.open(
            place.address, now: Fixed.now, vault: Fixed.vault)
        let stream = try #require(database).changes()
        database = nil
        for await _ in stream {}
    }
}
