import Primitives

/// The records of one source, one at a time: each accepted or refused, none lost.
package struct RecordReader<Row: IntakeRow> {
    /// What became of the next record.
    package enum Event {
        case accepted(Row.Record)
        case rejected(Reject)
        case end
    }

    /// Of this source so far.
    package private(set) var tally = Tally()
    /// The line on which the last accepted record began, 1-based; 0 before the first.
    package private(set) var line = 0

    private var lines: LineReader
    private var table: CSVReader?
    private var columns: CSVColumns?
    private var fields: FieldReader
    private var notes = IntakeNotes()

    /// Looks at the beginning of the source; a CSV header is read.
    /// - Throws: `IntakeError` where the source cannot be read as a whole.
    package init(_ source: ByteSource, options: IntakeOptions = IntakeOptions())
        throws(IntakeError)
    {
        lines = LineReader(source, encoding: options.encoding)
        let told = options.format ?? FileFormat(path: source.name)
        let format: FileFormat
        if let told { format = told } else { format = try Self.format(of: &lines) }
        fields = FieldReader(schema: Row.schema, isLoose: format == .csv, zone: options.zone)
        guard format == .csv else { return }
        let table = try CSVReader(&lines, schema: Row.schema)
        self.table = table
        if table.header.isEmpty { return }
        let columns = try CSVColumns(
            header: table.header, schema: Row.schema, name: source.name)
        self.columns = columns
        fields.scales = columns.scales
        notes.texts = columns.notes
    }

    /// Bytes of the source taken so far.
    package var bytesTaken: Int { lines.bytesTaken }

    /// True where nothing is at hand and reading on might wait for a slow writer.
    package var mightWait: Bool { lines.mightWait }

    /// Sentences on what was left out or not read so far, for the user.
    package var noteLines: [String] { notes.lines }

    /// Reads one record.
    /// - Throws: `IntakeError.io` where the source fails, `.noConverter`.
    package mutating func next() throws(IntakeError) -> Event {
        table == nil ? try nextLine() : try nextRow()
    }

    private mutating func nextLine() throws(IntakeError) -> Event {
        while true {
            switch try lines.next() {
            case .end: return .end
            case .refused(let why):
                return reject(lines.number, [Fault(field: "", reason: why)])
            case .line:
                if lines.line.allSatisfy({ $0 == 32 || $0 == 9 }) { continue }
                fields.reset()
                do throws(JSONProblem) {
                    try parse()
                } catch {
                    let reason = "not JSON at byte offset \(error.offset): \(error.what)"
                    return reject(
                        lines.number,
                        [Fault(field: error.field, reason: error.isForm ? reason : error.what)])
                }
                return finish(lines.number)
            }
        }
    }

    private mutating func parse() throws(JSONProblem) {
        var parser = JSONParser(lines.line, keepsUnknownKeys: Row.tellsUnknownKeys)
        try parser.record(Row.schema, into: &fields.values)
        for key in parser.unknownKeys { notes.addKey(String(decoding: key, as: UTF8.self)) }
    }

    private mutating func nextRow() throws(IntakeError) -> Event {
        switch try table?.next(from: &lines) ?? .end {
        case .end: return .end
        case .refused(let line, let why): return reject(line, [Fault(field: "", reason: why)])
        case .row(let line):
            fields.reset()
            for (column, field) in (columns?.fields ?? []).enumerated() {
                guard let field, let text = table?.field(column), !text.isEmpty else { continue }
                fields.values[field] = .text(text)
            }
            return finish(line)
        }
    }

    private mutating func finish(_ line: Int) -> Event {
        let record = Row.record(&fields)
        guard let record, fields.faults.isEmpty else { return reject(line, fields.faults) }
        tally.accept()
        self.line = line
        for omission in fields.omissions { notes.add(omission, line: line) }
        return .accepted(record)
    }

    private mutating func reject(_ line: Int, _ faults: [Fault]) -> Event {
        tally.reject()
        return .rejected(Reject(file: lines.name, line: line, faults: faults))
    }

    /// CSV where the first line has at least one column that the schema knows, else JSON Lines,
    /// whose bad lines end no run.
    private static func format(of lines: inout LineReader) throws(IntakeError) -> FileFormat {
        let visible = try lines.firstVisibleByte()
        guard visible != UInt8(ascii: "{"), visible != UInt8(ascii: "["),
            let first = try lines.peekLine()
        else { return .jsonLines }
        return CSVReader.knownColumns(of: first, schema: Row.schema) > 0 ? .csv : .jsonLines
    }
}

/// What a user should know of accepted records, told once a file instead of once a record.
struct IntakeNotes {
    var texts: [String] = []
    private var keys: [String] = []
    private var seen: Set<String> = []
    private var omissions: [FieldReader.Omission: (count: Int, line: Int)] = [:]

    mutating func addKey(_ key: String) {
        // A file can invent a new key a line: the set stops growing.
        guard seen.count <= Limits.unknownNamesMax, seen.insert(key).inserted else { return }
        keys.append(key)
    }

    mutating func add(_ omission: FieldReader.Omission, line: Int) {
        omissions[omission, default: (0, line)].count += 1
    }

    var lines: [String] {
        let left = omissions.sorted {
            ($0.value.line, $0.key.field) < ($1.value.line, $1.key.field)
        }
        .map { omission, seen in
            "\(omission.field) left out of \(seen.count) accepted records, first at line "
                + "\(seen.line): \(omission.why)"
        }
        return texts + (keys.isEmpty ? [] : [CSVColumns.unknownNote("keys", keys)]) + left
    }
}
