package import Primitives
package import Records

/// What can be done to a lead.
package enum LeadAction: Hashable, Sendable {
    /// Send it to a station, with a deadline (下发).
    case dispatch(station: String, due: Timestamp?)
    /// Send it back to the desk, with a reason (退回).
    case giveBack(reason: String)
    /// Record what was found on the spot (核查).
    case verify(findings: String)
    /// End it with an outcome (办结).
    case close(outcome: LeadOutcome, reason: String)
    /// End it without one (排除).
    case dismiss(reason: String)
    /// Add what was learnt since; the state stays.
    case addEvidence

    package var name: LeadActionName {
        switch self {
        case .dispatch: .dispatch
        case .giveBack: .giveBack
        case .verify: .verify
        case .close: .close
        case .dismiss: .dismiss
        case .addEvidence: .addEvidence
        }
    }
}

/// The names of the actions, as history and pages know them.
package enum LeadActionName: String, Sendable, CaseIterable {
    case dispatch
    case giveBack = "return"
    case verify
    case close
    case dismiss
    case addEvidence = "evidence"
}

/// One step that a lead took: what the caller is to write down.
package struct LeadTransition: Hashable, Sendable {
    package let action: LeadActionName
    package let from: LeadState
    package let to: LeadState
    package let outcome: LeadOutcome?
    /// The new deadline: set by a dispatch, taken away by a return, otherwise as it was.
    package let due: Timestamp?
    package let note: String
}

/// The life of one lead: which action leads from which state to which (线索流转).
///
/// The table is the whole of it; closed and dismissed are final.
package struct LeadMachine: Hashable, Sendable {
    package private(set) var state: LeadState
    package private(set) var due: Timestamp?

    package init(state: LeadState = .new, due: Timestamp? = nil) {
        self.state = state
        self.due = due
    }

    /// Where `action` leads from `state`, nil where it is not allowed.
    package static func target(of action: LeadActionName, from state: LeadState) -> LeadState? {
        switch (state, action) {
        case (.new, .dispatch): .dispatched
        case (.dispatched, .giveBack): .new
        case (.dispatched, .verify): .verified
        case (.verified, .close): .closed
        case (.new, .dismiss), (.dispatched, .dismiss), (.verified, .dismiss): .dismissed
        case (.new, .addEvidence), (.dispatched, .addEvidence), (.verified, .addEvidence): state
        default: nil
        }
    }

    /// The actions allowed from `state`, in the order of their table.
    package static func allowed(from state: LeadState) -> [LeadActionName] {
        LeadActionName.allCases.filter { target(of: $0, from: state) != nil }
    }

    /// Takes one step, or throws and stays as it was.
    /// - Throws: `LeadError`, codes `leads.step_not_allowed`, `leads.reason_missing`,
    ///   `leads.reason_too_long`.
    package mutating func take(_ action: LeadAction) throws(LeadError) -> LeadTransition {
        let name = action.name
        guard let target = Self.target(of: name, from: state) else {
            let allowed = Self.allowed(from: state).map(\.rawValue)
            throw .stepNotAllowed(step: name.rawValue, from: state, allowed: allowed)
        }
        var newDue = due
        var outcome: LeadOutcome?
        var note = ""
        switch action {
        case .dispatch(let station, let due):
            note = try Self.reason(station, name)
            newDue = due
        case .giveBack(let reason):
            note = try Self.reason(reason, name)
            newDue = nil
        case .verify(let findings): note = try Self.reason(findings, name)
        case .close(let result, let reason):
            note = try Self.reason(reason, name)
            outcome = result
        case .dismiss(let reason): note = try Self.reason(reason, name)
        case .addEvidence: break
        }
        let transition = LeadTransition(
            action: name, from: state, to: target, outcome: outcome, due: newDue, note: note)
        state = target
        due = newDue
        return transition
    }

    /// The text with blanks at its ends left off, if there is one and it is short enough.
    private static func reason(
        _ text: String, _ name: LeadActionName
    ) throws(LeadError) -> String {
        guard text.utf8.count <= Limits.noteBytesMax else {
            throw .reasonTooLong(step: name.rawValue, bytes: text.utf8.count)
        }
        let isBlank: (Character) -> Bool = { $0.isWhitespace }
        let trimmed = text.drop(while: isBlank).reversed().drop(while: isBlank).reversed()
        guard !trimmed.isEmpty else { throw .reasonMissing(step: name.rawValue) }
        return String(trimmed)
    }
}
