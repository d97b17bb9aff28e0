import Records
import Screening
import Testing

/// A declared name alone accuses nobody: most honest parcels have no more.
@Suite struct BareNameTests {
    @Test(arguments: [
        "", "品名:", "玩具配件", "日用品", "品名:生活用品", "品名:工艺品;0.8kg/1件", "电子配件 1件",
        "品名:百货;浙江省义乌市→江西省南昌市;1.2kg/1件",
    ])
    func aVagueNameAloneIsClear(declaration: String) throws {
        let verdict = try Shipped.screener.get().screen(declaration, kind: .declaration)
        #expect(verdict.advice == .clear, "\(declaration): \(verdict.probability)")
    }

    @Test func theSameNameWithOriginWeightAndNoteIsNot() throws {
        let declaration = "品名:玩具配件;江西省萍乡市上栗县→江西省南昌市进贤县;16.2kg/1件;备注 勿压勿晒 自提"
        let verdict = try Shipped.screener.get().screen(declaration, kind: .declaration)
        #expect(verdict.advice == .offer)
    }

    @Test(arguments: [
        "浏阳烟花厂家直发,整箱批发,全国包邮,加微信", "浏陽煙花整箱批發,包郵,加微信私聊",
        "浏阳yan花整箱批发,包邮,加微信私聊", "浏阳烟.花整箱批发,包邮,加微信私聊",
        "ＬＩＵＹＡＮＧ ＹＡＮＨＵＡ 整箱批发,包邮,加微信私聊", "浏阳火因花整箱批发,包邮,加微信私聊",
    ])
    func theSameOfferInEveryDressIsFound(text: String) throws {
        let verdict = try Shipped.screener.get().screen(text, kind: .listing)
        #expect(verdict.advice == .offer, "\(text): \(verdict.probability)")
    }
}
