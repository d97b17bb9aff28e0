import Primitives
import Records
import Testing

/// What holds for any text whatever, tried on texts made of what phone columns hold.
@Suite struct PhoneFuzzTests {
    private static let alphabet = Array("0123456789138*xX＊+ -()（）.０１２３８９ａ号\u{A0}\u{3000}–")

    @Test(arguments: 0..<8)
    func whateverIsReadHasOneSpelling(seed: Int) throws {
        var random = SeededRandom(seed: UInt64(seed))
        var read = 0
        for _ in 0..<20_000 {
            let text = String((0..<random.below(18)).map { _ in random.pick(Self.alphabet) })
            guard let phone = Phone(text) else { continue }
            read += 1
            switch phone {
            case .whole(let digits):
                #expect(digits.allSatisfy { $0.isASCII && $0.isNumber }, "\(text)")
                #expect((10...12).contains(digits.count), "\(text)")
                #expect(Phone(digits) == phone, "\(text)")
            case .masked(let shown):
                #expect(shown.contains("*") && shown.contains(where: \.isNumber), "\(text)")
                #expect(Phone(shown) == phone, "\(text)")
            }
            #expect(phone.maskedText.count { $0.isASCII && $0.isNumber } <= 12)
        }
        // The alphabet is dense enough that the properties above were really tried.
        #expect(read > 100)
    }

    @Test(arguments: 0..<4)
    func noDressHidesANumber(seed: Int) {
        var random = SeededRandom(seed: UInt64(seed), part: "dress")
        for _ in 0..<2_000 {
            let digits = "1\(3 + random.below(7))" + String((0..<9).map { _ in digit(&random) })
            #expect(Phone(dressed(digits, &random)) == .whole(digits))
        }
    }

    @Test func aWholeNumberShowsSevenOfItsDigits() {
        for digits in ["13800138000", "079183742110", "0791837421"] {
            let shown = Phone.whole(digits).maskedText
            #expect(shown.count == digits.count)
            #expect(shown.count { $0 == "*" } == digits.count - 7)
            #expect(Phone(shown) == .masked(shown))
        }
    }

    private func digit(_ random: inout SeededRandom) -> Character {
        random.pick(Array("0123456789"))
    }

    /// The number with a country code, separators and full-width digits put on at random.
    private func dressed(_ digits: String, _ random: inout SeededRandom) -> String {
        var text = random.pick(["", "+86", "0086", "86", "+86-", "+86 "])
        for character in digits {
            if random.chance(0.2) { text += random.pick([" ", "-", ".", "(", "）", "\u{3000}"]) }
            let wide = random.chance(0.3) ? character.unicodeScalars.first : nil
            let scalar = wide.flatMap { Unicode.Scalar($0.value + 0xFF10 - 0x30) }
            text += scalar.map { String($0) } ?? String(character)
        }
        return text
    }
}
