import Foundation
import Primitives
import Records
import Screening
import TestKit
import Testing
import Text

/// The shipped screener, built from the files that ship.
enum Shipped {
    static let data = "Sources/Bootstrap/Data"

    static func bytes(_ name: String) throws -> [UInt8] {
        var folder = URL(fileURLWithPath: #filePath)
        for _ in 0..<3 { folder.deleteLastPathComponent() }
        return [UInt8](try Data(contentsOf: folder.appendingPathComponent("\(data)/\(name)")))
    }

    static func screener() throws -> Screener {
        try Screener(resources: try ScreeningResources { try bytes($0) })
    }
}

@Suite struct ScreenerTests {
    @Test(arguments: [
        "浏阳烟花厂家直发,整箱批发,全国包邮,加微信",
        "浏陽煙花整箱批發,包郵,加微信私聊",
        "浏阳yan花整箱批发,包邮,加微信私聊",
        "浏阳烟.花整箱批发,包邮,加微信私聊",
        "浏阳烟\u{200B}花整箱批发,包邮,加微信私聊",
        "浏阳烟 花整箱批发，包邮，加微信私聊",
        "ＬＩＵＹＡＮＧ ＹＡＮＨＵＡ 整箱批发,包邮,加微信私聊",
        "浏阳火因花整箱批发,包邮,加微信私聊",
    ])
    func theSameOfferInEveryDressIsFound(text: String) throws {
        let verdict = try Shipped.screener().screen(text, kind: .listing)
        #expect(verdict.advice == .offer, "\(text): \(verdict.probability)")
    }

    @Test(arguments: [
        ("台风烟花逼近,渡船停航", TextKind.caption), ("炮仗花苗 爬藤 带花苞 包邮", .listing),
        ("加特林泡泡机 儿童电动 送泡泡水", .listing), ("民警提醒:网上买卖烟花爆竹违法", .caption),
        ("生物演化图谱挂画 教室装饰", .listing), ("今晚吃什么", .chat), ("", .comment),
    ])
    func otherSensesStayClear(text: String, kind: TextKind) throws {
        let verdict = try Shipped.screener().screen(text, kind: kind)
        #expect(verdict.advice != .offer, "\(text): \(verdict.probability)")
    }

    @Test func reasonsSumToTheScoreAndPointIntoTheText() throws {
        let screener = try Shipped.screener()
        var random = SeededRandom(seed: 11)
        let pieces = [
            "浏阳", "yan花", "煙花", "烟.花", "包邮", "加V", "🎆", "🧨", "\u{200B}", "批发", "演化",
            "abc123456", "品名:", "日用百货;", "24.6kg/1件", "\n", " ", "１３８００１３８０００",
        ]
        for _ in 0..<400 {
            let text = (0..<random.below(30)).map { _ in random.pick(pieces) }.joined()
            let kind = random.pick(TextKind.allCases)
            let verdict = screener.screen(text, kind: kind)
            let sum = verdict.reasons.reduce(0.0) { $0 + $1.weight.value }
            #expect(abs(sum - verdict.score.value) < 1e-6)
            #expect(abs(verdict.probability - verdict.score.probability) < 1e-12)
            #expect(verdict.reasons.count <= Limits.reasonsPerVerdictMax)
            let bytes = Array(text.utf8)
            for reason in verdict.reasons where reason.end > 0 {
                #expect(reason.end <= bytes.count)
                let found = String(decoding: bytes[reason.start..<reason.end], as: UTF8.self)
                #expect(found == reason.found)
            }
        }
    }

    @Test func theQuickWayAgreesWithTheExplainedOne() throws {
        let screener = try Shipped.screener()
        var scratch = ScreenScratch()
        for text in ["浏阳yan花批发", "品名:日用百货;浏阳→南昌;24kg/1件", "", "今天天气好"] {
            let verdict = screener.screen(text, kind: .caption)
            let quick = screener.advise(text.utf8.span, kind: .caption, using: &scratch)
            #expect(quick.advice == verdict.advice)
            #expect(abs(quick.score.value - verdict.score.value) < 1e-6)
        }
    }

    @Test func bytesThatAreNoTextAreSurvived() throws {
        let screener = try Shipped.screener()
        var scratch = ScreenScratch()
        var random = SeededRandom(seed: 5)
        for length in 0..<300 {
            let bytes = (0..<length).map { _ in UInt8(truncatingIfNeeded: random.next()) }
            let verdict = screener.screen(bytes.span, kind: .comment, using: &scratch)
            #expect(verdict.probability >= 0 && verdict.probability <= 1)
            #expect(verdict.reasons.allSatisfy { $0.end <= length })
        }
    }

    @Test func aMegabyteIsReadAndALongerTextSaysSo() throws {
        let screener = try Shipped.screener()
        let megabyte = String(repeating: "浏阳烟花批发包邮 ", count: 40_000)
        #expect(screener.screen(megabyte, kind: .chat).reasons.count > 1)
        let tooLong = String(repeating: "天气好", count: Limits.textBytesMax / 9 + 10)
        #expect(screener.screen(tooLong, kind: .chat).partial)
    }

    @Test func aModelOfAnotherLexiconIsRefused() throws {
        var resources = try ScreeningResources { try Shipped.bytes($0) }
        resources.lexicon += Array("新词\tproduct\tliteral\t烟花\t新词到货\t\ttest\n".utf8)
        #expect(throws: ScreeningError.self) { _ = try Screener(resources: resources) }
    }
}

@Suite struct DeclarationTextTests {
    @Test func namesAndPhonesOfPersonsStayOut() throws {
        let waybill = Waybill(
            number: ID("W1"), courier: "顺意",
            acceptedAt: Timestamp(microseconds: 1_767_225_600_000_000),
            sender: Party(
                name: "欧阳小明", phone: .whole("13800138000"),
                address: "湖南省长沙市浏阳市大瑶镇花炮大道88号"),
            receiver: Party(
                name: "李国强", phone: .masked("139****1234"),
                address: "江西省南昌市进贤县民和镇军山湖大道1号"), declaredName: "日用百货",
            pieces: 2, weight: Grams(24_600), freightPayer: .receiver, remarks: "勿压")
        let text = DeclarationText.render(waybill)
        for word in ["日用百货", "浏阳", "大瑶", "进贤", "24.6kg", "勿压"] {
            #expect(text.contains(word), "\(text)")
        }
        for word in ["欧阳", "小明", "李国强", "1380", "139"] { #expect(!text.contains(word)) }
    }
}

@Suite struct TrainingTests {
    private static func rows() -> [TrainingRow] {
        let offers = ["烟花批发包邮", "鞭炮整箱现货", "yan花私聊", "加特林烟花一箱168元", "爆竹代理加微信"]
        let others = ["今天天气好", "儿童水枪包邮", "台风烟花登陆", "禁止燃放烟花爆竹", "苹果整箱批发"]
        let parcels = Array(repeating: "品名:日用百货;浏阳→南昌;24kg/1件", count: 5)
        let sweaters = Array(repeating: "品名:毛衣;义乌→南昌;1kg/1件;订单号1", count: 5)
        func make(_ texts: [String], _ label: TrainingLabel, _ kind: TextKind) -> [TrainingRow] {
            (0..<60).map { index in
                TrainingRow(
                    id: "\(label)-\(index)", kind: kind, text: texts[index % 5] + "\(index)",
                    label: label, source: "s\(index % 5)")
            }
        }
        return make(offers, .offer, .listing) + make(others, .benign, .listing)
            + make(parcels, .parcelCamouflage, .declaration)
            + make(sweaters, .parcelBenign, .declaration)
    }

    private static func trained(_ rows: [TrainingRow]) throws -> [UInt8] {
        let tables = try TextTables(
            fold: Shipped.bytes("fold.tsv"), pinyin: Shipped.bytes("pinyin.tsv"),
            split: Shipped.bytes("split.tsv"), emoji: Shipped.bytes("emoji.tsv"),
            words: Shipped.bytes("words.tsv"))
        let lexicon = try Lexicon.parse(Shipped.bytes("lexicon.tsv"))
        return try ModelTrainer(rows: rows, tables: tables, lexicon: lexicon)
            .train(name: "t@1").serialised()
    }

    @Test func theSameRowsGiveTheSameBytesAndAModelThatReadsBack() throws {
        let rows = Self.rows().map { row in
            TrainingRow(
                id: row.id, kind: row.kind, text: row.text, label: row.label, source: row.source)
        }
        let bytes = try Self.trained(rows)
        #expect(try Self.trained(rows) == bytes)
        #expect(try ScreeningModel.parse(bytes).serialised() == bytes)
    }

    @Test func rowsOfOneLabelAloneAreRefused() {
        let rows = Self.rows().filter(\.label.isOffer)
        #expect(throws: ScreeningError.self) { _ = try Self.trained(rows) }
    }
}
