import Records
import Testing

@Suite struct PhoneTests {
    @Test(arguments: [
        "13800138000", "138 0013 8000", "138-0013-8000", "+86 13800138000", "8613800138000",
        "0086-138-00138000",
        "１３８００１３８０００", "(138)00138000",
    ])
    func aWholeMobileHasOneSpelling(text: String) {
        #expect(Phone(text) == .whole("13800138000"))
    }

    @Test(arguments: ["138****8000", "138＊＊＊＊8000", "138xxxx8000", "+86 138****8000"])
    func aMaskedOneStaysMasked(text: String) {
        #expect(Phone(text) == .masked("138****8000"))
    }

    @Test(arguments: [
        "", "abc", "12800138000", "1380013800", "138001380001", "***", "+44 7911 123456",
    ])
    func whatIsNoMainlandNumberIsRefused(text: String) {
        #expect(Phone(text) == nil)
    }

    @Test func fixedLinesAreWhole() {
        #expect(Phone("0791-83742110") == .whole("079183742110"))
    }

    @Test func maskingShowsSevenDigitsAtMost() {
        #expect(Phone.whole("13800138000").maskedText == "138****8000")
    }
}
