import Casework
import Primitives
import Records
import Screening
import Store
import TestKit
import Testing

/// Proposed lexicons as the store keeps them.
@Suite struct LexiconTests {
    private static func lexicon(_ name: String, _ term: String = "烟花") throws -> Lexicon {
        let row = LexiconRow(
            line: 1, cells: [term, "product", "literal", term, "", "", "卖\(term)", "看展", "own"])
        return try #require(LexiconDraft(name: name, rows: [row]).lexicon)
    }

    private static func stored(
        _ id: String, _ lexicon: Lexicon, at: Timestamp = Fixed.now
    ) -> StoredLexicon {
        StoredLexicon(
            proposal: LexiconProposal(
                id: ID(id), name: lexicon.name, digest: lexicon.digest, base: .max,
                terms: lexicon.terms.count,
                extent: LexiconProposal.Extent(added: 1, removed: 2, changed: 3), by: ID("p1"),
                byName: "研判员 甲", at: at, note: "试试"),
            lexicon: lexicon)
    }

    private static func decision(
        _ outcome: LexiconProposal.Outcome, after seconds: Int64 = 60
    ) -> LexiconProposal.Decision {
        LexiconProposal.Decision(
            outcome: outcome, by: ID("p3"), byName: "领导 丙",
            at: Fixed.now.adding(Seconds(seconds)), reason: "看过")
    }

    @Test(arguments: TestEngine.available)
    func aProposalComesBackWithItsDecision(engine: TestEngine) async throws {
        let store = try await TemporaryStore.open(engine)
        let stored = Self.stored("X1", try Self.lexicon("词库@1"))
        try await store.database.write { try $0.add(stored) }
        let reopened = try await store.reopen()
        try await reopened.write { transaction throws in
            let found = try #require(try transaction.lexicon(ID("X1")))
            #expect(found.proposal == stored.proposal)
            #expect(found.lexicon.terms == stored.lexicon.terms)
            #expect(try transaction.adoptedLexicon() == nil)
            #expect(try transaction.adoptedLexiconDigest() == nil)
            #expect(try transaction.decide(ID("X1"), Self.decision(.adopted)))
            #expect(try !transaction.decide(ID("X1"), Self.decision(.declined)), "only once")
            #expect(try !transaction.decide(ID("none"), Self.decision(.adopted)))
        }
        try await reopened.read { transaction throws in
            let adopted = try #require(try transaction.adoptedLexicon())
            #expect(adopted.proposal.decision == Self.decision(.adopted))
            #expect(adopted.lexicon.digest == stored.lexicon.digest)
            #expect(try transaction.adoptedLexiconDigest() == stored.lexicon.digest)
        }
    }

    /// The one adopted last is in use, also where two were adopted in one moment; all are kept.
    @Test(arguments: TestEngine.available)
    func theLastAdoptedIsInUseAndHistoryIsKept(engine: TestEngine) async throws {
        let store = try await TemporaryStore.open(engine)
        let lexicons = try ["a@1", "b@1", "c@1", "d@1"].map { try Self.lexicon($0) }
        try await store.database.write { transaction throws in
            for (number, lexicon) in lexicons.enumerated() {
                try transaction.add(
                    Self.stored(
                        "X\(number)", lexicon, at: Fixed.now.adding(Seconds(Int64(number)))))
            }
            #expect(try transaction.decide(ID("X2"), Self.decision(.adopted)))
            #expect(try transaction.decide(ID("X0"), Self.decision(.adopted)))
            #expect(try transaction.decide(ID("X1"), Self.decision(.declined)))
        }
        try await store.database.read { transaction throws in
            #expect(try transaction.adoptedLexicon()?.proposal.name == "a@1")
            let all = try transaction.lexiconProposals(limit: 10)
            #expect(all.map(\.name) == ["d@1", "c@1", "b@1", "a@1"])
            #expect(all.map(\.decision?.outcome) == [nil, .adopted, .declined, .adopted])
            #expect(try transaction.lexiconProposals(limit: 2).count == 2)
            #expect(try transaction.isLexiconNameTaken("d@1"), "it waits")
            #expect(try transaction.isLexiconNameTaken("c@1"))
            #expect(try !transaction.isLexiconNameTaken("b@1"), "a declined name is free again")
            #expect(try !transaction.isLexiconNameTaken("e@1"))
        }
    }

    /// What was reviewed is what is used: a row whose content is another one is told, not used.
    @Test(arguments: TestEngine.available)
    func aRowWhoseDigestIsAnotherIsDamaged(engine: TestEngine) async throws {
        let store = try await TemporaryStore.open(engine)
        let lexicon = try Self.lexicon("a@1")
        let other = try Self.lexicon("a@1", "花炮")
        let wrong = StoredLexicon(
            proposal: Self.stored("X1", lexicon).proposal, lexicon: other)
        try await store.database.write { try $0.add(wrong) }
        let error = await #expect(throws: StoreError.self) {
            _ = try await store.database.read { try $0.lexicon(ID("X1")) }
        }
        #expect(error?.code == "store.damaged")
    }

    @Test(arguments: TestEngine.available)
    func theLatestTextsComeFirst(engine: TestEngine) async throws {
        let store = try await TemporaryStore.open(engine)
        try await store.database.write { transaction throws in
            for (id, hours) in [("a", 1), ("b", 3), ("c", 2), ("d", 3)] as [(String, Int64)] {
                let listing = Fixed.listing(id).listing
                try transaction.put(
                    [
                        ScreenedListing(
                            listing: Listing(
                                id: listing.id, platform: "集市", account: "a", nickname: nil,
                                kind: .chat, text: "文\(id)", at: Fixed.now.adding(.hours(hours)),
                                place: nil),
                            verdict: Fixed.verdict(1, .review))
                    ], digests: [1])
            }
        }
        let texts = try await store.database.read { try $0.recentTexts(limit: 3) }
        #expect(texts.map(\.id) == ["d", "b", "c"])
        #expect(texts.first == LexiconReview.Sample(id: "d", kind: .chat, text: "文d"))
    }
}
