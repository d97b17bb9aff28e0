package import Primitives
import Records

// The state as bytes. Format, version 1: numbers are LEB128, signed ones zigzag; a reading's time
// is told as the difference to the one before it. A room is a list of sensors, alarms and windows,
// each behind the low 32 bits of its stable key, so that a site that gained or lost a sensor still
// finds the rest; what is new begins anew.

extension AlarmMachine {
    private static let version: UInt8 = 1

    /// The state of the whole site.
    package func encoded() -> [UInt8] {
        var writer = StateWriter()
        writer.byte(Self.version)
        writer.optional(now)
        writer.count(rooms.count)
        for room in rooms.indices {
            let bytes = encoded(room: room)
            writer.unsigned(UInt64(UInt32(truncatingIfNeeded: key(of: room))))
            writer.count(bytes.count)
            writer.bytes += bytes
        }
        return writer.bytes
    }

    /// The machine of `layout` with the state that was kept.
    ///
    /// - Throws: `AlarmError.state` where the bytes are none of `encoded`.
    package init(_ layout: AlarmLayout, state: [UInt8]) throws(AlarmError) {
        self.init(layout)
        var reader = StateReader(state)
        guard try reader.byte() == Self.version else { throw .state("another version") }
        setNow(try reader.byte() == 0 ? nil : try reader.moment())
        let places = keys(rooms.indices) { key(of: $0) }
        for _ in 0..<(try reader.count()) {
            let room = places[UInt32(truncatingIfNeeded: try reader.unsigned())]
            let bytes = try reader.slice(try reader.count())
            if let room { try read(room, bytes) }
        }
        guard reader.isAtEnd else { throw .state("bytes behind the end") }
    }

    /// The moment the machine has come to, which a store keeps beside the rooms.
    package var clock: Timestamp? { now.map { Timestamp(microseconds: $0) } }

    /// The state of one room.
    package func encoded(room: Int) -> [UInt8] {
        var writer = StateWriter()
        let base = now ?? 0
        writer.byte(Self.version)
        writer.signed(base)
        writer.count(layout.sensorsOfRoom[room].count)
        for index in layout.sensorsOfRoom[room] {
            writer.key(layout.sensors[index].key)
            writer.sensor(
                sensors[index], counting(of: index), earlierCounting(of: index), base)
            writer.signed(clockOffsets[index] ?? 0)
        }
        writer.count(layout.pointsOfRoom[room].count)
        for index in layout.pointsOfRoom[room] {
            writer.key(layout.points[index].key)
            writer.point(points[index], base)
            writer.time(goodBefore[index] ?? .min, base)
            writer.unsigned(decisive[index].map { $0.bitPattern.byteSwapped &+ 1 } ?? 0)
            writer.spans(past(of: index), base)
            if points[index].silence != .none {
                writer.text(silencings[index]?.act.who ?? "")
                writer.text(silencings[index]?.act.why ?? "")
                writer.time(silencings[index]?.until ?? .max, base)
            }
        }
        writer.count(layout.windowsOfRoom[room].count)
        for index in layout.windowsOfRoom[room] {
            writer.key(layout.sensors[layout.channels[index][0]].key)
            writer.window(windows[index], base)
        }
        let leader = Int(rooms[room].leader)
        writer.key(leader < 0 ? 0 : layout.points[leader].key)
        writer.time(rooms[room].leaderSince, base)
        writer.byte(rooms[room].leaderPriority.rawValue)
        return writer.bytes
    }

    /// Puts the kept state of one room in the place of what is there.
    ///
    /// - Throws: `AlarmError.state`; the room is as before then.
    package mutating func restore(room: Int, from bytes: [UInt8]) throws(AlarmError) {
        var copy = self
        try copy.read(room, bytes)
        self = copy
    }

    private mutating func read(_ room: Int, _ bytes: [UInt8]) throws(AlarmError) {
        var reader = StateReader(bytes)
        guard try reader.byte() == Self.version else { throw .state("another version") }
        let base = try reader.moment()
        let sensorKeys = keys(layout.sensorsOfRoom[room]) { layout.sensors[$0].key }
        let pointKeys = keys(layout.pointsOfRoom[room]) { layout.points[$0].key }
        let windowKeys = keys(layout.windowsOfRoom[room]) {
            layout.sensors[layout.channels[$0][0]].key
        }
        for _ in 0..<(try reader.count()) {
            let key = try reader.key()
            let (state, current, earlier) = try reader.sensor(base)
            let offset = try reader.signed()
            guard let index = sensorKeys[key] else { continue }
            sensors[index] = state
            if let current { set(current, earlier: earlier, of: index) }
            clockOffsets[index] = offset == 0 ? nil : offset
        }
        for _ in 0..<(try reader.count()) {
            let key = try reader.key()
            let state = try reader.point(base)
            let before = try reader.time(base)
            let decides = try reader.unsigned()
            let spans = try reader.spans(base)
            let own =
                state.silence == .none
                ? nil
                : Silencing(
                    act: AlarmAct(who: try reader.text(), why: try reader.text()),
                    until: try reader.time(base))
            guard let index = pointKeys[key] else { continue }
            points[index] = state
            goodBefore[index] = before == .min ? nil : before
            decisive[index] =
                decides == 0 ? nil : Double(bitPattern: (decides &- 1).byteSwapped)
            set(past: spans, of: index)
            silencings[index] = own
        }
        for _ in 0..<(try reader.count()) {
            let key = try reader.key()
            let window = try reader.window(base)
            guard let index = windowKeys[key] else { continue }
            let size = layout.channels[index].count
            guard (0..<window.count).allSatisfy({ window[$0].place < size }) else { continue }
            windows[index] = window
        }
        let leader = pointKeys[try reader.key()]
        let since = try reader.time(base)
        guard let priority = Priority(rawValue: try reader.byte()) else {
            throw .state("no such priority")
        }
        guard reader.isAtEnd else { throw .state("bytes behind the end of a room") }
        rooms[room].scheduled = .max
        rooms[room].leader = leader.map { Int32($0) } ?? -1
        rooms[room].leaderSince = since
        rooms[room].leaderPriority = priority
        let due = nextDue(of: room)
        if due < .max { see(due: due, room: room) }
    }

    private func keys(_ range: Range<Int>, _ key: (Int) -> UInt64) -> [UInt32: Int] {
        Dictionary(
            range.map { (UInt32(truncatingIfNeeded: key($0)), $0) },
            uniquingKeysWith: { first, _ in first })
    }

    private func key(of room: Int) -> UInt64 {
        StableHash.of(layout.site.rooms[room].id.text)
    }
}

/// Writes the parts of a state.
private struct StateWriter {
    var bytes: [UInt8] = []

    mutating func byte(_ byte: UInt8) { bytes.append(byte) }

    mutating func unsigned(_ number: UInt64) {
        var rest = number
        while rest > 127 {
            bytes.append(UInt8(rest & 127) | 128)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    mutating func signed(_ number: Int64) {
        unsigned(UInt64(bitPattern: number << 1 ^ number >> 63))
    }

    mutating func count(_ count: Int) { unsigned(UInt64(count)) }

    mutating func key(_ key: UInt64) {
        for shift in [0, 8, 16, 24] { bytes.append(UInt8(truncatingIfNeeded: key >> shift)) }
    }

    mutating func text(_ text: String) {
        count(text.utf8.count)
        bytes += Array(text.utf8)
    }

    mutating func optional(_ number: Int64?) {
        byte(number == nil ? 0 : 1)
        if let number { signed(number) }
    }

    /// A time near `base`, or one of the two that stand for none.
    mutating func time(_ time: Int64, _ base: Int64) {
        switch time {
        case .min: byte(0)
        case .max: byte(1)
        default:
            byte(2)
            signed(time &- base)
        }
    }

    mutating func sequence(_ memory: SequenceMemory, _ base: Int64) {
        signed(memory.top)
        signed(memory.began &- base)
        count(memory.gaps.count)
        for gap in memory.gaps {
            signed(memory.top &- gap.first)
            signed(gap.last &- gap.first)
        }
    }

    mutating func sensor(
        _ state: AlarmMachine.SensorState, _ current: SequenceMemory?,
        _ earlier: SequenceMemory?, _ base: Int64
    ) {
        time(state.newestAt, base)
        signed(state.newestSequence)
        signed(Int64(state.carried))
        for memory in [current, earlier] {
            count(memory == nil ? 0 : 1)
            if let memory { sequence(memory, base) }
        }
    }

    mutating func point(_ state: AlarmMachine.PointState, _ base: Int64) {
        byte(state.state.rawValue | state.phase.rawValue << 4)
        byte(state.silence.rawValue | state.cause.rawValue << 4)
        unsigned(UInt64(state.occurrence))
        time(state.since, base)
        time(state.due, base)
    }

    mutating func spans(_ spans: [AlarmMachine.Span], _ base: Int64) {
        count(spans.count)
        for span in spans {
            time(span.before, base)
            signed(span.from &- base)
            signed(span.last &- span.from)
            signed(span.to &- span.last)
        }
    }

    mutating func window(_ window: ReadingWindow, _ base: Int64) {
        byte(window.lateBreach)
        count(window.count)
        var at = base
        for index in 0..<window.count {
            let entry = window[index]
            signed(entry.at &- at)
            byte(UInt8(truncatingIfNeeded: entry.stamp & 255))
            unsigned(UInt64(entry.sequence))
            signed(Int64(entry.value))
            at = entry.at
        }
    }
}

/// Reads them back, believing nothing.
private struct StateReader {
    private let bytes: [UInt8]
    private var at = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var isAtEnd: Bool { at == bytes.count }

    mutating func byte() throws(AlarmError) -> UInt8 {
        guard at < bytes.count else { throw .state("it ends early") }
        at += 1
        return bytes[at - 1]
    }

    mutating func unsigned() throws(AlarmError) -> UInt64 {
        var number: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 70, by: 7) {
            let byte = try byte()
            if shift == 63, byte > 1 { break }
            number |= UInt64(byte & 127) << shift
            if byte < 128 { return number }
        }
        throw .state("a number is too long")
    }

    mutating func signed() throws(AlarmError) -> Int64 {
        let number = try unsigned()
        return Int64(bitPattern: number >> 1) ^ -Int64(bitPattern: number & 1)
    }

    mutating func count() throws(AlarmError) -> Int {
        let number = try unsigned()
        // Nothing counted takes less than a byte.
        guard number <= UInt64(bytes.count) else { throw .state("a count is too great") }
        return Int(number)
    }

    mutating func key() throws(AlarmError) -> UInt32 {
        var key: UInt32 = 0
        for shift in [UInt32(0), 8, 16, 24] { key |= UInt32(try byte()) << shift }
        return key
    }

    mutating func slice(_ count: Int) throws(AlarmError) -> [UInt8] {
        guard count <= bytes.count - at else { throw .state("it ends early") }
        at += count
        return Array(bytes[(at - count)..<at])
    }

    mutating func text() throws(AlarmError) -> String {
        let bytes = try slice(try count())
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw .state("a text is not UTF-8")
        }
        return text
    }

    mutating func time(_ base: Int64) throws(AlarmError) -> Int64 {
        switch try byte() {
        case 0: .min
        case 1: .max
        default: try moment(after: base)
        }
    }

    /// A time that calculating with cannot overflow: within a thousand years of 1970.
    mutating func moment(after base: Int64 = 0) throws(AlarmError) -> Int64 {
        let moment = base &+ (try signed())
        guard moment.magnitude < 1 << 55 else { throw .state("a time is out of all bounds") }
        return moment
    }

    mutating func sequence(_ base: Int64) throws(AlarmError) -> SequenceMemory {
        let top = try signed()
        let began = try moment(after: base)
        var gaps: [SequenceMemory.Gap] = []
        for _ in 0..<(try count()) {
            let first = top &- (try signed())
            gaps.append(.init(first: first, last: first &+ (try signed())))
        }
        guard gaps.count <= Limits.sequenceGapsMax else { throw .state("too many gaps") }
        return SequenceMemory(top: top, gaps: gaps, began: began)
    }

    mutating func sensor(
        _ base: Int64
    ) throws(AlarmError) -> (AlarmMachine.SensorState, SequenceMemory?, SequenceMemory?) {
        var state = AlarmMachine.SensorState()
        state.newestAt = try time(base)
        state.newestSequence = try signed()
        state.carried = Int32(truncatingIfNeeded: try signed())
        let current = try count() > 0 ? try sequence(base) : nil
        let earlier = try count() > 0 ? try sequence(base) : nil
        return (state, current, earlier)
    }

    mutating func point(_ base: Int64) throws(AlarmError) -> AlarmMachine.PointState {
        var result = AlarmMachine.PointState()
        let first = try byte()
        let second = try byte()
        guard let state = AlarmState(rawValue: first & 15),
            let phase = AlarmMachine.Phase(rawValue: first >> 4),
            let silence = Silence(rawValue: second & 15),
            let cause = AlarmCause(rawValue: second >> 4)
        else { throw .state("no such state") }
        result.state = state
        result.phase = phase
        result.silence = silence
        result.cause = cause
        result.occurrence = UInt32(truncatingIfNeeded: try unsigned())
        result.since = try time(base)
        result.due = try time(base)
        return result
    }

    mutating func spans(_ base: Int64) throws(AlarmError) -> [AlarmMachine.Span] {
        let count = try count()
        guard count <= Limits.occurrencesRemembered else { throw .state("too many occurrences") }
        var spans: [AlarmMachine.Span] = []
        for _ in 0..<count {
            let before = try time(base)
            let from = try moment(after: base)
            let last = try moment(after: from)
            let to = try moment(after: last)
            spans.append(.init(before: before, from: from, last: last, to: to))
        }
        return spans
    }

    mutating func window(_ base: Int64) throws(AlarmError) -> ReadingWindow {
        var window = ReadingWindow()
        window.lateBreach = try byte() & 3
        let count = try count()
        guard count <= ReadingWindow.capacity else { throw .state("a window is too long") }
        var at = base
        for _ in 0..<count {
            at = try moment(after: at)
            let flags = try byte()
            window.append(
                .init(
                    stamp: at << 8 | Int64(flags),
                    sequence: UInt32(truncatingIfNeeded: try unsigned()),
                    value: Int32(truncatingIfNeeded: try signed())))
        }
        return window
    }
}
