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
                Ends with 'read N, accepted N, rejected N' on standard error.
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
            let layout = AlarmLayout(site, policy: data.policy)
            let rejects = try intake.writer(inputs: paths + [self.site])
            var replay = AlarmReplay(
                layout, targets: data.targets, operators: operators,
                truth: try truth.map { try TruthFile.read($0) })
            let tally = try readReadings(
                paths: paths, enterprise: site.enterprise, options: try intake.options(),
                rejects: rejects,
                sensor: { room, sensor in
                    layout.sensor(room, sensor).map {
                        ($0, layout.described($0).sensor.quantity)
                    }
                }, each: { try replay.take($0) })
            try replay.finish()
            if kpis { replay.tellFigures() }
            if truth != nil { replay.tellTruth() }
            StandardStreams.sayError(tally.line)
        }
    }
}

/// What runs through the alarms, and the lines that come out.
struct AlarmReplay {
    private let layout: AlarmLayout
    private var clock: StreamClock
    private var machine: AlarmMachine
    private var figures: AlarmFigures
    private var truth: AlarmTruth?
    private var timed: [StreamClock.Timed] = []
    private var out: [Transition] = []
    private var output = OutputBuffer()
    private var outcomes = [Int](repeating: 0, count: AlarmMachine.Outcome.allCases.count)
    private var first: Timestamp?

    init(
        _ layout: AlarmLayout, targets: AlarmTargets, operators: Int, truth: [TrueEvent]?
    ) {
        self.layout = layout
        clock = StreamClock(layout)
        machine = AlarmMachine(layout)
        figures = AlarmFigures(targets, operators: operators)
        // A reading may come some periods after what it tells of.
        self.truth = truth.map { AlarmTruth($0, tolerance: Seconds(1)) }
    }

    mutating func take(_ reading: Reading) throws {
        clock.take(reading, into: &timed)
        try go()
    }

    /// Nothing more comes: time passes to the last moment that was told.
    mutating func finish() throws {
        clock.finish(into: &timed)
        try go()
        if let moment = clock.moment {
            machine.advance(to: moment, into: &out)
            try tell()
            figures.pass(to: moment.microseconds)
        }
        try output.flush()
    }

    private mutating func go() throws {
        for entry in timed {
            if first == nil { first = entry.now }
            let outcome = machine.receive(entry.reading, at: entry.now, into: &out)
            outcomes[Int(outcome.rawValue)] += 1
        }
        timed.removeAll(keepingCapacity: true)
        if !out.isEmpty { try tell() }
    }

    private mutating func tell() throws {
        for transition in out {
            figures.take(transition)
            truth?.take(transition, layout)
            try output.write(line: TransitionLine.json(transition, layout))
        }
        out.removeAll(keepingCapacity: true)
    }

    func tellFigures() {
        let names = ["youngest", "late", "stale", "duplicate", "forgotten", "wrong clock"]
        let counts = zip(names, outcomes).map { "\($0) \($1)" }.joined(separator: ", ")
        StandardStreams.sayError("readings: \(counts)")
        for line in figures.lines {
            let target =
                line.target.map {
                    ", target at most \(Self.text($0))\(line.isMet ? "" : ", not met")"
                } ?? ""
            StandardStreams.sayError("\(line.name): \(Self.text(line.value))\(target)")
        }
        for (point, calls) in figures.topTen {
            StandardStreams.sayError("top ten: \(layout.points[point].id) \(calls)")
        }
    }

    func tellTruth() {
        guard let truth else { return }
        for kind in truth.byKind {
            StandardStreams.sayError(
                "truth: \(kind.kind) \(kind.events), missed \(kind.missed)")
        }
        let length = Double((clock.moment?.microseconds ?? 0) - (first?.microseconds ?? 0))
        let days = max(length / 86_400e6, 1e-9)
        let wrong = truth.raises - truth.rightRaises
        StandardStreams.sayError(
            "truth: events \(truth.eventCount), missed \(truth.missed), raises \(truth.raises),"
                + " precision \(Self.text(truth.precision)), false alarms \(wrong),"
                + " a day \(Self.text(Double(wrong) / days))")
    }

    private static func text(_ value: Double) -> String {
        value == value.rounded() ? String(Int(value)) : String(format: "%.4f", value)
    }
}

/// A transition as INTERFACES has it.
enum TransitionLine {
    static func json(_ transition: Transition, _ layout: AlarmLayout) -> String {
        let point = layout.points[transition.point]
        let room = layout.site.rooms[point.room]
        func quoted(_ key: String, _ text: String?) -> String {
            "\"\(key)\":\(text.map { JSONText.quoted($0) } ?? "null")"
        }
        func number(_ key: String, _ value: Double?) -> String {
            "\"\(key)\":\(value.map { JSONText.number($0) } ?? "null")"
        }
        var parts = [
            quoted("at", transition.at.text()), quoted("alarm", point.id),
            quoted("room", room.id.text), quoted("kind", point.kind.name),
            quoted("from", transition.from.name), quoted("to", transition.to.name),
            number("value", transition.value), number("limit", transition.limit),
            quoted("rule", "\(point.kind.name)@\(layout.policy.version)"),
            quoted("priority", transition.priority.name),
            "\"occurrence\":\(transition.occurrence)",
            quoted("under", transition.under.map { layout.points[$0].id }),
            quoted("cause", transition.cause.name),
            quoted("guidance", point.kind.guidanceKey),
        ]
        let readings = transition.readings.map { reading in
            let sensor = layout.described(reading.sensor).sensor
            let own = [
                quoted("sensor", sensor.id.text), "\"seq\":\(reading.sequence)",
                quoted("at", reading.at.text()), number("value", reading.value),
            ]
            return "{\(own.joined(separator: ","))}"
        }
        parts.append("\"readings\":\(JSONText.array(readings))")
        return "{\(parts.joined(separator: ","))}"
    }
}

/// The truth of a simulated factory.
enum TruthFile {
    private struct Line: Decodable {
        let room: String?
        let kind: String?
        let from: String
        let to: String
    }

    /// Lines without a kind tell of what should raise nothing.
    static func read(_ path: String) throws -> [TrueEvent] {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw IntakeError.missing(path)
        }
        let decoder = JSONDecoder()
        return try data.split(separator: 10).compactMap { line in
            guard let row = try? decoder.decode(Line.self, from: line),
                let from = Timestamp(row.from), let to = Timestamp(row.to)
            else {
                throw IntakeError.document(path, why: "a line is not as simulate writes it")
            }
            guard let room = row.room, let kind = row.kind else { return nil }
            return TrueEvent(room: room, kind: kind, from: from, to: to)
        }
    }
}
