import Alarms
import Primitives
import Records
import Testing

/// The states of ISA-18.2, what people do to alarms, and the state that is kept.
@Suite struct StateTests {
    /// Every state, every event: where it leads, with and without latching; nil: it means nothing.
    static let table: [(AlarmState, AlarmState.Event, AlarmState?, AlarmState?)] = [
        (.normal, .raise, .unacknowledged, .unacknowledged),
        (.normal, .clear, nil, nil), (.normal, .acknowledge, nil, nil), (.normal, .reset, nil, nil),
        (.unacknowledged, .raise, nil, nil),
        (.unacknowledged, .clear, .returnUnacknowledged, .returnUnacknowledged),
        (.unacknowledged, .acknowledge, .acknowledged, .acknowledged),
        (.unacknowledged, .reset, nil, nil),
        (.acknowledged, .raise, .unacknowledged, .unacknowledged),
        (.acknowledged, .clear, .normal, .latched),
        (.acknowledged, .acknowledge, nil, nil), (.acknowledged, .reset, nil, nil),
        (.returnUnacknowledged, .raise, .unacknowledged, .unacknowledged),
        (.returnUnacknowledged, .clear, nil, nil),
        (.returnUnacknowledged, .acknowledge, .normal, .latched),
        (.returnUnacknowledged, .reset, nil, nil),
        (.latched, .raise, .unacknowledged, .unacknowledged), (.latched, .clear, nil, nil),
        (.latched, .acknowledge, nil, nil), (.latched, .reset, .normal, .normal),
    ]

    @Test func theTableOfStates() {
        #expect(Self.table.count == 5 * AlarmState.Event.allCases.count)
        for (state, event, plain, latching) in Self.table {
            #expect(state.after(event, latching: false) == plain, "\(state) \(event)")
            #expect(state.after(event, latching: true) == latching, "\(state) \(event)")
        }
        for state in [AlarmState.shelved, .suppressed, .outOfService] {
            for event in AlarmState.Event.allCases {
                #expect(state.after(event, latching: false) == nil)
            }
        }
        #expect(Set(AlarmState.allCases.map(\.name)).count == 8)
    }

    private static let act = AlarmAct(who: "W. Li", why: "sensor is being replaced")

    private func raised(_ room: String, _ sensor: String, _ value: Double) -> (AlarmMachine, Int) {
        var machine = AlarmMachine(Fixture.whole)
        var out: [Transition] = []
        _ = machine.receive(
            Fixture.reading(Fixture.whole, room, sensor, value, at: 1, 1), at: Fixture.moment(1),
            into: &out)
        #expect(out.count == 1)
        return (machine, out.first?.point ?? 0)
    }

    @Test func aShelvedAlarmRunsOnAndComesBack() throws {
        var (machine, point) = raised("A", "p", 2)
        var out: [Transition] = []
        try machine.act(
            .shelve(until: Fixture.moment(60)), on: point, by: Self.act, at: Fixture.moment(2),
            into: &out)
        _ = machine.receive(
            Fixture.reading(Fixture.whole, "A", "p", 1, at: 3, 2), at: Fixture.moment(3),
            into: &out)
        #expect(machine.state(of: point) == .shelved)
        #expect(machine.silencing(of: point)?.act == Self.act)
        #expect(machine.silencing(of: point)?.until == Fixture.moment(60))
        machine = try AlarmMachine(Fixture.whole, state: machine.encoded())
        machine.advance(to: Fixture.moment(61), into: &out)
        let own = out.filter { $0.point == point }
        #expect(own.map(\.from) == [.unacknowledged, .shelved])
        #expect(own.map(\.to) == [.shelved, .returnUnacknowledged])
        #expect(own.map(\.at) == [Fixture.moment(2), Fixture.moment(60)])
        #expect(own.last?.cause == .expired)
        #expect(machine.silencing(of: point) == nil)
    }

    @Test func aFlameIsResetByAPerson() throws {
        var (machine, point) = raised("A", "f", 1)
        var out: [Transition] = []
        #expect(throws: AlarmError.refused(action: "reset", state: "unacknowledged")) {
            try machine.act(.reset, on: point, by: Self.act, at: Fixture.moment(2), into: &out)
        }
        try machine.act(.acknowledge, on: point, by: Self.act, at: Fixture.moment(2), into: &out)
        _ = machine.receive(
            Fixture.reading(Fixture.whole, "A", "f", 0, at: 3, 2), at: Fixture.moment(3),
            into: &out)
        try machine.act(.reset, on: point, by: Self.act, at: Fixture.moment(4), into: &out)
        #expect(out.map(\.to) == [.acknowledged, .latched, .normal])
        #expect(out.first?.act == Self.act)
    }

    @Test func whatIsRefusedChangesNothing() {
        var (machine, point) = raised("A", "p", 2)
        var out: [Transition] = []
        let before = machine.encoded()
        let cases: [(AlarmAction, AlarmAct, AlarmError)] = [
            (.unshelve, Self.act, .refused(action: "unshelve", state: "unacknowledged")),
            (
                .returnToService, Self.act,
                .refused(
                    action: "return to service", state: "unacknowledged")
            ),
            (.shelve(until: Fixture.moment(1)), Self.act, .shelvedTooLong(hoursMax: 8)),
            (.shelve(until: Fixture.moment(8 * 3_600 + 2)), Self.act, .shelvedTooLong(hoursMax: 8)),
            (.takeOutOfService, AlarmAct(who: "W", why: ""), .reasonMissing),
            (.acknowledge, AlarmAct(who: "", why: ""), .reasonMissing),
            (
                .acknowledge, AlarmAct(who: "W", why: String(repeating: "x", count: 257)),
                .reasonTooLong(bytesMax: 256)
            ),
        ]
        for (action, act, error) in cases {
            #expect(throws: error) {
                try machine.act(action, on: point, by: act, at: Fixture.moment(1), into: &out)
            }
        }
        #expect(out.isEmpty)
        #expect(machine.encoded() == before)
    }

    @Test func alarmsOfOneRoomFoldUnderTheFirst() {
        var machine = AlarmMachine(Fixture.whole)
        var out: [Transition] = []
        for (sensor, value, at) in [("p", 2.0, 1.0), ("v", 0, 2), ("f", 1, 3)] {
            _ = machine.receive(
                Fixture.reading(Fixture.whole, "A", sensor, value, at: at, 1),
                at: Fixture.moment(at), into: &out)
        }
        #expect(
            out.map { $0.under.map { Fixture.whole.points[$0].id } } == [
                nil, "A/p/over-headcount", nil,
            ])
        #expect(out.map(\.isAnnunciated) == [true, false, true])
    }

    @Test func priorityRisesWithHazardAndExcess() {
        let layout = Fixture.layout([
            Fixture.room("A", people: 2, hazard: .fire, [Fixture.sensor("p", .people)])
        ])
        for (people, priority) in [(3.0, Priority.high), (2, nil)] {
            var machine = AlarmMachine(layout)
            var out: [Transition] = []
            _ = machine.receive(
                Fixture.reading(layout, "A", "p", people, at: 1, 1), at: Fixture.moment(1),
                into: &out)
            #expect(out.first?.priority == priority)
        }
        let (machine, point) = raised("B", "p", 3)
        #expect(machine.isActive(point))
    }

    @Test func aSiteThatGainedASensorKeepsTheRest() throws {
        var (machine, point) = raised("A", "p", 2)
        let more = Fixture.layout([
            Fixture.room(
                "A", [Fixture.sensor("new", .flame), Fixture.sensor("p", .people, every: 10)])
        ])
        let id = Fixture.whole.points[point].id
        machine = try AlarmMachine(more, state: machine.encoded())
        #expect(machine.state(of: try #require(more.point(id))) == .unacknowledged)
        #expect(machine.state(of: try #require(more.point("A/new/flame"))) == .normal)
    }

    /// Cut or changed bytes are refused or read as some state; they end nothing.
    @Test func damagedBytesAreRefused() {
        let (machine, _) = raised("A", "p", 2)
        let bytes = machine.encoded()
        for end in 0..<bytes.count {
            #expect(throws: AlarmError.self) {
                try AlarmMachine(Fixture.whole, state: Array(bytes[..<end]))
            }
        }
        var random = SeededRandom(seed: 7)
        var refused = 0
        for _ in 0..<20_000 {
            var damaged = bytes
            damaged[random.below(bytes.count)] ^= UInt8(1 << random.below(8))
            do {
                _ = try AlarmMachine(Fixture.whole, state: damaged)
            } catch {
                refused += 1
            }
        }
        #expect(refused > 1_000)
    }
}
