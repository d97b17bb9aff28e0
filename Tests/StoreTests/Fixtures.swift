import Bootstrap
import Casework
import Primitives
import Records
import Store
import TestKit
import Testing

/// A store of one test, gone when the test ends.
struct TemporaryStore {
    let place: TestDatabase
    let database: any Casework.Database

    static func open(_ engine: TestEngine) async throws -> TemporaryStore {
        let place = try TestDatabase(engine)
        return TemporaryStore(place: place, database: try await open(place))
    }

    /// The same database once more, as another process would.
    func reopen() async throws -> any Casework.Database { try await Self.open(place) }

    private static func open(_ place: TestDatabase) async throws -> any Casework.Database {
        try await StoreAddress.open(place.address, now: Fixed.now, vault: Fixed.vault)
    }
}

/// Values that several tests share.
enum Fixed {
    static let now = Timestamp(microseconds: 1_795_392_000_000_000)

    /// The keys of every database of these tests.
    private static let ring = Result { try KeyRing(try KeyFile.random()) }
    static let vault: @Sendable (Bool) async throws -> Vault = { _ in try ring.get().vault }

    static func verdict(_ score: Double, _ advice: Advice) -> Verdict {
        Verdict(
            advice: advice, probability: Bits(score).probability, score: Bits(score),
            reasons: [
                Reason(
                    code: "term", weight: Bits(score + 3), term: "烟花", group: "product",
                    found: "yan花", start: 6, end: 12, evasion: [.pinyin]),
                Reason(code: "prior", weight: Bits(-3)),
            ], model: "test@1")
    }

    static func listing(_ id: String, text: String = "浏阳yan花", score: Double = 4) -> ScreenedListing
    {
        ScreenedListing(
            listing: Listing(
                id: ID(id), platform: "集市", account: "a1", nickname: "花花", kind: .caption,
                text: text, price: Fen(yuan: 19.9),
                contacts: [Identifier(kind: .wechat, value: "abc123")], at: now,
                place: "江西省南昌市进贤县",
                location: Coordinate(longitude: 116.2, latitude: 28.3, datum: .gcj02),
                url: "https://example.invalid/1"),
            verdict: verdict(score, score > 0 ? .offer : .clear))
    }

    static func waybill(_ number: String, phone: Phone = .whole("13800138000")) -> ScreenedWaybill {
        let waybill = Waybill(
            number: ID(number), courier: "顺意", acceptedAt: now, deliveredAt: nil,
            sender: Party(name: "张三", phone: phone, address: "江西省南昌市进贤县李渡镇"),
            senderAccount: "C77", receiver: Party(name: "李*", phone: .masked("139****1234")),
            outlet: "李渡网点", outletAddress: nil, declaredName: "日用百货", pieces: 2,
            weight: Grams(24_600), dimensions: Dimensions(centimetres: [45.5, 38, 35]),
            freightPayer: .receiver, inspected: false, xray: .suspect, finding: "内件为烟花",
            orderNumber: nil, insured: Fen(10_000), remarks: "勿压")
        return ScreenedWaybill(
            waybill: waybill, declaration: "品名:日用百货", verdict: verdict(3, .offer))
    }

    static func lead(
        _ id: String, actor: String = "A1", score: Double = 5, state: LeadState = .new,
        division: String = "360124", due: Timestamp? = now, found: Timestamp = now
    ) -> StoredLead {
        let evidence = Evidence(
            kind: .offerText, weight: Bits(4), uncapped: Bits(6.5), facts: ["texts": "3"],
            records: [.listing(ID("L1")), .waybill(ID("W1"))])
        let lead = Lead(
            id: ID(id), actor: ID(actor), state: state, score: Bits(score), prior: Bits(-7),
            evidence: [evidence], division: division, foundAt: found, dueAt: due)
        return StoredLead(
            lead: lead, actorName: "花花", listings: 3, waybills: 1, terms: ["烟花"],
            search: "集市/a1 花花 wechat:abc123 100%_x")
    }
}

extension LeadScope {
    /// Somebody of the city's own bureau.
    static let city = LeadScope(reach: .city, division: nil, person: ID("p-city"))

    static func of(_ division: String) -> LeadScope {
        LeadScope(reach: .division, division: division, person: ID("p-\(division)"))
    }
}
