import Alarms
import Casework
import Primitives
import Records

extension Fixture {
    static let alarmSite = StoredSite(
        enterprise: "E1", name: "样例花炮厂 <1>", unit: ID("u-e1"), division: "360124", plan: "",
        version: 3, changedAt: now, revision: 9, clock: now)

    static let workroom = Workroom(
        id: ID("R01"), name: "1号混药工房", runs: [ProcessRun(process: "mixing", from: now)],
        quotas: [
            RoomQuota(
                process: "mixing", hazard: .blastLikeTNT, peopleMax: 1, chargeMax: Grams(3_000))
        ],
        sensors: [Sensor(id: ID("people"), quantity: .people, every: Seconds(60))])

    static let alarm = StoredAlarm(
        id: AlarmID(enterprise: "E1", point: "R01/people/over-headcount"), room: "R01",
        kind: .overHeadcount, state: .unacknowledged, priority: .high, occurrence: 4, under: nil,
        value: 2, limit: 1, cause: .none, raisedAt: now.adding(Seconds(-30)), changedAt: now,
        silentUntil: nil)

    static let alarmEvent = AlarmEvent(
        number: 7, id: alarm.id, room: "R01", kind: .overHeadcount, at: now, toldAt: now,
        from: .normal, to: .unacknowledged, priority: .high, occurrence: 4, under: nil, value: 2,
        limit: 1, cause: .none, rule: "over-headcount@1", readings: "[]", who: nil,
        why: "<script>")

    static let sensorValue = SensorValue(
        enterprise: "E1", room: "R01", sensor: "people", value: 2, at: now, heardAt: now)

    static var roomView: RoomView {
        RoomView(
            room: workroom, quota: workroom.quotas[0], isOpen: true, alarms: [alarm],
            values: [sensorValue])
    }
}

extension FixtureDesk {
    func take(_ parcels: [ReadingParcel], as principal: Principal) throws -> ReadingTally {
        try principal.require(.sendReadings)
        var tally = ReadingTally()
        for parcel in parcels {
            switch parcel {
            case .reading: tally.taken += 1
            case .refused(let reading):
                tally.refused += 1
                tally.reasons.append(reading)
            }
        }
        return tally
    }

    func alarmBoard(as principal: Principal) throws -> AlarmBoard {
        try principal.require(.seeAlarms)
        return AlarmBoard(sites: [(Fixture.alarmSite, 1, [Fixture.alarm])], upTo: 7)
    }

    private func require(_ enterprise: String, _ principal: Principal) throws {
        try principal.require(.seeAlarms)
        guard enterprise == "E1", principal.siteScope.holds(Fixture.alarmSite) else {
            throw CaseworkError.alarmNotFound(enterprise)
        }
    }

    func siteView(_ enterprise: String, as principal: Principal) throws -> SiteView {
        try require(enterprise, principal)
        return SiteView(site: Fixture.alarmSite, rooms: [Fixture.roomView], upTo: 7)
    }

    func roomPage(
        _ enterprise: String, room: String, as principal: Principal
    ) throws -> RoomPage {
        try require(enterprise, principal)
        guard room == "R01" else { throw CaseworkError.alarmNotFound(room) }
        let trend = (0..<5).map { minute in
            StoredReading(
                enterprise: "E1", room: "R01", sensor: "people",
                at: Fixture.now.adding(Seconds(Int64(minute) * 60)), sequence: Int64(minute),
                value: Double(minute % 3))
        }
        return RoomPage(
            site: Fixture.alarmSite, view: Fixture.roomView, events: [Fixture.alarmEvent],
            trend: trend,
            calls: [
                AlarmCall(
                    id: Fixture.alarm.id, occurrence: 4, step: "enterprise", nth: 1,
                    at: Fixture.now)
            ], names: [:], upTo: 7)
    }

    func standingAlarms(
        as principal: Principal
    ) throws -> (alarms: [(alarm: StoredAlarm, site: StoredSite)], upTo: Int) {
        try principal.require(.seeAlarms)
        return ([(Fixture.alarm, Fixture.alarmSite)], 7)
    }

    func alarmChanges(after number: Int?, as principal: Principal) throws -> AlarmChanges {
        try principal.require(.seeAlarms)
        let events = number.map { $0 < 7 ? [Fixture.alarmEvent] : [] } ?? []
        return AlarmChanges(upTo: 7, events: events, isWhole: false)
    }

    func handle(
        _ handling: AlarmHandling, alarm id: AlarmID, occurrence: Int, as principal: Principal
    ) throws {
        try principal.require(.handleAlarms)
        guard id == Fixture.alarm.id else { throw CaseworkError.alarmNotFound(id.text) }
        guard occurrence == 4 else { throw CaseworkError.alarmChanged(id.text) }
        if case .shelve(_, let why) = handling, why.isEmpty {
            throw CaseworkError.alarmRefused("Say who acts, and why.")
        }
        changed.append("\(handling.act.rawValue) \(id.text)")
    }

    func changeQuota(_ change: QuotaChange, as principal: Principal) throws {
        try principal.require(.manageSites)
        guard change.version == 3 else { throw CaseworkError.planChanged(change.enterprise) }
        changed.append("quota \(change.room) \(change.peopleMax) \(change.chargeMax.count)")
    }

    nonisolated func alarmGuidance(_ kind: AlarmKind) -> (zh: String, en: String) {
        ("立即撤离多余人员", "Call the surplus people out")
    }
}
