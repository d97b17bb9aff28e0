import Primitives
import Testing

@Suite struct TextFormTests {
    @Test(arguments: [
        ("", #""""#), ("a\"b", #""a\"b""#), ("a\\b", #""a\\b""#), ("\n\r\t", #""\n\r\t""#),
        ("\u{0}\u{1F}", #""\u0000\u001f""#), ("烟花🧨", "\"烟花🧨\""),
        ("\u{2028}", #""\u2028""#), ("\u{7F}", #""\u007f""#),
    ])
    func textIsQuotedAsJSON(text: String, json: String) {
        #expect(JSONText.quoted(text) == json)
    }

    @Test(
        arguments: [
            (0, "0"), (-0.0, "0"), (1, "1"), (0.5, "0.5"), (-2.25, "-2.25"), (0.1, "0.1"),
            (1e14, "100000000000000"),
        ] as [(Double, String)])
    func numbersAreShortest(number: Double, text: String) {
        #expect(JSONText.number(number) == text)
    }

    @Test func everyNumberReadsBack() {
        var random = SeededRandom(seed: 11)
        for _ in 0..<2_000 {
            let number = Double(bitPattern: random.next())
            guard number.isFinite else { continue }
            #expect(Double(JSONText.number(number)) == number)
        }
    }

    @Test func arraysJoin() {
        #expect(JSONText.array([]) == "[]")
        #expect(JSONText.array(["1", #""a""#]) == #"[1,"a"]"#)
    }

    @Test func idsCompareByTheirText() {
        enum Thing {}
        #expect(ID<Thing>("a") < ID<Thing>("b"))
        #expect(ID<Thing>("a") == ID<Thing>("a"))
        #expect("\(ID<Thing>("waybill-1"))" == "waybill-1")
    }

    @Test func anErrorTellsItsMessageAndItsCode() {
        struct Sample: CodedError {
            let code = "sample.broken"
            let message = "It broke. Mend it."
        }
        #expect("\(Sample())" == "It broke. Mend it. [sample.broken]")
    }

    /// A day in Nanchang begins at 16:00 UTC of the day before.
    @Test(arguments: [
        ("2026-11-23T15:59:59Z", "2026-11-23"), ("2026-11-23T16:00:00Z", "2026-11-24"),
        ("1969-12-31T15:59:59Z", "1969-12-31"),
    ])
    func aDayIsTheOneInChina(time: String, day: String) throws {
        let moment = try #require(Timestamp(time))
        #expect(moment.civilDate().text == day)
    }

    @Test(arguments: [
        (2023, 2, 29), (2026, 4, 31), (2026, 0, 1), (2026, 13, 1), (0, 1, 1), (1900, 2, 29),
    ])
    func aDayThatDoesNotExistIsNone(year: Int, month: Int, day: Int) {
        #expect(CivilDate(year: year, month: month, day: day) == nil)
    }
}
