import Primitives

/// One field of a record: its name, and what CSV headers call it.
package struct RecordField: Sendable {
    /// Which formats have the field.
    package enum Formats: Sendable { case both, json, csv }

    package let index: Int
    /// The JSON key, the CSV column and the name in rejects.
    package let name: String
    package let formats: Formats
    /// Other headers a CSV column may have, in lower case, without spaces or a unit in brackets.
    package let aliases: [String]
    /// What the units that may stand in brackets behind a header are worth: `["g": 0.001]` where
    /// the field is in kilograms.
    package let units: [String: Double]

    init(
        _ index: Int, _ name: String, _ formats: Formats = .both, aliases: [String] = [],
        units: [String: Double] = [:]
    ) {
        self.index = index
        self.name = name
        self.formats = formats
        self.aliases = aliases
        self.units = units
    }
}

/// The fields of one kind of record.
package struct Schema: Sendable {
    package let fields: [RecordField]
    /// Without these a CSV file is refused as a whole: no row of it could be accepted.
    package let required: [RecordField]
    private let keys: [[UInt8]]
    private let columns: [String: Int]

    init(_ fields: [RecordField], required: [RecordField]) {
        self.fields = fields
        self.required = required
        keys = fields.map { $0.formats == .csv ? [] : Array($0.name.utf8) }
        var columns: [String: Int] = [:]
        for (place, field) in fields.enumerated() {
            precondition(field.index == place, "a field's index is its place in the schema")
            if field.formats == .json { continue }
            for name in [field.name] + field.aliases {
                precondition(columns[name] == nil, "a header names one field")
                columns[name] = place
            }
        }
        self.columns = columns
    }

    /// The field of a JSON key; looked for from `expected` on, since records of one file have their
    /// keys in one order.
    func index(ofKey key: ArraySlice<UInt8>, expected: Int) -> Int? {
        for step in keys.indices {
            let place = expected + step
            let index = place < keys.count ? place : place - keys.count
            if keys[index].count == key.count, keys[index].elementsEqual(key) {
                return key.isEmpty ? nil : index
            }
        }
        return nil
    }

    /// The field of a CSV header and what its unit is worth; nil for an unknown header, one with an
    /// unknown unit included.
    func column(_ header: String) -> (index: Int, scale: Double)? {
        let name = Self.folded(header)
        if let index = columns[name] { return (index, 1) }
        guard name.hasSuffix(")"), let open = name.lastIndex(of: "("),
            let index = columns[String(name[..<open])]
        else { return nil }
        let unit = String(name[name.index(after: open)...].dropLast())
        return fields[index].units[unit].map { (index, $0) }
    }

    /// Lower case, brackets and the star narrow, without white space or byte order mark.
    static func folded(_ header: String) -> String {
        var result = ""
        for scalar in header.unicodeScalars {
            switch scalar.value {
            case 0xFF08: result.append("(")
            case 0xFF09: result.append(")")
            case 0xFF0A, 0x2A: continue
            case 0xFEFF, 0x200B: continue
            default:
                if !scalar.properties.isWhitespace { result.append(Character(scalar)) }
            }
        }
        return result.lowercased()
    }
}
