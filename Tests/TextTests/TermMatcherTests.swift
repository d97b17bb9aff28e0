import Primitives
import Testing
import Text

/// Texts with the find marked in them: `卖[烟花]的`.
///
/// The marks are taken out before matching, and the found bytes must be exactly those between them.
@Suite struct TermMatcherTests {
    private static let ways: MatchWays = [.literal, .sound, .split, .picture, .reversed]
    private static let terms = [
        MatchTerm("烟花", ways: ways), MatchTerm("鞭炮", ways: ways),
        MatchTerm("加特林", ways: ways), MatchTerm("烟花易冷"), MatchTerm("vx"),
        MatchTerm("烟花爆竹", ways: ways.union(.initials)), MatchTerm("包邮", ways: [.literal, .sound]),
        MatchTerm("鱼雷", ways: ways), MatchTerm("浏阳", ways: [.literal, .sound]), MatchTerm("私"),
        MatchTerm("🧨", ways: .picture), MatchTerm("咽喉花", base: 0, disguises: .homophone),
    ]
    private static let setup = Result {
        let tables = try TextTables(
            fold: shippedTable("fold.tsv"), pinyin: shippedTable("pinyin.tsv"),
            split: shippedTable("split.tsv"), emoji: shippedTable("emoji.tsv"),
            pairs: shippedTable("pairs.tsv"), latin: shippedTable("latin.tsv"))
        return (tables, TermMatcher(terms: terms, tables: tables, hitsMax: 64))
    }

    struct Case: CustomTestStringConvertible {
        let marked: String
        let term: String
        let disguises: Disguise
        var testDescription: String { marked }

        init(_ marked: String, _ term: String, _ disguises: Disguise = []) {
            self.marked = marked
            self.term = term
            self.disguises = disguises
        }
    }

    static let cases = [
        Case("卖[烟花]的", "烟花"),
        Case("[煙花]批發", "烟花", .traditional),
        Case("出[烟·花]了", "烟花", .inserted),
        Case("出[烟 * 花]了", "烟花", .inserted),
        Case("[烟\u{200B}花]清仓", "烟花", .invisible),
        Case("[咽花]现货", "烟花", .homophone),
        Case("浏览[yan花]吧", "烟花", .pinyin),
        Case("买[yanhua]吗", "烟花", .pinyin),
        Case("买[YAN HUA]吗", "烟花", [.pinyin, .inserted]),
        Case("买[ｙａｎ花]吗", "烟花", .pinyin),
        Case("[火因花]不议价", "烟花", .split),
        Case("[火 因 ⺾ 化]批", "烟花", [.split, .inserted, .glyph]),
        Case("[🔥因花]整箱", "烟花", [.split, .picture]),
        Case("[革便火包]一盘", "鞭炮", .split),
        Case("[bian炮]一挂", "鞭炮", .pinyin),
        Case("放[炮鞭]去", "鞭炮", .reversed),
        Case("卖[火因hua]咯", "烟花", [.split, .pinyin]),
        Case("[加特特特林]现货", "加特林", .inserted), Case("一[咽哗]一箱", "烟花", [.homophone, .whollyOther]),
        Case("[加特淋]现货", "加特林", .homophone),
        Case("[加特领]现货", "加特林", .nearSound),
        Case("[林特加]倒着念", "加特林", .reversed),
        Case("[yhbz]到货", "烟花爆竹", .initials),
        Case("单曲[烟花易冷]循环", "烟花易冷"),
        Case("[烟,花,爆,竹]都有", "烟花爆竹", .inserted),
        Case("加[VX]详聊", "vx"),
        Case("配置vxlan网络", ""),
        Case("全国[包由]到家", "包邮", .homophone),
        Case("[🐟雷]三号", "鱼雷", .picture),
        Case("[刘阳]货", "浏阳", .homophone),
        Case("过年[🧨]啦", "🧨"),
        Case("[私]我", "私"),
        Case("这是隐私问题", ""),
        Case("[咽喉花]糖", "烟花", .homophone),
        Case("物种演化图谱", ""),
        Case("老眼昏花了", ""),
        Case("眼花缭乱", ""),
        Case("他爱抽烟,花钱多", ""),
        Case("女士香烟 花朵图案", ""),
        Case("", ""),
    ]

    @Test(arguments: cases)
    func `finds the marked term and nothing else`(example: Case) throws {
        let (tables, matcher) = try Self.setup.get()
        let parts = example.marked.split(
            separator: "[", maxSplits: 1, omittingEmptySubsequences: false)
        let text = example.marked.filter { $0 != "[" && $0 != "]" }
        var scratch = MatchScratch()
        let folded = tables.folder.fold(text)
        matcher.match(folded, into: &scratch)
        if example.term.isEmpty {
            #expect(scratch.hits.isEmpty)
            return
        }
        let hit = try #require(scratch.hits.first)
        #expect(scratch.hits.count == 1)
        #expect(Self.terms[Int(hit.term)].text == example.term)
        #expect(hit.disguises.subtracting(.width) == example.disguises)
        let start = parts[0].utf8.count
        let found = parts[1].prefix { $0 != "]" }
        #expect(Int(folded.starts[Int(hit.first)]) == start)
        #expect(Int(folded.ends[Int(hit.last)]) == start + found.utf8.count)
    }

    @Test func `a text of nothing but terms is cut at the limit and says so`() throws {
        let (tables, matcher) = try Self.setup.get()
        var scratch = MatchScratch()
        matcher.match(
            tables.folder.fold(String(repeating: "烟花 ", count: 1_000)), into: &scratch)
        #expect(scratch.hits.count == 64)
        #expect(scratch.isCut)
    }

    @Test func `random texts never break it and finds never overlap`() throws {
        let (tables, matcher) = try Self.setup.get()
        let alphabet = Array("烟花鞭炮加特林咽演火因革便易冷yanhua vx🔥🐟雷·,\u{200B}竹爆私1浏刘阳")
        var random = SeededRandom(seed: 11)
        var scratch = MatchScratch()
        for _ in 0..<3_000 {
            let text = String((0..<random.below(30)).map { _ in random.pick(alphabet) })
            let folded = tables.folder.fold(text)
            matcher.match(folded, into: &scratch)
            var last: Int32 = -1
            for hit in scratch.hits {
                #expect(hit.first > last && hit.last >= hit.first)
                #expect(Int(hit.last) < folded.count)
                last = hit.last
            }
        }
    }
}
