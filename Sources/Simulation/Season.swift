import Primitives

/// The days a city is simulated over: 2025-11-20 to 2026-02-20, Spring Festival on 2026-02-17.
///
/// Rhythms are day weights, free of unit. They follow what is known of the season (fireworks are
/// sold from late November, parcels peak two weeks before the festival and all but stop in its
/// week); the figures themselves are made.
struct Season: Sendable {
    static let days = 93
    /// 除夕 is the day before.
    static let festivalDay = 89
    /// Chinese New Year's day minus the last day on which most couriers accept parcels.
    private static let courierStop = 4

    private static let firstDayNumber = CivilDate(year: 2025, month: 11, day: 20)?.dayNumber ?? 0
    /// `2025-11-20` and on, with room for deliveries after the season.
    private let dates: [String]
    let parcels: [Double]
    let posts: [Double]
    let hiddenParcels: [Double]
    let hiddenPosts: [Double]

    init() {
        dates = (0..<(Self.days + 30)).map {
            CivilDate(dayNumber: Self.firstDayNumber + $0).text
        }
        parcels = (0..<Self.days).map(Self.parcelWeight)
        posts = (0..<Self.days).map(Self.postWeight)
        hiddenParcels = (0..<Self.days).map(Self.hiddenParcelWeight)
        hiddenPosts = (0..<Self.days).map(Self.hiddenPostWeight)
    }

    /// 0 Monday … 6 Sunday; the first day is a Thursday.
    static func weekday(_ day: Int) -> Int { (day + 3) % 7 }

    func dateText(_ day: Int) -> String { dates[min(day, dates.count - 1)] }

    /// RFC 3339 of a moment in seconds since the season's first midnight.
    func timeText(_ second: Int) -> String {
        let day = second / 86_400
        let rest = second % 86_400
        let hour = padded(rest / 3_600, 2)
        let clock = "\(hour):\(padded(rest / 60 % 60, 2)):\(padded(rest % 60, 2))"
        return "\(dateText(day))T\(clock)+08:00"
    }

    /// The month (1…12) and day of month of `day`.
    static func monthAndDay(_ day: Int) -> (Int, Int) {
        let date = CivilDate(dayNumber: firstDayNumber + day)
        return (date.month, date.day)
    }

    private static func parcelWeight(_ day: Int) -> Double {
        var weight = 1.0 + 0.6 * Double(min(day, 78)) / 78
        if day == 22 || day == 23 { weight *= 1.5 }  // 12-12, the shops' sale
        if day > 78 { weight *= max(0.05, 1 - Double(day - 78) / 8) }
        if day >= festivalDay - courierStop { weight *= 0.25 }
        return weight * (weekday(day) == 6 ? 0.82 : weekday(day) == 5 ? 0.93 : 1)
    }

    private static func postWeight(_ day: Int) -> Double {
        let growth = 1.0 + 0.5 * Double(min(day, 85)) / 85
        return growth * (weekday(day) >= 5 ? 1.15 : 1) * (day >= festivalDay - 1 ? 0.8 : 1)
    }

    private static func hiddenParcelWeight(_ day: Int) -> Double {
        let rise = exp2(3.2 * Double(min(day, 76)) / 76)
        return rise * (parcelWeight(day) / (1 + 0.6 * Double(min(day, 78)) / 78))
    }

    private static func hiddenPostWeight(_ day: Int) -> Double {
        let rise = exp2(2.6 * Double(min(day, 80)) / 80)
        return rise * (weekday(day) >= 4 ? 1.2 : 1) * (day >= festivalDay + 1 ? 0.45 : 1)
    }
}

/// When in a day something happens: draws seconds of the day.
enum Clock {
    private static let postHours = WeightedTable([
        3, 1, 0.5, 0.3, 0.3, 0.6, 2, 4, 5, 6, 6, 7, 8, 6, 5, 5, 5, 6, 7, 9, 11, 12, 10, 6,
    ])
    private static let counterHours = WeightedTable([
        0, 0, 0, 0, 0, 0, 0, 1, 4, 8, 9, 8, 5, 6, 8, 9, 10, 10, 8, 5, 3, 1, 0, 0,
    ])
    private static let nightHours = WeightedTable([
        0, 0, 0, 0, 0, 0, 0, 0, 0.2, 0.5, 0.5, 0.5, 0.5, 0.5, 1, 2, 4, 7, 10, 11, 9, 5, 1, 0,
    ])

    static func posting(_ random: inout SeededRandom) -> Int { draw(postHours, &random) }
    /// Walk-in senders at an outlet's counter.
    static func counter(_ random: inout SeededRandom) -> Int { draw(counterHours, &random) }
    /// Late hand-ins before the last van leaves.
    static func evening(_ random: inout SeededRandom) -> Int { draw(nightHours, &random) }

    private static func draw(_ hours: WeightedTable, _ random: inout SeededRandom) -> Int {
        hours.draw(&random) * 3_600 + random.below(3_600)
    }
}
