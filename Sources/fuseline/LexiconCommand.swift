import ArgumentParser
import Bootstrap
import Casework
import Foundation
import Intake
import Primitives
import Screening

/// `fuseline lexicon export|check|import`: the lexicon as a spreadsheet.
struct LexiconCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lexicon",
        abstract: "Takes the lexicon out to CSV, checks it, and brings it back.",
        subcommands: [Export.self, Check.self, Import.self])

    struct Export: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract:
                "Writes a lexicon as CSV, with a mark that spreadsheet programs open as UTF-8.",
            discussion: "Without a file name it is called NAME@VERSION.csv; - is standard output.")

        @Option(name: .long, help: "A lexicon in place of the shipped one.") var lexicon: String?
        @Argument(help: "The file to write.") var file: String?

        func run() async throws {
            let draft = try LexiconCommand.shippedOrNamed(lexicon)
            let found = try LexiconCommand.whole(draft, lexicon ?? "lexicon.tsv")
            let bytes = LexiconCSV.bytes(found)
            if file == "-" {
                try FileHandle.standardOutput.write(contentsOf: Data(bytes))
                return
            }
            let path = file ?? LexiconCSV.fileName(found)
            try LexiconCommand.write(bytes, to: path)
            StandardStreams.sayError("\(found.terms.count) entries of \(found.name) in \(path)")
        }
    }

    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Says what is wrong with a lexicon, one JSON line a fault; 1 if anything is.",
            discussion: """
                Each entry's hit must find its term, its miss must not be called an offer, and no \
                two terms may be one after folding. Rows that cannot be read go to --rejects.
                """)

        @Option(name: .long, help: "A lexicon (TSV or CSV) in place of the shipped one.")
        var lexicon: String?
        @Option(name: .long, help: "A screening model in place of the shipped one.")
        var model: String?
        @Option(name: .long, help: "Where refused rows go (JSON Lines); standard error otherwise.")
        var rejects: String?

        func run() async throws {
            let path = lexicon ?? "lexicon.tsv"
            let writer =
                try rejects.map { try RejectWriter.file($0, inputs: lexicon.map { [$0] } ?? []) }
                ?? .standardError()
            let draft = try LexiconCommand.shippedOrNamed(lexicon)
            try LexiconCommand.tell(draft, of: path, to: writer)
            var faults: [LexiconFault] = []
            if let lexicon = draft.lexicon {
                let screener = try Assembly.screener(ModelFiles(model: model)).using(lexicon)
                faults = LexiconReview.faults(of: screener, lines: draft.lines)
            }
            var output = OutputBuffer()
            for fault in faults {
                try output.write(line: LexiconFaultLine.json(file: path, fault))
            }
            try output.flush()
            StandardStreams.sayError(LexiconCommand.line(draft))
            StandardStreams.sayError("faults \(faults.count)")
            if draft.rejected > 0 || !faults.isEmpty || draft.lexicon == nil {
                throw ExitCode(Int32(ExitStatus.found))
            }
        }
    }

    struct Import: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Writes the lexicon that a CSV file holds; bad rows are refused and told.")

        @Argument(help: "The CSV file.") var file: String
        @Option(name: .long, help: "The lexicon's name and version: NAME@VERSION.")
        var name: String
        @Option(name: .long, help: "The lexicon to write (TSV).") var out: String
        @Option(name: .long, help: "Where refused rows go (JSON Lines); standard error otherwise.")
        var rejects: String?

        func run() async throws {
            guard Lexicon.isName(name) else {
                throw ValidationError("--name takes NAME@VERSION, not '\(name)'.")
            }
            let writer =
                try rejects.map { try RejectWriter.file($0, inputs: [file]) } ?? .standardError()
            let found = try LexiconFile.read(file)
            for note in found.notes { StandardStreams.sayError("note: \(file): \(note)") }
            let draft = LexiconDraft(name: name, rows: found.rows, unreadable: found.unreadable)
            try LexiconCommand.tell(draft, of: file, to: writer)
            StandardStreams.sayError(LexiconCommand.line(draft))
            guard let lexicon = draft.lexicon else { throw ScreeningError.lexiconEmpty }
            try LexiconCommand.write(lexicon.table, to: out)
        }
    }
}

extension LexiconCommand {
    /// The shipped lexicon, or the file that the caller named, every row judged.
    private static func shippedOrNamed(_ path: String?) throws -> LexiconDraft {
        let file =
            try path.map { try LexiconFile.read($0) }
            ?? LexiconFile.read(try ResourceFiles.bytes("lexicon.tsv"), name: "lexicon.tsv")
        for note in file.notes { StandardStreams.sayError("note: \(path ?? ""): \(note)") }
        return file.draft(name: "unnamed@0")
    }

    /// The lexicon of a draft of which nothing was refused.
    private static func whole(_ draft: LexiconDraft, _ path: String) throws -> Lexicon {
        if let fault = draft.faults.first {
            throw ScreeningError.lexiconLine(fault.line, reason: fault.reason)
        }
        guard let lexicon = draft.lexicon else { throw ScreeningError.lexiconEmpty }
        return lexicon
    }

    /// One reject a row: all its faults in one line, so that rejects and refused rows are as many.
    private static func tell(
        _ draft: LexiconDraft, of path: String, to writer: RejectWriter
    ) throws {
        var rest = draft.faults[...]
        while let first = rest.first {
            let row = rest.prefix { $0.line == first.line }
            rest = rest.dropFirst(row.count)
            try writer.write(
                Reject(
                    file: path, line: first.line,
                    faults: row.map { Fault(field: $0.field, reason: $0.reason) }))
        }
        try writer.flush()
    }

    private static func line(_ draft: LexiconDraft) -> String {
        "read \(draft.read), accepted \(draft.accepted), rejected \(draft.rejected)"
    }

    private static func write(_ bytes: [UInt8], to path: String) throws {
        do {
            try Data(bytes).write(to: URL(fileURLWithPath: path))
        } catch {
            throw IntakeError.io(path, why: error.localizedDescription)
        }
    }
}
