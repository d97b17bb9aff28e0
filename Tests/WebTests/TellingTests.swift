import Casework
import Primitives
import Records
import Testing
import Web

private let chinese = Words(
    language: .chinese,
    texts: [
        "time-now": "刚刚", "time-ago": "{span}前", "time-in": "{span}后", "due-left": "还剩 {span}",
        "due-over": "已超期 {span}", "unit-minute": "{n} 分钟", "unit-minutes": "{n} 分钟",
        "unit-hour": "{n} 小时", "unit-hours": "{n} 小时", "unit-day": "{n} 天", "unit-days": "{n} 天",
    ])

@Suite struct TellingTests {
    private let telling = Telling(words: chinese, now: Fixture.now)

    @Test(
        arguments: [
            (0, "刚刚"), (-59, "刚刚"), (59, "刚刚"), (-60, "1 分钟前"), (-3_599, "59 分钟前"),
            (3_600, "1 小时后"),
            (-86_399, "23 小时前"), (-86_400, "1 天前"), (-90_000, "1 天 1 小时前"), (172_800, "2 天后"),
            (-864_000, "10 天前"), (-900_000, "10 天前"), (-31_536_000, "365 天前"),
        ] as [(Int64, String)])
    func relative(seconds: Int64, expected: String) {
        #expect(telling.relative(Fixture.now.adding(Seconds(seconds))) == expected)
    }

    @Test(
        arguments: [
            (7_200, "还剩 2 小时"), (10, "还剩 1 分钟"), (0, "还剩 1 分钟"), (-1, "已超期 1 分钟"),
            (-18_000, "已超期 5 小时"),
        ] as [(Int64, String)])
    func deadline(seconds: Int64, expected: String) {
        #expect(telling.deadline(Fixture.now.adding(Seconds(seconds))) == expected)
    }

    @Test(arguments: [
        (0, "0"), (999, "999"), (1_000, "1,000"), (1_234_567, "1,234,567"),
        (-1_000, "\u{2212}1,000"),
    ])
    func counts(number: Int, expected: String) {
        #expect(Telling.count(number) == expected)
    }

    @Test(arguments: [
        (2.44, "+2.4"), (-0.66, "\u{2212}0.7"), (0, "0.0"), (-0.04, "0.0"), (12, "+12.0"),
    ])
    func weights(bits: Double, expected: String) {
        #expect(Telling.weight(Bits(bits)) == expected)
    }

    @Test(arguments: [
        (0.5, "50.0%"), (0.9991, ">99.9%"), (1, ">99.9%"), (0, "<0.1%"), (0.0009, "<0.1%"),
        (0.001, "0.1%"), (0.987_4, "98.7%"),
    ])
    func percents(probability: Double, expected: String) {
        #expect(Telling.percent(probability) == expected)
    }

    @Test func fieldsGoThereAndBack() throws {
        #expect(Telling.field(Fixture.now) == "2026-11-23T12:00")
        #expect(Telling.time(field: "2026-11-23T12:00") == Fixture.now)
        #expect(Telling.time(field: "2026-11-23T12:00:30") == Fixture.now.adding(Seconds(30)))
        for wrong in ["", "2026-11-23", "2026-02-30T10:00", "12:00", "2026-11-23T12:00+09:00"] {
            #expect(Telling.time(field: wrong) == nil, "\(wrong)")
        }
    }

    @Test func moneyAndMass() throws {
        #expect(Telling.money(try #require(Fen(yuan: 128))) == "¥128")
        #expect(Telling.money(try #require(Fen(yuan: 12.8))) == "¥12.80")
        #expect(Telling.mass(Grams(3_520)) == "3.52 kg")
    }
}

@Suite struct MaskingTests {
    @Test(arguments: [
        ("张伟", "张*"), ("欧阳娜娜", "欧*"), ("张*", "张*"), ("王＊＊", "王＊＊"), ("", ""), ("A", "A*"),
    ])
    func names(name: String, expected: String) {
        #expect(Masking.name(name) == expected)
    }

    @Test(
        arguments: [
            ("江西省南昌市进贤县李渡镇解放路12号", "江西省南昌市进贤县李渡镇***", "江西省南昌市进贤县"),
            ("南昌市西湖区朝阳洲小区3栋", "南昌市西湖区***", "南昌市西湖区"),
            ("浙江省绍兴市越城区阳光小区3幢502", "浙江省绍兴市越城区***", "浙江省绍兴市越城区"),
            ("长沙市阳光小区5栋", "长沙市***", "长沙市"), ("湖南省浏阳市大瑶镇", "湖南省浏阳市大瑶镇", "湖南省浏阳市"),
            ("北京市朝阳区望京街道12号院", "北京市朝阳区望京街道***", "北京市朝阳区"),
            ("广西壮族自治区南宁市青秀区民族大道", "广西壮族自治区南宁市青秀区***", "广西壮族自治区南宁市青秀区"),
            ("红谷滩区某某超市", "红谷滩区***", "红谷滩区"), ("5栋2单元", "***", nil), ("", "", nil),
            ("解放路", "***", nil),
        ] as [(String, String, String?)])
    func addresses(address: String, expected: String, region: String?) {
        #expect(Masking.address(address) == expected)
        #expect(Masking.region(address) == region)
    }

    @Test(arguments: [
        (IdentifierKind.phone, "13800138000", "138****8000"), (.wechat, "nianhuo888", "ni***88"),
        (.wechat, "abc", "a***"), (.qq, "123456789", "12***89"), (.account, "集市/abc", "集市/abc"),
        (.courierAccount, "顺风达/C880124", "顺风达/C8***24"), (.courierAccount, "x", "x***"),
    ])
    func identifiers(kind: IdentifierKind, value: String, expected: String) {
        #expect(Masking.identifier(Identifier(kind: kind, value: value)) == expected)
    }
}

@Suite struct DatumShiftTests {
    /// The forward series against figures that its published implementations give.
    @Test(arguments: [
        (116.404_0, 39.915_0, 116.410_244_499_169_38, 39.916_404_281_501_64),
        (121.527_210_6, 31.177_427_6, 121.531_541_859_215, 31.175_303_983_645_97),
        (113.912_316, 22.543_847, 113.917_176_480_836_3, 22.540_796_131_694_766),
    ])
    func forward(longitude: Double, latitude: Double, east: Double, north: Double) {
        let shifted = DatumShift.gcj02((longitude, latitude))
        #expect(abs(shifted.longitude - east) < 1e-6)
        #expect(abs(shifted.latitude - north) < 1e-6)
    }

    /// Back and forth over the city is less than a millimetre off.
    @Test func backAndForth() throws {
        for step in 0..<100 {
            let longitude = 115.4 + Double(step) * 0.012
            let latitude = 28.1 + Double(step % 10) * 0.1
            let shifted = DatumShift.gcj02((longitude, latitude))
            let point = try #require(
                Coordinate(longitude: shifted.longitude, latitude: shifted.latitude, datum: .gcj02))
            let back = DatumShift.wgs84(point)
            #expect(abs(back.longitude - longitude) < 1e-8)
            #expect(abs(back.latitude - latitude) < 1e-8)
            #expect(abs(shifted.longitude - longitude) > 0.003)
        }
    }

    /// BD-09 of the same place, as its published example has it: 116.404, 39.915 (GCJ-02).
    @Test func baidu() throws {
        let point = try #require(
            Coordinate(longitude: 116.410_36, latitude: 39.921_33, datum: .bd09))
        let gcj02 = try #require(Coordinate(longitude: 116.404, latitude: 39.915, datum: .gcj02))
        let shown = DatumShift.wgs84(point)
        let expected = DatumShift.wgs84(gcj02)
        #expect(abs(shown.longitude - expected.longitude) < 2e-5)
        #expect(abs(shown.latitude - expected.latitude) < 2e-5)
    }

    @Test(arguments: [Datum.wgs84, .cgcs2000])
    func otherDatumsStay(datum: Datum) throws {
        let point = try #require(Coordinate(longitude: 115.9, latitude: 28.7, datum: datum))
        #expect(DatumShift.wgs84(point) == (115.9, 28.7))
    }

    @Test func outsideChinaNothingIsShifted() throws {
        let paris = try #require(Coordinate(longitude: 2.35, latitude: 48.85, datum: .gcj02))
        #expect(DatumShift.wgs84(paris) == (2.35, 48.85))
    }
}
