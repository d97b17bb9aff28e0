package import Alarms
package import Primitives
package import Records

/// A room with what stands in it.
package struct RoomView: Sendable {
    package let room: Workroom
    /// The quota of now; nil where nothing is approved for its process.
    package let quota: RoomQuota?
    package let isOpen: Bool
    /// Those that do not stand at normal, the most urgent first.
    package let alarms: [StoredAlarm]
    package let values: [SensorValue]

    package init(
        room: Workroom, quota: RoomQuota?, isOpen: Bool, alarms: [StoredAlarm],
        values: [SensorValue]
    ) {
        self.room = room
        self.quota = quota
        self.isOpen = isOpen
        self.alarms = alarms
        self.values = values
    }

    /// Whether something of it is not seen.
    package var isBlind: Bool {
        alarms.contains {
            $0.kind == .blindSpot && $0.state != .normal && $0.state != .returnUnacknowledged
        }
    }
}

/// A site as its board shows it.
package struct SiteView: Sendable {
    package let site: StoredSite
    package let rooms: [RoomView]
    /// The number of the last event that is in it.
    package let upTo: Int

    package init(site: StoredSite, rooms: [RoomView], upTo: Int) {
        self.site = site
        self.rooms = rooms
        self.upTo = upTo
    }
}

/// The sites that somebody may look at.
package struct AlarmBoard: Sendable {
    package let sites: [(site: StoredSite, rooms: Int, alarms: [StoredAlarm])]
    package let upTo: Int

    package init(
        sites: [(site: StoredSite, rooms: Int, alarms: [StoredAlarm])], upTo: Int
    ) {
        self.sites = sites
        self.upTo = upTo
    }
}

/// A room with its past.
package struct RoomPage: Sendable {
    package let site: StoredSite
    package let view: RoomView
    /// The latest first.
    package let events: [AlarmEvent]
    /// Of the last hours, in order.
    package let trend: [StoredReading]
    /// Who was called for the alarms that stand.
    package let calls: [AlarmCall]
    package let names: [ID<Person>: String]
    package let upTo: Int

    package init(
        site: StoredSite, view: RoomView, events: [AlarmEvent], trend: [StoredReading],
        calls: [AlarmCall],
        names: [ID<Person>: String], upTo: Int
    ) {
        self.site = site
        self.view = view
        self.events = events
        self.trend = trend
        self.calls = calls
        self.names = names
        self.upTo = upTo
    }
}

/// What became known since a board was drawn.
package struct AlarmChanges: Hashable, Sendable {
    package let upTo: Int
    /// In order; empty where there were too many to name.
    package let events: [AlarmEvent]
    /// Whether the board is to be drawn anew whole.
    package let isWhole: Bool

    package init(upTo: Int, events: [AlarmEvent], isWhole: Bool) {
        self.upTo = upTo
        self.events = events
        self.isWhole = isWhole
    }
}

extension CaseworkDesk {
    package func alarmBoard(as principal: Principal) async throws -> AlarmBoard {
        try await allow(.seeAlarms, principal)
        let scope = principal.siteScope
        let plans = plans
        return try await database.read { transaction in
            let alarms = Dictionary(
                grouping: try transaction.standingAlarms(of: nil), by: \.id.enterprise)
            let sites = try transaction.sites().filter(scope.holds)
            return AlarmBoard(
                sites: try sites.map { site in
                    (site, try plans(site).rooms.count, alarms[site.enterprise] ?? [])
                },
                upTo: try transaction.lastAlarmEvent())
        }
    }

    /// - Throws: `CaseworkError.notAllowed`, `.alarmNotFound`.
    package func siteView(
        _ enterprise: String, as principal: Principal
    ) async throws -> SiteView {
        try await allow(.seeAlarms, principal)
        let (now, plans) = (environment.now(), plans)
        return try await database.read { transaction in
            let site = try transaction.visibleSite(enterprise, to: principal)
            let alarms = Dictionary(
                grouping: try transaction.standingAlarms(of: enterprise), by: \.room)
            let values = Dictionary(
                grouping: try transaction.sensorValues(of: enterprise), by: \.room)
            return SiteView(
                site: site,
                rooms: try plans(site).rooms.map { room in
                    room.view(
                        alarms[room.id.text] ?? [], values[room.id.text] ?? [], at: now)
                },
                upTo: try transaction.lastAlarmEvent())
        }
    }

    /// - Throws: `CaseworkError.notAllowed`, `.alarmNotFound`.
    package func roomPage(
        _ enterprise: String, room: String, as principal: Principal
    ) async throws -> RoomPage {
        try await allow(.seeAlarms, principal)
        let (now, plans) = (environment.now(), plans)
        return try await database.read { transaction in
            let site = try transaction.visibleSite(enterprise, to: principal)
            guard let found = try plans(site).rooms.first(where: { $0.id.text == room }) else {
                throw CaseworkError.alarmNotFound("\(enterprise)/\(room)")
            }
            let alarms = try transaction.standingAlarms(of: enterprise).filter { $0.room == room }
            let values = try transaction.sensorValues(of: enterprise).filter { $0.room == room }
            // Around now, or around the last alarm where nothing was heard since.
            let last = values.map(\.at).max() ?? now
            let events = try transaction.alarmEvents(
                before: .max, of: enterprise, room: room, limit: Limits.alarmEventsPerPage)
            let people = Set(events.compactMap(\.who))
            let names = try transaction.accounts().map(\.person).filter { people.contains($0.id) }
            return RoomPage(
                site: site, view: found.view(alarms, values, at: now), events: events,
                trend: try transaction.readings(
                    of: enterprise, room: room,
                    from: last.adding(.hours(-Int64(Limits.trendHours))), to: last,
                    limit: Limits.trendReadingsMax),
                calls: try alarms.flatMap {
                    try transaction.alarmCalls($0.id, occurrence: $0.occurrence)
                },
                names: Dictionary(names.map { ($0.id, $0.displayName) }) { first, _ in first },
                upTo: try transaction.lastAlarmEvent())
        }
    }

    /// The alarms that stand, of every site that the principal may look at, the most urgent first.
    package func standingAlarms(
        as principal: Principal
    ) async throws -> (alarms: [(alarm: StoredAlarm, site: StoredSite)], upTo: Int) {
        try await allow(.seeAlarms, principal)
        return try await database.read { transaction in
            let sites = try transaction.sites().filter(principal.siteScope.holds)
            let byName = Dictionary(sites.map { ($0.enterprise, $0) }) { first, _ in first }
            let alarms = try transaction.standingAlarms(of: nil).compactMap { alarm in
                byName[alarm.id.enterprise].map { (alarm, $0) }
            }
            return (alarms, try transaction.lastAlarmEvent())
        }
    }

    /// What became known after the event `number`; from now on where it is nil.
    package func alarmChanges(
        after number: Int?, as principal: Principal
    ) async throws -> AlarmChanges {
        try principal.require(.seeAlarms)
        return try await database.read { transaction in
            let last = try transaction.lastAlarmEvent()
            guard let number, number < last else {
                return AlarmChanges(upTo: last, events: [], isWhole: false)
            }
            guard number >= 0, last - number <= Limits.liveLeavesMax else {
                return AlarmChanges(upTo: last, events: [], isWhole: true)
            }
            let events = try transaction.alarmEvents(after: number, limit: Limits.liveLeavesMax)
            var isSeen: [String: Bool] = [:]
            let seen = try events.filter { event in
                let enterprise = event.id.enterprise
                if let known = isSeen[enterprise] { return known }
                let sees = try transaction.site(enterprise).map(principal.siteScope.holds) ?? false
                isSeen[enterprise] = sees
                return sees
            }
            return AlarmChanges(upTo: last, events: seen, isWhole: false)
        }
    }

    package func alarmGuidance(_ kind: AlarmKind) -> (zh: String, en: String) {
        settings.alarms.guidance[kind] ?? ("", "")
    }

    /// Reads a site's plan.
    private var plans: @Sendable (StoredSite) throws -> Site {
        let read = environment.readSite
        return { try read(Array($0.plan.utf8)) }
    }
}

extension ReadTransaction {
    /// - Throws: `CaseworkError.alarmNotFound`.
    fileprivate func visibleSite(
        _ enterprise: String, to principal: Principal
    ) throws -> StoredSite {
        guard let site = try site(enterprise), principal.siteScope.holds(site) else {
            throw CaseworkError.alarmNotFound(enterprise)
        }
        return site
    }
}

extension Workroom {
    fileprivate func view(
        _ alarms: [StoredAlarm], _ values: [SensorValue], at now: Timestamp
    ) -> RoomView {
        RoomView(
            room: self, quota: quota(at: now), isOpen: isOpen(at: now), alarms: alarms,
            values: values)
    }
}
