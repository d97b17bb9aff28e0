import Primitives
import Records
import Screening
import Testing

@Suite struct ScreenerTests {
    /// What each disguise must still find, with the place of it in the original.
    @Test(arguments: [
        ("正宗[煙花]現貨,全國發", "烟花", [Evasion.traditional]),
        ("[烟·花]整箱,要的私", "烟花", [.inserted]),
        ("[烟\u{200B}花]清仓可寄", "烟花", [.invisible, .inserted]),
        ("[咽花]现货,江浙沪三天到", "烟花", [.homophone]),
        ("厂里[yan花],一件也发", "烟花", [.pinyin]),
        ("[ｙａｎ花]批发", "烟花", [.width, .pinyin]),
        ("[火 因 ⺾ 化]批发加我", "烟花", [.glyph, .inserted, .split]),
        ("[革便火包]一盘88", "鞭炮", [.split]),
        ("[𝙮𝙝]大礼包199包邮", "烟花", [.glyph, .initials]),
        ("[林特加]80发,懂的来", "加特林", [.reversed]),
        ("[bian炮]一挂30,送货", "鞭炮", [.pinyin]),
    ])
    func `finds disguised goods where they stand`(
        marked: String, term: String, evasion: [Evasion]
    ) throws {
        let text = MarkedText(marked)
        let verdict = try Shipped.screener.get().screen(text.text, kind: .comment)
        let find = try #require(
            try Shipped.screener.get().finds(in: text.text).first { $0.term == term })
        #expect(find.start == text.start && find.end == text.end && find.found == text.found)
        #expect(Set(find.evasion).isSubset(of: Set(evasion)) && !find.evasion.isEmpty)
        #expect(verdict.advice != .clear)
        try expectSound(verdict, Array(text.text.utf8))
    }

    /// Sentences written for this test, from no training row.
    @Test(arguments: [
        ("组合烟花108发整箱批,发物流到县城自提,加微报价", TextKind.chat, Advice.offer),
        ("加特林12支一箱260,代理有价,今晚截单明天发车", .chat, .offer),
        ("过年的仙女棒摔炮都到了,50元起包邮,评论区扣1", .caption, .offer),
        ("我市今年继续禁止燃放烟花爆竹,违者由公安机关依法处罚", .caption, .clear),
        ("台风烟花登陆,明天停课一天", .chat, .clear),
        ("加特林泡泡机电动款,送两瓶泡泡水", .listing, .clear),
        ("这本小说写得真好,昨晚看到两点", .comment, .clear),
        ("品名:日用百货;湖南浏阳大瑶镇→江苏扬州;22.4kg/1件;到站自提;备注 勿压怕潮", .declaration, .offer),
        ("品名:儿童绘本6册;北京→南昌;1.2kg;京东订单", .declaration, .clear),
    ])
    func `advises`(text: String, kind: TextKind, expected: Advice) throws {
        let verdict = try Shipped.screener.get().screen(text, kind: kind)
        #expect(verdict.advice == expected, "\(verdict.probability) \(text)")
        try expectSound(verdict, Array(text.utf8))
    }

    @Test(arguments: [
        "", " ", "\0", "。。。", "🎆", "a", String(repeating: "🎆", count: 500),
        String(repeating: "烟花包邮 ", count: 2_000),
    ])
    func `any text has a verdict`(text: String) throws {
        let verdict = try Shipped.screener.get().screen(text, kind: .listing)
        try expectSound(verdict, Array(text.utf8))
        #expect(verdict.model.contains("@"))
    }

    @Test func `random bytes have a verdict, and both ways agree`() throws {
        let screener = try Shipped.screener.get()
        var random = SeededRandom(seed: 3)
        var scratch = ScreenScratch()
        for round in 0..<600 {
            let bytes = randomBytes(&random)
            let kind = TextKind.allCases[round % TextKind.allCases.count]
            let verdict = screener.screen(bytes.span, kind: kind, using: &scratch)
            try expectSound(verdict, bytes)
            let quick = screener.advise(bytes.span, kind: kind, using: &scratch)
            #expect(abs(quick.score.value - verdict.score.value) < 1e-6)
            #expect(quick.isPartial == verdict.partial)
        }
    }

    @Test func `a megabyte is screened whole, more than the limit in part`() throws {
        let screener = try Shipped.screener.get()
        let sentence = "今天的晚霞真好看,朋友说周末去爬山。"
        let megabyte = String(repeating: sentence, count: (1 << 20) / sentence.utf8.count)
        #expect(!screener.screen(megabyte, kind: .chat).partial)
        let over = String(
            repeating: sentence, count: Limits.textBytesMax / sentence.utf8.count + 1)
        let verdict = screener.screen(over, kind: .chat)
        #expect(verdict.partial)
        #expect(verdict.advice == .clear)
        let terms = String(repeating: "烟花", count: 1_000)
        #expect(screener.screen(terms, kind: .chat).partial)
    }

    @Test func `scratch carries nothing from one text to the next`() throws {
        let screener = try Shipped.screener.get()
        var scratch = ScreenScratch()
        let text = "品名:玩具;浏阳→绍兴;6.8kg;收方不愿实名"
        let alone = screener.screen(text, kind: .declaration)
        _ = screener.screen("加特林批发 加微 138001380000", kind: .chat, using: &scratch)
        #expect(screener.screen(text, kind: .declaration, using: &scratch) == alone)
        let chat = screener.screen("明天开会", kind: .chat)
        #expect(screener.screen("明天开会", kind: .chat, using: &scratch) == chat)
    }

    private func randomBytes(_ random: inout SeededRandom) -> [UInt8] {
        let words = ["烟花", "包邮", "浏阳", "加特林", "yh", "vx", "→", ";", "24.6kg", "🎆", "￥", "火因"]
        var bytes: [UInt8] = []
        for _ in 0..<random.below(20) {
            if random.chance(0.4) {
                bytes.append(UInt8(truncatingIfNeeded: random.next()))
            } else {
                bytes += Array(random.pick(words).utf8)
            }
        }
        return bytes
    }

    /// Spans lie in the text and hold what was found; the weights sum to the score.
    private func expectSound(_ verdict: Verdict, _ bytes: [UInt8]) throws {
        var sum = 0.0
        for reason in verdict.reasons {
            sum += reason.weight.value
            try #require(reason.end <= bytes.count)
            #expect(
                reason.found == String(decoding: bytes[reason.start..<reason.end], as: UTF8.self))
        }
        #expect(abs(sum - verdict.score.value) < 1e-6)
        #expect(abs(verdict.probability - verdict.score.probability) < 1e-12)
        #expect(verdict.reasons.count <= Limits.reasonsPerVerdictMax)
        #expect(verdict.reasons.last?.code == "prior")
    }
}
