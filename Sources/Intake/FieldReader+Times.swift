package import Primitives

extension FieldReader {
    /// A moment in RFC 3339 with its zone; in CSV a local time too where the user named the zone.
    package mutating func time(_ field: RecordField) -> Timestamp? {
        guard let text = text(field) else { return nil }
        if let time = Timestamp(text) { return time }
        guard isLoose, let local = LocalTime(text) else {
            refuse(field, "a time as 2026-01-31T08:00:00+08:00 is needed, found \(clipped(text))")
            return nil
        }
        guard let zone else {
            refuse(
                field, "a time without a zone; if the file's times are China's, say --zone +08:00")
            return nil
        }
        return local.moment(zone: zone)
    }

    /// As `time`, but its absence is a fault.
    package mutating func requiredTime(_ field: RecordField) -> Timestamp? {
        let before = faults.count
        let result = time(field)
        if result == nil, faults.count == before {
            refuse(field, has(field) ? "is empty" : "is missing")
        }
        return result
    }
}

/// A day and a time of day as spreadsheets show them: `2026-01-31 08:05:00`, `2026/1/31 8:05`.
struct LocalTime: Equatable {
    let date: CivilDate
    let secondOfDay: Int

    /// Nil for anything else, a day without a time included: which parcel was first would be a
    /// guess.
    init?(_ text: String) {
        var numbers: [Int] = []
        var separators: [UInt8] = []
        for byte in text.utf8 {
            if byte >= 48, byte <= 57 {
                if separators.count == numbers.count { numbers.append(0) }
                let next = numbers[numbers.count - 1] * 10 + Int(byte - 48)
                guard next <= 9_999 else { return nil }
                numbers[numbers.count - 1] = next
            } else {
                guard separators.count < numbers.count else { return nil }
                separators.append(byte)
            }
        }
        guard (5...6).contains(numbers.count), separators.count == numbers.count - 1,
            numbers[0] >= 1_000
        else { return nil }
        let shape = String(decoding: separators, as: UTF8.self)
        guard ["-- ::", "// ::", "--T::", "-- :", "// :", "--T:"].contains(shape),
            let date = CivilDate(year: numbers[0], month: numbers[1], day: numbers[2]),
            numbers[3] < 24, numbers[4] < 60
        else { return nil }
        let second = numbers.count == 6 ? numbers[5] : 0
        guard second < 60 else { return nil }
        self.date = date
        secondOfDay = numbers[3] * 3_600 + numbers[4] * 60 + second
    }

    func moment(zone: Seconds) -> Timestamp {
        let seconds = Int64(date.dayNumber) * 86_400 + Int64(secondOfDay) - zone.count
        return Timestamp(microseconds: seconds * 1_000_000)
    }
}

extension Seconds {
    /// Reads an offset from UTC as `--zone` takes it: `+08:00`, `-03:30`, `Z`.
    package init?(zone text: String) {
        // Whatever Timestamp takes as a zone is one: 1970-01-02 leaves room on both sides.
        guard let first = text.utf8.first, "+-Z".utf8.contains(first),
            let moment = Timestamp("1970-01-02T00:00:00\(text)")
        else { return nil }
        self.init(86_400 - moment.microseconds / 1_000_000)
    }
}
