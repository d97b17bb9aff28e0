import Testing
import Text

/// Finds that only their surroundings can settle, and writings that settle themselves.
@Suite struct FaintFindTests {
    private static let ways: MatchWays = [
        .literal, .sound, .initials, .split, .picture, .reversed,
    ]
    private static let terms = [
        MatchTerm("烟花", ways: ways), MatchTerm("鞭炮", ways: ways), MatchTerm("厅里", ways: ways),
        MatchTerm("烟花爆竹", ways: ways), MatchTerm("黑蜘蛛", ways: ways),
        MatchTerm("二踢脚", ways: ways),
    ]
    private static let tables = Result {
        try TextTables(
            fold: shippedTable("fold.tsv"), pinyin: shippedTable("pinyin.tsv"),
            split: shippedTable("split.tsv"), emoji: shippedTable("emoji.tsv"),
            pairs: shippedTable("pairs.tsv"), latin: shippedTable("latin.tsv"))
    }

    private func hits(_ text: String, leeway: Float) throws -> [TermHit] {
        let tables = try Self.tables.get()
        var demands = TermMatcher.Demands()
        (demands.sameSound, demands.nearSound, demands.reversed) = (2.5, 4.5, 0)
        demands.leeway = leeway
        let matcher = TermMatcher(
            terms: Self.terms, tables: tables, hitsMax: 64, demands: demands)
        var scratch = MatchScratch()
        matcher.match(tables.folder.fold(text), into: &scratch)
        return scratch.hits
    }

    private func found(_ text: String, leeway: Float = 0) throws -> [String] {
        try hits(text, leeway: leeway).map { Self.terms[Int($0.term)].text }
    }

    @Test func whatMissesTheLineByLittleIsFaint() throws {
        let text = "万载炮花厂家直销"
        let without = try hits(text, leeway: 0)
        let with = try hits(text, leeway: 5)
        #expect(without.allSatisfy { !$0.isFaint })
        #expect(with.count >= without.count)
        for hit in with where hit.isFaint { #expect(!without.contains(hit)) }
        #expect(try hits("卖烟花的", leeway: 5).allSatisfy { !$0.isFaint })
    }

    @Test func aFaintFindNeverTakesThePlaceOfASureOne() throws {
        for text in ["烟花鞭炮", "烟花,鞭炮", "咽花鞭炮一箱"] {
            let sure = try hits(text, leeway: 0)
            let all = try hits(text, leeway: 5)
            for hit in sure { #expect(all.contains(hit), "\(text)") }
        }
    }

    @Test func initialsSideBySideFillTheirRun() throws {
        #expect(try found("要yhbp的来", leeway: 5) == ["烟花", "鞭炮"])
        #expect(try found("要hzzyh的来", leeway: 5) == ["黑蜘蛛", "烟花"])
        // One letter too many, and the run is something else.
        #expect(try found("要yhbpx的来", leeway: 5).isEmpty)
        #expect(try found("要xyhbp的来", leeway: 5).isEmpty)
        // One term of the whole run is longer than its parts.
        #expect(try found("要yhbz的来", leeway: 5) == ["烟花爆竹"])
        // A plain search has no leeway, and a part of a run is nothing.
        #expect(try found("要yhbp的来").isEmpty)
    }

    /// A megabyte of letters, in one run or in many, costs as much a letter as a line does; squared
    /// it would be hours.
    @Test(arguments: ["yhbp", "yhbp "])
    func longRunsOfLettersCostNoMore(piece: String) throws {
        let text = String(repeating: piece, count: 250_000)
        let found = try hits(text, leeway: 5)
        #expect(piece.count == 5 ? found.count == 64 : found.isEmpty)
    }

    @Test func aTraditionalFormAmongSimplifiedOnesIsMeant() throws {
        #expect(try found("质量太烂聽力别字连篇") == ["厅里"])
        // Where all is written so it is the word that it is.
        #expect(try found("質量太爛聽力別字連篇").isEmpty)
    }

    @Test func aTextThatWasCutLeavesNothingForTheNext() throws {
        let tables = try Self.tables.get()
        var demands = TermMatcher.Demands()
        demands.leeway = 5
        let matcher = TermMatcher(terms: Self.terms, tables: tables, hitsMax: 4, demands: demands)
        var scratch = MatchScratch()
        matcher.match(
            tables.folder.fold("yhbp " + String(repeating: "烟花 ", count: 100)), into: &scratch)
        #expect(scratch.isCut)
        matcher.match(tables.folder.fold(",1%,1"), into: &scratch)
        #expect(scratch.hits.isEmpty)
        matcher.match(tables.folder.fold("a 1"), into: &scratch)
        #expect(scratch.hits.isEmpty)
    }

    @Test func aNumeralOfAccountsIsItsPlainForm() throws {
        #expect(try found("老家的贰踢脚到了") == ["二踢脚"])
        let hit = try #require(try hits("贰踢脚", leeway: 0).first)
        #expect(hit.disguises == .glyph)
    }

    @Test func threeDotsPartWords() throws {
        #expect(try found("买烟…花了").isEmpty || found("买烟...花了").isEmpty)
        #expect(try found("咽...花").isEmpty)
        #expect(try found("烟.花") == ["烟花"])
    }
}
