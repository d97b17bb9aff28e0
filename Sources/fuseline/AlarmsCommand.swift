import Alarms
import ArgumentParser
import Bootstrap
import Casework
import Foundation
import Intake
import Primitives
import Records

/// `fuseline alarms`: the alarms of workrooms.
struct AlarmsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "alarms", abstract: "The alarms of a factory's rooms.",
        subcommands: [Replay.self, Watch.self])

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

extension AlarmsCommand {
    /// Puts a site under watch, or changes its plan.
    struct Watch: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "site", abstract: "Puts a factory's rooms under watch, or changes them.",
            discussion: """
                The file is that of alarms replay. What the alarms of sensors that stay came to \
                stays too. Prints the enterprise, how many rooms, and the version of the plan.
                """)

        @OptionGroup var database: DatabaseOption
        @Option(name: .long, help: "The unit whose safety officer answers first, by its name.")
        var unit: String?
        @Option(name: .long, help: "Code of the division in which the factory lies.")
        var division: String?
        @Option(name: .long, help: "Document or cause; asked for where a plan is changed.")
        var reason = ""
        @Argument(help: "site.json") var file: String

        func run() async throws {
            // Read here too, for a message with its place.
            let site = try SiteFile.read(file)
            guard let bytes = FileManager.default.contents(atPath: file) else {
                throw ValidationError("\(file) can not be read.")
            }
            let casework = try await database.open()
            let stored = try await casework.putSite(
                plan: Array(bytes), unit: try await unit(of: casework), division: division,
                reason: reason, as: .machine)
            try await casework.sealJournal()
            print("\(stored.enterprise)\t\(site.rooms.count) rooms\tversion \(stored.version)")
        }

        /// The unit that `--unit` names: people know it by its name, which is on the page of
        /// people; one of two that have the same is named by its id.
        private func unit(of casework: CaseworkDesk) async throws -> ID<Casework.Unit>? {
            guard let unit else { return nil }
            let units = try await casework.people(as: .machine).units
            let named = units.filter { $0.name == unit || $0.id.text == unit }
            guard named.count == 1, let found = named.first else {
                throw ValidationError(
                    named.isEmpty
                        ? "There is no unit '\(unit)'. The page of people lists them."
                        : "Two units are called '\(unit)'. Name one by its id:"
                            + " \(named.map(\.id.text).joined(separator: ", ")).")
            }
            return found.id
        }
    }
}
