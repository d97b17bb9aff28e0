import Casework
import Hummingbird
import Primitives
import Records
import Screening

extension WebSite {
    /// The entries of the lexicon in use, and what was proposed for it.
    func lexiconPage(_ call: Call) async throws -> Response {
        let view = LexiconView(call.query)
        let found = try await desk.lexicon(view.query, as: try call.principal())
        let words = words(call.language)
        let telling = Telling(words: words, now: now())
        var values: PageValues = [
            "name": found.inUse.name, "digest": StableHash.hex(found.inUse.digest),
            "query": view.query.search ?? "", "isFiltered": view.isFiltered,
            "groups": groups(found, view, words), "classes": classes(found, view),
            "rows": found.rows.map { entryRow($0, words) }, "isEmpty": found.rows.isEmpty,
            "count": words(
                "lexicon-count",
                [
                    "shown": Telling.count(found.rows.count),
                    "matching": Telling.count(found.matching), "total": Telling.count(found.total),
                ]),
            "place": words(
                "lexicon-place", ["page": "\(found.page)", "pages": "\(found.pages)"]),
            "proposals": found.proposals.map { proposalRow($0, telling) },
            "hasProposals": !found.proposals.isEmpty, "mayPropose": found.mayPropose,
            "isFixed": found.isFixed,
        ]
        if found.page > 1 {
            values["first"] = view.on(page: 1).address
            values["previous"] = view.on(page: found.page - 1).address
        }
        if found.page < found.pages { values["next"] = view.on(page: found.page + 1).address }
        values["adopted"] = found.adopted.flatMap { proposal in
            proposal.decision.map { decision($0, telling) }
        }
        if call.query["done"] == "decline" { values["done"] = words("lexicon-done-decline") }
        if call.query["done"] == "adopt" {
            values["done"] = words(
                found.isFixed ? "lexicon-done-adopt-fixed" : "lexicon-done-adopt")
        }
        return page("lexicon", try await frame(call, titleKey: "lexicon-title", values))
    }

    private func groups(
        _ found: LexiconPage, _ view: LexiconView, _ words: Words
    ) -> [PageValues] {
        TermGroup.allCases.map { group in
            [
                "code": group.rawValue, "isOn": view.query.group == group,
                "name": words("group-\(group.rawValue)"),
                "count": Telling.count(found.byGroup[group] ?? 0),
            ]
        }
    }

    private func classes(_ found: LexiconPage, _ view: LexiconView) -> [PageValues] {
        found.byClass.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { name, count in
            [
                "code": name, "count": Telling.count(count),
                "isOn": view.query.goodsClass == name,
            ]
        }
    }

    /// An entry in one line.
    func entryRow(_ term: LexiconTerm, _ words: Words) -> PageValues {
        var values: PageValues = [
            "term": term.term, "address": Self.address(of: term),
            "group": words("group-\(term.group.rawValue)"), "canonical": term.canonical,
            "ways": term.wayNames.map { words("way-\($0)") }.joined(separator: "、"),
            "unless": term.unless, "hit": term.hit, "miss": term.miss,
        ]
        if !term.goodsClass.isEmpty { values["class"] = term.goodsClass }
        return values
    }

    static func address(of term: LexiconTerm) -> String {
        "/lexicon/entry?term=\(FormFields.encoded(term.term))"
    }

    /// One entry with both of its examples, and in them what the lexicon finds.
    func lexiconEntry(_ call: Call) async throws -> Response {
        // A term may begin or end with what a form would take for blanks.
        let term = call.query.all("term").first ?? ""
        let entry = try await desk.lexiconEntry(term, as: try call.principal())
        let words = words(call.language)
        var values = entryRow(entry.term, words)
        values["source"] = entry.term.source
        if let link = [entry.term.source].first(where: Self.isWebAddress) {
            values["sourceLink"] = link
        }
        values["base"] = entry.base
        values["hasUnless"] = !entry.term.unless.isEmpty
        values["examples"] = [
            example(entry.hit, "hit", isRight: entry.isFound, words),
            example(entry.miss, "miss", isRight: entry.miss.verdict.advice != .offer, words),
        ]
        return page(
            "lexicon-entry",
            try await frame(
                call, titleKey: "lexicon-title",
                values.merging([
                    "title": words("lexicon-entry-title", ["term": entry.term.term])
                ]) { $1 }))
    }

    private static func isWebAddress(_ text: String) -> Bool {
        (text.hasPrefix("https://") || text.hasPrefix("http://"))
            && text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
    }

    private func example(
        _ example: LexiconEntry.Example, _ name: String, isRight: Bool, _ words: Words
    ) -> PageValues {
        let advice = example.verdict.advice
        return [
            "title": words("lexicon-\(name)"), "help": words("lexicon-\(name)-help"),
            "pieces": pieces(MarkedPieces(example.text, reasons: Self.shown(example)), words),
            "advice": advice.rawValue, "adviceName": words("advice-\(advice.rawValue)"),
            "chance": Telling.percent(example.verdict.probability), "isRight": isRight,
            "outcome": words("lexicon-\(name)-\(isRight ? "right" : "wrong")"),
        ]
    }

    /// Every find, with the weight that the verdict gives it where it tells one.
    private static func shown(_ example: LexiconEntry.Example) -> [Reason] {
        example.finds.map { find in
            example.verdict.reasons.first {
                $0.term == find.term && $0.start == find.start && $0.end == find.end
            } ?? find
        }
    }

    /// The lexicon in use as a spreadsheet's file.
    func lexiconTable(_ call: Call) async throws -> Response {
        let lexicon = try await desk.wholeLexicon(as: try call.principal())
        let name = LexiconCSV.fileName(lexicon)
        return .attachment(
            ByteBuffer(bytes: LexiconCSV.bytes(lexicon)), name: name,
            type: "text/csv; charset=utf-8")
    }
}
