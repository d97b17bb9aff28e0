import Primitives
import Records

/// One day of one room: who is inside, what lies there, what goes wrong; milliseconds throughout.
struct FactoryDay {
    /// A value of one sensor, and from when on it holds.
    struct Step {
        let at: Int
        let value: Int
    }

    static let second = 1_000
    static let minute = 60_000
    static let hour = 3_600_000

    let room: FactoryRoom
    /// Midnight in China.
    let midnight: Int
    let isWorkday: Bool
    let month: Int
    /// Stops that touch the day.
    let stops: [(from: Int, to: Int)]
    /// By the sensor's place in the room; a link outage stands with the first.
    private(set) var incidents: [Int: Incident] = [:]
    private var random: SeededRandom

    /// Shifts from 7:30 to 11:30 and from 13:00 to 17:00.
    static let shifts = [(450 * minute, 690 * minute), (780 * minute, 1_020 * minute)]

    init(
        room: FactoryRoom, index: Int, day: Int, midnight: Int, month: Int, weekday: Int,
        stops: [(from: Int, to: Int)], seed: UInt64
    ) {
        self.room = room
        self.midnight = midnight
        self.month = month
        self.stops = stops.filter { $0.from < midnight + 24 * Self.hour && $0.to > midnight }
        isWorkday = weekday < 6
        random = SeededRandom(seed: seed, part: "factory-day", index: day * 64 + index)
        plan()
    }

    // MARK: What goes wrong

    private mutating func plan() {
        if isWorkday, stops.isEmpty, random.chance(0.01) { return planOutage() }
        for (place, sensor) in room.sensors.enumerated() {
            if random.chance(0.004) {
                // Longer than two periods of the slowest sensor, so that the silence is due.
                incidents[place] = incident(.dead, at: 2 + random.below(12), minutes: 130...300)
            } else if random.chance(0.003), sensor.quantity == .temperatureCelsius {
                incidents[place] = incident(.clock, at: 1 + random.below(12), minutes: 60...400)
            } else if random.chance(0.006) {
                let at = midnight + random.below(24 * Self.hour)
                incidents[place] = Incident(what: .restart, from: at, to: at)
            } else if let own = planned(sensor) {
                incidents[place] = own
            }
        }
    }

    private mutating func planned(_ sensor: FactorySensor) -> Incident? {
        let isWork = isWorkday && stops.isEmpty
        switch sensor.quantity {
        case .people:
            if let stop = stops.first, isWorkday, random.chance(0.15) {
                return Incident(
                    what: .workInStop, from: stop.from, to: stop.from + 20 * Self.minute)
            }
            guard isWork else { return nil }
            if random.chance(0.12) {
                let at = working()
                return Incident(what: .stepIn, from: at, to: at + 4 * Self.second)
            }
            if random.chance(0.015) { return during(.crowd, minutes: 4...40) }
            return random.chance(0.01) ? seeming(.miscount, seconds: 1...3) : nil
        case .chargeKilograms:
            guard isWork else { return nil }
            if random.chance(0.02) { return during(.surplus, minutes: 3...25) }
            return random.chance(0.01) ? seeming(.jolt, seconds: 1...4) : nil
        case .temperatureCelsius:
            if random.chance(0.01) { return incident(.heat, at: 13, minutes: 30...100) }
            if random.chance(0.02) {
                let at = midnight + random.below(24 * Self.hour)
                return Incident(what: .spike, from: at, to: at + 2 * Self.second)
            }
            return nil
        case .humidityPercent:
            if let stop = stops.first, random.chance(0.5) {
                return Incident(what: .damp, from: stop.from, to: stop.to)
            }
            return nil
        case .flame: return isWork && random.chance(0.001) ? during(.flame, minutes: 1...2) : nil
        case .intrusion:
            return random.chance(0.006) ? incident(.intruder, at: 1, minutes: 1...4) : nil
        case .doorOpen:
            return isWork && random.chance(0.02) ? during(.doorHeldOpen, minutes: 4...15) : nil
        case .video:
            guard random.chance(0.015) else { return nil }
            return incident(random.chance(0.6) ? .offline : .covered, at: 9, minutes: 5...40)
        }
    }

    /// A link of the room is down: all that is said comes later, and a person stepped in meanwhile.
    private mutating func planOutage() {
        let from = midnight + 8 * Self.hour + random.below(Self.hour)
        incidents[0] = Incident(what: .outage, from: from, to: from + 150 * Self.minute)
    }

    /// When somebody stepped in during the outage.
    var unseenStep: Incident? {
        guard let outage = incidents[0], outage.what == .outage else { return nil }
        let at = outage.from + 61 * Self.minute + 7_400
        return Incident(what: .stepIn, from: at, to: at + 4 * Self.second)
    }

    private mutating func incident(
        _ what: Incident.What, at hour: Int, minutes: ClosedRange<Int>
    ) -> Incident {
        let from = midnight + hour * Self.hour + random.below(Self.hour)
        return Incident(what: what, from: from, to: from + random.within(minutes) * Self.minute)
    }

    /// Inside a shift, away from its ends.
    private mutating func working() -> Int {
        let shift = random.pick(Self.shifts)
        return midnight + shift.0 + 20 * Self.minute
            + random.below(shift.1 - shift.0 - 80 * Self.minute)
    }

    private mutating func during(_ what: Incident.What, minutes: ClosedRange<Int>) -> Incident {
        let from = working()
        return Incident(what: what, from: from, to: from + random.within(minutes) * Self.minute)
    }

    /// What a sensor tells of and nobody did.
    private mutating func seeming(_ what: Incident.What, seconds: ClosedRange<Int>) -> Incident {
        let from = working()
        return Incident(what: what, from: from, to: from + random.within(seconds) * Self.second)
    }

    // MARK: What the sensors see

    /// The changes of a sensor's value during the day, in order, the first at midnight.
    mutating func steps(_ place: Int) -> [Step] {
        let sensor = room.sensors[place]
        let own = incidents[place]
        var steps: [Step]
        switch sensor.quantity {
        case .people: steps = people(own)
        case .chargeKilograms: steps = charge(own)
        case .temperatureCelsius: steps = weather(own, isHeat: true)
        case .humidityPercent: steps = weather(own, isHeat: false)
        case .flame: steps = pulse(own, .flame)
        case .intrusion: steps = pulse(own, .intruder) + comings(20)
        case .doorOpen: steps = pulse(own, .doorHeldOpen) + comings(30)
        case .video:
            steps = [Step(at: midnight, value: 1)]
            if let own, own.what == .offline || own.what == .covered {
                steps.append(Step(at: own.from, value: own.what == .covered ? 2 : 0))
                steps.append(Step(at: own.to, value: 1))
            }
        }
        steps.sort { $0.at < $1.at }
        return steps
    }

    private mutating func people(_ own: Incident?) -> [Step] {
        var steps = [Step(at: midnight, value: 0)]
        guard isWorkday else { return steps }
        let full = room.people
        for shift in Self.shifts {
            var begin = midnight + shift.0 + random.below(4 * Self.minute)
            var end = midnight + shift.1 - random.below(4 * Self.minute)
            // Everybody is out five minutes before a stop, and does not come back that shift.
            for stop in stops where stop.from < end && stop.to > begin {
                end = min(end, stop.from - 5 * Self.minute)
                begin = min(begin, end)
            }
            guard begin < end else { continue }
            steps.append(Step(at: begin, value: full))
            let away = begin + (end - begin) / 2
            if end - begin > 2 * Self.hour, own?.holds(away) != true,
                own?.holds(away + 6 * Self.minute) != true, unseenStep == nil,
                abs((own?.from ?? 0) - away) > 30 * Self.minute
            {
                steps.append(Step(at: away, value: full - 1))
                steps.append(Step(at: away + 6 * Self.minute, value: full))
            }
            steps.append(Step(at: end, value: 0))
        }
        for extra in [own, unseenStep].compactMap(\.self) {
            switch extra.what {
            case .stepIn, .miscount:
                steps.append(Step(at: extra.from, value: full + 1))
                steps.append(Step(at: extra.to, value: full))
            case .crowd:
                steps.append(Step(at: extra.from, value: full + 1 + random.below(3)))
                steps.append(Step(at: extra.to, value: full))
            case .workInStop:
                steps.append(Step(at: extra.from + Self.minute, value: 1))
                steps.append(Step(at: extra.to, value: 0))
            default: continue
            }
        }
        // Nothing of a shift happens while somebody works in a stop.
        if let own, own.what == .workInStop {
            steps.removeAll { $0.at > own.from + Self.minute && $0.at < own.to }
        }
        return steps
    }

    private mutating func charge(_ own: Incident?) -> [Step] {
        let share = room.hasTwoScales ? room.grams / 2 : room.grams
        let rest = room.process == "transit-store" || room.isDrying ? share / 2 : 0
        var steps = [Step(at: midnight, value: rest)]
        guard isWorkday, stops.isEmpty else { return steps }
        for shift in Self.shifts {
            var at = midnight + shift.0 + 10 * Self.minute
            while at < midnight + shift.1 - 20 * Self.minute {
                let level = rest + random.below(max(1, share * 95 / 100 - rest))
                if own?.what != .surplus || own?.holds(at) != true {
                    steps.append(Step(at: at, value: level))
                }
                at += (15 + random.below(30)) * Self.minute
            }
            steps.append(Step(at: midnight + shift.1, value: rest))
        }
        if let own, own.what == .surplus || own.what == .jolt {
            let level = room.grams + 1 + random.below(max(1, room.grams / 3))
            steps.append(Step(at: own.from, value: level))
            steps.append(Step(at: own.to, value: rest))
        }
        return steps
    }

    /// Tenths of degrees or of percent, one step in half an hour.
    private mutating func weather(_ own: Incident?, isHeat: Bool) -> [Step] {
        // Of Nanchang by month, in degrees; the hours beside it.
        let warmth = [6, 8, 12, 18, 23, 26, 30, 29, 25, 20, 14, 8][month - 1]
        let hours = [
            -3, -3, -4, -4, -4, -4, -3, -2, -1, 0, 1, 2, 3, 4, 4, 4, 3, 2, 1, 0, -1, -1, -2, -3,
        ]
        var steps: [Step] = []
        for half in 0..<48 {
            let at = midnight + half * 30 * Self.minute
            var value =
                isHeat
                ? (warmth + hours[half / 2] + (room.isDrying ? 20 : 0)) * 10 : 550
            value += random.within(-8...8)
            if own?.what != .heat && own?.what != .damp || own?.holds(at) != true {
                steps.append(Step(at: at, value: value))
            }
        }
        guard let own else { return steps }
        let usual = steps.last { $0.at <= own.from }?.value ?? 200
        switch own.what {
        case .heat:
            steps.append(Step(at: own.from, value: (room.heatMax + 2 + random.below(3)) * 10))
            steps.append(Step(at: own.to, value: usual))
        case .damp:
            steps.append(Step(at: own.from, value: 850 + random.below(80)))
            steps.append(Step(at: own.to, value: 560))
        case .spike:
            steps.append(Step(at: own.from, value: 900))
            steps.append(Step(at: own.to, value: usual))
        default: break
        }
        return steps
    }

    private func pulse(_ own: Incident?, _ what: Incident.What) -> [Step] {
        var steps = [Step(at: midnight, value: 0)]
        if let own, own.what == what {
            steps.append(Step(at: own.from, value: 1))
            steps.append(Step(at: own.to, value: 0))
        }
        return steps
    }

    /// The door opens and something moves at the ends of the shifts, for some seconds.
    private mutating func comings(_ seconds: Int) -> [Step] {
        guard isWorkday, stops.isEmpty else { return [] }
        return Self.shifts.flatMap { shift in
            [shift.0, shift.1].flatMap { at -> [Step] in
                let from = midnight + at - Self.minute + random.below(30 * Self.second)
                return [
                    Step(at: from, value: 1), Step(at: from + seconds * Self.second, value: 0),
                ]
            }
        }
    }
}
