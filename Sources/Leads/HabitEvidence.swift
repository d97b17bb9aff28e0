import Primitives
import Records

/// Habits of sending, counted over suspicious parcels and only beside content.
///
/// A parcel's part is 1 where its declaration reads as a disguise or something was found in it,
/// `reviewShare` where it is worth a look, and where the actor's own texts are offers up to
/// `besideOffersShare` for a parcel without an order number. The parts, not the parcels, are
/// counted, so that an honest shop's three hundred parcels a day count nothing.
struct HabitEvidence {
    /// One parcel with its part, above 0.
    private struct Part {
        let fact: WaybillFact
        let share: Double
    }

    private let parts: [Part]
    private let total: Int
    private let model: HabitWeights
    /// 0...1, how much content stands beside the habits.
    private let besides: Double

    init(waybills: [WaybillFact], model: HabitWeights, content: Double, offers: Double) {
        self.model = model
        total = waybills.count
        besides = min(content / model.fullContent, 1)
        let blank = model.besideOffersShare * min(offers / model.fullContent, 1)
        parts = waybills.map {
            Part(fact: $0, share: Self.share(of: $0, model, blank: blank))
        }
        .filter { $0.share > 0 }
        .sorted { ($1.share, $0.fact.record) < ($0.share, $1.fact.record) }
    }

    private static func share(
        of fact: WaybillFact, _ model: HabitWeights, blank: Double
    ) -> Double {
        switch (fact.advice, fact.finding) {
        case (.offer, _), (_, .fireworks), (_, .suspected), (_, .mismatch): 1
        case (.review, _): max(model.reviewShare, fact.hasOrderNumber ? 0 : blank)
        case (.clear, _): fact.hasOrderNumber ? 0 : blank
        }
    }

    var all: [Evidence?] { [rate, spread, repeatedWeight, origin, names] }

    /// The most parts accepted within any `windowDays`.
    private var rate: Evidence? {
        let sorted = parts.sorted { $0.fact.at < $1.fact.at }
        let span = Seconds.days(Int64(model.windowDays))
        var best = (sum: 0.0, count: 0)
        var sum = 0.0
        var first = 0
        for (last, part) in sorted.enumerated() {
            sum += part.share
            while part.fact.at.seconds(since: sorted[first].fact.at) >= span {
                sum -= sorted[first].share
                first += 1
            }
            if sum > best.sum { best = (sum, last - first + 1) }
        }
        let facts = ["parcels": String(best.count), "days": String(model.windowDays)]
        return evidence(.parcelRate, best.sum, model.rate, facts, parts)
    }

    /// Distinct receivers, each by its strongest part.
    private var spread: Evidence? {
        var seen: Set<UInt64> = []
        let firsts = parts.filter { part in
            part.fact.receiver.map { seen.insert($0).inserted } ?? false
        }
        let places = Set(parts.compactMap(\.fact.destination))
        let facts = ["receivers": String(firsts.count), "places": String(places.count)]
        let sum = firsts.reduce(0) { $0 + $1.share }
        return evidence(.receiverSpread, sum, model.spread, facts, firsts)
    }

    /// The weight that most parts share, among parcels heavy enough to say anything.
    private var repeatedWeight: Evidence? {
        var bins: [Int64: [Part]] = [:]
        for part in parts {
            guard let weight = part.fact.weight, weight.count >= Int64(model.heavyFromGrams) else {
                continue
            }
            let step = Int64(model.sameWeightGrams)
            bins[(weight.count + step / 2) / step * step, default: []].append(part)
        }
        let sums = bins.mapValues { $0.reduce(0) { $0 + $1.share } }
        guard let best = sums.min(by: { ($1.value, $0.key) < ($0.value, $1.key) }) else {
            return nil
        }
        let same = bins[best.key] ?? []
        let facts = ["grams": String(best.key), "parcels": String(same.count)]
        return evidence(.repeatedWeight, best.value, model.repeatedWeight, facts, same)
    }

    /// Parts sent from a production area; the county alone counts less than its towns.
    private var origin: Evidence? {
        let from = parts.filter { $0.fact.origin != nil }
        let sum = from.reduce(0) {
            $0 + $1.share * ($1.fact.origin == .town ? 1 : model.countyShare)
        }
        let towns = from.count { $0.fact.origin == .town }
        let facts = ["parcels": String(from.count), "towns": String(towns)]
        return evidence(.productionOrigin, sum, model.origin, facts, from)
    }

    /// Distinct sender names on suspicious parcels of the one actor.
    private var names: Evidence? {
        var seen: Set<UInt64> = []
        let firsts = parts.filter { part in
            part.fact.senderName.map { seen.insert($0).inserted } ?? false
        }
        let sum = firsts.reduce(0) { $0 + $1.share }
        return evidence(.manyNames, sum, model.names, ["names": String(firsts.count)], firsts)
    }

    private func evidence(
        _ kind: EvidenceKind, _ quantity: Double, _ slope: Slope, _ facts: [String: String],
        _ parts: [Part]
    ) -> Evidence? {
        let uncapped = slope.uncapped(quantity) * besides
        guard uncapped > 0 else { return nil }
        var facts = facts
        facts["of"] = String(total)
        facts["counted"] = figure(quantity)
        return Evidence(
            kind: kind, weight: Bits(min(uncapped, slope.cap * besides)),
            uncapped: Bits(uncapped), facts: facts,
            records: parts.prefix(Limits.recordsPerEvidenceMax).map { .waybill($0.fact.record) })
    }
}
