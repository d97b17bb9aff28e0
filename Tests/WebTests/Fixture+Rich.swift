import Casework
import Primitives
import Records

extension Fixture {
    /// A seller with many accounts, disguised words, parcels, a licence out of date and a history.
    static func rich() -> LeadDetail {
        let evidence = richEvidence
        let prior = Bits(-9.6)
        let lead = Lead(
            id: ID("L0001"), actor: ID("A0001"), state: .new,
            score: evidence.reduce(prior) { $0 + $1.weight }, prior: prior, evidence: evidence,
            division: "360124", foundAt: now.adding(.days(-3)), dueAt: now.adding(.hours(-5)))
        let listings = richListings()
        let waybills = richWaybills()
        return LeadDetail(
            summary: LeadSummary(
                lead: lead, actorName: "年货小铺 <喜庆> & 朋友（集市）", listings: 12, waybills: 31,
                terms: ["烟花", "加特林", "摔炮", "包邮"]),
            listings: listings, waybills: waybills, links: richLinks(listings, waybills),
            history: [
                LeadEvent(
                    at: lead.foundAt, by: "fuseline", step: "found", from: nil, to: .new, note: ""),
                LeadEvent(
                    at: now.adding(.days(-1)), by: "fuseline", step: "evidence", from: .new,
                    to: .new, note: "+6 条记录"),
            ],
            allowedSteps: ["dispatch", "dismiss"],
            licences: richLicences, version: 7, bond: bond("A0001", weakest: 5))
    }

    private static var richEvidence: [Evidence] {
        [
            Evidence(
                kind: .offerText, weight: Bits(9), uncapped: Bits(13.2),
                facts: [
                    "offers": "9", "suspicious": "11", "distinct": "9", "of": "12", "best": "99.8",
                ],
                records: [.listing(ID("x-1001")), .listing(ID("x-1002"))]),
            Evidence(
                kind: .falseDeclaration, weight: Bits(4.2), uncapped: Bits(4.2),
                facts: ["fireworks": "2", "suspected": "3", "of": "31", "mismatch": "0"],
                records: [.waybill(ID("SF1390000000001"))]),
            Evidence(
                kind: .parcelRate, weight: Bits(2.4), uncapped: Bits(2.4),
                facts: ["parcels": "27", "days": "14", "of": "31", "counted": "24.1"]),
            Evidence(
                kind: .repeatedWeight, weight: Bits(1.6), uncapped: Bits(1.6),
                facts: ["grams": "12600", "parcels": "18", "of": "31"]),
            Evidence(
                kind: .receiverSpread, weight: Bits(1.1), uncapped: Bits(1.1),
                facts: ["receivers": "25", "places": "11", "of": "31"]),
            Evidence(
                kind: .productionOrigin, weight: Bits(0.9), uncapped: Bits(0.9),
                facts: ["parcels": "12", "towns": "5", "of": "31"]),
            Evidence(
                kind: .ordinaryTrade, weight: Bits(-1.2), uncapped: Bits(-1.2),
                facts: ["plain-parcels": "4", "orders": "2", "parcels": "31"]),
        ]
    }

    private static func richListings() -> [ScreenedListing] {
        let texts: [(String, [(String, Double, [Evasion])])] = [
            (
                "过年到进贤本地yan花现货❗️加🌲林、摔pao都有，懂的来，包邮到家，+V 聊",
                [
                    ("烟花:yan花", 5.6, [.pinyin]), ("加特林:加🌲林", 4.8, [.emoji]),
                    ("摔炮:摔pao", 4.1, [.pinyin]), ("包邮", 1.4, []), ("懂的来", 1.8, []),
                ]
            ),
            (
                "火因火暴 批发价，仙 女 棒成箱走，只发快递不见面",
                [
                    ("烟爆:火因火暴", 5.1, [.split]), ("仙女棒:仙 女 棒", 3.9, [.inserted]),
                    ("批发", 1.1, []),
                ]
            ),
            (
                "<script>alert('x')</script> 煙花壁纸高清图，手机主题",
                [("烟花:煙花", 4.2, [.traditional]), ("壁纸", -5.5, [])]
            ),
        ]
        return texts.enumerated().map { index, text in
            let point = Coordinate(
                longitude: 116.262 + Double(index) * 0.03, latitude: 28.36, datum: .gcj02)
            return ScreenedListing(
                listing: Listing(
                    id: ID("x-100\(index + 1)"), platform: "集市", account: "nianhuo_8\(index)",
                    nickname: "年货小铺", kind: index == 1 ? .caption : .listing, text: text.0,
                    price: Fen(yuan: 128), contacts: [],
                    at: now.adding(.hours(Int64(-20 - index * 30))), place: "江西省南昌市进贤县",
                    location: index < 2 ? point : nil,
                    url: index == 0 ? "https://example.com/item/1001" : "javascript:alert(1)"),
                verdict: verdict(text.0, marking: text.1))
        }
    }

    private static func richWaybills() -> [ScreenedWaybill] {
        (1...14).map { number in
            let declared = number.isMultiple(of: 3) ? "日用百货 轻放防潮" : "塑料玩具配件"
            let line = "品名:\(declared);12.6kg/1件;进贤县→绍兴市;怕潮勿压"
            return ScreenedWaybill(
                waybill: Waybill(
                    number: ID("SF13900000000\(number < 10 ? "0" : "")\(number)"), courier: "顺风达",
                    acceptedAt: now.adding(.hours(Int64(-number * 9))),
                    sender: Party(
                        name: "张伟", phone: Phone("13800138000"), address: "江西省南昌市进贤县李渡镇解放路12号"),
                    senderAccount: "C88012",
                    receiver: Party(
                        name: "欧阳娜娜", phone: Phone("139****1234"),
                        address: "浙江省绍兴市越城区阳光小区3幢502"),
                    outlet: "李渡营业点", declaredName: declared, weight: Grams(12_600),
                    freightPayer: number.isMultiple(of: 2) ? .receiver : .sender,
                    inspected: number.isMultiple(of: 4) ? nil : false,
                    xray: number == 1 ? .suspect : .none,
                    finding: number == 1 ? "烟花20个" : nil),
                declaration: line,
                verdict: verdict(
                    line, marking: [("怕潮", 2.2, []), ("日用百货", 1.6, []), ("12.6kg", 1.2, [])]))
        }
    }

    private static func richLinks(
        _ listings: [ScreenedListing], _ waybills: [ScreenedWaybill]
    ) -> [ActorLink] {
        let posts = listings.map { RecordRef.listing($0.listing.id) }
        let parcels = waybills.prefix(6).map { RecordRef.waybill($0.waybill.number) }
        return [
            ActorLink(
                identifier: Identifier(kind: .phone, value: "13800138000"), records: 31,
                sample: Array(parcels)),
            ActorLink(
                identifier: Identifier(kind: .wechat, value: "nianhuo888"), records: 9,
                sample: posts + parcels.prefix(2)),
            ActorLink(
                identifier: Identifier(kind: .account, value: "集市/nianhuo_80"), records: 5,
                sample: Array(posts.prefix(1))),
            ActorLink(
                identifier: Identifier(kind: .account, value: "集市/nianhuo_81"), records: 4,
                sample: Array(posts.dropFirst().prefix(1))),
            ActorLink(
                identifier: Identifier(kind: .courierAccount, value: "顺风达/C88012"), records: 31,
                sample: Array(parcels.suffix(4))),
        ]
    }

    private static var richLicences: [Licence] {
        guard let from = CivilDate(year: 2023, month: 1, day: 1),
            let to = CivilDate(year: 2025, month: 12, day: 31)
        else { return [] }
        return [
            Licence(
                number: ID("赣零售2023-0117"), kind: .retail, holder: "进贤县李渡喜庆用品店",
                address: "进贤县李渡镇", division: "360124", validFrom: from, validTo: to,
                identifiers: [Identifier(kind: .phone, value: "13800138000")])
        ]
    }
}
