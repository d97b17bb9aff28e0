import Primitives

/// The rows of a CSV file whose columns the caller names: the values of those columns, one row at a
/// time.
///
/// Columns are found by their exact names; others are not read. A row of the wrong form is refused
/// and reading goes on. Memory is bounded by `Limits.lineBytesMax`.
package struct TableReader {
    /// What became of the next row.
    package enum Event {
        /// The row's values, in the order of the columns asked for.
        case row([String])
        case rejected(Reject)
        case end
    }

    /// Rows refused for their form; the caller counts what it accepts.
    package private(set) var refused = 0
    /// The line on which the last row began, 1-based.
    package private(set) var line = 0

    private var lines: LineReader
    private var table: CSVReader
    /// By column asked for: where it stands in the file.
    private let places: [Int]

    /// Reads the header.
    /// - Throws: `IntakeError` where the source cannot be read as a whole, `.header` where it lacks
    ///   one of `columns` or names one twice.
    package init(_ source: ByteSource, columns: [String], encoding: TextEncoding? = nil)
        throws(IntakeError)
    {
        var lines = LineReader(source, encoding: encoding)
        let fields = columns.enumerated().map { RecordField($0, $1) }
        let table = try CSVReader(&lines, schema: Schema(fields, required: fields))
        var places: [Int] = []
        for column in columns {
            let found = table.header.indices.filter { table.header[$0] == column }
            guard let place = found.first else {
                throw .header(source.name, why: "no column \(clipped(column))")
            }
            if found.count > 1 {
                throw .header(source.name, why: "two columns \(clipped(column))")
            }
            places.append(place)
        }
        self.lines = lines
        self.table = table
        self.places = places
    }

    /// Reads one row.
    /// - Throws: `IntakeError.io` where the source fails, `.noConverter`.
    package mutating func next() throws(IntakeError) -> Event {
        switch try table.next(from: &lines) {
        case .end: return .end
        case .refused(let line, let why):
            refused += 1
            return .rejected(Reject(file: lines.name, line: line, field: "", reason: why))
        case .row(let line):
            self.line = line
            return .row(places.map { table.field($0) })
        }
    }
}
