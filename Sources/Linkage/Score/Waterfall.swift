import Primitives

/// Why a pair has its match weight: summands in bits from the prior to the sum.
package struct Waterfall: Sendable, Equatable {
    /// One summand.
    package struct Step: Sendable, Equatable {
        /// What a step stands for.
        package enum Kind: Sendable, Equatable {
            /// The odds of two random records.
            case prior
            /// A field, by its place in the model.
            case field(Int)
            /// The value agreed on in a field is rarer or commoner than values there are.
            case rarity(Int)
            /// Agreement that a common circumstance explains as well.
            case circumstance
        }

        package let kind: Kind
        /// The column; empty for the prior and for a circumstance.
        package let column: String
        /// The comparison level, such as `exact` or `no evidence`.
        package let level: String
        package let left: String
        package let right: String
        package let bits: Double
    }

    package let steps: [Step]
    /// The match weight: the sum of the steps.
    package let weight: Double

    package var probability: Double { Bits(weight).probability }
}

extension PairScorer {
    /// The match weight of two records, by their numbers, and what it is made of.
    ///
    /// The last step is what is left between the sum against unrelated pairs and the weight: bits
    /// that pairs with a common circumstance take away, never above 0.
    package func waterfall(_ a: UInt32, _ b: UInt32) -> Waterfall {
        var scratch = LinkScratch(comparer)
        let weight = weight(a, b, &scratch.compare)
        let digits = scratch.compare.digits
        var steps = [
            Waterfall.Step(
                kind: .prior, column: "", level: "", left: "", right: "", bits: bases[0])
        ]
        let count = comparer.fieldCount
        for (index, field) in comparer.fields.enumerated() {
            let digit = Int(digits[index])
            let left = Int(comparer.codes[Int(a) * count + index])
            let right = Int(comparer.codes[Int(b) * count + index])
            steps.append(
                Waterfall.Step(
                    kind: .field(index), column: field.column,
                    level: digit == 0 ? "no evidence" : field.levelNames[digit - 1],
                    left: field.texts[left], right: field.texts[right],
                    bits: weights[offsets[index] + digit]))
            let isShared = digit == 1 || (digit != 0 && left == right)
            if isShared, countsRarity[0][index] {
                let records = max(field.counts[left], field.counts[right])
                steps.append(
                    Waterfall.Step(
                        kind: .rarity(index), column: field.column,
                        level: "a value of \(records) records", left: field.texts[left],
                        right: field.texts[right],
                        bits: rarity(index, digit, UInt32(left), UInt32(right))))
            }
        }
        let rest = weight - steps.reduce(0) { $0 + $1.bits }
        if bases.count > 1 {
            steps.append(
                Waterfall.Step(
                    kind: .circumstance, column: "",
                    level: "agreement that others share for a cause",
                    left: "", right: "", bits: rest))
        }
        return Waterfall(steps: steps, weight: steps.reduce(0) { $0 + $1.bits })
    }

    /// The match weight of two records, by their numbers, in bits.
    package func weight(_ a: UInt32, _ b: UInt32) -> Double {
        var scratch = LinkScratch(comparer)
        return weight(a, b, &scratch.compare)
    }
}
