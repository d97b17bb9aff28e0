import Alarms
import Primitives
import Records

/// The alarms of a site the slow plain way: every reading ever delivered is kept, and every
/// question is answered by looking through all of them.
///
/// Written from docs/alarms.md, not from the engine. It shares with the engine the nouns, the
/// layout's numbering and nothing else.
final class PlainAlarms {
    struct Kept {
        let sensor: Int
        let at: Int64
        let sequence: Int64
        let value: Double
        let breaches: Set<Int>
    }

    struct Alarm {
        var state = "normal"
        var silence = ""
        var isOn = false
        /// For delays: when it went beyond or came back, and the moment the timer ends.
        var waiting: (since: Int64, ends: Int64)?
        var shelvedUntil: Int64?
        var silentAt: Int64?
        /// The occurrence that holds, and those that are over.
        var current: Occurrence?
        var over: [Occurrence] = []
        /// The times of all that was no breach.
        var good: [Int64] = []
        var value = 0.0
    }

    /// Breaches of one alarm with no good reading known between them.
    struct Occurrence {
        var breaches: [Int64]
        /// Came too late to have neighbours.
        var isAlone = false
        var isOver = true

        func holds(_ time: Int64, good: [Int64]) -> Bool {
            guard let first = breaches.min(), let last = breaches.max() else { return false }
            if isAlone { return time == first }
            if time < first { return !good.contains { time <= $0 && $0 < first } }
            if time > last, isOver { return !good.contains { last < $0 && $0 <= time } }
            return true
        }
    }

    /// The numbers of one sensor since it began to count.
    struct Counting {
        let began: Int64
        var seen: Set<Int64>
        var forgotten: Set<Int64> = []

        func isKnown(_ number: Int64) -> Bool {
            seen.contains(number) || forgotten.contains(number)
        }

        /// Of the ranges that are open only the four youngest stay open.
        mutating func see(_ number: Int64) {
            seen.insert(number)
            var open: [[Int64]] = []
            for candidate in 0...(seen.max() ?? 0) where !isKnown(candidate) {
                if open.last?.last == candidate - 1 {
                    open[open.count - 1].append(candidate)
                } else {
                    open.append([candidate])
                }
            }
            for range in open.dropLast(4) { forgotten.formUnion(range) }
        }
    }

    let layout: AlarmLayout
    let site: Site
    var now: Int64?
    var alarms: [Alarm]
    var steps: [Step] = []
    /// By channel: the lowest sensor number in it.
    var kept: [Int: [Kept]] = [:]
    var lateBreaches: [Int: Set<Int>] = [:]
    /// All that was delivered, by sensor: time and number as given.
    var delivered: [Set<[Int64]>]
    var newest: [(Int64, Int64)?]
    /// By sensor, the youngest last.
    var countings: [[Counting]]
    /// What is added to the times of clocks that are wrong.
    var offsets: [Int64?]

    init(_ layout: AlarmLayout) {
        self.layout = layout
        site = layout.site
        alarms = Array(repeating: Alarm(), count: layout.points.count)
        delivered = Array(repeating: [], count: layout.sensorCount)
        newest = Array(repeating: nil, count: layout.sensorCount)
        countings = newest.map { _ in [] }
        offsets = newest.map { _ in nil }
        describe()
    }

    // The layout, looked up by names.
    var roomOf: [Int] = []
    var sensorOf: [Sensor] = []
    var silencePoint: [Int?] = []
    var mainPoint: [Int] = []
    var stopPoint: [Int?] = []
    var channelOf: [Int] = []

    func describe() {
        let numbers = Dictionary(
            uniqueKeysWithValues: layout.points.enumerated().map { ($1.id, $0) })
        var sensorNumber = 0
        for (index, room) in site.rooms.enumerated() {
            var firstScale: Int?
            for sensor in room.sensors {
                let name = "\(room.id)/\(sensor.id)"
                roomOf.append(index)
                sensorOf.append(sensor)
                silencePoint.append(numbers["\(name)/blind-spot"])
                stopPoint.append(numbers["\(name)/stop-work"])
                var channel = sensorNumber
                let main: String
                switch sensor.quantity {
                case .people: main = "\(name)/over-headcount"
                case .chargeKilograms:
                    main = "\(room.id)/over-charge"
                    firstScale = firstScale ?? sensorNumber
                    channel = firstScale ?? sensorNumber
                case .flame: main = "\(name)/flame"
                case .intrusion: main = "\(name)/intrusion"
                case .doorOpen: main = "\(name)/door"
                case .video: main = "\(name)/blind-spot/video"
                case .temperatureCelsius, .humidityPercent: main = "\(name)/environment"
                }
                mainPoint.append(numbers[main] ?? -1)
                channelOf.append(channel)
                sensorNumber += 1
            }
        }
    }

    // MARK: Time

    func advance(_ moment: Int64) {
        guard let before = now else {
            now = moment
            for sensor in sensorOf.indices {
                if let point = silencePoint[sensor] {
                    alarms[point].silentAt = moment + due(sensor)
                }
            }
            return
        }
        if moment <= before { return }
        now = moment
        while let (time, point) = nextTimer(), time < moment { run(point, time) }
    }

    func due(_ sensor: Int) -> Int64 {
        let period = (sensorOf[sensor].every?.count ?? 0) * 1_000_000
        return period + max(500_000, period / 100)
    }

    func nextTimer() -> (Int64, Int)? {
        var best: (Int64, Int)?
        for (point, alarm) in alarms.enumerated() {
            for time in [alarm.waiting?.ends, alarm.shelvedUntil, alarm.silentAt] {
                if let time, time < best?.0 ?? .max { best = (time, point) }
            }
        }
        return best
    }

    func run(_ point: Int, _ time: Int64) {
        if alarms[point].shelvedUntil == time {
            alarms[point].shelvedUntil = nil
            alarms[point].silence = ""
            say(point, "shelved", alarms[point].state, time, nil, nil)
            return
        }
        let sensor = layout.points[point].sensor
        if alarms[point].silentAt == time {
            alarms[point].silentAt = nil
            alarms[point].isOn = true
            happens(point, "raise", time, nil, Double(due(sensor)) / 1e6)
        } else {
            finishWait(point, sensor, time, alarms[point].value)
        }
    }

    // MARK: Readings

    func receive(_ reading: Reading, at moment: Int64) {
        advance(moment)
        let clock = now ?? moment
        let sensor = reading.sensor
        let isNew = delivered[sensor].insert([reading.at.microseconds, reading.sequence]).inserted
        if !isNew { return }
        var time = reading.at.microseconds
        let isPossible = { (time: Int64) in
            time <= clock + 300_000_000 && time >= clock - 86_400_000_000
        }
        if !isPossible(time) {
            if !(offsets[sensor].map { isPossible(time + $0) } ?? false) {
                offsets[sensor] = clock - time
            }
            time += offsets[sensor] ?? 0
        }
        let isYoungest = newest[sensor].map { $0 < (time, reading.sequence) } ?? true
        if isYoungest {
            newest[sensor] = (time, reading.sequence)
            if countings[sensor].last?.isKnown(reading.sequence) ?? true {
                countings[sensor].append(Counting(began: time, seen: []))
            }
            countings[sensor][countings[sensor].count - 1].see(reading.sequence)
        }
        switch sensorOf[sensor].quantity {
        case .doorOpen, .temperatureCelsius, .humidityPercent:
            if isYoungest { judgeDelayed(reading, time) }
        default: judge(reading, time, isYoungest: isYoungest)
        }
        if isYoungest { hear(sensor, clock) }
    }

    func hear(_ sensor: Int, _ clock: Int64) {
        guard let point = silencePoint[sensor] else { return }
        if alarms[point].isOn {
            alarms[point].isOn = false
            happens(point, "clear", clock, nil, Double(due(sensor)) / 1e6)
        }
        alarms[point].silentAt = clock + due(sensor)
    }

    /// Points breached by the reading, with value and limit of each.
    func conditions(
        _ reading: Reading, _ time: Int64, others: [Kept]
    ) -> [(point: Int, isBreach: Bool, value: Double, limit: Double)] {
        let sensor = reading.sensor
        let room = site.rooms[roomOf[sensor]]
        let moment = Timestamp(microseconds: time)
        let main = mainPoint[sensor]
        let value = reading.value
        switch sensorOf[sensor].quantity {
        case .people:
            let limit = Double(room.quota(at: moment)?.peopleMax ?? 0)
            let isStopped = site.stops.contains { $0.from <= moment && moment < $0.to }
            return [
                (main, value > limit, value, limit),
                (stopPoint[sensor] ?? -1, isStopped && value > 0, value, 0),
            ]
        case .chargeKilograms:
            let limit = Double(room.quota(at: moment)?.chargeMax.count ?? 0)
            var grams = (value * 1_000).rounded(.up)
            let scales = channelOf.indices.filter { channelOf[$0] == channelOf[sensor] }
            for scale in scales where scale != sensor {
                grams += ((others.last { $0.sensor == scale }?.value ?? 0) * 1_000).rounded(.up)
            }
            return [(main, grams > limit, scales.count > 1 ? grams / 1_000 : value, limit / 1_000)]
        case .intrusion:
            return [(main, value > 0 && !room.isOpen(at: moment), value, 0)]
        case .video: return [(main, value != 1, value, 1)]
        default: return [(main, value > 0, value, 0)]
        }
    }

    func judge(_ reading: Reading, _ time: Int64, isYoungest: Bool) {
        let channel = channelOf[reading.sensor]
        let all = kept[channel] ?? []
        var place = all.count
        while place > 0,
            (all[place - 1].at, all[place - 1].sequence) > (time, reading.sequence)
        {
            place -= 1
        }
        let isOlder = all.count >= 8 && place <= all.count - 8
        if !isYoungest, !isFirst(reading, time, isOlder: isOlder) { return }
        let others = Array(all[..<(isOlder ? all.count - 8 : place)])
        let found = conditions(reading, time, others: others)
        let breaches = Set(found.filter(\.isBreach).map(\.point))
        let entry = Kept(
            sensor: reading.sensor, at: time, sequence: reading.sequence, value: reading.value,
            breaches: breaches)
        if isOlder {
            judgeOlder(channel, entry, found, next: all[all.count - 8])
            if isYoungest { kept[channel, default: []].insert(entry, at: place) }
            return
        }
        kept[channel, default: []].insert(entry, at: place)
        let before = place > 0 ? all[place - 1].breaches : []
        for (point, isBreach, value, limit) in found {
            if !isBreach { alarms[point].good.append(time) }
            if place == all.count {
                if isBreach, !before.contains(point) {
                    alarms[point].isOn = true
                    alarms[point].current = Occurrence(breaches: [time], isOver: false)
                    happens(point, "raise", time, value, limit)
                } else if isBreach {
                    alarms[point].current?.breaches.append(time)
                } else if before.contains(point) {
                    alarms[point].isOn = false
                    alarms[point].current?.isOver = true
                    if let over = alarms[point].current { alarms[point].over.append(over) }
                    alarms[point].current = nil
                    happens(point, "clear", time, value, limit)
                }
            } else if isBreach, !before.contains(point), !all[place].breaches.contains(point) {
                alarms[point].over.append(Occurrence(breaches: [time]))
                happens(point, "raise", time, value, limit)
                if !alarms[point].isOn { happens(point, "clear", all[place].at, value, limit) }
            } else if isBreach {
                join(point, time)
            }
        }
    }

    /// Adds a late breach to the occurrences that it belongs to; false where there is none.
    @discardableResult func join(_ point: Int, _ time: Int64) -> Bool {
        let good = alarms[point].good
        var isPart = false
        for index in alarms[point].over.indices.suffix(4)
        where alarms[point].over[index].holds(time, good: good) {
            alarms[point].over[index].breaches.append(time)
            isPart = true
        }
        if alarms[point].current?.holds(time, good: good) ?? false {
            alarms[point].current?.breaches.append(time)
            isPart = true
        }
        return isPart
    }

    /// Whether a late reading is new, as far as that is known: beyond the window only its number
    /// tells, in the counting to which its time belongs.
    func isFirst(_ reading: Reading, _ time: Int64, isOlder: Bool) -> Bool {
        let own = countings[reading.sensor]
        var index = own.count - 1
        if index > 0, time < own[index].began {
            index -= 1
            if time < own[index].began, index > 0 || own.count > 1 { return !isOlder }
        }
        if own[index].isKnown(reading.sequence) { return !isOlder }
        countings[reading.sensor][index].see(reading.sequence)
        return true
    }

    func judgeOlder(
        _ channel: Int, _ entry: Kept,
        _ found: [(point: Int, isBreach: Bool, value: Double, limit: Double)], next: Kept
    ) {
        let last = lateBreaches[channel] ?? []
        lateBreaches[channel] = entry.breaches
        for (point, isBreach, value, limit) in found {
            if !isBreach {
                alarms[point].good.append(entry.at)
                continue
            }
            let isPart = join(point, entry.at)
            if isPart || last.contains(point) || next.breaches.contains(point) { continue }
            alarms[point].over.append(Occurrence(breaches: [entry.at], isAlone: true))
            happens(point, "raise", entry.at, value, limit)
            if !alarms[point].isOn { happens(point, "clear", next.at, value, limit) }
        }
    }

    // MARK: Delays

    func limit(_ sensor: Int) -> EnvironmentLimit {
        let quantity = sensorOf[sensor].quantity
        if let own = site.rooms[roomOf[sensor]].limits[quantity] { return own }
        return quantity == .doorOpen
            ? EnvironmentLimit(maximum: 0, onDelay: Seconds(60)) : EnvironmentLimit()
    }

    func judgeDelayed(_ reading: Reading, _ time: Int64) {
        let point = mainPoint[reading.sensor]
        let limit = limit(reading.sensor)
        let value = reading.value
        let isBeyond = value > limit.maximum ?? .infinity || value < limit.minimum ?? -.infinity
        let isInside =
            value <= (limit.maximum ?? .infinity) - limit.deadband
            && value >= (limit.minimum ?? -.infinity) + limit.deadband
        let isMoving = alarms[point].isOn ? isInside : isBeyond
        let delay = (alarms[point].isOn ? limit.offDelay : limit.onDelay).count * 1_000_000
        alarms[point].value = value
        if !isMoving {
            alarms[point].waiting = nil
            return
        }
        let since = alarms[point].waiting?.since ?? time
        if alarms[point].waiting == nil {
            alarms[point].waiting = (time, delay > 0 ? (now ?? time) + delay : .max)
        }
        if time - since >= delay { finishWait(point, reading.sensor, since + delay, value) }
    }

    func finishWait(_ point: Int, _ sensor: Int, _ time: Int64, _ value: Double) {
        let limit = limit(sensor)
        let isBelow = value < limit.minimum ?? -.infinity
        alarms[point].waiting = nil
        alarms[point].isOn.toggle()
        happens(
            point, alarms[point].isOn ? "raise" : "clear", time, value,
            isBelow ? limit.minimum : limit.maximum ?? limit.minimum)
    }

    // MARK: States

    /// The arrows of ISA-18.2, as the page has them.
    static let arrows: [String: String] = [
        "normal raise": "unacknowledged", "unacknowledged clear": "return-unacknowledged",
        "unacknowledged acknowledge": "acknowledged", "acknowledged clear": "normal",
        "acknowledged raise": "unacknowledged", "return-unacknowledged raise": "unacknowledged",
        "return-unacknowledged acknowledge": "normal", "latched raise": "unacknowledged",
        "latched reset": "normal",
    ]

    func happens(
        _ point: Int, _ event: String, _ time: Int64, _ value: Double?, _ limit: Double?
    ) {
        let old = alarms[point].state
        guard var new = Self.arrows["\(old) \(event)"] else { return }
        if new == "normal", event != "reset", layout.points[point].kind == .flame {
            new = "latched"
        }
        alarms[point].state = new
        if alarms[point].silence.isEmpty { say(point, old, new, time, value, limit) }
    }

    /// Does what a person asks; false where it is refused.
    func act(_ action: AlarmAction, _ point: Int, at moment: Int64) -> Bool {
        advance(moment)
        let time = max(moment, now ?? moment)
        let before = shown(point)
        switch (action, alarms[point].silence) {
        case (.acknowledge, ""), (.reset, ""):
            let event = action == .acknowledge ? "acknowledge" : "reset"
            guard Self.arrows["\(before) \(event)"] != nil else { return false }
            happens(point, event, time, nil, nil)
            return true
        case (.shelve(let until), ""):
            let length = until.microseconds - time
            guard length > 0, length <= 8 * 3_600_000_000 else { return false }
            alarms[point].silence = "shelved"
            alarms[point].shelvedUntil = until.microseconds
        case (.suppress, ""): alarms[point].silence = "suppressed"
        case (.takeOutOfService, ""), (.takeOutOfService, "shelved"),
            (.takeOutOfService, "suppressed"):
            alarms[point].silence = "out-of-service"
            alarms[point].shelvedUntil = nil
        case (.unshelve, "shelved"), (.unsuppress, "suppressed"),
            (.returnToService, "out-of-service"):
            alarms[point].silence = ""
            alarms[point].shelvedUntil = nil
        default: return false
        }
        say(point, before, shown(point), time, nil, nil)
        return true
    }

    func shown(_ point: Int) -> String {
        alarms[point].silence.isEmpty ? alarms[point].state : alarms[point].silence
    }

    func say(
        _ point: Int, _ from: String, _ to: String, _ time: Int64, _ value: Double?,
        _ limit: Double?
    ) {
        let states = Dictionary(uniqueKeysWithValues: AlarmState.allCases.map { ($0.name, $0) })
        guard let old = states[from], let new = states[to] else {
            preconditionFailure("the oracle has no state \(from) or \(to)")
        }
        steps.append(
            Step(
                layout.points[point].id, old, new, Timestamp(microseconds: time), value, limit))
    }
}
