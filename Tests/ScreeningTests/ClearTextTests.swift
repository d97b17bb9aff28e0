import Primitives
import Records
import Screening
import TestKit
import Testing

/// What is clear by far is summed and not told; the sum is the same either way.
@Suite struct ClearTextTests {
    private static let texts = [
        "这本小说写得真好,昨晚看到两点,人物鲜活,情节紧凑,值得再读一遍",
        "酒店位置不错,早餐一般,前台服务态度有待提高,总体还算满意,下次可能还会来",
        "台风烟花登陆,明天停课一天", "组合烟花108发整箱批发,物流到县城自提,加微报价", "", "1", "🧨",
    ]

    @Test(arguments: texts)
    func reasonsSumToTheScoreOfTheAdvice(text: String) throws {
        let screener = try Shipped.screener.get()
        var scratch = ScreenScratch()
        for kind in TextKind.allCases {
            let verdict = screener.screen(text, kind: kind, using: &scratch)
            let told = screener.advise(text.utf8.span, kind: kind, using: &scratch)
            let sum = verdict.reasons.reduce(0) { $0 + $1.weight.value }
            #expect(abs(sum - verdict.score.value) < 1e-6)
            #expect(abs(told.score.value - verdict.score.value) < 1e-3)
            #expect(told.advice == verdict.advice)
        }
    }

    @Test func aTextThatIsClearByFarShowsNoStretches() throws {
        let verdict = try Shipped.screener.get().screen(Self.texts[1], kind: .comment)
        #expect(verdict.advice == .clear)
        #expect(!verdict.reasons.contains { $0.code == "text" })
        #expect(verdict.reasons.contains { $0.code == "text.rest" })
    }

    @Test func goodsThatMayBeAnAccidentNeedMoreThanSaleTalk() throws {
        let screener = try Shipped.screener.get()
        #expect(screener.screen("大家都说弹话不错", kind: .comment).advice != .offer)
        #expect(screener.screen("万载炮花厂家直销,一箱也给批发价,加微", kind: .caption).advice != .clear)
    }
}
