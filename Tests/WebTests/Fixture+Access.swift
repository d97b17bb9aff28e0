import Casework
import Journal
import Primitives
import Records
import Registry

extension Fixture {
    /// One rule, of how long a listing is kept.
    static let rules: RuleBook = {
        let row = RuleRow(
            id: "retention-listing", kind: "deadline", matters: ["personal-data"], maximum: 180,
            unit: "days", legalBasis: "法", says: ["zh": "说", "en": "says"],
            validFrom: "2021-11-01", source: "test", confidence: "high")
        do { return try RuleBook(RulesFile(version: "r1", rules: [row])) } catch {
            fatalError("\(error)")
        }
    }()

    static let keyToken = "fuseline_key_of_a_courier"

    static let key = APIKey(
        id: ID("k1"), name: "顺意 收寄系统", unit: ID("u2"), role: .courier, scopes: [.askScreening],
        requestsPerMinute: 600, createdBy: ID("p5"), createdAt: now.adding(.days(-3)),
        expiresAt: now.adding(.days(177)), overlapsUntil: now.adding(.days(4)))

    static let units = [
        Unit(id: Unit.city, parent: nil, kind: .city, name: "市公安局", division: nil),
        Unit(
            id: ID("county-360124"), parent: Unit.city, kind: .county, name: "360124",
            division: "360124"),
        Unit(
            id: ID("u1"), parent: ID("county-360124"), kind: .station, name: "李渡派出所",
            division: "360124"),
        Unit(id: ID("u2"), parent: Unit.city, kind: .courier, name: "顺意速运", division: nil),
    ]

    static let matter = Matter(
        id: ID("m1"), name: "李渡 <专案>", isRestricted: true, openedBy: ID("p1"),
        openedAt: now.adding(.days(-2)))

    static func accounts() -> [Account] {
        people.values.sorted { $0.name < $1.name }.map { person in
            Account(
                person: person, askedRole: person.role == .unassigned ? .officer : nil,
                createdBy: ID("machine"), createdAt: now.adding(.days(-10)),
                hasSecondFactor: person.role == .analyst, mustChangePassword: false,
                disabledAt: person.name == "yingji" ? now : nil,
                failures: person.role == .officer ? 6 : 0, failedAt: nil, subject: nil)
        }
    }

    static func approval(_ id: String, by person: String, decided: Bool? = nil) -> Approval? {
        guard
            let purpose = try? StatedPurpose(kind: .supervision, reason: "周报 <需要>")
        else { return nil }
        return Approval(
            id: ID(id), kind: .exportLeads, subject: "state= division= q=", purpose: purpose,
            askedBy: ID(person), askedAt: now.adding(.hours(-3)),
            decision: decided.map {
                Approval.Decision(
                    isApproved: $0, by: ID("p3"), at: now.adding(.hours(-1)), reason: "可以")
            })
    }
}

extension FixtureDesk {
    /// Two changes and an end.
    func ticks() -> AsyncStream<Void> {
        AsyncStream { continuation in
            continuation.yield()
            continuation.yield()
            continuation.finish()
        }
    }

    func leadChanges(after size: Int?, as principal: Principal) throws -> LeadChanges {
        try principal.require(.seeLeads)
        guard let size, size < 7 else { return LeadChanges(upTo: 7, leads: [], isWhole: false) }
        return LeadChanges(upTo: 7, leads: [ID("L0001")], isWhole: false)
    }

    func principal(ofKey token: String) -> Principal? {
        guard token == Fixture.keyToken else { return nil }
        return Principal(
            person: Person(
                id: ID("k1"), name: "key", displayName: Fixture.key.name, role: .courier),
            scopes: [.askScreening], requestsPerMinute: 600)
    }

    func ownAccount(as principal: Principal) throws -> Account {
        guard let found = Fixture.accounts().first(where: { $0.person == principal.person })
        else { throw CaseworkError.accessNotFound(principal.person.id.text) }
        return found
    }

    func changePassword(
        from old: String, to new: String, session: String, as principal: Principal
    ) throws {
        guard old == Self.password else { throw CaseworkError.accessRefused(.password) }
        changed.append("password of \(principal.person.name)")
    }

    func offerSecondFactor(as principal: Principal) throws -> SecondFactorOffer {
        guard principal.duty != .changePassword else {
            throw CaseworkError.dutyFirst(.changePassword)
        }
        let secret = "JBSWY3DPEHPK3PXP"
        return SecondFactorOffer(
            secret: secret, address: "otpauth://totp/Fuseline:x?secret=\(secret)&issuer=Fuseline")
    }

    func bindSecondFactor(
        code: String, password: String, session: String, as principal: Principal
    ) throws {
        guard password == Self.password else { throw CaseworkError.accessRefused(.password) }
        guard code == "123456" else { throw CaseworkError.accessRefused(.code) }
        changed.append("second factor of \(principal.person.name)")
    }

    func people(as principal: Principal) throws -> PeoplePage {
        try principal.require(.seeAccounts)
        return PeoplePage(
            units: Fixture.units, accounts: Fixture.accounts(), keys: [Fixture.key],
            mayManage: principal.permissions.contains(.manageAccounts),
            mayGrant: principal.permissions.contains(.grantRights))
    }

    func addUnit(_ draft: Unit, as principal: Principal) throws {
        try principal.require(.manageAccounts)
        guard !draft.name.isEmpty else { throw CaseworkError.accessRefused(.place) }
        try remember(principal)
        changed.append("unit \(draft.name) under \(draft.parent?.text ?? "")")
    }

    func addAccount(_ draft: AccountDraft, as principal: Principal) throws -> String {
        try principal.require(.manageAccounts)
        guard Fixture.people[draft.name] == nil else {
            throw CaseworkError.accessRefused(.nameTaken)
        }
        try remember(principal)
        changed.append("account \(draft.name)")
        return "first-password-<1>"
    }

    func change(
        _ change: AccountChange, of id: ID<Person>, as principal: Principal
    ) throws -> String? {
        try principal.require(change.permission)
        guard id != principal.person.id else { throw CaseworkError.accessRefused(.own) }
        changed.append("\(change) \(id)")
        return change == .resetPassword ? "first-password-<1>" : nil
    }

    func addKey(_ draft: APIKeyDraft, as principal: Principal) throws -> String {
        try principal.require(.manageAccounts)
        guard draft.days > 0 else { throw CaseworkError.accessRefused(.key) }
        try remember(principal)
        changed.append("key \(draft.name)")
        return Fixture.keyToken
    }

    func change(
        _ change: APIKeyChange, key id: ID<APIKey>, as principal: Principal
    ) throws -> String? {
        try principal.require(change == .grant ? .grantRights : .manageAccounts)
        changed.append("\(change) \(id)")
        return change == .rotate ? Fixture.keyToken : nil
    }

    func matters(as principal: Principal) throws -> [Matter] {
        try principal.require(.seeMatters)
        return [Fixture.matter]
    }

    func openMatter(
        name: String, isRestricted: Bool, as principal: Principal
    ) throws -> ID<Matter> {
        try principal.require(.manageMatters)
        try remember(principal)
        changed.append("matter \(name) \(isRestricted)")
        return Fixture.matter.id
    }

    func matter(_ id: ID<Matter>, as principal: Principal) throws -> MatterDetail {
        try principal.require(.seeMatters)
        guard id == Fixture.matter.id else { throw CaseworkError.accessNotFound(id.text) }
        let mayManage = principal.permissions.contains(.manageMatters)
        return MatterDetail(
            matter: Fixture.matter,
            leads: Fixture.details().prefix(2).map(\.summary),
            members: ["fenxi", "yingji"].compactMap { Fixture.people[$0] },
            candidates: mayManage ? ["jinxian"].compactMap { Fixture.people[$0] } : [],
            mayManage: mayManage)
    }

    func change(
        _ change: MatterChange, matter id: ID<Matter>, as principal: Principal
    ) throws {
        try principal.require(.manageMatters)
        if change == .addLead(ID("none")) { throw CaseworkError.leadNotFound("none") }
        changed.append("\(change)")
    }

    func approvals(as principal: Principal) -> ApprovalsPage {
        let all = [
            Fixture.approval("a1", by: "p1"), Fixture.approval("a2", by: "p1", decided: true),
            Fixture.approval("a3", by: "p1", decided: false),
        ].compactMap { $0 }
        let mayDecide = principal.permissions.contains(.approveDisclosure)
        return ApprovalsPage(
            approvals: all, names: [ID("p1"): "研判员 甲", ID("p3"): "领导 丙"],
            decidable: mayDecide ? [ID("a1")] : [])
    }

    func ask(
        _ kind: Approval.Kind, subject: String, purpose: StatedPurpose, as principal: Principal
    ) throws -> ID<Approval> {
        try remember(principal)
        changed.append("ask \(subject) \(purpose.reason)")
        return ID("a1")
    }

    func decide(
        _ id: ID<Approval>, isApproved: Bool, reason: String, as principal: Principal
    ) throws {
        try principal.require(.approveDisclosure)
        guard isApproved || !reason.isEmpty else { throw CaseworkError.reasonMissing }
        changed.append("decide \(id) \(isApproved)")
    }

    func exportLeads(
        _ query: LeadQuery, purpose: StatedPurpose, as principal: Principal
    ) throws -> [LeadSummary] {
        try principal.require(.exportLeads)
        if exportNeedsApproval { throw CaseworkError.accessRefused(.approval) }
        changed.append("export \(query.exportSubject)")
        return Fixture.details().prefix(3).map(\.summary)
    }

    nonisolated func dataPurposes() -> DataPurposes {
        // Without a rule every row tells that none stands.
        DataPurposes(rules: Fixture.rules, on: Self.now.civilDate())
    }

    func personReport(
        _ identifier: Identifier, purpose: StatedPurpose, as principal: Principal
    ) throws -> PersonReport {
        try principal.require(.reportOnPerson)
        changed.append("report \(identifier.text) \(purpose.reason)")
        let item = PersonReport.Item(
            record: "listing:L1", part: .contact, at: Self.now,
            fields: [(name: "text", value: "浏阳<b>花")], lead: ID("K1"))
        let look = PersonReport.Look(
            at: Self.now, act: "lead.see", role: "analyst", unit: "city", purpose: "lead-work",
            lead: "K1")
        return PersonReport(identifier: identifier, items: [item], total: 1, looks: [look])
    }

    func require(_ permission: Permission, of principal: Principal) throws {
        do { try principal.require(permission) } catch {
            refused.append(permission)
            throw error
        }
    }

    func delete(approved id: ID<Approval>, as principal: Principal) throws {
        try principal.require(.purgeRecords)
        if id == ID("none") { throw CaseworkError.accessRefused(.approval) }
        changed.append("delete \(id)")
    }

    func unmask(
        _ id: ID<Lead>, purpose: StatedPurpose, as principal: Principal
    ) throws -> LeadDetail {
        try principal.require(.unmaskLead)
        if exportNeedsApproval { throw CaseworkError.accessRefused(.approval) }
        changed.append("unmask \(id) \(purpose.reason)")
        return try clear(id, as: principal)
    }

    func journalCheckpoint(as principal: Principal) throws -> String {
        try principal.require(.seeJournal)
        return "drill\n1\nroot\n"
    }

    func journalProof(ofLeaf number: Int, as principal: Principal) throws -> String {
        try principal.require(.seeJournal)
        guard number < 12 else { throw JournalError.outOfRange(number, size: 12) }
        return "proof of \(number)"
    }

    func journalProof(since size: Int, as principal: Principal) throws -> String {
        try principal.require(.seeJournal)
        guard (1...12).contains(size) else { throw JournalError.outOfRange(size, size: 12) }
        return "proof since \(size)"
    }

    func journal(_ query: JournalQuery, as principal: Principal) throws -> JournalPage {
        try principal.require(.seeJournal)
        let leaf = try Leaf(
            at: Fixture.now, author: Leaf.Author(who: "p1", role: "analyst", unit: "city"),
            purpose: "lead-work", act: "lead.see",
            subject: Leaf.Subject(kind: "lead", id: "L0001"), before: nil, after: nil,
            versions: Leaf.Versions())
        let wanted = query.act == nil || query.act == .seeLead
        return JournalPage(
            leaves: wanted ? [(12, leaf)] : [], next: query.before == nil ? 12 : nil,
            names: [ID("p1"): "研判员 甲"], people: Fixture.accounts().map(\.person))
    }
}
