import Primitives
import Testing
import Text

/// What the disguiser hides the matcher finds: each undoes the other.
@Suite struct DisguiserTests {
    private static let terms = ["烟花", "鞭炮", "加特林", "大地红", "孔雀开屏", "浏阳花炮", "窜天猴", "仙女棒"]
    private static let setup = Result {
        let tables = try TextTables(
            fold: shippedTable("fold.tsv"), pinyin: shippedTable("pinyin.tsv"),
            split: shippedTable("split.tsv"), emoji: shippedTable("emoji.tsv"),
            pairs: shippedTable("pairs.tsv"), latin: shippedTable("latin.tsv"))
        let ways: MatchWays = [.literal, .sound, .initials, .split, .picture, .reversed]
        let matcher = TermMatcher(
            terms: terms.map { MatchTerm($0, ways: ways) }, tables: tables, hitsMax: 64)
        return (tables, matcher, Disguiser(tables: tables))
    }

    @Test(arguments: Disguiser.Way.allCases)
    func whatIsHiddenIsFound(way: Disguiser.Way) throws {
        let (tables, matcher, disguiser) = try Self.setup.get()
        var scratch = MatchScratch()
        var (hidden, found) = (0, 0)
        for seed in 0..<40 {
            for (number, term) in Self.terms.enumerated() {
                var random = SeededRandom(seed: UInt64(seed))
                guard let other = disguiser.hide(term, way, share: 1, &random) else { continue }
                #expect(other != term)
                hidden += 1
                matcher.match(tables.folder.fold("今年的" + other + "到货了"), into: &scratch)
                if scratch.hits.contains(where: { Int($0.term) == number }) { found += 1 }
            }
        }
        try #require(hidden >= 40, "\(way) hides too little")
        // Two pictures in a row may be passed over as decoration.
        let share = way == .picture ? 0.8 : 0.9
        #expect(Double(found) >= share * Double(hidden), "\(way): \(found) of \(hidden)")
    }

    @Test func theSameSeedHidesAlike() throws {
        let disguiser = try Self.setup.get().2
        var (one, other) = (SeededRandom(seed: 3), SeededRandom(seed: 3))
        for way in Disguiser.Way.allCases {
            #expect(
                disguiser.hide("浏阳花炮", way, share: 0.5, &one)
                    == disguiser.hide("浏阳花炮", way, share: 0.5, &other))
        }
    }

    @Test(arguments: ["", "花", "abc", "烟花1"])
    func whatIsNoWordStays(word: String) throws {
        let disguiser = try Self.setup.get().2
        var random = SeededRandom(seed: 1)
        #expect(disguiser.hide(word, .pinyin, share: 1, &random) == nil)
    }
}
