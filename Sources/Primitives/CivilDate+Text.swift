extension CivilDate {
    /// Reads `2026-11-23`; nil for anything else.
    package init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count == 10, bytes[4] == 45, bytes[7] == 45 else { return nil }
        var numbers = [0, 0, 0]
        for (field, range) in [0..<4, 5..<7, 8..<10].enumerated() {
            for byte in bytes[range] {
                guard (48...57).contains(byte) else { return nil }
                numbers[field] = numbers[field] * 10 + Int(byte - 48)
            }
        }
        self.init(year: numbers[0], month: numbers[1], day: numbers[2])
    }
}

extension Timestamp {
    /// The day this moment falls on in the zone `offset` east of UTC.
    package func civilDate(offset: Seconds = .chinaOffset) -> CivilDate {
        CivilDate(dayNumber: dayNumber(offset: offset))
    }
}
