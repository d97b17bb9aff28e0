package import Text

/// A telephone number (号码) ready to be compared: whole, or masked with the digits that show.
///
/// Twelve places of four bits, the last digit lowest; 0xF for a place that is hidden or beyond the
/// number's beginning.
package struct PreparedPhone: Hashable, Sendable {
    /// What kind of number it is.
    package enum Kind: UInt8, Sendable {
        /// Eleven digits 1[3-9]….
        case mobile
        /// Area code and number (区号), 10 to 12 digits with the leading 0.
        case fixedLine
        /// 400 and 800 numbers, ten digits.
        case service
        /// Seven or eight digits without the area code.
        case local
        /// Hidden so far that it may be any.
        case unknown
    }

    package let kind: Kind
    /// The pattern that shows: for a whole number the number itself.
    package let pattern: UInt64
    /// How many digits of a mobile are hidden; 0 for a whole number.
    package let hiddenDigits: Int

    package var isWhole: Bool { hiddenDigits == 0 && kind != .local }

    /// One number for all that show the same digits in the same places.
    ///
    /// What a masked pattern weighs follows from its count among the records:
    /// 10^`hiddenDigits` numbers have it, and those that were seen are counted under this key.
    package var frequencyKey: UInt64 { pattern << 3 | UInt64(kind.rawValue & 7) }

    /// The digits, `*` for each that is hidden; for pages and reports.
    package var text: String {
        var result = ""
        var isBegun = false
        for place in (0..<12).reversed() {
            let digit = pattern >> UInt64(place * 4) & 0xF
            let isBeyond = digit == 0xF && !isBegun && place == 11 && kind != .fixedLine
            if isBeyond { continue }
            if digit == 0xF, !isBegun, kind != .mobile, kind != .unknown { continue }
            isBegun = true
            result.append(digit == 0xF ? "*" : Character(Unicode.Scalar(UInt8(0x30 + digit))))
        }
        return result
    }
}

/// Compares telephone numbers, however they are written.
///
/// Whole, masked (138****8000), disguised (一三八零零…, 138oo138ooo, ①③⑧…, full width), with separators,
/// with +86 or 0086, inside a text or a WeChat id made of it (wx:abc138…).
package struct PhoneComparator: Sendable {
    /// What each level means.
    ///
    /// A pair at `contradiction` holds two different whole numbers.
    package static let levels = [
        "same number", "one digit off or two swapped", "masked, what shows agrees",
        "contradiction", "else",
    ]

    /// The numbers of the levels, as `level` gives them.
    package enum Level {
        package static let same = 0
        package static let slip = 1
        package static let masked = 2
        package static let contradiction = 3
        package static let other = 4
    }

    private let folder: Folder

    package init(folder: Folder) { self.folder = folder }

    /// The first number of `value`: a whole one, else a masked one; nil where none stands in it.
    ///
    /// - Complexity: O(bytes).
    package func prepare(_ value: String) -> PreparedPhone? {
        if let plain = PhoneRun(plain: value.utf8) { return plain.number(isAlone: true) }
        return PhoneFinder(folder.fold(value)).first()
    }

    /// The numbers of a text in order of place, each once.
    package func all(in text: String) -> [PreparedPhone] {
        PhoneFinder(folder.fold(text)).all()
    }

    /// The level at which two numbers agree: symmetric, 0 the strictest; a masked number is at
    /// `masked` even with itself.
    package func level(_ left: PreparedPhone, _ right: PreparedPhone) -> Int {
        if left.isWhole, right.isWhole {
            guard left.kind == right.kind else { return Level.other }
            if left.pattern == right.pattern { return Level.same }
            return Self.isSlip(left.pattern, right.pattern) ? Level.slip : Level.contradiction
        }
        guard Self.canBeOneKind(left.kind, right.kind),
            let shared = sharedPlaces(left, right), shared > 1
        else { return Level.other }
        return Level.masked
    }

    /// Whether both are whole numbers of one kind, and further apart than a slip of the pen: what a
    /// rule that two records must not be linked may rest on.
    package func contradicts(_ left: PreparedPhone, _ right: PreparedPhone) -> Bool {
        level(left, right) == Level.contradiction
    }

    /// The key under which the pattern that both show is counted: the frequency of what is known of
    /// both, for a pair at `masked`.
    package func sharedFrequencyKey(_ left: PreparedPhone, _ right: PreparedPhone) -> UInt64 {
        let hidden = Self.hiddenMask(left.pattern) | Self.hiddenMask(right.pattern)
        return (left.pattern | hidden) << 3 | UInt64(min(left.kind.rawValue, right.kind.rawValue))
    }

    private static func canBeOneKind(_ left: PreparedPhone.Kind, _ right: PreparedPhone.Kind)
        -> Bool
    {
        if left == right || left == .unknown || right == .unknown { return true }
        return (left == .local && right == .fixedLine) || (left == .fixedLine && right == .local)
    }

    /// How many digits show in both, or nil where one of them differs.
    private func sharedPlaces(_ left: PreparedPhone, _ right: PreparedPhone) -> Int? {
        let hidden = Self.hiddenMask(left.pattern) | Self.hiddenMask(right.pattern)
        guard (left.pattern ^ right.pattern) & ~hidden & 0xFFFF_FFFF_FFFF == 0 else { return nil }
        return 12 - (hidden & 0xFFFF_FFFF_FFFF).nonzeroBitCount / 4
    }

    /// 0xF in every place that holds 0xF.
    private static func hiddenMask(_ pattern: UInt64) -> UInt64 {
        // All four bits of a place are set only in 0xF: digits end at 9.
        let ones = pattern & (pattern >> 1) & (pattern >> 2) & (pattern >> 3) & 0x1111_1111_1111
        return ones * 0xF
    }

    /// One digit differs, or two neighbours are swapped.
    private static func isSlip(_ left: UInt64, _ right: UInt64) -> Bool {
        let difference = left ^ right
        let first = difference.trailingZeroBitCount / 4 * 4
        if difference >> UInt64(first) < 0x10 { return true }
        guard difference >> UInt64(first) < 0x100 else { return false }
        let a = left >> UInt64(first) & 0xFF
        let b = right >> UInt64(first) & 0xFF
        return a >> 4 == b & 0xF && a & 0xF == b >> 4
    }
}
