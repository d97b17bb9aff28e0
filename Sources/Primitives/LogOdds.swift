/// Weight of evidence in bits: log2 of the odds.
///
/// 1 bit doubles the odds, 0 says nothing, negative speaks against.
///
/// Adding bits of independent findings is Bayes' rule; the prior is one more summand (Fellegi and
/// Sunter 1969,
/// Good 1950 call the natural-log form weight of evidence).
package struct Bits: Hashable, Sendable, Comparable {
    package var value: Double

    package init(_ value: Double) { self.value = value }

    package static let zero = Bits(0)

    /// log2(p / (1 - p)).
    ///
    /// `probability` is held inside 1e-9 ... 1 - 1e-9 so that the result is finite.
    package init(probability: Double) {
        let held = min(max(probability, 1e-9), 1 - 1e-9)
        value = log2(held / (1 - held))
    }

    /// 1 / (1 + 2^-bits), in 0...1.
    package var probability: Double { 1 / (1 + exp2(-value)) }

    package static func + (left: Self, right: Self) -> Self { Bits(left.value + right.value) }
    package static func - (left: Self, right: Self) -> Self { Bits(left.value - right.value) }
    package static func += (left: inout Self, right: Self) { left.value += right.value }
    package static func < (left: Self, right: Self) -> Bool { left.value < right.value }
}

/// 2 to the power `x`, from IEEE additions and multiplications alone.
///
/// The C library's own differs in its last bits between processors; a model trained here must have
/// the same bytes
/// everywhere. Error below 1e-14 relative. Saturates outside -1000...1000.
package func exp2(_ x: Double) -> Double {
    let held = min(max(x, -1_000), 1_000)
    let whole = held.rounded(.toNearestOrEven)
    let t = (held - whole) * 0.693_147_180_559_945_3
    var term = 1.0
    var sum = 1.0
    for k in 1...16 {
        term *= t / Double(k)
        sum += term
    }
    return sum * Double(sign: .plus, exponent: Int(whole), significand: 1)
}

/// The logarithm of `x` to base 2, from IEEE arithmetic alone.
///
/// `x` must be above 0 and finite.
///
/// Uses ln(m) = 2 atanh((m - 1) / (m + 1)) with m in 0.707...1.414. Error below 1e-14 absolute.
package func log2(_ x: Double) -> Double {
    precondition(x > 0 && x.isFinite, "log2 needs a positive finite number")
    var exponent = Double(x.exponent)
    var mantissa = x.significand
    if mantissa > 1.414_213_562_373_095 {
        mantissa /= 2
        exponent += 1
    }
    let z = (mantissa - 1) / (mantissa + 1)
    let square = z * z
    var power = z
    var sum = 0.0
    var k = 1.0
    while k < 40 {
        sum += power / k
        power *= square
        k += 2
    }
    return exponent + 2 * sum * 1.442_695_040_888_963_4
}
