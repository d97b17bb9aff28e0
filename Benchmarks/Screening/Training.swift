import Foundation
import Primitives
import Records
import Screening
import Text

/// Trains, evaluates and explains on the project's files.
struct Training {
    private let arguments: Arguments
    private let tables: TextTables
    private let lexicon: Lexicon

    init(_ arguments: Arguments) throws {
        self.arguments = arguments
        tables = try TextTables(
            fold: arguments.data("fold.tsv"), pinyin: arguments.data("pinyin.tsv"),
            split: arguments.data("split.tsv"), emoji: arguments.data("emoji.tsv"),
            pairs: arguments.data("pairs.tsv"), latin: arguments.data("latin.tsv"))
        lexicon = try Lexicon.parse(arguments.data("lexicon.tsv"))
    }

    private var settings: ModelTrainer.Settings {
        var settings = ModelTrainer.Settings()
        if let l2 = Double(arguments.value("l2", "")) { settings.l2 = l2 }
        if let min = Int(arguments.value("min", "")) { settings.rowsPerFeatureMin = min }
        if let copies = Int(arguments.value("copies", "")) { settings.copies = copies }
        if let weight = Double(arguments.value("copy-weight", "")) { settings.copyWeight = weight }
        if let weight = Double(arguments.value("long-weight", "")) { settings.longWeight = weight }
        if let hard = Double(arguments.value("hard", "")) { settings.hardWeight = hard }
        if let veiled = Double(arguments.value("veiled", "")) { settings.veiledWeight = veiled }
        if let unnamed = Double(arguments.value("unnamed", "")) {
            settings.unnamedOffer = unnamed
        }
        if let faint = Double(arguments.value("faint", "")) { settings.faintOffer = faint }
        if let alarms = Double(arguments.value("alarms", "")) { settings.offerAlarms = alarms }
        if let line = Double(arguments.value("line", "")) {
            settings.offerBounds = line...line
        }
        return settings
    }

    func train() throws {
        let rows = try arguments.ownRows() + arguments.testRows()
        let started = Date()
        let trainer = ModelTrainer(
            rows: rows, tables: tables, lexicon: lexicon, settings: settings)
        let model = try trainer.train(name: arguments.value("name", "fuseline@dev"))
        let bytes = model.serialised()
        let path = arguments.value("out", "Sources/Bootstrap/Data/screening.model")
        try Data(bytes).write(to: URL(filePath: path))
        let seconds = Date().timeIntervalSince(started)
        print(
            "\(rows.count) rows, \(model.weightCount) weights, \(bytes.count) bytes, "
                + String(format: "%.1f s -> %@", seconds, path))
        for (name, half) in [("speech", model.speech), ("declaration", model.declaration)] {
            print(
                name,
                String(
                    format: "offer at %.2f, review at %.2f", half.offer.probability,
                    half.review.probability))
        }
    }

    private func evaluation() throws -> Evaluation {
        // `--all` tests our own rows too; written one by one, each is then a source of its own.
        let isAll = arguments.options["all"] != nil
        let tested = try arguments.testRows()
        let own = try arguments.ownRows().map { row in
            isAll
                ? TrainingRow(
                    id: row.id, kind: row.kind, text: row.text, label: row.label, source: row.id,
                    evasion: row.evasion, isAmbiguous: row.isAmbiguous) : row
        }
        return try Evaluation.crossValidate(
            own: isAll ? [] : own, tested: isAll ? own + tested : tested, tables: tables,
            lexicon: lexicon, settings: settings, folds: Int(arguments.value("folds", "10")) ?? 10)
    }

    func evaluate() throws {
        let started = Date()
        let evaluation = try evaluation()
        print(evaluation.markdown(lexicon: lexicon.name))
        let seconds = Date().timeIntervalSince(started)
        FileHandle.standardError.write(Data(String(format: "%.1f s\n", seconds).utf8))
    }

    /// Every row that the cross-validation got wrong.
    func printMisses() throws {
        let evaluation = try evaluation()
        for (name, part) in [("offers", evaluation.offers), ("parcels", evaluation.parcels)] {
            print(
                name,
                String(
                    format: "P %.3f R %.3f F1 %.3f", part.precision, part.recall, part.f1), part)
        }
        for outcome in evaluation.outcomes
        where (outcome.advice == .offer) != outcome.row.label.isOffer {
            print(
                String(format: "%.2f", outcome.probability), outcome.row.id,
                outcome.row.kind.rawValue, outcome.row.label.rawValue, outcome.row.text)
        }
    }

    /// How the shipped model does on the labelled rows of `--test FILE`; `--list` shows what it got
    /// wrong.
    func score() throws {
        let model = try ScreeningModel.parse(arguments.data("screening.model"))
        let screener = Screener(tables: tables, lexicon: lexicon, model: model)
        var tables: [Bool: Evaluation.Confusion] = [true: .init(), false: .init()]
        for row in try arguments.testRows() where !row.isAmbiguous {
            let verdict = screener.screen(row.text, kind: row.kind)
            let isParcel = row.kind == .declaration
            tables[isParcel, default: .init()].count(
                isOffer: row.label.isOffer, advice: verdict.advice)
            guard arguments.options["list"] != nil,
                (verdict.advice == .offer) != row.label.isOffer
            else { continue }
            print(
                String(format: "%.2f", verdict.probability), row.id, row.label.rawValue, row.text)
        }
        for (name, isParcel) in [("offers", false), ("parcels", true)] {
            let part = tables[isParcel] ?? .init()
            print(
                name,
                String(
                    format: "P %.3f R %.3f F1 %.3f", part.precision, part.recall, part.f1), part)
        }
    }

    /// What the model of `--data DIR` keeps of the plain offers of `--test FILE` under attack.
    func attack() throws {
        let model = try ScreeningModel.parse(arguments.data("screening.model"))
        let screener = Screener(tables: tables, lexicon: lexicon, model: model)
        let attack = Attack(screener: screener, tables: tables, seed: 1)
        let rows = try arguments.testRows().filter { $0.isPlain && !$0.isAmbiguous }
        let isLong = arguments.options["list"] != nil
        for outcome in attack.alone(on: rows) + attack.together(on: rows, triples: 20) {
            print(
                outcome.ways.map(\.rawValue).joined(separator: "+"), outcome.strength.rawValue,
                "\(outcome.before) -> \(outcome.after) of \(outcome.texts)",
                String(format: "costs %.1f", outcome.cost), "review", outcome.reviewed)
            if isLong { for text in outcome.lost { print("   ", text) } }
        }
    }

    /// Every line of `--texts FILE` that is called an offer, with its strongest reasons.
    func scan() throws {
        let model = try ScreeningModel.parse(arguments.data("screening.model"))
        let screener = Screener(tables: tables, lexicon: lexicon, model: model)
        let kind = TextKind(rawValue: arguments.value("kind", "comment")) ?? .comment
        var (lines, offers, reviews) = (0, 0, 0)
        for line in try bytes(arguments.value("texts", "")).split(separator: 0x0A) {
            let verdict = screener.screen(String(decoding: line, as: UTF8.self), kind: kind)
            lines += 1
            if verdict.advice == .review { reviews += 1 }
            guard verdict.advice == .offer else { continue }
            offers += 1
            let reasons = verdict.reasons.prefix(6).map {
                String(format: "%+.1f ", $0.weight.value) + $0.code + " " + $0.term
            }
            print(
                String(format: "%.2f", verdict.probability),
                String(decoding: line.prefix(240), as: UTF8.self), reasons.joined(separator: "; "))
        }
        print("\(lines) texts, \(offers) offers, \(reviews) to review")
    }

    /// The verdict on each `--text`, of the kind `--kind`, with its reasons.
    func show() throws {
        let model = try ScreeningModel.parse(arguments.data("screening.model"))
        let screener = Screener(tables: tables, lexicon: lexicon, model: model)
        let kind = TextKind(rawValue: arguments.value("kind", "caption")) ?? .caption
        for text in arguments.options["text"] ?? [] {
            let verdict = screener.screen(text, kind: kind)
            print(
                verdict.advice, String(format: "%.3f", verdict.probability), text, verdict.model)
            for reason in verdict.reasons {
                print(
                    String(format: "  %+6.2f", reason.weight.value), reason.code, reason.term,
                    reason.group, "[\(reason.found)]", reason.start, reason.end,
                    reason.evasion.map(\.rawValue))
            }
        }
    }
}
