import Casework
import Primitives
import Records
import Screening

extension Fixture {
    /// A lexicon of its own: a few entries that pages show in all their forms.
    static func lexicon() throws -> Lexicon {
        let plain = (1...60).map { number in
            ["词\(number)", "benign", "literal", "", "", "", "卖词\(number)", "看词\(number)", "own"]
        }
        let rows =
            [
                [
                    "烟花", "product", "literal,sound,split", "烟花总称", "组合烟花类", "壁纸 台风",
                    "卖烟花 <b>现货</b>", "烟花壁纸", "https://example.invalid/1",
                ],
                ["刘阳", "origin", "literal", "浏阳(同音)", "", "", "刘阳发货", "刘阳老师", "own"],
                ["+v", "contact", "literal,initials,emoji", "加微", "", "", "+v聊", "v领", "own"],
                ["<i>&\"", "slang", "literal", "", "", "", "h", "m", "javascript:alert(1)"],
            ] + plain
        let draft = LexiconDraft(
            name: "fixture-lexicon@1.2",
            rows: rows.enumerated().map { LexiconRow(line: $0.offset + 2, cells: $0.element) })
        guard let lexicon = draft.lexicon else { throw CaseworkError.entryNotFound("") }
        return lexicon
    }

    static func proposal(
        _ id: String = "X1", by person: String = "fenxi",
        decision: LexiconProposal.Decision? = nil
    ) -> LexiconProposal {
        LexiconProposal(
            id: ID(id), name: "fixture-lexicon@1.3", digest: 0xABCD, base: 7, terms: 64,
            extent: LexiconProposal.Extent(added: 1, removed: 2, changed: 3),
            by: people[person]?.id ?? ID("p0"), byName: "研判员 <甲>",
            at: now.adding(.hours(-3)), note: "说明 <b>", decision: decision)
    }

    /// All kinds of faults, each with every value that its words can ask for.
    static let lexiconFaults = LexiconFault.Code.allCases.enumerated().map { number, code in
        LexiconFault(
            line: number + 2, term: "词<\(number)>", field: number == 0 ? "列" : "hit", code: code,
            values: [
                "n": "2", "m": "9", "max": "192", "value": "<x>", "line": "3", "other": "烟花",
                "text": "卖<烟花>", "reason": "no end",
            ])
    }
}

/// The desk's lexicon in memory: one proposal, which a second person may adopt.
extension FixtureDesk {
    func lexicon(_ query: LexiconQuery, as principal: Principal) throws -> LexiconPage {
        try principal.require(.seeLexicon)
        let lexicon = try Fixture.lexicon()
        let rows = lexicon.terms.filter { term in
            (query.group.map { $0 == term.group } ?? true)
                && (query.goodsClass.map { $0 == term.goodsClass } ?? true)
                && (query.search.map { term.term.contains($0) } ?? true)
        }
        let pages = max((rows.count + 49) / 50, 1)
        let page = min(query.page, pages)
        let decision = proposal.decision
        return LexiconPage(
            inUse: LexiconName(name: lexicon.name, digest: 7),
            adopted: decision?.outcome == .adopted ? proposal : nil, total: lexicon.terms.count,
            matching: rows.count, rows: Array(rows.dropFirst((page - 1) * 50).prefix(50)),
            page: page, pages: pages,
            byGroup: Dictionary(grouping: lexicon.terms, by: \.group).mapValues(\.count),
            byClass: ["组合烟花类": 1], proposals: [proposal],
            mayPropose: principal.permissions.contains(.proposeLexicon),
            nextName: "fixture-lexicon@1.3", isFixed: isLexiconFixed)
    }

    func wholeLexicon(as principal: Principal) throws -> Lexicon {
        try principal.require(.seeLexicon)
        return try Fixture.lexicon()
    }

    func lexiconEntry(_ term: String, as principal: Principal) throws -> LexiconEntry {
        try principal.require(.seeLexicon)
        guard let found = try Fixture.lexicon().terms.first(where: { $0.term == term }) else {
            throw CaseworkError.entryNotFound(term)
        }
        func example(_ text: String) -> LexiconEntry.Example {
            let verdict = Fixture.verdict(text, marking: [("烟花", 5.5, [])])
            return LexiconEntry.Example(
                text: text, kind: .listing, finds: verdict.reasons.filter { $0.code == "term" },
                verdict: verdict)
        }
        return LexiconEntry(
            term: found, base: found.canonical.hasSuffix("(同音)") ? "浏阳" : nil,
            hit: example(found.hit), isFound: found.hit.contains(found.term),
            miss: example(found.miss))
    }

    func proposeLexicon(
        _ file: [UInt8], name: String, note: String, as principal: Principal
    ) throws -> LexiconProposing {
        try principal.require(.proposeLexicon)
        files.append(file)
        let causes: [String: LexiconRefusal.Cause] = [
            "unreadable": .unreadable("no <header>"), "name": .name, "taken": .nameTaken,
            "note": .note, "empty": .empty, "rows": .rows, "same": .same,
        ]
        let text = String(decoding: file, as: UTF8.self)
        guard let cause = causes[text] else { return .stored(proposal.id) }
        return .refused(
            LexiconRefusal(
                cause: cause, faults: cause == .rows ? Fixture.lexiconFaults : [], read: 20,
                accepted: 6))
    }

    func lexiconProposal(
        _ id: ID<LexiconProposal>, as principal: Principal
    ) throws -> LexiconProposalDetail {
        try principal.require(.seeLexicon)
        guard id == proposal.id else { throw CaseworkError.proposalNotFound(id.text) }
        let mayDecide =
            proposal.decision == nil
            && principal.permissions.contains(.adoptLexicon)
        return LexiconProposalDetail(
            proposal: proposal, review: nil,
            inUse: LexiconName(name: "fixture-lexicon@1.2", digest: 7),
            mayAdopt: mayDecide && proposal.by != principal.person.id, mayDecline: mayDecide)
    }

    func decideLexicon(
        _ id: ID<LexiconProposal>, _ outcome: LexiconProposal.Outcome, base: UInt64,
        reason: String, as principal: Principal
    ) throws {
        try principal.require(.adoptLexicon)
        guard id == proposal.id else { throw CaseworkError.proposalNotFound(id.text) }
        if reason.isEmpty { throw CaseworkError.reasonMissing }
        guard base == 7, proposal.decision == nil else { throw CaseworkError.lexiconChanged }
        if outcome == .adopted, proposal.by == principal.person.id {
            throw CaseworkError.ownProposal
        }
        proposal = Fixture.proposal(
            decision: LexiconProposal.Decision(
                outcome: outcome, by: principal.person.id,
                byName: principal.person.displayName, at: Self.now, reason: reason))
    }
}
