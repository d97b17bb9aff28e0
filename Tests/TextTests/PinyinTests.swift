import Testing
import Text

@Suite struct PinyinTests {
    static let pinyin = Result { try Pinyin(table: shippedTable("pinyin.tsv")) }

    @Test(arguments: [
        ("烟", "yan"), ("花", "hua"), ("女", "nv"), ("浏", "liu"), ("炮", "pao"), ("a", ""),
        ("〇", ""),
    ])
    func `tells the most used reading`(character: String, expected: String) throws {
        let pinyin = try Self.pinyin.get()
        let scalar = try #require(character.unicodeScalars.first)
        #expect(pinyin.names[Int(pinyin.syllable(of: scalar.value))] == expected)
    }

    @Test func `ranks several readings`() throws {
        let pinyin = try Self.pinyin.get()
        let names = pinyin.syllables(of: 0x884C).map { pinyin.names[Int($0)] }  // 行
        #expect(names.prefix(2).sorted() == ["hang", "xing"])
        #expect(names.contains("heng"))  // 道行, rare but in the standard dictionary
    }

    @Test(
        arguments: [
            ("yanhua", ["yan", "hua"]), ("huapao", ["hua", "pao"]), ("xian", ["xian"]),
            ("er", ["er"]), ("lv", ["lv"]), ("zhuang", ["zhuang"]), ("led", nil), ("vx", nil),
            ("yanh", nil), (String(repeating: "ma", count: 17), nil),
        ] as [(String, [String]?)])
    func `cuts a run of letters into syllables`(letters: String, expected: [String]?) throws {
        let pinyin = try Self.pinyin.get()
        let scalars = letters.unicodeScalars.map(\.value)
        var result: [(length: Int, syllable: UInt16)] = []
        let isPinyin = pinyin.segment(scalars[...], into: &result)
        #expect(isPinyin == (expected != nil))
        if let expected {
            #expect(result.map { pinyin.names[Int($0.syllable)] } == expected)
            #expect(result.reduce(0) { $0 + $1.length } == scalars.count)
        }
    }

    @Test(arguments: [
        ("nan", "lan", true), ("zhong", "zong", true), ("shan", "san", true), ("yin", "ying", true),
        ("fa", "hua", true), ("feng", "hong", true), ("fu", "hu", true), ("fei", "hui", true),
        ("yan", "yang", true), ("ma", "na", false), ("hua", "pao", false), ("ba", "pa", false),
    ])
    func `near sounds are one class`(one: String, other: String, near: Bool) {
        #expect((Pinyin.nearSound(one) == Pinyin.nearSound(other)) == near)
    }
}
