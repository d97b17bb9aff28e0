import Foundation
package import Primitives
import Records

/// Tells numbers and times to a person, in the words of one language.
package struct Telling: Sendable {
    package let words: Words
    package let now: Timestamp

    package init(words: Words, now: Timestamp) {
        self.words = words
        self.now = now
    }

    /// `2026-11-23 08:00`, China Standard Time.
    package func absolute(_ time: Timestamp) -> String { time.minuteText() }

    /// `3 天前`, `2 小时后`.
    package func relative(_ time: Timestamp) -> String {
        let seconds = time.seconds(since: now).count
        if seconds.magnitude < 60 { return words("time-now") }
        return words(seconds < 0 ? "time-ago" : "time-in", ["span": span(seconds.magnitude)])
    }

    /// `还剩 2 天`, `已超期 5 小时`.
    package func deadline(_ due: Timestamp) -> String {
        let seconds = due.seconds(since: now).count
        return words(
            seconds < 0 ? "due-over" : "due-left", ["span": span(max(seconds.magnitude, 60))])
    }

    /// The largest unit, and for days below ten the hours too.
    private func span(_ seconds: UInt64) -> String {
        let minutes = seconds / 60
        let hours = minutes / 60
        let days = hours / 24
        if days >= 10 || (days > 0 && hours % 24 == 0) { return unit(days, "day") }
        if days > 0 { return "\(unit(days, "day")) \(unit(hours % 24, "hour"))" }
        return hours > 0 ? unit(hours, "hour") : unit(minutes, "minute")
    }

    private func unit(_ count: UInt64, _ name: String) -> String {
        words(count == 1 ? "unit-\(name)" : "unit-\(name)s", ["n": "\(count)"])
    }

    /// `1,234`.
    package static func count(_ number: Int) -> String {
        let digits = Array(String(number.magnitude))
        var result = number < 0 ? "\u{2212}" : ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index).isMultiple(of: 3) { result.append(",") }
            result.append(digit)
        }
        return result
    }

    /// With `digits` decimals and a true minus sign; zero has none.
    package static func decimal(_ value: Double, _ digits: Int) -> String {
        let text = String(format: "%.\(digits)f", abs(value))
        let isZero = !text.contains { ("1"..."9").contains($0) }
        return value < 0 && !isZero ? "\u{2212}\(text)" : text
    }

    /// `+2.4`, `−0.7`: a weight in bits.
    package static func weight(_ bits: Bits) -> String {
        let text = decimal(bits.value, 1)
        return bits.value > 0 ? "+\(text)" : text
    }

    /// `98.7%`; never 0 or 100, which nobody knows.
    package static func percent(_ probability: Double) -> String {
        if probability > 0.999 { return ">99.9%" }
        if probability < 0.001 { return "<0.1%" }
        return "\(decimal(probability * 100, 1))%"
    }

    /// `3.52 kg`.
    package static func mass(_ mass: Grams) -> String { "\(decimal(mass.kilograms, 2)) kg" }

    /// `¥128`, `¥12.80`.
    package static func money(_ money: Fen) -> String {
        "¥\(decimal(money.yuan, money.count.isMultiple(of: 100) ? 0 : 2))"
    }

    /// Degrees with six decimals, about 0.1 m, in ASCII for a script.
    package static func degrees(_ value: Double) -> String { String(format: "%.6f", value) }

    /// What a `datetime-local` field takes: `2026-11-23T08:00`, China Standard Time.
    package static func field(_ time: Timestamp) -> String {
        time.minuteText().split(separator: " ").joined(separator: "T")
    }

    /// Reads what a `datetime-local` field sends; its zone is China Standard Time.
    package static func time(field: String) -> Timestamp? {
        Timestamp("\(field.utf8.count == 16 ? "\(field):00" : field)+08:00")
    }
}
