/// A moment: microseconds since 1970-01-01T00:00:00Z, without leap seconds.
///
/// The one form of time in the product.
///
/// Text is RFC 3339 with a zone. A text without a zone is refused: a guess of eight hours is a
/// wrong day.
package struct Timestamp: Hashable, Sendable, Comparable {
    package let microseconds: Int64

    package init(microseconds: Int64) { self.microseconds = microseconds }

    package static func < (left: Self, right: Self) -> Bool {
        left.microseconds < right.microseconds
    }

    /// The moment `seconds` later, or earlier where they are negative.
    package func adding(_ seconds: Seconds) -> Timestamp {
        Timestamp(microseconds: microseconds + seconds.count * 1_000_000)
    }

    /// Whole seconds from `earlier` to here, rounded towards zero; negative where it is later.
    package func seconds(since earlier: Timestamp) -> Seconds {
        Seconds((microseconds - earlier.microseconds) / 1_000_000)
    }

    /// The number of whole days since 1970-01-01 in the zone `offset` east of UTC.
    package func dayNumber(offset: Seconds) -> Int {
        let local = microseconds + offset.count * 1_000_000
        return Int(floorDivide(local, 86_400_000_000))
    }
}

/// A length of time in whole seconds.
package struct Seconds: Hashable, Sendable, Comparable {
    package let count: Int64

    package init(_ count: Int64) { self.count = count }

    package static func hours(_ count: Int64) -> Seconds { Seconds(count * 3_600) }
    package static func days(_ count: Int64) -> Seconds { Seconds(count * 86_400) }
    /// China Standard Time, the zone in which deadlines, days and pages are told: UTC+08:00 all
    /// year.
    package static let chinaOffset = Seconds(8 * 3_600)

    package static func < (left: Self, right: Self) -> Bool { left.count < right.count }
}

/// A year, month and day of the proleptic Gregorian calendar.
package struct CivilDate: Hashable, Sendable, Comparable {
    package let year: Int
    package let month: Int
    package let day: Int

    /// Nil where the month or the day does not exist.
    package init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month), day >= 1,
            day <= Self.daysInMonth(month, year: year)
        else { return nil }
        self.year = year
        self.month = month
        self.day = day
    }

    /// Days since 1970-01-01.
    ///
    /// Howard Hinnant's civil calendar arithmetic (chrono-compatible date algorithms).
    package var dayNumber: Int {
        let y = month <= 2 ? year - 1 : year
        let era = floorDivide(Int64(y), 400)
        let yearOfEra = y - Int(era) * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return Int(era) * 146_097 + dayOfEra - 719_468
    }

    package init(dayNumber: Int) {
        let z = dayNumber + 719_468
        let era = Int(floorDivide(Int64(z), 146_097))
        let dayOfEra = z - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * shifted + 2) / 5 + 1
        month = shifted < 10 ? shifted + 3 : shifted - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    package static func < (left: Self, right: Self) -> Bool { left.dayNumber < right.dayNumber }

    /// `2026-11-23`.
    package var text: String { "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))" }

    static func daysInMonth(_ month: Int, year: Int) -> Int {
        switch month {
        case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}

func floorDivide(_ a: Int64, _ b: Int64) -> Int64 {
    let quotient = a / b
    return a % b != 0 && (a < 0) != (b < 0) ? quotient - 1 : quotient
}

func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return digits.utf8.count >= width
        ? digits : String(repeating: "0", count: width - digits.utf8.count) + digits
}
