import Primitives
import Records

/// What texts say: listings read as offers, declarations read as disguises.
enum ContentEvidence {
    /// One record's verdict, as both kinds of content give it.
    struct Reading {
        let record: RecordRef
        let digest: UInt64
        let score: Double
        let advice: Advice
    }

    static func offers(_ listings: [ListingFact], _ weights: ContentWeights) -> Evidence? {
        evidence(
            .offerText,
            listings.map {
                Reading(
                    record: .listing($0.record), digest: $0.textDigest, score: $0.score.value,
                    advice: $0.advice)
            }, weights)
    }

    static func parcels(_ waybills: [WaybillFact], _ weights: ContentWeights) -> Evidence? {
        evidence(
            .disguisedParcel,
            waybills.map {
                Reading(
                    record: .waybill($0.record), digest: $0.contentDigest, score: $0.score.value,
                    advice: $0.advice)
            }, weights)
    }

    /// Counts each distinct text once, by its strongest record; nil where none is an offer or worth
    /// a look.
    private static func evidence(
        _ kind: EvidenceKind, _ readings: [Reading], _ weights: ContentWeights
    ) -> Evidence? {
        let marked = readings.filter { $0.advice != .clear }
            .sorted { ($1.score, $0.record) < ($0.score, $1.record) }
        guard let best = marked.first else { return nil }
        // A text is an offer where any of its copies is, and as strong as the strongest.
        let offered = Set(marked.lazy.filter { $0.advice == .offer }.map(\.digest))
        var seen: Set<UInt64> = []
        let distinct = marked.filter { seen.insert($0.digest).inserted }
        let parts = distinct.map {
            min(max(weights.slope * ($0.score - weights.floor), 0), weights.each)
        }
        // Texts that are only worth a look never lift a lead over the threshold by their number;
        // beside an offer they add what the sum of all gives.
        let all = diminishing(parts, keep: weights.keep)
        let capped = min(all, offered.isEmpty ? weights.reviewCap : weights.cap)
        let facts = [
            "offers": String(offered.count), "reviews": String(distinct.count - offered.count),
            "copies": String(marked.count - distinct.count), "of": String(readings.count),
            "best": figure(Bits(best.score).probability * 100),
        ]
        return Evidence(
            kind: kind, weight: Bits(capped), uncapped: Bits(all), facts: facts,
            records: distinct.prefix(Limits.recordsPerEvidenceMax).map(\.record))
    }
}

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
            "fireworks": count(.fireworks), "banned": count(.banned),
            "mismatch": count(.mismatch),
            "suspect": String(found.count { $0.fact.xray == .suspect }),
            "of": String(waybills.count),
        ]
        return Evidence(
            kind: .falseDeclaration, weight: Bits(min(sum, weights.cap)), uncapped: Bits(sum),
            facts: facts,
            records: found.prefix(Limits.recordsPerEvidenceMax).map { .waybill($0.fact.record) })
    }

    private static func weight(of fact: WaybillFact, _ weights: FindingWeights) -> Double {
        let finding =
            switch fact.finding {
            case .fireworks: weights.fireworks
            case .banned: weights.banned
            case .mismatch: weights.mismatch
            case .none, .asDeclared: 0.0
            }
        return max(finding, fact.xray == .suspect ? weights.suspectXray : 0)
    }
}
