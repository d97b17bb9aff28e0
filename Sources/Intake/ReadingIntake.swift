package import Primitives
package import Records

/// One reading as a file has it, before the site says which sensor is meant.
package struct ReadingRow: Hashable, Sendable {
    package let enterprise: String
    package let room: String
    package let sensor: String
    package let quantity: Quantity
    package let value: Double
    package let at: Timestamp
    package let sequence: Int64
}

/// Readings of workrooms, as INTERFACES has them; other keys are ignored.
package enum ReadingIntake: IntakeRow {
    package static let tellsUnknownKeys = false

    static let enterprise = RecordField(0, "enterprise", aliases: ["企业"])
    static let room = RecordField(1, "room", aliases: ["工房"])
    static let sensor = RecordField(2, "sensor", aliases: ["传感器", "设备"])
    static let quantity = RecordField(3, "quantity", aliases: ["监测量", "指标"])
    static let value = RecordField(4, "value", aliases: ["值", "数值"])
    static let at = RecordField(5, "at", aliases: ["时间", "采集时间"])
    static let seq = RecordField(6, "seq", aliases: ["序号"])

    package static let schema = Schema(
        [enterprise, room, sensor, quantity, value, at, seq],
        required: [enterprise, room, sensor, quantity, value, at, seq])

    /// Reads a reading; the value is a number, or true and false for 1 and 0.
    package static func record(_ fields: inout FieldReader) -> ReadingRow? {
        let enterprise = fields.requiredID(enterprise)
        let room = fields.requiredID(room)
        let sensor = fields.requiredID(sensor)
        let quantity = fields.requiredWord(quantity, quantities, choices: quantityNames)
        let value = amount(&fields, quantity)
        let at = time(&fields)
        let before = fields.faults.count
        let sequence = fields.whole(seq, in: 0...(1 << 53))
        if sequence == nil, fields.faults.count == before { fields.refuse(seq, "is missing") }
        guard let quantity, let value, let at, let sequence else { return nil }
        return ReadingRow(
            enterprise: enterprise, room: room, sensor: sensor, quantity: quantity, value: value,
            at: at, sequence: Int64(sequence))
    }

    /// A clock that is wrong may say 1970; what is further away is no time of a clock.
    private static func time(_ fields: inout FieldReader) -> Timestamp? {
        guard let time = fields.requiredTime(at) else { return nil }
        if years.contains(time.civilDate().year) { return time }
        fields.refuse(at, "must be in the years \(years.lowerBound) to \(years.upperBound)")
        return nil
    }

    private static let years = 1900...2200

    private static func amount(_ fields: inout FieldReader, _ quantity: Quantity?) -> Double? {
        if case .bool(let flag) = fields.values[value.index] { return flag ? 1 : 0 }
        let before = fields.faults.count
        guard let number = fields.decimal(value) else {
            if fields.faults.count == before { fields.refuse(value, "is missing") }
            return nil
        }
        guard let quantity, !quantity.range.contains(number) else { return number }
        let range = quantity.range
        fields.refuse(
            value,
            "must be \(JSONText.number(range.lowerBound)) to"
                + " \(JSONText.number(range.upperBound)) for \(quantity.rawValue)")
        return nil
    }

    private static let quantityNames = Quantity.allCases.map(\.rawValue).joined(separator: ", ")
    private static let quantities = Dictionary(
        uniqueKeysWithValues: Quantity.allCases.map { ($0.rawValue, $0) })
}

/// Reads readings of one site from files, `-` being standard input, in order.
///
/// Memory does not grow with the input. A reading of an enterprise, a room or a sensor that the
/// site does not have, or of another quantity than the sensor's, is refused like any other bad
/// record; `sensor` gives the number of a sensor and its quantity.
/// - Throws: `IntakeError` where an input cannot be read as a whole; what `each` throws.
package func readReadings(
    paths: [String], enterprise: String, options: IntakeOptions = IntakeOptions(),
    rejects: RejectWriter, sensor: (_ room: String, _ sensor: String) -> (Int, Quantity)?,
    each: (Reading) throws -> Void
) throws -> Tally {
    var total = Tally()
    for path in paths {
        var reader = try RecordReader<ReadingIntake>(ByteSource.open(path), options: options)
        var refused = 0
        reading: while true {
            switch try reader.next() {
            case .end: break reading
            case .rejected(let reject): try rejects.write(reject)
            case .accepted(let row):
                switch resolve(row, enterprise: enterprise, sensor) {
                case .success(let reading): try each(reading)
                case .failure(let fault):
                    refused += 1
                    try rejects.write(
                        Reject(
                            file: path, line: reader.line, field: fault.field,
                            reason: fault.reason))
                }
            }
        }
        total =
            total
            + Tally(
                accepted: reader.tally.accepted - refused,
                rejected: reader.tally.rejected + refused)
    }
    try rejects.flush()
    return total
}

private struct Unknown: Error {
    let field: String
    let reason: String
}

private func resolve(
    _ row: ReadingRow, enterprise: String,
    _ sensor: (_ room: String, _ sensor: String) -> (Int, Quantity)?
) -> Result<Reading, Unknown> {
    guard row.enterprise == enterprise else {
        return .failure(
            Unknown(
                field: "enterprise",
                reason: "the site is of \(clipped(enterprise)), not of \(clipped(row.enterprise))"))
    }
    guard let (number, quantity) = sensor(row.room, row.sensor) else {
        return .failure(
            Unknown(
                field: "sensor",
                reason: "the site has no sensor \(clipped(row.sensor)) in \(clipped(row.room))"))
    }
    guard quantity == row.quantity else {
        return .failure(
            Unknown(
                field: "quantity",
                reason: "the sensor measures \(quantity.rawValue), not \(row.quantity.rawValue)"))
    }
    return .success(
        Reading(sensor: number, value: row.value, at: row.at, sequence: row.sequence))
}
