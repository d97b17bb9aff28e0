import Primitives

/// The fields of one CSV record while its lines come in.
///
/// RFC 4180: a field that begins with a quote ends at the next quote that is not doubled; it may
/// hold separators and line ends (each line end, however spelled, becomes LF). Beyond the RFC, a
/// quote inside a field that does not begin with one stands for itself.
struct CSVRow {
    enum State: Equatable {
        /// The record is whole.
        case whole
        /// A quote is open at the end of the line.
        case open
        case malformed(String)
    }

    private enum Place { case fieldStart, plain, quoted, quoteSeen }

    private var text: [UInt8] = []
    private var ends: [Int] = []
    private var place = Place.fieldStart

    var count: Int { ends.count }
    /// Only separators.
    var isBlank: Bool { text.isEmpty }

    func field(_ index: Int) -> String {
        let start = index == 0 ? 0 : ends[index - 1]
        return String(decoding: text[start..<ends[index]], as: UTF8.self)
    }

    mutating func begin() {
        text.removeAll(keepingCapacity: true)
        ends.removeAll(keepingCapacity: true)
        place = .fieldStart
    }

    /// Adds one line, without its end; stops as soon as there are more than `fieldsMax` fields, so
    /// that a wrong quote costs no more than a record's worth of work.
    mutating func add(_ line: [UInt8], separator: UInt8, fieldsMax: Int) -> State {
        if place == .quoted { text.append(10) }
        var next = 0
        while next < line.count {
            switch place {
            case .fieldStart where line[next] == Self.quote:
                place = .quoted
                next += 1
            case .fieldStart, .plain:
                let end = Self.first(separator, in: line, from: next)
                text.append(contentsOf: line[next..<end])
                place = .plain
                next = end
                if end < line.count {
                    if ends.count + 1 >= fieldsMax { return .malformed(Self.tooMany(fieldsMax)) }
                    endField()
                    next += 1
                }
            case .quoted:
                let end = Self.first(Self.quote, in: line, from: next)
                text.append(contentsOf: line[next..<end])
                next = end + 1
                if end < line.count { place = .quoteSeen }
            case .quoteSeen:
                if line[next] == Self.quote {
                    text.append(Self.quote)
                    place = .quoted
                } else if line[next] == separator {
                    if ends.count + 1 >= fieldsMax { return .malformed(Self.tooMany(fieldsMax)) }
                    endField()
                } else {
                    return .malformed("text behind the closing quote of field \(current)")
                }
                next += 1
            }
        }
        if place == .quoted { return .open }
        ends.append(text.count)
        return .whole
    }

    private mutating func endField() {
        ends.append(text.count)
        place = .fieldStart
    }

    private static let quote = UInt8(ascii: "\"")

    /// Where `byte` stands next, or the line's end.
    private static func first(_ byte: UInt8, in line: [UInt8], from start: Int) -> Int {
        var place = start
        while place < line.count, line[place] != byte { place += 1 }
        return place
    }

    /// The number of the field at hand, 1-based.
    var current: Int { ends.count + 1 }

    private static func tooMany(_ fieldsMax: Int) -> String {
        "more fields than the header's \(fieldsMax)"
    }
}
