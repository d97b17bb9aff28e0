import Alarms
import Primitives
import Records
import Testing

/// The clock of a recorded stream, the figures, and the comparison with the truth.
@Suite struct StreamTests {
    private static let layout = Fixture.layout([
        Fixture.room(
            "A",
            [
                Fixture.sensor("p", .people, every: 10), Fixture.sensor("f", .flame, every: 10),
                Fixture.sensor("v", .video, every: 10),
            ])
    ])

    /// Sensor, its time, and the moment of the machine: the moments that come out, in order.
    private func moments(_ readings: [(String, Double)]) -> [Double] {
        var clock = StreamClock(Self.layout)
        var out: [StreamClock.Timed] = []
        for (number, (sensor, at)) in readings.enumerated() {
            clock.take(
                Fixture.reading(Self.layout, "A", sensor, 1, at: at, Int64(number)), into: &out)
        }
        clock.finish(into: &out)
        #expect(out.map(\.reading.sequence) == readings.indices.map { Int64($0) })
        return out.map {
            Double($0.now.microseconds - Fixture.moment(0).microseconds) / 1e6
        }
    }

    @Test func timeIsTheLatestThatWasTold() {
        #expect(moments([("p", 1), ("f", 2), ("p", 1.5), ("v", 9)]) == [1, 2, 2, 9])
    }

    @Test func aLeapOfTheWholeSiteIsBelieved() {
        #expect(moments([("p", 1), ("f", 2), ("p", 7_200), ("f", 7_201)]) == [1, 2, 7_200, 7_201])
    }

    @Test func oneWrongClockMovesNothing() {
        let found = moments([
            ("p", 1), ("f", 2), ("v", 900_000), ("p", 3), ("f", 4), ("p", 5), ("v", 900_010),
            ("p", 6), ("f", 7), ("p", 8),
        ])
        #expect(found == [1, 2, 2, 3, 4, 5, 5, 6, 7, 8])
    }

    @Test func aWrongClockAtTheVeryBeginning() {
        let found = moments([("v", 900_000), ("p", 1), ("f", 2), ("p", 3), ("f", 4)])
        #expect(found == [1, 1, 2, 3, 4])
    }

    @Test func oneSensorThatGoesOnAloneIsBelieved() {
        #expect(
            moments([("p", 1), ("f", 2), ("p", 900), ("p", 905), ("p", 915)])
                == [1, 2, 900, 905, 915])
    }

    private static let targets = AlarmTargets(
        perTenMinutes: 1, floodBegins: 10, floodEnds: 5, floodShare: 0.01,
        staleAfter: Seconds(86_400), stalePerDay: 5, chatteringWithin: Seconds(60), chattering: 0,
        topTenShare: 0.05, highShare: 0.05, mediumShare: 0.15)

    /// A second person steps in eleven times within two minutes: a flood of one chattering alarm.
    @Test func figuresOfAFlood() {
        var machine = AlarmMachine(Self.layout)
        var figures = AlarmFigures(Self.targets)
        for step in 0..<22 {
            var out: [Transition] = []
            _ = machine.receive(
                Fixture.reading(
                    Self.layout, "A", "p", step % 2 == 0 ? 2 : 1, at: Double(step * 5),
                    Int64(step)),
                at: Fixture.moment(Double(step * 5)), into: &out)
            for transition in out where Self.layout.points[transition.point].kind != .blindSpot {
                figures.take(transition)
            }
        }
        figures.pass(to: Fixture.moment(86_400).microseconds)
        let values = Dictionary(uniqueKeysWithValues: figures.lines.map { ($0.name, $0.value) })
        #expect(values["calls of an operator"] == 11)
        #expect(values["floods"] == 1)
        #expect(values["chattering alarms"] == 1)
        #expect(values["most calls in 10 minutes, per operator"] == 11)
        #expect(values["share of high priority"] == 1)
        #expect(values["calls per operator and 10 minutes"] == 11 / 144.0)
        #expect(figures.topTen.map(\.calls) == [11])
        let notMet = figures.lines.filter { !$0.isMet }.map(\.name)
        #expect(notMet.contains("chattering alarms"))
        #expect(!notMet.contains("stale alarms a day"))
    }

    @Test func truthCountsWhatIsMissedAndWhatIsWrong() {
        var truth = AlarmTruth(
            [
                TrueEvent(
                    room: "A", kind: "over-headcount", from: Fixture.moment(10),
                    to: Fixture.moment(14)),
                TrueEvent(
                    room: "A", kind: "over-headcount", from: Fixture.moment(50),
                    to: Fixture.moment(54)),
            ], tolerance: Seconds(1))
        var machine = AlarmMachine(Self.layout)
        for (number, (people, at)) in [(1.0, 9.0), (2, 10), (1, 14), (2, 30), (1, 31)].enumerated()
        {
            var out: [Transition] = []
            _ = machine.receive(
                Fixture.reading(Self.layout, "A", "p", people, at: at, Int64(number)),
                at: Fixture.moment(at), into: &out)
            for transition in out where Self.layout.points[transition.point].kind != .blindSpot {
                truth.take(transition, Self.layout)
            }
        }
        #expect(truth.raises == 2)
        #expect(truth.rightRaises == 1)
        #expect(truth.missed == 1)
        #expect(truth.precision == 0.5)
    }
}
