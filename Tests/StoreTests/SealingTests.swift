import Bootstrap
import Casework
import Foundation
import Linkage
import Primitives
import Records
import Store
import Synchronization
import TestKit
import Testing

/// Personal data at rest: what a copy of the database shows, and what it does not.
@Suite struct SealingTests {
    /// Nobody's: each stands in one field of one row, and nowhere else in any test.
    private static let secrets = [
        "hongmeng-account", "大荒山人", "通灵宝玉转手", "wechat:tongling9", "青埂峰下三号", "hongmeng.invalid",
        "警幻仙子", "19900001234", "太虚幻境九栋", "C-jinling", "甄士隐", "19900005678", "葫芦庙隔壁",
        "十里街网点", "仁清巷口", "夹带通灵玉", "ORDER-hongmeng", "勿告贾雨村", "空空道人烟花店", "石头记街八号",
        "phone:19900009999", "茫茫大士花店", "渺渺真人说", "cause: 金陵十二", "专案红楼", "调看黛玉",
    ]

    private static func fill(_ database: any Casework.Database) async throws {
        let listing = Listing(
            id: ID("L1"), platform: "集市平台", account: secrets[0], nickname: secrets[1],
            kind: .listing, text: secrets[2],
            contacts: [Identifier(kind: .wechat, value: "tongling9")], at: Fixed.now,
            place: secrets[4], url: "https://\(secrets[5])/1")
        let waybill = Waybill(
            number: ID("W1"), courier: "顺意", acceptedAt: Fixed.now,
            sender: Party(name: secrets[6], phone: .whole(secrets[7]), address: secrets[8]),
            senderAccount: secrets[9],
            receiver: Party(name: secrets[10], phone: .whole(secrets[11]), address: secrets[12]),
            outlet: secrets[13], outletAddress: secrets[14], declaredName: "礼品",
            finding: secrets[15], orderNumber: secrets[16], remarks: secrets[17])
        let licence = Licence(
            number: ID("N1"), kind: .retail, holder: secrets[18], address: secrets[19],
            division: "360124", validFrom: Fixed.now.civilDate(), validTo: Fixed.now.civilDate(),
            identifiers: [Identifier(kind: .phone, value: "19900009999")])
        try await database.write { transaction throws in
            try transaction.put(
                [ScreenedListing(listing: listing, verdict: Fixed.verdict(4, .offer))],
                digests: [7])
            try transaction.put([
                ScreenedWaybill(
                    waybill: waybill, declaration: "", verdict: Fixed.verdict(4, .offer))
            ])
            try transaction.put([licence])
            var lead = Fixed.lead("K1")
            lead.actorName = secrets[21]
            lead.search = secrets[3]
            try transaction.add(lead)
            try transaction.add(
                LeadEvent(
                    at: Fixed.now, by: "n", step: "found", from: nil, to: .new, note: secrets[22]),
                by: ID("p"), to: ID("K1"))
            try transaction.add(
                StoredSeverance(
                    id: ID("S1"), what: .identifier(Identifier(kind: .phone, value: secrets[7])),
                    actor: ID("A1"), lead: ID("K1"), by: ID("p"), byName: "n", at: Fixed.now,
                    reason: secrets[23]))
            try transaction.add(
                Matter(
                    id: ID("M1"), name: secrets[24], isRestricted: false, openedBy: ID("p"),
                    openedAt: Fixed.now))
            try transaction.add(
                Approval(
                    id: ID("AP1"), kind: .exportLeads, subject: "q=\(secrets[25])",
                    purpose: StatedPurpose(kind: .analysis, reason: secrets[25]),
                    askedBy: ID("p"), askedAt: Fixed.now))
        }
    }

    private static func found(in bytes: [UInt8]) -> [String] {
        let raw = Data(bytes)
        return secrets.filter { raw.range(of: Data($0.utf8)) != nil }
    }

    @Test(arguments: TestEngine.available)
    func aCopyOfTheDatabaseNamesNobody(engine: TestEngine) async throws {
        let store = try await TemporaryStore.open(engine)
        try await Self.fill(store.database)
        let raw = try store.place.rawBytes()
        #expect(Self.found(in: raw) == [])
        // What does stand in clear is found: the search can find.
        #expect(Data(raw).range(of: Data("集市平台".utf8)) != nil)
        // And all of it comes back.
        let again = try await store.reopen()
        try await again.read { transaction throws in
            var rows: [LinkableRow] = []
            try transaction.forEachLinkable { rows.append($0) }
            #expect(rows.map(\.name) == [nil, Self.secrets[6]])
            #expect(rows.last?.phone == .whole(Self.secrets[7]))
            #expect(try transaction.licences().first?.holder == Self.secrets[18])
            #expect(
                try transaction.licences(
                    sharing: [Identifier(kind: .phone, value: "19900009999")]
                ).count == 1)
            #expect(try transaction.history(of: ID("K1")).map(\.note) == [Self.secrets[22]])
            #expect(try transaction.matter(ID("M1"))?.name == Self.secrets[24])
            #expect(try transaction.approval(ID("AP1"))?.subject == "q=\(Self.secrets[25])")
            let page = try transaction.leadPage(LeadQuery(search: "TONGLING9"), scope: .city)
            #expect(page.rows.map(\.actorName) == [Self.secrets[21]])
        }
    }

    /// A backup holds the rows as they are.
    @Test(arguments: TestEngine.available)
    func aBackupNamesNobody(engine: TestEngine) async throws {
        let store = try await TemporaryStore.open(engine)
        try await Self.fill(store.database)
        let folder = try TemporaryFolder()
        _ = try await StoreBackup.write(store.place.address, to: folder.path("a"))
        #expect(Self.found(in: try folder.read("a")) == [])
    }

    // MARK: Older databases

    private static let plain = [
        """
        INSERT INTO listing (id, platform, account, nickname, kind, text, text_digest, contacts,
            at, longitude, latitude, datum, score, advice, reasons, partial, model, actor)
        VALUES ('L1', '集市', 'hongmeng-account', '大荒山人', 'caption', '通灵宝玉转手',
            -9223372036854775808, 'wechat:tongling9 phone:13800138000', 7, 116.2, 28.35, 'GCJ-02',
            4.25, 'offer', '[]', 0, 'm@1', 'a00')
        """,
        """
        INSERT INTO waybill (number, courier, accepted_at, sender_name, sender_phone,
            sender_phone_whole, receiver_phone, receiver_phone_whole, declared_name, pieces, xray,
            finding, score, advice, reasons, partial, model, actor)
        VALUES ('W1', '顺意', 7, '警幻仙子', '19900001234', 1, '139****1234', 0, '礼品', 2,
            'suspect', '夹带通灵玉', 1.5, 'review', '[]', 0, 'm@1', 'a00'),
            ('W2', '顺意', 8, NULL, NULL, NULL, NULL, NULL, '书', 1, 'none', NULL, -3, 'clear',
            '[]', 1, 'm@1', NULL)
        """,
        """
        INSERT INTO lead (id, actor, state, score, prior, evidence, division, found_at, due_at,
            due_order, actor_name, listings, waybills, terms, search, version)
        VALUES ('K1', 'a00', 'new', 5.5, -7, '[]', '360124', 7, NULL, 9223372036854775807,
            '茫茫大士花店', 1, 1, '["烟花"]', 'wechat:tongling9', 3)
        """,
        """
        INSERT INTO lead_event VALUES ('K1', 1, 7, 'p1', '研判员 甲', 'found', NULL, 'new', NULL,
            '渺渺真人说')
        """,
        """
        INSERT INTO licence VALUES ('N1', 'retail', '空空道人烟花店', '石头记街八号', '360124',
            '2025-01-01', '2026-12-31')
        """,
        "INSERT INTO licence_identifier VALUES ('phone', '19900009999', 'N1')",
        """
        INSERT INTO severance (id, kind, identifier, actor, lead, person, person_name, at, reason)
        VALUES ('S1', 'identifier', 'phone:19900001234', 'a00', 'K1', 'p1', '甲', 9,
            'cause: 金陵十二')
        """,
        "INSERT INTO matter VALUES ('M1', '专案红楼', 1, 'p1', 5, NULL)",
        "INSERT INTO matter_lead VALUES ('M1', 'K1')",
        """
        INSERT INTO approval (id, kind, subject, purpose, reason, asked_by, asked_at)
        VALUES ('AP1', 'unmask', '调看黛玉', 'analysis', '调看黛玉', 'p1', 5)
        """,
    ]

    /// A database of schema 5 with `extra` more waybills.
    private static func older(_ place: TestDatabase, extra: Int = 0) async throws {
        func fill(_ driver: some SQLDriver) async throws {
            try await Migrator().run(on: driver, now: Fixed.now, upTo: 5)
            try await driver.write { connection in
                for sql in plain { try connection.execute(sql, []) }
                try connection.execute(
                    """
                    INSERT INTO waybill (number, courier, accepted_at, declared_name, pieces, xray,
                        score, advice, reasons, partial, model)
                    VALUES ($1, '顺意', 7, '书', 1, 'none', 0, 'clear', '[]', 0, 'm@1')
                    """, each: (0..<extra).map { [.text("X\($0)")] })
            }
        }
        if let path = place.path {
            try await fill(try SQLiteDriver(path: path))
        } else {
            try await fill(try await PostgreSQLDriver(address: place.address))
        }
    }

    @Test(arguments: TestEngine.available)
    func anOlderDatabaseIsSealedWhereItStands(engine: TestEngine) async throws {
        let place = try TestDatabase(engine)
        try await Self.older(place)
        #expect(Self.found(in: try place.rawBytes()).count > 10, "it stood there in clear")
        let store = try await StoreAddress.open(
            place.address, now: Fixed.now, vault: Fixed.vault)
        #expect(Self.found(in: try place.rawBytes()) == [])
        try await store.read { transaction throws in
            let lead = try #require(try transaction.lead(ID("K1")))
            #expect(lead.actorName == "茫茫大士花店" && lead.terms == ["烟花"] && lead.version == 3)
            // Ids of actors were made of an identifier without a key.
            #expect(lead.lead.actor != ID("a00"))
            let records = try transaction.identifiers(of: lead.lead.actor)
            #expect(records.map(\.record.text) == ["listing:L1", "waybill:W1"])
            let listing = try transaction.listings(of: lead.lead.actor, limit: 9).first?.listing
            #expect(listing?.location?.latitude == 28.35)
            #expect(listing?.contacts.count == 2 && listing?.nickname == "大荒山人")
            let waybill = try transaction.waybills(of: lead.lead.actor, limit: 9).first?.waybill
            #expect(waybill?.sender.phone == .whole("19900001234"))
            #expect(waybill?.receiver.phone == .masked("139****1234"))
            #expect(waybill?.finding == "夹带通灵玉")
            #expect(try transaction.status().waybills == 2)
            #expect(
                try transaction.licences(
                    sharing: [Identifier(kind: .phone, value: "19900009999")]
                ).map(\.holder) == ["空空道人烟花店"])
            let severance = try #require(try transaction.severance(ID("S1")))
            #expect(severance.actor == lead.lead.actor && severance.reason == "cause: 金陵十二")
            #expect(try transaction.leads(in: ID("M1")).count == 1)
            #expect(try transaction.matter(ID("M1"))?.name == "专案红楼")
            #expect(try transaction.approval(ID("AP1"))?.purpose.reason == "调看黛玉")
        }
    }

    /// So many more steps.
    private final class Life: Sendable {
        private let left: Mutex<Int>

        init(_ count: Int) { left = Mutex(count) }

        func goesOn() -> Bool {
            left.withLock { left in
                left -= 1
                return left >= 0
            }
        }
    }

    /// The vault dies after some rows, as a program would; the next one goes on.
    @Test(arguments: TestEngine.available)
    func whatWasHalfSealedIsFinished(engine: TestEngine) async throws {
        struct Killed: Error {}
        let place = try TestDatabase(engine)
        try await Self.older(place, extra: 1_400)
        let vault = try await Fixed.vault(false)
        for limit in [3, 700, 600] {
            let life = Life(limit)
            let mortal = Vault(
                seal: { plain, place in
                    guard life.goesOn() else { throw Killed() }
                    return try vault.seal(plain, place)
                }, open: vault.open, blind: vault.blind, header: vault.header)
            await #expect(throws: Killed.self) {
                _ = try await StoreAddress.open(place.address, now: Fixed.now) { _ in mortal }
            }
        }
        let store = try await StoreAddress.open(
            place.address, now: Fixed.now, vault: Fixed.vault)
        #expect(try await store.read { try $0.status() }.waybills == 1_402)
        #expect(try await store.read { try $0.lead(ID("K1")) } != nil)
        #expect(Self.found(in: try place.rawBytes()) == [])
    }

    // MARK: Keys

    @Test(arguments: TestEngine.available)
    func sealedBytesOpenInTheirOwnPlaceAlone(engine: TestEngine) async throws {
        let store = try await TemporaryStore.open(engine)
        try await store.database.write { transaction throws in
            try transaction.put([Fixed.waybill("W1"), Fixed.waybill("W2")])
            try transaction.assign([(.waybill(ID("W1")), ID("A1"))])
        }
        try await Self.raw(
            store.place,
            """
            UPDATE waybill SET sealed = (SELECT w.sealed FROM waybill w WHERE w.number = 'W2')
            WHERE number = 'W1'
            """)
        let error = await #expect(throws: StoreError.self) {
            _ = try await store.reopen().read { try $0.waybills(of: ID("A1"), limit: 9) }
        }
        #expect(error?.code == "store.damaged")
    }

    private static func raw(_ place: TestDatabase, _ sql: String) async throws {
        if let path = place.path {
            try await SQLiteDriver(path: path).write { try $0.execute(sql, []) }
        } else {
            try place.psql(sql)
        }
    }

    @Test(arguments: TestEngine.available)
    func anotherKeyFileIsRefused(engine: TestEngine) async throws {
        let store = try await TemporaryStore.open(engine)
        try await Self.fill(store.database)
        let other = try KeyRing(try KeyFile.random()).vault
        let error = await #expect(throws: StoreError.self) {
            _ = try await StoreAddress.open(store.place.address, now: Fixed.now) { isBound in
                #expect(isBound)
                return other
            }
        }
        #expect(error?.code == "store.wrong_keys")
        #expect(error?.message.contains("key file") == true)
    }
}
