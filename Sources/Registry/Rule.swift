package import Primitives

/// How sure we are that a rule's text says what its row says.
package enum Confidence: String, Sendable, CaseIterable {
    /// The instrument itself was read.
    case high
    /// A copy or a summary was read.
    case medium
    /// Recollection or a single weak page: shown only as a placeholder.
    case low
}

/// What a rule is about, so that a page can ask for the ones it needs.
package enum RuleKind: String, Sendable, CaseIterable {
    /// Money to pay (罚款).
    case fine
    /// Days of administrative detention (拘留).
    case detention
    /// What somebody must do or not do.
    case duty
    /// A length of time set by law.
    case deadline
    /// A quantity beyond which another rule holds.
    case quantity
    /// A line from police work to the criminal law.
    case crime
}

/// One dated row of law: what it says, under which text, from when to when.
///
/// A rule is never a constant in code: amounts and article numbers move, and an act is judged by
/// the text of its own day.
package struct Rule: Hashable, Sendable {
    /// Stable across versions of one rule: `fine-mailing`.
    package let id: String
    package let kind: RuleKind
    /// The matters it applies to, such as `mailing` or `unlicensed-trade`; a lead page shows the
    /// rules of its matters.
    package let matters: [String]
    package let minimum: Double?
    package let maximum: Double?
    /// `yuan`, `days`, `kg`; "" where there is no amount.
    package let unit: String
    /// The instrument and article in the law's own words: `烟花爆竹安全管理条例第四十一条`.
    package let legalBasis: String
    /// One plain sentence for an officer, by language code (`zh`, `en`).
    package let says: [String: String]
    /// Who decides (决定机关), or "".
    package let decidedBy: String
    package let validFrom: CivilDate
    /// The last day it holds; nil while it is in force.
    package let validTo: CivilDate?
    package let source: String
    package let confidence: Confidence

    /// Whether it is in force on `day`, its first and last day included.
    package func holds(on day: CivilDate) -> Bool {
        guard day >= validFrom else { return false }
        guard let validTo else { return true }
        return day <= validTo
    }
}
