import Mustache

/// Escapes text for HTML, in content and in quoted attributes.
///
/// Bytes are replaced, not characters: a quotation mark that a combining accent has joined is one
/// Swift character with it, and an escape by characters would let it through.
package enum Escaping {
    /// `&`, `<`, `>` and both quotation marks become entities, U+0000 the replacement character.
    package static func html(_ text: String) -> String {
        guard text.utf8.contains(where: needsEscape) else { return text }
        var result: [UInt8] = []
        result.reserveCapacity(text.utf8.count + 32)
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "&"): result += Array("&amp;".utf8)
            case UInt8(ascii: "<"): result += Array("&lt;".utf8)
            case UInt8(ascii: ">"): result += Array("&gt;".utf8)
            case UInt8(ascii: "\""): result += Array("&quot;".utf8)
            case UInt8(ascii: "'"): result += Array("&#39;".utf8)
            // Unicode lets a text hold U+0000; HTML does not.
            case 0: result += Array("\u{FFFD}".utf8)
            default: result.append(byte)
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    private static func needsEscape(_ byte: UInt8) -> Bool {
        switch byte {
        case 0, 0x22, 0x26, 0x27, 0x3C, 0x3E: true
        default: false
        }
    }
}

/// Makes templates escape by `Escaping.html` instead of by the library's own way.
struct ByteEscapedHTML: MustacheContentType {
    /// The name under which every template asks for it in its first line.
    static let name = "FUSELINE"

    func escapeText(_ text: String) -> String { Escaping.html(text) }
}
