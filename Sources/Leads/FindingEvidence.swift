import Primitives
import Records

/// What inspections and X-rays found against the declared name.
enum FindingEvidence {
    static func evidence(_ waybills: [WaybillFact], _ weights: FindingWeights) -> Evidence? {
        let found = waybills.map { (fact: $0, weight: weight(of: $0, weights)) }
            .filter { $0.weight > 0 }
            .sorted { ($1.weight, $0.fact.record) < ($0.weight, $1.fact.record) }
        guard !found.isEmpty else { return nil }
        let sum = diminishing(found.map(\.weight), keep: weights.keep)
        func count(_ kind: FindingKind) -> String {
            String(found.count { $0.fact.finding == kind })
        }
        let facts = [
            "fireworks": count(.fireworks), "suspected": count(.suspected),
            "mismatch": count(.mismatch), "xray": count(.none), "of": String(waybills.count),
        ]
        return Evidence(
            kind: .falseDeclaration, weight: Bits(min(sum, weights.cap)), uncapped: Bits(sum),
            facts: facts,
            records: found.prefix(Limits.recordsPerEvidenceMax).map { .waybill($0.fact.record) })
    }

    private static func weight(of fact: WaybillFact, _ weights: FindingWeights) -> Double {
        switch fact.finding {
        case .fireworks: weights.fireworks
        case .suspected: weights.suspected
        case .mismatch: weights.mismatch
        case .none: fact.xray == .suspect ? weights.suspectXray : 0
        case .banned, .asDeclared, .unread: 0
        }
    }

    /// A sum with its strongest part whole and every further part `keep` times less than the one
    /// before; `parts` strongest first.
    private static func diminishing(_ parts: [Double], keep: Double) -> Double {
        var factor = 1.0
        return parts.reduce(0) { sum, part in
            defer { factor *= keep }
            return sum + part * factor
        }
    }
}
