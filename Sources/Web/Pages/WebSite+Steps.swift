import Casework
import Hummingbird
import Primitives
import Records

extension WebSite {
    static let stepNames = StepForm.names

    /// Takes a step and goes back to where it was taken from; a step that cannot be taken shows
    /// the lead again with what had been typed.
    func takeStep(_ call: Call) async throws -> Response {
        let id = try leadID(call)
        let name = call.parameters.get("step") ?? ""
        guard let reading = StepForm.read(name, call.form, divisions: desk.divisions) else {
            throw Refusal.notFound
        }
        switch reading {
        case .faults(let faults):
            let unfinished = UnfinishedStep(step: name, fields: call.form, faults: faults)
            return try await again(id, unfinished, call, status: .unprocessableContent)
        case .step(let step, let version):
            do {
                try await desk.take(step, lead: id, version: version, as: try call.principal())
                return .seeOther(afterStep(id, name, call))
            } catch CaseworkError.leadChanged {
                return try await refused(id, name, "changed", call)
            } catch CaseworkError.stepRefused {
                return try await refused(id, name, "step", call)
            }
        }
    }

    /// The board with the lead beside it, or the lead's own page.
    private func afterStep(_ id: ID<Lead>, _ name: String, _ call: Call) -> String {
        guard var view = boardView(call) else {
            return "/leads/\(FormFields.encoded(id.text))?done=\(name)"
        }
        view.selected = id.text
        var fields = view.fields
        fields.add("done", name)
        return "/leads?\(fields.encoded)"
    }

    private func refused(
        _ id: ID<Lead>, _ name: String, _ key: String, _ call: Call
    ) async throws -> Response {
        let unfinished = UnfinishedStep(
            step: name, fields: call.form, refusal: "refused-\(key)-text")
        return try await again(id, unfinished, call, status: .conflict)
    }

    private func again(
        _ id: ID<Lead>, _ unfinished: UnfinishedStep, _ call: Call, status: HTTPResponse.Status
    ) async throws -> Response {
        let detail = try await desk.lead(id, as: try call.principal())
        let shown = LeadFrame(view: nil, unfinished: unfinished)
        return try await leadPage(detail, shown, call, status: status)
    }

    /// The board that a form was sent from; rebuilt from its parts, so that no address of somebody
    /// else's comes through it.
    private func boardView(_ call: Call) -> BoardView? {
        call.form["view"].flatMap { FormFields(encoded: $0.utf8) }.map(BoardView.init)
            ?? (call.form.all("view").isEmpty ? nil : BoardView(FormFields()))
    }

    /// The forms of the steps that are allowed now, and of one that was refused.
    func steps(_ detail: LeadDetail, _ shown: LeadFrame, _ telling: Telling) -> PageValues {
        let words = telling.words
        let lead = detail.summary.lead
        let unfinished = shown.unfinished
        var values: PageValues = ["version": "\(detail.version)"]
        // A refused step that is no longer allowed keeps its text, without a button.
        let names = Self.stepNames.filter {
            detail.allowedSteps.contains($0) || unfinished?.step == $0
        }
        values["steps"] = names.map { name in
            let typed = unfinished?.step == name ? unfinished : nil
            return step(name, typed, detail, words)
        }
        values["hasSteps"] = !names.isEmpty
        if names.isEmpty {
            let isEnded = lead.state == .closed || lead.state == .dismissed
            values["noSteps"] = words(isEnded ? "steps-ended" : "steps-none")
        }
        if let refusal = unfinished?.refusal { values["refusal"] = words(refusal) }
        if unfinished?.faults.isEmpty == false { values["refusal"] = words("step-faults") }
        return values
    }

    private func step(
        _ name: String, _ typed: UnfinishedStep?, _ detail: LeadDetail, _ words: Words
    ) -> PageValues {
        let lead = detail.summary.lead
        let id = FormFields.encoded(lead.id.text)
        var values: PageValues = [
            "name": name, "title": words("step-\(name)"), "help": words("step-\(name)-help"),
            "action": "/leads/\(id)/steps/\(name)", "isAllowed": detail.allowedSteps.contains(name),
            "note": typed?.fields["note"] ?? "",
            "noteLabel": words("step-\(name)-note"), "noteRequired": name != "dispatch",
            "isOpen": typed != nil,
        ]
        values["noteFault"] = typed?.faults["note"].map { words($0) }
        if name == "dispatch" {
            let due = detail.allowedSteps.contains(name) ? desk.proposedDeadline(lead) : nil
            var dispatch: PageValues = [
                "divisions": divisions(selected: typed?.fields["division"] ?? lead.division),
                "due": typed?.fields["due"] ?? due.map(Telling.field) ?? "",
            ]
            dispatch["divisionFault"] = typed?.faults["division"].map { words($0) }
            dispatch["dueFault"] = typed?.faults["due"].map { words($0) }
            values["dispatch"] = dispatch
        }
        if name == "close" {
            var close: PageValues = [
                "outcomes": LeadOutcome.allCases.map { outcome -> PageValues in
                    [
                        "code": outcome.rawValue, "name": words("outcome-\(outcome.rawValue)"),
                        "isOn": typed?.fields["outcome"] == outcome.rawValue,
                    ]
                }
            ]
            close["outcomeFault"] = typed?.faults["outcome"].map { words($0) }
            values["close"] = close
        }
        return values
    }
}
