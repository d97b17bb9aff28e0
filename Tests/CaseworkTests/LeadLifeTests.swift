import Casework
import Primitives
import Records
import TestKit
import Testing

@Suite struct LeadLifeTests {
    private static func officeWithLead(_ engine: TestEngine) async throws -> Office {
        let office = try await Office(engine)
        try await office.casework.take(Office.offers(), as: .machine)
        _ = try await office.casework.bringLeadsUpToDate(as: .machine)
        return office
    }

    @Test(arguments: TestEngine.available)
    func offersOfOneSellerBecomeOneExplainedLead(engine: TestEngine) async throws {
        let office = try await Self.officeWithLead(engine)
        let row = try #require(try await office.onlyLead())
        #expect(row.listings == 4)
        #expect(row.lead.division == "360124")
        #expect(row.lead.state == .new)
        #expect(row.lead.dueAt ?? HandClock.start > HandClock.start)
        let sum = row.lead.evidence.reduce(row.lead.prior) { $0 + $1.weight }
        #expect(abs(sum.value - row.lead.score.value) < 1e-9)
        let detail = try await office.casework.lead(row.lead.id, as: Office.analyst)
        #expect(detail.listings.count == 4)
        #expect(detail.listings.allSatisfy { $0.verdict.advice == .offer })
        #expect(
            detail.links.contains {
                $0.identifier == Identifier(kind: .wechat, value: "hu***88") && $0.records == 4
            })
        #expect(detail.history.map(\.step) == ["found"])
        #expect(detail.allowedSteps == ["dispatch", "dismiss"])
    }

    @Test(arguments: TestEngine.available)
    func theSameRecordsAgainChangeNothing(engine: TestEngine) async throws {
        let office = try await Self.officeWithLead(engine)
        let before = try #require(try await office.onlyLead())
        try await office.casework.take(Office.offers(), as: .machine)
        let update = try await office.casework.bringLeadsUpToDate(as: .machine)
        #expect(update.opened == 0)
        #expect(update.changed == 0)
        #expect(try await office.onlyLead() == before)
    }

    @Test(arguments: TestEngine.available)
    func aLeadLivesOneLife(engine: TestEngine) async throws {
        let office = try await Self.officeWithLead(engine)
        let id = try #require(try await office.onlyLead()).lead.id
        let officer = Office.principal(.officer, division: "360121")
        await #expect(throws: CaseworkError.leadNotFound(id.text)) {
            _ = try await office.casework.lead(id, as: officer)
        }
        let steps: [(LeadStep, Principal)] = [
            (.dispatch(division: "360121", due: nil, note: "尽快"), Office.analyst),
            (.giveBack(note: "不在本县"), officer),
            (.dispatch(division: "360121", due: nil, note: ""), Office.analyst),
            (.verify(findings: "现场查见烟花12箱"), officer),
            (.close(outcome: .confirmed, note: "已移交"), officer),
        ]
        for (step, principal) in steps {
            let version = try await office.casework.lead(id, as: Office.analyst).version
            try await office.casework.take(step, lead: id, version: version, as: principal)
        }
        let detail = try await office.casework.lead(id, as: Office.analyst)
        #expect(detail.summary.lead.state == .closed)
        #expect(
            detail.history.map(\.step) == [
                "found", "dispatch", "return", "dispatch", "verify", "close",
            ])
        #expect(detail.history.last?.outcome == .confirmed)
        #expect(detail.allowedSteps.isEmpty)
    }

    @Test(arguments: TestEngine.available)
    func aStalePageChangesNothing(engine: TestEngine) async throws {
        let office = try await Self.officeWithLead(engine)
        let id = try #require(try await office.onlyLead()).lead.id
        let dispatch = LeadStep.dispatch(division: "360124", due: nil, note: "")
        try await office.casework.take(dispatch, lead: id, version: 1, as: Office.analyst)
        await #expect(throws: CaseworkError.leadChanged(id.text)) {
            try await office.casework.take(
                .dismiss(note: "x"), lead: id, version: 1, as: Office.analyst)
        }
        #expect(try await office.onlyLead()?.lead.state == .dispatched)
    }

    @Test(
        arguments: TestEngine.available,
        [
            LeadStep.verify(findings: "x"), .close(outcome: .confirmed, note: "x"),
            .giveBack(note: "x"), .dismiss(note: "  "),
            .dispatch(division: "999999", due: nil, note: ""),
            .dispatch(division: "360124", due: HandClock.start, note: ""),
            .dismiss(note: String(repeating: "长", count: 2_000)),
        ])
    func whatTheTableDoesNotAllowIsRefused(engine: TestEngine, step: LeadStep) async throws {
        let office = try await Self.officeWithLead(engine)
        let id = try #require(try await office.onlyLead()).lead.id
        await #expect(throws: CaseworkError.self) {
            try await office.casework.take(step, lead: id, version: 1, as: Office.analyst)
        }
        let detail = try await office.casework.lead(id, as: Office.analyst)
        #expect(detail.version == 1)
        #expect(detail.history.count == 1)
    }

    @Test(arguments: TestEngine.available)
    func aClosedLeadStaysClosedUntilSomethingNewComes(engine: TestEngine) async throws {
        let office = try await Self.officeWithLead(engine)
        let id = try #require(try await office.onlyLead()).lead.id
        try await office.casework.take(
            .dismiss(note: "误报"), lead: id, version: 1, as: Office.analyst)
        _ = try await office.casework.bringLeadsUpToDate(as: .machine)
        #expect(try await office.onlyLead()?.lead.state == .dismissed)

        office.clock.pass(.days(3))
        let later = Office.offers(at: office.clock.now).map { old in
            Listing(
                id: ID("new-\(old.id)"), platform: old.platform, account: old.account,
                nickname: old.nickname, kind: old.kind, text: old.text, at: old.at,
                place: old.place)
        }
        try await office.casework.take(later, as: .machine)
        let update = try await office.casework.bringLeadsUpToDate(as: .machine)
        #expect(update.opened == 1)
        let page = try await office.casework.board(LeadQuery(states: [.new]), as: Office.analyst)
        #expect(page.total == 1)
    }
}
