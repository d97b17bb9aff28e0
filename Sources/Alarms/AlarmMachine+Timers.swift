import Primitives
import Records

// Delays, silence, and the end of shelvings: what happens because time passes.

extension AlarmMachine {
    /// A condition that must hold for a while: temperature, humidity, an open door.
    ///
    /// A delay ends by the times of the readings or by the machine's clock, whichever comes first.
    mutating func judgeDelayed(
        _ reading: Reading, _ plan: AlarmLayout.SensorPlan, at time: Int64,
        into out: inout [Transition]
    ) {
        let limit = plan.limit
        let value = reading.value
        let isAbove = limit.maximum.map { value > $0 } ?? false
        let isBelow = limit.minimum.map { value < $0 } ?? false
        let isBeyond = isAbove || isBelow
        let point = plan.first
        if points[point].phase == .off, !isBeyond { return }
        let isInside =
            (limit.maximum.map { value <= $0 - limit.deadband } ?? true)
            && (limit.minimum.map { value >= $0 + limit.deadband } ?? true)
        let on = limit.onDelay.count * 1_000_000
        let off = limit.offDelay.count * 1_000_000
        let known = Case(
            reading, value: value, limit: isBelow ? limit.minimum : limit.maximum,
            hazard: hazard(of: plan.room, at: time))
        switch points[point].phase {
        case .off: begin(.rising, point, at: time, delay: on)
        case .rising: if !isBeyond { stop(point, .off) }
        case .on: if isInside { begin(.falling, point, at: time, delay: off) }
        case .falling: if !isInside { stop(point, .on) }
        }
        let since = points[point].since
        if points[point].phase == .rising, time - since >= on {
            points[point].due = .max
            raise(point, at: since + on, known, into: &out)
        } else if points[point].phase == .falling, time - since >= off {
            points[point].due = .max
            clear(point, at: since + off, known, into: &out)
        }
        decisive[point] = points[point].phase == .off ? nil : value
    }

    private mutating func begin(_ phase: Phase, _ point: Int, at time: Int64, delay: Int64) {
        points[point].phase = phase
        points[point].since = time
        if delay > 0 { set(due: (now ?? time) + delay, of: point) }
    }

    private mutating func stop(_ point: Int, _ phase: Phase) {
        points[point].phase = phase
        points[point].due = .max
    }

    /// A sensor spoke: its silence ends, and is due anew.
    @inline(__always)
    mutating func hear(_ sensor: Int, clock: Int64, into out: inout [Transition]) {
        let plan = layout.sensors[sensor]
        guard plan.silence >= 0 else { return }
        if points[plan.silence].phase == .on {
            clear(plan.silence, at: clock, silenceCase(of: sensor, at: clock), into: &out)
        }
        set(due: clock + plan.silentAfter, of: plan.silence)
    }

    private func silenceCase(of sensor: Int, at time: Int64) -> Case {
        let plan = layout.sensors[sensor]
        return Case(
            nil, value: nil, limit: Double(plan.silentAfter) / 1e6, cause: .silent,
            hazard: hazard(of: plan.room, at: time))
    }

    /// The clocks of sensors that have never spoken begin.
    mutating func start(at time: Int64) {
        for plan in layout.sensors where plan.silence >= 0 {
            set(due: time + plan.silentAfter, of: plan.silence)
        }
    }

    @inline(__always)
    private mutating func set(due: Int64, of point: Int) {
        points[point].due = due
        see(due: due, room: layout.points[point].room)
    }

    /// Makes sure that the room is looked at by `due`.
    @inline(__always)
    mutating func see(due: Int64, room: Int) {
        if due < rooms[room].scheduled {
            rooms[room].scheduled = due
            schedule.push(due: due, room: room)
        }
    }

    /// Runs out every timer due before `time`, in the order of due time, room and alarm.
    mutating func runTimers(before time: Int64, into out: inout [Transition]) {
        while schedule.first < time, let (due, room) = schedule.pop() {
            // A later entry took this one's place.
            guard due == rooms[room].scheduled else { continue }
            rooms[room].scheduled = .max
            if nextDue(of: room) == due {
                for point in layout.pointsOfRoom[room] {
                    if shelvedUntil(point) == due { endShelving(point, at: due, into: &out) }
                    if points[point].due == due { runOut(point, at: due, into: &out) }
                }
            }
            let next = nextDue(of: room)
            if next < .max { see(due: next, room: room) }
        }
    }

    func nextDue(of room: Int) -> Int64 {
        var next = Int64.max
        for point in layout.pointsOfRoom[room] {
            next = min(next, points[point].due, shelvedUntil(point))
        }
        return next
    }

    /// When a shelving ends, in machine time; the greatest number where there is none.
    private func shelvedUntil(_ point: Int) -> Int64 {
        guard points[point].silence == .shelved else { return .max }
        return silencings[point]?.until ?? .max
    }

    private mutating func runOut(_ point: Int, at due: Int64, into out: inout [Transition]) {
        points[point].due = .max
        let sensor = layout.points[point].sensor
        let plan = layout.sensors[sensor]
        if point == plan.silence {
            raise(point, at: due, silenceCase(of: sensor, at: due), into: &out)
            return
        }
        let value = decisive[point] ?? 0
        let limit = plan.limit
        let isBelow = limit.minimum.map { value < $0 } ?? false
        let known = Case(
            newest(of: sensor, value: value), value: value,
            limit: isBelow ? limit.minimum : limit.maximum ?? limit.minimum,
            hazard: hazard(of: plan.room, at: due))
        if points[point].phase == .rising {
            raise(point, at: due, known, into: &out)
        } else {
            clear(point, at: due, known, into: &out)
            decisive[point] = nil
        }
    }

    func hazard(of room: Int, at time: Int64) -> HazardClass {
        layout.quota(of: room, at: time).hazard
    }
}

/// The rooms by due time: a binary heap, earliest first, rooms in order where times are equal.
struct TimerHeap: Sendable {
    private var entries: [(due: Int64, room: Int)] = []

    /// The earliest due time; the greatest number where there is none.
    @inline(__always)
    var first: Int64 { entries.first?.due ?? .max }

    mutating func push(due: Int64, room: Int) {
        entries.append((due, room))
        var child = entries.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard entries[child] < entries[parent] else { return }
            entries.swapAt(child, parent)
            child = parent
        }
    }

    mutating func pop() -> (due: Int64, room: Int)? {
        guard let result = entries.first, let last = entries.popLast() else { return nil }
        guard !entries.isEmpty else { return result }
        entries[0] = last
        var parent = 0
        while true {
            var least = parent
            for child in [2 * parent + 1, 2 * parent + 2]
            where child < entries.count && entries[child] < entries[least] {
                least = child
            }
            if least == parent { return result }
            entries.swapAt(parent, least)
            parent = least
        }
    }
}
