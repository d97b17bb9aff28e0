import Casework
import Hummingbird
import Primitives
import Records

/// A lead with its persons in clear, for a stated purpose.
extension WebSite {
    /// Shows the lead's own page once with every identifier, or what a second person has to agree
    /// to first.
    func unmask(_ call: Call) async throws -> Response {
        let id = try leadID(call)
        let principal = try call.principal()
        guard let purpose = statedPurpose(call) else {
            return try await unmaskRefused(
                id, LeadFrame(unmaskRefusal: "refused-reason-text"), call,
                status: .unprocessableContent)
        }
        if call.form["ask"] == "yes" {
            _ = try await desk.ask(
                .unmask, subject: id.text, purpose: purpose, as: principal)
            return .seeOther("/approvals?done=ask")
        }
        do {
            let detail = try await desk.unmask(id, purpose: purpose, as: principal)
            return try await leadPage(detail, LeadFrame(isUnmasked: true), call, status: .ok)
        } catch CaseworkError.accessRefused(.approval) {
            let shown = LeadFrame(
                unmaskRefusal: "refused-access-approval-text", mayAskUnmask: true)
            return try await unmaskRefused(id, shown, call, status: .conflict)
        }
    }

    private func unmaskRefused(
        _ id: ID<Lead>, _ shown: LeadFrame, _ call: Call, status: HTTPResponse.Status
    ) async throws -> Response {
        let detail = try await desk.lead(id, as: try call.principal())
        return try await leadPage(detail, shown, call, status: status)
    }

    /// What a form states as purpose and reason; nil where either is missing.
    func statedPurpose(_ call: Call) -> StatedPurpose? {
        guard let kind = call.form["purpose"].flatMap(StatedPurpose.Kind.init) else { return nil }
        return try? StatedPurpose(kind: kind, reason: call.form["reason"] ?? "")
    }

    /// The purposes of a form's list, with the one that was chosen.
    func purposeChoices(_ call: Call) -> [PageValues] {
        let words = words(call.language)
        return StatedPurpose.Kind.allCases.map { kind in
            [
                "value": kind.rawValue, "name": words("purpose-\(kind.rawValue)"),
                "isChosen": kind.rawValue == call.form["purpose"],
            ]
        }
    }

    /// The form that asks for identifiers in clear; nil for whoever may not.
    func unmaskForm(_ id: ID<Lead>, _ shown: LeadFrame, _ call: Call) -> PageValues? {
        guard (try? call.principal())?.permissions.contains(.unmaskLead) == true,
            !shown.isUnmasked
        else { return nil }
        var values: PageValues = [
            "action": "/leads/\(FormFields.encoded(id.text))/unmask",
            "purposes": purposeChoices(call), "reason": call.form["reason"] ?? "",
            "isOpen": shown.unmaskRefusal != nil, "mayAsk": shown.mayAskUnmask,
        ]
        values["refusal"] = shown.unmaskRefusal.map { words(call.language)($0) }
        return values
    }
}
