/// Digits and stars in a row, with what stands between.
struct PhoneRun {
    static let symbolsMax = 20
    /// 0...9, and 0xF for a star.
    private(set) var symbols = InlineArray<20, UInt8>(repeating: 0)
    private(set) var count = 0
    private(set) var stars = 0
    /// Letters read as digits.
    var letters = 0
    var hasPlus = false
    /// Lengths of the groups between separators.
    private(set) var groups = InlineArray<20, UInt8>(repeating: 0)
    private(set) var groupCount = 0
    var start = 0
    var end = 0

    init() {}

    /// A value of nothing but ASCII digits, stars and what people put between them.
    init?(plain bytes: String.UTF8View) {
        var isOpen = false
        for byte in bytes {
            switch byte {
            case 0x30...0x39, 0x2A:
                guard append(byte == 0x2A ? 0xF : byte - 0x30, opensGroup: !isOpen) else {
                    return nil
                }
                isOpen = true
            case 0x2B where count == 0 && !hasPlus: hasPlus = true
            case 0x20, 0x28, 0x29, 0x2D, 0x2E, 0x2F, 0x09: isOpen = false
            default: return nil
            }
        }
        guard count > 3 else { return nil }
    }

    /// False where there is no room: so long a run is no telephone number.
    @inline(__always)
    mutating func append(_ symbol: UInt8, opensGroup: Bool) -> Bool {
        guard count < Self.symbolsMax else { return false }
        symbols[count] = symbol
        count += 1
        if symbol == 0xF { stars += 1 }
        if opensGroup { groupCount += 1 }
        groups[groupCount - 1] += 1
        return true
    }

    // MARK: Which number it is

    /// The number; `isAlone` where nothing else stands in the value, so that anything of the right
    /// length is one.
    func number(isAlone: Bool) -> PreparedPhone? {
        var first = 0
        if starts(0, [0, 0, 8, 6]) {
            first = 4
        } else if starts(0, [8, 6]), hasPlus || count == 13 {
            first = 2
        } else if hasPlus {
            return nil
        }
        let length = count - first
        guard length > 3, letters <= (isAlone ? 8 : 5) else { return nil }
        // 1680*1050 is a size.
        if stars > 0 { return stars > 1 || length == 11 ? masked(first, length) : nil }
        // 0138… is how a mobile was dialled from another city.
        if length == 12, symbols[first] == 0, isMobile(first + 1) { first += 1 }
        if count - first == 11, isMobile(first), isAlone || isUsuallyGrouped(first) {
            return PreparedPhone(kind: .mobile, pattern: pattern(first), hiddenDigits: 0)
        }
        if let fixed = fixedLine(first, count - first, isAlone: isAlone) { return fixed }
        if length == 10, symbols[first + 1] == 0, symbols[first + 2] == 0,
            symbols[first] == 4 || symbols[first] == 8, isAlone || groupCount > 1
        {
            return PreparedPhone(kind: .service, pattern: pattern(first), hiddenDigits: 0)
        }
        guard isAlone, letters == 0, length == 7 || length == 8, symbols[first] > 1 else {
            return nil
        }
        return PreparedPhone(kind: .local, pattern: pattern(first), hiddenDigits: 0)
    }

    private func starts(_ place: Int, _ digits: [UInt8]) -> Bool {
        guard place + digits.count <= count else { return false }
        for (offset, digit) in digits.enumerated() where symbols[place + offset] != digit {
            return false
        }
        return true
    }

    private func isMobile(_ first: Int) -> Bool {
        count - first == 11 && symbols[first] == 1 && symbols[first + 1] >= 3
    }

    /// Area code and number: 010 and 02x have eight digits behind them, all others seven or eight.
    ///
    /// By the plan of numbers of the fixed networks: area codes of three digits are 010 and 020 to
    /// 029 without 026, those of four begin 03 to 09.
    private func fixedLine(_ first: Int, _ length: Int, isAlone: Bool) -> PreparedPhone? {
        guard length >= 10, length <= 16, symbols[first] == 0 else { return nil }
        let second = symbols[first + 1]
        let isShort =
            (second == 1 && symbols[first + 2] == 0) || (second == 2 && symbols[first + 2] != 6)
        let area = isShort ? 3 : 4
        guard isShort || second >= 3 else { return nil }
        let rest = length - area
        guard rest == 8 || (!isShort && rest == 7) || (rest > 8 && isAlone && groupCount > 2),
            symbols[first + area] > 1
        else { return nil }
        // An extension behind the number is left out.
        let extra = rest > 8 ? rest - 8 : 0
        if !isAlone, groupCount < 2 || groups[0] != UInt8(area + first) { return nil }
        return PreparedPhone(
            kind: .fixedLine, pattern: pattern(first, dropping: extra), hiddenDigits: 0)
    }

    private func masked(_ first: Int, _ length: Int) -> PreparedPhone? {
        guard length >= 6, length <= 13 else { return nil }
        if length == 11, symbols[first] == 1 || symbols[first] == 0xF {
            guard symbols[first + 1] >= 3, 11 - stars >= 2 else { return nil }
            let shown = symbols[first] == 1 ? PreparedPhone.Kind.mobile : .unknown
            return PreparedPhone(kind: shown, pattern: pattern(first), hiddenDigits: stars)
        }
        // The count of stars is not the count of digits: only the two ends are sure.
        var head = 0
        while symbols[first + head] != 0xF { head += 1 }
        var tail = 0
        while symbols[count - 1 - tail] != 0xF { tail += 1 }
        guard head + tail >= 2, head + tail < 11, head == 0 || symbols[first] == 1,
            head < 2 || symbols[first + 1] >= 3
        else { return nil }
        var pattern: UInt64 = 0xFFFF_FFFF_FFFF
        for place in 0..<head { Self.set(&pattern, 10 - place, symbols[first + place]) }
        for place in 0..<tail { Self.set(&pattern, place, symbols[count - 1 - place]) }
        return PreparedPhone(
            kind: head > 0 ? .mobile : .unknown, pattern: pattern, hiddenDigits: 11 - head - tail)
    }

    /// The digits alone known at the end: 尾号8000.
    func ending() -> PreparedPhone? {
        guard count == 4, stars == 0 else { return nil }
        var pattern: UInt64 = 0xFFFF_FFFF_FFFF
        for place in 0..<4 { Self.set(&pattern, place, symbols[3 - place]) }
        return PreparedPhone(kind: .unknown, pattern: pattern, hiddenDigits: 7)
    }

    private static func set(_ pattern: inout UInt64, _ place: Int, _ digit: UInt8) {
        let shift = UInt64(place * 4)
        pattern = pattern & ~(0xF << shift) | UInt64(digit) << shift
    }

    private func pattern(_ first: Int, dropping extra: Int = 0) -> UInt64 {
        var result: UInt64 = 0xFFFF_FFFF_FFFF
        for place in first..<(count - extra) {
            result = (result << 4 | UInt64(symbols[place])) & 0xFFFF_FFFF_FFFF
        }
        return result
    }

    /// One run, every digit apart, or the groups in which people write a mobile.
    private func isUsuallyGrouped(_ first: Int) -> Bool {
        var packed: UInt64 = 0
        var isSpelled = true
        for place in 0..<groupCount {
            packed = packed << 4 | UInt64(groups[place] & 0xF)
            if groups[place] != 1 { isSpelled = false }
        }
        if isSpelled || first > 0 { return true }
        switch packed {
        case 0xB, 0x344, 0x38, 0x74, 0x434, 0x443, 0x335, 0x56, 0x65, 0x533: return true
        default: return false
        }
    }
}
