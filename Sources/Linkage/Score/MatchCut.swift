import Primitives

/// How many scored pairs have which weight: what the cut is chosen from.
package struct WeightHistogram: Sendable, Equatable {
    /// Eighths of a bit, the first for everything below `lowest`.
    static let lowest = -20.0
    static let highest = 40.0
    static let binsPerBit = 8.0

    private(set) var counts = [Int](
        repeating: 0, count: Int((highest - lowest) * binsPerBit) + 2)

    /// Pairs that were scored.
    package var total: Int { counts.reduce(0, +) }

    @inline(__always)
    mutating func add(_ weight: Double) {
        let held = max(Self.lowest - 0.01, min(Self.highest, weight))
        counts[max(0, Int(((held - Self.lowest) * Self.binsPerBit).rounded(.down)) + 1)] += 1
    }

    static func += (left: inout Self, right: Self) {
        for bin in left.counts.indices { left.counts[bin] += right.counts[bin] }
    }

    /// The lower bound of a bin, in bits.
    static func weight(ofBin bin: Int) -> Double { lowest + Double(bin - 1) / binsPerBit }

    /// The probability of a pair of a bin, taken at its middle.
    static func probability(ofBin bin: Int) -> Double {
        Bits(weight(ofBin: bin) + 0.5 / binsPerBit).probability
    }
}

/// The match weight from which pairs count as links, and what it is expected to give.
package struct MatchCut: Sendable, Equatable {
    /// Bits.
    package let weight: Double
    /// Expected from the pairs' own probabilities, no labels used.
    package let precision: Double
    /// Of the matches that blocking found.
    package let recall: Double

    package var f1: Double {
        precision + recall > 0 ? 2 * precision * recall / (precision + recall) : 0
    }

    /// The cut with the highest expected F1, from -2 to 8 bits: outside the probabilities
    /// themselves are in doubt.
    package static func calibrated(_ histogram: WeightHistogram) -> MatchCut {
        curve(histogram).filter { $0.weight >= -2 && $0.weight <= 8 }
            .max { ($0.f1, $1.weight) < ($1.f1, $0.weight) }
            ?? MatchCut(weight: 0, precision: 1, recall: 0)
    }

    /// What a given cut is expected to give.
    package static func at(_ weight: Double, _ histogram: WeightHistogram) -> MatchCut {
        let nearest = curve(histogram).first { $0.weight >= weight }
        return MatchCut(
            weight: weight, precision: nearest?.precision ?? 1, recall: nearest?.recall ?? 0)
    }

    /// Expected precision and recall at each eighth of a bit, from low to high.
    package static func curve(_ histogram: WeightHistogram) -> [MatchCut] {
        let bins = histogram.counts.indices
        let all = bins.reduce(0.0) {
            $0 + Double(histogram.counts[$1]) * WeightHistogram.probability(ofBin: $1)
        }
        var found: [MatchCut] = []
        var kept = 0.0
        var matches = 0.0
        for bin in bins.dropFirst().reversed() {
            kept += Double(histogram.counts[bin])
            matches +=
                Double(histogram.counts[bin]) * WeightHistogram.probability(ofBin: bin)
            found.append(
                MatchCut(
                    weight: WeightHistogram.weight(ofBin: bin),
                    precision: kept > 0 ? matches / kept : 1,
                    recall: all > 0 ? matches / all : 0))
        }
        return found.reversed()
    }
}

/// Links a record of one file to at most one of the other.
package enum OneToOne {
    /// Pairs in falling weight, each whose two records are still free (greedy assignment).
    ///
    /// Ties go by record number; the result is in order of the left record.
    package static func links(among pairs: [ScoredPair]) -> [ScoredPair] {
        let sorted = pairs.sorted {
            if $0.weight != $1.weight { return $0.weight > $1.weight }
            return ($0.left, $0.right) < ($1.left, $1.right)
        }
        var taken: Set<UInt32> = []
        var found: [ScoredPair] = []
        for pair in sorted where !taken.contains(pair.left) && !taken.contains(pair.right) {
            taken.insert(pair.left)
            taken.insert(pair.right)
            found.append(pair)
        }
        return found.sorted { ($0.left, $0.right) < ($1.left, $1.right) }
    }
}

extension WeightHistogram {
    /// Pairs by whole bits, from the lowest weight to the highest.
    package var byWholeBit: [(bits: Int, count: Int)] {
        let perBit = Int(Self.binsPerBit)
        return stride(from: 1, to: counts.count, by: perBit).map { start in
            let bins = start..<min(counts.count, start + perBit)
            return (
                Int(Self.weight(ofBin: start)), bins.reduce(0) { $0 + counts[$1] }
            )
        }
    }
}
