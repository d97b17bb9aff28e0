import Primitives

/// A linkage of one table, ready to run: records blocked, values prepared.
///
/// Steps in order: `countPatterns` over `countedParts`, `estimate`, `scorer`, `score` over `parts`.
/// Each step over parts may run on as many threads as there are; results added in the order of the
/// parts are the same for any number of threads.
package struct RecordLinkage: Sendable {
    package let model: LinkModel
    package let table: LinkTable
    package let comparer: PairComparer
    package let blocking: Blocking

    /// Pairs of one part: a tenth of a second of work.
    static let pairsPerPart = 100_000
    /// Pairs whose patterns are counted for EM; beyond it parts are left out evenly.
    static let pairsCountedMax = 4_000_000
    /// Random pairs for u: a level that one pair in 100,000 has is seen ten times.
    static let pairsSampled = 1_000_000

    /// Blocks the table and prepares its values.
    /// - Throws: `LinkError`: the model names columns or comparators that are not there.
    package init(
        _ model: LinkModel, _ table: LinkTable, comparators: ComparatorSet = .standard
    ) throws(LinkError) {
        self.model = model
        self.table = table
        comparer = try PairComparer(model, comparators, table)
        blocking = try Blocking(model.block ?? [], of: table, blockSizeMax: model.blockSizeMax)
    }

    /// All work, in parts for threads.
    package var parts: [Blocking.Part] { blocking.parts(ofPairs: Self.pairsPerPart) }

    package func scratch() -> LinkScratch { LinkScratch(comparer) }

    package func countPatterns(of part: Blocking.Part, _ scratch: inout LinkScratch)
        -> PatternTally
    {
        var counts = PatternCounts()
        blocking.forEachPair(in: part) { a, b in
            counts.add(comparer.pattern(a, b, &scratch.compare))
        }
        return PatternTally(counts: counts)
    }

    package func estimate(_ tally: PatternTally, scale: Double) -> (
        LinkParameters, EstimationTrace
    ) {
        Estimator(
            comparer: comparer, table: table,
            random: RandomPairs(comparer, table, pairs: Self.pairsSampled)
        ).estimate(tally.counts, scale: scale)
    }

    package func scorer(_ parameters: LinkParameters) -> PairScorer {
        PairScorer(comparer, parameters)
    }
}

/// Counted agreement patterns; tallies of several parts add up.
package struct PatternTally: Sendable {
    var counts: PatternCounts

    package static func += (left: inout Self, right: Self) { left.counts.add(right.counts) }
}
