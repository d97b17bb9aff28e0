package import Primitives
package import Records

/// What can go wrong in making, scoring and moving leads.
package enum LeadError: CodedError, Hashable {
    /// The action is not in the lead's table from where it stands.
    case stepNotAllowed(step: String, from: LeadState, allowed: [String])
    /// A step that ends or returns a lead needs a reason.
    case reasonMissing(step: String)
    /// A reason or note is longer than `Limits.noteBytesMax`.
    case reasonTooLong(step: String, bytes: Int)
    /// The model or the deadlines in the data file are wrong; all faults are named.
    case rulesRefused([Fault])
    /// No deadline rule holds on that day for that score.
    case deadlineMissing(day: CivilDate)

    package var code: String {
        switch self {
        case .stepNotAllowed: "leads.step_not_allowed"
        case .reasonMissing: "leads.reason_missing"
        case .reasonTooLong: "leads.reason_too_long"
        case .rulesRefused: "leads.rules_refused"
        case .deadlineMissing: "leads.deadline_missing"
        }
    }

    package var message: String {
        switch self {
        case .stepNotAllowed(let step, let from, let allowed) where allowed.isEmpty:
            "'\(step)' is not allowed: the lead is \(from.rawValue), which is final."
        case .stepNotAllowed(let step, let from, let allowed):
            "'\(step)' is not allowed while the lead is \(from.rawValue); allowed: "
                + allowed.joined(separator: ", ") + "."
        case .reasonMissing(let step):
            "'\(step)' needs a reason: write what it rests on."
        case .reasonTooLong(let step, let bytes):
            "The text of '\(step)' has \(bytes) bytes; shorten it to \(Limits.noteBytesMax)."
        case .rulesRefused(let faults):
            "\(faults.count) faults in the lead rules; mend the file and load it again: "
                + faults.map { "\($0.field): \($0.reason)" }.joined(separator: "; ")
        case .deadlineMissing(let day):
            "No deadline rule holds on \(day.text); add one to the rules file."
        }
    }
}
