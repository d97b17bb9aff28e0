package import Casework
import Primitives
package import Records

/// A step's form as it was sent, with what is wrong with it.
package struct UnfinishedStep: Hashable, Sendable {
    package let step: String
    package let fields: FormFields
    /// Keys of words by field: `note` → `step-note-missing`.
    package let faults: [String: String]
    /// The key of the words for the step as a whole: changed meanwhile, or not allowed from here.
    package let refusal: String?

    package init(
        step: String, fields: FormFields, faults: [String: String] = [:], refusal: String? = nil
    ) {
        self.step = step
        self.fields = fields
        self.faults = faults
        self.refusal = refusal
    }
}

/// Reads the form of a step.
package enum StepForm {
    /// What a form says, or what is wrong with it.
    package enum Reading: Hashable, Sendable {
        case step(LeadStep, version: Int)
        case faults([String: String])
    }

    /// The names under which forms know the steps.
    package static let names = ["dispatch", "return", "verify", "close", "dismiss"]

    /// Nil where there is no step of this name.
    package static func read(
        _ name: String, _ fields: FormFields, divisions: [Division]
    ) -> Reading? {
        guard names.contains(name) else { return nil }
        var faults: [String: String] = [:]
        let version = fields["version"].flatMap(Int.init)
        if version == nil { faults["version"] = "step-version-missing" }
        let note = fields["note"] ?? ""
        if note.isEmpty, name != "dispatch" { faults["note"] = "step-note-missing" }
        if note.utf8.count > Limits.noteBytesMax { faults["note"] = "step-note-long" }
        let step = step(name, note, fields, divisions, &faults)
        guard faults.isEmpty, let step, let version else { return .faults(faults) }
        return .step(step, version: version)
    }

    private static func step(
        _ name: String, _ note: String, _ fields: FormFields, _ divisions: [Division],
        _ faults: inout [String: String]
    ) -> LeadStep? {
        switch name {
        case "dispatch": return dispatch(note, fields, divisions, &faults)
        case "return": return .giveBack(note: note)
        case "verify": return .verify(findings: note)
        case "dismiss": return .dismiss(note: note)
        default:
            guard let outcome = fields["outcome"].flatMap(LeadOutcome.init) else {
                faults["outcome"] = "step-outcome-missing"
                return nil
            }
            return .close(outcome: outcome, note: note)
        }
    }

    private static func dispatch(
        _ note: String, _ fields: FormFields, _ divisions: [Division],
        _ faults: inout [String: String]
    ) -> LeadStep? {
        let division = divisions.first { $0.code == fields["division"] }
        if division == nil { faults["division"] = "step-division-missing" }
        let due = fields["due"].flatMap { Telling.time(field: $0) }
        if fields["due"] != nil, due == nil { faults["due"] = "step-due-wrong" }
        guard let division else { return nil }
        return .dispatch(division: division.code, due: due, note: note)
    }
}
