// Strings and numbers of JSON: RFC 8259 sections 6 and 7.

extension JSONParser {
    /// The bytes between the quotes of the string at hand, and whether they hold an escape.
    mutating func stringRange() throws(JSONProblem) -> (Range<Int>, escaped: Bool) {
        let first = at + 1
        var next = first
        var escaped = false
        while next < bytes.count {
            let byte = bytes[next]
            if byte == UInt8(ascii: "\"") {
                at = next + 1
                return (first..<next, escaped)
            }
            if byte == UInt8(ascii: "\\") {
                escaped = true
                next += 1
            } else if byte < 0x20 {
                throw JSONProblem(offset: next, what: "a control character inside a string")
            }
            next += 1
        }
        throw JSONProblem(offset: first - 1, what: "the string that begins here has no end")
    }

    mutating func string() throws(JSONProblem) -> String {
        let (range, escaped) = try stringRange()
        return escaped ? try unescaped(range) : String(decoding: bytes[range], as: UTF8.self)
    }

    /// The text of the string in `range` with its escapes resolved.
    func unescaped(_ range: Range<Int>) throws(JSONProblem) -> String {
        var output: [UInt8] = []
        output.reserveCapacity(range.count)
        var next = range.lowerBound
        while next < range.upperBound {
            if bytes[next] != UInt8(ascii: "\\") {
                output.append(bytes[next])
                next += 1
            } else if let plain = Self.plainEscape(bytes[next + 1]) {
                output.append(plain)
                next += 2
            } else {
                let (scalar, length) = try scalarEscape(at: next, end: range.upperBound)
                output.append(contentsOf: Array(String(scalar).utf8))
                next += length
            }
        }
        return String(decoding: output, as: UTF8.self)
    }

    private static func plainEscape(_ symbol: UInt8) -> UInt8? {
        switch symbol {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): symbol
        case UInt8(ascii: "b"): 8
        case UInt8(ascii: "f"): 12
        case UInt8(ascii: "n"): 10
        case UInt8(ascii: "r"): 13
        case UInt8(ascii: "t"): 9
        default: nil
        }
    }

    /// The character of a `\u` escape, or of two that are a surrogate pair, and its length in
    /// bytes.
    private func scalarEscape(at offset: Int, end: Int) throws(JSONProblem) -> (
        Unicode.Scalar, Int
    ) {
        guard bytes[offset + 1] == UInt8(ascii: "u"), let unit = hex(at: offset + 2, end: end)
        else {
            throw JSONProblem(offset: offset, what: "an escape that JSON does not have")
        }
        if unit == 0 { throw JSONProblem(offset: offset, what: "an escaped NUL") }
        if let scalar = Unicode.Scalar(unit) { return (scalar, 6) }
        guard unit < 0xDC00, offset + 7 < end, bytes[offset + 6] == UInt8(ascii: "\\"),
            bytes[offset + 7] == UInt8(ascii: "u"), let low = hex(at: offset + 8, end: end),
            (0xDC00...0xDFFF).contains(low),
            let scalar = Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00))
        else {
            throw JSONProblem(offset: offset, what: "half of a surrogate pair (a cut emoji?)")
        }
        return (scalar, 12)
    }

    private func hex(at offset: Int, end: Int) -> UInt32? {
        guard offset + 4 <= end else { return nil }
        var value: UInt32 = 0
        for byte in bytes[offset..<(offset + 4)] {
            switch byte {
            case 48...57: value = value << 4 | UInt32(byte - 48)
            case 65...70: value = value << 4 | UInt32(byte - 55)
            case 97...102: value = value << 4 | UInt32(byte - 87)
            default: return nil
            }
        }
        return value
    }

    /// Checks an unasked string without keeping it.
    mutating func skipString() throws(JSONProblem) {
        let (range, escaped) = try stringRange()
        if escaped { _ = try unescaped(range) }
    }

    /// The number at hand, correctly rounded.
    mutating func number() throws(JSONProblem) -> Double {
        let first = at
        let negative = take("-")
        var digits = DecimalDigits()
        if !take("0") {
            guard takeDigits(into: &digits) else { throw problem("a digit is needed here") }
        }
        if take(".") {
            let before = at
            guard takeDigits(into: &digits) else { throw problem("a digit is needed here") }
            digits.exponent -= at - before
        }
        if take("e") || take("E") {
            let minus = take("-")
            if !minus { _ = take("+") }
            var power = DecimalDigits()
            guard takeDigits(into: &power) else { throw problem("a digit is needed here") }
            digits.exponent += (minus ? -1 : 1) * Int(min(power.mantissa, 100_000))
        }
        if let exact = digits.exact { return negative ? -exact : exact }
        let text = String(decoding: bytes[first..<at], as: UTF8.self)
        guard let value = Double(text), value.isFinite else {
            throw JSONProblem(offset: first, what: "a number too large to hold")
        }
        return value
    }

    private mutating func takeDigits(into digits: inout DecimalDigits) -> Bool {
        let first = at
        while at < bytes.count, bytes[at] >= 48, bytes[at] <= 57 {
            digits.add(bytes[at] - 48)
            at += 1
        }
        return at > first
    }
}

/// Digits of a decimal number as they come.
private struct DecimalDigits {
    var mantissa: UInt64 = 0
    var exponent = 0
    /// More digits than a mantissa holds.
    var isLong = false

    @inline(__always)
    mutating func add(_ digit: UInt8) {
        if mantissa > 99_999_999_999_999_999 {
            isLong = true
        } else {
            mantissa = mantissa * 10 + UInt64(digit)
        }
    }

    /// The value where one correctly rounded operation on exact numbers gives it (Clinger 1990:
    /// both at most 2^53 and 10^22), else nil.
    var exact: Double? {
        guard !isLong, mantissa <= 1 << 53, abs(exponent) <= 22 else { return nil }
        let power = Self.powers[abs(exponent)]
        return exponent < 0 ? Double(mantissa) / power : Double(mantissa) * power
    }

    private static let powers: [Double] = [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
        1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
    ]
}
