import Casework
import Primitives
import Records
import TestKit
import Testing

/// Requests that carry a name are done once.
@Suite struct RequestKeyTests {
    private static func leadOffice(_ engine: TestEngine) async throws -> (Office, Lead) {
        let office = try await Office(engine)
        try await office.casework.take(Office.offers(), as: .machine)
        _ = try await office.casework.bringLeadsUpToDate(as: .machine)
        try await office.casework.addPerson(
            name: "p1", displayName: "p1", role: .analyst, division: nil,
            password: "a long password", as: .machine)
        return (office, try #require(try await office.onlyLead()).lead)
    }

    private static func analyst(_ office: Office) async throws -> Principal {
        let accounts = try await office.casework.people(as: .machine).accounts
        return Principal(person: try #require(accounts.first { $0.person.name == "p1" }).person)
    }

    private static let step = LeadStep.dispatch(division: "360124", due: nil, note: "看")

    /// The journal's leaves of an act.
    private static func leaves(_ act: Act, _ office: Office) async throws -> Int {
        try await office.casework.journal(JournalQuery(act: act), as: .machine).leaves.count
    }

    @Test(arguments: TestEngine.available)
    func theSameRequestIsDoneOnce(engine: TestEngine) async throws {
        let (office, lead) = try await Self.leadOffice(engine)
        let analyst = try await Self.analyst(office)
        let named = analyst.naming(RequestKey("k1", content: [1]))
        try await office.casework.take(Self.step, lead: lead.id, version: 1, as: named)
        // The answer was lost, say: asked again, and by another process after a new start.
        for _ in 0..<2 {
            await #expect(throws: CaseworkError.requestDone) {
                try await office.casework.take(Self.step, lead: lead.id, version: 1, as: named)
            }
        }
        // Without the name it is a step on an old version.
        await #expect(throws: CaseworkError.leadChanged(lead.id.text)) {
            try await office.casework.take(Self.step, lead: lead.id, version: 1, as: analyst)
        }
        #expect(try await Self.leaves(.dispatchLead, office) == 1)
        let detail = try await office.casework.lead(lead.id, as: analyst)
        #expect(detail.version == 2)
        #expect(detail.history.count { $0.step == "dispatch" } == 1)
    }

    @Test(arguments: TestEngine.available)
    func oneNameForTwoRequestsIsRefused(engine: TestEngine) async throws {
        let (office, lead) = try await Self.leadOffice(engine)
        let analyst = try await Self.analyst(office)
        let desk = office.casework
        let named = analyst.naming(RequestKey("k1", content: [1]))
        _ = try await desk.openMatter(name: "m", isRestricted: false, as: named)
        let other = analyst.naming(RequestKey("k1", content: [2]))
        await #expect(throws: CaseworkError.requestKeyReused) {
            try await desk.take(Self.step, lead: lead.id, version: 1, as: other)
        }
        #expect(try await desk.lead(lead.id, as: analyst).version == 1)
        // Somebody else's name is their own.
        try await desk.addPerson(
            name: "p2", displayName: "p2", role: .analyst, division: nil,
            password: "a long password", as: .machine)
        let accounts = try await desk.people(as: .machine).accounts
        let second = Principal(
            person: try #require(accounts.first { $0.person.name == "p2" }).person)
        _ = try await desk.openMatter(
            name: "m", isRestricted: false, as: second.naming(RequestKey("k2", content: [1])))
        _ = try await desk.openMatter(
            name: "m", isRestricted: false, as: analyst.naming(RequestKey("k2", content: [3])))
    }

    /// What was refused had no effect: the same name may be used for the same again.
    @Test(arguments: TestEngine.available)
    func whatWasRefusedIsNotRemembered(engine: TestEngine) async throws {
        let (office, lead) = try await Self.leadOffice(engine)
        let named = try await Self.analyst(office).naming(RequestKey("k1", content: [1]))
        await #expect(throws: CaseworkError.leadChanged(lead.id.text)) {
            try await office.casework.take(Self.step, lead: lead.id, version: 9, as: named)
        }
        try await office.casework.take(Self.step, lead: lead.id, version: 1, as: named)
        // Nor does a look use a name up, or a refusal for want of a right.
        let partner = Principal(
            person: Person(id: ID("p-partner"), name: "p", displayName: "p", role: .partner)
        ).naming(RequestKey("k", content: [1]))
        for _ in 0..<2 {
            await #expect(throws: CaseworkError.notAllowed(.dispatchLead)) {
                try await office.casework.take(Self.step, lead: lead.id, version: 2, as: partner)
            }
        }
        _ = try await office.casework.lead(lead.id, as: named)
        _ = try await office.casework.lead(lead.id, as: named)
    }

    @Test(arguments: TestEngine.available)
    func manyAtOnceAreDoneOnce(engine: TestEngine) async throws {
        let (office, _) = try await Self.leadOffice(engine)
        let named = try await Self.analyst(office).naming(RequestKey("k1", content: [1]))
        let desk = office.casework
        let done = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    do {
                        _ = try await desk.openMatter(name: "m", isRestricted: false, as: named)
                        return true
                    } catch {
                        #expect(error as? CaseworkError == .requestDone)
                        return false
                    }
                }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(done == 1)
        #expect(try await desk.matters(as: named).count == 1)
    }

    @Test(arguments: TestEngine.available)
    func aNameIsForgottenAfterADay(engine: TestEngine) async throws {
        let (office, _) = try await Self.leadOffice(engine)
        let named = try await Self.analyst(office).naming(RequestKey("k1", content: [1]))
        let desk = office.casework
        _ = try await desk.openMatter(name: "m", isRestricted: false, as: named)
        office.clock.pass(Seconds(Int64(Limits.requestKeyHours) * 3_600 - 1))
        await #expect(throws: CaseworkError.requestDone) {
            _ = try await desk.openMatter(name: "m", isRestricted: false, as: named)
        }
        office.clock.pass(Seconds(2))
        _ = try await desk.openMatter(name: "m", isRestricted: false, as: named)
        #expect(try await desk.matters(as: named).count == 2)
    }
}

/// Numbers for whoever watches over the server.
@Suite struct MeasuresTests {
    @Test(arguments: TestEngine.available)
    func theyFollowLeadsAndTheJournal(engine: TestEngine) async throws {
        let office = try await Office(engine)
        let desk = office.casework
        #expect(try await desk.measures().journalLeaves == 0)
        try await desk.take(Office.offers(), as: .machine)
        _ = try await desk.bringLeadsUpToDate(as: .machine)
        office.clock.pass(Seconds(40))
        let before = try await desk.measures()
        #expect(before.leads == [.new: 1] && before.status.listings == 4)
        #expect(before.journalLeaves > 0 && before.unsignedLeaves <= before.journalLeaves)
        #expect((before.unsignedSince == nil) == (before.unsignedLeaves == 0))
        if let since = before.unsignedSince {
            #expect(office.clock.now.seconds(since: since) == Seconds(40))
        }
        try await desk.sealJournal()
        let after = try await desk.measures()
        #expect(after.unsignedLeaves == 0 && after.unsignedSince == nil)
        #expect(after.journalLeaves == before.journalLeaves)
    }
}
