package import Casework
import Primitives
import Records
package import Web

/// Tells a lead on a terminal, in the words of the pages.
package struct LeadTelling: Sendable {
    private let words: Words
    private let evidenceWords: EvidenceWords
    private let divisions: [String: String]

    /// - Throws: `WebError` where the words are missing.
    package init(_ language: Language, casework: CaseworkDesk) throws {
        words = try Words.shipped(language)
        evidenceWords = EvidenceWords(words: words)
        divisions = Dictionary(casework.divisions.map { ($0.code, $0.name) }) { first, _ in first }
    }

    /// Some lines without a closing line end: rank, score, whose it is, and each reason with its
    /// weight in bits.
    package func text(_ row: LeadSummary, rank: Int) -> String {
        let lead = row.lead
        let place = divisions[lead.division] ?? lead.division
        let terms = row.terms.isEmpty ? "" : "  [\(row.terms.joined(separator: " "))]"
        var lines = [
            "\(rank). \(row.actorName)  \(place)  \(Telling.percent(lead.score.probability))"
                + "  \(words("state-\(lead.state.rawValue)"))  \(lead.id)\(terms)"
        ]
        for evidence in lead.evidence {
            let weight = Telling.weight(evidence.weight)
            let padding = String(repeating: " ", count: max(6 - weight.count, 0))
            lines.append("   \(padding)\(weight)  \(evidenceWords.sentence(evidence))")
        }
        let prior = Telling.weight(lead.prior)
        let padding = String(repeating: " ", count: max(6 - prior.count, 0))
        lines.append("   \(padding)\(prior)  \(words("evidence-prior"))")
        return lines.joined(separator: "\n")
    }
}
