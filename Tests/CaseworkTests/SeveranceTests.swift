import Casework
import Linkage
import Primitives
import Records
import TestKit
import Testing

/// What an analyst parts, takes back and asks about an actor.
@Suite struct SeveranceTests {
    /// One seller: two accounts joined by a WeChat id, each with suspicious posts.
    private static func office() async throws -> (Office, Lead, ActorPage) {
        let office = try await Office(.sqlite)
        try await office.casework.take(Office.offers(), as: .machine)
        _ = try await office.casework.bringLeadsUpToDate(as: .machine)
        let lead = try #require(try await office.onlyLead()).lead
        return (office, lead, try await office.casework.actor(of: lead.id, as: Office.analyst))
    }

    private static func request(
        _ page: ActorPage, kind: SeveranceRequest.Kind, reason: String = "两家人"
    ) -> SeveranceRequest {
        SeveranceRequest(
            step: 0, kind: kind, reason: reason, linking: page.evidence?.linking ?? 0)
    }

    private static func actors(_ office: Office) async throws -> [String: ID<Actor>] {
        let records = try await office.casework.linkedRecords(as: Office.analyst)
        return Dictionary(
            records.compactMap { one in one.actor.map { (one.record.id, $0) } },
            uniquingKeysWith: { first, _ in first })
    }

    @Test(arguments: SeveranceRequest.Kind.allCases)
    func aStepIsPartedAndTakenBack(kind: SeveranceRequest.Kind) async throws {
        let (office, lead, page) = try await Self.office()
        let evidence = try #require(page.evidence)
        #expect(evidence.total == 1 && evidence.steps.count == 1)
        #expect(evidence.steps[0].step.identifier == Identifier(text: "wechat:huahua888"))
        #expect(evidence.steps[0].behind == 2 && evidence.bond.elements == 2)
        #expect(page.maySever && page.severances.isEmpty)

        try await office.casework.sever(
            Self.request(page, kind: kind), lead: lead.id, as: Office.analyst)
        let parted = try await Self.actors(office)
        #expect(parted["L0"] == parted["L2"] && parted["L1"] == parted["L3"])
        #expect(parted["L0"] != parted["L1"])
        #expect(parted.values.contains(lead.actor), "one part keeps the lead's actor")
        let board = try await office.casework.board(LeadQuery(), as: Office.analyst)
        #expect(board.total == 2, "the other part has a lead of its own")
        let history = try await office.casework.lead(lead.id, as: Office.analyst).history
        #expect(history.last?.step == "evidence")

        let after = try await office.casework.actor(of: lead.id, as: Office.analyst)
        #expect(after.evidence?.steps.isEmpty == true)
        let severance = try #require(after.severances.first)
        #expect(severance.byName == "analyst" && severance.reason == "两家人")
        #expect(severance.at == office.clock.now && severance.end == nil)

        // It holds at every later linking.
        _ = try await office.casework.bringLeadsUpToDate(as: .machine)
        #expect(try await Self.actors(office) == parted)

        office.clock.pass(.hours(1))
        try await office.casework.takeBack(severance.id, reason: "看错了", as: Office.analyst)
        let joined = try await Self.actors(office)
        #expect(Set(joined.values).count == 1)
        let kept = try await office.casework.linking(as: Office.analyst)
        #expect(kept.severances.map(\.end?.reason) == ["看错了"])
        #expect(kept.severances.first?.end?.at == office.clock.now)
        let open = try await office.casework.board(LeadQuery(states: [.new]), as: Office.analyst)
        #expect(open.total == 1, "of two leads of one actor one goes on")
        await #expect(throws: CaseworkError.linkingChanged) {
            try await office.casework.takeBack(severance.id, reason: "再", as: Office.analyst)
        }
    }

    @Test func aStalePageAndAMissingReasonChangeNothing() async throws {
        let (office, lead, page) = try await Self.office()
        await #expect(throws: CaseworkError.reasonMissing) {
            try await office.casework.sever(
                Self.request(page, kind: .pair, reason: ""), lead: lead.id, as: Office.analyst)
        }
        _ = try await office.casework.bringLeadsUpToDate(as: .machine)
        await #expect(throws: CaseworkError.linkingChanged) {
            try await office.casework.sever(
                Self.request(page, kind: .pair), lead: lead.id, as: Office.analyst)
        }
        let far = SeveranceRequest(step: 9, kind: .pair, reason: "r", linking: 2)
        await #expect(throws: CaseworkError.linkingChanged) {
            try await office.casework.sever(far, lead: lead.id, as: Office.analyst)
        }
        await #expect(throws: CaseworkError.severanceNotFound("none")) {
            try await office.casework.takeBack(ID("none"), reason: "r", as: Office.analyst)
        }
        #expect(Set(try await Self.actors(office).values).count == 1)
    }

    @Test(arguments: [Role.analyst, .officer, .leader, .machine])
    func rolesDoWhatTheyMay(role: Role) async throws {
        let (office, lead, page) = try await Self.office()
        let principal = Office.principal(role, division: "360124")
        let seen = try await office.casework.actor(of: lead.id, as: principal)
        #expect(seen.maySever == (role == .analyst))
        #expect(seen.mayCompare == (role == .analyst || role == .leader))
        if role != .analyst {
            await #expect(throws: CaseworkError.notAllowed(.severActor)) {
                try await office.casework.sever(
                    Self.request(page, kind: .pair), lead: lead.id, as: principal)
            }
            await #expect(throws: CaseworkError.notAllowed(.severActor)) {
                try await office.casework.takeBack(ID("x"), reason: "r", as: principal)
            }
        }
        if role == .officer || role == .machine {
            await #expect(throws: CaseworkError.notAllowed(.seeLinking)) {
                _ = try await office.casework.linking(as: principal)
            }
            await #expect(throws: CaseworkError.notAllowed(.seeLinking)) {
                _ = try await office.casework.compare(
                    lead: lead.id, with: "L1", as: principal)
            }
        }
        let elsewhere = Office.principal(.officer, division: "360102")
        await #expect(throws: CaseworkError.leadNotFound(lead.id.text)) {
            _ = try await office.casework.actor(of: lead.id, as: elsewhere)
        }
    }

    @Test func labelsAlikeHaveNothingToPart() async throws {
        let office = try await Office(.sqlite)
        let phone = Phone.whole("13800138000")
        try await office.casework.take(
            [
                Office.parcel("W1", phone: phone, finding: "内件为烟花爆竹"),
                Office.parcel("W2", phone: phone, finding: "内件为烟花爆竹"),
            ], as: .machine)
        _ = try await office.casework.bringLeadsUpToDate(as: .machine)
        let lead = try #require(try await office.onlyLead()).lead
        let page = try await office.casework.actor(of: lead.id, as: Office.analyst)
        // Without a table of names both labels are of one phone: there is nothing to part.
        #expect(page.evidence?.steps.isEmpty == true)
        #expect(page.evidence?.bond.elements == 1)
    }

    @Test func othersAreComparedWithTheActor() async throws {
        let (office, lead, _) = try await Self.office()
        let other = Listing(
            id: ID("X1"), platform: "集市", account: "zz", nickname: nil, kind: .listing,
            text: "出售二手自行车", at: HandClock.start, place: nil)
        try await office.casework.take([other], as: .machine)
        _ = try await office.casework.bringLeadsUpToDate(as: .machine)
        func compare(_ text: String) async throws -> Comparison {
            try await office.casework.compare(lead: lead.id, with: text, as: Office.analyst)
        }
        let stranger = try await compare("X1")
        #expect(stranger.reasons == [.nothingShared] && stranger.records == 1)
        let actor = try #require(stranger.actor)
        #expect(try await compare(actor.text).record == stranger.record)
        for own in ["L3", "listing:L3", lead.id.text, lead.actor.text] {
            #expect(try await compare(own).reasons == [.areOne], "\(own)")
        }
        #expect(try await compare("L3").chain.count == 1)
        await #expect(throws: CaseworkError.recordNotFound("none")) {
            _ = try await compare("none")
        }
    }

    @Test func theLinkingIsSummedUp() async throws {
        let (office, lead, _) = try await Self.office()
        let page = try await office.casework.linking(as: Office.analyst)
        let linking = try #require(page.linking)
        #expect(linking.number == 1 && linking.at == office.clock.now)
        #expect(linking.summary.records == 4 && linking.summary.actors == 1)
        #expect(linking.summary.merged == 1)
        #expect(page.leads == [lead.actor: lead.id])
        #expect(linking.summary.weights.isEmpty, "without a table of names none are weighed")
    }
}
