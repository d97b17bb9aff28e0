import Bootstrap
import Casework
import Foundation
import GRDB
import Journal
import Leads
import Primitives
import Records
import Registry
import Synchronization
import Store
import TestKit
import Testing

/// Acts and what the journal says of them.
struct JournalTests {
    /// An office with leads, one of which was worked on.
    private func busy(_ engine: TestEngine) async throws -> (Office, LeadSummary) {
        let office = try await Office(engine)
        try await office.casework.take(Office.offers(), as: .machine)
        try await office.casework.take(
            [Office.parcel("W1", phone: .whole("13800138000"))], as: .machine)
        _ = try await office.casework.bringLeadsUpToDate(as: .machine)
        let lead = try #require(try await office.onlyLead())
        return (office, lead)
    }

    @Test(arguments: TestEngine.available)
    func everyActIsALeafAndTheWholeVerifies(engine: TestEngine) async throws {
        let (office, summary) = try await busy(engine)
        let desk = office.casework
        let detail = try await desk.lead(summary.lead.id, as: Office.analyst)
        try await desk.take(
            .dismiss(note: "twice the same"), lead: summary.lead.id, version: detail.version,
            as: Office.analyst)
        let trace = try await desk.trace(summary.lead.id)
        #expect(trace.map(\.leaf.act) == ["lead.update", "lead.see", "lead.dismiss"])
        #expect(trace.map(\.leaf.author.who) == ["machine", "p-analyst", "p-analyst"])
        #expect(trace.map(\.leaf.purpose) == ["screening", "lead-work", "lead-work"])
        let (found, seen, dismissed) = (trace[0].leaf, trace[1].leaf, trace[2].leaf)
        #expect(found.before == nil && found.after != nil && found.versions.rules != nil)
        #expect(seen.before == nil && seen.after == nil)
        #expect(dismissed.before == found.after && dismissed.after != found.after)
        try await desk.sealJournal()
        let summary2 = try await desk.verifyJournal()
        // Two imports, the linking, the lead, the pass, one look, one step.
        #expect(summary2.size == 7)
        #expect(summary2.sealedSize == 7)
    }

    @Test(arguments: TestEngine.available)
    func aPersonKeepsTheirIdInTheJournal(engine: TestEngine) async throws {
        let desk = try await Office(engine).casework
        for role in [Role.leader, .analyst] {
            try await desk.addPerson(
                name: "Li", displayName: "李", role: role, division: nil,
                password: "long enough to do", as: .machine)
        }
        let session = try await desk.signIn(name: "li", password: "long enough to do", code: nil)
        let leaves = try await desk.database.read { transaction in
            var leaves: [Leaf] = []
            try transaction.forEachJournalLeaf { leaves.append(try Leaf(Array($0.entry.utf8))) }
            return leaves
        }
        #expect(leaves.map(\.act) == ["person.put", "person.put", "session.open"])
        #expect(Set(leaves.map(\.subject.id)) == [session.principal.person.id.text])
        #expect(leaves[0].before == nil && leaves[1].before == leaves[0].after)
        #expect(leaves[1].after != leaves[0].after)
    }

    @Test(arguments: TestEngine.available)
    func whatFailsLeavesNoLeafAndNoChange(engine: TestEngine) async throws {
        let (office, summary) = try await busy(engine)
        let desk = office.casework
        let before = try await desk.verifyJournal()
        await #expect(throws: CaseworkError.leadChanged(summary.lead.id.text)) {
            try await desk.take(
                .dismiss(note: "late"), lead: summary.lead.id, version: 99, as: Office.analyst)
        }
        await #expect(throws: CaseworkError.leadNotFound("none")) {
            _ = try await desk.lead(ID("none"), as: Office.analyst)
        }
        #expect(try await desk.verifyJournal().size == before.size)
        #expect(try await office.onlyLead()?.lead.state == .new)
    }

    /// Every use case that is an act, tried by every role: refused exactly where the act's own
    /// permission is not the role's.
    @Test(arguments: Role.allCases)
    func everyActAsksForItsPermission(role: Role) async throws {
        let (office, summary) = try await busy(.sqlite)
        let desk = office.casework
        let principal = Office.principal(role, division: summary.lead.division)
        let id = summary.lead.id
        func step(_ step: LeadStep) -> @Sendable () async throws -> Void {
            { try await desk.take(step, lead: id, version: 99, as: principal) }
        }
        let own: [Act: @Sendable () async throws -> Void] = [
            .importListings: { try await desk.take(Office.offers(), as: principal) },
            .importWaybills: {
                try await desk.take(
                    [Office.parcel("W2", phone: .whole("13800138000"))], as: principal)
            },
            .importLicences: { try await desk.take([Licence](), as: principal) },
            .link: { _ = try await desk.bringLeadsUpToDate(as: principal) },
            .updateLeads: { _ = try await desk.bringLeadsUpToDate(as: principal) },
            .seeLead: { _ = try await desk.lead(id, as: principal) },
            .listRecords: { _ = try await desk.records(of: summary.lead, as: principal) },
            .seeActor: { _ = try await desk.actor(of: id, as: principal) },
            .compareActors: {
                _ = try await desk.compare(lead: id, with: "W1", as: principal)
            },
            .severActor: {
                try await desk.sever(
                    SeveranceRequest(step: 0, kind: .pair, reason: "r", linking: -1), lead: id,
                    as: principal)
            },
            .rejoinActor: {
                try await desk.takeBack(ID("x"), reason: "r", as: principal)
            },
            .dispatchLead: step(
                .dispatch(division: summary.lead.division, due: nil, note: "")),
            .giveBackLead: step(.giveBack(note: "n")),
            .verifyLead: step(.verify(findings: "f")),
            .closeLead: step(.close(outcome: .confirmed, note: "n")),
            .dismissLead: step(.dismiss(note: "n")),
            .proposeLexicon: {
                _ = try await desk.proposeLexicon([], name: "x@1", note: "", as: principal)
            },
            .decideLexicon: {
                try await desk.decideLexicon(
                    ID("x"), .declined, base: 0, reason: "r", as: principal)
            },
            .putPerson: {
                try await desk.addPerson(
                    name: "new", displayName: "new", role: .leader, division: nil,
                    password: "long enough to do", as: principal)
            },
        ]
        let calls = own.merging(accessCalls(desk, principal)) { first, _ in first }
        for act in Act.allCases {
            guard let permission = act.permission else { continue }
            let call = try #require(calls[act], "\(act.rawValue) is not tried")
            var isRefused = false
            do {
                try await call()
            } catch CaseworkError.notAllowed {
                isRefused = true
            } catch {
                // Allowed, and refused for another reason than who asks.
            }
            #expect(
                isRefused != role.permissions.contains(permission),
                "\(role.rawValue): \(act.rawValue)")
        }
    }

    @Test(arguments: TestEngine.available)
    func aStrangerCanCheckTheExportAndTheProofs(engine: TestEngine) async throws {
        let (office, _) = try await busy(engine)
        let desk = office.casework
        let journal = desk.environment.journal
        let folder = Mutex<[String: [UInt8]]>([:])
        let key = try #require(
            try await desk.exportJournal { path, bytes in folder.withLock { $0[path] = bytes } })
        let files = folder.withLock { $0 }
        let summary = try LogExport.verify(
            paths: Array(files.keys), origin: journal.origin, keys: [key], crypto: journal.crypto
        ) { files[$0] ?? [] }
        let whole = try await desk.verifyJournal()
        #expect(summary.size == whole.size && summary.root == whole.root)
        for number in 0..<whole.size {
            let text = try await desk.proof(ofLeaf: number)
            let file = try InclusionFile(Array(text.utf8))
            let isProven = try file.proves(
                entry: try #require(file.extra), origin: journal.origin, keys: [key],
                crypto: journal.crypto)
            #expect(isProven && file.index == number)
        }
        let grown = try ConsistencyFile(Array(try await desk.proof(since: 2).utf8))
        #expect(grown.oldSize == 2)
        await #expect(throws: JournalError.outOfRange(whole.size, size: whole.size)) {
            _ = try await desk.proof(ofLeaf: whole.size)
        }
    }

    /// What a row says, changed behind the product's back.
    private static let edits = [
        "UPDATE journal_leaf SET entry = REPLACE(entry, 'machine', 'machinf') WHERE number = 2",
        "UPDATE journal_leaf SET hash = (SELECT hash FROM journal_leaf WHERE number = 1) "
            + "WHERE number = 3",
        "DELETE FROM journal_leaf WHERE number = 4",
        "DELETE FROM journal_leaf WHERE number = (SELECT MAX(number) FROM journal_leaf)",
        "DELETE FROM journal_leaf",
        "INSERT INTO journal_leaf SELECT number + 1, entry, hash FROM journal_leaf "
            + "WHERE number = (SELECT MAX(number) FROM journal_leaf)",
        "UPDATE journal_leaf SET number = CASE number WHEN 1 THEN -2 WHEN 2 THEN -1 ELSE number END",
        "UPDATE journal_checkpoint SET note = REPLACE(note, 'fuseline', 'fusekine')",
        "DELETE FROM journal_checkpoint",
        "DELETE FROM journal_head",
        "INSERT INTO journal_hash (level, number, hash) VALUES (1, 0, 'x')",
        "UPDATE journal_head SET head = 'AAAA'",
    ]

    @Test(arguments: JournalTests.edits)
    func anEditedRowIsFound(edit: String) async throws {
        let (office, _) = try await busy(.sqlite)
        try await office.casework.sealJournal()
        _ = try await office.casework.verifyJournal()
        let queue = try DatabaseQueue(path: try #require(office.path))
        try await queue.write { try $0.execute(sql: edit) }
        await #expect(throws: JournalError.self) {
            _ = try await office.casework.verifyJournal()
        }
    }

    @Test func anotherKeyFileIsRefusedAndMakesNothingNew() async throws {
        let place = try TestDatabase(.sqlite)
        let desk = try await Assembly.casework(database: place.address, keys: place.keys)
        try await desk.take(Office.offers(), as: .machine)
        try await desk.sealJournal()
        #expect(try await desk.verifyJournal().size == 1)
        let lost = place.keys + ".lost"
        try FileManager.default.moveItem(atPath: place.keys, toPath: lost)
        await #expect(throws: BootstrapError.self) {
            _ = try await Assembly.casework(database: place.address, keys: place.keys)
        }
        #expect(!FileManager.default.fileExists(atPath: place.keys))
        try KeyFile.random().write(place.keys)
        let error = await #expect(throws: StoreError.self) {
            _ = try await Assembly.casework(database: place.address, keys: place.keys)
        }
        #expect(error?.code == "store.wrong_keys")
    }

    @Test func aKeyFileOthersMayReadIsRefused() throws {
        let path = try TestDatabase(.sqlite).keys
        try KeyFile.random().write(path)
        let keys = try KeyFile.read(path)
        #expect(try keys.journalKeys().origin == keys.log)
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
        #expect(throws: BootstrapError.self) { _ = try KeyFile.read(path) }
    }
}
