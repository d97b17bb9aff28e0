import Alarms
import Primitives
import Records

/// Sites and policies that the tests share.
enum Fixture {
    static let second: Int64 = 1_000_000

    static func moment(_ seconds: Double) -> Timestamp {
        Timestamp(microseconds: 1_790_000_000_000_000 + Int64(seconds * 1e6))
    }

    static let policy = AlarmPolicy(
        version: "test-1", slackMicroseconds: 500_000, slackThousandths: 10,
        doorOpenMax: Seconds(60), clockAheadMax: Seconds(300), clockBehindMax: Seconds(86_400),
        foldWithin: Seconds(600), excessThousandths: 500,
        priorities: [
            .overHeadcount: [.blastLikeTNT: .high, .blastLikeBlackPowder: .high, .fire: .medium],
            .flame: [.blastLikeTNT: .high, .blastLikeBlackPowder: .high, .fire: .high],
            .environment: [.blastLikeTNT: .medium, .fire: .low],
            .blindSpot: [.blastLikeTNT: .low, .fire: .low],
        ])

    static func sensor(_ id: String, _ quantity: Quantity, every: Int64? = nil) -> Sensor {
        Sensor(id: ID(id), quantity: quantity, every: every.map { Seconds($0) })
    }

    static func room(
        _ id: String, people: Int = 1, charge: Int64 = 5_000, hazard: HazardClass = .blastLikeTNT,
        limits: [Quantity: EnvironmentLimit] = [:], hours: [OpenHours] = [], _ sensors: [Sensor]
    ) -> Workroom {
        Workroom(
            id: ID(id), name: id,
            runs: [ProcessRun(process: "ramming", from: Timestamp(microseconds: 0))],
            quotas: [
                RoomQuota(
                    process: "ramming", hazard: hazard, peopleMax: people, chargeMax: Grams(charge))
            ], limits: limits, hours: hours, sensors: sensors)
    }

    static func layout(_ rooms: [Workroom], stops: [StopPeriod] = []) -> AlarmLayout {
        AlarmLayout(
            Site(enterprise: "E", name: "E", rooms: rooms, stops: stops), policy: policy)
    }

    /// One room with every kind of sensor, and one with two scales.
    static let whole = layout(rooms(people: 1, every: 10), stops: stops)
    /// The same, with one person more, and with a sensor that may be silent longer.
    static let lenient = layout(rooms(people: 2, every: 10), stops: stops)
    static let slow = layout(rooms(people: 1, every: 11), stops: stops)

    static let stops = [StopPeriod(from: moment(40), to: moment(60), reason: "thunderstorm")]

    static func rooms(people: Int, every: Int64) -> [Workroom] {
        [
            room(
                "A", people: people,
                limits: [
                    .temperatureCelsius: EnvironmentLimit(
                        maximum: 35, deadband: 1, onDelay: Seconds(10), offDelay: Seconds(15)),
                    .humidityPercent: EnvironmentLimit(minimum: 40, maximum: 80),
                ],
                [
                    sensor("p", .people, every: every), sensor("c", .chargeKilograms, every: 20),
                    sensor("t", .temperatureCelsius, every: 15), sensor("h", .humidityPercent),
                    sensor("f", .flame), sensor("i", .intrusion), sensor("d", .doorOpen),
                    sensor("v", .video, every: 30),
                ]),
            room(
                "B", people: 2, charge: 8_000, hazard: .fire,
                [
                    sensor("c1", .chargeKilograms, every: 10), sensor("c2", .chargeKilograms),
                    sensor("p", .people, every: 5),
                ]),
        ]
    }

    static func reading(
        _ layout: AlarmLayout, _ room: String, _ sensor: String, _ value: Double,
        at seconds: Double,
        _ sequence: Int64
    ) -> Reading {
        guard let number = layout.sensor(room, sensor) else {
            preconditionFailure("the fixture has no \(room)/\(sensor)")
        }
        return Reading(sensor: number, value: value, at: moment(seconds), sequence: sequence)
    }
}

/// What is compared of a transition.
struct Step: Hashable, CustomStringConvertible {
    let point: String
    let from: AlarmState
    let to: AlarmState
    let at: Timestamp
    let value: Double?
    let limit: Double?

    init(
        _ point: String, _ from: AlarmState, _ to: AlarmState, _ at: Timestamp, _ value: Double?,
        _ limit: Double?
    ) {
        self.point = point
        self.from = from
        self.to = to
        self.at = at
        self.value = value
        self.limit = limit
    }

    init(_ transition: Transition, _ layout: AlarmLayout) {
        self.init(
            layout.points[transition.point].id, transition.from, transition.to, transition.at,
            transition.value, transition.limit)
    }

    var description: String {
        let seconds = Double(at.microseconds - Fixture.moment(0).microseconds) / 1e6
        return "\(point) \(from.name)→\(to.name) @\(seconds) \(value ?? -1)/\(limit ?? -1)"
    }
}
