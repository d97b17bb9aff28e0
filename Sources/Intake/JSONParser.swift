import Primitives

/// Where and why a text is not JSON.
package struct JSONProblem: Error, Equatable {
    /// 0-based byte offset into the line as UTF-8.
    package let offset: Int
    package let what: String
    /// The field it is about, where it is about one.
    var field = ""
    /// The text is no JSON, rather than JSON that is no record.
    var isForm = true
}

/// A strict reader of one JSON text (RFC 8259) that keeps what a schema asks for and checks the
/// rest.
///
/// Stricter than the grammar in four things, because each is a way to say two things in one record
/// or to hide something from a later reader: a known key given twice, half of a surrogate pair, an
/// escaped NUL, and a nesting deeper than `Limits.jsonDepthMax`. The bytes must be valid UTF-8, as
/// `LineReader` gives them. One pass, no recursion beyond the depth limit; a value that nobody asks
/// for is checked like any other.
package struct JSONParser {
    let bytes: [UInt8]
    var at = 0
    private let keepsUnknownKeys: Bool
    /// Keys of the record that the schema does not have, where they were asked for.
    private(set) var unknownKeys: [ArraySlice<UInt8>] = []

    package init(_ bytes: [UInt8], keepsUnknownKeys: Bool = false) {
        self.bytes = bytes
        self.keepsUnknownKeys = keepsUnknownKeys
    }

    /// Reads the whole text as one object and puts the values of the schema's fields into `slots`,
    /// by the field's index.
    mutating func record(_ schema: Schema, into slots: inout [RawValue]) throws(JSONProblem) {
        skipMark()
        skipSpace()
        guard peek() == UInt8(ascii: "{") else {
            let found = try value(depth: 0).noun
            let hint = found == "a list" ? "; write a list as one object a line" : ""
            throw JSONProblem(
                offset: 0, what: "an object is needed, found \(found)\(hint)", isForm: false)
        }
        var expected = 0
        try members { parser, key, offset throws(JSONProblem) in
            guard let index = schema.index(ofKey: key, expected: expected) else {
                if parser.keepsUnknownKeys { parser.unknownKeys.append(key) }
                return try parser.skipValue(depth: 1)
            }
            expected = index + 1
            guard slots[index].isAbsent else {
                throw JSONProblem(
                    offset: offset, what: "the key is given twice",
                    field: schema.fields[index].name,
                    isForm: false)
            }
            slots[index] = try parser.value(depth: 1)
        }
        try finish()
    }

    /// Reads the whole text as one value of any kind.
    package mutating func document() throws(JSONProblem) -> RawValue {
        skipMark()
        let result = try value(depth: 0)
        try finish()
        return result
    }

    private mutating func finish() throws(JSONProblem) {
        skipSpace()
        if at < bytes.count { throw problem("the end of the line is needed here") }
    }

    /// Files put together from several can have a byte order mark at the start of a later line.
    private mutating func skipMark() {
        if bytes.starts(with: EncodingGuess.utf8Mark) { at = EncodingGuess.utf8Mark.count }
    }

    mutating func value(depth: Int) throws(JSONProblem) -> RawValue {
        skipSpace()
        guard let byte = peek() else { throw problem("the line ends where a value is needed") }
        switch byte {
        case UInt8(ascii: "\""): return .text(try string())
        case UInt8(ascii: "{"): return try object(depth: depth)
        case UInt8(ascii: "["): return try list(depth: depth)
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number(try number())
        default: throw problem("a value is needed here")
        }
    }

    private mutating func skipValue(depth: Int) throws(JSONProblem) {
        skipSpace()
        if peek() == UInt8(ascii: "\"") {
            try skipString()
        } else {
            _ = try value(depth: depth)
        }
    }

    private mutating func object(depth: Int) throws(JSONProblem) -> RawValue {
        let offset = at
        try checkDepth(depth)
        var found: [RawValue.Member] = []
        var keys: Set<String> = []
        try members { parser, key, offset throws(JSONProblem) in
            let name = String(decoding: key, as: UTF8.self)
            guard keys.insert(name).inserted else {
                throw JSONProblem(offset: offset, what: "the key is given twice")
            }
            found.append(.init(key: name, value: try parser.value(depth: depth + 1)))
        }
        return .object(found, offset: offset)
    }

    private mutating func list(depth: Int) throws(JSONProblem) -> RawValue {
        try checkDepth(depth)
        at += 1
        skipSpace()
        var found: [RawValue] = []
        if take("]") { return .list(found) }
        while true {
            found.append(try value(depth: depth + 1))
            skipSpace()
            if take("]") { return .list(found) }
            guard take(",") else { throw problem("a comma or ] is needed here") }
        }
    }

    /// Walks over the members of the object at hand; `body` gets each key's text and offset and
    /// reads the value.
    private mutating func members(
        _ body: (inout JSONParser, ArraySlice<UInt8>, Int) throws(JSONProblem) -> Void
    ) throws(JSONProblem) {
        at += 1
        skipSpace()
        if take("}") { return }
        while true {
            skipSpace()
            guard peek() == UInt8(ascii: "\"") else {
                throw problem("a key in quotes is needed here")
            }
            let offset = at
            let (range, escaped) = try stringRange()
            let key = escaped ? Array(try unescaped(range).utf8)[...] : bytes[range]
            skipSpace()
            guard take(":") else { throw problem("a colon is needed here") }
            try body(&self, key, offset)
            skipSpace()
            if take("}") { return }
            guard take(",") else { throw problem("a comma or } is needed here") }
        }
    }

    private func checkDepth(_ depth: Int) throws(JSONProblem) {
        if depth >= Limits.jsonDepthMax {
            throw problem("more than \(Limits.jsonDepthMax) levels of nesting")
        }
    }

    private mutating func word(_ text: StaticString, _ meaning: RawValue) throws(JSONProblem)
        -> RawValue
    {
        let isThere = text.withUTF8Buffer { bytes[at...].starts(with: $0) }
        guard isThere else { throw problem("a value is needed here") }
        at += text.utf8CodeUnitCount
        return meaning
    }

    func problem(_ what: String) -> JSONProblem { JSONProblem(offset: at, what: what) }

    @inline(__always)
    func peek() -> UInt8? { at < bytes.count ? bytes[at] : nil }

    @inline(__always)
    mutating func take(_ symbol: Unicode.Scalar) -> Bool {
        guard at < bytes.count, UInt32(bytes[at]) == symbol.value else { return false }
        at += 1
        return true
    }

    @inline(__always)
    mutating func skipSpace() {
        while at < bytes.count,
            bytes[at] == 32 || bytes[at] == 9 || bytes[at] == 13 || bytes[at] == 10
        {
            at += 1
        }
    }
}
