import Leads
import Primitives
import Records

extension StoredLead {
    /// What the journal digests of a lead: all that decides about it, in one spelling.
    ///
    /// The version is left out: it says only how often the row was written.
    var journalText: String {
        var fields = [
            lead.id.text, lead.actor.text, lead.state.rawValue, lead.division,
            "\(lead.score.value.bitPattern)", "\(lead.prior.value.bitPattern)",
            "\(lead.foundAt.microseconds)", "\(lead.dueAt?.microseconds ?? 0)",
            outcome?.rawValue ?? "", "\(endedAt?.microseconds ?? 0)", "\(listings)", "\(waybills)",
        ]
        for evidence in lead.evidence {
            fields.append("\(evidence.kind.rawValue) \(evidence.weight.value.bitPattern)")
        }
        return fields.joined(separator: "\u{1F}")
    }
}

extension Person {
    /// What the journal digests of a person: name and rights.
    var journalText: String {
        [name, displayName, role.rawValue, unit.text].joined(separator: "\u{1F}")
    }
}

extension LeadStep {
    /// As the journal knows the step.
    var act: Act {
        switch self {
        case .dispatch: .dispatchLead
        case .giveBack: .giveBackLead
        case .verify: .verifyLead
        case .close: .closeLead
        case .dismiss: .dismissLead
        }
    }
}
