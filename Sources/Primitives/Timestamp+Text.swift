extension Timestamp {
    /// Reads RFC 3339: `2026-11-23T08:00:00+08:00`, a space or `t` for `T`, up to nine decimals
    /// (the seventh and later are dropped), `Z` or an offset.
    ///
    /// Nil for anything else, a time without a zone included.
    package init?(_ text: String) {
        var reader = DigitReader(text)
        guard let year = reader.number(4), reader.take("-"), let month = reader.number(2),
            reader.take("-"),
            let day = reader.number(2), let date = CivilDate(year: year, month: month, day: day),
            reader.take("T") || reader.take("t") || reader.take(" "),
            let hour = reader.number(2), hour < 24, reader.take(":"),
            let minute = reader.number(2), minute < 60, reader.take(":"),
            let second = reader.number(2), second < 60
        else { return nil }
        guard let fraction = reader.fraction(), let offsetMinutes = reader.zone(), reader.isAtEnd
        else { return nil }
        let seconds = Int64(date.dayNumber) * 86_400 + Int64(hour * 3_600 + minute * 60 + second)
        self.init(microseconds: (seconds - Int64(offsetMinutes) * 60) * 1_000_000 + Int64(fraction))
    }

    /// RFC 3339 in the zone `offset` east of UTC, with decimals only where there are some:
    /// `2026-11-23T08:00:00+08:00`.
    package func text(offset: Seconds = .chinaOffset) -> String {
        let local = microseconds + offset.count * 1_000_000
        let day = floorDivide(local, 86_400_000_000)
        let rest = local - day * 86_400_000_000
        let second = Int(rest / 1_000_000)
        let fraction = Int(rest % 1_000_000)
        let date = CivilDate(dayNumber: Int(day)).text
        let clock =
            "\(padded(second / 3_600, 2)):\(padded(second / 60 % 60, 2)):\(padded(second % 60, 2))"
        let decimals = fraction == 0 ? "" : ".\(padded(fraction, 6))"
        return "\(date)T\(clock)\(decimals)\(Self.zoneText(offset))"
    }

    /// For a person: `2026-11-23 08:00` in the zone `offset`.
    package func minuteText(offset: Seconds = .chinaOffset) -> String {
        let full = text(offset: offset)
        return "\(full.prefix(10)) \(full.dropFirst(11).prefix(5))"
    }

    private static func zoneText(_ offset: Seconds) -> String {
        if offset.count == 0 { return "Z" }
        let minutes = Int(offset.count.magnitude) / 60
        return
            "\(offset.count < 0 ? "-" : "+")\(padded(minutes / 60, 2)):\(padded(minutes % 60, 2))"
    }
}

extension CivilDate {
    /// Reads `2026-11-23`; nil for anything else.
    package init?(_ text: String) {
        var reader = DigitReader(text)
        guard let year = reader.number(4), reader.take("-"), let month = reader.number(2),
            reader.take("-"), let day = reader.number(2), reader.isAtEnd
        else { return nil }
        self.init(year: year, month: month, day: day)
    }
}

/// Reads fixed-width decimal fields from the front of a text.
private struct DigitReader {
    private let bytes: [UInt8]
    private var next = 0

    init(_ text: String) { bytes = Array(text.utf8) }

    var isAtEnd: Bool { next == bytes.count }

    mutating func number(_ width: Int) -> Int? {
        guard next + width <= bytes.count else { return nil }
        var value = 0
        for byte in bytes[next..<(next + width)] {
            guard byte >= 48, byte <= 57 else { return nil }
            value = value * 10 + Int(byte - 48)
        }
        next += width
        return value
    }

    mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard next < bytes.count, UInt32(bytes[next]) == character.value else { return false }
        next += 1
        return true
    }

    /// Microseconds after the decimal point, 0 without one; nil for a point without digits or more
    /// than nine.
    mutating func fraction() -> Int? {
        guard take(".") else { return 0 }
        var value = 0
        var digits = 0
        while next < bytes.count, bytes[next] >= 48, bytes[next] <= 57 {
            if digits < 6 { value = value * 10 + Int(bytes[next] - 48) }
            digits += 1
            next += 1
        }
        guard (1...9).contains(digits) else { return nil }
        for _ in min(digits, 6)..<6 { value *= 10 }
        return value
    }

    /// Minutes east of UTC.
    mutating func zone() -> Int? {
        if take("Z") || take("z") { return 0 }
        let sign: Int
        if take("+") { sign = 1 } else if take("-") { sign = -1 } else { return nil }
        guard let hours = number(2), hours < 24, take(":"), let minutes = number(2), minutes < 60
        else { return nil }
        return sign * (hours * 60 + minutes)
    }
}
