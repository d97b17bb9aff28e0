import Bootstrap
import Casework
import Journal
import Primitives
import Records
import Registry
import TestKit
import Testing

/// Masked unless unmasked; kept no longer than the rules say; told to whoever it is about.
@Suite struct PersonalDataTests {
    private static let phone = "13800138000"
    private static let purpose: StatedPurpose = {
        do { return try StatedPurpose(kind: .onTheSpot, reason: "核查") } catch {
            fatalError("\(error)")
        }
    }()

    /// A lead of offers that name a phone.
    private static func office(_ engine: TestEngine) async throws -> (Office, Lead) {
        let office = try await Office(engine)
        let offers = Office.offers().map { offer in
            Listing(
                id: offer.id, platform: offer.platform, account: offer.account,
                nickname: offer.nickname, kind: offer.kind,
                text: offer.text + " 电话138-0013-8000", at: offer.at, place: offer.place,
                location: Coordinate(longitude: 115.84123, latitude: 28.66777, datum: .wgs84))
        }
        try await office.casework.take(offers, as: .machine)
        _ = try await office.casework.bringLeadsUpToDate(as: .machine)
        return (office, try #require(try await office.onlyLead()).lead)
    }

    @Test(arguments: TestEngine.available)
    func aLeadIsMaskedUntilItIsUnmasked(engine: TestEngine) async throws {
        let (office, lead) = try await Self.office(engine)
        let desk = office.casework
        let masked = try await desk.lead(lead.id, as: Office.analyst)
        let clear = try await desk.unmask(lead.id, purpose: Self.purpose, as: Office.analyst)
        try #require(masked.listings.count == 4)

        #expect(clear.links.contains { $0.identifier.value == Self.phone })
        #expect(!masked.links.contains { $0.identifier.value == Self.phone })
        #expect(masked.links.contains { $0.identifier.value == "138****8000" })

        for (hidden, shown) in zip(masked.listings, clear.listings) {
            #expect(shown.listing.text.contains("0013-8000"))
            #expect(!hidden.listing.text.contains("0013"))
            #expect(!hidden.listing.text.lowercased().contains("huahua888"))
            // What marks a text still stands where it stood.
            #expect(hidden.listing.text.utf8.count == shown.listing.text.utf8.count)
            #expect(hidden.verdict == shown.verdict)
            #expect(hidden.listing.location?.longitude == 115.84)
            #expect(!hidden.listing.contacts.contains { $0.value == Self.phone })
        }
        #expect(masked.summary.actorName == clear.summary.actorName)
    }

    @Test(arguments: TestEngine.available)
    func partiesOfAParcelAreMasked(engine: TestEngine) async throws {
        let office = try await Office(engine)
        let parcels = (1...3).map { number in
            Office.parcel(
                "W\(number)", phone: .whole(Self.phone), account: "c-778899", name: "烟花两箱",
                finding: "开箱查获烟花两箱，电话\(Self.phone)")
        }
        try await office.casework.take(parcels, as: .machine)
        _ = try await office.casework.bringLeadsUpToDate(as: .machine)
        let lead = try #require(try await office.onlyLead()).lead
        let masked = try await office.casework.lead(lead.id, as: Office.analyst)
        let clear = try await office.casework.unmask(
            lead.id, purpose: Self.purpose, as: Office.analyst)
        let seen = try #require(clear.waybills.first).waybill
        #expect(seen.sender.phone == .whole(Self.phone) && seen.sender.name == "王五")
        let waybill = try #require(masked.waybills.first).waybill
        #expect(waybill.sender.phone == .masked("138****8000"))
        #expect(waybill.sender.name == "王*" && waybill.senderAccount == "c-***99")
        #expect(waybill.sender.address?.contains("西湖区") == true)
        #expect(waybill.finding?.contains(Self.phone) == false)
        #expect(waybill.finding?.contains("开箱查获烟花两箱") == true)
        #expect(!masked.summary.actorName.contains("778899"))
    }

    @Test(arguments: TestEngine.available)
    func eachUnmaskingIsOnRecordAndManyNeedASecondPerson(engine: TestEngine) async throws {
        let (office, lead) = try await Self.office(engine)
        let desk = office.casework
        let rule = try #require(
            desk.settings.rules.rule("unmaskings-alone", on: office.clock.now.civilDate()))
        let alone = Int(try #require(rule.maximum))
        #expect(alone > 0)
        for _ in 0..<alone {
            _ = try await desk.unmask(lead.id, purpose: Self.purpose, as: Office.analyst)
        }
        await #expect(throws: CaseworkError.accessRefused(.approval)) {
            _ = try await desk.unmask(lead.id, purpose: Self.purpose, as: Office.analyst)
        }
        let looks = try await desk.journal(
            JournalQuery(act: .unmaskLead, subject: lead.id.text), as: .machine)
        #expect(looks.leaves.count == min(alone, Limits.journalLeavesPerPage))
        let stored = try await desk.database.read { try $0.unmaskings(of: lead.id) }
        #expect(stored.count == alone && stored.allSatisfy { $0.purpose == Self.purpose })

        let approval = try await desk.ask(
            .unmask, subject: lead.id.text, purpose: Self.purpose, as: Office.analyst)
        await #expect(throws: CaseworkError.accessRefused(.approval)) {
            _ = try await desk.unmask(lead.id, purpose: Self.purpose, as: Office.analyst)
        }
        try await desk.decide(
            approval, isApproved: true, reason: "", as: Office.principal(.leader))
        _ = try await desk.unmask(lead.id, purpose: Self.purpose, as: Office.analyst)
        await #expect(throws: CaseworkError.accessRefused(.approval)) {
            _ = try await desk.unmask(lead.id, purpose: Self.purpose, as: Office.analyst)
        }
        // Somebody else's day is their own, and tomorrow is another one.
        let officer = Office.principal(.officer, division: lead.division)
        _ = try await desk.unmask(lead.id, purpose: Self.purpose, as: officer)
        office.clock.pass(.days(1))
        _ = try await desk.unmask(lead.id, purpose: Self.purpose, as: Office.analyst)
        await #expect(throws: CaseworkError.leadNotFound(lead.id.text)) {
            let other = Office.principal(.officer, division: "360111")
            _ = try await desk.unmask(lead.id, purpose: Self.purpose, as: other)
        }
    }

    // MARK: Retention

    private static func counts(_ office: Office) async throws -> [RetentionKind: Int] {
        let found = try await office.casework.purge(isTrial: true, as: .machine)
        return Dictionary(uniqueKeysWithValues: found.map { ($0.kind, $0.removed) })
    }

    @Test(arguments: TestEngine.available)
    func whatIsOverGoesAndTheJournalProvesIt(engine: TestEngine) async throws {
        let (office, lead) = try await Self.office(engine)
        let desk = office.casework
        // An ordinary parcel that no lead has.
        try await desk.take(
            [Office.parcel("W9", phone: .masked("139****7777"), name: "旧书")], as: .machine)
        #expect(try await Self.counts(office).values.allSatisfy { $0 == 0 })
        let day = office.clock.now.civilDate()
        let days = try #require(desk.days(.waybill, on: day))
        office.clock.pass(.days(Int64(days) - 1))
        #expect(try await Self.counts(office)[.waybill] == 0)
        office.clock.pass(.days(1))
        // The lead's own records stay with it, however old.
        #expect(try await Self.counts(office) == Self.alone(.waybill, 1))
        let done = try await desk.purge(isTrial: false, as: .machine)
        #expect(done.first { $0.kind == .waybill }?.removed == 1)
        #expect(try await desk.status().waybills == 0)
        let proof = try #require(try await desk.purgeProof(.waybill, "W9", as: .machine))
        #expect(proof.removed == 1 && proof.at == office.clock.now)
        #expect(try await desk.purgeProof(.waybill, "W1", as: .machine) == nil)

        try await desk.take(
            .dismiss(note: "误报"), lead: lead.id, version: 1, as: Office.analyst)
        let leadDays = try #require(desk.days(.lead, on: office.clock.now.civilDate()))
        office.clock.pass(.days(Int64(leadDays)))
        let all = try await desk.purge(isTrial: false, as: .machine)
        #expect(all.first { $0.kind == .lead }?.removed == 1)
        #expect(all.first { $0.kind == .listing }?.removed == 4)
        await #expect(throws: CaseworkError.leadNotFound(lead.id.text)) {
            _ = try await desk.lead(lead.id, as: Office.analyst)
        }
        #expect(try await desk.status().listings == 0)
        for id in ["L0", "L1", "L2", "L3"] {
            #expect(try await desk.purgeProof(.listing, id, as: .machine)?.removed == 4)
        }
        #expect(try await desk.purgeProof(.lead, lead.id.text, as: .machine) != nil)
        #expect(try await desk.purgeProof(.listing, "L9", as: .machine) == nil)
        // What speaks of the lead in the journal stays, and holds nothing of it.
        #expect(try await desk.trace(lead.id).count >= 2)
        _ = try await desk.verifyJournal()
        // Nothing is left to do.
        #expect(try await Self.counts(office)[.listing] == 0)
    }

    private static func alone(_ kind: RetentionKind, _ count: Int) -> [RetentionKind: Int] {
        Dictionary(
            uniqueKeysWithValues: RetentionKind.allCases.map { ($0, $0 == kind ? count : 0) })
    }

    /// Whoever changes what is stored of a purge is found out.
    @Test(arguments: TestEngine.available)
    func aChangedBatchProvesNothing(engine: TestEngine) async throws {
        let (office, _) = try await Self.office(engine)
        let desk = office.casework
        try await desk.take(
            [Office.parcel("W9", phone: .masked("139****7777"), name: "旧书")], as: .machine)
        office.clock.pass(.days(4_000))
        _ = try await desk.purge(isTrial: false, as: .machine)
        #expect(try await desk.purgeProof(.waybill, "W9", as: .machine) != nil)
        // A batch of somebody's own: the digest is right, and the journal knows nothing of it.
        try await desk.database.write { transaction throws in
            var batches: [PurgeBatch] = []
            try transaction.forEachPurgeBatch { batches.append($0) }
            let real = try #require(batches.last { $0.kind == .waybill })
            try transaction.add(
                PurgeBatch(
                    id: ID("zzz"), at: office.clock.now.adding(.days(1)), kind: real.kind,
                    digests: real.digests, root: real.root))
        }
        await #expect(throws: CaseworkError.purgeDoesNotProve("zzz")) {
            _ = try await desk.purgeProof(.waybill, "W9", as: .machine)
        }
    }

    @Test(arguments: TestEngine.available)
    func aMatterKeepsItsLeads(engine: TestEngine) async throws {
        let (office, lead) = try await Self.office(engine)
        let desk = office.casework
        try await desk.addPerson(
            name: "p1", displayName: "p1", role: .analyst, division: nil,
            password: "a long password", as: .machine)
        let accounts = try await desk.people(as: .machine).accounts
        let analyst = Principal(
            person: try #require(accounts.first { $0.person.name == "p1" }).person)
        let matter = try await desk.openMatter(name: "m", isRestricted: false, as: analyst)
        try await desk.change(.addLead(lead.id), matter: matter, as: analyst)
        try await desk.take(.dismiss(note: "误报"), lead: lead.id, version: 1, as: analyst)
        office.clock.pass(.days(4_000))
        #expect(try await Self.counts(office)[.lead] == 0)
        try await desk.change(.close, matter: matter, as: analyst)
        #expect(try await Self.counts(office)[.lead] == 1)
        _ = try await desk.purge(isTrial: false, as: .machine)
        #expect(try await desk.matter(matter, as: analyst).leads.isEmpty)
    }

    @Test(arguments: TestEngine.available)
    func aRecordIsDeletedBeforeItsTimeByTwo(engine: TestEngine) async throws {
        let (office, _) = try await Self.office(engine)
        let desk = office.casework
        let system = Office.principal(.systemAdministrator)
        let purpose = try StatedPurpose(kind: .supervision, reason: "本人请求")
        let id = try await desk.ask(
            .delete, subject: "listing:L2", purpose: purpose, as: system)
        await #expect(throws: CaseworkError.accessRefused(.approval)) {
            try await desk.delete(approved: id, as: system)
        }
        try await desk.decide(
            id, isApproved: true, reason: "", as: Office.principal(.securityAdministrator))
        // Not by somebody else.
        await #expect(throws: CaseworkError.accessRefused(.approval)) {
            try await desk.delete(approved: id, as: .machine)
        }
        try await desk.delete(approved: id, as: system)
        #expect(try await desk.status().listings == 3)
        #expect(try await desk.purgeProof(.listing, "L2", as: .machine)?.removed == 1)
        await #expect(throws: CaseworkError.accessRefused(.approval)) {
            try await desk.delete(approved: id, as: system)
        }
        let none = try await desk.ask(
            .delete, subject: "listing:none", purpose: purpose, as: system)
        try await desk.decide(
            none, isApproved: true, reason: "", as: Office.principal(.securityAdministrator))
        await #expect(throws: CaseworkError.recordNotFound("listing:none")) {
            try await desk.delete(approved: none, as: system)
        }
        #expect(CaseworkDesk.deletable("approval:1") == nil)
        #expect(CaseworkDesk.deletable("listing:") == nil)
    }

    // MARK: Access report

    @Test(arguments: TestEngine.available)
    func onesOwnDataAreGatheredWithWhoLooked(engine: TestEngine) async throws {
        let (office, lead) = try await Self.office(engine)
        let desk = office.casework
        let leader = Office.principal(.leader)
        let receiver = Waybill(
            number: ID("W2"), courier: "顺意", acceptedAt: HandClock.start,
            sender: Party(name: "赵六", phone: .whole("13900001111")),
            receiver: Party(name: "王五", phone: .whole(Self.phone), address: "西湖区某路1号"),
            declaredName: "书")
        try await desk.take(
            [receiver, Office.parcel("W1", phone: .whole(Self.phone))], as: .machine)
        _ = try await desk.lead(lead.id, as: Office.analyst)
        let purpose = try StatedPurpose(kind: .supervision, reason: "本人查阅")
        let report = try await desk.personReport(
            Identifier(kind: .phone, value: Self.phone), purpose: purpose, as: leader)
        #expect(report.total == 6 && report.items.count == 6)
        #expect(report.items.count { $0.part == .contact && $0.lead == lead.id } == 4)
        #expect(report.items.count { $0.part == .sender && $0.record == "waybill:W1" } == 1)
        let received = try #require(report.items.first { $0.part == .receiver })
        // What is the sender's is not told to the receiver.
        #expect(received.record == "waybill:W2" && received.lead == nil)
        #expect(!received.fields.contains { $0.value.contains("赵六") })
        #expect(received.fields.contains { $0.value == "西湖区某路1号" })
        #expect(report.looks.contains { $0.act == "lead.see" && $0.role == "analyst" })
        let none = try await desk.personReport(
            Identifier(kind: .phone, value: "13700000000"), purpose: purpose, as: leader)
        #expect(none.total == 0 && none.looks.isEmpty)
        let leaves = try await desk.journal(JournalQuery(act: .reportOnPerson), as: .machine)
        #expect(leaves.leaves.count == 2)
        #expect(leaves.leaves.allSatisfy { !$0.leaf.bytes.isEmpty })
        let text = leaves.leaves.map { String(decoding: $0.leaf.bytes, as: UTF8.self) }.joined()
        #expect(!text.contains(Self.phone) && !text.contains("本人查阅"))
    }

    /// Neither ends the server, and neither is an error of it.
    @Test(arguments: TestEngine.available)
    func oddQuestionsToTheJournalAreAnswered(engine: TestEngine) async throws {
        let (office, _) = try await Self.office(engine)
        let desk = office.casework
        for number in [Int.max, Int.max - 1, -1, Int.min] {
            await #expect(throws: JournalError.self, "\(number)") {
                _ = try await desk.journalProof(ofLeaf: number, as: .machine)
            }
        }
        for odd in [String(repeating: "9", count: 200), "a\u{0}", "a\nb", "a\"b", "\\"] {
            let page = try await desk.journal(JournalQuery(who: ID(odd)), as: .machine)
            #expect(page.leaves.isEmpty)
            #expect(
                try await desk.journal(JournalQuery(subject: odd), as: .machine).leaves.isEmpty)
        }
        _ = try await desk.verifyJournal()
    }

    @Test func everyPurposeHasABasisAndEveryKindARule() throws {
        let settings = try Assembly.settings(on: HandClock.start.civilDate())
        let page = DataPurposes(rules: settings.rules, on: HandClock.start.civilDate())
        for basis in page.bases {
            #expect(basis.legalBasis != "–" && basis.says["zh"] != nil, "\(basis.purpose)")
        }
        for kind in RetentionKind.allCases { #expect(page.days[kind] ?? 0 > 0, "\(kind)") }
    }
}
