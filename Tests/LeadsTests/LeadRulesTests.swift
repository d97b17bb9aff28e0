import Leads
import Primitives
import Records
import Testing

struct LeadRulesTests {
    @Test func theShippedRulesHold() throws {
        let rules = try Cases.rules()
        #expect(rules.model.version == "leads@1")
        #expect(rules.model.prior < rules.model.opensAt)
    }

    @Test func everyFaultOfTheModelIsTold() throws {
        var file = try Cases.rulesFile()
        file.model.prior = 3
        file.model.offerText.alike = 2
        file.model.habit.rate.from = 0
        file.model.habit.reviewShare = 2
        file.deadlines[0].hours = 0
        file.deadlines.append(file.deadlines[1])
        file.findingWords.fireworks = []
        let error = #expect(throws: LeadError.self) { try LeadRules(file) }
        #expect(error?.code == "leads.rules_refused")
        guard case .rulesRefused(let faults) = error else { return }
        #expect(
            faults.map(\.field) == [
                "lead_model.prior_bits", "lead_model.offer_text.alike",
                "lead_model.review_cap_bits", "lead_model.habit.rate.from",
                "lead_model.habit.review_share", "deadlines.desk-urgent.hours",
                "deadlines.desk-high.valid_from", "finding_words.fireworks",
            ])
    }

    @Test(arguments: [
        (-4.0, "desk-ordinary", 72), (0, "desk-ordinary", 72), (2.99, "desk-ordinary", 72),
        (3, "desk-high", 48), (5.99, "desk-high", 48), (6, "desk-urgent", 24),
        (40, "desk-urgent", 24),
    ])
    func theBandOfTheScoreDecidesTheDeadline(bits: Double, rule: String, hours: Int64) throws {
        let due = try Cases.rules().deadlines.due(found: Cases.now, score: Bits(bits))
        #expect(due.rule == rule && due.at == Cases.now.adding(.hours(hours)))
    }

    @Test func aDeadlineIsThatOfItsDay() throws {
        var file = try Cases.rulesFile()
        file.deadlines = [
            DeadlineRow(
                id: "old", fromBits: 0, hours: 240, validFrom: "2020-01-01", validTo: "2026-11-22",
                source: "t"),
            DeadlineRow(id: "new", fromBits: 0, hours: 24, validFrom: "2026-11-23", source: "t"),
        ]
        let deadlines = try LeadRules(file).deadlines
        #expect(try deadlines.due(found: Cases.now, score: .zero).rule == "new")
        let lastOld = Cases.now.adding(.hours(-9))
        #expect(try deadlines.due(found: lastOld, score: .zero).rule == "old")
        let before = Cases.now.adding(.days(-4_000))
        let error = #expect(throws: LeadError.self) {
            try deadlines.due(found: before, score: .zero)
        }
        #expect(error?.code == "leads.deadline_missing")
    }

    @Test(arguments: [
        (nil, FindingKind.none), ("", .none), ("已放行", .asDeclared), ("与申报相符", .asDeclared),
        ("开箱查获组合烟花6个", .fireworks), ("夹带鞭炮两挂", .fireworks), ("未发现烟花", .asDeclared),
        ("未开箱,X光疑似烟花", .suspected), ("没有鞭炮,与申报不符,为酒水", .mismatch),
        ("内有打火机", .banned), ("不含易燃易爆物", .asDeclared), ("客户催件", .unread),
        ("线状物,开箱为电子鞭炮无火药,放行", .asDeclared), ("密集管状物,与申报品名不一致", .mismatch),
        ("疑似爆竹,拆开后查为烟花", .fireworks), ("电子鞭炮一套", .asDeclared),
        ("内件为烟花,不予放行", .fireworks), ("内件为烟花,与申报不符", .fireworks),
    ])
    func aFindingIsReadByItsGravestWord(text: String?, kind: FindingKind) throws {
        #expect(try Cases.rules().findings.read(text) == kind)
    }
}
