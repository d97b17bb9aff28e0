import Casework
import Linkage
import Primitives
import Records
import TestKit
import Testing

/// Partings, linkings and the evidence of actors as the store keeps them.
@Suite struct LinkingTests {
    private static func severance(
        _ id: String, _ what: StoredSeverance.What, actor: String = "A1", lead: String = "L1",
        after seconds: Int64 = 0
    ) -> StoredSeverance {
        StoredSeverance(
            id: ID(id), what: what, actor: ID(actor), lead: ID(lead), by: ID("p1"),
            byName: "研判员 甲", at: Fixed.now.adding(Seconds(seconds)), reason: "两家人")
    }

    private static let end = StoredSeverance.End(
        by: ID("p2"), byName: "研判员 乙", at: Fixed.now.adding(Seconds(60)), reason: "看错了")

    @Test(arguments: TestEngine.available)
    func partingsAreKeptWithTheirEnd(engine: TestEngine) async throws {
        let store = try await TemporaryStore.open(engine)
        let phone = Self.severance(
            "S1", .identifier(Identifier(kind: .courierAccount, value: "绿/K:1")))
        let pair = Self.severance(
            "S2", .pair(.listing(ID("l:1")), .waybill(ID("w1"))), actor: "A2", after: 1)
        try await store.database.write { transaction throws in
            try transaction.add(phone)
            try transaction.add(pair)
        }
        let reopened = try await store.reopen()
        try await reopened.write { transaction throws in
            #expect(try transaction.standingSeverances() == [phone, pair])
            #expect(try transaction.severance(ID("S2")) == pair)
            #expect(try transaction.severance(ID("S9")) == nil)
            #expect(try transaction.end(ID("S1"), Self.end))
            #expect(try !transaction.end(ID("S1"), Self.end), "only once")
            #expect(try !transaction.end(ID("S9"), Self.end))
        }
        try await reopened.read { transaction throws in
            #expect(try transaction.standingSeverances() == [pair])
            let all = try transaction.severances(limit: 5)
            #expect(all.map(\.id.text) == ["S2", "S1"], "nothing is deleted")
            #expect(all.map(\.end) == [nil, Self.end])
            #expect(try transaction.severances(limit: 1).count == 1)
            #expect(
                try transaction.severances(lead: ID("L1"), actor: ID("A9")).map(\.id.text)
                    == ["S2", "S1"])
            #expect(
                try transaction.severances(lead: ID("L9"), actor: ID("A2")).map(\.id.text)
                    == ["S2"])
        }
    }

    @Test(arguments: TestEngine.available)
    func theLastLinkingComesBackAsItWas(engine: TestEngine) async throws {
        let store = try await TemporaryStore.open(engine)
        var summary = LinkingSummary()
        summary.records = 7
        summary.weights = [
            LinkingSummary.Weights(
                shared: "door", share: 0.5,
                names: [
                    LinkingSummary.NameWeight(
                        names: "alias", m: 0.9, u: 0.1, bitsAgreeing: 3.17, bitsDiffering: nil)
                ])
        ]
        summary.policy = LinkPolicy(recordsMax: 9, namesMax: 3)
        summary.generic = [
            LinkingSummary.Generic(
                counted: GenericIdentifier(
                    identifier: Identifier(kind: .phone, value: "13800138000"), records: 80,
                    accounts: 1, names: 70, addresses: 60, phones: 2), limit: .places)
        ]
        let bond = ActorBond(
            actor: ID("A1"), records: 5, elements: 3, identifiers: 2, weakest: Bits(4.25),
            falseMergeRate: 0.05)
        summary.largest = [bond]
        summary.byLength = [LinkingSummary.NameBucket(from: 4, to: nil, senders: 3)]
        let first = StoredLinking(number: 1, at: Fixed.now, summary: LinkingSummary())
        let second = StoredLinking(number: 2, at: Fixed.now, summary: summary)
        let evidence = ActorEvidence(
            actor: ID("A1"), linking: 2,
            steps: [
                ActorStep(
                    step: EvidenceStep(
                        left: .listing(ID("l:1")), right: .waybill(ID("w1")),
                        evidence: .doorAndAlias, identifier: nil, bits: Bits(4.25),
                        areOneElement: false), records: 2, behind: 4)
            ], total: 1, bond: bond)
        try await store.database.write { transaction throws in
            #expect(try transaction.linking() == nil)
            #expect(try transaction.linkingNumber() == nil)
            try transaction.put(first)
            try transaction.put(second)
            try transaction.put([evidence])
        }
        try await store.database.write { transaction throws in
            #expect(try transaction.linking() == second)
            #expect(try transaction.linkingNumber() == 2)
            #expect(try transaction.evidence(of: ID("A1")) == evidence)
            #expect(try transaction.evidence(of: ID("A2")) == nil)
            try transaction.put([ActorEvidence]())
            #expect(try transaction.evidence(of: ID("A1")) == nil)
        }
    }
}
