import Primitives
import Registry
import Testing

struct RuleBookTests {
    private func row(
        _ id: String, from: String, to: String? = nil, kind: String = "duty",
        confidence: String = "high"
    ) -> RuleRow {
        RuleRow(
            id: id, kind: kind, matters: ["mailing"], legalBasis: "某条例第一条",
            says: ["zh": "不得", "en": "must not"], validFrom: from, validTo: to,
            source: "test", confidence: confidence)
    }

    @Test(arguments: [
        ("2025-12-31", "治安管理处罚法(2012年修正)第三十条"),
        ("2026-01-01", "治安管理处罚法(2025年修订)第三十六条"),
        ("2026-11-23", "治安管理处罚法(2025年修订)第三十六条"),
    ])
    func theShippedRulesGiveTheArticleThatHeldOnTheDayOfTheAct(
        day: String, article: String
    ) throws {
        let book = try RuleBook(DataFiles.read("rules.json", as: RulesFile.self))
        let rule = book.rule("detention-dangerous-goods", on: try DataFiles.day(day))
        #expect(rule?.legalBasis == article)
    }

    @Test func decree455Article41200To1000YuanForMailingIsQuotedAsItStands()
        throws
    {
        let book = try RuleBook(DataFiles.read("rules.json", as: RulesFile.self))
        let fine = try #require(book.rule("fine-mailing", on: try DataFiles.day("2026-11-23")))
        #expect(fine.minimum == 200 && fine.maximum == 1_000 && fine.unit == "yuan")
        #expect(fine.legalBasis.contains("第四十一条") && fine.decidedBy == "公安机关")
        #expect(book.rule("fine-mailing", on: try DataFiles.day("2006-01-20")) == nil)
    }

    @Test func rulesAreFoundByMatterAndEveryShippedRuleHasASourceAndBothLanguages()
        throws
    {
        let book = try RuleBook(DataFiles.read("rules.json", as: RulesFile.self))
        let day = try DataFiles.day("2026-11-23")
        let mailing = book.rules(matter: "mailing", on: day).map(\.id)
        #expect(mailing == ["ban-mailing", "detention-dangerous-goods", "fine-mailing"])
        for rule in book.rules {
            #expect(!rule.source.lowercased().contains("unconfirmed"))
            #expect(rule.says["zh"] != nil && rule.says["en"] != nil)
        }
    }

    @Test func rowsOfOneIdThatHoldOnOneDayAreRefusedWithTheirPlace() throws {
        let file = RulesFile(
            version: "t",
            rules: [
                row("a", from: "2020-01-01"), row("b", from: "2020-01-01"),
                row("a", from: "2021-01-01"),
            ])
        let error = #expect(throws: RegistryError.self) { try RuleBook(file) }
        #expect(error?.code == "registry.rows_refused")
        #expect(
            error?.message.contains(
                "rules[2] (a) valid_from: overlaps rules[0]; end that one the day before") == true)
    }

    @Test func rowsThatTouchWithoutOverlappingAreTaken() throws {
        let file = RulesFile(
            version: "t",
            rules: [
                row("a", from: "2021-01-01"), row("a", from: "2020-01-01", to: "2020-12-31"),
            ])
        let book = try RuleBook(file)
        #expect(book.rule("a", on: try DataFiles.day("2020-12-31"))?.validTo != nil)
        #expect(book.rule("a", on: try DataFiles.day("2021-01-01"))?.validTo == nil)
    }

    @Test func everyFaultOfEveryRowIsToldAtOnce() throws {
        var bad = row("", from: "2020-02-30", kind: "wish", confidence: "unconfirmed")
        bad.minimum = 5
        bad.maximum = 3
        bad.says = ["zh": "不得"]
        let file = RulesFile(
            version: "t", rules: [bad, row("b", from: "2020-01-01", to: "2019-01-01")])
        let error = #expect(throws: RegistryError.self) { try RuleBook(file) }
        guard case .rowsRefused(let faults) = error else { return }
        #expect(
            faults.map { "\($0.row) \($0.fault.field)" } == [
                "0 id", "0 kind", "0 confidence", "0 valid_from", "0 says", "0 maximum", "0 unit",
                "1 valid_to",
            ])
    }
}
