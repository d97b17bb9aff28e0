package import Primitives

/// What a building can do to its surroundings (危险等级), GB 50161-2022, 3.1.1.
package enum HazardClass: String, Sendable, CaseIterable {
    /// Blast like TNT.
    case blastLikeTNT = "1.1-1"
    /// Blast like black powder.
    case blastLikeBlackPowder = "1.1-2"
    /// Fire, with little blast, mostly inside the building.
    case fire = "1.3"
}

/// What a sensor measures, as the readings spell it.
package enum Quantity: String, Sendable, CaseIterable {
    /// Heads in the room.
    case people
    /// Composition in the room, also inside semi-finished and finished goods (GB 11652-2012, 3.8).
    case chargeKilograms = "charge_kg"
    case temperatureCelsius = "temperature_c"
    case humidityPercent = "humidity_pct"
    /// Above 0: a flame is seen.
    case flame
    /// Above 0: something moves.
    case intrusion
    /// Above 0: the door is open.
    case doorOpen = "door_open"
    /// 1 a picture, 0 none (offline), 2 a covered lens.
    case video
}

extension Quantity {
    /// What a sensor can have measured; anything else is a broken one.
    package var range: ClosedRange<Double> {
        switch self {
        case .people: 0...Limits.peopleMax
        case .chargeKilograms: 0...Limits.roomChargeKilogramsMax
        case .temperatureCelsius: -60...1_500
        case .humidityPercent: 0...100
        case .flame, .intrusion, .doorOpen: 0...1
        case .video: 0...2
        }
    }
}

/// A sensor of a room.
package struct Sensor: Hashable, Sendable {
    package let id: ID<Sensor>
    package let quantity: Quantity
    /// The longest time between two of its readings; nil where none was agreed, and then its
    /// silence says nothing.
    package let every: Seconds?
    /// How much longer its link may take; nil for the policy's own slack.
    package let grace: Seconds?

    package init(id: ID<Sensor>, quantity: Quantity, every: Seconds?, grace: Seconds? = nil) {
        self.id = id
        self.quantity = quantity
        self.every = every
        self.grace = grace
    }
}

/// What was approved for one process in one room: people (定员), composition (定量), machines (定机).
package struct RoomQuota: Hashable, Sendable {
    package let process: String
    package let hazard: HazardClass
    package let peopleMax: Int
    /// In grams, counted with what is inside semi-finished and finished goods.
    package let chargeMax: Grams
    package let machinesMax: Int?
    /// The first moment it holds; nil for always.
    package let validFrom: Timestamp?
    /// The first moment it holds no longer; nil for never.
    package let validTo: Timestamp?
    /// The document that approved it (批准文件).
    package let approval: String?

    package init(
        process: String, hazard: HazardClass, peopleMax: Int, chargeMax: Grams,
        machinesMax: Int? = nil, validFrom: Timestamp? = nil, validTo: Timestamp? = nil,
        approval: String? = nil
    ) {
        self.process = process
        self.hazard = hazard
        self.peopleMax = peopleMax
        self.chargeMax = chargeMax
        self.machinesMax = machinesMax
        self.validFrom = validFrom
        self.validTo = validTo
        self.approval = approval
    }

    /// Whether it holds at `moment`.
    package func isValid(at moment: Timestamp) -> Bool {
        if let validFrom, moment < validFrom { return false }
        if let validTo, moment >= validTo { return false }
        return true
    }
}

/// From when a room was used for which process.
package struct ProcessRun: Hashable, Sendable {
    package let process: String
    package let from: Timestamp

    package init(process: String, from: Timestamp) {
        self.process = process
        self.from = from
    }
}

/// Between which values a quantity may stand, and how long it must be beyond before it counts.
package struct EnvironmentLimit: Hashable, Sendable {
    package let minimum: Double?
    package let maximum: Double?
    /// How far back inside it must come to have returned.
    package let deadband: Double
    package let onDelay: Seconds
    package let offDelay: Seconds

    package init(
        minimum: Double? = nil, maximum: Double? = nil, deadband: Double = 0,
        onDelay: Seconds = Seconds(0), offDelay: Seconds = Seconds(0)
    ) {
        self.minimum = minimum
        self.maximum = maximum
        self.deadband = deadband
        self.onDelay = onDelay
        self.offDelay = offDelay
    }
}

/// A part of a day, in seconds of the day in China, in which a room is open.
///
/// `to` below `from` goes over midnight.
package struct OpenHours: Hashable, Sendable {
    package let from: Seconds
    package let to: Seconds

    package init(from: Seconds, to: Seconds) {
        self.from = from
        self.to = to
    }

    /// Whether a second of the day lies inside; the last one is outside.
    package func holds(secondOfDay second: Int64) -> Bool {
        from <= to
            ? second >= from.count && second < to.count
            : second >= from.count || second < to.count
    }
}

/// A time in which nobody may work (停产): heat, thunderstorm, rectification, an expired permit.
package struct StopPeriod: Hashable, Sendable {
    package let from: Timestamp
    /// The first moment at which work may go on.
    package let to: Timestamp
    package let reason: String

    package init(from: Timestamp, to: Timestamp, reason: String) {
        self.from = from
        self.to = to
        self.reason = reason
    }
}

/// A room in which composition is worked or stored (工房), with what was approved for it.
package struct Workroom: Hashable, Sendable {
    package let id: ID<Workroom>
    package let name: String
    /// Oldest first; the first holds from the beginning.
    package let runs: [ProcessRun]
    package let quotas: [RoomQuota]
    package let limits: [Quantity: EnvironmentLimit]
    /// Empty where the room counts as closed whenever something moves in it.
    package let hours: [OpenHours]
    package let sensors: [Sensor]

    package init(
        id: ID<Workroom>, name: String, runs: [ProcessRun], quotas: [RoomQuota],
        limits: [Quantity: EnvironmentLimit] = [:], hours: [OpenHours] = [], sensors: [Sensor]
    ) {
        precondition(!runs.isEmpty, "a room has a process")
        self.id = id
        self.name = name
        self.runs = runs
        self.quotas = quotas
        self.limits = limits
        self.hours = hours
        self.sensors = sensors
    }

    /// The process of the room at `moment`.
    package func process(at moment: Timestamp) -> String {
        (runs.last { $0.from <= moment } ?? runs[0]).process
    }

    /// What is approved for the process at `moment`; nil where nothing is, so that nobody and
    /// nothing may be there (擅自改变用途).
    package func quota(at moment: Timestamp) -> RoomQuota? {
        let process = process(at: moment)
        return quotas.last { $0.process == process && $0.isValid(at: moment) }
    }

    /// Whether the room is open at `moment`.
    package func isOpen(at moment: Timestamp) -> Bool {
        if hours.isEmpty { return false }
        let local = moment.adding(Seconds.chinaOffset)
        let midnight = Int64(moment.dayNumber(offset: .chinaOffset)) * 86_400
        let second = local.seconds(since: Timestamp(microseconds: 0)).count - midnight
        return hours.contains { $0.holds(secondOfDay: second) }
    }
}

/// The rooms of one enterprise, and when it must not work.
package struct Site: Hashable, Sendable {
    package let enterprise: String
    package let name: String
    package let rooms: [Workroom]
    package let stops: [StopPeriod]

    package init(enterprise: String, name: String, rooms: [Workroom], stops: [StopPeriod] = []) {
        self.enterprise = enterprise
        self.name = name
        self.rooms = rooms
        self.stops = stops
    }
}

/// What one sensor of a site said.
package struct Reading: Hashable, Sendable {
    /// The sensor's place among all sensors of the site, rooms in order, sensors in order.
    package let sensor: Int
    package let value: Double
    /// By the sensor's clock.
    package let at: Timestamp
    /// Counted up by the sensor from one reading to the next; begins anew when it restarts.
    package let sequence: Int64

    package init(sensor: Int, value: Double, at: Timestamp, sequence: Int64) {
        self.sensor = sensor
        self.value = value
        self.at = at
        self.sequence = sequence
    }
}
