import Primitives
import Testing
import Text

@Suite struct FolderTests {
    static let folder = Result { try Folder(table: shippedTable("fold.tsv")) }

    @Test(arguments: [
        ("plain", "烟花100发", "烟花100发"),
        ("full width", "ＹＨ１２　元，", "yh12 元,"),
        ("case", "LED Vx", "led vx"),
        ("traditional", "煙花爆竹禮花彈", "烟花爆竹礼花弹"),
        ("Japanese", "批発", "批发"),
        ("radicals", "⽕⺾", "火艹"),
        ("mathematical letters", "𝙮𝙝", "yh"),
        ("circled digits", "①③⑩号", "1310号"),
        ("Cyrillic look-alikes", "уаn", "yan"),
        ("tones", "yān huā lǜ", "yan hua lv"),
        ("zero width", "烟\u{200B}花\u{FEFF}", "烟花"),
        ("combining strokes", "烟\u{336}花\u{336}", "烟花"),
        ("keycap", "1\u{FE0F}\u{20E3}箱", "1箱"),
        ("pictures stay", "🎆烟花❤\u{FE0F}", "🎆烟花❤"),
        ("empty", "", ""),
    ])
    func folds(name: String, text: String, expected: String) throws {
        #expect(try Self.folder.get().fold(text).text == expected)
    }

    @Test func `keeps offsets, marks and what was dropped`() throws {
        let folded = try Self.folder.get().fold("煙\u{200B}花Ａ⑩")
        #expect(folded.text == "烟花a10")
        #expect(Array(folded.starts.prefix(folded.count)) == [0, 6, 9, 12, 12])
        #expect(Array(folded.ends.prefix(folded.count)) == [3, 9, 12, 15, 15])
        #expect(
            Array(folded.marks.prefix(folded.count)) == [
                .traditional, .invisibleBefore, [.width, .letterCase], .width,
                [.width, .continued],
            ])
    }

    @Test func `a picture's own dressing hides nothing`() throws {
        let folded = try Self.folder.get().fold("❤\u{FE0F}花")
        #expect(Array(folded.marks.prefix(folded.count)) == [.separator, []])
        #expect(Array(folded.ends.prefix(folded.count)) == [6, 9])
    }

    @Test(
        arguments: [
            [0xFF], [0xE7, 0x83], [0x80, 0x41], [0xC0, 0xAF], [0xED, 0xA0, 0x80],
            [0xF4, 0x90, 0x80, 0x80], [0xE7, 0x83, 0x9F, 0xF0],
        ] as [[UInt8]])
    func `broken bytes become replacements with their places`(bytes: [UInt8]) throws {
        var folded = FoldedText()
        try Self.folder.get().fold(bytes.span, into: &folded)
        let broken = folded.marks.indices.filter { folded.marks[$0].contains(.replaced) }
        #expect(!broken.isEmpty)
        for index in broken {
            #expect(folded.scalars[index] == 0xFFFD)
            #expect(folded.ends[index] == folded.starts[index] + 1)
        }
        try expectSound(folded, bytes: bytes.count)
    }

    @Test func `offsets are monotone and inside any bytes`() throws {
        let folder = try Self.folder.get()
        var random = SeededRandom(seed: 20_261_123)
        var folded = FoldedText()
        for _ in 0..<4_000 {
            let bytes = randomBytes(&random)
            folder.fold(bytes.span, into: &folded)
            try expectSound(folded, bytes: bytes.count)
        }
    }

    @Test func `folding twice changes nothing more`() throws {
        let folder = try Self.folder.get()
        var random = SeededRandom(seed: 7)
        for _ in 0..<2_000 {
            let once = folder.fold(String(decoding: randomBytes(&random), as: UTF8.self)).text
            #expect(folder.fold(once).text == once)
        }
    }

    @Test(arguments: [
        ("", TextError.tableEmpty(table: "fold")),
        ("q\ta\t41", .tableMalformed(table: "fold", line: 1)),
        ("# head\nc\ta\tzz", .tableMalformed(table: "fold", line: 2)),
        ("w\tabcd\t41", .tableMalformed(table: "fold", line: 1)),
        ("c\ta", .tableMalformed(table: "fold", line: 1)),
    ])
    func `a broken table is refused with its line`(table: String, expected: TextError) {
        #expect(throws: expected) { try Folder(table: Array(table.utf8)) }
    }

    /// Half of the draws are random bytes, half random scalars, so that both paths are walked.
    private func randomBytes(_ random: inout SeededRandom) -> [UInt8] {
        let length = random.below(24)
        if random.chance(0.5) {
            return (0..<length).map { _ in UInt8(truncatingIfNeeded: random.next()) }
        }
        let text = (0..<length).map { _ -> Unicode.Scalar in
            Unicode.Scalar(UInt32(random.below(random.chance(0.5) ? 0x3000 : 0x1_FFFF)))
                ?? "?"
        }
        return text.flatMap { Array(String(Character($0)).utf8) }
    }

    private func expectSound(_ folded: FoldedText, bytes: Int) throws {
        #expect(folded.starts.count >= folded.count && folded.ends.count >= folded.count)
        #expect(folded.marks.count >= folded.count && folded.scalars.count >= folded.count)
        var last: Int32 = 0
        for index in 0..<folded.count {
            try #require(folded.starts[index] >= last)
            try #require(folded.ends[index] > folded.starts[index])
            try #require(Int(folded.ends[index]) <= bytes)
            last = folded.starts[index]
        }
    }
}
