package import Screening

/// A lexicon as a spreadsheet takes it: RFC 4180, UTF-8 with a byte order mark.
package enum LexiconCSV {
    /// The header and one row an entry, lines ended by CRLF.
    ///
    /// A cell that begins with `=`, `+`, `-` or `@` gets an apostrophe in front, since a
    /// spreadsheet would read `+v` as a formula; reading takes it off again.
    package static func bytes(_ lexicon: Lexicon) -> [UInt8] {
        var result: [UInt8] = [0xEF, 0xBB, 0xBF]
        for row in [Lexicon.header] + lexicon.terms.map(\.cells) {
            result += Array(row.map { cell($0) }.joined(separator: ",").utf8)
            result += [0x0D, 0x0A]
        }
        return result
    }

    /// What to call the file: `name@version.csv`.
    package static func fileName(_ lexicon: Lexicon) -> String { "\(lexicon.name).csv" }

    private static func cell(_ text: String) -> String {
        let dressed = needsApostrophe(text) ? "'\(text)" : text
        // The separators that reading tries, a quote, and line ends, which no cell of ours has.
        let isPlain = dressed.utf8.allSatisfy { byte in
            byte >= 0x20 && !",;\"".utf8.contains(byte)
        }
        guard !isPlain else { return dressed }
        // By bytes: a mark that joins a quotation mark makes one character of both.
        let quote = UInt8(ascii: "\"")
        let doubled = dressed.utf8.flatMap { $0 == quote ? [$0, $0] : [$0] }
        return "\"\(String(decoding: doubled, as: UTF8.self))\""
    }

    private static func needsApostrophe(_ text: String) -> Bool {
        let bytes = text.utf8
        guard let first = bytes.first else { return false }
        if "=+-@".utf8.contains(first) { return true }
        // A cell that looks dressed already.
        guard first == UInt8(ascii: "'"), let next = bytes.dropFirst().first else { return false }
        return "=+-@'".utf8.contains(next)
    }
}
