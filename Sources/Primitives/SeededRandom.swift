/// A generator whose stream follows from its seed alone: SplitMix64 (Steele, Lea, Flood 2014).
///
/// For simulation and sampling, never for secrets.
package struct SeededRandom: RandomNumberGenerator, Sendable {
    private var state: UInt64

    package init(seed: UInt64) { state = seed }

    /// A generator of its own for the part `name` of a run, so that one part's draws do not shift
    /// another's.
    package init(seed: UInt64, part name: String) { state = seed ^ StableHash.of(name) }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// Uniform in 0..<1, 53 bits.
    package mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }

    /// Uniform in 0..<bound; `bound` above 0.
    package mutating func below(_ bound: Int) -> Int {
        precondition(bound > 0, "an empty range has no element")
        return Int(next().multipliedFullWidth(by: UInt64(bound)).high)
    }

    /// True with `probability`; never at 0, always at 1.
    package mutating func chance(_ probability: Double) -> Bool { unit() < probability }

    /// One of `elements`, each as likely; there must be at least one.
    package mutating func pick<Element>(_ elements: [Element]) -> Element {
        elements[below(elements.count)]
    }

    /// The index of one of `weights`, each drawn in proportion; weights at least 0, their sum above
    /// 0.
    package mutating func weighted(_ weights: [Double]) -> Int {
        let total = weights.reduce(0, +)
        precondition(total > 0, "weights must have a positive sum")
        var left = unit() * total
        for (index, weight) in weights.enumerated() {
            left -= weight
            if left < 0 { return index }
        }
        return weights.count - 1
    }
}
