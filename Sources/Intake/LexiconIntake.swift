import Primitives

/// One row of a lexicon's table (词库), as `term,group,match,canonical,class,unless,hit,miss,source`
/// has it; what the cells say is judged by whoever knows the lexicon.
package enum LexiconIntake: IntakeRow {
    package static let tellsUnknownKeys = true

    static let term = RecordField(0, "term", aliases: ["词", "词条"])
    static let group = RecordField(1, "group", aliases: ["分组"])
    static let match = RecordField(2, "match", aliases: ["匹配", "匹配方式"])
    static let canonical = RecordField(3, "canonical", aliases: ["本名", "标准名"])
    static let goodsClass = RecordField(4, "class", aliases: ["类别"])
    static let unless = RecordField(5, "unless", aliases: ["排除词", "正常语境词"])
    static let hit = RecordField(6, "hit", aliases: ["应命中", "正例"])
    static let miss = RecordField(7, "miss", aliases: ["不应报", "反例"])
    static let source = RecordField(8, "source", aliases: ["来源"])

    private static let fields = [
        term, group, match, canonical, goodsClass, unless, hit, miss, source,
    ]

    /// Every column must be there: one left out would empty it in all entries.
    package static let schema = Schema(fields, required: fields)

    /// Reads the nine cells in the order of the schema, without blanks at their ends.
    package static func record(_ fields: inout FieldReader) -> [String]? {
        Self.fields.map { field in
            let text = undressed(fields.text(field) ?? "")
            switch field.index {
            case match.index: return list(text, separator: ",")
            case unless.index: return list(text, separator: " ")
            default: return text
            }
        }
    }

    /// Without the apostrophe that keeps a spreadsheet from reading `+v` as a formula: see
    /// `LexiconCSV` in Casework, which puts it there.
    private static func undressed(_ text: String) -> String {
        let bytes = text.utf8
        guard bytes.first == UInt8(ascii: "'"), let next = bytes.dropFirst().first,
            "=+-@'".utf8.contains(next)
        else { return text }
        return String(text.dropFirst())
    }

    /// A list as people write one, parted as the table parts it; spaces part words alone.
    private static func list(_ text: String, separator: String) -> String {
        text.split { ",，、;；".contains($0) || $0 == " " || $0 == "\u{3000}" }
            .joined(separator: separator)
    }
}

/// All rows of a lexicon's CSV file.
package struct LexiconTable: Sendable {
    /// One row that could be read, and the line on which it begins.
    package struct Row: Hashable, Sendable {
        package let line: Int
        package let cells: [String]
    }

    package let rows: [Row]
    /// One reject for each row that could not be read.
    package let rejects: [Reject]
    /// Sentences on columns that were not read.
    package let notes: [String]

    /// Reads a source to its end.
    ///
    /// - Throws: `IntakeError`, `.header` where a column is missing, `.document` above
    ///   `Limits.lexiconFileBytesMax` or `Limits.lexiconTermsMax`.
    package static func read(_ source: ByteSource) throws(IntakeError) -> LexiconTable {
        var options = IntakeOptions()
        options.format = .csv
        var reader = try RecordReader<LexiconIntake>(source, options: options)
        var rows: [Row] = []
        var rejects: [Reject] = []
        while true {
            guard reader.bytesTaken <= Limits.lexiconFileBytesMax else {
                throw .document(
                    source.name, why: "it is larger than \(Limits.lexiconFileBytesMax) bytes")
            }
            guard reader.tally.read <= Limits.lexiconTermsMax else {
                throw .document(
                    source.name, why: "it has more than \(Limits.lexiconTermsMax) rows")
            }
            switch try reader.next() {
            case .accepted(let cells): rows.append(Row(line: reader.line, cells: cells))
            case .rejected(let reject): rejects.append(reject)
            case .end:
                return LexiconTable(rows: rows, rejects: rejects, notes: reader.noteLines)
            }
        }
    }
}
