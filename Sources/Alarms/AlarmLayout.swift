import Primitives
package import Records

/// The alarms that a site can have, and which sensor feeds which: made once from the site's data.
///
/// Sensors and alarms are numbered through the whole site, rooms in order; every room has a range
/// of each.
package struct AlarmLayout: Sendable {
    /// One alarm: a condition of a room that can be raised.
    package struct Point: Hashable, Sendable {
        /// `ROOM/SENSOR/KIND`, `ROOM/SENSOR/blind-spot/video` for a camera's picture; for a room's
        /// charge `ROOM/over-charge`.
        package let id: String
        package let room: Int
        package let kind: AlarmKind
        /// The sensor it looks at; the first of several.
        package let sensor: Int
        /// Stable over changes of the site, for keeping the state.
        let key: UInt64
    }

    /// How the readings of a sensor are judged.
    enum Role: UInt8, Sendable {
        /// By each reading, late ones too.
        case atOnce
        /// By delays; a late reading says nothing.
        case delayed
    }

    /// What the machine must know of a sensor with every reading.
    struct SensorPlan: Sendable {
        let room: Int
        let quantity: Quantity
        let role: Role
        /// The window of its channel; -1 for none.
        let window: Int
        /// Its place among the sensors of the channel.
        let place: Int
        /// Whether the channel has no other sensor.
        let isAlone: Bool
        /// The conditions it feeds.
        let first: Int
        /// -1 for none.
        let second: Int
        /// The alarm of its silence; -1 for none.
        let silence: Int
        /// Microseconds.
        let silentAfter: Int64
        let limit: EnvironmentLimit
        let key: UInt64
    }

    /// What is approved in a room from a moment on.
    struct QuotaSpan: Sendable {
        let from: Int64
        /// In thousandths of a person; 0 without a quota.
        let people: Int64
        /// In grams; 0 without a quota.
        let charge: Int64
        let hazard: HazardClass
        let isMissing: Bool
    }

    package let site: Site
    package let policy: AlarmPolicy
    package private(set) var points: [Point] = []
    private(set) var sensors: [SensorPlan] = []
    /// Sensor numbers by window.
    private(set) var channels: [[Int]] = []
    /// By room.
    private(set) var pointsOfRoom: [Range<Int>] = []
    private(set) var sensorsOfRoom: [Range<Int>] = []
    private(set) var windowsOfRoom: [Range<Int>] = []
    /// What was approved from when on, by room; at least one each, oldest first.
    private var quotas: [[QuotaSpan]] = []
    private let stops: [(from: Int64, to: Int64)]
    private let places: [String: Int]
    private let roomPlaces: [String: Int]

    package init(_ site: Site, policy: AlarmPolicy) {
        self.site = site
        self.policy = policy
        var places: [String: Int] = [:]
        var number = 0
        for room in site.rooms {
            for sensor in room.sensors {
                places["\(room.id)\u{0}\(sensor.id)"] = number
                number += 1
            }
        }
        self.places = places
        stops = site.stops.map { ($0.from.microseconds, $0.to.microseconds) }
        roomPlaces = Dictionary(
            site.rooms.enumerated().map { ($1.id.text, $0) },
            uniquingKeysWith: { first, _ in first }
        )
        for index in site.rooms.indices {
            add(index)
            quotas.append(Self.spans(of: site.rooms[index]))
        }
    }

    /// What is approved in `room` at `time`, microseconds.
    @inline(__always)
    func quota(of room: Int, at time: Int64) -> QuotaSpan {
        var index = quotas[room].count - 1
        while index > 0, quotas[room][index].from > time { index -= 1 }
        return quotas[room][index]
    }

    /// Whether nobody may work at `time`.
    @inline(__always)
    func isStopped(at time: Int64) -> Bool { stops.contains { $0.from <= time && time < $0.to } }

    private static func spans(of room: Workroom) -> [QuotaSpan] {
        var moments: Set<Timestamp> = Set(room.runs.map(\.from))
        for quota in room.quotas {
            if let from = quota.validFrom { moments.insert(from) }
            if let to = quota.validTo { moments.insert(to) }
        }
        let first = Timestamp(microseconds: .min)
        return ([first] + moments.sorted()).map { moment in
            let quota = room.quota(at: moment)
            let worst = room.quotas.map(\.hazard).min { $0.rawValue < $1.rawValue }
            return QuotaSpan(
                from: moment.microseconds, people: Int64(quota?.peopleMax ?? 0) * 1_000,
                charge: quota?.chargeMax.count ?? 0,
                hazard: quota?.hazard ?? worst ?? .blastLikeTNT, isMissing: quota == nil)
        }
    }

    /// The number of a sensor; nil where the site has none of that name.
    package func sensor(_ room: String, _ sensor: String) -> Int? {
        places["\(room)\u{0}\(sensor)"]
    }

    /// The number of a room; nil where the site has none of that name.
    package func room(_ id: String) -> Int? { roomPlaces[id] }

    /// The number of an alarm; nil where the site has none of that name.
    package func point(_ id: String) -> Int? { points.firstIndex { $0.id == id } }

    /// The room, the sensor and its quantity by the sensor's number.
    package func described(_ sensor: Int) -> (room: Workroom, sensor: Sensor) {
        let plan = sensors[sensor]
        let room = site.rooms[plan.room]
        return (room, room.sensors[sensor - sensorsOfRoom[plan.room].lowerBound])
    }

    package var sensorCount: Int { sensors.count }

    private mutating func add(_ index: Int) {
        let room = site.rooms[index]
        let firstPoint = points.count
        let firstSensor = sensors.count
        let firstWindow = channels.count
        let scales = room.sensors.indices.filter {
            room.sensors[$0].quantity == .chargeKilograms
        }
        var charge = -1
        var chargeWindow = -1
        for (place, sensor) in room.sensors.enumerated() {
            let number = firstSensor + place
            func point(_ kind: AlarmKind, _ id: String) -> Int {
                let whole = "\(room.id)/\(id)"
                points.append(
                    Point(
                        id: whole, room: index, kind: kind, sensor: number,
                        key: StableHash.of(whole)))
                return points.count - 1
            }
            func window(_ sensors: [Int]) -> Int {
                channels.append(sensors)
                return channels.count - 1
            }
            var role = Role.atOnce
            var ordinal = 0
            var used = -1
            var first = -1
            var second = -1
            switch sensor.quantity {
            case .people:
                first = point(.overHeadcount, "\(sensor.id)/over-headcount")
                second = point(.stopWork, "\(sensor.id)/stop-work")
                used = window([number])
            case .chargeKilograms:
                if charge < 0 {
                    charge = point(.overCharge, "over-charge")
                    chargeWindow = window(scales.map { firstSensor + $0 })
                }
                first = charge
                used = chargeWindow
                ordinal = scales.firstIndex(of: place) ?? 0
            case .flame:
                first = point(.flame, "\(sensor.id)/flame")
                used = window([number])
            case .intrusion:
                first = point(.intrusion, "\(sensor.id)/intrusion")
                used = window([number])
            case .video:
                first = point(.blindSpot, "\(sensor.id)/blind-spot/video")
                used = window([number])
            case .doorOpen:
                role = .delayed
                first = point(.door, "\(sensor.id)/door")
            case .temperatureCelsius, .humidityPercent:
                role = .delayed
                first = point(.environment, "\(sensor.id)/environment")
            }
            let silentAfter = policy.silence(of: sensor)
            let silence = silentAfter == nil ? -1 : point(.blindSpot, "\(sensor.id)/blind-spot")
            sensors.append(
                SensorPlan(
                    room: index, quantity: sensor.quantity, role: role, window: used,
                    place: ordinal,
                    isAlone: sensor.quantity != .chargeKilograms || scales.count == 1, first: first,
                    second: second, silence: silence,
                    silentAfter: silentAfter ?? 0, limit: limit(of: sensor.quantity, in: room),
                    key: StableHash.of("\(room.id)/\(sensor.id)")))
        }
        pointsOfRoom.append(firstPoint..<points.count)
        sensorsOfRoom.append(firstSensor..<sensors.count)
        windowsOfRoom.append(firstWindow..<channels.count)
    }

    private func limit(of quantity: Quantity, in room: Workroom) -> EnvironmentLimit {
        if let limit = room.limits[quantity] { return limit }
        return quantity == .doorOpen
            ? EnvironmentLimit(maximum: 0, onDelay: policy.doorOpenMax) : EnvironmentLimit()
    }
}
