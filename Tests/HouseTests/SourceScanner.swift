/// Walks over Swift text once and blanks what is no code.
///
/// Knows line comments, nested block comments, one-line and multi-line strings, raw strings with
/// any number of `#`, and interpolations inside them (whose code is blanked with the string).
struct SourceScanner {
    private let bytes: [UInt8]
    private(set) var code: [UInt8]
    private(set) var literals: [SourceFile.Literal] = []
    private var index = 0
    private var line = 1

    init(_ text: String) {
        bytes = Array(text.utf8)
        code = bytes
    }

    mutating func scan() {
        while index < bytes.count {
            if at("//") {
                while index < bytes.count, bytes[index] != newline { blank() }
            } else if at("/*") {
                blockComment()
            } else if let hashes = stringStart() {
                string(hashes: hashes)
            } else {
                step()
            }
        }
    }

    private let newline = UInt8(ascii: "\n")
    private let quote = UInt8(ascii: "\"")
    private let hash = UInt8(ascii: "#")

    private func at(_ text: StaticString) -> Bool {
        let count = text.utf8CodeUnitCount
        guard index + count <= bytes.count else { return false }
        return text.withUTF8Buffer { $0.elementsEqual(bytes[index..<(index + count)]) }
    }

    private mutating func step() {
        if bytes[index] == newline { line += 1 }
        index += 1
    }

    private mutating func blank() {
        if bytes[index] != newline { code[index] = UInt8(ascii: " ") }
        step()
    }

    private mutating func blank(_ count: Int) {
        for _ in 0..<count where index < bytes.count { blank() }
    }

    private mutating func blockComment() {
        var depth = 0
        repeat {
            if at("/*") {
                depth += 1
                blank(2)
            } else if at("*/") {
                depth -= 1
                blank(2)
            } else {
                blank()
            }
        } while depth > 0 && index < bytes.count
    }

    /// How many `#` open a string here; nil where none does.
    private func stringStart() -> Int? {
        var end = index
        while end < bytes.count, bytes[end] == hash { end += 1 }
        return end < bytes.count && bytes[end] == quote ? end - index : nil
    }

    private mutating func string(hashes: Int) {
        let first = line
        blank(hashes)
        let quotes = at("\"\"\"") ? 3 : 1
        blank(quotes)
        let start = index
        while index < bytes.count, !closes(quotes: quotes, hashes: hashes) {
            if escape(hashes: hashes) {
                let interpolates =
                    index + 1 + hashes < bytes.count
                    && bytes[index + 1 + hashes] == UInt8(ascii: "(")
                blank(2 + hashes)
                if interpolates { interpolation() }
            } else {
                blank()
            }
        }
        literals.append(
            .init(text: String(decoding: bytes[start..<index], as: UTF8.self), line: first))
        blank(quotes + hashes)
    }

    private func closes(quotes: Int, hashes: Int) -> Bool {
        guard index + quotes + hashes <= bytes.count else { return false }
        return bytes[index..<(index + quotes)].allSatisfy { $0 == quote }
            && bytes[(index + quotes)..<(index + quotes + hashes)].allSatisfy { $0 == hash }
    }

    private func escape(hashes: Int) -> Bool {
        guard bytes[index] == UInt8(ascii: "\\"), index + hashes + 1 < bytes.count else {
            return false
        }
        return bytes[(index + 1)..<(index + 1 + hashes)].allSatisfy { $0 == hash }
    }

    /// The rest of `\( … )`, its own strings and comments included.
    private mutating func interpolation() {
        var depth = 1
        while index < bytes.count, depth > 0 {
            if let hashes = stringStart() {
                string(hashes: hashes)
                continue
            }
            if bytes[index] == UInt8(ascii: "(") { depth += 1 }
            if bytes[index] == UInt8(ascii: ")") { depth -= 1 }
            blank()
        }
    }
}
