import Primitives
import Records
package import Text

/// Trains a `ScreeningModel` from labelled rows: the same rows, lexicon and settings give the same
/// bytes on every machine.
package struct ModelTrainer: Sendable {
    /// What a training may vary.
    package struct Settings: Sendable {
        /// Strength of the regularisation, in log-loss of one row for a squared weight.
        package var l2 = 0.4
        /// An n-gram of fewer rows is left out.
        package var rowsPerFeatureMin = 2
        /// Parts by source for the scores that the calibration is fitted on.
        package var calibrationFolds = 5
        /// Probabilities at which the advice becomes `offer` and `review`.
        package var offerProbability = 0.5
        package var reviewProbability = 0.2

        package init() {}
    }

    private let rows: [TrainingRow]
    private let matrix: FeatureMatrix
    private let settings: Settings
    private let lexicon: Lexicon

    /// Reads the features of all rows once, but for the ambiguous ones; `train` can then be called
    /// for any part of them.
    package init(
        rows all: [TrainingRow], tables: TextTables, lexicon: Lexicon,
        settings: Settings = Settings()
    ) {
        rows = all.filter { !$0.isAmbiguous }
        self.settings = settings
        self.lexicon = lexicon
        let reader = TextReader(tables: tables, lexicon: lexicon)
        var scratch = ScreenScratch()
        var features = FeatureMatrix()
        for row in rows {
            var sink = CollectingSink()
            _ = reader.read(Array(row.text.utf8).span, into: &scratch)
            reader.extractor.extract(&scratch, kind: row.kind, into: &sink)
            features.append(sink.features)
        }
        matrix = features.keeping(columnsInAtLeast: settings.rowsPerFeatureMin)
    }

    /// Trains on the rows for which `isIncluded` holds.
    ///
    /// - Throws: `ScreeningError.trainingRows` where a half of the model lacks a label.
    package func train(
        name: String, where isIncluded: (TrainingRow) -> Bool = { _ in true }
    ) throws(ScreeningError) -> ScreeningModel {
        var weights: [(key: UInt32, bits: Double)] = []
        var halves: [ScreeningModel.Half] = []
        for domain in TextDomain.allCases {
            let chosen = rows.indices.filter { index in
                let row = rows[index]
                return TextDomain(row.kind == .declaration) == domain && isIncluded(row)
            }
            let part = fitRows(chosen)
            guard part.contains(where: \.isOffer), part.contains(where: { !$0.isOffer }) else {
                throw .trainingRows("of \(domain) rows, both labels are needed")
            }
            let scale = calibration(part)
            let point = LogisticFit(matrix: matrix, rows: part, l2: settings.l2).solve()
            let factor = scale.slope * 1.442_695_040_888_963_4
            for (column, key) in matrix.keys.enumerated() where point[column] != 0 {
                weights.append((key, point[column] * factor))
            }
            let prior = point[point.count - 1] * factor + scale.offset * 1.442_695_040_888_963_4
            halves.append(
                ScreeningModel.Half(
                    prior: Bits(prior), offer: Bits(probability: settings.offerProbability),
                    review: Bits(probability: settings.reviewProbability)))
        }
        return ScreeningModel(
            name: name, lexiconDigest: lexicon.digest, speech: halves[0], declaration: halves[1],
            weights: weights)
    }

    /// A source of many rows counts less a row than one of few: its rows say the same again.
    private func fitRows(_ indices: [Int]) -> [FitRow] {
        var counts: [String: Int] = [:]
        for index in indices { counts[rows[index].sourceGroup, default: 0] += 1 }
        return indices.map { index in
            let count = Double(counts[rows[index].sourceGroup] ?? 1)
            return FitRow(
                row: index, isOffer: rows[index].label.isOffer,
                weight: min(1, (8 / count).squareRoot()))
        }
    }

    private func calibration(_ part: [FitRow]) -> PlattScale {
        let folds = settings.calibrationFolds
        guard folds >= 2 else { return PlattScale() }
        var scores: [(score: Double, isOffer: Bool, weight: Double)] = []
        for fold in 0..<folds {
            let held = part.filter { self.fold(of: rows[$0.row], of: folds) == fold }
            let kept = part.filter { self.fold(of: rows[$0.row], of: folds) != fold }
            guard !held.isEmpty, kept.contains(where: \.isOffer),
                kept.contains(where: { !$0.isOffer })
            else { continue }
            let point = LogisticFit(matrix: matrix, rows: kept, l2: settings.l2).solve()
            for row in held {
                let score = matrix.dot(row.row, point) + point[point.count - 1]
                scores.append((score, row.isOffer, row.weight))
            }
        }
        return PlattScale(scores: scores)
    }

    private func fold(of row: TrainingRow, of folds: Int) -> Int {
        Int(StableHash.of("calibration " + row.sourceGroup) % UInt64(folds))
    }
}

/// Collects the features of one text for the trainer.
private struct CollectingSink: FeatureSink {
    var features: [(key: UInt32, value: Double)] = []

    struct EveryKey: KeyFilter {
        func mayHold(_ key: UInt32) -> Bool { true }
        func slot(of key: UInt32) -> WeightTable.Slot { WeightTable.Slot() }
        func weight(of key: UInt32, in slot: WeightTable.Slot) -> Float { 1 }
        func weight(of key: UInt32) -> Float { 1 }
    }

    var filter: EveryKey { EveryKey() }

    mutating func add(_ key: UInt32, _ value: Float, weight: Float, _ origin: FeatureOrigin) {
        features.append((key, Double(value)))
    }
}
