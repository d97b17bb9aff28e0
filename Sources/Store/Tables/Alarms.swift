import Alarms
import Casework
import Primitives
import Records

/// Sites, their alarms, and what their sensors said.
extension PortableTransaction {
    private static let siteColumns = """
        enterprise, name, unit, division, plan, version, changed_at, revision, clock
        """

    func sites() throws -> [StoredSite] {
        try connection.rows(
            "SELECT \(Self.siteColumns) FROM site ORDER BY enterprise", [], Self.site)
    }

    func site(_ enterprise: String) throws -> StoredSite? {
        try connection.first(
            "SELECT \(Self.siteColumns) FROM site WHERE enterprise = $1", [.text(enterprise)],
            Self.site)
    }

    func siteMarks() throws -> [SiteMark] {
        try connection.rows(
            "SELECT enterprise, version, revision FROM site ORDER BY enterprise"
        ) {
            SiteMark(
                enterprise: $0.text(0), version: Int($0.integer(1)),
                revision: Int($0.integer(2)))
        }
    }

    private static func site(_ row: any SQLRow) -> StoredSite {
        StoredSite(
            enterprise: row.text(0), name: row.text(1), unit: row.textOrNil(2).map { ID($0) },
            division: row.textOrNil(3), plan: row.text(4), version: Int(row.integer(5)),
            changedAt: Timestamp(microseconds: row.integer(6)), revision: Int(row.integer(7)),
            clock: row.integerOrNil(8).map(Timestamp.init(microseconds:)))
    }

    func put(_ site: StoredSite) throws {
        try connection.execute(
            """
            INSERT INTO site (\(Self.siteColumns))
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            ON CONFLICT (enterprise) DO UPDATE SET name = excluded.name, unit = excluded.unit,
                division = excluded.division, plan = excluded.plan, version = excluded.version,
                changed_at = excluded.changed_at, revision = excluded.revision
            """,
            [
                .text(site.enterprise), .text(site.name), .text(site.unit?.text),
                .text(site.division), .text(site.plan), .integer(Int64(site.version)),
                .integer(site.changedAt.microseconds), .integer(Int64(site.revision)),
                .integer(site.clock?.microseconds),
            ])
    }

    func setRevision(_ revision: Int, clock: Timestamp?, of enterprise: String) throws {
        try connection.execute(
            "UPDATE site SET revision = $1, clock = $2 WHERE enterprise = $3",
            [.integer(Int64(revision)), .integer(clock?.microseconds), .text(enterprise)])
    }

    func roomStates(of enterprise: String) throws -> [(room: String, state: [UInt8])] {
        try connection.rows(
            "SELECT room, state FROM alarm_room WHERE enterprise = $1 ORDER BY room",
            [.text(enterprise)]
        ) { ($0.text(0), $0.bytes(1)) }
    }

    func removeRoomStates(of enterprise: String) throws {
        try connection.execute(
            "DELETE FROM alarm_room WHERE enterprise = $1", [.text(enterprise)])
    }

    func putRoomStates(_ states: [(room: String, state: [UInt8])], of enterprise: String) throws {
        try connection.execute(
            """
            INSERT INTO alarm_room (enterprise, room, state) VALUES ($1, $2, $3)
            ON CONFLICT (enterprise, room) DO UPDATE SET state = excluded.state
            """,
            each: states.map { [.text(enterprise), .text($0.room), .bytes($0.state)] })
    }
}

/// Where alarms stand.
extension PortableTransaction {
    private static let alarmColumns = """
        enterprise, point, room, kind, state, priority, occurrence, under, value, limit_value,
        cause, raised_at, changed_at, silent_until
        """

    func standingAlarms(of enterprise: String?) throws -> [StoredAlarm] {
        let filter = enterprise == nil ? "" : "AND enterprise = $1"
        return try connection.rows(
            """
            SELECT \(Self.alarmColumns) FROM alarm WHERE state <> 'normal' \(filter)
            ORDER BY priority DESC, raised_at DESC, enterprise, point
            """, enterprise.map { [.text($0)] } ?? [], Self.alarm)
    }

    func alarm(_ id: AlarmID) throws -> StoredAlarm? {
        try connection.first(
            "SELECT \(Self.alarmColumns) FROM alarm WHERE enterprise = $1 AND point = $2",
            [.text(id.enterprise), .text(id.point)], Self.alarm)
    }

    func put(_ alarms: [StoredAlarm]) throws {
        try connection.execute(
            """
            INSERT INTO alarm (\(Self.alarmColumns))
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
            ON CONFLICT (enterprise, point) DO UPDATE SET state = excluded.state,
                priority = excluded.priority, occurrence = excluded.occurrence,
                under = excluded.under, value = excluded.value,
                limit_value = excluded.limit_value, cause = excluded.cause,
                raised_at = excluded.raised_at, changed_at = excluded.changed_at,
                silent_until = excluded.silent_until
            """,
            each: alarms.map { alarm in
                [
                    .text(alarm.id.enterprise), .text(alarm.id.point), .text(alarm.room),
                    .text(alarm.kind.name), .text(alarm.state.name),
                    .integer(Int64(alarm.priority.rawValue)),
                    .integer(Int64(alarm.occurrence)), .text(alarm.under), .real(alarm.value),
                    .real(alarm.limit), .text(alarm.cause.name),
                    .integer(alarm.raisedAt.microseconds),
                    .integer(alarm.changedAt.microseconds),
                    .integer(alarm.silentUntil?.microseconds),
                ]
            })
    }

    private static func alarm(_ row: any SQLRow) throws -> StoredAlarm {
        StoredAlarm(
            id: AlarmID(enterprise: row.text(0), point: row.text(1)), room: row.text(2),
            kind: try known(row.text(3), AlarmKind.allCases, \.name),
            state: try known(row.text(4), AlarmState.allCases, \.name),
            priority: try priority(row.integer(5)), occurrence: Int(row.integer(6)),
            under: row.textOrNil(7), value: row.realOrNil(8), limit: row.realOrNil(9),
            cause: cause(row.textOrNil(10)),
            raisedAt: Timestamp(microseconds: row.integer(11)),
            changedAt: Timestamp(microseconds: row.integer(12)),
            silentUntil: row.integerOrNil(13).map(Timestamp.init(microseconds:)))
    }

    private static func known<Value>(
        _ text: String, _ all: [Value], _ name: (Value) -> String
    ) throws -> Value {
        guard let value = all.first(where: { name($0) == text }) else {
            throw StoreError.damaged(table: "alarm", id: "-", what: "unknown word '\(text)'")
        }
        return value
    }

    private static func priority(_ number: Int64) throws -> Priority {
        guard let priority = UInt8(exactly: number).flatMap(Priority.init(rawValue:)) else {
            throw StoreError.damaged(table: "alarm", id: "-", what: "unknown priority")
        }
        return priority
    }

    private static func cause(_ text: String?) -> AlarmCause {
        AlarmCause.allCases.first { $0.name == text } ?? .none
    }
}

/// What happened to alarms.
extension PortableTransaction {
    private static let eventColumns = """
        number, enterprise, point, room, kind, at, told_at, from_state, to_state, priority,
        occurrence, under, value, limit_value, cause, rule, readings, who, why
        """

    func lastAlarmEvent() throws -> Int {
        try connection.first("SELECT MAX(number) FROM alarm_event") {
            Int($0.integerOrNil(0) ?? 0)
        } ?? 0
    }

    func alarmEvents(after number: Int, limit: Int) throws -> [AlarmEvent] {
        try connection.rows(
            """
            SELECT \(Self.eventColumns) FROM alarm_event WHERE number > $1
            ORDER BY number LIMIT $2
            """, [.integer(Int64(number)), .integer(Int64(limit))], Self.event)
    }

    func alarmEvents(
        before number: Int, of enterprise: String?, room: String?, limit: Int
    ) throws -> [AlarmEvent] {
        var values: [SQLValue] = [.integer(Int64(number))]
        var filter = ""
        if let enterprise {
            values.append(.text(enterprise))
            filter += " AND enterprise = $\(values.count)"
        }
        if let room {
            values.append(.text(room))
            filter += " AND room = $\(values.count)"
        }
        values.append(.integer(Int64(limit)))
        return try connection.rows(
            """
            SELECT \(Self.eventColumns) FROM alarm_event WHERE number < $1\(filter)
            ORDER BY number DESC LIMIT $\(values.count)
            """, values, Self.event)
    }

    func add(_ events: [AlarmEvent]) throws {
        try connection.execute(
            """
            INSERT INTO alarm_event (\(Self.eventColumns)) VALUES ($1, $2, $3, $4, $5, $6, $7, $8,
                $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)
            """,
            each: events.map { event in
                [
                    .integer(Int64(event.number)), .text(event.id.enterprise),
                    .text(event.id.point), .text(event.room), .text(event.kind.name),
                    .integer(event.at.microseconds), .integer(event.toldAt.microseconds),
                    .text(event.from.name), .text(event.to.name),
                    .integer(Int64(event.priority.rawValue)),
                    .integer(Int64(event.occurrence)), .text(event.under), .real(event.value),
                    .real(event.limit), .text(event.cause.name), .text(event.rule),
                    .text(event.readings), .text(event.who?.text), .text(event.why),
                ]
            })
    }

    private static func event(_ row: any SQLRow) throws -> AlarmEvent {
        AlarmEvent(
            number: Int(row.integer(0)),
            id: AlarmID(enterprise: row.text(1), point: row.text(2)), room: row.text(3),
            kind: try known(row.text(4), AlarmKind.allCases, \.name),
            at: Timestamp(microseconds: row.integer(5)),
            toldAt: Timestamp(microseconds: row.integer(6)),
            from: try known(row.text(7), AlarmState.allCases, \.name),
            to: try known(row.text(8), AlarmState.allCases, \.name),
            priority: try priority(row.integer(9)), occurrence: Int(row.integer(10)),
            under: row.textOrNil(11), value: row.realOrNil(12), limit: row.realOrNil(13),
            cause: cause(row.textOrNil(14)), rule: row.text(15), readings: row.text(16),
            who: row.textOrNil(17).map { ID($0) }, why: row.textOrNil(18))
    }
}

/// What sensors said.
extension PortableTransaction {
    func sensorValues(of enterprise: String) throws -> [SensorValue] {
        try connection.rows(
            """
            SELECT room, sensor, value, at, heard_at FROM sensor_value
            WHERE enterprise = $1 ORDER BY room, sensor
            """, [.text(enterprise)]
        ) { row in
            SensorValue(
                enterprise: enterprise, room: row.text(0), sensor: row.text(1),
                value: row.real(2), at: Timestamp(microseconds: row.integer(3)),
                heardAt: Timestamp(microseconds: row.integer(4)))
        }
    }

    func put(_ values: [SensorValue]) throws {
        try connection.execute(
            """
            INSERT INTO sensor_value (enterprise, room, sensor, value, at, heard_at)
            VALUES ($1, $2, $3, $4, $5, $6)
            ON CONFLICT (enterprise, room, sensor) DO UPDATE SET value = excluded.value,
                at = excluded.at, heard_at = excluded.heard_at
            """,
            each: values.map { value in
                [
                    .text(value.enterprise), .text(value.room), .text(value.sensor),
                    .real(value.value), .integer(value.at.microseconds),
                    .integer(value.heardAt.microseconds),
                ]
            })
    }

    func readings(
        of enterprise: String, room: String, from: Timestamp, to: Timestamp, limit: Int
    ) throws -> [StoredReading] {
        try connection.rows(
            """
            SELECT sensor, at, seq, value FROM reading
            WHERE enterprise = $1 AND room = $2 AND at >= $3 AND at <= $4
            ORDER BY at DESC, sensor DESC, seq DESC LIMIT $5
            """,
            [
                .text(enterprise), .text(room), .integer(from.microseconds),
                .integer(to.microseconds), .integer(Int64(limit)),
            ]
        ) { row in
            StoredReading(
                enterprise: enterprise, room: room, sensor: row.text(0),
                at: Timestamp(microseconds: row.integer(1)), sequence: row.integer(2),
                value: row.real(3))
        }.reversed()
    }

    func add(_ readings: [StoredReading]) throws {
        try connection.execute(
            """
            INSERT INTO reading (enterprise, room, sensor, at, seq, value)
            VALUES ($1, $2, $3, $4, $5, $6)
            ON CONFLICT (enterprise, room, sensor, at, seq) DO NOTHING
            """,
            each: readings.map { reading in
                [
                    .text(reading.enterprise), .text(reading.room), .text(reading.sensor),
                    .integer(reading.at.microseconds), .integer(reading.sequence),
                    .real(reading.value),
                ]
            })
    }

    func refusedReadings() throws -> Int {
        try connection.first("SELECT COUNT(*) FROM refused_reading") { Int($0.integer(0)) } ?? 0
    }

    func addRefused(_ readings: [RefusedReading], at: Timestamp) throws {
        guard !readings.isEmpty else { return }
        let last = try connection.first("SELECT MAX(number) FROM refused_reading") {
            $0.integerOrNil(0) ?? 0
        }
        try connection.execute(
            """
            INSERT INTO refused_reading (number, came_at, source, reason, body)
            VALUES ($1, $2, $3, $4, $5)
            """,
            each: readings.enumerated().map { place, reading in
                [
                    .integer((last ?? 0) + Int64(place) + 1), .integer(at.microseconds),
                    .text(reading.source), .text(reading.reason), .text(reading.body),
                ]
            })
    }

    func removeReadings(before end: Timestamp, limit: Int) throws -> Int {
        try connection.execute(
            "DELETE FROM refused_reading WHERE came_at < $1", [.integer(end.microseconds)])
        try connection.execute(
            """
            DELETE FROM reading WHERE at < $1 AND at <= (
                SELECT MAX(at) FROM (
                    SELECT at FROM reading WHERE at < $2 ORDER BY at LIMIT $3) AS oldest)
            """,
            [
                .integer(end.microseconds), .integer(end.microseconds), .integer(Int64(limit)),
            ])
        return connection.changes
    }
}

/// Calls for alarms, and what waits to be sent.
extension PortableTransaction {
    func alarmCalls(_ id: AlarmID, occurrence: Int) throws -> [AlarmCall] {
        try connection.rows(
            """
            SELECT step, nth, at FROM alarm_call
            WHERE enterprise = $1 AND point = $2 AND occurrence = $3 ORDER BY at, step, nth
            """, [.text(id.enterprise), .text(id.point), .integer(Int64(occurrence))]
        ) { row in
            AlarmCall(
                id: id, occurrence: occurrence, step: row.text(0), nth: Int(row.integer(1)),
                at: Timestamp(microseconds: row.integer(2)))
        }
    }

    func add(_ call: AlarmCall) throws {
        try connection.execute(
            """
            INSERT INTO alarm_call (enterprise, point, occurrence, step, nth, at)
            VALUES ($1, $2, $3, $4, $5, $6)
            """,
            [
                .text(call.id.enterprise), .text(call.id.point),
                .integer(Int64(call.occurrence)), .text(call.step), .integer(Int64(call.nth)),
                .integer(call.at.microseconds),
            ])
    }

    func dueMessages(at now: Timestamp, limit: Int) throws -> [OutboxMessage] {
        try connection.rows(
            """
            SELECT number, target, body, tries, at FROM outbox
            WHERE ended_at IS NULL AND next_at <= $1 ORDER BY number LIMIT $2
            """, [.integer(now.microseconds), .integer(Int64(limit))]
        ) { row in
            OutboxMessage(
                number: Int(row.integer(0)), target: row.text(1), body: row.text(2),
                tries: Int(row.integer(3)), at: Timestamp(microseconds: row.integer(4)))
        }
    }

    func addToOutbox(target: String, body: String, at: Timestamp) throws {
        let last = try connection.first("SELECT MAX(number) FROM outbox") {
            $0.integerOrNil(0) ?? 0
        }
        try connection.execute(
            """
            INSERT INTO outbox (number, at, target, body, tries, next_at)
            VALUES ($1, $2, $3, $4, 0, $5)
            """,
            [
                .integer((last ?? 0) + 1), .integer(at.microseconds), .text(target),
                .text(body), .integer(at.microseconds),
            ])
    }

    func settleMessage(
        _ number: Int, tries: Int, next: Timestamp, ended: Timestamp?, failure: String?
    ) throws {
        try connection.execute(
            """
            UPDATE outbox SET tries = $1, next_at = $2, ended_at = $3, failure = $4
            WHERE number = $5
            """,
            [
                .integer(Int64(tries)), .integer(next.microseconds),
                .integer(ended?.microseconds), .text(failure), .integer(Int64(number)),
            ])
    }
}
