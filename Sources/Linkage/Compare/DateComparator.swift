/// Dates: equal; one digit off, two neighbours swapped, or day and month swapped; two of year,
/// month and day equal; then at most so many days apart.
///
/// Reads `YYYY-MM-DD`, `YYYYMMDD`, `MM/DD/YYYY` and `DD.MM.YYYY`, with any of `-/.` between the
/// parts. Where a slashed date could be read both ways month comes first, on both sides alike. A
/// value that is no date is compared by its digits only.
struct DateComparator: FieldComparator {
    struct Prepared: Sendable {
        /// Up to eight letters and digits of the value, a byte each, as written.
        var signs: UInt64 = 0
        var count = 0
        /// 0 where the value is no date.
        var year = 0
        var month = 0
        var day = 0
        /// Days since 0000-03-01 in the proleptic Gregorian calendar.
        var number = 0
    }

    let limits: [Double]

    init(levels: [Double]) throws(ComparatorProblem) {
        var last = 0.0
        for level in levels {
            guard level > last, level <= 100_000 else {
                throw ComparatorProblem("levels are days apart, growing from above 0")
            }
            last = level
        }
        limits = levels
    }

    var levelCount: Int { limits.count + 3 }

    func name(ofLevel level: Int) -> String {
        switch level {
        case 0: "exact"
        case 1: "one digit off, or day and month swapped"
        case 2: "two of year, month and day"
        case levelCount: "else"
        default: "\(Int(limits[level - 3])) days apart at most"
        }
    }

    func prepare(_ value: String) -> Prepared? {
        var result = Prepared()
        var parts: [Int] = []
        var number: Int?
        var isNumeric = true
        for byte in value.utf8 {
            switch byte {
            case 0x30...0x39:
                number = (number ?? 0) * 10 + Int(byte - 0x30)
                if (number ?? 0) > 99_999_999 { isNumeric = false }
            case 0x2D, 0x2E, 0x2F, 0x20:
                if let number { parts.append(number) }
                number = nil
                continue
            default: isNumeric = false
            }
            if !isNumeric { number = nil }
            if result.count < 8 {
                result.signs = result.signs << 8 | UInt64(byte)
                result.count += 1
            }
        }
        if let number { parts.append(number) }
        if result.count == 0 { return nil }
        if isNumeric { result.read(parts) }
        return result
    }

    func level(_ left: Prepared, _ right: Prepared) -> Int {
        if left.year != 0, right.year != 0 {
            if left.number == right.number { return 0 }
            if left.year == right.year, left.month == right.day, left.day == right.month {
                return 1
            }
        }
        if left.isOneSlip(from: right) { return 1 }
        guard left.year != 0, right.year != 0 else { return levelCount }
        let same =
            (left.year == right.year ? 1 : 0) + (left.month == right.month ? 1 : 0)
            + (left.day == right.day ? 1 : 0)
        if same == 2 { return 2 }
        let apart = Double(abs(left.number - right.number))
        return (limits.firstIndex { apart <= $0 } ?? limits.count) + 3
    }
}

extension DateComparator.Prepared {
    mutating func read(_ parts: [Int]) {
        switch parts.count {
        case 1 where count == 8:
            set(parts[0] / 10_000, parts[0] / 100 % 100, parts[0] % 100)
        case 3 where parts[0] > 31: set(parts[0], parts[1], parts[2])
        case 3 where parts[0] > 12: set(parts[2], parts[1], parts[0])
        case 3: set(parts[2], parts[0], parts[1])
        default: return
        }
    }

    private mutating func set(_ year: Int, _ month: Int, _ day: Int) {
        guard (1...9_999).contains(year), (1...12).contains(month), (1...31).contains(day) else {
            return
        }
        self.year = year
        self.month = month
        self.day = day
        // Days from civil (Hinnant): years begin in March.
        let shifted = month > 2 ? year : year - 1
        let months = month > 2 ? month - 3 : month + 9
        number =
            shifted * 365 + shifted / 4 - shifted / 100 + shifted / 400 + (153 * months + 2) / 5
            + day - 1
    }

    /// One sign changed, left out or added, or two neighbours swapped.
    func isOneSlip(from other: Self) -> Bool {
        if count == other.count {
            let difference = signs ^ other.signs
            if difference == 0 { return true }
            let first = difference.trailingZeroBitCount / 8 * 8
            let last = (63 - difference.leadingZeroBitCount) / 8 * 8
            if first == last { return true }
            guard last - first == 8 else { return false }
            let a = signs >> UInt64(first) & 0xFFFF
            let b = other.signs >> UInt64(first) & 0xFFFF
            return a == (b >> 8 | (b & 0xFF) << 8)
        }
        guard abs(count - other.count) == 1 else { return false }
        let long = count > other.count ? self : other
        let short = count > other.count ? other : self
        for gap in 0..<long.count {
            let bits = UInt64(gap * 8)
            let low = long.signs & ((1 << bits) - 1)
            let high = bits == 56 ? 0 : (long.signs >> (bits + 8)) << bits
            if (low | high) == short.signs { return true }
        }
        return false
    }
}
