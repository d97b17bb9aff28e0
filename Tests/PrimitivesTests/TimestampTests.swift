import Primitives
import Testing

@Suite struct TimestampTests {
    @Test(arguments: [
        ("1970-01-01T00:00:00Z", 0),
        ("2026-11-23T08:00:00+08:00", 1_795_392_000_000_000),
        ("2026-11-23 00:00:00.5Z", 1_795_392_000_500_000),
        ("2024-02-29T23:59:59.123456789Z", 1_709_251_199_123_456),
        ("1969-12-31T23:59:59Z", -1_000_000),
    ])
    func readsRFC3339(text: String, microseconds: Int) {
        #expect(Timestamp(text)?.microseconds == Int64(microseconds))
    }

    @Test(arguments: [
        "", "2026-11-23", "2026-11-23T08:00:00", "2026-02-29T08:00:00Z", "2026-13-01T00:00:00Z",
        "2026-11-23T24:00:00Z", "2026-11-23T08:00:00+8", "2026-11-23T08:00:00.Z",
        "2026-11-23T08:00:00Zx",
        "２026-11-23T08:00:00Z",
    ])
    func refusesAnythingElse(text: String) {
        #expect(Timestamp(text) == nil)
    }

    @Test func writesWhatItReads() {
        for text in [
            "2026-11-23T08:00:00+08:00", "2026-02-28T23:59:59.000001+08:00",
            "1900-03-01T00:00:00+08:00",
        ] {
            #expect(Timestamp(text)?.text() == text)
        }
    }

    @Test func everyDayOfFourCenturiesRoundTrips() {
        for day in stride(from: -150_000, through: 150_000, by: 1) {
            #expect(CivilDate(dayNumber: day).dayNumber == day)
        }
    }
}
