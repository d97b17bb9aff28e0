import Bootstrap
import Casework
import Primitives
import Records
import Store
import Synchronization
import TestKit

/// A moment that a test moves by hand.
final class HandClock: Sendable {
    static let start = Timestamp(microseconds: 1_795_392_000_000_000)
    private let moment = Mutex(start)

    var now: Timestamp { moment.withLock { $0 } }
    func pass(_ time: Seconds) { moment.withLock { $0 = $0.adding(time) } }
}

/// A casework over a store of its own, with the shipped lexicon, model and rules.
final class Office: Sendable {
    let casework: CaseworkDesk
    let clock: HandClock
    private let place: TestDatabase
    /// Of the database; nil on PostgreSQL.
    var path: String? { place.path }

    init(_ engine: TestEngine) async throws {
        place = try TestDatabase(engine)
        let clock = HandClock()
        let keys = try KeyFile.random()
        let ring = try KeyRing(keys)
        var environment = try Casework.Environment.live(keys: keys)
        environment.now = { clock.now }
        casework = try CaseworkDesk(
            database: try await StoreAddress.open(place.address, now: clock.now) { _ in
                ring.vault
            },
            screener: try Assembly.screener(),
            settings: try Assembly.settings(on: clock.now.civilDate()), environment: environment)
        self.clock = clock
    }

    static func principal(_ role: Role, division: String? = nil) -> Principal {
        Principal(
            person: Person(
                id: ID("p-\(role.rawValue)"), name: role.rawValue, displayName: role.rawValue,
                role: role, division: division))
    }

    static let analyst = principal(.analyst)

    /// Plain offers of one seller under two accounts, joined by a WeChat id written in the text.
    static func offers(at: Timestamp = HandClock.start) -> [Listing] {
        let texts = [
            "浏阳烟花厂家直发,加特林、水母整箱批发,全国包邮,加微信 huahua888",
            "过年烟花爆竹现货,一件代发招代理,私聊报价 vx:huahua888",
            "鞭炮大地红二踢脚都有,走物流到你县城自提,先款后货,微信huahua888",
            "加特林烟花 10支一箱 168元 包邮 不能明说 懂的加v huahua888",
        ]
        return texts.enumerated().map { index, text in
            Listing(
                id: ID("L\(index)"), platform: "集市", account: "a\(index % 2)", nickname: "花花",
                kind: .listing, text: text, at: at, place: "江西省南昌市进贤县李渡镇")
        }
    }

    static func parcel(
        _ number: String, phone: Phone, account: String? = nil, name: String = "毛衣两件",
        finding: String? = nil
    ) -> Waybill {
        Waybill(
            number: ID(number), courier: "顺意", acceptedAt: HandClock.start,
            sender: Party(name: "王五", phone: phone, address: "江西省南昌市西湖区"),
            senderAccount: account,
            receiver: Party(name: "李*", phone: .masked("139****1234"), address: "江苏省南京市"),
            outlet: "西湖网点", declaredName: name, weight: Grams(1_200), finding: finding)
    }

    /// The only lead on the board.
    func onlyLead() async throws -> LeadSummary? {
        let page = try await casework.board(LeadQuery(), as: Self.analyst)
        return page.rows.count == 1 ? page.rows.first : nil
    }
}

extension CaseworkDesk {
    /// Gives somebody an account and a role at once, as the machine may.
    func addPerson(
        name: String, displayName: String, role: Role, division: String?, password: String,
        as principal: Principal
    ) async throws {
        try await putPerson(
            AccountDraft(
                name: name, displayName: displayName,
                unit: division.map(Unit.county) ?? Unit.city, role: role),
            password: password, as: principal)
    }
}
