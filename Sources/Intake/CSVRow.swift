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
        for byte in line {
            switch place {
            case .fieldStart where byte == UInt8(ascii: "\""): place = .quoted
            case .fieldStart, .plain:
                if byte == separator {
                    ends.append(text.count)
                    place = .fieldStart
                    if ends.count >= fieldsMax { return .malformed(Self.tooMany(fieldsMax)) }
                } else {
                    text.append(byte)
                    place = .plain
                }
            case .quoted:
                if byte == UInt8(ascii: "\"") { place = .quoteSeen } else { text.append(byte) }
            case .quoteSeen:
                if byte == UInt8(ascii: "\"") {
                    text.append(byte)
                    place = .quoted
                } else if byte == separator {
                    ends.append(text.count)
                    place = .fieldStart
                    if ends.count >= fieldsMax { return .malformed(Self.tooMany(fieldsMax)) }
                } else {
                    return .malformed("text behind the closing quote of field \(ends.count + 1)")
                }
            }
        }
        if place == .quoted { return .open }
        ends.append(text.count)
        return .whole
    }

    /// The number of the field at hand, 1-based.
    var current: Int { ends.count + 1 }

    private static func tooMany(_ fieldsMax: Int) -> String {
        "more fields than the header's \(fieldsMax)"
    }
}
