package import Primitives
package import Records

/// One bar of a lead's waterfall.
package struct WaterfallRow: Hashable, Sendable {
    /// Nil for the prior.
    package let kind: EvidenceKind?
    package let weight: Bits
    /// The running sum before and after this row.
    package let from: Bits
    package let to: Bits
    /// The probability after this row.
    package let probability: Double
}

/// How a score came to be, from the prior to the sum, strongest evidence first (得分构成).
package enum Waterfall {
    /// The rows; the last one's `to` is the score.
    package static func rows(prior: Bits, evidence: [Evidence]) -> [WaterfallRow] {
        var sum = prior
        var rows = [
            WaterfallRow(
                kind: nil, weight: prior, from: .zero, to: prior, probability: prior.probability)
        ]
        for item in evidence {
            let next = sum + item.weight
            rows.append(
                WaterfallRow(
                    kind: item.kind, weight: item.weight, from: sum, to: next,
                    probability: next.probability))
            sum = next
        }
        return rows
    }
}
