import Primitives

/// When somebody is active, ready to be compared: shares of the 168 hours of a week.
package struct PreparedTimePattern: Hashable, Sendable {
    /// Shares that sum to 1, Monday 00:00 first.
    let shares: [Double]
}

/// Compares patterns of activity over the hours of the week (发帖、寄件的时段).
///
/// The measure is the square root of the Jensen-Shannon divergence in bits (Lin 1991; a metric by
/// Endres and Schindelin 2003): 0 for equal patterns, 1 for such as never share an hour. Counts are
/// smoothed over the neighbouring hours, for a habit has no sharp edge.
package struct TimePatternComparator: Sendable {
    /// Hours of a week.
    package static let hours = 168
    /// Distances below which each level but the last lies, rising.
    package let distances: [Double]
    /// Counts below this are no evidence: a handful of hours is no habit.
    package let countMin: Int

    /// `distances` must rise inside 0...1.
    ///
    /// The default of 60 counts leaves two patterns of one habit
    /// a distance of some 0.3 (`CompareTimeTests`).
    package init(distances: [Double] = [0.3, 0.45, 0.6], countMin: Int = 60) {
        precondition(
            distances.allSatisfy { $0 > 0 && $0 <= 1 }
                && zip(distances, distances.dropFirst()).allSatisfy { $0 < $1 },
            "distances of time patterns rise inside 0...1")
        self.distances = distances
        self.countMin = countMin
    }

    /// What each level means.
    package var levels: [String] { distances.map { "distance up to \($0)" } + ["else"] }

    /// Nil unless there are 168 counts, none negative, that sum to `countMin` or more.
    package func prepare(_ counts: [Int]) -> PreparedTimePattern? {
        guard counts.count == Self.hours, counts.allSatisfy({ $0 >= 0 && $0 < 1 << 40 }) else {
            return nil
        }
        let total = counts.reduce(0, +)
        guard total >= max(countMin, 1) else { return nil }
        let shares = (0..<Self.hours).map { hour -> Double in
            let before = counts[(hour + Self.hours - 1) % Self.hours]
            let after = counts[(hour + 1) % Self.hours]
            return (Double(before) + 2 * Double(counts[hour]) + Double(after)) / (4 * Double(total))
        }
        return PreparedTimePattern(shares: shares)
    }

    /// 0 for equal patterns, 1 for such as share no hour.
    package func distance(_ left: PreparedTimePattern, _ right: PreparedTimePattern) -> Double {
        var divergence = 0.0
        for (a, b) in zip(left.shares, right.shares) {
            let middle = (a + b) / 2
            if a > 0 { divergence += a * log2(a / middle) / 2 }
            if b > 0 { divergence += b * log2(b / middle) / 2 }
        }
        return min(max(divergence, 0), 1).squareRoot()
    }

    /// The level at which two patterns agree: symmetric, 0 the strictest.
    package func level(_ left: PreparedTimePattern, _ right: PreparedTimePattern) -> Int {
        let distance = distance(left, right)
        return distances.firstIndex { distance <= $0 } ?? distances.count
    }
}
