import Casework
import Journal
import Primitives
import Records
import TestKit
import Testing

/// Matters, second persons, exports, and what is on record of refusals.
@Suite struct MatterTests {
    /// An office with a lead in the county of its offers and one person of each role.
    private static func office(_ engine: TestEngine) async throws -> (
        office: Office, lead: Lead, people: [Role: Principal]
    ) {
        let office = try await Office(engine)
        try await office.casework.take(Office.offers(), as: .machine)
        _ = try await office.casework.bringLeadsUpToDate(as: .machine)
        let lead = try #require(try await office.onlyLead()).lead
        var people: [Role: Principal] = [:]
        for role in Role.assignable {
            let division: String? = role == .officer ? "360102" : nil
            try await office.casework.addPerson(
                name: role.rawValue, displayName: role.rawValue, role: role, division: division,
                password: "a long password", as: .machine)
        }
        for account in try await office.casework.people(as: .machine).accounts {
            people[account.person.role] = Principal(person: account.person)
        }
        #expect(lead.division != "360102")
        return (office, lead, people)
    }

    private static func sees(
        _ lead: Lead, _ principal: Principal, _ office: Office
    ) async throws -> Bool {
        let onBoard = try await office.casework.board(LeadQuery(), as: principal).rows
            .contains { $0.lead.id == lead.id }
        do {
            _ = try await office.casework.lead(lead.id, as: principal)
            #expect(onBoard, "\(principal.person.role.rawValue): board and page differ")
            return true
        } catch CaseworkError.leadNotFound {
            #expect(!onBoard, "\(principal.person.role.rawValue): board and page differ")
            return false
        }
    }

    @Test(arguments: TestEngine.available)
    func aMatterOpensItsLeadsToItsMembers(engine: TestEngine) async throws {
        let (office, lead, people) = try await Self.office(engine)
        let desk = office.casework
        let (analyst, partner, officer) = (
            try #require(people[.analyst]), try #require(people[.partner]),
            try #require(people[.officer])
        )
        #expect(try await !Self.sees(lead, partner, office))
        #expect(try await !Self.sees(lead, officer, office))
        let id = try await desk.openMatter(name: "专案", isRestricted: false, as: analyst)
        try await desk.change(.addLead(lead.id), matter: id, as: analyst)
        #expect(try await !Self.sees(lead, partner, office), "not a member yet")
        for member in [partner, officer] {
            try await desk.change(.addMember(member.person.id), matter: id, as: analyst)
            #expect(try await Self.sees(lead, member, office))
            #expect(try await desk.matters(as: member).map(\.id) == [id])
        }
        // A partner sees and takes no step.
        await #expect(throws: CaseworkError.notAllowed(.verifyLead)) {
            try await desk.take(
                .verify(findings: "f"), lead: lead.id, version: 1, as: partner)
        }
        try await desk.change(.removeMember(officer.person.id), matter: id, as: analyst)
        #expect(try await !Self.sees(lead, officer, office))
        await #expect(throws: CaseworkError.accessNotFound(id.text)) {
            _ = try await desk.matter(id, as: officer)
        }
        try await desk.change(.close, matter: id, as: analyst)
        #expect(try await !Self.sees(lead, partner, office))
        await #expect(throws: CaseworkError.accessRefused(.over)) {
            try await desk.change(.addLead(lead.id), matter: id, as: analyst)
        }
    }

    @Test(arguments: TestEngine.available)
    func aRestrictedMatterHidesItsLeadsFromEverybodyElse(engine: TestEngine) async throws {
        let (office, lead, people) = try await Self.office(engine)
        let desk = office.casework
        let (analyst, leader) = (try #require(people[.analyst]), try #require(people[.leader]))
        #expect(try await Self.sees(lead, leader, office))
        let id = try await desk.openMatter(name: "限知", isRestricted: true, as: analyst)
        try await desk.change(.addLead(lead.id), matter: id, as: analyst)
        #expect(try await Self.sees(lead, analyst, office))
        #expect(try await !Self.sees(lead, leader, office))
        #expect(try await !Self.sees(lead, Office.analyst, office), "another analyst")
        #expect(try await desk.matters(as: Office.analyst).isEmpty)
        await #expect(throws: CaseworkError.accessNotFound(id.text)) {
            try await desk.change(.close, matter: id, as: Office.analyst)
        }
        #expect(try await Self.sees(lead, .machine, office), "its own work goes on")
        try await desk.change(.close, matter: id, as: analyst)
        #expect(try await Self.sees(lead, leader, office))
    }

    /// The page of a matter lists no lead that another matter bars, nor one that the matter itself
    /// no longer opens.
    @Test(arguments: TestEngine.available)
    func aMattersPageShowsNoMoreThanTheBoard(engine: TestEngine) async throws {
        let (office, lead, people) = try await Self.office(engine)
        let desk = office.casework
        let (analyst, partner) = (try #require(people[.analyst]), try #require(people[.partner]))
        let shared = try await desk.openMatter(name: "联合", isRestricted: false, as: analyst)
        try await desk.change(.addLead(lead.id), matter: shared, as: analyst)
        try await desk.change(.addMember(partner.person.id), matter: shared, as: analyst)
        #expect(try await desk.matter(shared, as: partner).leads.map(\.lead.id) == [lead.id])
        let barred = try await desk.openMatter(name: "限知", isRestricted: true, as: analyst)
        try await desk.change(.addLead(lead.id), matter: barred, as: analyst)
        #expect(try await !Self.sees(lead, partner, office))
        #expect(try await desk.matter(shared, as: partner).leads.isEmpty)
        #expect(try await desk.matter(shared, as: analyst).leads.count == 1)
        try await desk.change(.close, matter: barred, as: analyst)
        #expect(try await desk.matter(shared, as: partner).leads.count == 1)
        try await desk.change(.close, matter: shared, as: analyst)
        #expect(try await desk.matter(shared, as: partner).leads.isEmpty)
    }

    @Test(arguments: TestEngine.available)
    func aSecondPersonServesOnceAndForTheSame(engine: TestEngine) async throws {
        let (office, _, people) = try await Self.office(engine)
        let desk = office.casework
        let (analyst, leader, security) = (
            try #require(people[.analyst]), try #require(people[.leader]),
            try #require(people[.securityAdministrator])
        )
        let purpose = try StatedPurpose(kind: .supervision, reason: "周报")
        #expect(throws: CaseworkError.reasonMissing) {
            _ = try StatedPurpose(kind: .supervision, reason: "  ")
        }
        let subject = LeadQuery().exportSubject
        let id = try await desk.ask(
            .exportLeads, subject: subject, purpose: purpose, as: analyst)
        // Not by who asked, not by who decides other things, not without a reason to decline.
        await #expect(throws: CaseworkError.notAllowed(.approveDisclosure)) {
            try await desk.decide(id, isApproved: true, reason: "", as: analyst)
        }
        await #expect(throws: CaseworkError.notAllowed(.approveDisclosure)) {
            try await desk.decide(id, isApproved: true, reason: "", as: security)
        }
        await #expect(throws: CaseworkError.reasonMissing) {
            try await desk.decide(id, isApproved: false, reason: "", as: leader)
        }
        #expect(try await desk.approvals(as: leader).decidable == [id])
        #expect(try await desk.approvals(as: analyst).decidable == [])
        try await desk.decide(id, isApproved: true, reason: "", as: leader)
        await #expect(throws: CaseworkError.accessRefused(.over)) {
            try await desk.decide(id, isApproved: false, reason: "no", as: leader)
        }
        // A leader's own request is not theirs to decide.
        let own = try await desk.ask(
            .exportLeads, subject: subject, purpose: purpose, as: leader)
        await #expect(throws: CaseworkError.accessRefused(.own)) {
            try await desk.decide(own, isApproved: true, reason: "", as: leader)
        }
        let late = try await desk.ask(
            .exportLeads, subject: subject, purpose: purpose, as: analyst)
        office.clock.pass(.days(8))
        await #expect(throws: CaseworkError.accessRefused(.over)) {
            try await desk.decide(late, isApproved: true, reason: "", as: leader)
        }
    }

    @Test(arguments: TestEngine.available)
    func aLargeExportUsesUpItsApproval(engine: TestEngine) async throws {
        let (office, _, people) = try await Self.office(engine)
        let desk = office.casework
        let (analyst, leader) = (try #require(people[.analyst]), try #require(people[.leader]))
        let purpose = try StatedPurpose(kind: .handover, reason: "移送")
        let alone = try await desk.exportLeads(LeadQuery(), purpose: purpose, as: analyst)
        #expect(alone.count == 1)

        var many: [Listing] = []
        for seller in 0..<(Limits.leadsExportedAlone + 2) {
            for offer in Office.offers() {
                many.append(
                    Listing(
                        id: ID("s\(seller)-\(offer.id)"), platform: "集市",
                        account: "s\(seller)", nickname: "花\(seller)", kind: .listing,
                        text: offer.text.replacing("huahua888", with: "hua_\(seller)_xyz"),
                        at: offer.at, place: offer.place))
            }
        }
        try await desk.take(many, as: .machine)
        _ = try await desk.bringLeadsUpToDate(as: .machine)
        await #expect(throws: CaseworkError.accessRefused(.approval)) {
            _ = try await desk.exportLeads(LeadQuery(), purpose: purpose, as: analyst)
        }
        let id = try await desk.ask(
            .exportLeads, subject: LeadQuery().exportSubject, purpose: purpose, as: analyst)
        try await desk.decide(id, isApproved: true, reason: "", as: leader)
        // For another filter, and for another person, it is none.
        await #expect(throws: CaseworkError.accessRefused(.approval)) {
            _ = try await desk.exportLeads(
                LeadQuery(states: [.new]), purpose: purpose, as: analyst)
        }
        await #expect(throws: CaseworkError.accessRefused(.approval)) {
            _ = try await desk.exportLeads(LeadQuery(), purpose: purpose, as: Office.analyst)
        }
        let rows = try await desk.exportLeads(LeadQuery(), purpose: purpose, as: analyst)
        #expect(rows.count > Limits.leadsExportedAlone)
        await #expect(throws: CaseworkError.accessRefused(.approval)) {
            _ = try await desk.exportLeads(LeadQuery(), purpose: purpose, as: analyst)
        }
        // Who took out which lead is on record, and the journal holds.
        let auditor = try #require(people[.auditor])
        let page = try await desk.journal(
            JournalQuery(act: .exportLeads, subject: rows[0].lead.id.text), as: auditor)
        #expect(page.leaves.count >= 1)
        #expect(page.leaves.allSatisfy { $0.leaf.author.who == analyst.person.id.text })
        _ = try await desk.verifyJournal()
    }

    @Test(arguments: TestEngine.available)
    func aRefusalIsOnRecord(engine: TestEngine) async throws {
        let (office, lead, people) = try await Self.office(engine)
        let desk = office.casework
        let partner = try #require(people[.partner])
        await #expect(throws: CaseworkError.notAllowed(.dispatchLead)) {
            try await desk.take(
                .dispatch(division: "360124", due: nil, note: ""), lead: lead.id, version: 1,
                as: partner)
        }
        await #expect(throws: CaseworkError.notAllowed(.seeLinking)) {
            _ = try await desk.linking(as: partner)
        }
        let page = try await desk.journal(
            JournalQuery(who: partner.person.id, act: .refuse),
            as: try #require(people[.auditor]))
        #expect(page.leaves.map(\.leaf.subject.id) == ["see-linking", "dispatch-lead"])
    }

    @Test(arguments: TestEngine.available)
    func theJournalIsReadPageByPage(engine: TestEngine) async throws {
        let (office, lead, people) = try await Self.office(engine)
        let desk = office.casework
        for _ in 0..<(Limits.journalLeavesPerPage + 5) {
            _ = try await desk.lead(lead.id, as: Office.analyst)
        }
        let auditor = try #require(people[.auditor])
        let query = JournalQuery(act: .seeLead, subject: lead.id.text)
        let first = try await desk.journal(query, as: auditor)
        #expect(first.leaves.count == Limits.journalLeavesPerPage)
        var rest = query
        rest.before = first.next
        let second = try await desk.journal(rest, as: auditor)
        #expect(second.leaves.count == 5 && second.next == nil)
        let numbers = (first.leaves + second.leaves).map(\.number)
        #expect(numbers == numbers.sorted(by: >) && Set(numbers).count == numbers.count)
    }
}
