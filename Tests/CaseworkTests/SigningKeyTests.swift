import Bootstrap
import Casework
import Foundation
import Journal
import Primitives
import Records
import Store
import TestKit
import Testing

/// The key that signs the journal is exchanged while people work.
@Suite struct SigningKeyTests {
    private static func desk(_ place: TestDatabase, keys: String? = nil) async throws
        -> CaseworkDesk
    {
        try await Assembly.casework(database: place.address, keys: keys ?? place.keys)
    }

    private static func checkpoints(_ desk: CaseworkDesk) async throws -> [SignedNote] {
        try await desk.database.read { try $0.journalCheckpoints() }
            .map { try SignedNote(Array($0.utf8)) }
    }

    private static func act(_ desk: CaseworkDesk, _ number: Int) async throws {
        try await desk.take(
            [Office.parcel("W\(number)", phone: .whole("13800138000"))], as: .machine)
    }

    @Test(arguments: TestEngine.available)
    func itIsExchangedWhileServersSign(engine: TestEngine) async throws {
        let place = try TestDatabase(engine)
        let servers = [try await Self.desk(place), try await Self.desk(place)]
        let operating = try await Self.desk(place)
        let first = try #require(try operating.environment.journal.signing().keys.last?.key)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (number, server) in servers.enumerated() {
                group.addTask {
                    for round in 0..<30 {
                        try await Self.act(server, number * 1_000 + round)
                        try await server.sealJournal()
                    }
                }
            }
            group.addTask {
                for _ in 0..<3 {
                    _ = try await operating.exchangeSigningKey(.file(place.keys), as: .machine)
                }
            }
            try await group.waitForAll()
        }
        try await Self.act(servers[0], 5_000)
        try await servers[0].sealJournal()
        let summary = try await operating.verifyJournal()
        #expect(summary.size == 64 && summary.sealedSize == 64)
        let notes = try await Self.checkpoints(operating)
        // Each exchange has at least one checkpoint of two signatures.
        #expect(notes.count { $0.signatures.count == 2 } >= 3)
        #expect(notes.first?.signatures.first?.keyID == first.id)
        let last = try #require(try operating.environment.journal.signing().keys.last?.key)
        #expect(notes.last?.signatures.map(\.keyID) == [last.id])
        // The leaves name the keys, and what the old ones were is gone from the file.
        let told = try await operating.database.read { transaction in
            var ids: [String] = []
            try transaction.forEachJournalLeaf {
                let leaf = try Leaf(Array($0.entry.utf8))
                if leaf.act == Act.exchangeSigningKey.rawValue { ids.append(leaf.subject.id) }
            }
            return ids
        }
        #expect(told.count == 3 && told.last == last.text)
        let file = try String(contentsOfFile: place.keys, encoding: .utf8)
        #expect(file.components(separatedBy: "\"former_signing\"").count == 2)
        #expect(!file.contains("\"seed\""))
        // A stranger's reader of one key takes the last checkpoint.
        _ = try Checkpoint.open(
            try #require(notes.last), origin: first.name, keys: [last],
            crypto: operating.environment.journal.crypto)
    }

    /// Whoever stops half way leaves a journal that both keys sign; the next call ends it.
    @Test(arguments: TestEngine.available, [false, true])
    func anExchangeThatStoppedGoesOn(engine: TestEngine, hasCommitted: Bool) async throws {
        let place = try TestDatabase(engine)
        let desk = try await Self.desk(place)
        try await Self.act(desk, 1)
        try await desk.sealJournal()
        struct PowerCut: Error {}
        let file = SigningKeys.file(place.keys)
        let stopping = SigningKeys(
            begin: {
                try file.begin($0)
                if !hasCommitted { throw PowerCut() }
            },
            end: { _ in throw PowerCut() })
        await #expect(throws: PowerCut.self) {
            _ = try await desk.exchangeSigningKey(stopping, as: .machine)
        }
        for number in 2..<5 {
            try await Self.act(desk, number)
            try await desk.sealJournal()
        }
        #expect(try await Self.checkpoints(desk).last?.signatures.count == 2)
        _ = try await desk.verifyJournal()
        let other = try await Self.desk(place)
        let key = try await other.exchangeSigningKey(file, as: .machine)
        try await Self.act(desk, 9)
        try await desk.sealJournal()
        #expect(try await Self.checkpoints(desk).last?.signatures.map(\.keyID) == [key.id])
        #expect(try await desk.verifyJournal().size == (hasCommitted ? 7 : 6))
        #expect(try desk.environment.journal.signing().keys.count == 2)
    }

    /// A server of another machine whose copy of the key file is older goes on, and signs nothing.
    @Test func anOlderKeyFileSignsNothing() async throws {
        let place = try TestDatabase(.sqlite)
        let desk = try await Self.desk(place)
        try await Self.act(desk, 1)
        try await desk.sealJournal()
        let copy = place.keys + ".copy"
        try FileManager.default.copyItem(atPath: place.keys, toPath: copy)
        let other = try await Self.desk(place, keys: copy)
        _ = try await desk.exchangeSigningKey(.file(place.keys), as: .machine)
        try await Self.act(other, 2)
        await #expect(throws: CaseworkError.signedElsewhere) { try await other.sealJournal() }
        await #expect(throws: CaseworkError.signedElsewhere) {
            _ = try await other.exchangeSigningKey(.file(copy), as: .machine)
        }
        try await desk.sealJournal()
        #expect(try await desk.verifyJournal().sealedSize == 3)
        // The new file makes it sign again, as it runs.
        try FileManager.default.removeItem(atPath: copy)
        try FileManager.default.copyItem(atPath: place.keys, toPath: copy)
        try await Self.act(other, 3)
        try await other.sealJournal()
        #expect(try await desk.verifyJournal().sealedSize == 4)
        await #expect(throws: CaseworkError.notAllowed(.manageKeys)) {
            _ = try await desk.exchangeSigningKey(.file(place.keys), as: Office.analyst)
        }
    }
}
