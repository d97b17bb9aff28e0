import Primitives
import Records

// Steps of single alarms: raise, clear, what stands beneath what, and the transitions told.

extension AlarmMachine {
    /// What is known of the moment at which an alarm moves.
    struct Case {
        var reading: Reading?
        var value: Double?
        var limit: Double?
        var cause = AlarmCause.none
        var hazard: HazardClass

        init(
            _ reading: Reading?, value: Double?, limit: Double?, cause: AlarmCause = .none,
            hazard: HazardClass
        ) {
            self.reading = reading
            self.value = value
            self.limit = limit
            self.cause = cause
            self.hazard = hazard
        }

        /// Of the condition `bit` of a channel.
        init(_ reading: Reading, _ verdict: Verdict, bit: UInt8) {
            self.init(
                reading, value: bit == 1 ? verdict.value : reading.value,
                limit: bit == 1 ? verdict.limit : 0, cause: bit == 1 ? verdict.cause : .none,
                hazard: verdict.hazard)
        }
    }

    mutating func raise(
        _ point: Int, at time: Int64, _ known: Case, into out: inout [Transition]
    ) {
        points[point].phase = .on
        points[point].since = time
        points[point].cause = known.cause
        move(point, .raise, at: time, known, into: &out)
    }

    mutating func clear(
        _ point: Int, at time: Int64, _ known: Case, into out: inout [Transition]
    ) {
        points[point].phase = .off
        move(point, .clear, at: time, known, into: &out)
        points[point].cause = .none
    }

    /// An occurrence that became known late; `until` is the first moment at which it was over,
    /// unless the condition holds now.
    mutating func raiseLate(
        _ point: Int, at time: Int64, until: Int64, isOver: Bool, _ known: Case,
        into out: inout [Transition]
    ) {
        var known = known
        if known.cause == .none { known.cause = .late }
        move(point, .raise, at: time, known, into: &out)
        guard isOver else { return }
        move(point, .clear, at: until, known, into: &out)
    }

    private mutating func move(
        _ point: Int, _ event: AlarmState.Event, at time: Int64, _ known: Case,
        into out: inout [Transition]
    ) {
        let silence = points[point].silence
        let old = points[point].state
        guard let new = old.after(event, latching: layout.points[point].kind.isLatching) else {
            return
        }
        points[point].state = new
        if event == .raise { points[point].occurrence += 1 }
        guard silence == .none else { return }
        tell(point, from: old, to: new, at: time, known, act: nil, into: &out)
    }

    /// Tells a change of what is shown.
    mutating func tell(
        _ point: Int, from old: AlarmState, to new: AlarmState, at time: Int64, _ known: Case,
        act: AlarmAct?, into out: inout [Transition]
    ) {
        let kind = layout.points[point].kind
        let priority = layout.policy.priority(
            kind, known.hazard, value: known.value ?? 0, limit: known.limit)
        let under = new == .unacknowledged ? fold(point, priority, at: time) : nil
        out.append(
            Transition(
                point: point, occurrence: points[point].occurrence,
                at: Timestamp(microseconds: time), from: old, to: new, value: known.value,
                limit: known.limit, cause: known.cause, priority: priority, under: under,
                readings: readings(point, known.reading), act: act))
    }

    /// The alarm that a raised one stands beneath; nil where it calls by itself and may lead.
    private mutating func fold(_ point: Int, _ priority: Priority, at time: Int64) -> Int? {
        let room = layout.points[point].room
        let leader = Int(rooms[room].leader)
        let within = layout.policy.foldWithin.count * 1_000_000
        if leader >= 0, leader != point, layout.points[point].kind.mayFold,
            priority <= rooms[room].leaderPriority,
            abs(time - rooms[room].leaderSince) <= within,
            [.unacknowledged, .acknowledged, .returnUnacknowledged].contains(points[leader].state),
            points[leader].silence == .none
        {
            return leader
        }
        rooms[room].leader = Int32(point)
        rooms[room].leaderSince = time
        rooms[room].leaderPriority = priority
        return nil
    }

    private func readings(_ point: Int, _ reading: Reading?) -> [Reading] {
        guard let reading else { return [] }
        let plan = layout.sensors[reading.sensor]
        guard layout.points[point].kind == .overCharge, !plan.isAlone else { return [reading] }
        var result = [reading]
        let window = windows[plan.window]
        for (place, sensor) in layout.channels[plan.window].enumerated() where place != plan.place {
            let last = (0..<window.count).last { window[$0].place == place }
            guard let last else { continue }
            result.append(
                Reading(
                    sensor: sensor, value: Double(window[last].value) / 1_000,
                    at: Timestamp(microseconds: window[last].at),
                    sequence: Int64(window[last].sequence)))
        }
        return result
    }

    /// The youngest reading of a sensor, where an alarm moves by time alone.
    func newest(of sensor: Int, value: Double) -> Reading? {
        guard sensors[sensor].newestAt != .min else { return nil }
        return Reading(
            sensor: sensor, value: value,
            at: Timestamp(microseconds: sensors[sensor].newestAt),
            sequence: sensors[sensor].newestSequence)
    }
}
