import ArgumentParser
import Bootstrap
import Intake
import Primitives
import Records
import Screening

/// `fuseline attack`: how much recall is left when clean offers are hidden in every way.
struct AttackCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "attack",
        abstract: "Hides clean offers in every way and counts what is still found.",
        discussion: """
            In: labelled rows (JSON Lines), of which the plainly written offers are taken. Out: a \
            page of Markdown. Ends with 1 where an attack costs more than allowed.
            """)

    @OptionGroup var models: ModelOptions
    @Option(name: .long, parsing: .upToNextOption, help: "Labelled rows (JSON Lines).")
    var rows: [String]
    @Option(name: .long, help: "Where chance begins; the same number gives the same attacks.")
    var seed: UInt64 = 1
    @Option(name: .long, help: "Points of recall that one way alone may cost.")
    var aloneMax = 3.0
    @Option(name: .long, help: "Points of recall that three ways at once may cost.")
    var togetherMax = 10.0

    func run() async throws {
        var all: [TrainingRow] = []
        let rejects = RejectWriter.standardError()
        let tally = try await readLabelledRows(paths: rows, rejects: rejects) { rows in
            all += rows.compactMap(TrainingRow.init)
        }
        try rejects.flush()
        StandardStreams.sayError(tally.line)
        let plain = all.filter { !$0.isAmbiguous && $0.kind != .declaration && $0.isPlain }
        if plain.isEmpty {
            throw ScreeningError.trainingRows("none of them is a plainly written offer")
        }
        let attack = Attack(
            screener: try Assembly.screener(models.files), tables: try Assembly.textTables(),
            seed: seed)
        let alone = attack.alone(on: plain)
        let together = attack.together(on: plain, triples: 20)
        print(Attack.markdown(alone: alone, together: together))
        if !Attack.holds(
            alone: alone, together: together, aloneMax: aloneMax, togetherMax: togetherMax)
        {
            throw ExitCode(1)
        }
    }
}
