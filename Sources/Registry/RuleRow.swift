import Primitives

/// A rule as the data file spells it, before it is checked.
package struct RuleRow: Decodable, Sendable {
    package var id: String
    package var kind: String
    package var matters: [String]?
    package var minimum: Double?
    package var maximum: Double?
    package var unit: String?
    package var legalBasis: String
    package var says: [String: String]
    package var decidedBy: String?
    package var validFrom: String
    package var validTo: String?
    package var source: String
    package var confidence: String

    enum CodingKeys: String, CodingKey {
        case id, kind, matters, minimum, maximum, unit, says, source, confidence
        case legalBasis = "legal_basis"
        case decidedBy = "decided_by"
        case validFrom = "valid_from"
        case validTo = "valid_to"
    }

    package init(
        id: String, kind: String, matters: [String]? = nil, minimum: Double? = nil,
        maximum: Double? = nil, unit: String? = nil, legalBasis: String, says: [String: String],
        decidedBy: String? = nil, validFrom: String, validTo: String? = nil, source: String,
        confidence: String
    ) {
        self.id = id
        self.kind = kind
        self.matters = matters
        self.minimum = minimum
        self.maximum = maximum
        self.unit = unit
        self.legalBasis = legalBasis
        self.says = says
        self.decidedBy = decidedBy
        self.validFrom = validFrom
        self.validTo = validTo
        self.source = source
        self.confidence = confidence
    }
}

/// The registry's part of `rules.json`; other keys of the file belong to other rooms.
package struct RulesFile: Decodable, Sendable {
    package var version: String
    package var rules: [RuleRow]

    package init(version: String, rules: [RuleRow]) {
        self.version = version
        self.rules = rules
    }
}

extension Rule {
    /// The rule of a row, or every fault of it.
    static func read(_ row: RuleRow) -> (rule: Rule?, faults: [Fault]) {
        var faults: [Fault] = []
        func need(_ holds: Bool, _ field: String, _ reason: String) {
            if !holds { faults.append(Fault(field: field, reason: reason)) }
        }
        let kind = RuleKind(rawValue: row.kind)
        let confidence = Confidence(rawValue: row.confidence)
        let from = CivilDate(row.validFrom)
        let to = row.validTo.flatMap { CivilDate($0) }
        need(!row.id.isEmpty, "id", "is empty")
        need(kind != nil, "kind", "is none of \(names(RuleKind.self))")
        need(confidence != nil, "confidence", "is none of \(names(Confidence.self))")
        need(from != nil, "valid_from", "is not a date such as 2026-01-01")
        need(row.validTo == nil || to != nil, "valid_to", "is not a date such as 2026-01-01")
        need(!row.legalBasis.isEmpty, "legal_basis", "is empty")
        need(!row.source.isEmpty, "source", "is empty")
        for language in ["zh", "en"] {
            need(row.says[language]?.isEmpty == false, "says", "has no text in \(language)")
        }
        if let from, let to { need(to >= from, "valid_to", "is before valid_from") }
        if let low = row.minimum, let high = row.maximum {
            need(low <= high, "maximum", "is below minimum")
        }
        let hasAmount = row.minimum != nil || row.maximum != nil
        need(hasAmount == (row.unit?.isEmpty == false), "unit", "goes with an amount, not alone")
        guard faults.isEmpty, let kind, let confidence, let from else { return (nil, faults) }
        let rule = Rule(
            id: row.id, kind: kind, matters: row.matters ?? [], minimum: row.minimum,
            maximum: row.maximum, unit: row.unit ?? "", legalBasis: row.legalBasis,
            says: row.says, decidedBy: row.decidedBy ?? "", validFrom: from, validTo: to,
            source: row.source, confidence: confidence)
        return (rule, [])
    }

    private static func names<Kind: CaseIterable & RawRepresentable<String>>(
        _: Kind.Type
    ) -> String {
        Kind.allCases.map(\.rawValue).joined(separator: ", ")
    }
}
