import Alarms
import Bootstrap
import Foundation
import Intake
import Primitives
import Records

/// What runs through the alarms, and the lines that come out.
struct AlarmReplay {
    let layout: AlarmLayout
    private(set) var figures: AlarmFigures
    private(set) var truth: AlarmTruth?
    /// Readings by what became of them.
    private(set) var outcomes = [Int](
        repeating: 0, count: AlarmMachine.Outcome.allCases.count)
    private let guidance: [AlarmKind: String]
    private var clock: StreamClock
    private var machine: AlarmMachine
    private var timed: [StreamClock.Timed] = []
    private var out: [Transition] = []
    private var output = OutputBuffer()
    private var first: Timestamp?

    /// An alarm may stand this long beside what raised it: readings tell whole milliseconds.
    private static let tolerance = Seconds(1)

    init(
        _ layout: AlarmLayout, _ data: AlarmPolicyFile, operators: Int, truth: [TrueEvent]?
    ) {
        self.layout = layout
        guidance = data.guidance.mapValues(\.zh)
        clock = StreamClock(layout)
        machine = AlarmMachine(layout)
        figures = AlarmFigures(data.targets, operators: operators)
        self.truth = truth.map { AlarmTruth($0, tolerance: Self.tolerance) }
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

    /// From the first reading to the last moment told.
    var days: Double {
        let length = (clock.moment?.microseconds ?? 0) - (first?.microseconds ?? 0)
        return Double(max(length, 1)) / 86_400e6
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
            try output.write(
                line: TransitionLine.json(transition, layout, guidance: guidance))
        }
        out.removeAll(keepingCapacity: true)
    }
}

/// A transition as one line of JSON (docs/alarms.md).
enum TransitionLine {
    static func json(
        _ transition: Transition, _ layout: AlarmLayout, guidance: [AlarmKind: String]
    ) -> String {
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
            quoted("guidance", transition.to == .unacknowledged ? guidance[point.kind] : nil),
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
