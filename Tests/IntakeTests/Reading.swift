import Intake
import Synchronization

/// What came of reading some bytes.
struct Outcome<Record> {
    var records: [Record] = []
    var rejects: [Reject] = []
    var notes: [String] = []
    var tally = Tally()
}

/// Reads bytes as one source, handed out `piece` bytes at a time.
func read<Row: IntakeRow>(
    _ row: Row.Type, _ bytes: [UInt8], name: String = "in.jsonl",
    options: IntakeOptions = IntakeOptions(), piece: Int = .max
) throws(IntakeError) -> Outcome<Row.Record> {
    var reader = try RecordReader<Row>(
        ByteSource.bytes(bytes, name: name, piece: piece), options: options)
    var outcome = Outcome<Row.Record>()
    while true {
        switch try reader.next() {
        case .accepted(let record): outcome.records.append(record)
        case .rejected(let reject): outcome.rejects.append(reject)
        case .end:
            outcome.tally = reader.tally
            outcome.notes = reader.noteLines
            return outcome
        }
    }
}

func read<Row: IntakeRow>(
    _ row: Row.Type, _ text: String, name: String = "in.jsonl",
    options: IntakeOptions = IntakeOptions()
) throws(IntakeError) -> Outcome<Row.Record> {
    try read(row, Array(text.utf8), name: name, options: options)
}

/// All events of a line reader: a line's text, or `!` and the reason of a refusal.
func lines(_ bytes: [UInt8], encoding: TextEncoding? = nil, piece: Int = .max) throws(IntakeError)
    -> [String]
{
    var reader = LineReader(.bytes(bytes, piece: piece), encoding: encoding)
    var result: [String] = []
    while true {
        switch try reader.next() {
        case .line:
            result.append("\(reader.number):" + String(decoding: reader.line, as: UTF8.self))
        case .refused(let why): result.append("\(reader.number)!\(why)")
        case .end: return result
        }
    }
}

/// Collects what closures are given.
final class Collected<Element: Sendable>: Sendable {
    private let elements = Mutex<[Element]>([])
    var all: [Element] { elements.withLock { $0 } }
    func add(_ element: Element) { elements.withLock { $0.append(element) } }
}
