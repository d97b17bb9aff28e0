package import Alarms
package import Primitives
import Records

/// What may be asked about sites and their alarms.
package protocol AlarmReading {
    /// By enterprise.
    func sites() throws -> [StoredSite]
    func site(_ enterprise: String) throws -> StoredSite?
    /// All sites' versions and revisions, without their plans.
    func siteMarks() throws -> [SiteMark]
    /// What the engine keeps of each room of a site.
    func roomStates(of enterprise: String) throws -> [(room: String, state: [UInt8])]
    /// The alarms that do not stand at normal, the most urgent first; of all sites where it is nil.
    func standingAlarms(of enterprise: String?) throws -> [StoredAlarm]
    func alarm(_ id: AlarmID) throws -> StoredAlarm?
    /// The number of the last event; 0 before the first.
    func lastAlarmEvent() throws -> Int
    /// Those behind `number`, in order.
    func alarmEvents(after number: Int, limit: Int) throws -> [AlarmEvent]
    /// Those before `number`, the latest first; of one room or site where they are given.
    func alarmEvents(
        before number: Int, of enterprise: String?, room: String?, limit: Int
    ) throws -> [AlarmEvent]
    /// What each sensor of a site said last.
    func sensorValues(of enterprise: String) throws -> [SensorValue]
    /// What a room's sensors said in a time, in order; at most `limit`, the latest.
    func readings(
        of enterprise: String, room: String, from: Timestamp, to: Timestamp, limit: Int
    ) throws -> [StoredReading]
    func refusedReadings() throws -> Int
    /// Who was called for this occurrence of an alarm, in order.
    func alarmCalls(_ id: AlarmID, occurrence: Int) throws -> [AlarmCall]
    /// What waits to be sent and is due, the oldest first.
    func dueMessages(at now: Timestamp, limit: Int) throws -> [OutboxMessage]
}

/// What may be changed about them.
package protocol AlarmWriting {
    /// Puts or replaces a site's plan; its revision goes on.
    func put(_ site: StoredSite) throws
    func setRevision(_ revision: Int, clock: Timestamp?, of enterprise: String) throws
    /// Forgets what the engine kept of a site's rooms.
    func removeRoomStates(of enterprise: String) throws
    func putRoomStates(_ states: [(room: String, state: [UInt8])], of enterprise: String) throws
    func put(_ alarms: [StoredAlarm]) throws
    func add(_ events: [AlarmEvent]) throws
    func put(_ values: [SensorValue]) throws
    /// Those that are there already stay as they are.
    func add(_ readings: [StoredReading]) throws
    func addRefused(_ readings: [RefusedReading], at: Timestamp) throws
    func add(_ call: AlarmCall) throws
    func addToOutbox(target: String, body: String, at: Timestamp) throws
    /// After a try to send it; `ended` where there will be no other.
    func settleMessage(
        _ number: Int, tries: Int, next: Timestamp, ended: Timestamp?, failure: String?) throws
    /// Deletes what was read before `end`, at most `limit`, and what was refused before it.
    ///
    /// - Returns: How many it were.
    func removeReadings(before end: Timestamp, limit: Int) throws -> Int
}

/// Which alarm: of a site, and its name there.
package struct AlarmID: Hashable, Sendable {
    package let enterprise: String
    /// `ROOM/SENSOR/KIND` and the like (`AlarmLayout.Point`).
    package let point: String

    package init(enterprise: String, point: String) {
        self.enterprise = enterprise
        self.point = point
    }

    /// As the journal and addresses name it.
    package var text: String { "\(enterprise)/\(point)" }
}

/// Which state of a site the database has.
package struct SiteMark: Hashable, Sendable {
    package let enterprise: String
    package let version: Int
    package let revision: Int

    package init(enterprise: String, version: Int, revision: Int) {
        self.enterprise = enterprise
        self.version = version
        self.revision = revision
    }
}

/// A site as the database has it.
package struct StoredSite: Hashable, Sendable {
    package let enterprise: String
    package let name: String
    /// The unit whose people answer first; nil where none was named.
    package let unit: ID<Unit>?
    /// Code of the division it lies in.
    package let division: String?
    /// `site.json`, normalised.
    package let plan: String
    /// Counted up with each change of the plan.
    package let version: Int
    package let changedAt: Timestamp
    /// Counted up with everything that changes the state of its alarms.
    package let revision: Int
    /// The moment its alarms have come to.
    package let clock: Timestamp?

    package init(
        enterprise: String, name: String, unit: ID<Unit>?, division: String?, plan: String,
        version: Int, changedAt: Timestamp, revision: Int, clock: Timestamp?
    ) {
        self.enterprise = enterprise
        self.name = name
        self.unit = unit
        self.division = division
        self.plan = plan
        self.version = version
        self.changedAt = changedAt
        self.revision = revision
        self.clock = clock
    }
}

/// Where an alarm stands.
package struct StoredAlarm: Hashable, Sendable {
    package let id: AlarmID
    package let room: String
    package let kind: AlarmKind
    package let state: AlarmState
    package let priority: Priority
    package let occurrence: Int
    /// The alarm of the same room that it stands beneath.
    package let under: String?
    package let value: Double?
    package let limit: Double?
    package let cause: AlarmCause
    /// When it was raised last.
    package let raisedAt: Timestamp
    package let changedAt: Timestamp
    /// The end of a shelving.
    package let silentUntil: Timestamp?

    package init(
        id: AlarmID, room: String, kind: AlarmKind, state: AlarmState, priority: Priority,
        occurrence: Int, under: String?, value: Double?, limit: Double?, cause: AlarmCause,
        raisedAt: Timestamp, changedAt: Timestamp, silentUntil: Timestamp?
    ) {
        self.id = id
        self.room = room
        self.kind = kind
        self.state = state
        self.priority = priority
        self.occurrence = occurrence
        self.under = under
        self.value = value
        self.limit = limit
        self.cause = cause
        self.raisedAt = raisedAt
        self.changedAt = changedAt
        self.silentUntil = silentUntil
    }

    /// Whether somebody must look: it is raised or was, and nobody said that he knows; or a flame
    /// waits for its reset.
    package var needsAnswer: Bool {
        state == .unacknowledged || state == .returnUnacknowledged || state == .latched
    }
}

/// One step of an alarm, as it became known.
package struct AlarmEvent: Hashable, Sendable {
    /// Of the order in which events became known, from 1.
    package let number: Int
    package let id: AlarmID
    package let room: String
    package let kind: AlarmKind
    /// When it happened.
    package let at: Timestamp
    /// When it became known here.
    package let toldAt: Timestamp
    package let from: AlarmState
    package let to: AlarmState
    package let priority: Priority
    package let occurrence: Int
    package let under: String?
    package let value: Double?
    package let limit: Double?
    package let cause: AlarmCause
    /// The rule with its version.
    package let rule: String
    /// The readings that made it, as a list in JSON.
    package let readings: String
    /// Who acted; nil where no person did.
    package let who: ID<Person>?
    package let why: String?

    package init(
        number: Int, id: AlarmID, room: String, kind: AlarmKind, at: Timestamp,
        toldAt: Timestamp, from: AlarmState, to: AlarmState, priority: Priority, occurrence: Int,
        under: String?, value: Double?, limit: Double?, cause: AlarmCause, rule: String,
        readings: String, who: ID<Person>?, why: String?
    ) {
        self.number = number
        self.id = id
        self.room = room
        self.kind = kind
        self.at = at
        self.toldAt = toldAt
        self.from = from
        self.to = to
        self.priority = priority
        self.occurrence = occurrence
        self.under = under
        self.value = value
        self.limit = limit
        self.cause = cause
        self.rule = rule
        self.readings = readings
        self.who = who
        self.why = why
    }
}

/// What a sensor said last.
package struct SensorValue: Hashable, Sendable {
    package let enterprise: String
    package let room: String
    package let sensor: String
    package let value: Double
    /// By the sensor's clock.
    package let at: Timestamp
    /// When it came.
    package let heardAt: Timestamp

    package init(
        enterprise: String, room: String, sensor: String, value: Double, at: Timestamp,
        heardAt: Timestamp
    ) {
        self.enterprise = enterprise
        self.room = room
        self.sensor = sensor
        self.value = value
        self.at = at
        self.heardAt = heardAt
    }
}

/// A reading as it is kept for trends.
package struct StoredReading: Hashable, Sendable {
    package let enterprise: String
    package let room: String
    package let sensor: String
    package let at: Timestamp
    package let sequence: Int64
    package let value: Double

    package init(
        enterprise: String, room: String, sensor: String, at: Timestamp, sequence: Int64,
        value: Double
    ) {
        self.enterprise = enterprise
        self.room = room
        self.sensor = sensor
        self.at = at
        self.sequence = sequence
        self.value = value
    }
}

/// A message that was no reading of a site, as it came.
package struct RefusedReading: Hashable, Sendable {
    /// Whence: a topic, or who sent it.
    package let source: String
    package let reason: String
    /// Its first bytes, at most `Limits.refusedReadingBytesMax`.
    package let body: String

    /// A zero byte, which PostgreSQL keeps in no text, becomes U+FFFD: a message that could not be
    /// kept would come again for ever.
    package init(source: String, reason: String, body: String) {
        self.source = Self.kept(source)
        self.reason = Self.kept(reason)
        self.body = Self.kept(body)
    }

    private static func kept(_ text: String) -> String {
        guard text.utf8.contains(0) else { return text }
        return String(
            String.UnicodeScalarView(text.unicodeScalars.map { $0 == "\0" ? "\u{FFFD}" : $0 }))
    }
}
