/// A telephone number as written on a label: whole, or masked with the digits that show.
///
/// GB/T 41833-2022 hides at least six digits on a label, so that a masked number stands for up to a
/// million people
/// and names nobody: only a whole one is an identifier.
package enum Phone: Hashable, Sendable {
    /// Digits only: eleven of a mainland mobile (1[3-9]…), or area code and number of a fixed line
    /// (0…), 10 to 12.
    case whole(String)
    /// As written, hidden places as `*`: `138****8000`.
    case masked(String)

    /// Reads a number in any usual dress: spaces, hyphens, brackets, `+86`, full-width digits, `*`,
    /// `x` or `X` for what is hidden.
    ///
    /// Nil where what is left is no mainland number.
    package init?(_ text: String) {
        guard var symbols = Self.symbols(text) else { return nil }
        if symbols.starts(with: "+86") { symbols.removeFirst(3) }
        if symbols.starts(with: "0086") { symbols.removeFirst(4) }
        if symbols.count == 13, symbols.starts(with: "86") { symbols.removeFirst(2) }
        guard !symbols.contains("+") else { return nil }
        if symbols.contains("*") {
            guard (7...13).contains(symbols.count), symbols.contains(where: \.isNumber) else {
                return nil
            }
            self = .masked(String(symbols))
        } else if Self.isMobile(symbols) || Self.isFixedLine(symbols) {
            self = .whole(String(symbols))
        } else {
            return nil
        }
    }

    /// As a page shows it to one who has not asked for more: `138****8000`.
    package var maskedText: String {
        switch self {
        case .masked(let text): text
        case .whole(let digits):
            digits.prefix(3) + String(repeating: "*", count: max(digits.count - 7, 0))
                + digits.suffix(4)
        }
    }

    /// Digits, stars and a leading plus, everything a person puts between them left out; nil for
    /// any other character.
    private static func symbols(_ text: String) -> [Character]? {
        var result: [Character] = []
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x30...0x39: result.append(Character(scalar))
            case 0xFF10...0xFF19:
                guard let narrow = Unicode.Scalar(scalar.value - 0xFF10 + 0x30) else { return nil }
                result.append(Character(narrow))
            case 0x2A, 0x58, 0x78, 0xFF0A: result.append("*")
            case 0x2B where result.isEmpty: result.append("+")
            case 0x20, 0x28, 0x29, 0x2D, 0x2E, 0xA0, 0x2010...0x2015, 0x3000, 0xFF08, 0xFF09:
                continue
            default: return nil
            }
        }
        return result
    }

    private static func isMobile(_ symbols: [Character]) -> Bool {
        symbols.count == 11 && symbols[0] == "1" && ("3"..."9").contains(symbols[1])
    }

    private static func isFixedLine(_ symbols: [Character]) -> Bool {
        (10...12).contains(symbols.count) && symbols[0] == "0"
    }
}
