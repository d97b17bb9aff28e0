package import Primitives
package import Records

/// The fields of one record, read one by one into typed values, with every fault noted.
///
/// A fault does not stop the reading: what is wrong with a record is told all at once. JSON must
/// have the documented types; a CSV cell is text, and what it unambiguously says is read from it.
package struct FieldReader {
    let schema: Schema
    /// True for CSV.
    let isLoose: Bool
    /// The zone of times without one, where the user named it.
    let zone: Seconds?
    /// By field index.
    var values: [RawValue]
    /// By field index, what the unit in a CSV header is worth.
    var scales: [Double]
    package private(set) var faults: [Fault] = []
    /// Values left out of an accepted record, told once at the end.
    private(set) var omissions: [Omission] = []

    /// Why a value was left out although its record was accepted.
    struct Omission: Hashable {
        let field: String
        let why: String
    }

    init(schema: Schema, isLoose: Bool, zone: Seconds?) {
        self.schema = schema
        self.isLoose = isLoose
        self.zone = zone
        values = [RawValue](repeating: .absent, count: schema.fields.count)
        scales = [Double](repeating: 1, count: schema.fields.count)
    }

    /// Forgets the record but not the columns.
    mutating func reset() {
        for index in values.indices { values[index] = .absent }
        faults.removeAll(keepingCapacity: true)
        omissions.removeAll(keepingCapacity: true)
    }

    /// Notes a fault: the record will be refused, after its other fields are read.
    package mutating func refuse(_ field: RecordField, _ reason: String) {
        faults.append(Fault(field: field.name, reason: reason))
    }

    /// Notes that a value was left out, without refusing the record.
    package mutating func omit(_ field: RecordField, _ why: String) {
        omissions.append(Omission(field: field.name, why: why))
    }

    /// Whether the record has the field with anything in it; null is nothing.
    package func has(_ field: RecordField) -> Bool {
        switch values[field.index] {
        case .absent, .null: false
        default: true
        }
    }

    mutating func refuseType(_ field: RecordField, needed: String) {
        refuse(field, "\(needed) is needed, found \(values[field.index].noun)")
    }

    /// The field's text exactly as given, or nil where there is none.
    package mutating func verbatim(_ field: RecordField, bytesMax: Int) -> String? {
        switch values[field.index] {
        case .absent, .null: return nil
        case .text(let text):
            if text.utf8.count <= bytesMax { return text }
            refuse(field, "longer than \(bytesMax) bytes")
        default: refuseType(field, needed: "a string")
        }
        return nil
    }

    /// The field's text without white space at its ends; nil where nothing is left.
    package mutating func text(_ field: RecordField, bytesMax: Int = Limits.fieldBytesMax)
        -> String?
    {
        guard let text = verbatim(field, bytesMax: bytesMax) else { return nil }
        let inside = trimmed(text)
        return inside.isEmpty ? nil : inside
    }

    /// As `text`, but its absence is a fault; empty after one.
    package mutating func requiredText(
        _ field: RecordField, bytesMax: Int = Limits.fieldBytesMax
    ) -> String {
        let before = faults.count
        if let text = text(field, bytesMax: bytesMax) { return text }
        if faults.count == before { refuse(field, has(field) ? "is empty" : "is missing") }
        return ""
    }

    /// An id or a number that names one thing: `requiredText` of at most `Limits.idBytesMax` bytes.
    ///
    /// In CSV the dress that keeps a spreadsheet from turning it into a number is taken off
    /// (`="123"`, a leading apostrophe), and what a spreadsheet did turn is refused.
    package mutating func requiredID(_ field: RecordField) -> String {
        let text = requiredText(field, bytesMax: Limits.idBytesMax)
        return isLoose ? undressed(text, field) : text
    }

    /// As `requiredID` for a field that may be missing.
    package mutating func id(_ field: RecordField) -> String? {
        guard let text = text(field, bytesMax: Limits.idBytesMax) else { return nil }
        return isLoose ? undressed(text, field) : text
    }

    mutating func undressed(_ text: String, _ field: RecordField) -> String {
        var inside = Substring(text)
        if inside.hasPrefix("=\""), inside.hasSuffix("\""), inside.utf8.count > 3 {
            inside = inside.dropFirst(2).dropLast()
        } else if inside.hasPrefix("'"), inside.utf8.count > 1 {
            inside = inside.dropFirst()
        }
        let result = String(inside)
        if isScientific(result) {
            refuse(field, "a spreadsheet turned it into \(result); export the column as text")
        }
        return result
    }

    /// The value of the word in the field, from the table; nil where there is none.
    ///
    /// Words are compared in lower case. `choices` names the documented words for the reason.
    package mutating func word<Value>(
        _ field: RecordField, _ table: [String: Value], choices: String
    ) -> Value? {
        guard let text = text(field) else { return nil }
        if let value = table[text] ?? table[text.lowercased()] { return value }
        refuse(field, "one of \(choices) is needed, found \(clipped(text))")
        return nil
    }

    /// As `word`, but its absence is a fault.
    package mutating func requiredWord<Value>(
        _ field: RecordField, _ table: [String: Value], choices: String
    ) -> Value? {
        let before = faults.count
        let value = word(field, table, choices: choices)
        if value == nil, faults.count == before {
            refuse(field, has(field) ? "is empty" : "is missing")
        }
        return value
    }

    /// A yes or no: `true` or `false` in JSON, a word of the table in CSV.
    package mutating func flag(_ field: RecordField) -> Bool? {
        switch values[field.index] {
        case .absent, .null: return nil
        case .bool(let value): return value
        case .text where isLoose:
            return word(field, Self.flags, choices: "true, false")
        default:
            refuseType(field, needed: "true or false")
            return nil
        }
    }

    private static let flags: [String: Bool] = [
        "true": true, "yes": true, "y": true, "1": true, "是": true, "已验视": true, "已验": true,
        "false": false, "no": false, "n": false, "0": false, "否": false, "未验视": false, "未验": false,
    ]

    /// The strings of a list; in CSV the parts of the cell between `;`, `、`, `|` or commas.
    package mutating func strings(_ field: RecordField, countMax: Int) -> [String] {
        var result: [String] = []
        switch values[field.index] {
        case .absent, .null: return []
        case .list(let elements):
            for element in elements.prefix(countMax + 1) {
                guard case .text(let text) = element else {
                    refuse(field, "a list of strings is needed, found \(element.noun) in it")
                    return []
                }
                result.append(trimmed(text))
            }
        case .text(let text) where isLoose:
            result = text.split { ";；、|,，".contains($0) }.map { trimmed(String($0)) }
        default: refuseType(field, needed: "a list of strings")
        }
        if result.count > countMax {
            refuse(field, "more than \(countMax) entries")
            return []
        }
        return result.filter { !$0.isEmpty }
    }

    /// A telephone number; one that is neither whole nor masked is left out and noted, since a
    /// waybill with a foreign or a broken number is still evidence.
    package mutating func phone(_ field: RecordField) -> Phone? {
        guard var text = text(field) else { return nil }
        if isLoose { text = undressed(text, field) }
        let phone = Phone(text)
        if phone == nil { omit(field, "no telephone number of the mainland, whole or masked") }
        return phone
    }
}

/// At most 24 characters of a value, in quotes, for a reason.
func clipped(_ text: String) -> String {
    let safe = text.unicodeScalars.prefix(24).map {
        $0.value < 0x20 || $0.value == 0x7F ? "·" : String($0)
    }
    return "\"\(safe.joined())\(text.unicodeScalars.count > 24 ? "…" : "")\""
}

/// `7.53E+13`, which a spreadsheet makes of a long number and which has lost its last digits.
private func isScientific(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    guard bytes.count >= 5, let place = bytes.firstIndex(of: UInt8(ascii: "E")), place > 0,
        place + 2 < bytes.count, bytes[place + 1] == UInt8(ascii: "+"),
        bytes[..<place].contains(UInt8(ascii: "."))
    else { return false }
    let isDigit: (UInt8) -> Bool = { $0 >= 48 && $0 <= 57 }
    return bytes[..<place].allSatisfy { isDigit($0) || $0 == UInt8(ascii: ".") }
        && bytes[(place + 2)...].allSatisfy(isDigit)
}

/// Without white space and invisible marks at both ends; ASCII and Chinese spaces alike.
func trimmed(_ text: String) -> String {
    let bytes = text.utf8
    guard let first = bytes.first, let last = bytes.last else { return text }
    // Only a text that begins or ends with a byte that a space can have needs a closer look.
    let suspects: (UInt8) -> Bool = {
        switch $0 {
        case 0...0x20, 0xC2, 0xE2, 0xE3, 0xEF: true
        default: false
        }
    }
    if !suspects(first), last > 0x20, last != 0x80, last != 0xA0, last != 0x8B, last != 0xBF,
        last != 0x85, last < 0x88 || last > 0x8F
    {
        return text
    }
    let scalars = text.unicodeScalars
    let isBlank: (Unicode.Scalar) -> Bool = {
        $0.properties.isWhitespace || $0.value == 0xFEFF || (0x200B...0x200F).contains($0.value)
    }
    guard let start = scalars.firstIndex(where: { !isBlank($0) }),
        let end = scalars.lastIndex(where: { !isBlank($0) })
    else { return "" }
    return String(scalars[start...end])
}
