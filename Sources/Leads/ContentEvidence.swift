import Primitives
import Records

/// What the distinct texts of one kind say of an actor: for an offer, and for plain trade.
struct ContentEvidence {
    /// One record's verdict, as both kinds of content give it.
    struct Reading {
        let record: RecordRef
        let digest: UInt64
        let score: Double
        let advice: Advice

        init(_ fact: ListingFact) {
            record = .listing(fact.record)
            digest = fact.textDigest
            score = fact.score.value
            advice = fact.advice
        }

        init(_ fact: WaybillFact) {
            record = .waybill(fact.record)
            digest = fact.contentDigest
            score = fact.score.value
            advice = fact.advice
        }
    }

    /// Nil where no text lies above the pivot.
    let evidence: Evidence?
    /// What the plain texts take away, at least 0.
    let plain: Double
    let plainTexts: Int

    /// Counts each distinct text once, by its strongest record.
    init(
        _ kind: EvidenceKind, _ readings: [Reading], _ weights: ContentWeights, pivot: Double
    ) {
        let sorted = readings.sorted { ($1.score, $0.record) < ($0.score, $1.record) }
        var seen: Set<UInt64> = []
        let distinct = sorted.filter { seen.insert($0.digest).inserted }
        let parts = distinct.map {
            min(max(weights.slope * ($0.score - pivot), -weights.each), weights.each)
        }
        let above = parts.prefix { $0 > 0 }
        let sum = Self.together(above, alike: weights.alike)
        let offers = Set(readings.lazy.filter { $0.advice == .offer }.map(\.digest)).count
        let capped = min(sum, offers == 0 ? weights.reviewCap : weights.cap)
        let below = parts[above.count...].map { -$0 }
        plain = min(
            Self.together(below.reversed()[...], alike: weights.alike), weights.plainCap,
            capped + weights.plainBeyond)
        plainTexts = below.count
        guard let best = distinct.first, !above.isEmpty else {
            evidence = nil
            return
        }
        let facts = [
            "offers": String(offers), "suspicious": String(above.count),
            "distinct": String(distinct.count), "of": String(readings.count),
            "best": figure(Bits(best.score).probability * 100), "pivot": figure(pivot),
        ]
        evidence = Evidence(
            kind: kind, weight: Bits(capped), uncapped: Bits(sum), facts: facts,
            records: distinct.prefix(min(above.count, Limits.recordsPerEvidenceMax))
                .map(\.record))
    }

    /// What `parts`, at least 0 and strongest first, count together: the most that any number of
    /// the strongest give, so that a weak text more never takes away from strong ones.
    private static func together(_ parts: ArraySlice<Double>, alike: Double) -> Double {
        var sum = 0.0
        var best = 0.0
        for (others, part) in parts.enumerated() {
            sum += part
            best = max(best, sum / (1 + Double(others) * alike))
        }
        return best
    }
}
