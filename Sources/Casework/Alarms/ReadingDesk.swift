import Alarms
import Primitives
import Records
import Registry

extension CaseworkDesk {
    /// Takes readings: their effect is stored, with all that alarms did, before it returns.
    ///
    /// Refused are readings of sites, rooms, sensors and quantities that there are not, and those
    /// of another enterprise than a gateway's own; the rest goes on.
    /// - Throws: `CaseworkError.notAllowed`, and what the database throws; nothing is taken then.
    /// - Complexity: one transaction; a site whose state changed elsewhere is read whole.
    package func take(
        _ parcels: [ReadingParcel], as principal: Principal
    ) async throws -> ReadingTally {
        var bySite: [String: [IncomingReading]] = [:]
        var refused: [RefusedReading] = []
        for parcel in parcels {
            switch parcel {
            case .reading(let reading): bySite[reading.enterprise, default: []].append(reading)
            case .refused(let reading): refused.append(reading)
            }
        }
        let (sites, unread) = (bySite.sorted { $0.key < $1.key }, refused)
        let now = environment.now()
        let known = await alarmMemory.known(Set(bySite.keys))
        let (tally, kept) = try await observe(.tellAlarm, as: principal) { transaction, log in
            var tally = ReadingTally()
            var kept: [(String, KnownSite)] = []
            var refused = unread
            for (enterprise, readings) in sites {
                guard let stored = try transaction.site(enterprise),
                    principal.mayReport(for: stored)
                else {
                    refused += readings.map { $0.refused("no such site") }
                    continue
                }
                var run: SiteRun
                do {
                    run = try self.run(stored, known[enterprise], transaction, now: now)
                } catch CaseworkError.planUnreadable(let why) {
                    refused += readings.map { $0.refused(why) }
                    continue
                }
                for reading in readings {
                    if let reason = run.take(reading, into: &tally) {
                        refused.append(reading.refused(reason))
                    }
                }
                kept.append((enterprise, try run.store(in: transaction, &log, &tally)))
            }
            try transaction.addRefused(refused, at: now)
            tally.refused = refused.count
            tally.reasons = Array(refused.prefix(Limits.refusalsToldMax))
            return (tally, kept)
        }
        for (enterprise, known) in kept { await alarmMemory.keep(known, of: enterprise) }
        return tally
    }

    /// Lets time pass at every site: a sensor that was due and said nothing is told.
    ///
    /// To be called once a second. Writes only where something ran out.
    /// - Throws: What the database throws; `CaseworkError.planUnreadable` for a site that can not
    ///   be read, after time has passed at all others.
    package func passAlarmTime(as principal: Principal = .machine) async throws {
        let now = environment.now()
        let marks = try await database.read { try $0.siteMarks() }
        var unreadable: CaseworkError?
        for mark in marks {
            do {
                try await passTime(at: mark, now: now, as: principal)
            } catch let error as CaseworkError {
                guard case .planUnreadable = error else { throw error }
                unreadable = error
            }
        }
        if let unreadable { throw unreadable }
    }

    private func passTime(
        at mark: SiteMark, now: Timestamp, as principal: Principal
    ) async throws {
        let before = await alarmMemory[mark.enterprise]
        if var known = before, known.version == mark.version, known.revision == mark.revision {
            var out: [Transition] = []
            known.machine.advance(to: now, into: &out)
            if out.isEmpty { return await alarmMemory.keep(known, of: mark.enterprise) }
        }
        let known = try await observe(.tellAlarm, as: principal) { transaction, log in
            guard let stored = try transaction.site(mark.enterprise) else {
                return KnownSite?.none
            }
            var run = try self.run(stored, before, transaction, now: now)
            run.advance()
            var tally = ReadingTally()
            return try run.store(in: transaction, &log, &tally)
        }
        if let known { await alarmMemory.keep(known, of: mark.enterprise) }
    }

    /// Deletes readings that are older than the dated rule allows, batch by batch.
    ///
    /// - Returns: How many it were.
    package func purgeReadings(as principal: Principal) async throws -> Int {
        try await allow(.purgeRecords, principal)
        let now = environment.now()
        let day = CivilDate(dayNumber: now.dayNumber(offset: .chinaOffset))
        guard let days = settings.rules.rule("retention-reading", on: day)?.maximum else {
            return 0
        }
        let end = now.adding(.days(-Int64(days)))
        var total = 0
        while true {
            let count = try await observe(.purge, as: principal) { transaction, _ in
                try transaction.removeReadings(before: end, limit: Limits.readingsPurgedAtOnce)
            }
            total += count
            if count == 0 { return total }
        }
    }

    /// The site's machine within a write.
    func run(
        _ stored: StoredSite, _ known: KnownSite?, _ transaction: any WriteTransaction,
        now: Timestamp
    ) throws -> SiteRun {
        let environment = environment
        return SiteRun(
            stored: stored,
            known: try stored.load(
                known, plan: { try environment.readSite(Array(stored.plan.utf8)) },
                policy: settings.alarms.policy, from: transaction), now: now)
    }
}

/// What is done to one site's alarms within one write.
struct SiteRun {
    let stored: StoredSite
    private(set) var known: KnownSite
    private let now: Timestamp
    private var out: [Transition] = []
    private var touched: Set<Int> = []
    private var values: [SensorValue] = []
    private var readings: [StoredReading] = []

    init(stored: StoredSite, known: KnownSite, now: Timestamp) {
        self.stored = stored
        self.known = known
        self.now = now
    }

    /// Takes one reading; why not, where it is refused.
    mutating func take(_ reading: IncomingReading, into tally: inout ReadingTally) -> String? {
        let layout = known.layout
        guard let number = layout.sensor(reading.room, reading.sensor) else {
            return "the site has no such sensor"
        }
        let (room, sensor) = layout.described(number)
        guard sensor.quantity == reading.quantity else {
            return "the sensor measures \(sensor.quantity.rawValue)"
        }
        let outcome = known.machine.receive(
            Reading(
                sensor: number, value: reading.value, at: reading.at, sequence: reading.sequence),
            at: now, into: &out)
        tally.taken += 1
        if outcome == .duplicate || outcome == .forgotten {
            tally.duplicates += 1
            return nil
        }
        if let place = layout.room(room.id.text) { touched.insert(place) }
        readings.append(
            StoredReading(
                enterprise: stored.enterprise, room: room.id.text, sensor: sensor.id.text,
                at: reading.at, sequence: reading.sequence, value: reading.value))
        if outcome == .taken || outcome == .wrongClock {
            values.append(
                SensorValue(
                    enterprise: stored.enterprise, room: room.id.text, sensor: sensor.id.text,
                    value: reading.value, at: reading.at, heardAt: now))
        }
        return nil
    }

    mutating func advance() { known.machine.advance(to: now, into: &out) }

    /// - Throws: `AlarmError`.
    mutating func act(_ action: AlarmAction, on point: Int, by act: AlarmAct) throws {
        try known.machine.act(action, on: point, by: act, at: now, into: &out)
        touched.insert(known.layout.points[point].room)
    }

    /// Stores what came of it; nothing where nothing did.
    mutating func store(
        in transaction: any WriteTransaction, _ log: inout ActLog, _ tally: inout ReadingTally
    ) throws -> KnownSite {
        touched.formUnion(out.map { known.layout.points[$0.point].room })
        guard !touched.isEmpty else { return known }
        known.revision = stored.revision + 1
        try transaction.setRevision(
            known.revision, clock: known.machine.clock, of: stored.enterprise)
        let rooms = known.layout.site.rooms
        try transaction.putRoomStates(
            touched.sorted().map { (rooms[$0].id.text, known.machine.encoded(room: $0)) },
            of: stored.enterprise)
        try transaction.put(values)
        try transaction.add(readings)
        if !out.isEmpty { try tell(in: transaction, &log) }
        tally.transitions += out.count
        return known
    }

    /// Each step of an alarm: where it stands now, an event, and a leaf.
    private func tell(in transaction: any WriteTransaction, _ log: inout ActLog) throws {
        var number = try transaction.lastAlarmEvent()
        var standing: [AlarmID: StoredAlarm] = [:]
        var events: [AlarmEvent] = []
        for transition in out {
            let point = known.layout.points[transition.point]
            let id = AlarmID(enterprise: stored.enterprise, point: point.id)
            let before = try standing[id] ?? transaction.alarm(id)
            number += 1
            let event = event(transition, number, id)
            events.append(event)
            standing[id] = alarm(event, transition, before)
            log.add("alarm", id.subject, before: before?.journalText, after: event.journalText)
        }
        try transaction.add(events)
        try transaction.put(standing.values.sorted { $0.id.point < $1.id.point })
    }

    private func event(_ transition: Transition, _ number: Int, _ id: AlarmID) -> AlarmEvent {
        let layout = known.layout
        let point = layout.points[transition.point]
        let readings = transition.readings.map { reading in
            let sensor = layout.described(reading.sensor).sensor
            return "{\"sensor\":\(JSONText.quoted(sensor.id.text)),\"seq\":\(reading.sequence),"
                + "\"value\":\(JSONText.number(reading.value)),\"at\":\"\(reading.at.text())\"}"
        }
        return AlarmEvent(
            number: number, id: id, room: layout.site.rooms[point.room].id.text,
            kind: point.kind, at: transition.at, toldAt: now, from: transition.from,
            to: transition.to, priority: transition.priority,
            occurrence: Int(transition.occurrence),
            under: transition.under.map { layout.points[$0].id }, value: transition.value,
            limit: transition.limit, cause: transition.cause,
            rule: "\(point.kind.name)@\(layout.policy.version)",
            readings: JSONText.array(readings),
            who: transition.act.map { ID($0.who) },
            why: transition.act.flatMap { $0.why.isEmpty ? nil : $0.why })
    }

    private func alarm(
        _ event: AlarmEvent, _ transition: Transition, _ before: StoredAlarm?
    ) -> StoredAlarm {
        let isRaised = event.to == .unacknowledged && event.who == nil
        return StoredAlarm(
            id: event.id, room: event.room, kind: event.kind, state: event.to,
            priority: isRaised ? event.priority : before?.priority ?? event.priority,
            occurrence: event.occurrence,
            under: isRaised ? event.under : before?.under,
            value: event.value ?? before?.value, limit: event.limit ?? before?.limit,
            cause: event.cause == .none ? before?.cause ?? .none : event.cause,
            raisedAt: isRaised ? event.at : before?.raisedAt ?? event.at, changedAt: event.at,
            silentUntil: known.machine.silencing(of: transition.point)?.until)
    }
}

extension AlarmID {
    /// As the journal names it: ids there have `Limits.idBytesMax` bytes at most.
    var subject: String {
        text.utf8.count <= Limits.idBytesMax ? text : StableHash.hex(StableHash.of(text))
    }
}

extension AlarmEvent {
    var journalText: String {
        let numbers = [value, limit].map { $0.map { JSONText.number($0) } ?? "-" }
        return "\(id.text) \(occurrence) \(from.name) \(to.name) \(at.microseconds)"
            + " \(numbers.joined(separator: " ")) \(rule) \(readings) \(why ?? "-")"
    }
}

extension StoredAlarm {
    var journalText: String { "\(id.text) \(occurrence) \(state.name) \(changedAt.microseconds)" }
}

extension Principal {
    /// Whether this one may send readings of `site`: a gateway of its own enterprise alone.
    func mayReport(for site: StoredSite) -> Bool {
        person.role != .gateway || site.unit == person.unit
    }
}
