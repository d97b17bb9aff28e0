import Casework
import Leads
import Primitives
import Records

/// Records and leads.
extension Play {
    static let sellers = 6
    static let texts = [
        "浏阳烟花厂家直发,加特林、水母整箱批发,全国包邮,加微信 %",
        "过年烟花爆竹现货,一件代发招代理,私聊报价 vx:%",
        "鞭炮大地红二踢脚都有,走物流到你县城自提,先款后货,微信%",
        "二手婴儿车九成新自提", "代写作文,加微信 %",
    ]
    private static let places = ["江西省南昌市进贤县李渡镇", "江西省南昌市南昌县向塘镇"]

    static func listing(_ number: Int, seller: Int, text: String, at: Timestamp) -> Listing {
        Listing(
            id: ID("L\(number)"), platform: "集市", account: "a\(seller)", nickname: "花\(seller)",
            kind: .listing, text: text.replacing("%", with: "seller\(seller)xyz"), at: at,
            place: places[seller % 2])
    }

    func importListings(_ server: Int) async throws {
        let listings = (0..<(1 + chance.below(4))).map { _ -> Listing in
            let seller = chance.below(Self.sellers)
            // Now and then a record that is there already.
            let isAgain = nextRecord > 0 && chance.happens(0.2)
            let number = isAgain ? chance.below(nextRecord) : nextRecord
            if !isAgain { nextRecord += 1 }
            return Self.listing(
                number, seller: seller, text: chance.pick(Self.texts), at: clock.now)
        }
        let act = Expectation.Act(who: "machine", act: "record.import-listings")
        let isDone: Void? = try await attempt(act, on: server) {
            try await $0.take(listings, as: .machine)
        }
        if isDone != nil { expectation.listings.formUnion(listings.map(\.id.text)) }
    }

    func importWaybills(_ server: Int) async throws {
        let waybills = (0..<(1 + chance.below(3))).map { _ -> Waybill in
            let seller = chance.below(Self.sellers)
            nextRecord += 1
            return Waybill(
                number: ID("W\(nextRecord)"), courier: "顺意", acceptedAt: clock.now,
                sender: Party(
                    name: "王\(seller)", phone: .whole("1380013800\(seller)"),
                    address: Self.places[seller % 2]),
                receiver: Party(name: "李*", phone: .masked("139****1234"), address: "江苏省南京市"),
                outlet: "网点", declaredName: chance.pick(["日用百货", "毛衣两件", "塑料制品"]),
                weight: Grams(1_200), finding: chance.happens(0.3) ? "查验发现烟花" : nil)
        }
        let act = Expectation.Act(who: "machine", act: "record.import-waybills")
        let isDone: Void? = try await attempt(act, on: server) {
            try await $0.take(waybills, as: .machine)
        }
        if isDone != nil { expectation.waybills.formUnion(waybills.map(\.number.text)) }
    }

    func bringUpToDate(_ server: Int) async throws {
        let act = Expectation.Act(who: "machine", act: "any-pass")
        _ = try await attempt(act, on: server) {
            try await $0.bringLeadsUpToDate(as: .machine)
        }
    }

    private static let lookers = [
        "analyst1", "analyst2", "officer1", "officer2", "leader", "partner",
    ]

    func look(_ server: Int) async throws { try await look(server, as: chance.pick(Self.lookers)) }

    private func look(_ server: Int, as name: String) async throws {
        let who = principal(name)
        let desk = servers[server].desk
        guard let page = try? await desk.board(LeadQuery(), as: who), !page.rows.isEmpty else {
            return
        }
        let lead = chance.pick(page.rows).lead.id
        let act = Expectation.Act(who: id(name), act: "lead.see", subject: lead.text)
        guard
            let detail = try await attempt(
                act, on: server, { try await $0.lead(lead, as: who) })
        else { return }
        screens[name, default: []].append(
            Screen(lead: lead, version: detail.version, allowedSteps: detail.allowedSteps))
    }

    /// A step on a lead as somebody saw it, perhaps long ago.
    func takeStep(_ server: Int) async throws {
        let name = chance.pick(Self.lookers + ["analyst1", "analyst1", "officer1", "officer2"])
        // Most people look before they act; some act on what they saw long ago.
        if chance.happens(0.6) { try await look(server, as: name) }
        guard let shown = screens[name], !shown.isEmpty else { return }
        let screen = chance.happens(0.8) ? shown[shown.count - 1] : chance.pick(shown)
        let (lead, version) = (screen.lead, screen.version)
        let steps: [LeadStep] = [
            .dispatch(division: chance.pick(["360124", "360121"]), due: nil, note: "n"),
            .giveBack(note: "n"), .verify(findings: "f"), .close(outcome: .confirmed, note: "n"),
            .dismiss(note: "n"),
        ]
        let possible = steps.filter { screen.allowedSteps.contains($0.name) }
        let step = chance.pick(chance.happens(0.85) && !possible.isEmpty ? possible : steps)
        let act = Expectation.Act(
            who: id(name), act: Self.act(step).rawValue, subject: lead.text)
        let who = principal(name)
        let isDone: Void? = try await attempt(act, on: server) {
            try await $0.take(step, lead: lead, version: version, as: who)
        }
        guard isDone == nil, chance.happens(0.5) else { return }
        // Whoever got no answer tries the same once more, at the other server.
        let _: Void? = try await attempt(act, on: 1 - server) {
            try await $0.take(step, lead: lead, version: version, as: who)
        }
    }

    static func act(_ step: LeadStep) -> Act {
        switch step {
        case .dispatch: .dispatchLead
        case .giveBack: .giveBackLead
        case .verify: .verifyLead
        case .close: .closeLead
        case .dismiss: .dismissLead
        }
    }

    func refused(_ server: Int) async throws {
        let name = chance.pick(["partner", "auditor", "system", "security"])
        guard expectation.roles[id(name)]?.permissions.contains(.seeLinking) == false else {
            return
        }
        let act = Expectation.Act(who: id(name), act: "act.refuse", subject: "see-linking")
        let who = principal(name)
        story.append("\(name) asks for the linking")
        do {
            _ = try await servers[server].desk.linking(as: who)
            throw Violation("\(name) saw the linking")
        } catch CaseworkError.notAllowed {
            expectation.done(act)
        } catch WriteFault.lost {
        } catch WriteFault.unanswered {
            expectation.perhaps(act)
        }
    }
}
