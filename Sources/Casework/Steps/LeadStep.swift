package import Primitives
package import Records

/// What a person does to a lead.
package enum LeadStep: Hashable, Sendable {
    /// Send it to the station of its division, or of another, with a deadline (下发).
    case dispatch(division: String, due: Timestamp?, note: String)
    /// Send it back to the desk, with a reason (退回).
    case giveBack(note: String)
    /// Record what was found on the spot (核查).
    case verify(findings: String)
    case close(outcome: LeadOutcome, note: String)
    case dismiss(note: String)

    /// The name under which history and pages know it.
    package var name: String {
        switch self {
        case .dispatch: "dispatch"
        case .giveBack: "return"
        case .verify: "verify"
        case .close: "close"
        case .dismiss: "dismiss"
        }
    }

    package var permission: Permission {
        switch self {
        case .dispatch: .dispatchLead
        case .giveBack, .verify: .verifyLead
        case .close: .closeLead
        case .dismiss: .dismissLead
        }
    }
}
