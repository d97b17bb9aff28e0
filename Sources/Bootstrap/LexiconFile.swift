import Casework
import Foundation
import Primitives
package import Intake
package import Screening

/// A lexicon's file, as it ships (tab-separated, its name on the first line) or as CSV.
package struct LexiconFile: Sendable {
    /// The name on its first line; nil for CSV, which has none.
    package let name: String?
    package let rows: [LexiconRow]
    /// One reject for each row that could not be read.
    package let rejects: [Reject]
    /// Sentences on columns that were not read.
    package let notes: [String]

    /// Reads the file at `path`, which is CSV where its first line is no lexicon's name.
    ///
    /// - Throws: `IntakeError`.
    package static func read(_ path: String) throws(IntakeError) -> LexiconFile {
        let source = try ByteSource.open(path)
        guard let size = source.byteCount, size <= Limits.lexiconFileBytesMax,
            let data = FileManager.default.contents(atPath: path)
        else {
            throw .document(
                path, why: "it is no file of at most \(Limits.lexiconFileBytesMax) bytes")
        }
        return try read([UInt8](data), name: path)
    }

    /// Reads a file's bytes; as `read` of a path, which messages call `name`.
    package static func read(_ bytes: [UInt8], name: String) throws(IntakeError) -> LexiconFile {
        if let table = Lexicon.rows(ofTable: bytes) {
            return LexiconFile(name: table.name, rows: table.rows, rejects: [], notes: [])
        }
        let table = try LexiconTable.read(ByteSource.bytes(bytes, name: name))
        return LexiconFile(
            name: nil, rows: table.rows.map { LexiconRow(line: $0.line, cells: $0.cells) },
            rejects: table.rejects, notes: table.notes)
    }

    /// The rows judged, under `name` where the file has none of its own.
    package func draft(name: String) -> LexiconDraft {
        LexiconDraft(name: self.name ?? name, rows: rows, unreadable: unreadable)
    }

    /// The rejects as faults of a lexicon.
    package var unreadable: [LexiconFault] {
        rejects.map { reject in
            LexiconFault(
                line: reject.line, term: "", field: reject.field, code: .form,
                values: ["reason": reject.reason])
        }
    }

    /// What the bytes of an upload hold.
    static func sheet(of bytes: [UInt8]) -> LexiconSheet {
        do throws(IntakeError) {
            let file = try read(bytes, name: "CSV")
            return LexiconSheet(rows: file.rows, unreadable: file.unreadable)
        } catch {
            return LexiconSheet(problem: error.message)
        }
    }
}
