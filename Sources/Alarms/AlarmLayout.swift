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
        var charge: (point: Int, window: Int)?
        for (place, sensor) in room.sensors.enumerated() {
            let number = firstSensor + place
            var wiring: Wiring
            if sensor.quantity == .chargeKilograms {
                let whole =
                    charge
                    ?? (
                        addPoint(.overCharge, "over-charge", index, number),
                        addWindow(scales.map { firstSensor + $0 })
                    )
                charge = whole
                wiring = Wiring(first: whole.point, window: whole.window)
                wiring.place = scales.firstIndex(of: place) ?? 0
                wiring.isAlone = scales.count == 1
            } else {
                wiring = wire(sensor, number, index)
            }
            let silentAfter = policy.silence(of: sensor)
            let silence =
                silentAfter == nil
                ? -1 : addPoint(.blindSpot, "\(sensor.id)/blind-spot", index, number)
            sensors.append(
                SensorPlan(
                    room: index, quantity: sensor.quantity,
                    role: wiring.window < 0 ? .delayed : .atOnce, window: wiring.window,
                    place: wiring.place, isAlone: wiring.isAlone, first: wiring.first,
                    second: wiring.second, silence: silence, silentAfter: silentAfter ?? 0,
                    limit: limit(of: sensor.quantity, in: room),
                    key: StableHash.of("\(room.id)/\(sensor.id)")))
        }
        pointsOfRoom.append(firstPoint..<points.count)
        sensorsOfRoom.append(firstSensor..<sensors.count)
        windowsOfRoom.append(firstWindow..<channels.count)
    }

    /// Which alarms and which window a sensor feeds; -1 for none.
    private struct Wiring {
        var first: Int
        var second = -1
        var window = -1
        var place = 0
        var isAlone = true
    }

    /// Of a sensor that is a channel by itself; without a window it is judged by delays.
    private mutating func wire(_ sensor: Sensor, _ number: Int, _ room: Int) -> Wiring {
        func own(_ kind: AlarmKind, _ suffix: String = "") -> (AlarmKind, String) {
            (kind, "\(sensor.id)/\(kind.name)\(suffix)")
        }
        let (kind, id) =
            switch sensor.quantity {
            case .people: own(.overHeadcount)
            case .chargeKilograms: own(.overCharge)
            case .flame: own(.flame)
            case .intrusion: own(.intrusion)
            case .video: own(.blindSpot, "/video")
            case .doorOpen: own(.door)
            case .temperatureCelsius, .humidityPercent: own(.environment)
            }
        var wiring = Wiring(first: addPoint(kind, id, room, number))
        if sensor.quantity == .people {
            let (kind, id) = own(.stopWork)
            wiring.second = addPoint(kind, id, room, number)
        }
        if ![.door, .environment].contains(kind) { wiring.window = addWindow([number]) }
        return wiring
    }

    private mutating func addPoint(
        _ kind: AlarmKind, _ id: String, _ room: Int, _ sensor: Int
    ) -> Int {
        let whole = "\(site.rooms[room].id)/\(id)"
        points.append(
            Point(id: whole, room: room, kind: kind, sensor: sensor, key: StableHash.of(whole)))
        return points.count - 1
    }

    private mutating func addWindow(_ sensors: [Int]) -> Int {
        channels.append(sensors)
        return channels.count - 1
    }

    private func limit(of quantity: Quantity, in room: Workroom) -> EnvironmentLimit {
        if let limit = room.limits[quantity] { return limit }
        return quantity == .doorOpen
            ? EnvironmentLimit(maximum: 0, onDelay: policy.doorOpenMax) : EnvironmentLimit()
    }
}
