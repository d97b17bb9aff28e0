import Primitives
package import Records

/// Tells a lead's evidence in words: what was seen, how much of how much, in which time.
package struct EvidenceWords: Sendable {
    private let words: Words

    package init(words: Words) { self.words = words }

    /// How many ways of telling one kind of evidence may have, the fullest first.
    private static let sentencesMax = 6

    /// The fullest sentence whose numbers the evidence has, else its plain name.
    ///
    /// Sentences are the words `evidence-KIND-1`, `-2`, …; a fact of zero counts as none.
    package func sentence(_ evidence: Evidence) -> String {
        let facts = shownFacts(evidence)
        return keys(evidence).lazy.compactMap { words.whole($0, facts) }.first
            ?? name(evidence.kind)
    }

    package func name(_ kind: EvidenceKind) -> String { words("evidence-\(kind.rawValue)") }

    /// The facts that the sentence does not tell, in words, in the order of their keys.
    package func otherFacts(_ evidence: Evidence) -> [String] {
        let facts = shownFacts(evidence)
        let key = keys(evidence).first { words.whole($0, facts) != nil }
        var told = Set(key.map { Words.places(words($0)) } ?? [])
        if told.contains("kilograms") { told.insert("grams") }
        return facts.keys.sorted().filter { !told.contains($0) && $0 != "kilograms" }
            .map { key in
                let value = facts[key] ?? ""
                return words.whole("fact-\(key)", ["value": value]) ?? "\(key) \(value)"
            }
    }

    private func keys(_ evidence: Evidence) -> [String] {
        (1...Self.sentencesMax).map { "evidence-\(evidence.kind.rawValue)-\($0)" }
    }

    /// Without zeros, numbers grouped, grams also as kilograms.
    private func shownFacts(_ evidence: Evidence) -> [String: String] {
        var facts = evidence.facts.filter { Double($0.value) != 0 }
        if let grams = facts["grams"].flatMap(Int64.init) {
            facts["kilograms"] = Telling.decimal(Grams(grams).kilograms, 2)
        }
        return facts.mapValues { value in
            Int(value).map { $0 >= 10_000 ? Telling.count($0) : value } ?? value
        }
    }

    /// The strongest that speak for the lead, strongest first.
    package static func strongest(_ lead: Lead, count: Int) -> [Evidence] {
        let sorted = lead.evidence.filter { $0.weight > .zero }
            .sorted { ($0.weight, $1.kind.rawValue) > ($1.weight, $0.kind.rawValue) }
        return Array(sorted.prefix(count))
    }
}
