import Primitives

/// What a blocking rule gives, by the fitted model.
package struct RuleYield: Sendable, Equatable {
    /// The rule, as the model spells it.
    package let rule: String
    /// Its pairs, those that an earlier rule gives as well included.
    package let pairs: Int
    /// Of the matches that all rules find, the expected part that is among its pairs.
    package let recall: Double
    /// The expected part that no other rule finds: what would be lost without it.
    package let alone: Double
}

extension RecordLinkage {
    /// What each rule gives; `pairs` are all scored pairs that may be matches.
    ///
    /// - Complexity: O(pairs * rules).
    func yields(of pairs: [ScoredPair]) -> [RuleYield] {
        var found = [Double](repeating: 0, count: blocking.rules.count)
        var alone = found
        var all = 0.0
        for pair in pairs {
            let chance = Bits(Double(pair.weight)).probability
            all += chance
            let mask = blocking.rules(of: pair.left, pair.right)
            for rule in found.indices where mask & (1 << UInt64(rule)) != 0 {
                found[rule] += chance
                if mask.nonzeroBitCount == 1 { alone[rule] += chance }
            }
        }
        return blocking.rules.indices.map { rule in
            RuleYield(
                rule: blocking.rules[rule].text, pairs: blocking.rules[rule].pairs,
                recall: all > 0 ? found[rule] / all : 0, alone: all > 0 ? alone[rule] / all : 0)
        }
    }
}
