import Primitives
import Records
import Screening
import Testing

/// A word beside a term tells what it means, and a verdict says why in one line.
@Suite struct SenseTests {
    @Test(arguments: [
        ("加特林水枪,户外玩具,现货包邮", "加特林"), ("仙女棒小夜灯,充电款,现货", "仙女棒"), ("台风烟花明天登陆", "烟花"),
    ])
    func aWordBesideItTellsTheSense(text: String, term: String) throws {
        let explanation = try Shipped.screener.get().explain(text, kind: .listing)
        let find = try #require(explanation.finds.first { $0.found == term })
        #expect(find.isOtherSense)
        #expect(explanation.verdict.advice != .offer)
    }

    @Test func theSameWordForSaleIsMeant() throws {
        let explanation = try Shipped.screener.get().explain(
            "加特林烟花整箱批发,浏阳直发,包邮,加微信", kind: .listing)
        #expect(explanation.finds.contains { $0.found.contains("加特林") && !$0.isOtherSense })
        #expect(explanation.verdict.advice == .offer)
        let sum = explanation.verdict.reasons.reduce(0) { $0 + $1.weight.value }
        #expect(abs(sum - explanation.verdict.score.value) < 1e-9)
    }

    @Test func anExplanationShowsEveryStep() throws {
        let explanation = try Shipped.screener.get().explain("浏阳ｙａｎ花,批發", kind: .caption)
        #expect(explanation.folded == "浏阳yan花,批发")
        #expect(explanation.dense == "浏阳yan花批发")
        #expect(explanation.finds.contains { $0.evasion.contains(.pinyin) && $0.cost > 0 })
    }
}
