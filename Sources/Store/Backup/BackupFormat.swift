import Journal
import Primitives

/// A backup file: every row of every table as text, the same for both engines.
///
/// Lines of UTF-8, ended by a line feed:
/// ```
/// fuseline-backup 1
/// schema NUMBER                     the newest schema file that had run
/// table NAME COLUMN:KIND …          then its rows; KIND is integer, real, text or bytes
/// ⇥VALUE⇥VALUE…                     one row: values in the order of the columns
/// rows NUMBER                       ends the table
/// end DIGEST                        of all bytes before this line
/// ```
/// A value is `n` (null), `i` and digits, `r` and a number as Swift reads it back exactly, `b` and
/// bytes in base 64, or `t` and text in which `\\`, `\t`, `\n`, `\r`, `\0` stand for the backslash,
/// tab, line feed, carriage return and NUL. The digest is FNV-1a with 64 bits, ended by
/// `StableHash.mixed`: it finds damage, and is no proof against somebody who wants to deceive. No
/// line is longer than `Limits.backupLineBytesMax`.
enum BackupFormat {
    static let first = "fuseline-backup 1"

    static func opening(_ table: SQLTable) -> String {
        let columns = table.columns.map { "\($0.name):\($0.kind.rawValue)" }
        return "table \(table.name) \(columns.joined(separator: " "))"
    }

    /// Reads what `opening` wrote; nil where it is something else.
    static func table(_ line: String) -> SQLTable? {
        let words = line.split(separator: " ").map(String.init)
        guard words.count > 2, words[0] == "table" else { return nil }
        let columns = words.dropFirst(2).compactMap {
            word -> (name: String, kind: SQLTable.Kind)? in
            let parts = word.split(separator: ":")
            guard parts.count == 2, let kind = SQLTable.Kind(rawValue: String(parts[1])) else {
                return nil
            }
            return (String(parts[0]), kind)
        }
        guard columns.count == words.count - 2 else { return nil }
        return SQLTable(name: words[1], columns: columns)
    }

    /// Appends one row, with its line end.
    static func append(_ row: any SQLRow, of table: SQLTable, to bytes: inout [UInt8]) {
        for (index, column) in table.columns.enumerated() {
            bytes.append(tab)
            guard !row.isNull(index) else {
                bytes.append(UInt8(ascii: "n"))
                continue
            }
            switch column.kind {
            case .integer:
                bytes.append(UInt8(ascii: "i"))
                bytes.append(contentsOf: String(row.integer(index)).utf8)
            case .real:
                bytes.append(UInt8(ascii: "r"))
                bytes.append(contentsOf: row.real(index).description.utf8)
            case .text:
                bytes.append(UInt8(ascii: "t"))
                append(escaped: row.text(index), to: &bytes)
            case .bytes:
                bytes.append(UInt8(ascii: "b"))
                bytes.append(contentsOf: Base64.text(row.bytes(index)).utf8)
            }
        }
        bytes.append(lineFeed)
    }

    private static func append(escaped text: String, to bytes: inout [UInt8]) {
        for byte in text.utf8 {
            guard let letter = escapes[byte] else {
                bytes.append(byte)
                continue
            }
            bytes.append(backslash)
            bytes.append(letter)
        }
    }

    /// The values of a row's line; nil where it is none of a table with so many columns.
    static func row(_ line: ArraySlice<UInt8>, columns: Int) -> [SQLValue]? {
        guard line.first == tab else { return nil }
        let fields = line.dropFirst().split(separator: tab, omittingEmptySubsequences: false)
        guard fields.count == columns else { return nil }
        var values: [SQLValue] = []
        values.reserveCapacity(columns)
        for field in fields {
            guard let value = value(field) else { return nil }
            values.append(value)
        }
        return values
    }

    private static func value(_ field: ArraySlice<UInt8>) -> SQLValue? {
        let rest = field.dropFirst()
        switch field.first {
        case UInt8(ascii: "n"): return rest.isEmpty ? .null : nil
        case UInt8(ascii: "i"):
            return Int64(String(decoding: rest, as: UTF8.self)).map { .integer($0) }
        case UInt8(ascii: "r"):
            return Double(String(decoding: rest, as: UTF8.self)).map { .real($0) }
        case UInt8(ascii: "b"): return Base64.bytes(rest).map { .bytes($0) }
        case UInt8(ascii: "t"): return unescaped(rest).map { .text($0) }
        default: return nil
        }
    }

    private static func unescaped(_ field: ArraySlice<UInt8>) -> String? {
        guard field.contains(backslash) else { return String(validating: field, as: UTF8.self) }
        var bytes: [UInt8] = []
        var isEscape = false
        for byte in field {
            if isEscape {
                guard let meant = escapes.first(where: { $0.value == byte })?.key else {
                    return nil
                }
                bytes.append(meant)
                isEscape = false
            } else if byte == backslash {
                isEscape = true
            } else {
                bytes.append(byte)
            }
        }
        return isEscape ? nil : String(validating: bytes, as: UTF8.self)
    }

    static let lineFeed = UInt8(ascii: "\n")
    private static let tab = UInt8(ascii: "\t")
    private static let backslash = UInt8(ascii: "\\")
    private static let escapes: [UInt8: UInt8] = [
        backslash: backslash, tab: UInt8(ascii: "t"), lineFeed: UInt8(ascii: "n"),
        UInt8(ascii: "\r"): UInt8(ascii: "r"), 0: UInt8(ascii: "0"),
    ]
}
