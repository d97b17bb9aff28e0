import Records

/// Digits in any dress.
enum DigitSymbol {
    /// The ten rows as pairs of scalar and digit, in rising order.
    private static let dressed: [(scalar: UInt32, digit: UInt8)] = {
        let rows = ["零〇洞", "一壹幺", "二贰两", "三叁", "四肆", "五伍", "六陆", "七柒拐", "八捌", "九玖勾"]
        return rows.enumerated().flatMap { digit, row in
            row.unicodeScalars.map { ($0.value, UInt8(digit)) }
        }.sorted { $0.0 < $1.0 }
    }()
    /// Bit n says that a dressed digit's code point ends in n: most characters fail here.
    private static let lowBits: UInt64 = dressed.reduce(0) { $0 | 1 << UInt64($1.scalar & 63) }

    /// 0...9, or nil.
    static func plain(_ scalar: UInt32) -> UInt8? {
        if scalar < 0x3007 { return (0x30...0x39).contains(scalar) ? UInt8(scalar - 0x30) : nil }
        guard lowBits >> UInt64(scalar & 63) & 1 != 0 else { return nil }
        return dressed.first { $0.scalar == scalar }?.digit
    }

    /// `o` for 0, `i` and `l` for 1, which are digits only among digits.
    static func letter(_ scalar: UInt32) -> UInt8? {
        switch scalar {
        case 0x6F: 0
        case 0x69, 0x6C: 1
        default: nil
        }
    }
}

extension ContactLine {
    /// A number as written: its digits, the sizes of its groups, where it stands.
    struct Number {
        var digits: [UInt8] = []
        var groups: [Int] = []
        var letters = 0
        var range: Range<Int>

        var text: String { String(digits.map { Character(Unicode.Scalar($0 + 0x30)) }) }

        var isMobile: Bool {
            digits.count == 11 && digits[0] == 1 && digits[1] >= 3
        }

        /// One run, every digit apart, or the groups in which people write a mobile.
        var isUsuallyGrouped: Bool {
            let usual = [
                [11], [3, 4, 4], [3, 8], [7, 4], [4, 3, 4], [4, 4, 3], [3, 3, 5], [5, 6], [6, 5],
            ]
            return usual.contains(groups) || groups.allSatisfy { $0 == 1 }
        }
    }

    /// The longest number beginning at `place`, groups joined by one kind of separator; nil where
    /// none begins there.
    func number(at place: Int) -> Number? {
        guard place < count, digit(place) != nil else { return nil }
        var number = Number(range: place..<place)
        var at = place
        var separator: ArraySlice<UInt32>?
        while at < count {
            let group = run(at)
            guard group.end > at else { break }
            number.digits += group.digits
            number.letters += group.letters
            number.groups.append(group.digits.count)
            number.range = place..<group.end
            var next = group.end
            while next < count, isSeparator[next], next - group.end < 2 { next += 1 }
            let between = scalars[group.end..<next]
            guard next < count, !between.isEmpty, digit(next) != nil,
                separator == nil || separator.map({ $0.elementsEqual(between) }) == true
            else { break }
            separator = between
            at = next
        }
        return number
    }

    private func digit(_ place: Int) -> UInt8? {
        DigitSymbol.plain(scalars[place]) ?? DigitSymbol.letter(scalars[place])
    }

    private func run(_ place: Int) -> (digits: [UInt8], letters: Int, end: Int) {
        var digits: [UInt8] = []
        var letters = 0
        var at = place
        while at < count {
            if let value = DigitSymbol.plain(scalars[at]) {
                digits.append(value)
            } else if let value = DigitSymbol.letter(scalars[at]) {
                digits.append(value)
                letters += 1
            } else {
                break
            }
            at += 1
        }
        return (digits, letters, at)
    }

    /// A whole mobile number that begins at `place`.
    func mobile(at place: Int) -> ContactHit? {
        // A digit or letter right before belongs to it, which then is no mobile.
        if place > 0, isWordSymbol(place - 1) { return nil }
        guard let number = mobileNumber(at: place) else { return nil }
        guard !follows(ContactWords.numbering, before: place) else { return nil }
        return ContactHit(
            identifiers: [Identifier(kind: .phone, value: number.text)], range: number.range)
    }

    /// A mobile at `place`, whatever stands before it.
    func mobileNumber(at place: Int) -> Number? {
        guard let number = number(at: place), number.isMobile, number.isUsuallyGrouped,
            number.letters <= 5
        else { return nil }
        return endsNumber(number.range.upperBound) ? number : nil
    }

    /// Whether a number can end before `place`: no letter or digit follows, or only letters that
    /// say that it is a WeChat number too.
    private func endsNumber(_ place: Int) -> Bool {
        guard place < count, isWordSymbol(place) else { return true }
        guard let letters = ContactWords.sameNumber.first(where: { matches($0, at: place) }) else {
            return false
        }
        let next = place + letters.scalars.count
        return next >= count || !isWordSymbol(next)
    }

    /// A Latin letter, a digit in any dress, or `_`.
    func isWordSymbol(_ place: Int) -> Bool {
        let scalar = scalars[place]
        return (0x61...0x7A).contains(scalar) || scalar == 0x5F
            || DigitSymbol.plain(scalar) != nil
    }
}
