import Linkage
import Testing
import Text

struct ComparePhoneTests {
    @Test(arguments: [
        "加V 138-0013-8000 包邮", "电话一三八零零一三八零零零", "微❤️：１３８００１３８０００",
        "幺三八零零幺三八零零零", "138oo138ooo", "①③⑧⓪⓪①③⑧⓪⓪⓪", "13800 138 000",
        "wx:abc13800138000",
    ])
    func disguisesThatUsersReportedAreRead(text: String) throws {
        #expect(try CompareTables.phones().prepare(text)?.text == "13800138000")
        #expect(try CompareTables.phones().all(in: text).map(\.text) == ["13800138000"])
    }

    @Test(arguments: [
        ("13800138000", "13800138000"), (" 138 0013 8000 ", "13800138000"),
        ("+86 138-0013-8000", "13800138000"), ("008613800138000", "13800138000"),
        ("8613800138000", "13800138000"), ("(+86)13800138000", "13800138000"),
        ("013800138000", "13800138000"), ("手机：13800138000", "13800138000"),
        ("13800138000(微信同号)", "13800138000"), ("壹叁捌零零壹叁捌零零零", "13800138000"),
        ("1️⃣3️⃣8️⃣0️⃣0️⃣1️⃣3️⃣8️⃣0️⃣0️⃣0️⃣", "13800138000"), ("l38OOl38OOO", "13800138000"),
        ("138\u{200B}0013\u{200B}8000", "13800138000"), ("1 3 8 0 0 1 3 8 0 0 0", "13800138000"),
        ("0791-86231234", "079186231234"), ("(0791)8623-1234", "079186231234"),
        ("079186231234", "079186231234"), ("010-65123456", "01065123456"),
        ("021 5888 8888", "02158888888"), ("0791-86231234转801", "079186231234"),
        ("0746-3210987", "07463210987"), ("400-820-8820", "4008208820"),
        ("8008208820", "8008208820"), ("86231234", "86231234"),
        ("138****8000", "138****8000"), ("138***8000", "138****8000"),
        ("138●●●●8000", "138****8000"), ("138 **** 8000", "138****8000"),
        ("电话：138****8000", "138****8000"), ("*******8000", "*******8000"),
        ("1380013****", "1380013****"), ("尾号8000", "*******8000"),
        ("后四位：8000", "*******8000"),
    ])
    func numbersAreRead(text: String, number: String) throws {
        #expect(try CompareTables.phones().prepare(text)?.text == number)
    }

    @Test(arguments: [
        "", "无", "12345", "138001380001", "订单号13800138000", "单号：138****8000", "12800138000",
        "a13800138000", "2026-11-24 18:00:00", "1680*1050", "价格138-158-168-18", "+1 212 555 0100",
        "026-12345678", "****", "110", "138****8000138****8000",
    ])
    func whatIsNoNumberIsNil(text: String) throws {
        #expect(try CompareTables.phones().prepare(text) == nil)
    }

    @Test(arguments: [
        ("13800138000", "138-0013-8000", 0), ("13800138000", "13800138001", 1),
        ("13800138000", "13800183000", 1), ("13800138000", "13900138000", 1),
        ("138****8000", "13800138000", 2), ("138****8000", "138****8000", 2),
        ("138****8000", "1380013****", 2), ("尾号8000", "13800138000", 2),
        ("86231234", "0791-86231234", 2), ("13800138000", "13912345678", 3),
        ("0791-86231234", "0791-86112233", 3), ("138****8000", "13800138001", 4),
        ("138****8000", "139****8000", 4), ("13800138000", "0791-86231234", 4),
        ("13800138000", "13800318001", 3),
    ])
    func levelsSayHowNearTwoNumbersAre(left: String, right: String, level: Int) throws {
        let comparator = try CompareTables.phones()
        let a = try #require(comparator.prepare(left))
        let b = try #require(comparator.prepare(right))
        #expect(comparator.level(a, b) == level)
        #expect(comparator.level(b, a) == level)
        #expect(comparator.contradicts(a, b) == (level == 3))
    }

    @Test func aPatternIsCountedByWhatShows() throws {
        let comparator = try CompareTables.phones()
        let masked = try #require(comparator.prepare("138****8000"))
        let whole = try #require(comparator.prepare("13800138000"))
        let other = try #require(comparator.prepare("138***8000"))
        #expect(masked.hiddenDigits == 4 && whole.hiddenDigits == 0)
        #expect(masked.frequencyKey == other.frequencyKey)
        #expect(masked.frequencyKey != whole.frequencyKey)
        #expect(comparator.sharedFrequencyKey(masked, whole) == masked.frequencyKey)
        #expect(comparator.sharedFrequencyKey(whole, masked) == masked.frequencyKey)
    }

    @Test func levelsAreThoseOfASlowOracle() throws {
        let comparator = try CompareTables.phones()
        let texts = [
            "13800138000", "13800138001", "13800130800", "138****8000", "1380013****",
            "139****8000",
            "尾号8000", "0791-86231234", "86231234", "400-820-8820", "13912345678",
        ]
        let phones = try texts.map { try #require(comparator.prepare($0)) }
        for a in phones {
            for b in phones {
                #expect(comparator.level(a, b) == comparator.level(b, a))
                let shown = zip(Array(a.text.reversed()), Array(b.text.reversed()))
                let agree = shown.allSatisfy { $0 == $1 || $0 == "*" || $1 == "*" }
                if !a.isWhole || !b.isWhole, comparator.level(a, b) == 2 { #expect(agree) }
            }
            #expect(comparator.level(a, a) == (a.isWhole ? 0 : 2))
        }
    }

    @Test func hostileTextsNeverTrap() throws {
        let comparator = try CompareTables.phones()
        for text in Hostile.texts {
            _ = comparator.all(in: text)
            guard let one = comparator.prepare(text) else { continue }
            #expect(comparator.level(one, one) <= PhoneComparator.Level.other)
            #expect(!one.text.isEmpty)
        }
    }
}
