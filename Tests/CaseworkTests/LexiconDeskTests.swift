import Bootstrap
import Casework
import Foundation
import Primitives
import Records
import Screening
import TestKit
import Testing

/// The lexicon's way from a spreadsheet to use: proposed by one, adopted by another.
@Suite struct LexiconDeskTests {
    private static let leader = Office.principal(.leader)
    private static let second = Principal(
        person: Person(id: ID("p-2"), name: "second", displayName: "研判员二", role: .analyst))

    /// The lexicon in use as CSV, its lines changed.
    private static func csv(
        _ office: Office, _ change: (inout [String]) -> Void
    ) async throws -> [UInt8] {
        let lexicon = try await office.casework.wholeLexicon(as: Office.analyst)
        var lines = String(decoding: LexiconCSV.bytes(lexicon), as: UTF8.self)
            .components(separatedBy: "\r\n")
        change(&lines)
        return Array(lines.joined(separator: "\r\n").utf8)
    }

    private static let added = "土火箭筒子,product,literal,土火箭,升空类,军事,卖土火箭筒子,军事新闻,own"

    private static func propose(
        _ office: Office, name: String = "edited@1", as principal: Principal = Office.analyst,
        _ change: (inout [String]) -> Void = { $0.insert(added, at: 1) }
    ) async throws -> LexiconProposing {
        try await office.casework.proposeLexicon(
            try await csv(office, change), name: name, note: "加一个词", as: principal)
    }

    private static func stored(_ office: Office, name: String = "edited@1") async throws
        -> LexiconProposalDetail
    {
        guard case .stored(let id) = try await propose(office, name: name) else {
            throw CaseworkError.proposalNotFound("none")
        }
        return try await office.casework.lexiconProposal(id, as: leader)
    }

    private static func adopt(
        _ office: Office, _ detail: LexiconProposalDetail, reason: String = "看过例句",
        as principal: Principal = leader
    ) async throws {
        try await office.casework.decideLexicon(
            detail.proposal.id, .adopted, base: detail.inUse.digest, reason: reason,
            as: principal)
    }

    @Test(arguments: TestEngine.available)
    func fromProposalToUse(engine: TestEngine) async throws {
        let office = try await Office(engine)
        let casework = office.casework
        try await casework.take(Office.offers(), as: .machine)
        let before = try await casework.lexicon(LexiconQuery(), as: Office.analyst)
        let text = "仓里有土火箭筒子"
        #expect(
            await casework.screen(text, kind: .listing).reasons.allSatisfy { $0.term != "土火箭筒子" })

        let detail = try await Self.stored(office)
        #expect(detail.review?.changes.added.map(\.term) == ["土火箭筒子"])
        #expect(detail.review?.changes.removed.count == 0)
        #expect(detail.review?.changes.changed.count == 0)
        #expect(detail.review?.tried == 4)
        #expect(detail.review?.faults == [])
        #expect(detail.proposal.extent == LexiconProposal.Extent(added: 1, removed: 0, changed: 0))
        #expect(detail.mayAdopt && detail.mayDecline)
        // Proposing alone changes nothing.
        #expect(
            await casework.screen(text, kind: .listing).model == (try await casework.status()).model
        )
        #expect(try await casework.wholeLexicon(as: Office.analyst).name == before.inUse.name)

        office.clock.pass(Seconds(60))
        try await Self.adopt(office, detail)
        let after = try await casework.lexicon(LexiconQuery(), as: Office.analyst)
        #expect(after.inUse.name == "edited@1")
        #expect(after.total == before.total + 1)
        let decision = try #require(after.adopted?.decision)
        #expect(decision.outcome == .adopted)
        #expect(decision.by == Self.leader.person.id)
        #expect(decision.reason == "看过例句")
        #expect(decision.at == office.clock.now)
        #expect(after.proposals.map(\.name) == ["edited@1"])
        #expect(after.nextName == "edited@2")
        // Without another start, and the model says that the lexicon is not its own.
        let verdict = await casework.screen(text, kind: .listing)
        #expect(verdict.model.hasSuffix("+edited@1(edited)"))
        #expect(verdict.reasons.contains { $0.term == "土火箭筒子" })
        #expect(try await casework.status().model == verdict.model)
        // A decided proposal shows no review, and nobody can decide it again.
        let decided = try await casework.lexiconProposal(detail.proposal.id, as: Self.leader)
        #expect(decided.review == nil)
        #expect(!decided.mayAdopt && !decided.mayDecline)
        await #expect(throws: CaseworkError.lexiconChanged) {
            try await Self.adopt(office, detail)
        }
    }

    /// Four eyes: not whoever proposed, but another analyst or a leader.
    @Test(arguments: TestEngine.available)
    func whoeverProposedCannotAdopt(engine: TestEngine) async throws {
        let office = try await Office(engine)
        let detail = try await Self.stored(office)
        let own = try await office.casework.lexiconProposal(
            detail.proposal.id, as: Office.analyst)
        #expect(!own.mayAdopt && own.mayDecline)
        await #expect(throws: CaseworkError.ownProposal) {
            try await Self.adopt(office, detail, as: Office.analyst)
        }
        try await Self.adopt(office, detail, as: Self.second)
        #expect(try await office.casework.wholeLexicon(as: Self.leader).name == "edited@1")
    }

    @Test(arguments: TestEngine.available)
    func whoeverProposedMayTakeItBack(engine: TestEngine) async throws {
        let office = try await Office(engine)
        let detail = try await Self.stored(office)
        try await office.casework.decideLexicon(
            detail.proposal.id, .declined, base: detail.inUse.digest, reason: "写错了",
            as: Office.analyst)
        let page = try await office.casework.lexicon(LexiconQuery(), as: Self.leader)
        #expect(page.inUse == detail.inUse)
        #expect(page.proposals.first?.decision?.outcome == .declined)
        // Its name is free again.
        _ = try await Self.stored(office)
    }

    /// Of two proposals for one state, the second is looked at again before it is adopted.
    @Test(arguments: TestEngine.available)
    func aReviewThatIsOvertakenAdoptsNothing(engine: TestEngine) async throws {
        let office = try await Office(engine)
        let first = try await Self.stored(office, name: "one@1")
        let second = try await Self.stored(office, name: "two@1")
        try await Self.adopt(office, first)
        await #expect(throws: CaseworkError.lexiconChanged) {
            try await Self.adopt(office, second)
        }
        let again = try await office.casework.lexiconProposal(second.proposal.id, as: Self.leader)
        #expect(again.inUse.name == "one@1")
        #expect(again.review?.changes.isEmpty == true, "both add the same entry")
        try await Self.adopt(office, again)
        #expect(try await office.casework.wholeLexicon(as: Self.leader).name == "two@1")
    }

    @Test(arguments: TestEngine.available, ["", String(repeating: "长", count: 1_366)])
    func aDecisionNeedsAReason(engine: TestEngine, reason: String) async throws {
        let office = try await Office(engine)
        let detail = try await Self.stored(office)
        await #expect(throws: CaseworkError.reasonMissing) {
            try await Self.adopt(office, detail, reason: reason)
        }
    }

    @Test(arguments: TestEngine.available)
    func badRowsAreToldAllAtOnceAndNothingIsStored(engine: TestEngine) async throws {
        let office = try await Office(engine)
        let outcome = try await Self.propose(office) { lines in
            lines.insert("词一,nouns,smell,,,,h,m,s", at: 1)
            lines.insert("a,b", at: 2)
            lines.insert(Self.added, at: 3)
        }
        guard case .refused(let refusal) = outcome else {
            Issue.record("it was stored")
            return
        }
        #expect(refusal.cause == .rows)
        #expect(refusal.faults.map(\.line) == [2, 2, 3])
        #expect(refusal.faults.map(\.code) == [.group, .way, .form])
        #expect(refusal.read == refusal.accepted + 2)
        // The rest goes on: what it would change is told.
        #expect(refusal.review?.changes.added.map(\.term) == ["土火箭筒子"])
        #expect(refusal.review?.changes.removed.count == 0)
        let page = try await office.casework.lexicon(LexiconQuery(), as: Office.analyst)
        #expect(page.proposals == [])
    }

    @Test(
        arguments: TestEngine.available,
        [
            ("edited@1", "", LexiconRefusal.Cause.empty), ("no name", "x", .name),
            ("edited@1", "term,group,match,canonical,class,unless,hit,miss,source\n", .empty),
        ])
    func filesThatAreNoLexicon(
        engine: TestEngine, file: (name: String, text: String, cause: LexiconRefusal.Cause)
    ) async throws {
        let office = try await Office(engine)
        let outcome = try await office.casework.proposeLexicon(
            Array(file.text.utf8), name: file.name, note: "", as: Office.analyst)
        guard case .refused(let refusal) = outcome else {
            Issue.record("it was stored")
            return
        }
        #expect(refusal.cause == file.cause)
    }

    /// What a file is tells its content, whatever its name and the browser say.
    @Test(arguments: [
        ([0x50, 0x4B, 0x03, 0x04], "Excel"), ([0xD0, 0xCF, 0x11, 0xE0], "Excel"),
        ([0x25, 0x50, 0x44, 0x46, 0x2D], "PDF"), ([0x1F, 0x8B], "gzip"),
        ([0x89, 0x50, 0x4E, 0x47], "picture"), ([0xFF, 0xD8, 0xFF], "picture"),
        ([0x47, 0x49, 0x46, 0x38], "picture"), ([0x7F, 0x45, 0x4C, 0x46], "program"),
        ([0x4D, 0x5A, 0x90, 0x00], "program"), ([0x52, 0x61, 0x72, 0x21], "RAR"),
        ([0x37, 0x7A, 0xBC, 0xAF], "7z"), ([0xFD, 0x37, 0x7A, 0x58], "xz"),
        (Array("<!DOCTYPE html>".utf8), "web page"), (Array("<html><body>".utf8), "web page"),
        ([0xFF, 0xFE, 0x74, 0x00], "UTF-16"),
    ])
    func filesOfAnotherKindAreNamed(head: [UInt8], kind: String) async throws {
        let office = try await Office(.sqlite)
        let outcome = try await office.casework.proposeLexicon(
            head + Array(repeating: 0x41, count: 300), name: "lexicon@9", note: "",
            as: Office.analyst)
        guard case .refused(let refusal) = outcome, case .unreadable(let why) = refusal.cause else {
            Issue.record("it was not refused as unreadable")
            return
        }
        #expect(why.contains(kind), "\(why)")
    }

    @Test(arguments: TestEngine.available)
    func theSameTakenNamesAndWrongColumnsAreRefused(engine: TestEngine) async throws {
        let office = try await Office(engine)
        func cause(_ outcome: LexiconProposing) -> LexiconRefusal.Cause? {
            if case .refused(let refusal) = outcome { refusal.cause } else { nil }
        }
        #expect(cause(try await Self.propose(office) { _ in }) == .same)
        let inUse = try await office.casework.wholeLexicon(as: Office.analyst).name
        #expect(cause(try await Self.propose(office, name: inUse)) == .nameTaken)
        _ = try await Self.stored(office)
        #expect(cause(try await Self.propose(office)) == .nameTaken)
        guard
            case .unreadable(let why) = cause(
                try await Self.propose(office, name: "x@1") { $0[0] = "term,group" })
        else {
            Issue.record("a file without its columns was read")
            return
        }
        #expect(why.contains("hit"))
    }

    @Test(
        arguments: TestEngine.available,
        [
            (LexiconQuery(group: .handling), true), (LexiconQuery(goodsClass: "摩擦类"), true),
            (LexiconQuery(search: "刘阳"), true), (LexiconQuery(search: "ＬＹ倉"), true),
            (LexiconQuery(search: "🧨"), true), (LexiconQuery(search: "没有这样的词语"), false),
            (LexiconQuery(group: .benign, goodsClass: "爆竹类"), false),
        ])
    func filters(
        engine: TestEngine, asked: (query: LexiconQuery, hasRows: Bool)
    ) async throws {
        let query = asked.query
        let office = try await Office(engine)
        let page = try await office.casework.lexicon(query, as: Self.leader)
        #expect(!page.rows.isEmpty == asked.hasRows)
        #expect(page.matching < page.total)
        #expect(page.byGroup.values.reduce(0, +) == page.total)
        for row in page.rows {
            if let group = query.group { #expect(row.group == group) }
            if let goodsClass = query.goodsClass { #expect(row.goodsClass == goodsClass) }
        }
    }

    @Test(arguments: TestEngine.available)
    func pagesCoverEveryEntryOnce(engine: TestEngine) async throws {
        let office = try await Office(engine)
        var seen: [String] = []
        var pages = 1
        var number = 1
        while number <= pages {
            let page = try await office.casework.lexicon(
                LexiconQuery(page: number), as: Self.leader)
            pages = page.pages
            seen += page.rows.map(\.term)
            number += 1
        }
        let all = try await office.casework.wholeLexicon(as: Self.leader).terms.map(\.term)
        #expect(seen == all)
        let last = try await office.casework.lexicon(LexiconQuery(page: 9_999), as: Self.leader)
        #expect(last.page == pages)
    }

    @Test(arguments: TestEngine.available)
    func anEntryShowsWhatIsFoundInItsExamples(engine: TestEngine) async throws {
        let office = try await Office(engine)
        let entry = try await office.casework.lexiconEntry("刘阳", as: Self.leader)
        #expect(entry.base == "浏阳")
        #expect(entry.isFound)
        #expect(entry.hit.finds.contains { $0.found.contains("刘阳") })
        #expect(entry.miss.verdict.advice != .offer)
        await #expect(throws: CaseworkError.entryNotFound("没有")) {
            _ = try await office.casework.lexiconEntry("没有", as: Self.leader)
        }
    }

    /// What one process adopted, another one over the same database takes over; a lexicon named at
    /// the start stays.
    @Test(arguments: TestEngine.available)
    func anotherStartUsesTheAdoptedOne(engine: TestEngine) async throws {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("lexicon-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let place = try TestDatabase(engine)
        let address = place.address
        let one = try await Assembly.casework(database: address, keys: place.keys)
        let file = folder.appendingPathComponent("own.tsv").path
        let own = try await one.wholeLexicon(as: Office.analyst)
        try Data(own.table).write(to: URL(fileURLWithPath: file))
        let other = try await Assembly.casework(database: address, keys: place.keys)
        var csv = String(decoding: LexiconCSV.bytes(own), as: UTF8.self)
        csv += "\(Self.added)\r\n"
        let outcome = try await one.proposeLexicon(
            Array(csv.utf8), name: "edited@1", note: "", as: Office.analyst)
        guard case .stored(let id) = outcome else {
            Issue.record("it was refused")
            return
        }
        try await one.decideLexicon(
            id, .adopted, base: own.digest, reason: "r", as: Self.leader)
        #expect(try await other.wholeLexicon(as: Office.analyst).name == "edited@1")
        let next = try await Assembly.casework(database: address, keys: place.keys)
        #expect(try await next.status().model.hasSuffix("+edited@1(edited)"))
        let fixed = try await Assembly.casework(
            database: address, keys: place.keys, models: ModelFiles(lexicon: file))
        let page = try await fixed.lexicon(LexiconQuery(), as: Office.analyst)
        #expect(page.inUse.name == own.name)
        #expect(page.isFixed)
        #expect(page.adopted == nil)
    }

    @Test(arguments: [
        "=1+1", "+v", "-x", "@me", "'quoted", "'+v", "a,b", "a\"b", "a;b", "加V", "",
    ])
    func cellsComeBackFromASpreadsheet(cell: String) throws {
        let row = LexiconRow(
            line: 2,
            cells: ["词\(cell)", "product", "literal", cell, cell, "a b", cell, cell, cell])
        let lexicon = try #require(LexiconDraft(name: "t@1", rows: [row]).lexicon)
        let read = try LexiconFile.read(LexiconCSV.bytes(lexicon), name: "t.csv")
        #expect(read.rows == [row])
        #expect(LexiconDraft(name: "t@1", rows: read.rows).lexicon?.digest == lexicon.digest)
    }
}
