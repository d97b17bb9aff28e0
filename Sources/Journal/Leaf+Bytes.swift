import Primitives

// The written form of a leaf, version 1
// =====================================
//
// One JSON object in UTF-8, without spaces and line ends, its keys always in this order:
//
//   {"v":1,"at":1764083451123456,"who":"p-7","role":"investigator","unit":"u-3",
//    "purpose":"case","act":"lead.decide","kind":"lead","id":"l-9","matter":"m-2",
//    "before":"<base64>","after":"<base64>","rules":"…","model":"…","lexicon":"…"}
//
// (broken here to fit). `v` to `id` are always there; the six after them are left out, key and
// all, where they are nil. Numbers are decimal without a sign or leading zeros; `at` is
// microseconds since 1970 UTC. Digests are standard base 64 of 32 bytes with padding, 44
// characters. Texts have 1 to 128 bytes and no control characters; in them `"` and `\` have a `\`
// before them, and nothing else is escaped.
//
// So an act has exactly one form. A reader refuses every other, with its place and the reason,
// even where a JSON parser would take it: what is signed must not have a second reading. A later
// version may add keys; it has another `v`, and readers keep the older forms.

extension Leaf {
    package static let version = 1

    /// The entry that the log keeps, about 250 to 350 bytes.
    package var bytes: [UInt8] {
        var writer = LeafWriter()
        writer.number(at.microseconds)
        writer.text(.who, author.who)
        writer.text(.role, author.role)
        writer.text(.unit, author.unit)
        writer.text(.purpose, purpose)
        writer.text(.act, act)
        writer.text(.kind, subject.kind)
        writer.text(.id, subject.id)
        writer.text(.matter, matter)
        writer.digest(.before, before)
        writer.digest(.after, after)
        writer.text(.rules, versions.rules)
        writer.text(.model, versions.model)
        writer.text(.lexicon, versions.lexicon)
        return writer.finish()
    }

    /// Reads the one written form.
    ///
    /// - Throws: `journal.unreadable` with the place, `journal.leaf_version_unknown`.
    package init(_ bytes: [UInt8]) throws(JournalError) {
        var reader = LeafReader(bytes)
        let at = try reader.moment()
        let who = try reader.text(.who)
        let role = try reader.text(.role)
        let unit = try reader.text(.unit)
        let purpose = try reader.text(.purpose)
        let act = try reader.text(.act)
        let kind = try reader.text(.kind)
        let id = try reader.text(.id)
        let matter = try reader.optionalText(.matter)
        let before = try reader.digest(.before)
        let after = try reader.digest(.after)
        let versions = Versions(
            rules: try reader.optionalText(.rules), model: try reader.optionalText(.model),
            lexicon: try reader.optionalText(.lexicon))
        try reader.finish()
        try self.init(
            at: at, author: Author(who: who, role: role, unit: unit), purpose: purpose, act: act,
            subject: Subject(kind: kind, id: id), matter: matter, before: before, after: after,
            versions: versions)
    }
}

private struct LeafWriter {
    private var out: [UInt8] = []

    init() {
        out.reserveCapacity(384)
        out += "{\"v\":\(Leaf.version)".utf8
    }

    mutating func number(_ value: Int64) {
        out += ",\"at\":".utf8
        out += String(value).utf8
    }

    mutating func text(_ field: Leaf.Field, _ text: String?) {
        guard let text else { return }
        out += field.opening
        for byte in text.utf8 {
            if byte == quote || byte == backslash { out.append(backslash) }
            out.append(byte)
        }
        out.append(quote)
    }

    mutating func digest(_ field: Leaf.Field, _ digest: Digest?) {
        guard let digest else { return }
        out += field.opening
        Base64.append(digest.bytes, to: &out)
        out.append(quote)
    }

    mutating func finish() -> [UInt8] {
        out.append(UInt8(ascii: "}"))
        return out
    }

}

private struct LeafReader {
    private let bytes: [UInt8]
    private var at = 0

    private static let start = Array("{\"v\":".utf8)
    private static let beforeMoment = Array(",\"at\":".utf8)

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The version and the moment, with which every leaf begins.
    mutating func moment() throws(JournalError) -> Timestamp {
        guard bytes.count <= Limits.logEntryBytesMax else {
            throw refusal("it has more than \(Limits.logEntryBytesMax) bytes")
        }
        try expect(Self.start)
        let version = try number()
        guard version == Leaf.version else { throw .leafVersionUnknown(Int(version)) }
        try expect(Self.beforeMoment)
        return Timestamp(microseconds: try number())
    }

    mutating func text(_ field: Leaf.Field) throws(JournalError) -> String {
        try expect(field.opening)
        return try string()
    }

    mutating func optionalText(_ field: Leaf.Field) throws(JournalError) -> String? {
        take(field.opening) ? try string() : nil
    }

    mutating func digest(_ field: Leaf.Field) throws(JournalError) -> Digest? {
        guard take(field.opening) else { return nil }
        let start = at
        let end = min(start + 44, bytes.count)
        guard let digest = Digest(base64: bytes[start..<end]) else {
            throw refusal("\(field.name) is no digest")
        }
        at = end
        try expect([quote])
        return digest
    }

    mutating func finish() throws(JournalError) {
        guard take([UInt8(ascii: "}")]) else {
            throw refusal("neither the end nor a key that may stand here")
        }
        guard at == bytes.count else { throw refusal("there is more after the end") }
    }

    private mutating func take(_ text: [UInt8]) -> Bool {
        guard bytes.count - at >= text.count else { return false }
        for offset in text.indices where bytes[at + offset] != text[offset] { return false }
        at += text.count
        return true
    }

    private mutating func expect(_ text: [UInt8]) throws(JournalError) {
        guard take(text) else {
            throw refusal("`\(String(decoding: text, as: UTF8.self))` must stand here")
        }
    }

    /// Decimal digits without a leading zero; the value fits.
    private mutating func number() throws(JournalError) -> Int64 {
        let start = at
        var value: Int64 = 0
        while at < bytes.count, (48...57).contains(bytes[at]) {
            let (tens, isTooLarge) = value.multipliedReportingOverflow(by: 10)
            let (sum, overflows) = tens.addingReportingOverflow(Int64(bytes[at]) - 48)
            guard !isTooLarge, !overflows else { break }
            value = sum
            at += 1
        }
        let count = at - start
        guard count == 1 || count > 1 && bytes[start] != 48 else {
            at = start
            throw refusal("a number without leading zeros must stand here")
        }
        return value
    }

    /// The rest of a text whose first quote is read, its last quote included.
    private mutating func string() throws(JournalError) -> String {
        var value: [UInt8] = []
        value.reserveCapacity(32)
        let start = at
        while at < bytes.count, bytes[at] != quote {
            if bytes[at] == backslash {
                at += 1
                guard at < bytes.count, bytes[at] == quote || bytes[at] == backslash else {
                    throw refusal("only quotes and backslashes are escaped")
                }
            }
            guard bytes[at] >= 0x20, bytes[at] != 0x7F else {
                throw refusal("a control character")
            }
            value.append(bytes[at])
            at += 1
        }
        try expect([quote])
        guard !value.isEmpty, value.count <= Limits.idBytesMax else {
            throw .unreadable(
                .leaf, at: start, reason: "a text has 1 to \(Limits.idBytesMax) bytes")
        }
        guard let text = String(validating: value, as: UTF8.self) else {
            throw .unreadable(.leaf, at: start, reason: "no valid UTF-8")
        }
        return text
    }

    private func refusal(_ reason: String) -> JournalError {
        .unreadable(.leaf, at: at, reason: reason)
    }
}

private let quote = UInt8(ascii: "\"")
private let backslash = UInt8(ascii: "\\")
