import Primitives

/// A linkage of one table, ready to run: records blocked, values prepared.
package struct RecordLinkage: Sendable {
    package let model: LinkModel
    package let table: LinkTable
    package let comparer: PairComparer
    package let blocking: Blocking
    package let forbidden: ForbiddenPairs
    /// The blocking rules, given or proposed.
    package let rules: [LinkModel.BlockRule]

    /// Pairs of one part: some hundredths of a second of work.
    static let pairsPerPart = 100_000
    /// Pairs whose patterns are counted for EM; beyond it parts of every rule are left out evenly.
    static let pairsCountedMax = 2_000_000
    /// Pairs of a part that is counted or left out.
    static let pairsPerSample = 1_000
    /// Random pairs for u: a level that one pair in 100,000 has is seen ten times.
    static let pairsSampled = 1_000_000
    /// Pairs below this are not kept; the cut is never lower.
    static let weightKept = -2.0

    /// Blocks the table and prepares its values; `parted` are pairs of ids (`LinkTable.key`) that a
    /// person said are two.
    /// - Throws: `LinkError`: the model names columns or comparators that are not there.
    package init(
        _ model: LinkModel, _ table: LinkTable, comparators: ComparatorSet = .standard,
        parted: [(String, String)] = []
    ) throws(LinkError) {
        self.model = model
        self.table = table
        comparer = try PairComparer(model, comparators, table)
        let rules: [LinkModel.BlockRule]
        if let given = model.block {
            rules = given
        } else {
            rules = try BlockProposal.rules(for: model, table)
        }
        self.rules = rules
        blocking = try Blocking(rules, of: table, blockSizeMax: model.blockSizeMax)
        var identifiers: [[UInt32]] = []
        for column in model.cannotLink { identifiers.append(try table.column(column).codes) }
        forbidden = ForbiddenPairs(
            identifiers: identifiers, pairs: table.numbers(of: parted))
    }

    /// Runs every step.
    ///
    /// The result is the same for any number of workers and any order of rows. `ended` is told
    /// each step when it is over. With `labels` m is counted from them, where they are enough.
    package func run(
        _ workers: some LinkWorkers, training labels: LinkLabels? = nil,
        ended: (LinkStep) -> Void = { _ in }
    ) -> LinkOutcome {
        let parts = blocking.parts(ofPairs: Self.pairsPerPart)
        let parameters: LinkParameters
        let trace: EstimationTrace
        if let given = model.parameters {
            (parameters, trace) = (given, EstimationTrace())
        } else {
            (parameters, trace) = estimate(workers, training: labels)
        }
        ended(.train)
        let scorer = PairScorer(comparer, parameters)
        let (pairs, histogram) = score(parts, scorer, workers)
        let cut =
            model.threshold.map { MatchCut.at(Bits(probability: $0).value, histogram) }
            ?? MatchCut.calibrated(histogram)
        let yields = yields(of: pairs)
        var kept = pairs.filter { Double($0.weight) >= cut.weight }
        if model.oneToOne, table.isLink { kept = OneToOne.links(among: kept) }
        ended(.predict)
        let clusters = clusters(of: kept, scorer, cut, workers)
        ended(.cluster)
        return LinkOutcome(
            parameters: parameters, trace: trace, histogram: histogram, cut: cut, pairs: kept,
            clusters: clusters, yields: yields, scorer: scorer)
    }

    /// Parameters from the data alone, or with m from labels.
    package func estimate(
        _ workers: some LinkWorkers, training labels: LinkLabels? = nil
    ) -> (LinkParameters, EstimationTrace) {
        let every = max(1, blocking.pairsMost / Self.pairsCountedMax)
        let parts = blocking.parts(ofPairs: every == 1 ? Self.pairsPerPart : Self.pairsPerSample)
        var counted: [Blocking.Part] = []
        var scales: [Double] = []
        for rule in blocking.rules.indices {
            let own = parts.filter { $0.rule == rule }
            let taken = stride(from: 0, to: own.count, by: every).map { own[$0] }
            let pairs = taken.reduce(0) { $0 + blocking.pairs(in: $1) }
            counted += taken
            scales.append(Double(blocking.rules[rule].pairs) / Double(max(1, pairs)))
        }
        let taken = counted
        let tallies = workers.map(taken.count, LinkScratch(comparer)) { index, scratch in
            var counts = PatternCounts()
            blocking.forEachPair(in: taken[index]) { a, b in
                counts.add(comparer.pattern(a, b, &scratch.compare))
            }
            return counts
        }
        var byRule = blocking.rules.map { _ in PatternCounts() }
        for (part, tally) in zip(taken, tallies) { byRule[part.rule].add(tally) }
        let random = RandomPairs(comparer, table, pairs: Self.pairsSampled)
        return Estimator(comparer: comparer, table: table, random: random)
            .estimate(
                Array(zip(byRule, scales)), matching: labels.flatMap { matchChances(from: $0) })
    }

    private func score(
        _ parts: [Blocking.Part], _ scorer: PairScorer, _ workers: some LinkWorkers
    ) -> ([ScoredPair], WeightHistogram) {
        let found = workers.map(parts.count, LinkScratch(comparer)) { index, scratch in
            scratch.histogram = WeightHistogram()
            let pairs = scorer.score(
                parts[index], of: blocking, atLeast: Self.weightKept, except: forbidden, &scratch)
            return (pairs, scratch.histogram)
        }
        var pairs: [ScoredPair] = []
        var histogram = WeightHistogram()
        for (part, counts) in found {
            pairs += part
            histogram += counts
        }
        return (pairs, histogram)
    }
}

/// The steps of a run, in order.
package enum LinkStep: String, Sendable {
    /// Parameters are estimated.
    case train
    /// Pairs are scored, the cut is set.
    case predict
    /// Clusters are found and checked.
    case cluster
}

/// What a linkage found.
package struct LinkOutcome: Sendable {
    package let parameters: LinkParameters
    package let trace: EstimationTrace
    package let histogram: WeightHistogram
    package let cut: MatchCut
    /// Pairs at or above the cut, the lower record first, in the order of the blocking.
    package let pairs: [ScoredPair]
    /// Every record once; clusters by their first records.
    package let clusters: [RecordCluster]
    /// By blocking rule: what it gives.
    package let yields: [RuleYield]
    package let scorer: PairScorer
}

/// Work split over threads, results in order.
package protocol LinkWorkers {
    /// `body` for 0..<count, in any order and on any thread, each thread with a copy of `scratch`;
    /// results by index.
    func map<Result: Sendable>(
        _ count: Int, _ scratch: LinkScratch,
        _ body: @Sendable (Int, inout LinkScratch) -> Result
    ) -> [Result]
}

/// The caller's thread alone.
package struct OneWorker: LinkWorkers {
    package init() {}

    package func map<Result: Sendable>(
        _ count: Int, _ scratch: LinkScratch,
        _ body: @Sendable (Int, inout LinkScratch) -> Result
    ) -> [Result] {
        var scratch = scratch
        return (0..<count).map { body($0, &scratch) }
    }
}
