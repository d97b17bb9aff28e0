import Alarms
import Primitives
import Records
import Testing

/// Border cases of each rule, one row a case: what is said, and the steps of the room's alarms.
@Suite struct RuleTests {
    /// A reading of a sensor of room A of the fixture, on time.
    struct Said: Sendable {
        let sensor: String
        let value: Double
        let at: Double
        let sequence: Int64
        let arrives: Double

        init(
            _ sensor: String, _ value: Double, _ at: Double, _ sequence: Int64,
            _ arrives: Double? = nil
        ) {
            self.sensor = sensor
            self.value = value
            self.at = at
            self.sequence = sequence
            self.arrives = arrives ?? at
        }
    }

    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let said: [Said]
        /// Where time ends.
        let end: Double
        /// `KIND from→to @seconds`, of every alarm but those that `ignoring` begins.
        let steps: [String]
        var testDescription: String { name }
    }

    static let cases: [Case] = [
        Case(
            name: "one person in a room for one", said: [Said("p", 1, 1, 1)], end: 5, steps: []),
        Case(
            name: "a second for four seconds",
            said: [
                Said("p", 1, 1, 1), Said("p", 2, 2, 2), Said("p", 1, 6, 3),
            ], end: 7,
            steps: [
                "A/p/over-headcount normal→unacknowledged @2.0",
                "A/p/over-headcount unacknowledged→return-unacknowledged @6.0",
            ]),
        Case(
            name: "the same reading twice",
            said: [
                Said("p", 2, 2, 2), Said("p", 1, 3, 3), Said("p", 2, 2, 2, 4),
            ], end: 5,
            steps: [
                "A/p/over-headcount normal→unacknowledged @2.0",
                "A/p/over-headcount unacknowledged→return-unacknowledged @3.0",
            ]),
        Case(
            name: "an over-limit seen late is alarmed, and over",
            said: [
                Said("p", 1, 1, 1), Said("p", 1, 6, 3), Said("p", 2, 4, 2, 7),
                Said("p", 2, 4, 2, 8),
            ], end: 9,
            steps: [
                "A/p/over-headcount normal→unacknowledged @4.0",
                "A/p/over-headcount unacknowledged→return-unacknowledged @6.0",
            ]),
        Case(
            name: "a late one beside an alarmed one is the same time",
            said: [
                Said("p", 1, 1, 1), Said("p", 2, 5, 4), Said("p", 1, 6, 5), Said("p", 2, 4, 3, 7),
            ], end: 8,
            steps: [
                "A/p/over-headcount normal→unacknowledged @5.0",
                "A/p/over-headcount unacknowledged→return-unacknowledged @6.0",
            ]),
        Case(
            name: "a late one with a good one between is another time",
            said: [
                Said("p", 1, 1, 1), Said("p", 1, 3, 3), Said("p", 2, 5, 4), Said("p", 1, 6, 5),
                Said("p", 2, 2, 2, 7),
            ], end: 8,
            steps: [
                "A/p/over-headcount normal→unacknowledged @5.0",
                "A/p/over-headcount unacknowledged→return-unacknowledged @6.0",
                "A/p/over-headcount return-unacknowledged→unacknowledged @2.0",
                "A/p/over-headcount unacknowledged→return-unacknowledged @3.0",
            ]),
        Case(
            name: "a sequence that begins anew",
            said: [
                Said("p", 1, 1, 900), Said("p", 1, 2, 1), Said("p", 2, 3, 2), Said("p", 1, 4, 3),
            ], end: 5,
            steps: [
                "A/p/over-headcount normal→unacknowledged @3.0",
                "A/p/over-headcount unacknowledged→return-unacknowledged @4.0",
            ]),
        Case(
            name: "a clock four weeks ahead",
            said: [
                Said("p", 1, 2_400_001, 1, 1), Said("p", 2, 2_400_003, 2, 3),
                Said("p", 1, 2_400_004, 3, 4),
            ], end: 5,
            steps: [
                "A/p/over-headcount normal→unacknowledged @3.0",
                "A/p/over-headcount unacknowledged→return-unacknowledged @4.0",
            ]),
        Case(
            name: "exactly the approved charge", said: [Said("c", 5, 1, 1)], end: 2, steps: []),
        Case(
            name: "a gram over", said: [Said("c", 5.001, 1, 1)], end: 2,
            steps: ["A/over-charge normal→unacknowledged @1.0"]),
        Case(
            name: "less than a gram over", said: [Said("c", 5.000_2, 1, 1)], end: 2,
            steps: ["A/over-charge normal→unacknowledged @1.0"]),
        Case(
            name: "heat shorter than the on-delay",
            said: [
                Said("t", 36, 1, 1), Said("t", 36, 10, 2), Said("t", 35, 11, 3),
            ], end: 12, steps: []),
        Case(
            name: "heat as long as the on-delay",
            said: [
                Said("t", 36, 1, 1), Said("t", 36, 11, 2),
            ], end: 11,
            steps: ["A/t/environment normal→unacknowledged @11.0"]),
        Case(
            name: "heat and then nothing: the timer", said: [Said("t", 36, 1, 1)], end: 12,
            steps: ["A/t/environment normal→unacknowledged @11.0"]),
        Case(
            name: "inside the deadband is not back",
            said: [
                Said("t", 36, 1, 1), Said("t", 36, 11, 2), Said("t", 34.5, 13, 3),
                Said("t", 34, 20, 4), Said("t", 34, 34, 5), Said("t", 34, 35, 6),
            ], end: 35,
            steps: [
                "A/t/environment normal→unacknowledged @11.0",
                "A/t/environment unacknowledged→return-unacknowledged @35.0",
            ]),
        Case(
            name: "too dry", said: [Said("h", 40, 1, 1), Said("h", 39.9, 2, 2)], end: 3,
            steps: ["A/h/environment normal→unacknowledged @2.0"]),
        Case(
            name: "a door open for 61 s", said: [Said("d", 1, 1, 1)], end: 62,
            steps: ["A/d/door normal→unacknowledged @61.0"]),
        Case(
            name: "people at the beginning and the end of a stop",
            said: [
                Said("p", 1, 39.9, 1), Said("p", 1, 40, 2), Said("p", 1, 59.9, 3),
                Said("p", 1, 60, 4),
            ], end: 61,
            steps: [
                "A/p/stop-work normal→unacknowledged @40.0",
                "A/p/stop-work unacknowledged→return-unacknowledged @60.0",
            ]),
        Case(
            name: "a covered camera", said: [Said("v", 1, 1, 1), Said("v", 2, 2, 2)], end: 3,
            steps: ["A/v/blind-spot/video normal→unacknowledged @2.0"]),
    ]

    @Test(arguments: cases) func steps(_ row: Case) {
        var machine = AlarmMachine(Fixture.whole)
        var out: [Transition] = []
        for said in row.said {
            let reading = Fixture.reading(
                Fixture.whole, "A", said.sensor, said.value, at: said.at, said.sequence)
            _ = machine.receive(reading, at: Fixture.moment(said.arrives), into: &out)
        }
        machine.advance(to: Fixture.moment(row.end).adding(Seconds(1)), into: &out)
        let steps = out.map { Step($0, Fixture.whole) }.filter { !$0.point.hasSuffix("blind-spot") }
        let found = steps.map { String($0.description.prefix { $0 != " " || true }) }
        #expect(
            found.map { $0.split(separator: " ").prefix(3).joined(separator: " ") } == row.steps)
    }

    /// Silence is told at its due time: the period and 1 % of it, or half a second where that is
    /// more; and never while the sensor speaks in time.
    @Test(arguments: [Int64(1), 10, 50, 60, 600, 3_600]) func silence(_ every: Int64) {
        let layout = Fixture.layout([
            Fixture.room("A", [Fixture.sensor("p", .people, every: every)])
        ])
        var machine = AlarmMachine(layout)
        var out: [Transition] = []
        for index in 0..<5 {
            let at = Double(Int64(index) * every)
            _ = machine.receive(
                Fixture.reading(layout, "A", "p", 1, at: at, Int64(index)),
                at: Fixture.moment(at), into: &out)
        }
        #expect(out.isEmpty)
        machine.advance(to: Fixture.moment(Double(every) * 20), into: &out)
        #expect(out.count == 1)
        let due = Fixture.moment(Double(every) * 5)
        let late = (out.first?.at.microseconds ?? 0) - due.microseconds
        #expect(late > 0 && late <= max(1_000_000, every * 20_000))
        #expect(out.first?.cause == .silent)
    }

    /// A quota holds for its process and its days; without one nobody may be there.
    @Test func quotaFollowsProcessAndDate() {
        func quota(_ process: String, _ people: Int, from: Double, to: Double) -> RoomQuota {
            RoomQuota(
                process: process, hazard: .fire, peopleMax: people, chargeMax: Grams(1_000),
                validFrom: Fixture.moment(from), validTo: Fixture.moment(to))
        }
        let room = Workroom(
            id: ID("A"), name: "A",
            runs: [
                ProcessRun(process: "packing", from: Fixture.moment(0)),
                ProcessRun(process: "ramming", from: Fixture.moment(100)),
            ],
            quotas: [
                quota("packing", 3, from: 0, to: 50), quota("ramming", 1, from: 120, to: 200),
            ],
            sensors: [Fixture.sensor("p", .people)])
        let layout = Fixture.layout([room])
        let expected: [(Double, Double?)] = [
            (1, nil), (49, nil), (50, 0), (119, 0), (120, 1), (199, 1), (200, 0),
        ]
        for (at, limit) in expected {
            var machine = AlarmMachine(layout)
            var out: [Transition] = []
            _ = machine.receive(
                Fixture.reading(layout, "A", "p", 3, at: at, 1), at: Fixture.moment(at), into: &out)
            #expect(out.first?.limit == limit, "at \(at)")
            #expect((out.first?.cause == .noQuota) == (limit == 0), "at \(at)")
        }
    }

    /// Something that moves is an intrusion only while the room is closed.
    @Test func intrusionWhileClosed() {
        // 2026-09-21T22:13:20+08:00 is moment 0.
        let hours = [OpenHours(from: Seconds(23 * 3_600), to: Seconds(6 * 3_600))]
        let layout = Fixture.layout([
            Fixture.room("A", hours: hours, [Fixture.sensor("i", .intrusion)])
        ])
        #expect(Fixture.moment(0).text() == "2026-09-21T22:13:20+08:00")
        for (at, isAlarm) in [
            (0.0, true), (2_799, true), (2_800, false), (27_999, false), (28_000, true),
        ] {
            var machine = AlarmMachine(layout)
            var out: [Transition] = []
            _ = machine.receive(
                Fixture.reading(layout, "A", "i", 1, at: at, 1), at: Fixture.moment(at), into: &out)
            #expect(out.isEmpty != isAlarm, "at \(at)")
        }
    }

    /// Two scales: semi-finished and finished goods count with what is loose, and both readings
    /// stand in the transition.
    @Test func chargeIsTheSumOfTheScales() {
        var machine = AlarmMachine(Fixture.whole)
        var out: [Transition] = []
        for (sensor, value, at) in [("c1", 4.4, 1.0), ("c2", 3.6, 2), ("c2", 3.601, 3)] {
            _ = machine.receive(
                Fixture.reading(Fixture.whole, "B", sensor, value, at: at, Int64(at)),
                at: Fixture.moment(at), into: &out)
        }
        #expect(out.count == 1)
        #expect(out.first?.value == 8.001)
        #expect(out.first?.limit == 8)
        #expect(out.first?.readings.map(\.value) == [3.601, 4.4])
    }
}
