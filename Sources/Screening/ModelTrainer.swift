import Primitives
import Records
package import Text

/// Trains a `ScreeningModel` from labelled rows: the same rows, lexicon and settings give the same
/// bytes on every machine.
package struct ModelTrainer: Sendable {
    /// What a training may vary.
    package struct Settings: Sendable {
        /// Strength of the regularisation, in log-loss of one row for a squared weight.
        package var l2 = 0.2
        /// An n-gram of fewer rows is left out.
        package var rowsPerFeatureMin = 2
        /// Parts by source for the scores that the calibration is fitted on.
        package var calibrationFolds = 5
        /// False alarms that are allowed, in a thousand everyday texts (reviews, plain talk, plain
        /// goods): the lines of `offer` and `review` are drawn where everyday texts that a model
        /// had not seen keep to them.
        package var offerAlarms = 0.5
        package var reviewAlarms = 8.0
        /// Bounds of both lines, as probabilities; of declarations fewer are ordinary talk, and
        /// what is missed blows up in a sorting hall, so their line is lower.
        package var offerBounds = 0.45...0.52
        package var declarationBounds = 0.38...0.42
        package var reviewBounds = 0.15...0.3
        /// Probability at which a text is an offer that names neither goods nor where they are
        /// made.
        package var unnamedOffer = 0.68
        /// Probability at which a text is an offer that names none either, but has something that
        /// may be goods in disguise or stand there by accident.
        package var faintOffer = 0.78
        /// Disguised copies of each offer that is written plainly, and what one weighs.
        package var copies = 3
        package var copyWeight = 0.1
        /// What a long text weighs that is made of several rows of one source and label; few rows
        /// are long by themselves, and a listing or a review may be.
        package var longWeight = 0.6
        /// What an offer weighs that never names its goods: its talk alone can not make it sure.
        package var veiledWeight = 0.8
        /// What an ordinary text weighs that a model which had not seen it took for an offer.
        package var hardWeight = 1.25

        package init() {}
    }

    /// The rows given, then the disguised copies, then the long texts.
    private let rows: [TrainingRow]
    /// What a row weighs for being made of others; 1 for those given.
    private let shares: [Double]
    private let matrix: FeatureMatrix
    private let settings: Settings
    private let lexicon: Lexicon

    /// Reads the features of all rows once, but for the ambiguous ones; `train` can then be called
    /// for any part of them.
    package init(
        rows all: [TrainingRow], tables: TextTables, lexicon: Lexicon,
        settings: Settings = Settings()
    ) {
        let reader = TextReader(tables: tables, lexicon: lexicon)
        let given = all.filter { !$0.isAmbiguous }
        let copies = Self.copies(of: given, settings, reader, lexicon, tables)
        let long = settings.longWeight > 0 ? LongTexts.made(of: given) : []
        rows = given + copies + long
        shares =
            given.map { _ in 1 } + copies.map { _ in settings.copyWeight }
            + long.map { _ in settings.longWeight }
        self.settings = settings
        self.lexicon = lexicon
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

    /// Each plainly written offer again, hidden in one to three ways: what a seller would do next.
    private static func copies(
        of rows: [TrainingRow], _ settings: Settings, _ reader: TextReader, _ lexicon: Lexicon,
        _ tables: TextTables
    ) -> [TrainingRow] {
        let hider = TextHider(reader: reader, lexicon: lexicon, tables: tables)
        let ways = Disguiser.Way.allCases
        var result: [TrainingRow] = []
        for row in rows where row.isPlain && row.kind != .declaration {
            var random = SeededRandom(seed: StableHash.of(row.id))
            for number in 0..<settings.copies {
                let chosen = (0..<(1 + random.below(3))).map { _ in random.pick(ways) }
                let strength = random.pick(Attack.Strength.allCases)
                guard let text = hider.hide(row.text, chosen, strength, &random) else { continue }
                result.append(
                    TrainingRow(
                        id: "\(row.id)~\(number)", kind: row.kind, text: text, label: row.label,
                        source: row.source))
            }
        }
        return result
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
            var part = fitRows(chosen)
            guard part.contains(where: \.isOffer), part.contains(where: { !$0.isOffer }) else {
                throw .trainingRows("of \(domain) rows, both labels are needed")
            }
            part = hardened(part, by: heldOutScores(part))
            let scores = heldOutScores(part)
            let scale = PlattScale(
                scores: scores.map { ($0.score, $0.isOffer, $0.weight) })
            let point = LogisticFit(matrix: matrix, rows: part, l2: settings.l2).solve()
            let factor = scale.slope * 1.442_695_040_888_963_4
            for (column, key) in matrix.keys.enumerated() where point[column] != 0 {
                weights.append((key, point[column] * factor))
            }
            let prior = point[point.count - 1] * factor + scale.offset * 1.442_695_040_888_963_4
            halves.append(
                ScreeningModel.Half(
                    prior: Bits(prior),
                    offer: line(
                        scores, scale, settings.offerAlarms,
                        domain == .speech ? settings.offerBounds : settings.declarationBounds),
                    unnamed: Bits(probability: domain == .speech ? settings.unnamedOffer : 0.5),
                    faint: Bits(probability: domain == .speech ? settings.faintOffer : 0.5),
                    review: line(scores, scale, settings.reviewAlarms, settings.reviewBounds)))
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
                weight: min(1, (8 / count).squareRoot())
                    * shares[index]
                    * (rows[index].isVeiled ? settings.veiledWeight : 1))
        }
    }

    private typealias Scores = [(score: Double, isOffer: Bool, weight: Double, isEveryday: Bool)]

    /// The score of each row by a model that was trained without its source; copies are never
    /// counted.
    private func heldOutScores(_ part: [FitRow]) -> Scores {
        let folds = settings.calibrationFolds
        guard folds >= 2 else { return [] }
        var scores = Scores(repeating: (0, false, 0, false), count: part.count)
        for fold in 0..<folds {
            let isHeld = part.map { self.fold(of: rows[$0.row], of: folds) == fold }
            let kept = zip(part, isHeld).filter { !$0.1 }.map(\.0)
            guard kept.contains(where: \.isOffer), kept.contains(where: { !$0.isOffer }) else {
                continue
            }
            let point = LogisticFit(matrix: matrix, rows: kept, l2: settings.l2).solve()
            for (index, row) in part.enumerated() where isHeld[index] && shares[row.row] == 1 {
                let score = matrix.dot(row.row, point) + point[point.count - 1]
                scores[index] = (
                    score, row.isOffer, row.weight, rows[row.row].isEveryday && !row.isOffer
                )
            }
        }
        return scores
    }

    /// The rows again, ordinary ones heavier that were taken for offers: hard negatives.
    private func hardened(_ part: [FitRow], by scores: Scores) -> [FitRow] {
        guard !scores.isEmpty else { return part }
        return zip(part, scores).map { row, score in
            let isHard = !row.isOffer && score.weight > 0 && score.score > -1
            return FitRow(
                row: row.row, isOffer: row.isOffer,
                weight: row.weight * (isHard ? settings.hardWeight : 1))
        }
    }

    /// The score, in bits, above which at most `alarms` in a thousand ordinary texts lie.
    private func line(
        _ scores: Scores, _ scale: PlattScale, _ alarms: Double, _ bounds: ClosedRange<Double>
    ) -> Bits {
        let ordinary = scores.filter(\.isEveryday).map(\.score).sorted(by: >)
        let low = Bits(probability: bounds.lowerBound)
        let high = Bits(probability: bounds.upperBound)
        guard !ordinary.isEmpty else { return Bits(probability: 0.5) }
        let allowed = min(Int(Double(ordinary.count) * alarms / 1_000), ordinary.count - 1)
        let bits = (scale.slope * ordinary[allowed] + scale.offset) * 1.442_695_040_888_963_4
        return min(max(Bits(bits), low), high)
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
        func weight(of key: UInt32) -> Float { 1 }
    }

    var filter: EveryKey { EveryKey() }
    func isInDoubt(with more: Double) -> Bool { true }
    mutating func addRest(_ bits: Double) {}

    struct Batch: FeatureBatch {
        var features: [(key: UInt32, value: Double)]

        mutating func add(
            _ key: UInt32, _ value: Float, weight: Float, _ origin: () -> FeatureOrigin
        ) {
            features.append((key, Double(value)))
        }
    }

    mutating func begin() -> Batch { Batch(features: features) }
    mutating func end(_ batch: Batch) { features = batch.features }

    mutating func add(_ key: UInt32, _ value: Float, weight: Float, _ origin: FeatureOrigin) {
        features.append((key, Double(value)))
    }
}
