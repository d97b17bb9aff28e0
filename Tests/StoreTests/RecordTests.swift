import Casework
import Primitives
import Records
import Store
import TestKit
import Testing

@Suite struct RecordTests {
    @Test(arguments: TestEngine.available)
    func whatIsPutComesBackTheSame(engine: TestEngine) async throws {
        let store = try await TemporaryStore.open(engine)
        let listing = Fixed.listing("L1")
        let waybill = Fixed.waybill("W1")
        try await store.database.write { transaction throws in
            try transaction.put([listing], digests: [.max])
            try transaction.put([waybill])
            try transaction.assign([(.listing(ID("L1")), ID("A1")), (.waybill(ID("W1")), ID("A1"))])
        }
        let reopened = try await store.reopen()
        try await reopened.read { transaction throws in
            #expect(try transaction.listings(of: ID("A1"), limit: 10) == [listing])
            let stored = try transaction.waybills(of: ID("A1"), limit: 10)
            #expect(stored.map(\.waybill) == [waybill.waybill])
            #expect(stored.map(\.verdict) == [waybill.verdict])
            var digests: [UInt64] = []
            try transaction.forEachListingFact { digests.append($0.digest) }
            #expect(digests == [.max])
        }
    }

    @Test(arguments: TestEngine.available)
    func theSameRecordTwiceIsOneAndKeepsItsActor(engine: TestEngine) async throws {
        let store = try await TemporaryStore.open(engine)
        try await store.database.write { transaction throws in
            try transaction.put(
                [Fixed.listing("L1"), Fixed.listing("L1", text: "new")], digests: [1, 2])
            try transaction.put([Fixed.waybill("W1"), Fixed.waybill("W1")])
            try transaction.assign([(.listing(ID("L1")), ID("A1"))])
            try transaction.put([Fixed.listing("L1", text: "newer")], digests: [3])
        }
        try await store.database.read { transaction throws in
            let status = try transaction.status()
            #expect(status.listings == 1)
            #expect(status.waybills == 1)
            #expect(status.newest == Fixed.now)
            #expect(
                try transaction.listings(of: ID("A1"), limit: 10).map(\.listing.text) == ["newer"])
        }
    }

    @Test(arguments: TestEngine.available)
    func aMaskedPhoneIsNoIdentifier(engine: TestEngine) async throws {
        let store = try await TemporaryStore.open(engine)
        try await store.database.write { transaction throws in
            try transaction.put([
                Fixed.waybill("W1"), Fixed.waybill("W2", phone: .masked("138****8000")),
            ])
        }
        try await store.database.read { transaction throws in
            var kinds: [String: [IdentifierKind]] = [:]
            try transaction.forEachLinkable { kinds[$0.record.id] = $0.identifiers.map(\.kind) }
            #expect(kinds["W1"] == [.courierAccount, .phone])
            #expect(kinds["W2"] == [.courierAccount])
        }
    }

    @Test(arguments: TestEngine.available)
    func aThrownErrorUndoesTheWholeTransaction(engine: TestEngine) async throws {
        struct Stop: Error {}
        let store = try await TemporaryStore.open(engine)
        await #expect(throws: Stop.self) {
            try await store.database.write { transaction throws in
                try transaction.put([Fixed.waybill("W1")])
                throw Stop()
            }
        }
        try await store.database.read { transaction throws in
            #expect(try transaction.status().waybills == 0)
        }
    }

    @Test(arguments: TestEngine.available)
    func licencesAreFoundByWhatTheyShare(engine: TestEngine) async throws {
        let store = try await TemporaryStore.open(engine)
        let phone = Identifier(kind: .phone, value: "13800138000")
        let from = try #require(CivilDate("2025-01-01"))
        let to = try #require(CivilDate("2026-12-31"))
        let licence = Licence(
            number: ID("(赣A)LS〔2025〕001"), kind: .retail, holder: "某店", address: "李渡镇",
            division: "360124", validFrom: from, validTo: to, identifiers: [phone])
        try await store.database.write { transaction throws in
            try transaction.put([licence])
            try transaction.put([licence])
        }
        try await store.database.read { transaction throws in
            #expect(try transaction.licences(sharing: [phone]) == [licence])
            #expect(try transaction.licences(sharing: [Identifier(kind: .qq, value: "1")]) == [])
            #expect(try transaction.licences() == [licence])
        }
    }

}
