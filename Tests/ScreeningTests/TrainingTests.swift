import Primitives
import Records
import Screening
import Testing
import Text

@Suite struct TrainingTests {
    private static let goods = ["烟花", "鞭炮", "加特林", "仙女棒", "摔炮"]
    private static let others = ["苹果", "童装", "手机", "图书", "蜂蜜"]

    /// Offers name goods, others do not; parcels from Liuyang are heavy, others light.
    private static let rows: [TrainingRow] = (0..<5).flatMap { number -> [TrainingRow] in
        let (good, other) = (goods[number], others[number])
        return [
            row("o\(number)", .chat, "\(good)现货批发加微", .offer),
            row("p\(number)", .listing, "\(good)包邮一箱", .offer),
            row("q\(number)", .chat, "\(other)现货批发加微", .benign),
            row("r\(number)", .listing, "\(other)包邮一箱", .benign),
            row("c\(number)", .declaration, "品名:百货;浏阳→杭州;1\(number)kg", .parcelCamouflage),
            row("d\(number)", .declaration, "品名:\(other)两件;北京→杭州;1.\(number)kg", .parcelBenign),
        ]
    }

    private static func row(
        _ id: String, _ kind: TextKind, _ text: String, _ label: TrainingLabel
    ) -> TrainingRow {
        TrainingRow(id: id, kind: kind, text: text, label: label, source: "source \(id.suffix(1))")
    }

    private func train(_ rows: [TrainingRow], name: String = "test@1") throws -> ScreeningModel {
        let trainer = ModelTrainer(
            rows: rows, tables: try Shipped.tables.get(), lexicon: try Shipped.lexicon.get())
        return try trainer.train(name: name)
    }

    @Test func `learns, and the same rows give the same bytes`() throws {
        let model = try train(Self.rows)
        #expect(try train(Self.rows).serialised() == model.serialised())
        let screener = try Screener(
            tables: Shipped.tables.get(), lexicon: Shipped.lexicon.get(), model: model)
        let offer = screener.screen("爆竹现货批发加微", kind: .chat)
        let other = screener.screen("面包现货批发加微", kind: .chat)
        #expect(offer.probability > 0.5 && other.probability < 0.5)
        let parcel = screener.screen("品名:百货;浏阳→上海;15kg", kind: .declaration)
        #expect(parcel.advice == .offer)
    }

    @Test func `ambiguous rows are not trained on`() throws {
        let misleading = Self.rows.map { row in
            TrainingRow(
                id: row.id, kind: row.kind, text: row.text,
                label: row.kind == .declaration ? .parcelBenign : .benign, source: row.source,
                isAmbiguous: true)
        }
        #expect(
            try train(Self.rows + misleading).speech.prior == train(Self.rows).speech.prior)
    }

    @Test func `one label alone is refused`() throws {
        let offers = Self.rows.filter(\.label.isOffer)
        let error = #expect(throws: ScreeningError.self) { try train(offers) }
        #expect(error?.code == "screening.training_rows")
    }

    @Test func `a model survives its file`() throws {
        let model = try train(Self.rows)
        #expect(try ScreeningModel.parse(model.serialised()) == model)
    }

    @Test func `every cut and every changed byte is noticed`() throws {
        let bytes = try train(Self.rows).serialised()
        for length in stride(from: 0, to: bytes.count, by: 37) {
            #expect(throws: ScreeningError.self) {
                try ScreeningModel.parse(Array(bytes.prefix(length)))
            }
        }
        for place in stride(from: 0, to: bytes.count, by: 41) {
            var changed = bytes
            changed[place] ^= 0x20
            #expect(throws: ScreeningError.self) { try ScreeningModel.parse(changed) }
        }
    }

    @Test func `a lexicon edited since the training is used, and the name says so`() throws {
        let model = try train(Self.rows)
        var text = String(decoding: try Shipped.resources.get().lexicon, as: UTF8.self)
        text += "甲乙丙丁\tproduct\tliteral\t\t\t\t\t\t\n"
        let other = try Lexicon.parse(Array(text.utf8))
        let tables = try Shipped.tables.get()
        let same = Screener(
            tables: tables, lexicon: try Shipped.lexicon.get(), model: model)
        let edited = Screener(tables: tables, lexicon: other, model: model)
        #expect(!same.name.contains("edited") && edited.name.hasSuffix("(edited)"))
        #expect(edited.finds(in: "出甲乙丙丁").map(\.term) == ["甲乙丙丁"])
        #expect(
            edited.screen("出甲乙丙丁,整箱批发,包邮", kind: .listing).score
                > same.screen("出甲乙丙丁,整箱批发,包邮", kind: .listing).score)
    }

    @Test func `cross-validation holds every clear row out once`() throws {
        let evaluation = try Evaluation.crossValidate(
            own: [], tested: Self.rows, tables: try Shipped.tables.get(),
            lexicon: try Shipped.lexicon.get(), folds: 5)
        #expect(Set(evaluation.outcomes.map(\.row.id)) == Set(Self.rows.map(\.id)))
        #expect(evaluation.outcomes.count == Self.rows.count)
        #expect(evaluation.offers.f1 >= 0.8)
        let page = evaluation.markdown(lexicon: "test@1")
        #expect(page.contains("| offers (listing, caption, comment, chat) | 20 |"))
    }

    @Test func `figures of a confusion table`() {
        var table = Evaluation.Confusion()
        #expect(table.f1 == 0 && table.precision == 0 && table.recall == 0)
        table.hits = 8
        table.misses = 2
        table.falseAlarms = 4
        #expect(abs(table.precision - 8.0 / 12) < 1e-12)
        #expect(table.recall == 0.8)
        #expect(abs(table.f1 - 16.0 / 22) < 1e-12)
    }

    @Test func `quoted and constructed rows of one page are one source`() {
        let quoted = TrainingRow(
            id: "1", kind: .chat, text: "", label: .offer, source: "https://a.example/1")
        let constructed = TrainingRow(
            id: "2", kind: .chat, text: "", label: .offer,
            source: "constructed after https://a.example/1")
        #expect(quoted.sourceGroup == constructed.sourceGroup)
    }
}
