import Casework
import Primitives
import Records

/// Believable leads of a city, made of nothing but this file.
enum Fixture {
    static let now = Timestamp(microseconds: 1_795_406_400_000_000)

    static let divisions: [Division] = [
        ("360102", "东湖区", 115.899, 28.685), ("360103", "西湖区", 115.877, 28.657),
        ("360104", "青云谱区", 115.915, 28.635), ("360111", "青山湖区", 115.962, 28.682),
        ("360112", "新建区", 115.815, 28.693), ("360113", "红谷滩区", 115.858, 28.698),
        ("360121", "南昌县", 115.944, 28.545), ("360123", "安义县", 115.549, 28.846),
        ("360124", "进贤县", 116.241, 28.377),
    ].compactMap { code, name, longitude, latitude in
        Coordinate(longitude: longitude, latitude: latitude, datum: .cgcs2000).map {
            Division(code: code, name: name, seat: $0, station: "\(name)治安大队")
        }
    }

    static let people: [String: Person] = [
        "fenxi": Person(
            id: ID("p1"), name: "fenxi", displayName: "研判员 甲", role: .analyst),
        "jinxian": Person(
            id: ID("p2"), name: "jinxian", displayName: "民警 乙", role: .officer,
            division: "360124"),
        "lingdao": Person(id: ID("p3"), name: "lingdao", displayName: "领导 丙", role: .leader),
        "yingji": Person(id: ID("p4"), name: "yingji", displayName: "应急局 丁", role: .partner),
        "changqu": Person(
            id: ID("p9"), name: "changqu", displayName: "厂区 壬", role: .safetyOfficer,
            unit: ID("u-e1")),
        "xitong": Person(
            id: ID("p5"), name: "xitong", displayName: "系统 戊", role: .systemAdministrator),
        "anquan": Person(
            id: ID("p6"), name: "anquan", displayName: "安全 己", role: .securityAdministrator),
        "shenji": Person(id: ID("p7"), name: "shenji", displayName: "审计 庚", role: .auditor),
        "xinren": Person(id: ID("p8"), name: "xinren", displayName: "新人 辛", role: .unassigned),
    ]

    /// A step as the table of states knows it, with an example of each.
    static let steps: [LeadState: [LeadStep]] = [
        .new: [.dispatch(division: "", due: nil, note: ""), .dismiss(note: "")],
        .dispatched: [.giveBack(note: ""), .verify(findings: "")],
        .verified: [.close(outcome: .confirmed, note: ""), .giveBack(note: "")],
    ]

    /// A verdict that marks the first place of each of `terms`: term, bits, disguise; the found
    /// text comes after a colon where it is not the term itself.
    static func verdict(
        _ text: String, marking terms: [(String, Double, [Evasion])]
    ) -> Verdict {
        var reasons: [Reason] = []
        for (pattern, weight, evasion) in terms {
            let parts = pattern.split(separator: ":").map(String.init)
            let found = parts.last ?? pattern
            guard let range = text.firstRange(of: found) else { continue }
            reasons.append(
                Reason(
                    code: "term", weight: Bits(weight), term: parts[0],
                    group: weight > 0 ? "product" : "benign", found: found,
                    start: text.utf8.distance(from: text.startIndex, to: range.lowerBound),
                    end: text.utf8.distance(from: text.startIndex, to: range.upperBound),
                    evasion: evasion))
        }
        let prior = Bits(-3)
        let score = reasons.reduce(prior) { $0 + $1.weight }
        reasons.append(Reason(code: "prior", weight: prior))
        let advice: Advice = score.value > 1 ? .offer : score.value > -1 ? .review : .clear
        return Verdict(
            advice: advice, probability: score.probability, score: score, reasons: reasons,
            model: "fixture@1")
    }

    /// One lead with everything a page can show, and sixty plain ones.
    static func details() -> [LeadDetail] {
        [rich()] + (1...60).map(plain)
    }

    static func plain(_ number: Int) -> LeadDetail {
        let division = divisions[number % divisions.count].code
        let states: [LeadState] = [.new, .new, .new, .dispatched, .verified, .closed, .dismissed]
        let state = states[number % states.count]
        let evidence = [
            Evidence(
                kind: .offerText, weight: Bits(8 - Double(number) / 10), uncapped: Bits(9),
                facts: ["offers": "\(number % 7 + 1)", "of": "\(number % 7 + 9)"]),
            Evidence(
                kind: .parcelRate, weight: Bits(3), uncapped: Bits(3),
                facts: ["parcels": "27", "days": "14", "of": "31"]),
            Evidence(
                kind: .ordinaryTrade, weight: Bits(-0.8), uncapped: Bits(-0.8),
                facts: ["plain-parcels": "4", "parcels": "31", "orders": "0"]),
        ]
        let prior = Bits(-9)
        let lead = Lead(
            id: ID("L\(1_000 + number)"), actor: ID("A\(number)"), state: state,
            score: evidence.reduce(prior) { $0 + $1.weight }, prior: prior, evidence: evidence,
            division: division, foundAt: now.adding(.hours(Int64(-number * 5))),
            dueAt: state == .new ? nil : now.adding(.hours(Int64(40 - number * 3))))
        let names = ["喜庆小铺", "阿强日用", "赣江杂货", "年货老王", "南站小货"]
        return LeadDetail(
            summary: LeadSummary(
                lead: lead, actorName: "\(names[number % names.count])\(number)（集市）",
                listings: number % 7 + 9, waybills: 31, terms: ["烟花", "加特林", "包邮"]),
            listings: [], waybills: [], links: [],
            history: [
                LeadEvent(
                    at: lead.foundAt, by: "fuseline", step: "found", from: nil, to: .new, note: "")
            ],
            allowedSteps: [], licences: [], version: 1)
    }

    static func with(_ detail: LeadDetail, allowedSteps: [String]) -> LeadDetail {
        LeadDetail(
            summary: detail.summary, listings: detail.listings, waybills: detail.waybills,
            links: detail.links, history: detail.history, allowedSteps: allowedSteps,
            licences: detail.licences, version: detail.version, bond: detail.bond)
    }

    static func after(_ step: LeadStep, _ detail: LeadDetail, by name: String) -> LeadDetail {
        var lead = detail.summary.lead
        let from = lead.state
        var outcome: LeadOutcome?
        var note = ""
        switch step {
        case .dispatch(let division, let due, let text):
            (lead.state, lead.division, lead.dueAt, note) = (.dispatched, division, due, text)
        case .giveBack(let text): (lead.state, note) = (.new, text)
        case .verify(let findings): (lead.state, note) = (.verified, findings)
        case .close(let result, let text): (lead.state, outcome, note) = (.closed, result, text)
        case .dismiss(let text): (lead.state, note) = (.dismissed, text)
        }
        let event = LeadEvent(
            at: now, by: name, step: step.name, from: from, to: lead.state, outcome: outcome,
            note: note)
        return LeadDetail(
            summary: LeadSummary(
                lead: lead, actorName: detail.summary.actorName,
                listings: detail.summary.listings, waybills: detail.summary.waybills,
                terms: detail.summary.terms),
            listings: detail.listings, waybills: detail.waybills, links: detail.links,
            history: detail.history + [event], allowedSteps: [], licences: detail.licences,
            version: detail.version + 1)
    }
}
