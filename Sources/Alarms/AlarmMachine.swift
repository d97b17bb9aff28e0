package import Primitives
package import Records

/// The alarms of one site: readings, ticks and what people do go in, transitions come out.
///
/// A deterministic machine without a clock of its own: the same calls give the same transitions,
/// also where the state was encoded and decoded between any two of them. docs/alarms.md says what
/// a late, repeated or wrongly dated reading does.
/// - Complexity: a reading costs a bounded number of steps, and `log` of the rooms where a timer
///   runs out.
package struct AlarmMachine: Sendable {
    /// What became of a reading.
    package enum Outcome: UInt8, Sendable, CaseIterable {
        /// The youngest of its sensor.
        case taken
        /// Older than another one of its sensor, and judged.
        case late
        /// Older than another one, of a quantity that late readings say nothing about.
        case stale
        case duplicate
        /// So old that whether it was seen is forgotten.
        case forgotten
        /// The youngest of its sensor, by a clock that cannot be right.
        case wrongClock
    }

    package let layout: AlarmLayout
    /// The moment the machine has come to, in microseconds; nil before the first call.
    package private(set) var now: Int64?
    var sensors: [SensorState]
    var points: [PointState]
    var windows: [ReadingWindow]
    var rooms: [RoomState]
    /// Who silenced which alarm, and why; few at a time.
    var silencings: [Int: Silencing] = [:]
    /// By alarm, while its condition holds: the last good reading known before; event time.
    var goodBefore: [Int: Int64] = [:]
    /// By alarm, while its delay runs or its condition holds: the value that decides.
    var decisive: [Int: Double] = [:]
    /// By sensor: what is added to the times of a clock that is wrong, in microseconds.
    var clockOffsets: [Int: Int64] = [:]
    /// The rooms by their next due time; made anew from the state, never kept.
    var schedule = TimerHeap()

    /// What is known of a sensor.
    struct SensorState: Hashable, Sendable {
        var newestAt = Int64.min
        var newestSequence = Int64.min
        /// The highest number of the counting of now, and the time of its first reading; gaps and
        /// the counting before it are in the room's history.
        var top = Int64.min
        var began = Int64.min
        /// The value that the last reading which left the window had, in thousandths.
        var carried: Int32 = 0
        /// Whether it counts at all: where late readings say nothing, numbers are not kept.
        var isCounting = false
        /// Whether the room's history has something of it.
        var hasHistory = false
    }

    /// Why an alarm is hidden.
    struct Silencing: Hashable, Sendable {
        var act: AlarmAct
        /// The end of a shelving; machine time.
        var until = Int64.max
    }

    /// Where an alarm stands.
    struct PointState: Hashable, Sendable {
        /// The beginning of the delay that runs, or of the last occurrence; event time.
        var since = Int64.min
        /// When a timer runs out; machine time, strictly after which it does.
        var due = Int64.max
        var occurrence: UInt32 = 0
        var state = AlarmState.normal
        var silence = Silence.none
        var phase = Phase.off
        var cause = AlarmCause.none
    }

    /// Whether the condition holds, as far as delays let it count.
    enum Phase: UInt8, Hashable, Sendable {
        case off
        case rising
        case on
        case falling
    }

    /// An occurrence that is over, in event time: its first and last breach, and the good readings
    /// known nearest to them.
    struct Span: Hashable, Sendable {
        var before: Int64
        var from: Int64
        var last: Int64
        var to: Int64

        /// Whether a breach at `time` is a part of it: no good reading is known between them.
        func holds(_ time: Int64) -> Bool { before < time && time < to }

        /// Takes in what a late reading said.
        mutating func learn(_ time: Int64, isBreach: Bool) {
            guard holds(time) else { return }
            if isBreach {
                from = min(from, time)
                last = max(last, time)
            } else if time < from {
                before = time
            } else if time > last {
                to = time
            }
        }
    }

    /// What the alarms of a room share.
    struct RoomState: Hashable, Sendable {
        /// The entry of the schedule that counts.
        var scheduled = Int64.max
        var leaderSince = Int64.min
        var history = RoomHistory()
        /// The alarm that others stand beneath; -1 for none.
        var leader: Int32 = -1
        var leaderPriority = Priority.low
    }

    package init(_ layout: AlarmLayout) {
        self.layout = layout
        sensors = Array(repeating: SensorState(), count: layout.sensors.count)
        points = Array(repeating: PointState(), count: layout.points.count)
        windows = Array(repeating: ReadingWindow(), count: layout.channels.count)
        rooms = Array(repeating: RoomState(), count: layout.site.rooms.count)
    }

    /// Lets time pass up to `moment`; timers that ran out before it act, in the order of their
    /// times.
    ///
    /// A moment before the one already reached changes nothing. The first call starts the clocks
    /// of sensors that never spoke.
    package mutating func advance(to moment: Timestamp, into out: inout [Transition]) {
        let time = moment.microseconds
        guard let before = now else {
            now = time
            start(at: time)
            return
        }
        guard time > before else { return }
        now = time
        if schedule.first < time { runTimers(before: time, into: &out) }
    }

    /// Takes one reading, at the moment `moment` of the machine's clock.
    package mutating func receive(
        _ reading: Reading, at moment: Timestamp, into out: inout [Transition]
    ) -> Outcome {
        advance(to: moment, into: &out)
        let clock = now ?? moment.microseconds
        let index = reading.sensor
        var time = reading.at.microseconds
        let isWrong = !isPossible(time, at: clock)
        if isWrong { time = corrected(time, of: index, at: clock) }
        let newest = sensors[index].newestAt
        if time > newest
            || (time == newest && reading.sequence > sensors[index].newestSequence)
        {
            noteNewest(reading, time)
            judge(reading, at: time, order: .youngest, into: &out)
            hear(index, clock: clock, into: &out)
            return isWrong ? .wrongClock : .taken
        }
        if time == newest, reading.sequence == sensors[index].newestSequence { return .duplicate }
        return receiveLate(reading, time, into: &out)
    }

    /// Whether a sensor's clock may say `time` while it is `clock` here.
    @inline(__always)
    private func isPossible(_ time: Int64, at clock: Int64) -> Bool {
        time <= clock + layout.policy.clockAheadMax.count * 1_000_000
            && time >= clock - layout.policy.clockBehindMax.count * 1_000_000
    }

    /// What a wrong clock means: its readings keep their distances, and the first of them is now.
    private mutating func corrected(_ time: Int64, of index: Int, at clock: Int64) -> Int64 {
        if let offset = clockOffsets[index], isPossible(time &+ offset, at: clock) {
            return time &+ offset
        }
        clockOffsets[index] = clock &- time
        return clock
    }

    /// Restores the clock when decoding.
    mutating func setNow(_ moment: Int64?) { now = moment }

    /// How a reading stands to the others of its channel.
    enum Order: Equatable {
        case youngest
        case late
    }
}
