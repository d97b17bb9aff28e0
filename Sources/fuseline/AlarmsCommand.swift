import Alarms
import ArgumentParser
import Bootstrap
import Foundation
import Intake
import Primitives
import Records

/// `fuseline alarms`: the alarms of workrooms.
struct AlarmsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "alarms", abstract: "The alarms of a factory's rooms.",
        subcommands: [Replay.self])

    /// Runs recorded readings through the alarms, as if time were the readings' own.
    struct Replay: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Tells which alarms recorded readings raise: one JSON line a transition.",
            discussion: """
                In: JSON Lines {"enterprise", "room", "sensor", "quantity", "value", "at", "seq"}. \
                Ends with 'read N, accepted N, rejected N' on standard error; --kpis and \
                --truth print there too.
                """)

        @Option(name: .long, help: "The rooms with what is approved for them (JSON).")
        var site: String
        @Option(name: .long, help: "Rules' data in place of the shipped alarms.json.")
        var policy: String?
        @Flag(name: .long, help: "Prints the figures of alarm management beside their targets.")
        var kpis = false
        @Option(name: .long, help: "Operators who share the alarms, for --kpis.")
        var operators = 1
        @Option(name: .long, help: "truth.jsonl of the simulated factory; prints what was missed.")
        var truth: String?
        @OptionGroup var intake: IntakeArguments
        @Argument(help: "Files; - or none for standard input.")
        var files: [String] = []

        func validate() throws {
            guard operators > 0 else {
                throw ValidationError("--operators takes a number above 0.")
            }
        }

        func run() async throws {
            let paths = files.isEmpty ? ["-"] : files
            let site = try SiteFile.read(self.site)
            let data = try AlarmPolicyFile.read(policy)
            let truth = try truth.map { try TruthFile.read($0) }
            let layout = AlarmLayout(site, policy: data.policy)
            let rejects = try intake.writer(inputs: paths + [self.site])
            var replay = AlarmReplay(layout, data, operators: operators, truth: truth)
            let tally = try readReadings(
                paths: paths, enterprise: site.enterprise, options: try intake.options(),
                rejects: rejects,
                sensor: { room, sensor in
                    layout.sensor(room, sensor).map {
                        ($0, layout.described($0).sensor.quantity)
                    }
                }, each: { try replay.take($0) })
            try replay.finish()
            if kpis { AlarmReport.figures(replay).forEach(StandardStreams.sayError) }
            AlarmReport.truth(replay).forEach(StandardStreams.sayError)
            StandardStreams.sayError(tally.line)
        }
    }
}
