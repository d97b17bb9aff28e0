import Foundation
import Records
import Screening
import Text

/// `screening-bench bench|terms|phases|train|evaluate|misses|score|scan|show [OPTIONS]`: measures
/// and trains screening on the files of this project.
///
/// Run it from the project's root, in release. `--data DIR` is where the tables and the lexicon
/// are, `--rows FILE` (several times) the training rows, `--test FILE` the rows to test on.
@main
struct ScreeningBench {
    static func main() {
        do {
            let arguments = Arguments(CommandLine.arguments.dropFirst())
            switch arguments.command {
            case "bench": try Speed(arguments).run()
            case "train": try Training(arguments).train()
            case "evaluate": try Training(arguments).evaluate()
            case "misses": try Training(arguments).printMisses()
            case "scan": try Training(arguments).scan()
            case "terms": try Terms(arguments).run()
            case "phases": try Phases(arguments).run()
            case "score": try Training(arguments).score()
            case "attack": try Training(arguments).attack()
            case "show": try Training(arguments).show()
            default:
                print(
                    "screening-bench bench|terms|phases|train|evaluate|misses|score|scan|show [--data DIR] [--rows FILE]"
                )
                exit(2)
            }
        } catch {
            FileHandle.standardError.write(Data("screening-bench: \(error)\n".utf8))
            exit(1)
        }
    }
}

/// The command and its options; an option without a value is empty.
struct Arguments {
    private(set) var command = ""
    private(set) var options: [String: [String]] = [:]

    init(_ words: ArraySlice<String>) {
        var rest = words
        command = rest.popFirst() ?? ""
        var name = ""
        for word in rest {
            if word.hasPrefix("--") {
                name = String(word.dropFirst(2))
                options[name, default: []] += []
            } else {
                options[name, default: []].append(word)
            }
        }
    }

    func value(_ name: String, _ standard: String) -> String { options[name]?.last ?? standard }

    /// `file.tsv` of the folder with tables, lexicon and model.
    func data(_ file: String) throws -> [UInt8] {
        try bytes(value("data", "Sources/Bootstrap/Data") + "/" + file)
    }

    /// All training rows of our own: `--rows`, or every `Training/*.jsonl` but the tested ones.
    func ownRows() throws -> [TrainingRow] {
        var paths = options["rows"] ?? []
        if options["rows"] == nil {
            let files = try FileManager.default.contentsOfDirectory(atPath: "Training")
            paths = files.filter { $0.hasSuffix(".jsonl") && $0 != "phrases-dev.jsonl" }
                .sorted().map { "Training/\($0)" }
        }
        return try paths.flatMap(trainingRows)
    }

    func testRows() throws -> [TrainingRow] {
        try (options["test"] ?? ["Training/phrases-dev.jsonl"]).flatMap(trainingRows)
    }
}
