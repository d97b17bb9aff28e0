import ArgumentParser
import Bootstrap
import Foundation
import Intake
import Screening

/// Labelled rows, and the tables and lexicon to read them with.
struct TrainingOptions: ParsableArguments {
    @Option(name: .long, parsing: .upToNextOption, help: "Labelled rows (JSON Lines).")
    var rows: [String]
    @Option(name: .long, help: "A lexicon in place of the shipped one.") var lexicon: String?

    func read(_ paths: [String]) async throws -> [TrainingRow] {
        var result: [TrainingRow] = []
        let rejects = RejectWriter.standardError()
        let tally = try await readLabelledRows(paths: paths, rejects: rejects) { rows in
            result += rows.compactMap(TrainingRow.init)
        }
        try rejects.flush()
        if tally.rejected > 0 { StandardStreams.sayError(tally.line) }
        return result
    }
}

/// `fuseline train`: a model from labelled rows; the same rows give the same bytes.
struct TrainCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "train", abstract: "Trains a screening model from labelled texts.")

    @OptionGroup var training: TrainingOptions
    @Option(name: .long, help: "File to write the model to.") var out: String
    @Option(name: .long, help: "Name and version of the model.") var name = "base@1"

    func run() async throws {
        let rows = try await training.read(training.rows)
        let lexicon = try Lexicon.parse(
            ResourceFiles.bytes("lexicon.tsv", replacedBy: training.lexicon))
        let trainer = ModelTrainer(
            rows: rows, tables: try Assembly.textTables(), lexicon: lexicon)
        let model = try trainer.train(name: name)
        do {
            try Data(model.serialised()).write(to: URL(fileURLWithPath: out))
        } catch {
            throw IntakeError.io(out, why: error.localizedDescription)
        }
        StandardStreams.sayError("\(rows.count) rows read, model \(model.name) written to \(out)")
    }
}

/// `fuseline evaluate`: cross-validation on rows of sources that the model has not seen.
struct EvaluateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "evaluate",
        abstract: "Cross-validates screening by source; prints a page of Markdown.")

    @OptionGroup var training: TrainingOptions
    @Option(name: .long, parsing: .upToNextOption, help: "Labelled rows to test on.")
    var test: [String]

    func run() async throws {
        let tested = try await training.read(test)
        let own = try await training.read(training.rows)
        let lexicon = try Lexicon.parse(
            ResourceFiles.bytes("lexicon.tsv", replacedBy: training.lexicon))
        let evaluation = try Evaluation.crossValidate(
            own: own, tested: tested, tables: try Assembly.textTables(), lexicon: lexicon)
        print(evaluation.markdown(lexicon: lexicon.name))
    }
}

extension TrainingRow {
    /// Nil for a label that screening does not know; the two rooms share their words.
    init?(_ row: LabelledRow) {
        guard let label = TrainingLabel(rawValue: row.label.rawValue) else { return nil }
        self.init(
            id: row.id, kind: row.kind, text: row.text, label: label, source: row.source,
            evasion: row.evasion, isAmbiguous: row.ambiguous)
    }
}
