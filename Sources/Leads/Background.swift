package import Primitives

/// How the city's texts score on the whole, so that an actor's texts are weighed against them.
///
/// Screening is calibrated on labelled texts; a city's ordinary trade scores higher or lower than
/// those do, and each new screening model shifts it. The *pivot*, the score that says nothing, is
/// therefore taken from the city itself: the score that a set share of all distinct posts, and of
/// all
/// parcels, exceed (`LeadModel`'s `pivot_share`). With few texts the model's own pivot holds; it
/// gives way as texts
/// come in, `pivotTexts` of them weighing as much as it does.
package struct Background: Hashable, Sendable {
    /// In bits, a multiple of `LeadModel.pivotStep`, so that a few new texts do not move every
    /// lead.
    package let listingPivot: Double
    package let parcelPivot: Double

    /// The model's own, for a store of nothing.
    package init(model: LeadModel) {
        listingPivot = model.offerText.pivot
        parcelPivot = model.disguisedParcel.pivot
    }

    fileprivate init(listingPivot: Double, parcelPivot: Double) {
        self.listingPivot = listingPivot
        self.parcelPivot = parcelPivot
    }

    /// Counts the facts of all records, linked or not; copies of one post count once, every parcel
    /// by itself.
    ///
    /// The order never matters.
    ///
    /// - Complexity: O(1) a fact, some 16 bytes for each distinct post, nothing for a parcel.
    package struct Counter: Sendable {
        private var listings = ScoreCounts()
        private var parcels = ScoreCounts()
        private var seen: Set<UInt64> = []

        package init() {}

        /// `digest` is that of the folded text, as in `ListingFact`.
        package mutating func takeListing(score: Bits, digest: UInt64) {
            // One text under two kinds has two scores, and both count, whichever comes first.
            let key = digest ^ UInt64(truncatingIfNeeded: listings.bin(score.value))
            if seen.insert(key).inserted { listings.add(score.value) }
        }

        package mutating func takeParcel(score: Bits) { parcels.add(score.value) }

        /// The background of what was counted so far; with nothing counted, the model's own.
        package func background(_ model: LeadModel) -> Background {
            Background(
                listingPivot: listings.pivot(model.offerText, model),
                parcelPivot: parcels.pivot(model.disguisedParcel, model))
        }
    }
}

/// Scores counted in quarters of a bit.
private struct ScoreCounts {
    private static let perBit = 4.0
    private static let bitsMax = 20.0

    private var counts = [Int](repeating: 0, count: Int(2 * bitsMax * perBit) + 1)
    private var total = 0

    func bin(_ score: Double) -> Int {
        Int((min(max(score, -Self.bitsMax), Self.bitsMax) + Self.bitsMax) * Self.perBit)
    }

    mutating func add(_ score: Double) {
        counts[bin(score)] += 1
        total += 1
    }

    func pivot(_ weights: ContentWeights, _ model: LeadModel) -> Double {
        let known = Double(model.pivotTexts)
        let mixed = weights.pivot * known + exceeded(by: weights.pivotShare) * Double(total)
        let steps = mixed / (known + Double(total)) / model.pivotStep
        // Adding 0 turns -0 into 0.
        return steps.rounded(.toNearestOrAwayFromZero) * model.pivotStep + 0
    }

    /// The score that `share` of the texts exceed; 0 without texts, where it counts nothing.
    private func exceeded(by share: Double) -> Double {
        var left = share * Double(total)
        for bin in counts.indices.reversed() {
            left -= Double(counts[bin])
            if left < 0 { return Double(bin) / Self.perBit - Self.bitsMax }
        }
        return 0
    }
}
