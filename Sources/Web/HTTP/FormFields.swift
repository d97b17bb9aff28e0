/// The fields of a form or of an address's query, `application/x-www-form-urlencoded` (WHATWG URL
/// Standard, section 5).
///
/// A field may come more than once; order is kept. Invalid percent signs stand for themselves, as
/// browsers read them; bytes that are no UTF-8 make the whole invalid.
package struct FormFields: Hashable, Sendable {
    package private(set) var pairs: [Pair]
    /// What a form with files brought; an empty file field of a browser is one without bytes.
    package private(set) var files: [File] = []

    /// A file by the name of its field.
    package struct File: Hashable, Sendable {
        package let name: String
        /// As the browser tells it; never a path to open.
        package let fileName: String
        package let bytes: [UInt8]

        package init(name: String, fileName: String, bytes: [UInt8]) {
            self.name = name
            self.fileName = fileName
            self.bytes = bytes
        }
    }

    /// One name with one value.
    package struct Pair: Hashable, Sendable {
        package let name: String
        package let value: String

        package init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    package init(pairs: [Pair] = []) { self.pairs = pairs }

    /// Nil where a name or a value is no UTF-8.
    package init?(encoded bytes: some Collection<UInt8>) {
        pairs = []
        for field in bytes.split(separator: UInt8(ascii: "&")) {
            let equals = field.firstIndex(of: UInt8(ascii: "="))
            let valueStart = equals.map { field.index(after: $0) } ?? field.endIndex
            guard let name = Self.decoded(field[..<(equals ?? field.endIndex)]),
                let value = Self.decoded(field[valueStart...])
            else { return nil }
            pairs.append(Pair(name, value))
        }
    }

    /// Of every field, in order, as often as they come.
    package var names: [String] { pairs.map(\.name) }

    /// The first value of `name`, spaces at its ends left out; nil where there is none or it is
    /// blank.
    package subscript(_ name: String) -> String? {
        guard let raw = pairs.first(where: { $0.name == name })?.value else { return nil }
        let trimmed = raw.trimmingSpaces
        return trimmed.isEmpty ? nil : trimmed
    }

    /// Every value of `name` in order, as it was sent.
    package func all(_ name: String) -> [String] {
        pairs.filter { $0.name == name }.map(\.value)
    }

    package mutating func add(_ name: String, _ value: String?) {
        if let value { pairs.append(Pair(name, value)) }
    }

    mutating func add(_ file: File) { files.append(file) }

    /// The first file of the field `name` that has any bytes.
    package func file(_ name: String) -> File? {
        files.first { $0.name == name && !$0.bytes.isEmpty }
    }

    /// The encoded form, without a question mark; files have no place in it.
    package var encoded: String {
        pairs.map { "\(Self.encoded($0.name))=\(Self.encoded($0.value))" }.joined(separator: "&")
    }

    private static func decoded(_ bytes: some Collection<UInt8>) -> String? {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var rest = bytes[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "+") {
                result.append(UInt8(ascii: " "))
            } else if byte == UInt8(ascii: "%"), rest.count >= 2,
                let high = hexValue(rest.first), let low = hexValue(rest.dropFirst().first)
            {
                result.append(high << 4 | low)
                rest = rest.dropFirst(2)
            } else {
                result.append(byte)
            }
        }
        return String(validating: result, as: UTF8.self)
    }

    private static func hexValue(_ byte: UInt8?) -> UInt8? {
        switch byte {
        case .some(let digit) where (48...57).contains(digit): digit - 48
        case .some(let letter) where (65...70).contains(letter): letter - 55
        case .some(let letter) where (97...102).contains(letter): letter - 87
        default: nil
        }
    }

    /// Everything but RFC 3986's unreserved characters becomes `%XX`.
    package static func encoded(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF")
        var result = ""
        for byte in text.utf8 {
            switch byte {
            case 48...57, 65...90, 97...122, 45, 46, 95, 126:
                result.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                result.append("%")
                result.append(digits[Int(byte >> 4)])
                result.append(digits[Int(byte & 15)])
            }
        }
        return result
    }
}

extension String {
    /// Without white space at its ends.
    var trimmingSpaces: String {
        let scalars = unicodeScalars
        guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
            let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
        else { return "" }
        return String(self[first...last])
    }
}
