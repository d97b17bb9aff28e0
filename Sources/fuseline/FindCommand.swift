import ArgumentParser
import Bootstrap
import Casework
import Foundation
import Intake
import Primitives
import Screening
import Text

/// `fuseline find`: any list of terms, found however disguised.
struct FindCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "find",
        abstract: "Finds the terms of a list in texts, however they are disguised.",
        discussion: """
            In: JSON Lines {"id", "text"}, or CSV. Out: one JSON line a record, in order: \
            {"id", "found": [{"term", "found", "start", "end", "evasion", "cost"}]}.
            """)

    @Option(name: .long, help: "The terms, one a line.") var terms: String
    @OptionGroup var intake: IntakeArguments
    @Argument(help: "Files; - or none for standard input.")
    var files: [String] = []

    func run() async throws {
        let paths = files.isEmpty ? ["-"] : files
        let rejects = try intake.writer(inputs: paths + [terms])
        let list = try TermList.read(terms, rejects: rejects)
        let finder = TermFinder(terms: list, tables: try Assembly.textTables())
        var output = OutputBuffer()
        let tally = try await readScreeningRows(
            paths: paths, options: try intake.options(), rejects: rejects
        ) { rows in
            let lines = await concurrently(rows, with: TermFinder.Scratch()) { row, scratch in
                let (found, isWhole) = finder.find(in: row.text, using: &scratch)
                return FindLine.json(id: row.id, found, isWhole: isWhole)
            }
            for line in lines { try output.write(line: line) }
            try output.flush()
        }
        try rejects.flush()
        StandardStreams.sayError(tally.line)
    }
}

/// A list of terms, one a line: spaces around a term and empty lines do not count, a term that is
/// there twice counts once, one that is too long is refused with its place.
enum TermList {
    /// - Throws: `IntakeError.missing`; `ValidationError` where the file has no terms.
    static func read(_ path: String, rejects: RejectWriter) throws -> [String] {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw IntakeError.missing(path)
        }
        let text = String(decoding: data, as: UTF8.self)
        var terms: [String] = []
        var seen: Set<String> = []
        for (number, line) in text.split(
            separator: "\n", omittingEmptySubsequences: false
        ).enumerated() {
            let term = line.trimmingPrefix(while: \.isWhitespace)
            let trimmed = String(term.reversed().trimmingPrefix(while: \.isWhitespace).reversed())
            if trimmed.isEmpty || !seen.insert(trimmed).inserted { continue }
            guard trimmed.utf8.count <= Limits.lexiconTermBytesMax else {
                try rejects.write(
                    Reject(
                        file: path, line: number + 1, field: "term",
                        reason: "has more than \(Limits.lexiconTermBytesMax) bytes"))
                continue
            }
            terms.append(trimmed)
        }
        if terms.isEmpty { throw ValidationError("--terms takes a file with at least one term.") }
        return terms
    }
}
