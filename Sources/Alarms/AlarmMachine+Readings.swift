import Primitives
import Records

// What a reading does: order, conditions, neighbours. The rules stand in docs/alarms.md.

extension AlarmMachine {
    /// Writes down the youngest reading of its sensor; a number that fell although time went on
    /// is a restart.
    @inline(__always)
    mutating func noteNewest(_ reading: Reading, _ time: Int64) {
        let index = reading.sensor
        sensors[index].newestAt = time
        sensors[index].newestSequence = reading.sequence
        guard layout.sensors[index].role == .atOnce else { return }
        if reading.sequence == sensors[index].top &+ 1, sensors[index].isCounting {
            sensors[index].top = reading.sequence
        } else {
            noteOutOfTurn(reading.sequence, time, of: index)
        }
    }

    private mutating func noteOutOfTurn(_ sequence: Int64, _ time: Int64, of index: Int) {
        guard var current = counting(of: index) else {
            set(SequenceMemory(first: sequence, at: time), earlier: nil, of: index)
            return
        }
        let earlier = earlierCounting(of: index)
        if current.hasSeen(sequence) {
            set(SequenceMemory(first: sequence, at: time), earlier: current, of: index)
        } else {
            current.see(sequence)
            set(current, earlier: earlier, of: index)
        }
    }

    /// The counting of now; nil before the first reading.
    func counting(of index: Int) -> SequenceMemory? {
        let state = sensors[index]
        guard state.isCounting else { return nil }
        return SequenceMemory(top: state.top, gaps: numbers(of: index).gaps, began: state.began)
    }

    /// The counting before the last restart.
    func earlierCounting(of index: Int) -> SequenceMemory? { numbers(of: index).earlier }

    private func numbers(
        of index: Int
    ) -> (gaps: [SequenceMemory.Gap], earlier: SequenceMemory?) {
        guard sensors[index].hasHistory else { return ([], nil) }
        let room = layout.sensors[index].room
        return rooms[room].history.numbers(of: index - layout.sensorsOfRoom[room].lowerBound)
    }

    mutating func set(
        _ current: SequenceMemory, earlier: SequenceMemory?, of index: Int
    ) {
        let room = layout.sensors[index].room
        let had = sensors[index].hasHistory
        let has = !current.gaps.isEmpty || earlier != nil
        sensors[index].isCounting = true
        sensors[index].top = current.top
        sensors[index].began = current.began
        sensors[index].hasHistory = has
        guard had || has else { return }
        rooms[room].history.set(
            current.gaps, earlier, of: index - layout.sensorsOfRoom[room].lowerBound)
    }

    /// The occurrences of an alarm that are over, oldest first.
    func past(of point: Int) -> [Span] {
        let room = layout.points[point].room
        return rooms[room].history.spans(of: point - layout.pointsOfRoom[room].lowerBound)
    }

    mutating func set(past spans: [Span], of point: Int) {
        let room = layout.points[point].room
        rooms[room].history.set(spans, of: point - layout.pointsOfRoom[room].lowerBound)
    }

    /// A reading that is not the youngest of its sensor.
    mutating func receiveLate(
        _ reading: Reading, _ time: Int64, into out: inout [Transition]
    ) -> Outcome {
        let plan = layout.sensors[reading.sensor]
        guard plan.role == .atOnce else { return .stale }
        switch windows[plan.window].place(
            at: time, sequence: reading.sequence, sensor: plan.place)
        {
        case .seen: return .duplicate
        case .at:
            _ = seeLate(reading.sequence, time, of: reading.sensor)
        case .older:
            switch seeLate(reading.sequence, time, of: reading.sensor) {
            case .some(true): break
            case .some(false): return .duplicate
            case .none: return .forgotten
            }
        }
        judge(reading, at: time, order: .late, into: &out)
        return .late
    }

    /// Notes the number of a late reading: true where it is new, false where it was seen, nil
    /// where the counting it belongs to is forgotten.
    private mutating func seeLate(_ sequence: Int64, _ time: Int64, of index: Int) -> Bool? {
        guard var current = counting(of: index) else { return nil }
        let earlier = earlierCounting(of: index)
        guard time < current.began, var earlier else {
            if current.hasSeen(sequence) { return false }
            // A number above the top that is not the youngest: the sensor's clock was set back.
            current.see(sequence)
            set(current, earlier: earlier, of: index)
            return true
        }
        if time < earlier.began { return nil }
        if earlier.hasSeen(sequence) { return false }
        earlier.see(sequence)
        set(current, earlier: earlier, of: index)
        return true
    }

    /// Applies the rules of the reading's quantity.
    @inline(__always)
    mutating func judge(
        _ reading: Reading, at time: Int64, order: Order, into out: inout [Transition]
    ) {
        let plan = layout.sensors[reading.sensor]
        if plan.role == .delayed {
            judgeDelayed(reading, plan, at: time, into: &out)
        } else {
            judgeAtOnce(reading, plan, at: time, order: order, into: &out)
        }
    }

    /// What the conditions of a channel say of one value.
    struct Verdict {
        var breach: UInt8
        var value: Double
        /// Of the first condition; the second's is 0 people.
        var limit: Double
        var cause = AlarmCause.none
        var hazard: HazardClass
    }

    private mutating func judgeAtOnce(
        _ reading: Reading, _ plan: AlarmLayout.SensorPlan, at time: Int64, order: Order,
        into out: inout [Transition]
    ) {
        let thousandths = Self.thousandths(reading.value)
        let place = windows[plan.window].place(
            at: time, sequence: reading.sequence, sensor: plan.place)
        guard case .at(let wanted) = place else {
            if place == .older {
                if order == .youngest { sensors[reading.sensor].carried = thousandths }
                judgeOlder(reading, plan, at: time, thousandths: thousandths, into: &out)
            }
            return
        }
        let verdict = verdict(reading, plan, at: time, thousandths, before: wanted)
        let entry = ReadingWindow.Entry(
            at: time, sequence: reading.sequence, place: plan.place, breach: verdict.breach,
            value: thousandths)
        let (index, gone) = windows[plan.window].insert(entry, at: wanted)
        if let gone { sensors[layout.channels[plan.window][gone.place]].carried = gone.value }
        let before = index > 0 ? windows[plan.window][index - 1] : gone
        compare(reading, plan, verdict, at: index, before: before, into: &out)
    }

    /// Compares a new entry with its neighbours, condition by condition.
    private mutating func compare(
        _ reading: Reading, _ plan: AlarmLayout.SensorPlan, _ verdict: Verdict, at index: Int,
        before: ReadingWindow.Entry?, into out: inout [Transition]
    ) {
        let last = windows[plan.window].count - 1
        if index < last {
            return compareLate(reading, plan, verdict, at: index, before: before, into: &out)
        }
        let was = before?.breach ?? 0
        if verdict.breach == was { return }
        let time = windows[plan.window][index].at
        for (bit, point) in [(UInt8(1), plan.first), (2, plan.second)]
        where point >= 0 && (verdict.breach ^ was) & bit != 0 {
            let known = Case(reading, verdict, bit: bit)
            if verdict.breach & bit != 0 {
                raise(point, at: time, known, into: &out)
                goodBefore[point] = before?.at
            } else {
                let span = Span(
                    before: goodBefore[point] ?? .min, from: points[point].since,
                    last: before?.at ?? time, to: time)
                goodBefore[point] = nil
                remember(span, of: point)
                clear(point, at: time, known, into: &out)
            }
        }
    }

    /// A late entry: a breach with good neighbours is an occurrence of its own.
    private mutating func compareLate(
        _ reading: Reading, _ plan: AlarmLayout.SensorPlan, _ verdict: Verdict, at index: Int,
        before: ReadingWindow.Entry?, into out: inout [Transition]
    ) {
        let window = windows[plan.window]
        let time = window[index].at
        let next = window[index + 1]
        let isBreach = verdict.breach
        let lone = isBreach & ~(before?.breach ?? 0) & ~next.breach
        for (bit, point) in [(UInt8(1), plan.first), (2, plan.second)] where point >= 0 {
            guard lone & bit != 0 else {
                learn(point, time, isBreach: isBreach & bit != 0)
                continue
            }
            remember(
                Span(before: before?.at ?? .min, from: time, last: time, to: next.at), of: point)
            raiseLate(
                point, at: time, until: next.at,
                isOver: window[window.count - 1].breach & bit == 0,
                Case(reading, verdict, bit: bit), into: &out)
        }
    }

    /// A reading older than its channel's window: the oldest remembered one, the last such reading
    /// and the remembered occurrences are its neighbours.
    private mutating func judgeOlder(
        _ reading: Reading, _ plan: AlarmLayout.SensorPlan, at time: Int64, thousandths: Int32,
        into out: inout [Transition]
    ) {
        let verdict = verdict(reading, plan, at: time, thousandths, before: 0)
        let window = windows[plan.window]
        let lone = verdict.breach & ~window.lateBreach & ~window[0].breach
        windows[plan.window].lateBreach = verdict.breach
        for (bit, point) in [(UInt8(1), plan.first), (2, plan.second)] where point >= 0 {
            let isKnown =
                (points[point].phase == .on && (goodBefore[point] ?? .min) < time)
                || past(of: point).contains { $0.holds(time) }
            guard lone & bit != 0, !isKnown else {
                learn(point, time, isBreach: verdict.breach & bit != 0)
                continue
            }
            remember(Span(before: time - 1, from: time, last: time, to: time + 1), of: point)
            raiseLate(
                point, at: time, until: window[0].at,
                isOver: window[window.count - 1].breach & bit == 0,
                Case(reading, verdict, bit: bit), into: &out)
        }
    }

    /// Takes what a late reading said into the occurrences that it belongs to.
    private mutating func learn(_ point: Int, _ time: Int64, isBreach: Bool) {
        let known = past(of: point)
        var learned = known
        for index in learned.indices { learned[index].learn(time, isBreach: isBreach) }
        if learned != known { set(past: learned, of: point) }
        guard points[point].phase == .on, (goodBefore[point] ?? .min) < time,
            time < points[point].since
        else { return }
        if isBreach { points[point].since = time } else { goodBefore[point] = time }
    }

    private mutating func remember(_ span: Span, of point: Int) {
        var spans = past(of: point)
        if spans.count == Limits.occurrencesRemembered { spans.removeFirst() }
        spans.append(span)
        set(past: spans, of: point)
    }

    /// Rounded up, so that no excess is lost; what a decimal meant is not an excess.
    static func thousandths(_ value: Double) -> Int32 {
        let scaled = (value * 1_000).rounded()
        guard scaled < Double(Int32.max) else { return .max }
        guard scaled > Double(Int32.min) else { return .min }
        return value > scaled / 1_000 ? Int32(scaled) + 1 : Int32(scaled)
    }

    /// What stands against which limit, at the reading's own time.
    private func verdict(
        _ reading: Reading, _ plan: AlarmLayout.SensorPlan, at time: Int64, _ thousandths: Int32,
        before index: Int
    ) -> Verdict {
        let quota = layout.quota(of: plan.room, at: time)
        var breach: UInt8 = thousandths > 0 ? 1 : 0
        var value = reading.value
        var limit = 0.0
        var cause = AlarmCause.none
        switch plan.quantity {
        case .people:
            if breach != 0, layout.isStopped(at: time) { breach = 2 } else { breach = 0 }
            if Int64(thousandths) > quota.people { breach |= 1 }
            limit = Double(quota.people) / 1_000
            if quota.isMissing { cause = .noQuota }
        case .chargeKilograms:
            let sum = total(plan, thousandths, before: index)
            breach = sum > quota.charge ? 1 : 0
            if !plan.isAlone { value = Double(sum) / 1_000 }
            limit = Double(quota.charge) / 1_000
            if quota.isMissing { cause = .noQuota }
        case .intrusion:
            let moment = Timestamp(microseconds: time)
            if breach != 0, layout.site.rooms[plan.room].isOpen(at: moment) { breach = 0 }
        case .video:
            breach = thousandths == 1_000 ? 0 : 1
            limit = 1
            if breach != 0 { cause = thousandths == 2_000 ? .covered : .offline }
        case .flame, .doorOpen, .temperatureCelsius, .humidityPercent: break
        }
        return Verdict(
            breach: breach, value: value, limit: limit, cause: cause, hazard: quota.hazard)
    }

    /// The charge of the room, in grams: this scale's value and what the others held just then.
    private func total(
        _ plan: AlarmLayout.SensorPlan, _ thousandths: Int32, before index: Int
    ) -> Int64 {
        var sum = Int64(thousandths)
        if plan.isAlone { return sum }
        for (place, sensor) in layout.channels[plan.window].enumerated() where place != plan.place {
            sum += Int64(
                windows[plan.window].value(of: place, before: index) ?? sensors[sensor].carried)
        }
        return sum
    }
}
