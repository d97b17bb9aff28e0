import Primitives
package import Records

/// What a registry file holds: divisions with their stations, and licences.
///
/// `{"divisions": [{code, name, lon, lat, datum, station}], "licences": [{number, kind, holder,
/// address, division, valid_from, valid_to, phones, accounts}]}`; either list may be missing, other
/// keys are ignored.
package struct RegistryFile: Sendable {
    package let divisions: [Division]
    package let licences: [Licence]
    /// One reject an entry at fault; the field is `licences[3].valid_to`.
    package let rejects: [Reject]

    /// Entries read, accepted and rejected.
    package var tally: Tally {
        Tally(accepted: divisions.count + licences.count, rejected: rejects.count)
    }

    /// Reads the whole file, `-` being standard input.
    /// - Throws: `IntakeError`, `.document` where it is no JSON object or larger than
    ///   `Limits.registryBytesMax`.
    package static func read(_ path: String) throws(IntakeError) -> RegistryFile {
        try read(ByteSource.open(path))
    }

    /// Reads all of a source; as `read` of a path.
    package static func read(_ source: ByteSource) throws(IntakeError) -> RegistryFile {
        let bytes = try wholeText(source)
        var parser = JSONParser(bytes)
        let document: RawValue
        do throws(JSONProblem) {
            document = try parser.document()
        } catch {
            let line = lineNumber(bytes, error.offset)
            throw .document(
                source.name, why: "line \(line), byte offset \(error.offset): \(error.what)")
        }
        guard case .object(let members, _) = document else {
            throw .document(source.name, why: "an object is needed, found \(document.noun)")
        }
        var reader = EntryReader(file: source.name, bytes: bytes)
        let divisions = try reader.entries(DivisionIntake.self, "divisions", of: members)
        let licences = try reader.entries(LicenceIntake.self, "licences", of: members)
        return RegistryFile(divisions: divisions, licences: licences, rejects: reader.rejects)
    }

    /// All of a source as UTF-8.
    static func wholeText(_ source: ByteSource) throws(IntakeError) -> [UInt8] {
        var lines = LineReader(source)
        var text: [UInt8] = []
        while true {
            switch try lines.next() {
            case .end: return text
            case .refused(let why):
                throw .document(source.name, why: "line \(lines.number): \(why)")
            case .line:
                text.append(contentsOf: lines.line)
                text.append(10)
                if text.count > Limits.registryBytesMax {
                    throw .document(
                        source.name, why: "it is larger than \(Limits.registryBytesMax) bytes")
                }
            }
        }
    }
}

/// The 1-based line in which the byte at `offset` stands.
func lineNumber(_ bytes: [UInt8], _ offset: Int) -> Int {
    bytes[..<min(offset, bytes.count)].count { $0 == 10 } + 1
}

/// Reads the lists of a registry file.
private struct EntryReader {
    let file: String
    let bytes: [UInt8]
    var rejects: [Reject] = []
    /// Entries come in order, so lines are counted once.
    private var counted = (offset: 0, line: 1)

    init(file: String, bytes: [UInt8]) {
        self.file = file
        self.bytes = bytes
    }

    mutating func entries<Row: IntakeRow>(
        _ row: Row.Type, _ list: String, of members: [RawValue.Member]
    ) throws(IntakeError) -> [Row.Record] {
        guard let member = members.first(where: { $0.key == list }) else { return [] }
        guard case .list(let entries) = member.value else {
            throw .document(file, why: "\(list): a list is needed, found \(member.value.noun)")
        }
        var result: [Row.Record] = []
        var fields = FieldReader(schema: Row.schema, isLoose: false, zone: nil)
        var line = counted.line
        for (place, entry) in entries.enumerated() {
            let name = "\(list)[\(place)]"
            guard case .object(let values, let offset) = entry else {
                let reason = "an object is needed, found \(entry.noun)"
                rejects.append(Reject(file: file, line: line, field: name, reason: reason))
                continue
            }
            line = self.line(at: offset)
            fields.reset()
            for value in values {
                if let index = row.schema.index(ofKey: Array(value.key.utf8)[...], expected: 0) {
                    fields.values[index] = value.value
                }
            }
            let record = row.record(&fields)
            if let record, fields.faults.isEmpty {
                result.append(record)
            } else {
                let faults = fields.faults.map {
                    Fault(field: "\(name).\($0.field)", reason: $0.reason)
                }
                rejects.append(Reject(file: file, line: line, faults: faults))
            }
        }
        return result
    }

    private mutating func line(at offset: Int) -> Int {
        if offset < counted.offset { counted = (0, 1) }
        counted.line += bytes[counted.offset..<offset].count { $0 == 10 }
        counted.offset = offset
        return counted.line
    }
}
