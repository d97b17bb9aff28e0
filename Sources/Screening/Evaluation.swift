import Primitives
package import Records
package import Text

/// How well the verdicts on texts of unseen sources agree with their labels.
///
/// Every test row is screened by a model that was trained without its source: rows of one page,
/// quoted or constructed after it, are never on both sides.
package struct Evaluation: Sendable {
    /// Counts of one confusion table; "found" is the advice `offer`.
    package struct Confusion: Sendable, Equatable {
        package init() {}

        package var hits = 0
        package var misses = 0
        package var falseAlarms = 0
        package var quiet = 0
        /// Offers with the advice `review`, counted among the misses.
        package var reviewedOffers = 0
        /// Others with the advice `review`, counted as quiet.
        package var reviewedOthers = 0

        package var precision: Double { ratio(hits, hits + falseAlarms) }
        package var recall: Double { ratio(hits, hits + misses) }
        package var f1: Double { ratio(2 * hits, 2 * hits + falseAlarms + misses) }

        /// Counts one row.
        package mutating func count(isOffer: Bool, advice: Advice) {
            switch (isOffer, advice == .offer) {
            case (true, true): hits += 1
            case (true, false): misses += 1
            case (false, true): falseAlarms += 1
            case (false, false): quiet += 1
            }
            guard advice == .review else { return }
            if isOffer { reviewedOffers += 1 } else { reviewedOthers += 1 }
        }

        private func ratio(_ part: Int, _ whole: Int) -> Double {
            whole == 0 ? 0 : Double(part) / Double(whole)
        }
    }

    /// One tested row with what was said of it.
    package struct Outcome: Sendable {
        package let row: TrainingRow
        package let advice: Advice
        package let probability: Double
    }

    package let outcomes: [Outcome]
    package let folds: Int
    package let trainedRows: Int

    /// Tests every clear row of `tested` by a model trained on `own` and on the rows of `tested`
    /// from other sources.
    ///
    /// - Throws: `ScreeningError.trainingRows` where a fold lacks a label.
    package static func crossValidate(
        own: [TrainingRow], tested: [TrainingRow], tables: TextTables, lexicon: Lexicon,
        settings: ModelTrainer.Settings = .init(), folds: Int = 10
    ) throws(ScreeningError) -> Evaluation {
        let trainer = ModelTrainer(
            rows: own + tested, tables: tables, lexicon: lexicon, settings: settings)
        let fold = Self.folds(of: tested, count: folds)
        var outcomes: [Outcome] = []
        var scratch = ScreenScratch()
        for number in 0..<folds {
            let held = tested.filter { fold[$0.sourceGroup] == number && !$0.isAmbiguous }
            if held.isEmpty { continue }
            let model = try trainer.train(name: "fold@\(number)") {
                fold[$0.sourceGroup] != number
            }
            let screener = Screener(tables: tables, lexicon: lexicon, model: model)
            for row in held {
                let (advice, score, _) = screener.advise(
                    row.text.utf8.span, kind: row.kind, using: &scratch)
                outcomes.append(Outcome(row: row, advice: advice, probability: score.probability))
            }
        }
        return Evaluation(outcomes: outcomes, folds: folds, trainedRows: own.count)
    }

    /// Sources dealt to folds, the largest first, each to the fold with the fewest rows.
    private static func folds(of rows: [TrainingRow], count: Int) -> [String: Int] {
        var sizes: [String: Int] = [:]
        for row in rows { sizes[row.sourceGroup, default: 0] += 1 }
        var load = [Int](repeating: 0, count: count)
        var result: [String: Int] = [:]
        for (source, size) in sizes.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) {
            let lightest = load.indices.min { load[$0] < load[$1] } ?? 0
            result[source] = lightest
            load[lightest] += size
        }
        return result
    }

    /// The table of the outcomes for which `isIncluded` holds.
    package func confusion(where isIncluded: (TrainingRow) -> Bool) -> Confusion {
        var result = Confusion()
        for outcome in outcomes where isIncluded(outcome.row) {
            result.count(isOffer: outcome.row.label.isOffer, advice: outcome.advice)
        }
        return result
    }

    package var offers: Confusion { confusion { $0.kind != .declaration } }
    package var parcels: Confusion { confusion { $0.kind == .declaration } }

    /// Rows by predicted probability: how many there are and what share of them are offers.
    package func reliability(bins: Int = 10) -> [(mean: Double, share: Double, count: Int)] {
        (0..<bins).map { bin in
            let inside = outcomes.filter {
                min(Int($0.probability * Double(bins)), bins - 1) == bin
            }
            let count = max(inside.count, 1)
            let mean = inside.reduce(0) { $0 + $1.probability } / Double(count)
            let share = Double(inside.count { $0.row.label.isOffer }) / Double(count)
            return (mean, share, inside.count)
        }
    }
}
