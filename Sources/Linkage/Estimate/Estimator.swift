import Primitives

/// Estimates m, u and the prior from counted patterns, without labels.
struct Estimator: Sendable {
    let comparer: PairComparer
    let table: LinkTable
    let random: RandomPairs

    /// Runs of EM, each after u was freed of the matches among all pairs.
    static let rounds = 3
    static let stepsMax = 60
    /// Exact agreement of a match in a field where EM begins; the rest is spread over its levels.
    static let agreement = 0.8
    /// Kinds of pairs with a common circumstance looked for.
    static let circumstancesMax = 4

    /// `counts`: by blocking rule the counted patterns, and how many pairs each count stands for;
    /// `known`: m by field and digit where labels tell it, which EM then leaves alone.
    func estimate(
        _ counts: [(PatternCounts, scale: Double)], matching known: [[Double]]? = nil
    ) -> (LinkParameters, EstimationTrace) {
        var trace = EstimationTrace()
        var patterns = PatternTable(
            digitCounts: comparer.fields.map(\.digitCount), pairs: table.pairsPossible)
        var sums: [UInt64: Double] = [:]
        for (tally, scale) in counts {
            for (key, count) in tally.sorted {
                sums[key, default: 0] += Double(count) * scale
                trace.pairsCounted += count
            }
        }
        for (key, count) in sums.sorted(by: { $0.key < $1.key }) {
            patterns.add(comparer.digits(of: key), count: count)
        }
        trace.patterns = patterns.patternCount
        trace.pairsSampled = random.sampled
        var mixture = Mixture(classes: [matches(patterns), others()], table: patterns)
        if let known { mixture.classes[0].chances = known }
        // Held in place, the matches can not take over a household's pairs, which may be many more;
        // whatever agrees in a few fields only finds a class of its own. The first time they are
        // held where EM begins, the second time where it ended.
        for _ in 0..<2 {
            mixture.classes.removeLast(mixture.classes.count - 2)
            mixture.classes[0].isFree = mixture.classes[0].isFree.map { _ in false }
            trace.logLikelihoods.append(mixture.fit(stepsMax: Self.stepsMax, gainMin: 0.1))
            addCircumstances(&mixture, &trace)
            mixture.classes[0].isFree = mixture.classes[0].isFree.map { _ in known == nil }
            for _ in 0..<Self.rounds {
                trace.logLikelihoods.append(mixture.fit(stepsMax: Self.stepsMax, gainMin: 0.01))
                correct(&mixture)
            }
        }
        addCircumstances(&mixture, &trace)
        return (parameters(mixture), trace)
    }

    /// Where EM begins: matches agree, and there is one for every two records.
    private func matches(_ patterns: PatternTable) -> PairClass {
        let records = Double(table.isLink ? min(table.leftCount, table.count) : table.count)
        let chances = patterns.digitCounts.map { count in
            (0..<count).map { digit in
                switch digit {
                case 0: 1.0
                case 1: Self.agreement
                default: (1 - Self.agreement) / Double(count - 2)
                }
            }
        }
        return PairClass(
            share: min(0.5, records / 2 / max(1, patterns.pairs)), chances: chances,
            isFree: chances.map { _ in false })
    }

    private func others() -> PairClass {
        PairClass(share: 1, chances: random.chances, isFree: random.chances.map { _ in false })
    }

    /// Takes the matches out of what all pairs have: u = (all - prior * m) / (1 - prior).
    private func correct(_ mixture: inout Mixture) {
        let prior = mixture.classes[0].share
        for field in random.chances.indices {
            let all = random.chances[field]
            var u = all
            var sum = 0.0
            for digit in all.indices.dropFirst() {
                let rest = (all[digit] - prior * mixture.classes[0].chances[field][digit])
                u[digit] = max(rest / (1 - prior), all[digit] * 0.02, 1e-9)
                sum += u[digit]
            }
            for digit in all.indices.dropFirst() { u[digit] /= sum }
            for index in mixture.classes.indices.dropFirst()
            where !mixture.classes[index].isFree[field] {
                mixture.classes[index].chances[field] = u
            }
        }
    }

    /// Adds classes of pairs that agree in some fields for a cause, as long as they explain the
    /// patterns better than their parameters cost.
    private func addCircumstances(_ mixture: inout Mixture, _ trace: inout EstimationTrace) {
        while mixture.classes.count - 2 < Self.circumstancesMax {
            guard var best = bestCircumstance(for: mixture) else { return }
            for _ in 0..<2 {
                correct(&best)
                trace.logLikelihoods.append(best.fit(stepsMax: Self.stepsMax, gainMin: 0.01))
            }
            mixture = best
        }
    }

    private func bestCircumstance(for mixture: Mixture) -> Mixture? {
        var base = mixture
        let start = base.fit(stepsMax: 2, gainMin: 0).last ?? 0
        var best: (gain: Double, mixture: Mixture)?
        for fields in sets(explaining: mixture) {
            var trial = mixture
            trial.classes.append(circumstance(fields, in: mixture))
            let end = trial.fit(stepsMax: 12, gainMin: 0.1).last ?? 0
            let parameters = fields.reduce(1) { $0 + mixture.table.digitCounts[$1] - 2 }
            let cost = Double(parameters) / 2 * log2(max(2, mixture.table.counted))
            let gain = end - start - cost
            if gain > (best?.gain ?? 10) { best = (gain, trial) }
        }
        return best?.mixture
    }

    /// Sets of two and three fields whose agreement the classes so far explain least.
    private func sets(explaining mixture: Mixture) -> [[Int]] {
        let count = mixture.table.fieldCount
        guard count > 2 else { return [] }
        var sets: [[Int]] = []
        for a in 0..<count {
            for b in (a + 1)..<count {
                sets.append([a, b])
                guard count > 3 else { continue }
                for c in (b + 1)..<max(b + 1, count) { sets.append([a, b, c]) }
            }
        }
        var observed = [Double](repeating: 0, count: sets.count)
        var expected = observed
        for pattern in 0..<mixture.table.patternCount {
            let row = pattern * count
            let posteriors = mixture.posteriors(pattern)
            let share = 1 - posteriors[0]
            if share < 0.01 { continue }
            let found = mixture.table.counts[pattern] * share
            var predicted = 0.0
            for kind in mixture.classes.dropFirst() {
                var chance = kind.share * mixture.table.pairs
                for field in 0..<count {
                    chance *= kind.chances[field][Int(mixture.table.digits[row + field])]
                }
                predicted += chance
            }
            for (index, set) in sets.enumerated()
            where set.allSatisfy({ mixture.table.digits[row + $0] == 1 }) {
                observed[index] += found
                expected[index] += predicted
            }
        }
        let scores = sets.indices.map { index in
            observed[index] > 20
                ? observed[index] * log2(max(observed[index], 1) / max(expected[index], 1)) : 0
        }
        let order = sets.indices.sorted {
            scores[$0] != scores[$1] ? scores[$0] > scores[$1] : $0 < $1
        }
        return order.prefix(12).filter { scores[$0] > 50 }.map { sets[$0] }
    }

    private func circumstance(_ fields: [Int], in mixture: Mixture) -> PairClass {
        var chances = mixture.classes[1].chances
        for field in fields {
            let count = chances[field].count
            for digit in 1..<count {
                chances[field][digit] = digit == 1 ? 0.9 : 0.1 / Double(max(1, count - 2))
            }
        }
        return PairClass(
            share: max(mixture.classes[0].share, 1e-9), chances: chances,
            isFree: chances.indices.map { fields.contains($0) })
    }

    private func parameters(_ mixture: Mixture) -> LinkParameters {
        let fields = comparer.fields.indices.map { field in
            LinkParameters.Field(
                column: comparer.fields[field].column,
                m: Array(mixture.classes[0].chances[field].dropFirst()),
                u: Array(mixture.classes[1].chances[field].dropFirst()))
        }
        let circumstances = mixture.classes.dropFirst(2).map { kind in
            LinkParameters.Circumstance(
                share: kind.share,
                levels: kind.chances.indices.map {
                    kind.isFree[$0] ? Array(kind.chances[$0].dropFirst()) : nil
                })
        }
        return LinkParameters(
            prior: mixture.classes[0].share, fields: fields, circumstances: Array(circumstances))
    }
}
