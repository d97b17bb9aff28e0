import Casework
import Hummingbird
import Primitives
import Records

extension WebSite {
    /// The list of leads, with one of them beside it where the address names it.
    func boardPage(_ call: Call) async throws -> Response {
        let principal = try call.principal()
        let view = BoardView(call.query)
        // Before what is shown is read, so that no change falls between the two.
        let liveFrom = try await desk.leadChanges(after: nil, as: principal).upTo
        let found = try await desk.board(view.query, as: principal)
        var values = board(found, view, call)
        values["liveFrom"] = "\(liveFrom)"
        if let selected = view.selected {
            let detail = try await desk.lead(ID(selected), as: principal)
            values["lead"] = lead(detail, LeadFrame(view: view, done: call.query["done"]), call)
        }
        var response = page("board", try await frame(call, titleKey: "board-title", values))
        // A form's own address has its empty fields too; the view's is shorter.
        if call.isPartial { response.headers[.htmxPushURL] = view.address }
        return response
    }

    private func board(_ found: LeadPage, _ view: BoardView, _ call: Call) -> PageValues {
        let words = words(call.language)
        let all = LeadState.allCases.reduce(0) { $0 + (found.byState[$1] ?? 0) }
        var values: PageValues = [
            "tabs": tabs(found, view, words, all: all),
            "divisions": divisions(selected: view.division),
            "query": view.search ?? "", "order": view.order.rawValue,
            "states": LeadState.allCases.filter(view.states.contains).map(\.rawValue),
            "sortScore": sort(.score, view), "sortDue": sort(.due, view),
            "sortFound": sort(.found, view),
            "rows": found.rows.map { row($0, view, words) },
            "count": words(
                "board-count",
                ["shown": Telling.count(found.rows.count), "total": Telling.count(found.total)]),
            "isFiltered": view.isFiltered, "cleared": "/leads",
            "isEmpty": found.rows.isEmpty, "view": view.fields.encoded,
        ]
        if let next = found.next { values["next"] = view.with { $0.cursor = next }.address }
        if call.session?.principal.permissions.contains(.exportLeads) == true {
            let filter = view.with { $0.cursor = nil }.fields.encoded
            values["export"] = filter.isEmpty ? "/export" : "/export?\(filter)"
        }
        if view.cursor != nil { values["first"] = view.with { $0.cursor = nil }.address }
        return values
    }

    private func tabs(
        _ found: LeadPage, _ view: BoardView, _ words: Words, all: Int
    ) -> [PageValues] {
        let every: PageValues = [
            "name": words("state-all"), "count": Telling.count(all),
            "address": view.with { $0.states = [] }.address, "isOn": view.states.isEmpty,
        ]
        return [every]
            + LeadState.allCases.map { state in
                var values = self.state(state, words)
                values["count"] = Telling.count(found.byState[state] ?? 0)
                values["address"] = view.with { $0.states = [state] }.address
                values["isOn"] = view.states == [state]
                return values
            }
    }

    func state(_ state: LeadState, _ words: Words) -> PageValues {
        [
            "state": state.rawValue, "name": words("state-\(state.rawValue)"),
            "shape": StateShape.path(state),
        ]
    }

    func divisions(selected: String?) -> [PageValues] {
        desk.divisions.map { division in
            [
                "code": division.code, "name": division.name, "station": division.station,
                "isOn": division.code == selected,
            ]
        }
    }

    func divisionName(_ code: String) -> String {
        desk.divisions.first { $0.code == code }?.name ?? code
    }

    private func sort(_ order: LeadOrder, _ view: BoardView) -> PageValues {
        ["address": view.with { $0.order = order }.address, "isOn": view.order == order]
    }

    private func row(_ summary: LeadSummary, _ view: BoardView, _ words: Words) -> PageValues {
        var values = head(summary, words)
        let id = summary.lead.id.text
        let evidence = EvidenceWords(words: words)
        values["reasons"] = EvidenceWords.strongest(summary.lead, count: 3).map { item in
            ["text": evidence.sentence(item), "weight": Telling.weight(item.weight)]
        }
        var open = view
        open.selected = id
        values["beside"] = open.address
        values["pane"] =
            "/leads/\(FormFields.encoded(id))/pane?view=\(FormFields.encoded(view.fields.encoded))"
        values["isOpen"] = view.selected == id
        return values
    }

    /// What a lead shows in one line, on the board and at the top of its page.
    func head(_ summary: LeadSummary, _ words: Words) -> PageValues {
        let lead = summary.lead
        let telling = Telling(words: words, now: now())
        var values: PageValues = [
            "id": lead.id.text, "address": "/leads/\(FormFields.encoded(lead.id.text))",
            "actor": summary.actorName, "state": state(lead.state, words),
            "probability": Telling.percent(lead.score.probability),
            "score": Telling.decimal(lead.score.value, 1),
            "listings": words("count-listings", ["n": Telling.count(summary.listings)]),
            "waybills": words("count-waybills", ["n": Telling.count(summary.waybills)]),
            "terms": summary.terms, "hasTerms": !summary.terms.isEmpty,
            "division": divisionName(lead.division),
            "found": time(lead.foundAt, telling),
        ]
        if let due = lead.dueAt {
            let isOpen = lead.state != .closed && lead.state != .dismissed
            var shown: PageValues = [
                "absolute": telling.absolute(due), "machine": due.text(),
                "isOver": isOpen && due < now(),
            ]
            // Once a lead has ended, nothing is left and nothing is late.
            if isOpen { shown["relative"] = telling.deadline(due) }
            values["due"] = shown
        }
        return values
    }

    func time(_ time: Timestamp, _ telling: Telling) -> PageValues {
        [
            "absolute": telling.absolute(time), "relative": telling.relative(time),
            "machine": time.text(),
        ]
    }
}
