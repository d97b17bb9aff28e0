import Alarms
import Bootstrap
import Casework
import Foundation
import Journal
import Primitives
import Records
import TestKit
import Testing

/// Alarms in the store: no reading without its effect, no step without its leaf, and nothing twice,
/// whichever server it comes to.
@Suite struct AlarmDeskTests {
    private static let plan = """
        {"enterprise":"E1","name":"样例厂","rooms":[{"id":"R1","name":"混药","process":"mixing",
        "hazard":"1.1-1","max_people":1,"max_charge_kg":3,"hours":[{"from":"00:00","to":"24:00"}],
        "limits":{"temperature_c":{"max":35.5,"deadband":1,"on_delay_s":60}},
        "sensors":[{"id":"people","quantity":"people","every_s":60},
        {"id":"flame","quantity":"flame"},{"id":"t","quantity":"temperature_c","every_s":600}]},
        {"id":"R2","process":"drying","hazard":"1.3","max_people":2,"max_charge_kg":10,
        "sensors":[{"id":"people","quantity":"people"}]}],
        "stops":[{"from":"2027-01-01T00:00:00+08:00","to":"2027-01-02T00:00:00+08:00",
        "reason":"高温"}]}
        """

    private static let machine = Principal.machine
    /// Somebody of the enterprise's own unit.
    private static func safety(_ office: Office) async throws -> Principal {
        let page = try await office.casework.people(as: .machine)
        let unit = try #require(page.units.first { $0.kind == .enterprise })
        return Principal(
            person: Person(
                id: ID("p-safety"), name: "safety", displayName: "安全员", role: .safetyOfficer,
                unit: unit.id))
    }

    private static func office(_ engine: TestEngine) async throws -> Office {
        let office = try await Office(engine)
        try await office.casework.addUnit(
            Unit(
                id: ID("u-e1"), parent: Unit.city, kind: .enterprise, name: "样例厂",
                division: "360124"), as: .machine)
        let unit = try await safety(office).person.unit
        _ = try await office.casework.putSite(
            plan: Array(plan.utf8), unit: unit, division: "360124", reason: "",
            as: .machine)
        return office
    }

    private static func reading(
        _ office: Office, _ value: Double, seq: Int64, room: String = "R1",
        sensor: String = "people", quantity: Quantity = .people, enterprise: String = "E1",
        after: Int64 = 0
    ) -> ReadingParcel {
        .reading(
            IncomingReading(
                enterprise: enterprise, room: room, sensor: sensor, quantity: quantity,
                value: value, at: office.clock.now.adding(Seconds(after)), sequence: seq))
    }

    private static func state(_ office: Office, _ point: String) async throws -> AlarmState? {
        try await office.casework.database.read {
            try $0.alarm(AlarmID(enterprise: "E1", point: point))?.state
        }
    }

    private static let headcount = AlarmID(enterprise: "E1", point: "R1/people/over-headcount")

    @Test(arguments: TestEngine.available)
    func aSecondPersonRaisesAndSomebodyAnswers(engine: TestEngine) async throws {
        let office = try await Self.office(engine)
        let (desk, safety) = (office.casework, try await Self.safety(office))
        let tally = try await desk.take(
            [
                Self.reading(office, 1, seq: 1), Self.reading(office, 2, seq: 2, after: 1),
                Self.reading(office, 2, seq: 2, after: 1),
            ], as: Self.machine)
        #expect(tally.taken == 3 && tally.duplicates == 1 && tally.refused == 0)
        #expect(tally.transitions == 1)
        #expect(try await Self.state(office, Self.headcount.point) == .unacknowledged)

        // As it was seen, by who may, once.
        await #expect(throws: CaseworkError.alarmChanged("E1/R1/people/over-headcount")) {
            try await desk.handle(
                .acknowledge(note: ""), alarm: Self.headcount, occurrence: 0, as: safety)
        }
        let stranger = Principal(
            person: Person(
                id: ID("p-x"), name: "x", displayName: "x", role: .safetyOfficer, unit: ID("u-2")))
        await #expect(throws: CaseworkError.self) {
            try await desk.handle(
                .acknowledge(note: ""), alarm: Self.headcount, occurrence: 1, as: stranger)
        }
        try await desk.handle(
            .acknowledge(note: "去看了"), alarm: Self.headcount, occurrence: 1, as: safety)
        await #expect(throws: CaseworkError.self) {
            try await desk.handle(
                .acknowledge(note: ""), alarm: Self.headcount, occurrence: 1, as: safety)
        }
        _ = try await desk.take([Self.reading(office, 1, seq: 3, after: 2)], as: Self.machine)
        #expect(try await Self.state(office, Self.headcount.point) == .normal)

        let page = try await desk.roomPage("E1", room: "R1", as: safety)
        #expect(page.events.map(\.to) == [.normal, .acknowledged, .unacknowledged])
        #expect(page.events[1].who == ID("p-safety") && page.events[1].why == "去看了")
        #expect(page.trend.map(\.value) == [1, 2, 1])
        let leaves = try await desk.database.read { transaction in
            var acts: [String] = []
            try transaction.forEachJournalLeaf {
                let leaf = try Leaf(Array($0.entry.utf8))
                if leaf.subject.kind == "alarm" { acts.append("\(leaf.act) \(leaf.author.who)") }
            }
            return acts
        }
        #expect(
            leaves == [
                "alarm.tell machine", "alarm.acknowledge p-safety", "alarm.tell machine",
            ])
        try await desk.sealJournal()
        _ = try await desk.verifyJournal()
    }

    /// Two servers on one database: each has a copy of the machine, and none believes an old one.
    @Test(arguments: TestEngine.available)
    func whicheverServerItComesTo(engine: TestEngine) async throws {
        let office = try await Self.office(engine)
        let other = try CaseworkDesk(
            database: office.casework.database, screener: await office.casework.screeners.current,
            settings: office.casework.settings, environment: office.casework.environment)
        let desks = [office.casework, other]
        var transitions = 0
        for round in 0..<40 {
            let value: Double = round % 4 < 2 ? 2 : 1
            let parcel = Self.reading(office, value, seq: Int64(round), after: Int64(round))
            for desk in round.isMultiple(of: 2) ? desks : desks.reversed() {
                transitions += try await desk.take([parcel], as: Self.machine).transitions
                try await desk.passAlarmTime()
            }
        }
        // Raised when it begins, cleared when it ends: ten times each, the first a raise.
        #expect(transitions == 20)
        let events = try await other.database.read { try $0.alarmEvents(after: 0, limit: 100) }
        #expect(events.map(\.number) == Array(1...20))
    }

    @Test(arguments: TestEngine.available)
    func silenceIsToldOnceByWhoeverTicks(engine: TestEngine) async throws {
        let office = try await Self.office(engine)
        let other = try CaseworkDesk(
            database: office.casework.database, screener: await office.casework.screeners.current,
            settings: office.casework.settings, environment: office.casework.environment)
        _ = try await office.casework.take([Self.reading(office, 1, seq: 1)], as: Self.machine)
        office.clock.pass(Seconds(60))
        try await office.casework.passAlarmTime()
        #expect(try await Self.state(office, "R1/people/blind-spot") == nil)
        office.clock.pass(Seconds(2))
        try await other.passAlarmTime()
        try await office.casework.passAlarmTime()
        #expect(try await Self.state(office, "R1/people/blind-spot") == .unacknowledged)
        let events = try await other.database.read { try $0.alarmEvents(after: 0, limit: 100) }
        #expect(events.count == 1 && events[0].cause == .silent)
        // A restart finds what stood.
        let restarted = try CaseworkDesk(
            database: office.casework.database, screener: await office.casework.screeners.current,
            settings: office.casework.settings, environment: office.casework.environment)
        try await restarted.passAlarmTime()
        _ = try await restarted.take(
            [Self.reading(office, 1, seq: 2)], as: Self.machine)
        #expect(try await Self.state(office, "R1/people/blind-spot") == .returnUnacknowledged)
    }

    @Test(arguments: TestEngine.available)
    func whatIsNoneIsRefusedKeptAndCounted(engine: TestEngine) async throws {
        let office = try await Self.office(engine)
        let desk = office.casework
        let gateway = Principal(
            person: Person(
                id: ID("k-1"), name: "gateway", displayName: "网关", role: .gateway,
                unit: ID("u-other")))
        let tally = try await desk.take(
            [
                Self.reading(office, 1, seq: 1, enterprise: "E9"),
                Self.reading(office, 1, seq: 1, sensor: "nope"),
                Self.reading(office, 1, seq: 1, quantity: .flame),
                .refused(RefusedReading(source: "t", reason: "no JSON", body: "{")),
                Self.reading(office, 1, seq: 1),
            ], as: Self.machine)
        #expect(tally.taken == 1 && tally.refused == 4)
        // A gateway of another enterprise speaks for nobody here.
        let foreign = try await desk.take([Self.reading(office, 2, seq: 2)], as: gateway)
        #expect(foreign.taken == 0 && foreign.refused == 1)
        #expect(try await desk.database.read { try $0.refusedReadings() } == 5)
        #expect(try await Self.state(office, Self.headcount.point) == nil)
    }

    @Test(arguments: TestEngine.available)
    func aChangedPlanKeepsWhatStands(engine: TestEngine) async throws {
        let office = try await Self.office(engine)
        let (desk, safety) = (office.casework, try await Self.safety(office))
        _ = try await desk.take([Self.reading(office, 2, seq: 1)], as: Self.machine)
        let site = try await desk.siteView("E1", as: Office.analyst).site
        await #expect(throws: CaseworkError.reasonMissing) {
            try await desk.changeQuota(
                QuotaChange(
                    enterprise: "E1", room: "R1", version: site.version, peopleMax: 2,
                    chargeMax: Grams(3_000), approval: ""), as: Office.analyst)
        }
        let change = QuotaChange(
            enterprise: "E1", room: "R1", version: site.version, peopleMax: 2,
            chargeMax: Grams(2_500), approval: "赣应急〔2026〕1号")
        office.clock.pass(Seconds(10))
        try await desk.changeQuota(change, as: Office.analyst)
        await #expect(throws: CaseworkError.planChanged("E1")) {
            try await desk.changeQuota(change, as: Office.analyst)
        }
        await #expect(throws: CaseworkError.notAllowed(.manageSites)) {
            try await desk.changeQuota(change, as: safety)
        }
        #expect(try await Self.state(office, Self.headcount.point) == .unacknowledged)
        let view = try await desk.siteView("E1", as: Office.analyst)
        #expect(view.rooms[0].quota?.peopleMax == 2 && view.rooms[0].quota?.approval != nil)
        // Two are approved from now on; a late reading of before is judged by what was then.
        _ = try await desk.take([Self.reading(office, 2, seq: 2)], as: Self.machine)
        #expect(try await Self.state(office, Self.headcount.point) == .returnUnacknowledged)
        try await desk.sealJournal()
        _ = try await desk.verifyJournal()
    }

    /// Enterprise at once, town after five minutes, county after fifteen, reminders every ten: as
    /// the shipped data say; nobody any more once somebody answered.
    @Test(arguments: TestEngine.available)
    func whoDoesNotAnswerIsCalledAndThenTheNext(engine: TestEngine) async throws {
        let office = try await Self.office(engine)
        let (desk, safety) = (office.casework, try await Self.safety(office))
        let other = try CaseworkDesk(
            database: desk.database, screener: await desk.screeners.current,
            settings: desk.settings, environment: desk.environment)
        let targets = ["county": ["county-desk"]]
        _ = try await desk.take([Self.reading(office, 2, seq: 1)], as: Self.machine)
        var made: [Int] = []
        for minute in 0..<31 {
            var count = 0
            for server in [desk, other] {
                count += try await server.callForAlarms(telling: targets)
            }
            if count > 0 { made.append(minute) }
            office.clock.pass(Seconds(60))
        }
        let calls = try await desk.database.read {
            try $0.alarmCalls(Self.headcount, occurrence: 1).map { "\($0.step) \($0.nth)" }
        }
        #expect(
            calls.sorted() == [
                "county 1", "county 2", "enterprise 1", "enterprise 2", "enterprise 3",
                "enterprise 4", "town 1", "town 2", "town 3",
            ])
        #expect(made == [0, 5, 10, 15, 20, 25, 30])
        let messages = try await desk.claimMessages(limit: 10)
        #expect(try await other.claimMessages(limit: 10).isEmpty, "one server sends")
        #expect(messages.map(\.target) == ["county-desk", "county-desk"])
        #expect(messages[0].body.contains("\"kind\":\"over-headcount\""))
        try await desk.handle(
            .acknowledge(note: ""), alarm: Self.headcount, occurrence: 1, as: safety)
        office.clock.pass(Seconds(3_600))
        _ = try await desk.callForAlarms(telling: targets)
        let later = try await desk.database.read {
            try $0.alarmCalls(Self.headcount, occurrence: 1).count
        }
        #expect(later == 9)

        // What was not taken is sent again, later each time; what was is over.
        try await desk.settle(messages[0], failure: "wire.refused")
        try await desk.settle(messages[1], failure: nil)
        // Meanwhile its sensor is silent: what that alarm tells waits beside it.
        func due() async throws -> [OutboxMessage] {
            try await desk.claimMessages(limit: 10).filter { $0.body.contains("over-headcount") }
        }
        #expect(try await due().isEmpty)
        office.clock.pass(Seconds(11))
        let again = try await due()
        #expect(again.map(\.number) == [messages[0].number] && again[0].tries == 1)
        office.clock.pass(Seconds(25 * 3_600))
        try await desk.settle(again[0], failure: "wire.refused")
        office.clock.pass(Seconds(25 * 3_600))
        #expect(try await due().isEmpty)
    }

    /// A sensor that is taken out leaves no alarm that nobody can end; put back it begins anew.
    @Test(arguments: TestEngine.available)
    func anAlarmEndsWithItsSensor(engine: TestEngine) async throws {
        let office = try await Self.office(engine)
        let desk = office.casework
        _ = try await desk.take(
            [Self.reading(office, 2, seq: 1), Self.reading(office, 9, seq: 1, room: "R2")],
            as: Self.machine)
        let second = "R2/people/over-headcount"
        #expect(try await Self.state(office, second) == .unacknowledged)
        let less = Self.plan.replacingOccurrences(
            of: "\"sensors\":[{\"id\":\"people\",\"quantity\":\"people\"}]", with: "\"sensors\":[]")
        for plan in [less, Self.plan] {
            office.clock.pass(Seconds(1))
            _ = try await desk.putSite(
                plan: Array(plan.utf8), unit: nil, division: nil, reason: "拆除", as: .machine)
            #expect(try await Self.state(office, second) == .normal)
            #expect(try await Self.state(office, Self.headcount.point) == .unacknowledged)
        }
        let page = try await desk.roomPage("E1", room: "R2", as: Office.analyst)
        #expect(page.events.first?.to == .normal && page.events.first?.why == "拆除")
        let again = try await desk.take(
            [Self.reading(office, 9, seq: 2, room: "R2", after: 1)], as: Self.machine)
        #expect(again.transitions == 1)
        #expect(try await Self.state(office, second) == .unacknowledged)
    }

    /// What a broken device sends is kept as it can be, and keeps nothing else from being stored.
    @Test(arguments: TestEngine.available)
    func aZeroByteStopsNothing(engine: TestEngine) async throws {
        let office = try await Self.office(engine)
        let tally = try await office.casework.take(
            [
                .refused(RefusedReading(source: "t\0", reason: "no\0", body: "{\0\u{301}}")),
                Self.reading(office, 1, seq: 1),
            ], as: Self.machine)
        #expect(tally.taken == 1 && tally.refused == 1)
    }

    @Test(arguments: TestEngine.available)
    func aSiteThatCanNotBeReadStopsNoOther(engine: TestEngine) async throws {
        let office = try await Self.office(engine)
        let desk = office.casework
        _ = try await desk.putSite(
            plan: Array(Self.plan.replacingOccurrences(of: "\"E1\"", with: "\"E0\"").utf8),
            unit: nil, division: nil, reason: "", as: .machine)
        try await desk.database.write {
            try $0.putRoomStates([(room: "R1", state: [9, 9, 9])], of: "E0")
        }
        let tally = try await desk.take(
            [Self.reading(office, 1, seq: 1, enterprise: "E0"), Self.reading(office, 2, seq: 1)],
            as: Self.machine)
        #expect(tally.taken == 1 && tally.refused == 1)
        #expect(try await Self.state(office, Self.headcount.point) == .unacknowledged)
        office.clock.pass(Seconds(100))
        await #expect(throws: CaseworkError.self) { try await desk.passAlarmTime() }
        #expect(try await Self.state(office, "R1/people/blind-spot") == .unacknowledged)
    }

    /// A program with a gateway's key sends, for its own unit's site alone.
    @Test(arguments: TestEngine.available)
    func aGatewayHasAKey(engine: TestEngine) async throws {
        let office = try await Self.office(engine)
        let desk = office.casework
        let unit = try await Self.safety(office).person.unit
        let draft = APIKeyDraft(
            name: "1号网关", unit: unit, role: .gateway, scopes: Role.gateway.permissions,
            requestsPerMinute: 600, days: 30)
        let token = try await desk.addKey(draft, as: .machine)
        let key = try #require(try await desk.people(as: .machine).keys.first)
        _ = try await desk.change(.grant, key: key.id, as: .machine)
        let holder = try #require(try await desk.principal(ofKey: token))
        #expect(holder.permissions == [.sendReadings])
        let tally = try await desk.take([Self.reading(office, 2, seq: 1)], as: holder)
        #expect(tally.taken == 1 && tally.transitions == 1)
    }

    @Test func aPlanIsWrittenAsItIsRead() throws {
        let environment = try Casework.Environment.live()
        let site = try environment.readSite(Array(Self.plan.utf8))
        let text = SiteText.json(site)
        #expect(try environment.readSite(Array(text.utf8)) == site)
        #expect(SiteText.json(try environment.readSite(Array(text.utf8))) == text)
        #expect(site.rooms[0].limits[.temperatureCelsius]?.maximum == 35.5)
    }

    @Test(arguments: TestEngine.available)
    func readingsGoWhenTheirTimeIsOver(engine: TestEngine) async throws {
        let office = try await Self.office(engine)
        let desk = office.casework
        _ = try await desk.take([Self.reading(office, 1, seq: 1)], as: Self.machine)
        #expect(try await desk.purgeReadings(as: .machine) == 0)
        office.clock.pass(Seconds(91 * 86_400))
        _ = try await desk.take([Self.reading(office, 1, seq: 2)], as: Self.machine)
        #expect(try await desk.purgeReadings(as: .machine) == 1)
        #expect(try await desk.purgeReadings(as: .machine) == 0)
    }
}
