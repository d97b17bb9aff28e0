import ArgumentParser
import Bootstrap
import Casework
import Intake
import Screening

/// `fuseline screen`: one verdict a text, as INTERFACES promises.
struct ScreenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "screen",
        abstract: "Says of each text whether it is an offer of fireworks, and why.",
        discussion: """
            In: JSON Lines {"id", "kind", "text"}, or CSV. Out: one JSON line an accepted record, \
            in order. Ends with 'read N, accepted N, rejected N' on standard error.
            """)

    @OptionGroup var models: ModelOptions
    @OptionGroup var intake: IntakeArguments
    @Argument(help: "Files; - or none for standard input.")
    var files: [String] = []

    func run() async throws {
        let screener = try Assembly.screener(models.files)
        let paths = files.isEmpty ? ["-"] : files
        let rejects = try intake.writer(inputs: paths)
        var output = OutputBuffer()
        let tally = try await readScreeningRows(
            paths: paths, options: try intake.options(), rejects: rejects
        ) { rows in
            let lines = await concurrently(rows) { row in
                ScreeningLine.json(id: row.id, screener.screen(row.text, kind: row.kind))
            }
            for line in lines { try output.write(line: line) }
            try output.flush()
        }
        try rejects.flush()
        StandardStreams.sayError(tally.line)
    }
}
