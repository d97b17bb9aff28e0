/// A number in an address: digits, a letter with or without them, or Chinese numerals before a word
/// that counts; parts joined by hyphens have a value each.
struct AddressNumber {
    let start: Int
    var end: Int
    /// One number for the whole, the same for 十二 and 12, 0301 and 301, a and A.
    var value: UInt64
    /// One for each part of a chain (5-2-301); one alone for a plain number.
    private(set) var values: [UInt64] = []
    /// Where each of them stands.
    private(set) var ranges: [Range<Int>] = []
    /// Some of it is stars.
    private(set) var isMasked = false
    /// Digits alone.
    private(set) var isPlain = true

    private static let digitsMax = 8

    @inline(__always)
    static func isDigit(_ scalar: UInt32) -> Bool { scalar >= 0x30 && scalar <= 0x39 }

    @inline(__always)
    private static func isLetter(_ scalar: UInt32) -> Bool { scalar >= 0x61 && scalar <= 0x7A }

    private static func isStar(_ scalar: UInt32) -> Bool {
        scalar == 0x2A || scalar == 0xD7 || scalar == 0x25CF || scalar == 0x203B
    }

    /// Whether a number can begin at `at`: not in the middle of a word of letters.
    static func canBegin(_ text: [UInt32], _ at: Int) -> Bool {
        let scalar = text[at]
        if isDigit(scalar) || isStar(scalar) { return true }
        if isLetter(scalar) { return at == 0 || !isLetter(text[at - 1]) }
        return numeral(scalar) != nil
            || (ordinal(scalar) && at + 1 < text.count
                && isDigit(text[at + 1]))
    }

    /// 甲5号 is beside 5号.
    private static func ordinal(_ scalar: UInt32) -> Bool {
        scalar == 0x7532 || scalar == 0x4E59 || scalar == 0x4E19 || scalar == 0x4E01
    }

    static func numeral(_ scalar: UInt32) -> Int? {
        switch scalar {
        case 0x96F6, 0x3007: 0
        case 0x4E00: 1
        case 0x4E8C, 0x4E24: 2
        case 0x4E09: 3
        case 0x56DB: 4
        case 0x4E94: 5
        case 0x516D: 6
        case 0x4E03: 7
        case 0x516B: 8
        case 0x4E5D: 9
        case 0x5341: 10
        case 0x767E: 100
        default: nil
        }
    }

    init?(_ text: [UInt32], _ start: Int) {
        self.start = start
        end = start
        value = 0
        if Self.numeral(text[start]) != nil {
            guard readNumerals(text) else { return nil }
        } else {
            guard readParts(text) else { return nil }
        }
    }

    /// Chinese numerals are a number only before a word that counts; 三 in 三林路 is none.
    private mutating func readNumerals(_ text: [UInt32]) -> Bool {
        var total = 0
        var digit = 0
        var plain = 0
        var isPositional = true
        while end < text.count, end - start < 6, let next = Self.numeral(text[end]) {
            if next >= 10 {
                isPositional = false
                total += max(digit, 1) * next
                digit = 0
            } else {
                digit = next
                plain = plain * 10 + next
            }
            end += 1
        }
        guard let (word, _) = AddressWords.suffix(text, end), word != .partOfName else {
            return false
        }
        value = AddressWords.hash(decimal: isPositional ? plain : total + digit)
        values = [value]
        ranges = [start..<end]
        return true
    }

    private mutating func readParts(_ text: [UInt32]) -> Bool {
        var key = AddressWords.seed
        while end < text.count {
            let first = end
            guard let part = readPart(text) else { break }
            values.append(part)
            ranges.append(first..<end)
            key = AddressWords.mix(key, part)
            guard end + 1 < text.count, AddressWords.isHyphen(text[end]),
                Self.isDigit(text[end + 1]) || Self.isLetter(text[end + 1])
                    || Self.isStar(text[end + 1])
            else { break }
            end += 1
        }
        guard !values.isEmpty else { return false }
        if values.count > 1 { isPlain = false }
        value = values.count == 1 ? values[0] : key
        return true
    }

    /// Digits with at most two letters, or one letter before a word that counts.
    private mutating func readPart(_ text: [UInt32]) -> UInt64? {
        var at = end
        var digits = 0
        var letters = 0
        var stars = 0
        var key = AddressWords.seed
        while at < text.count, at - end < 16 {
            let scalar = text[at]
            if Self.isDigit(scalar) {
                digits += 1
                if digits == 1, scalar == 0x30, at + 1 < text.count, Self.isDigit(text[at + 1]) {
                    digits = 0
                } else {
                    key = AddressWords.mix(key, UInt64(scalar))
                }
            } else if Self.isLetter(scalar) {
                letters += 1
                key = AddressWords.mix(key, UInt64(scalar))
            } else if Self.isStar(scalar) {
                stars += 1
            } else if at == end, Self.ordinal(scalar) {
                key = AddressWords.mix(key, UInt64(scalar))
            } else {
                break
            }
            at += 1
        }
        // XX号 hides as ** does.
        if letters > 0, digits == 0, text[end..<at].allSatisfy({ $0 == 0x78 || Self.isStar($0) }) {
            guard letters > 1 || stars > 0 else { return nil }
            stars += letters
            letters = 0
        }
        guard at > end, letters <= 2, digits <= Self.digitsMax,
            digits > 0 || stars > 0
                || AddressWords.suffix(text, at).map({ $0.0 != .partOfName })
                    == true
        else { return nil }
        if letters > 0 { isPlain = false }
        if stars > 0 { isMasked = true }
        end = at
        return key
    }

    /// Where the word behind the number begins: spaces between are passed over.
    func suffixStart(_ text: [UInt32]) -> Int {
        var at = end
        while at < text.count, at - end < 2, text[at] == AddressRest.cut { at += 1 }
        return at
    }
}
