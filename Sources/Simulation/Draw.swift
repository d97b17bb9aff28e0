import Primitives

/// Indexes drawn in proportion to fixed weights, by binary search in their running sums.
struct WeightedTable: Sendable {
    private let sums: [Double]

    /// `weights` are at least 0, their sum above 0.
    init(_ weights: [Double]) {
        var sum = 0.0
        sums = weights.map { weight in
            sum += weight
            return sum
        }
        precondition(sum > 0, "weights must have a positive sum")
    }

    var count: Int { sums.count }

    func draw(_ random: inout SeededRandom) -> Int {
        let aim = random.unit() * sums[sums.count - 1]
        var low = 0
        var high = sums.count - 1
        while low < high {
            let middle = (low + high) / 2
            if sums[middle] > aim { high = middle } else { low = middle + 1 }
        }
        return low
    }
}

extension SeededRandom {
    /// Uniform in `range`, both ends included.
    mutating func within(_ range: ClosedRange<Int>) -> Int {
        range.lowerBound + below(range.upperBound - range.lowerBound + 1)
    }

    /// `expected` rounded down or up so that its mean is kept.
    mutating func rounded(_ expected: Double) -> Int {
        let whole = expected.rounded(.down)
        return Int(whole) + (chance(expected - whole) ? 1 : 0)
    }

    /// A draw of a Pareto law with the least value 1 and the tail exponent `alpha`, cut at `cap`.
    mutating func heavyTail(alpha: Double, cap: Double) -> Double {
        min(exp2(-log2(max(1 - unit(), 1e-12)) / alpha), cap)
    }

    /// Roughly normal with mean 0 and standard deviation 1, within -3...3: three uniforms.
    mutating func bell() -> Double { (unit() + unit() + unit() - 1.5) * 2 }

    /// `count` different elements of `elements`, or all where there are fewer.
    mutating func sample<Element>(_ elements: [Element], _ count: Int) -> [Element] {
        var left = elements
        var result: [Element] = []
        while result.count < count, !left.isEmpty {
            result.append(left.remove(at: below(left.count)))
        }
        return result
    }

    /// A generator of its own for entity `index` of the part `name`.
    init(seed: UInt64, part name: String, index: Int) {
        let start = seed ^ StableHash.of(name)
        self.init(seed: StableHash.mixed(start &+ UInt64(index) &* 0x9E37_79B9_7F4A_7C15))
    }
}

/// Splits `total` in proportion to `weights` by largest remainders; the parts add up exactly.
///
/// Ties go to the earlier part. All parts are 0 where the weights sum to 0.
func apportioned(_ total: Int, _ weights: [Double]) -> [Int] {
    let sum = weights.reduce(0, +)
    guard sum > 0, total > 0 else { return weights.map { _ in 0 } }
    let shares = weights.map { Double(total) * $0 / sum }
    var parts = shares.map { Int($0.rounded(.down)) }
    let order = shares.indices.sorted { left, right in
        let a = shares[left] - shares[left].rounded(.down)
        let b = shares[right] - shares[right].rounded(.down)
        return a == b ? left < right : a > b
    }
    var missing = total - parts.reduce(0, +)
    for index in order where missing > 0 {
        parts[index] += 1
        missing -= 1
    }
    return parts
}
