import Primitives

/// The records of a CSV file, one at a time, by the columns of its header.
///
/// A record refused for its form costs only its first line: reading goes on at the next one, so a
/// quote that is never closed takes no other record with it. Lines of separators only are skipped
/// as empty lines are. Memory is bounded by `Limits.lineBytesMax`.
struct CSVReader {
    enum Event: Equatable {
        /// A record with as many fields as the header, which began in this line.
        case row(line: Int)
        case refused(line: Int, String)
        case end
    }

    private struct Pulled {
        let number: Int
        let bytes: [UInt8]
        let refusal: String?
    }

    /// A line held costs more than its bytes.
    private static let lineOverhead = 64

    let separator: UInt8
    private(set) var header: [String] = []
    private var row = CSVRow()
    /// Lines to be read again, the next one last.
    private var held: [Pulled] = []

    /// Reads the header; `end` of the lines before it leaves the header empty.
    init(_ lines: inout LineReader, schema: Schema) throws(IntakeError) {
        var first: Pulled?
        var blank = 0
        repeat {
            first = try Self.read(&lines)
            blank += 1
        } while first?.refusal == nil && first?.bytes.allSatisfy({ $0 <= 0x20 }) == true
        guard let first else {
            separator = UInt8(ascii: ",")
            return
        }
        if let refusal = first.refusal { throw .header(lines.name, why: refusal) }
        separator = Self.separator(of: first.bytes, schema: schema)
        held = [first]
        switch try next(from: &lines, fieldsMax: Limits.csvColumnsMax, isHeader: true) {
        case .row: header = (0..<row.count).map { row.field($0) }
        case .refused(_, let why): throw .header(lines.name, why: why)
        case .end: return
        }
    }

    func field(_ column: Int) -> String { row.field(column) }

    /// Reads one record.
    mutating func next(from lines: inout LineReader) throws(IntakeError) -> Event {
        try next(from: &lines, fieldsMax: header.count, isHeader: false)
    }

    private mutating func next(
        from lines: inout LineReader, fieldsMax: Int, isHeader: Bool
    ) throws(IntakeError) -> Event {
        while let first = try pull(&lines) {
            if let refusal = first.refusal { return .refused(line: first.number, refusal) }
            if first.bytes.isEmpty { continue }
            row.begin()
            var state = row.add(first.bytes, separator: separator, fieldsMax: fieldsMax)
            if state == .open {
                state = try readOn(&lines, after: first, fieldsMax: fieldsMax, isHeader: isHeader)
            } else if state == .whole {
                if row.isBlank { continue }
                state = checked(isHeader)
            }
            if case .malformed(let why) = state { return .refused(line: first.number, why) }
            return .row(line: first.number)
        }
        return .end
    }

    /// Adds lines until the open quote closes; puts them back where that does not make a record.
    private mutating func readOn(
        _ lines: inout LineReader, after first: Pulled, fieldsMax: Int, isHeader: Bool
    ) throws(IntakeError) -> CSVRow.State {
        let opened = "the quote that opens in field \(row.current) has no end"
        var more: [Pulled] = []
        var cost = first.bytes.count
        var state = CSVRow.State.open
        while state == .open {
            guard let line = try pull(&lines) else {
                state = .malformed(opened)
                break
            }
            more.append(line)
            cost += line.bytes.count + Self.lineOverhead
            if let refusal = line.refusal {
                state = .malformed("\(opened) before line \(line.number) (\(refusal))")
            } else if cost > Limits.lineBytesMax {
                state = .malformed("\(opened) within \(Limits.lineBytesMax) bytes")
            } else {
                state = row.add(line.bytes, separator: separator, fieldsMax: fieldsMax)
            }
        }
        if state == .whole { state = checked(isHeader) }
        if case .malformed(let why) = state, let last = more.last {
            held.append(contentsOf: more.reversed())
            return .malformed("\(why) (read up to line \(last.number))")
        }
        return state
    }

    private func checked(_ isHeader: Bool) -> CSVRow.State {
        isHeader || row.count == header.count
            ? .whole : .malformed("\(row.count) fields where the header has \(header.count)")
    }

    private mutating func pull(_ lines: inout LineReader) throws(IntakeError) -> Pulled? {
        if let line = held.popLast() { return line }
        return try Self.read(&lines)
    }

    private static func read(_ lines: inout LineReader) throws(IntakeError) -> Pulled? {
        switch try lines.next() {
        case .line: Pulled(number: lines.number, bytes: lines.line, refusal: nil)
        case .refused(let why): Pulled(number: lines.number, bytes: [], refusal: why)
        case .end: nil
        }
    }

    /// The separator under which a header has the most known columns, then the most columns.
    static func separator(of line: [UInt8], schema: Schema) -> UInt8 {
        var best = (known: -1, columns: 0, separator: UInt8(ascii: ","))
        for separator in [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t")] {
            let names = columns(line, separator)
            let known = names.count { schema.column($0) != nil }
            if (known, names.count) > (best.known, best.columns) {
                best = (known, names.count, separator)
            }
        }
        return best.separator
    }

    /// How many columns of a line, read as a header, the schema knows.
    static func knownColumns(of line: [UInt8], schema: Schema) -> Int {
        columns(line, separator(of: line, schema: schema)).count { schema.column($0) != nil }
    }

    private static func columns(_ line: [UInt8], _ separator: UInt8) -> [String] {
        var row = CSVRow()
        _ = row.add(line, separator: separator, fieldsMax: Limits.csvColumnsMax)
        return (0..<row.count).map { row.field($0) }
    }
}
