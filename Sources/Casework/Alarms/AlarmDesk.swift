package import Alarms
package import Primitives
import Records

/// What a person does about an alarm.
package enum AlarmHandling: Hashable, Sendable {
    /// Somebody is on it (确认).
    case acknowledge(note: String)
    /// After a flame, once the place was looked at (复位).
    case reset(note: String)
    /// Silenced for a limited time (搁置), with a reason.
    case shelve(until: Timestamp, why: String)
    case unshelve(why: String)
    /// Silenced for maintenance (停用), with a reason: switching monitoring off can be an offence
    /// (安全生产法 Art. 36), so it is on record who did it and why.
    case takeOutOfService(why: String)
    case returnToService(why: String)

    package var act: Act {
        switch self {
        case .acknowledge: .acknowledgeAlarm
        case .reset: .resetAlarm
        case .shelve: .shelveAlarm
        case .unshelve: .unshelveAlarm
        case .takeOutOfService: .disableAlarm
        case .returnToService: .enableAlarm
        }
    }

    var action: AlarmAction {
        switch self {
        case .acknowledge: .acknowledge
        case .reset: .reset
        case .shelve(let until, _): .shelve(until: until)
        case .unshelve: .unshelve
        case .takeOutOfService: .takeOutOfService
        case .returnToService: .returnToService
        }
    }

    var why: String {
        switch self {
        case .acknowledge(let note), .reset(let note): note
        case .shelve(_, let why), .unshelve(let why), .takeOutOfService(let why),
            .returnToService(let why):
            why
        }
    }
}

extension AlarmState {
    /// What a person may do in this state.
    package var handlings: [Act] {
        switch self {
        case .normal: [.disableAlarm]
        case .unacknowledged: [.acknowledgeAlarm, .shelveAlarm, .disableAlarm]
        case .returnUnacknowledged: [.acknowledgeAlarm, .shelveAlarm, .disableAlarm]
        case .acknowledged: [.shelveAlarm, .disableAlarm]
        case .latched: [.resetAlarm, .shelveAlarm, .disableAlarm]
        case .shelved: [.unshelveAlarm, .disableAlarm]
        case .suppressed: [.disableAlarm]
        case .outOfService: [.enableAlarm]
        }
    }
}

/// Which sites somebody may look at.
package struct SiteScope: Hashable, Sendable {
    /// Nil for every division.
    let division: String?
    /// Nil for every enterprise.
    let unit: ID<Unit>?

    /// Whether it is one that may be looked at.
    package func holds(_ site: StoredSite) -> Bool {
        if let unit { return site.unit == unit }
        return division == nil || site.division == division
    }
}

extension Principal {
    /// The sites of their enterprise for those of one, else those of the division.
    package var siteScope: SiteScope {
        switch person.role {
        case .safetyOfficer, .gateway: SiteScope(division: nil, unit: person.unit)
        case .officer, .partner: SiteScope(division: person.division, unit: nil)
        default: SiteScope(division: nil, unit: nil)
        }
    }
}

extension CaseworkDesk {
    /// Does what a person asks of an alarm, as it was seen: `occurrence` is how often it had been
    /// raised.
    ///
    /// - Throws: `CaseworkError.notAllowed`, `.alarmNotFound`, `.alarmChanged`, `.alarmRefused`.
    package func handle(
        _ handling: AlarmHandling, alarm id: AlarmID, occurrence: Int, as principal: Principal
    ) async throws {
        let now = environment.now()
        let before = await alarmMemory[id.enterprise]
        let known = try await act(handling.act, as: principal) { transaction, log in
            guard let stored = try transaction.site(id.enterprise),
                principal.siteScope.holds(stored)
            else { throw CaseworkError.alarmNotFound(id.text) }
            var run = try self.run(stored, before, transaction, now: now)
            guard let point = run.known.layout.point(id.point) else {
                throw CaseworkError.alarmNotFound(id.text)
            }
            guard try transaction.alarm(id)?.occurrence ?? 0 == occurrence else {
                throw CaseworkError.alarmChanged(id.text)
            }
            do {
                try run.act(
                    handling.action, on: point,
                    by: AlarmAct(who: principal.person.id.text, why: handling.why))
            } catch let error as AlarmError {
                throw CaseworkError.alarmRefused(error.message)
            }
            var tally = ReadingTally()
            return try run.store(in: transaction, &log, &tally)
        }
        await alarmMemory.keep(known, of: id.enterprise)
    }

    /// Puts a site under watch, or changes its plan: rooms, approved people and charge, limits.
    ///
    /// What its alarms came to stays, for the sensors that stay.
    /// - Parameters:
    ///   - plan: `site.json`.
    ///   - reason: The document or cause; asked for where a plan is changed.
    /// - Throws: `CaseworkError.notAllowed`, `.planUnreadable`, `.reasonMissing`.
    package func putSite(
        plan bytes: [UInt8], unit: ID<Unit>?, division: String?, reason: String,
        as principal: Principal
    ) async throws -> StoredSite {
        try await allow(.manageSites, principal)
        let site: Site
        do { site = try environment.readSite(bytes) } catch let error as any CodedError {
            throw CaseworkError.planUnreadable(error.message)
        }
        return try await put(site, unit: unit, division: division, reason: reason, as: principal)
    }

    private func put(
        _ site: Site, unit: ID<Unit>?, division: String?, reason: String, version: Int? = nil,
        as principal: Principal
    ) async throws -> StoredSite {
        let now = environment.now()
        let plan = SiteText.json(site)
        return try await act(.putSite, as: principal) { transaction, log in
            let before = try transaction.site(site.enterprise)
            guard version == nil || before?.version == version else {
                throw CaseworkError.planChanged(site.enterprise)
            }
            guard before == nil || !reason.isEmpty, reason.utf8.count <= Limits.noteBytesMax else {
                throw CaseworkError.reasonMissing
            }
            if let unit, try transaction.unit(unit) == nil {
                throw CaseworkError.accessNotFound(unit.text)
            }
            let stored = StoredSite(
                enterprise: site.enterprise, name: site.name, unit: unit ?? before?.unit,
                division: division ?? before?.division, plan: plan,
                version: (before?.version ?? 0) + 1, changedAt: now,
                revision: (before?.revision ?? 0) + 1, clock: before?.clock ?? now)
            try transaction.put(stored)
            try self.carryOver(stored, site, by: principal, reason, in: transaction, &log)
            log.add(
                "site", AlarmID(enterprise: site.enterprise, point: "plan").subject,
                before: before?.plan, after: "\(plan)\n\(reason)")
            return stored
        }
    }

    /// What the engine kept of sensors that stay stays; the alarms of those that went end here,
    /// since nothing could end them any more.
    private func carryOver(
        _ stored: StoredSite, _ site: Site, by principal: Principal, _ reason: String,
        in transaction: any WriteTransaction, _ log: inout ActLog
    ) throws {
        let now = environment.now()
        let known = try stored.load(
            nil, plan: { site }, policy: settings.alarms.policy, from: transaction)
        try transaction.removeRoomStates(of: stored.enterprise)
        try transaction.putRoomStates(
            site.rooms.indices.map {
                (site.rooms[$0].id.text, known.machine.encoded(room: $0))
            }, of: stored.enterprise)
        let points = Set(known.layout.points.map(\.id))
        let gone = try transaction.standingAlarms(of: stored.enterprise)
            .filter { !points.contains($0.id.point) }
        var number = try transaction.lastAlarmEvent()
        for alarm in gone {
            number += 1
            let event = AlarmEvent(
                number: number, id: alarm.id, room: alarm.room, kind: alarm.kind, at: now,
                toldAt: now, from: alarm.state, to: .normal, priority: alarm.priority,
                occurrence: alarm.occurrence, under: nil, value: nil, limit: nil, cause: .none,
                rule: "\(Act.putSite.rawValue)@\(stored.version)", readings: "[]",
                who: principal.person.id, why: reason)
            try transaction.add([event])
            try transaction.put([
                StoredAlarm(
                    id: alarm.id, room: alarm.room, kind: alarm.kind, state: .normal,
                    priority: alarm.priority, occurrence: alarm.occurrence, under: nil,
                    value: alarm.value, limit: alarm.limit, cause: alarm.cause,
                    raisedAt: alarm.raisedAt, changedAt: now, silentUntil: nil)
            ])
            log.add(
                "alarm", alarm.id.subject, before: alarm.journalText, after: event.journalText)
        }
    }

    /// Changes what is approved for one room from now on, with the document that says so.
    ///
    /// - Throws: `CaseworkError.notAllowed`, `.alarmNotFound`, `.planChanged` where the plan no
    ///   longer has `version`, `.reasonMissing`.
    package func changeQuota(
        _ change: QuotaChange, as principal: Principal
    ) async throws {
        try await allow(.manageSites, principal)
        guard !change.approval.isEmpty else { throw CaseworkError.reasonMissing }
        let stored = try await database.read { try $0.site(change.enterprise) }
        guard let stored, principal.siteScope.holds(stored) else {
            throw CaseworkError.alarmNotFound(change.enterprise)
        }
        guard stored.version == change.version else {
            throw CaseworkError.planChanged(change.enterprise)
        }
        let site = try environment.readSite(Array(stored.plan.utf8))
        guard let changed = site.changing(change, at: environment.now()) else {
            throw CaseworkError.alarmNotFound("\(change.enterprise)/\(change.room)")
        }
        _ = try await put(
            changed, unit: nil, division: nil, reason: change.approval, version: change.version,
            as: principal)
    }
}

/// A new approval for one room.
package struct QuotaChange: Hashable, Sendable {
    package let enterprise: String
    package let room: String
    /// Of the plan as it was seen.
    package let version: Int
    package let peopleMax: Int
    package let chargeMax: Grams
    /// The document (批准文件).
    package let approval: String

    package init(
        enterprise: String, room: String, version: Int, peopleMax: Int, chargeMax: Grams,
        approval: String
    ) {
        self.enterprise = enterprise
        self.room = room
        self.version = version
        self.peopleMax = peopleMax
        self.chargeMax = chargeMax
        self.approval = approval
    }
}

extension Site {
    /// With another quota for the process that a room has at `now`: the one before ends then.
    func changing(_ change: QuotaChange, at now: Timestamp) -> Site? {
        guard let place = rooms.firstIndex(where: { $0.id.text == change.room }) else { return nil }
        let room = rooms[place]
        let process = room.process(at: now)
        let current = room.quota(at: now)
        let hazard = current?.hazard ?? room.quotas.first?.hazard ?? .blastLikeTNT
        var quotas = room.quotas.map { quota in
            guard quota == current else { return quota }
            return RoomQuota(
                process: quota.process, hazard: quota.hazard, peopleMax: quota.peopleMax,
                chargeMax: quota.chargeMax, machinesMax: quota.machinesMax,
                validFrom: quota.validFrom, validTo: now, approval: quota.approval)
        }
        quotas.append(
            RoomQuota(
                process: process, hazard: hazard, peopleMax: change.peopleMax,
                chargeMax: change.chargeMax, machinesMax: current?.machinesMax, validFrom: now,
                validTo: current?.validTo, approval: change.approval))
        var rooms = rooms
        rooms[place] = Workroom(
            id: room.id, name: room.name, runs: room.runs, quotas: quotas, limits: room.limits,
            hours: room.hours, sensors: room.sensors)
        return Site(enterprise: enterprise, name: name, rooms: rooms, stops: stops)
    }
}
