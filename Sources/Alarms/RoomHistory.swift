/// What a room remembers and seldom looks at: gaps in the numbers of its sensors, the counting
/// before a restart, occurrences of its alarms that are over.
///
/// Format: sections one behind the other, each a key, the length of its content, and the content;
/// all numbers LEB128, signed ones zigzag. A key is twice the place of a sensor in its room, or
/// twice the place of an alarm plus one. A time is told as the difference to the one before it.
/// Only late readings, lost numbers and ends of occurrences come here; packed, it takes about a
/// quarter of what lists of numbers would.
struct RoomHistory: Hashable, Sendable {
    typealias Span = AlarmMachine.Span

    private var bytes: [UInt8] = []

    /// The occurrences of the alarm at `place` of the room that are over, oldest first.
    func spans(of place: Int) -> [Span] {
        guard let section = section(place * 2 + 1) else { return [] }
        var at = section.lowerBound
        var time: Int64 = 0
        var spans: [Span] = []
        spans.reserveCapacity(4)
        while at < section.upperBound {
            let from = time &+ signed(&at)
            let hasBefore = signed(&at)
            let before = hasBefore == 0 ? Int64.min : from &- (hasBefore &- 1)
            let last = from &+ signed(&at)
            time = last &+ signed(&at)
            spans.append(Span(before: before, from: from, last: last, to: time))
        }
        return spans
    }

    mutating func set(_ spans: [Span], of place: Int) {
        var content: [UInt8] = []
        content.reserveCapacity(spans.count * 24)
        var time: Int64 = 0
        for span in spans {
            Self.put(span.from &- time, &content)
            // A good reading may stand at the same time, never behind it.
            Self.put(span.before == .min ? 0 : span.from &- span.before &+ 1, &content)
            Self.put(span.last &- span.from, &content)
            Self.put(span.to &- span.last, &content)
            time = span.to
        }
        put(content, place * 2 + 1)
    }

    /// What is known of the numbers of the sensor at `place` besides how far they go.
    func numbers(of place: Int) -> (gaps: [SequenceMemory.Gap], earlier: SequenceMemory?) {
        guard let section = section(place * 2) else { return ([], nil) }
        var at = section.lowerBound
        let gaps = gaps(&at)
        guard at < section.upperBound else { return (gaps, nil) }
        let top = signed(&at)
        let began = signed(&at)
        return (gaps, SequenceMemory(top: top, gaps: self.gaps(&at), began: began))
    }

    mutating func set(
        _ gaps: [SequenceMemory.Gap], _ earlier: SequenceMemory?, of place: Int
    ) {
        var content: [UInt8] = []
        if !gaps.isEmpty || earlier != nil { Self.put(gaps, &content) }
        if let earlier {
            Self.put(earlier.top, &content)
            Self.put(earlier.began, &content)
            Self.put(earlier.gaps, &content)
        }
        put(content, place * 2)
    }

    // MARK: Sections

    private func section(_ key: Int) -> Range<Int>? {
        var at = 0
        while at < bytes.count {
            let own = unsigned(&at)
            let length = Int(unsigned(&at))
            if own == UInt64(key) { return at..<(at + length) }
            at += length
        }
        return nil
    }

    /// Puts `content` in the place of the section's, which goes where there is none.
    ///
    /// The bytes are made anew: a list that grows in place keeps room for twice of it.
    private mutating func put(_ content: [UInt8], _ key: Int) {
        var head: [UInt8] = []
        Self.put(unsigned: UInt64(key), &head)
        let old = section(key).map { range in
            let heads = Self.length(UInt64(key)) + Self.length(UInt64(range.count))
            return (range.lowerBound - heads)..<range.upperBound
        }
        if old == nil, content.isEmpty { return }
        Self.put(unsigned: UInt64(content.count), &head)
        var new: [UInt8] = []
        let gone = old ?? bytes.count..<bytes.count
        let added = content.isEmpty ? 0 : head.count + content.count
        new.reserveCapacity(bytes.count - gone.count + added)
        new += bytes[..<gone.lowerBound]
        if !content.isEmpty {
            new += head
            new += content
        }
        new += bytes[gone.upperBound...]
        bytes = new
    }

    // MARK: Numbers

    private func gaps(_ at: inout Int) -> [SequenceMemory.Gap] {
        var number: Int64 = 0
        return (0..<unsigned(&at)).map { _ in
            let first = number &+ signed(&at)
            number = first &+ signed(&at)
            return SequenceMemory.Gap(first: first, last: number)
        }
    }

    private static func put(_ gaps: [SequenceMemory.Gap], _ out: inout [UInt8]) {
        put(unsigned: UInt64(gaps.count), &out)
        var number: Int64 = 0
        for gap in gaps {
            put(gap.first &- number, &out)
            put(gap.last &- gap.first, &out)
            number = gap.last
        }
    }

    private func unsigned(_ at: inout Int) -> UInt64 {
        var number: UInt64 = 0
        var shift: UInt64 = 0
        while true {
            let byte = bytes[at]
            at += 1
            number |= UInt64(byte & 127) << shift
            if byte < 128 { return number }
            shift += 7
        }
    }

    private func signed(_ at: inout Int) -> Int64 {
        let number = unsigned(&at)
        return Int64(bitPattern: number >> 1) ^ -Int64(bitPattern: number & 1)
    }

    private static func put(unsigned number: UInt64, _ out: inout [UInt8]) {
        var rest = number
        while rest > 127 {
            out.append(UInt8(truncatingIfNeeded: rest) | 128)
            rest >>= 7
        }
        out.append(UInt8(truncatingIfNeeded: rest))
    }

    private static func put(_ number: Int64, _ out: inout [UInt8]) {
        put(unsigned: UInt64(bitPattern: number << 1 ^ number >> 63), &out)
    }

    private static func length(_ number: UInt64) -> Int {
        number == 0 ? 1 : (70 - number.leadingZeroBitCount) / 7
    }
}
