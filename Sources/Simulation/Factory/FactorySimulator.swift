import Primitives
import Records

/// A made-up fireworks factory: what its sensors said, how it came over the wire, and apart what
/// really went wrong.
///
/// The same seed and hours give the same bytes. Memory does not grow with the hours: readings are
/// made day by day, and only what is still on its way is carried over.
package struct FactorySimulator: Sendable {
    package static let enterprise = "JX-LD-0001"

    private let seed: UInt64
    private let begin: Int
    private let end: Int
    private let stops: [(from: Int, to: Int)]

    /// A message on its way.
    private struct Message {
        let arrives: Int
        let at: Int
        let room: Int
        let place: Int
        let sequence: Int
        let value: Int
    }

    /// What a sensor remembers from day to day.
    private struct Memory {
        var sequence = 0
        var lastSaid = Int.min
        var value: Int?
    }

    package init(seed: UInt64, hours: Int) {
        precondition(hours > 0, "a factory runs for at least an hour")
        self.seed = seed
        // 2026-03-01, a Sunday, at midnight in China.
        begin = 1_772_294_400_000
        end = begin + hours * FactoryDay.hour
        var stops: [(from: Int, to: Int)] = []
        var random = SeededRandom(seed: seed, part: "thunderstorms")
        for day in 0..<((hours + 23) / 24) {
            let midnight = begin + day * 24 * FactoryDay.hour
            let month = Self.month(midnight)
            guard random.chance((4...9).contains(month) ? 0.12 : 0.01) else { continue }
            let from = midnight + (14 * 60 + random.below(60)) * FactoryDay.minute
            stops.append((from, from + (60 + random.below(60)) * FactoryDay.minute))
        }
        self.stops = stops
    }

    /// Writes all files line by line, without line ends, the readings in the order they arrive.
    ///
    /// - Throws: what `sink` throws; the run ends there.
    package func run<Failure: Error>(
        _ sink: (FactoryFile, String) throws(Failure) -> Void
    ) throws(Failure) {
        for line in siteLines() { try sink(.site, line) }
        var memories = FactoryRoom.all.map { $0.sensors.map { _ in Memory() } }
        var onTheWay: [Message] = []
        var midnight = begin
        var day = 0
        while midnight < end {
            for index in FactoryRoom.all.indices {
                var plan = planned(index, day, midnight)
                for line in truthLines(plan) { try sink(.truth, line) }
                for place in plan.room.sensors.indices {
                    onTheWay += messages(&plan, index, place, day, &memories[index][place])
                }
            }
            midnight += 24 * FactoryDay.hour
            day += 1
            onTheWay.sort {
                ($0.arrives, $0.room, $0.place, $0.sequence, $0.at)
                    < ($1.arrives, $1.room, $1.place, $1.sequence, $1.at)
            }
            let isLast = midnight >= end
            let count = isLast ? onTheWay.count : onTheWay.count { $0.arrives < midnight }
            for message in onTheWay.prefix(count) where message.arrives < end || isLast {
                try sink(.readings, line(message))
            }
            onTheWay.removeFirst(count)
        }
    }

    private func planned(_ index: Int, _ day: Int, _ midnight: Int) -> FactoryDay {
        FactoryDay(
            room: FactoryRoom.all[index], index: index, day: day, midnight: midnight,
            month: Self.month(midnight), weekday: (day + 6) % 7, stops: stops, seed: seed)
    }

    // MARK: Messages

    /// What one sensor says on one day, and when it comes.
    private func messages(
        _ plan: inout FactoryDay, _ index: Int, _ place: Int, _ day: Int, _ memory: inout Memory
    ) -> [Message] {
        let sensor = plan.room.sensors[place]
        var wire = SeededRandom(
            seed: seed, part: "wire", index: (day * 64 + index) * 16 + place)
        let own = plan.incidents[place]
        let outage = plan.incidents[0].flatMap { $0.what == .outage ? $0 : nil }
        let isLiveFirst = outage.map { $0.from / 1_000 % 2 == 0 } ?? false
        var result: [Message] = []
        var hasRestarted = false
        func say(_ at: Int, _ value: Int) {
            if at >= end { return }
            memory.lastSaid = at
            memory.value = value
            if let own, own.what == .dead, own.holds(at) { return }
            if let own, own.what == .restart, at >= own.from, !hasRestarted {
                memory.sequence = 0
                hasRestarted = true
            }
            let told = own?.what == .clock && own?.holds(at) == true ? at + 3_456_000_000 : at
            var arrives = at + 40 + wire.below(400)
            if wire.chance(0.03) { arrives += 2_000 + wire.below(40_000) }
            if let outage, outage.holds(at) {
                arrives = outage.to + (isLiveFirst ? 100_000 : 0) + (at - outage.from) / 1_000
            }
            let copies = wire.chance(0.02) ? 2 : 1
            for copy in 0..<copies {
                result.append(
                    Message(
                        arrives: arrives + copy * wire.below(20_000), at: told, room: index,
                        place: place, sequence: memory.sequence, value: value))
            }
            memory.sequence += 1
        }
        let steps = plan.steps(place)
        let dayEnd = plan.midnight + 24 * FactoryDay.hour
        // The sensors of a room do not all speak at once.
        if memory.lastSaid == .min {
            memory.lastSaid =
                plan.midnight + wire.below(sensor.period * 1_000)
                - sensor.period * 1_000
        }
        for (number, step) in steps.enumerated() {
            let until = number + 1 < steps.count ? steps[number + 1].at : dayEnd
            if memory.value != nil, memory.value != step.value { say(step.at, step.value) }
            while memory.lastSaid + sensor.period * 1_000 < min(until, end) {
                say(memory.lastSaid + sensor.period * 1_000, step.value)
            }
        }
        return result
    }

    private func line(_ message: Message) -> String {
        let room = FactoryRoom.all[message.room]
        let sensor = room.sensors[message.place]
        var line = JSONLine()
        line.text("enterprise", Self.enterprise)
        line.text("room", room.id)
        line.text("sensor", sensor.id)
        line.text("quantity", sensor.quantity.rawValue)
        line.decimal("value", message.value, places: sensor.places)
        line.text("at", Self.time(message.at))
        line.integer("seq", message.sequence)
        return line.finish()
    }

    // MARK: Truth and site

    private func truthLines(_ plan: FactoryDay) -> [String] {
        var all = plan.incidents.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        if let step = plan.unseenStep { all.append((0, step)) }
        return all.compactMap { place, incident in
            // What the end of the run cuts short may not have been told by any reading.
            guard incident.to + FactoryDay.hour < end else { return nil }
            var line = JSONLine()
            line.text("room", plan.room.id)
            if incident.what != .outage { line.text("sensor", plan.room.sensors[place].id) }
            line.text("kind", incident.kind)
            line.text("from", Self.time(incident.from))
            line.text("to", Self.time(incident.to))
            line.text("what", incident.what.rawValue)
            return line.finish()
        }
    }

    private func siteLines() -> [String] {
        let rooms = FactoryRoom.all.map { room in
            let sensors = room.sensors.map { sensor in
                "{\"id\":\"\(sensor.id)\",\"quantity\":\"\(sensor.quantity.rawValue)\","
                    + "\"every_s\":\(sensor.period),\"grace_s\":\(FactorySensor.grace)}"
            }
            return "{\"id\":\"\(room.id)\",\"name\":\(JSONText.quoted(room.name)),"
                + "\"process\":\"\(room.process)\",\"hazard\":\"\(room.hazard.rawValue)\","
                + "\"max_people\":\(room.people),"
                + "\"max_charge_kg\":\(decimalText(room.grams, places: 3)),"
                + "\"limits\":{\"temperature_c\":{\"max\":\(room.heatMax),\"deadband\":1,"
                + "\"on_delay_s\":60,\"off_delay_s\":60},"
                + "\"humidity_pct\":{\"max\":80,\"deadband\":3,\"on_delay_s\":120,"
                + "\"off_delay_s\":120}},"
                + "\"hours\":[{\"from\":\"06:30\",\"to\":\"19:00\"}],"
                + "\"sensors\":[\(sensors.joined(separator: ","))]}"
        }
        let stops = stops.map { stop in
            "{\"from\":\"\(Self.time(stop.from))\",\"to\":\"\(Self.time(stop.to))\","
                + "\"reason\":\"thunderstorm\"}"
        }
        return ["{\"enterprise\":\"\(Self.enterprise)\",\"name\":\"李渡样例花炮厂\",\"rooms\":["]
            + rooms.enumerated().map { $1 + ($0 + 1 < rooms.count ? "," : "") } + ["],\"stops\":["]
            + stops.enumerated().map { $1 + ($0 + 1 < stops.count ? "," : "") } + ["]}"]
    }

    private static func time(_ milliseconds: Int) -> String {
        Timestamp(microseconds: Int64(milliseconds) * 1_000).text()
    }

    private static func month(_ milliseconds: Int) -> Int {
        let moment = Timestamp(microseconds: Int64(milliseconds) * 1_000)
        return CivilDate(dayNumber: moment.dayNumber(offset: .chinaOffset)).month
    }
}
