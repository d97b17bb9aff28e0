import Linkage
import Primitives
import Records
import Testing

/// What the city tempts a linker with: who must be one actor, and who must not.
struct SenderEvidenceTests {
    /// A label, or a post where there is no name and no address.
    struct Row: Sendable {
        var id: String
        var name: String?
        var phone: String?
        var address: String?
        var account: String?
        var contacts: [String] = []
        var goods: String?
    }

    struct Case: Sendable, CustomTestStringConvertible {
        let title: String
        let rows: [Row]
        let isOne: Bool
        var testDescription: String { title }
    }

    private static let door = "江西省南昌市西湖区桃花镇洪城路509号凤凰城小区33栋3单元2203室"
    private static let yard = "江西省南昌市南昌县莲塘镇小蓝大道392号门面"

    private static func label(
        _ id: String, _ name: String, _ phone: String, _ address: String, _ account: String? = nil
    ) -> Row {
        Row(id: id, name: name, phone: phone, address: address, account: account)
    }

    /// A label for each of `names`, of one phone and place.
    private static func labels(
        _ names: String..., phone: String, address: String, goods: [String] = [],
        account: String? = nil
    ) -> [Row] {
        names.enumerated().map { number, name in
            Row(
                id: "\(phone)-\(number)", name: name, phone: phone, address: address,
                account: account, goods: goods.isEmpty ? nil : goods[number % goods.count])
        }
    }

    private static func post(_ id: String, _ account: String, _ contacts: String...) -> Row {
        Row(id: id, account: account, contacts: contacts)
    }

    /// The first and the last row of each are what is asked about.
    static let cases: [Case] = [
        Case(
            title: "a family with one phone",
            rows: [
                label("1", "宋美华", "13304518073", door), label("2", "涂小军", "13304518073", door),
            ], isOne: false),
        Case(
            title: "a family's phone, half hidden",
            rows: [
                label("1", "宋美华", "13304518073", door),
                label("2", "涂*军", "133****8073", door, "绿/K1"),
            ], isOne: false),
        Case(
            title: "one sender, half hidden on one of the labels",
            rows: [
                label("1", "宋美华", "13304518073", door),
                label("2", "宋*华", "133****8073", door, "绿/K1"),
            ], isOne: true),
        Case(
            title: "a namesake elsewhere",
            rows: [
                label("1", "宋美华", "13304518073", door), label("2", "宋美华", "15804518073", yard),
            ], isOne: false),
        Case(
            title: "a lookalike elsewhere, hidden alike",
            rows: [
                label("1", "宋*华", "133****8073", door, "绿/K1"),
                label("2", "宋*华", "133****8073", yard, "绿/K2"),
            ], isOne: false),
        Case(
            title: "the next owner of a phone",
            rows: [
                label("1", "宋美华", "13304518073", door), label("2", "刘建国", "13304518073", yard),
            ], isOne: false),
        Case(
            title: "one customer account, two phones and names",
            rows: [
                label("1", "小吴", "13304518073", yard, "绿/K1"),
                label("2", "吴德福", "15804518073", yard, "绿/K1"),
            ], isOne: true),
        Case(
            title: "two phones of one person at one door",
            rows: [
                label("1", "宋美华", "13304518073", door), label("2", "宋美华", "15804518073", door),
            ], isOne: true),
        Case(
            title: "neighbours at one door without a name in common",
            rows: [
                label("1", "宋美华", "13304518073", door), label("2", "涂小军", "15804518073", door),
            ], isOne: false),
        Case(
            title: "a post with the phone of its one sender",
            rows: [
                post("p", "邻圈/a", "phone:13304518073"), label("1", "宋美华", "13304518073", door),
                label("3", "宋美华", "13304518073", door),
                label("4", "宋美华", "13304518073", door),
                label("5", "宋美华", "13304518073", door),
                label("2", "宋美华", "13304518073", door, "绿/K1"),
            ], isOne: true),
        Case(
            title: "a post with a phone that two people use",
            rows: [
                post("p", "邻圈/a", "phone:13304518073"), label("1", "宋美华", "13304518073", door),
                label("2", "宋美华", "13304518073", door), label("3", "涂小军", "13304518073", door),
            ], isOne: false),
        Case(
            title: "two accounts with one WeChat id",
            rows: [post("p", "邻圈/a", "wechat:wx123_a"), post("q", "闲集/b", "wechat:wx123_a")],
            isOne: true),
        Case(
            title: "a copycat's account with contacts of its own",
            rows: [post("p", "邻圈/a", "wechat:wx123_a"), post("q", "邻圈/b", "wechat:wx124_a")],
            isOne: false),
        Case(
            title: "a family's two accounts, one phone, two WeChat ids",
            rows: [
                post("p", "邻圈/a", "wechat:wx123_a", "phone:13304518073"),
                post("q", "邻圈/b", "wechat:wx124_a", "phone:13304518073"),
            ], isOne: false),
    ]

    static let yards: [Case] = [
        Case(
            title: "one phone, one yard, another name each time",
            rows: labels(
                "涂小军", "小涂", "A仓", "晏文静", "强哥", "代理代发", phone: "13304518073", address: yard),
            isOne: true),
        Case(
            title: "four of a household with one phone",
            rows: labels("宋美华", "宋建国", "涂小军", "涂文静", phone: "13304518073", address: door),
            isOne: false),
        Case(
            title: "neighbours whose counter prints its phone, in one village without doors",
            rows: labels(
                "涂小军", "小涂", "A仓", "晏文静", "强哥", "代理代发", phone: "13304518073",
                address: "江西省南昌市南昌县蒋巷镇闵坊村"), isOne: false),
        Case(
            title: "two phones at one yard, the same rare goods",
            rows: labels("小涂", "A仓", phone: "13304518073", address: yard, goods: ["纸筒工艺品", "喜庆摆件"])
                + labels(
                    "宋美华", "宋美华", phone: "15804518073", address: yard, goods: ["纸筒工艺品", "喜庆摆件"]),
            isOne: true),
        Case(
            title: "two phones at one yard, goods that everybody sends",
            rows: labels("小涂", "A仓", phone: "13304518073", address: yard, goods: ["衣服", "食品"])
                + labels("宋美华", "宋美华", phone: "15804518073", address: yard, goods: ["衣服", "食品"]),
            isOne: false),
        Case(
            title: "a relative at the yard with a trade of his own",
            rows: labels("小涂", "A仓", phone: "13304518073", address: yard, goods: ["纸筒工艺品", "喜庆摆件"])
                + labels("涂美华", "涂美华", phone: "15804518073", address: yard, goods: ["窗帘布", "桌布"]),
            isOne: false),
        Case(
            title: "firms under a warehouse's contract",
            rows: labels("涂小军", phone: "13304518073", address: yard, account: "绿/K1")
                + labels("晏文静", phone: "13504518073", address: yard, account: "绿/K1")
                + labels("宋美华", phone: "15804518073", address: yard, account: "绿/K1"),
            isOne: false),
        Case(
            title: "one account, ten names, one yard spelled ten ways",
            rows: [
                "江西省南昌市南昌县莲塘镇小蓝大道392号门面", "南昌市南昌县莲塘镇小蓝大道392号门面",
                "南昌县莲塘镇小蓝大道392号门面", "南昌县莲塘镇小蓝大道３９２号门面",
                "南昌县莲塘镇小蓝大道392号门面附近", "南昌县莲塘镇小蓝大道392号 门面",
                "南昌县莲塘镇小蓝大道392号门面(打电话)", "南昌县莲塘镇小蓝大道392号门面（放门口）",
                "江西南昌县莲塘镇小蓝大道392号门面旁边", "江西省南昌市南昌县莲塘镇小蓝大道392号***",
            ].enumerated().map { number, address in
                label("\(number)", "名\(number)店", "13304518073", address, "绿/K1")
            }, isOne: true),
    ]

    /// Senders of an ordinary city, so that shares can be counted: persons with two labels and an
    /// account, some phones of families.
    private static let city: [Row] = (0..<400).flatMap { number -> [Row] in
        let given = ["美华", "建国", "志强", "秀英", "德福", "小军", "文静", "海涛", "玉兰", "国庆"]
        let surnames = ["王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐", "孙", "胡"]
        let name = surnames[number % 13] + given[number % 10]
        let phone = "139\(10_000_000 + number * 7_919)"
        let address = "江西省南昌市东湖区豫章街道青山南路\(number + 1)号"
        let other = surnames[(number + 5) % 13] + given[(number + 3) % 10]
        let goods = ["衣服", "食品", "日用品"][number % 3]
        return [
            label("c\(number)a", name, phone, address, "绿/C\(number)"),
            label("c\(number)b", name, phone, address, "绿/C\(number)"),
            label("c\(number)c", number % 8 == 0 ? other : name, phone, address),
        ].map { row in
            var row = row
            row.goods = goods
            return row
        }
    }

    private func links(_ rows: [Row], _ severed: Severance = Severance()) throws -> Links {
        let reader = SenderReader(
            names: try CompareTables.names(), addresses: try CompareTables.addresses())
        var linker = Linker(reader: reader)
        for row in rows {
            let isPost = row.name == nil
            var identifiers = row.contacts.compactMap { Identifier(text: $0) }
            if let account = row.account {
                identifiers.append(
                    Identifier(kind: isPost ? .account : .courierAccount, value: account))
            }
            let phone = row.phone.flatMap { Phone($0) }
            if case .whole(let digits)? = phone {
                identifiers.append(Identifier(kind: .phone, value: digits))
            }
            linker.add(
                isPost ? .listing(ID(row.id)) : .waybill(ID(row.id)), identifiers: identifiers,
                name: row.name, address: row.address, phone: phone, goods: row.goods)
        }
        return linker.finish(severed: severed)
    }

    private func actor(_ row: Row, _ links: Links) -> ID<Actor>? {
        let record: RecordRef = row.name == nil ? .listing(ID(row.id)) : .waybill(ID(row.id))
        return links.records.firstIndex(of: record).flatMap { links.actor(at: $0) }
    }

    @Test(arguments: cases + yards)
    func whoIsOneAndWhoIsNot(_ one: Case) throws {
        let links = try links(one.rows + Self.city)
        let first = try #require(one.rows.first)
        let last = try #require(one.rows.last)
        let actors = (actor(first, links), actor(last, links))
        #expect((actors.0 != nil && actors.0 == actors.1) == one.isOne)
        if one.isOne {
            let left: RecordRef =
                first.name == nil ? .listing(ID(first.id)) : .waybill(ID(first.id))
            let toNobody = links.steps(left, .waybill(ID("none")))
            #expect(toNobody == nil)
            let right: RecordRef = last.name == nil ? .listing(ID(last.id)) : .waybill(ID(last.id))
            let found = links.steps(left, right)
            let steps = try #require(found)
            #expect(steps.first?.left == left && steps.last?.right == right)
            #expect(steps.allSatisfy { $0.bits.value >= 4 })
        }
    }

    /// What is asked of two that are not one, and what is said.
    static let apart: [(title: String, said: @Sendable (NotJoined) -> Bool)] = [
        ("a family with one phone", { if case .phoneOfTwoNames = $0 { true } else { false } }),
        ("a family's phone, half hidden", { $0 == .hiddenPhoneOfTwoNames }),
        ("a namesake elsewhere", { $0 == .nothingShared }),
        ("a lookalike elsewhere, hidden alike", { $0 == .nothingShared }),
        ("the next owner of a phone", { if case .phoneOfTwoNames = $0 { true } else { false } }),
        ("neighbours at one door without a name in common", { $0 == .doorOfOthers }),
        (
            "a post with a phone that two people use",
            { if case .phoneOfNobody = $0 { true } else { false } }
        ),
        ("a copycat's account with contacts of its own", { $0 == .nothingShared }),
        (
            "a family's two accounts, one phone, two WeChat ids",
            { if case .phoneOfTwoHandles = $0 { true } else { false } }
        ),
    ]

    @Test(arguments: apart.map(\.title))
    func whyTwoAreNotOne(title: String) throws {
        let one = try #require(Self.cases.first { $0.title == title })
        let said = try #require(Self.apart.first { $0.title == title }).said
        let links = try links(one.rows + Self.city)
        func record(_ row: Row) -> RecordRef {
            row.name == nil ? .listing(ID(row.id)) : .waybill(ID(row.id))
        }
        let (first, last) = (try #require(one.rows.first), try #require(one.rows.last))
        let reasons = try #require(links.whyNot(record(first), record(last)))
        #expect(reasons.contains(where: said), "\(reasons)")
        #expect(Set(links.whyNot(record(last), record(first)) ?? []) == Set(reasons))
        #expect(links.whyNot(record(first), record(first)) == [.areOne])
        #expect(links.whyNot(record(first), .waybill(ID("none"))) == nil)
    }

    /// Two labels of one person that a person parted: the parting is said, and undone it is gone.
    @Test func whatAPersonPartedIsToldOf() throws {
        let rows = [
            Self.label("1", "宋美华", "13304518073", Self.door),
            Self.label("2", "宋美华", "15804518073", Self.door),
        ]
        let pair: (RecordRef, RecordRef) = (.waybill(ID("1")), .waybill(ID("2")))
        let parted = try links(rows + Self.city, Severance(pairs: [pair]))
        #expect(actor(rows[0], parted) != actor(rows[1], parted))
        let reasons = try #require(parted.whyNot(pair.1, pair.0))
        #expect(reasons.first == .partedPair(pair.1, pair.0))
        let whole = try links(rows + Self.city)
        #expect(whole.whyNot(pair.0, pair.1) == [.areOne])
        let bonds = whole.bonds()
        let bond = try #require(bonds.first { $0.actor == actor(rows[0], whole) })
        #expect(bond.elements == 2)
        let weakest = try #require(bond.weakest)
        #expect(weakest.value >= 4 && weakest.value < 20)
        let summary = whole.summary(bonds)
        #expect(summary.weights.map(\.shared) == ["phone", "street", "door"])
        #expect(summary.byLength.reduce(0) { $0 + $1.senders } > 400)
        #expect(
            summary.byLength.reduce(0) { $0 + $1.senders }
                == summary.byFrequency.reduce(0) { $0 + $1.senders })
        let steps = try #require(LinkExplainer(whole).tree(of: bond.actor))
        #expect(steps.map(\.step.evidence) == [.doorAndName])
    }

    /// A phone with two full names is no reason, even where something else makes them one.
    @Test func aPhoneOfTwoNamesExplainsNothing() throws {
        let links = try links(
            [
                Self.label("1", "宋美华", "13304518073", Self.door, "绿/K1"),
                Self.label("2", "涂小军", "13304518073", Self.door, "绿/K1"),
                Self.label("3", "宋美华", "13304518073", Self.door, "绿/K1"),
            ] + Self.city)
        let two = try #require(links.steps(.waybill(ID("1")), .waybill(ID("2"))))
        #expect(two.map(\.identifier?.kind) == [.courierAccount])
        let alike = try #require(links.steps(.waybill(ID("1")), .waybill(ID("3"))))
        #expect(alike.count == 1 && alike.allSatisfy { $0.bits.value > 0 })
    }

    @Test(arguments: 0..<5)
    func theOrderOfLabelsChangesNothing(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        var rows =
            (Self.cases + Self.yards).enumerated().flatMap { number, one in
                one.rows.map { row in
                    var row = row
                    row.id += "-\(number)"
                    return row
                }
            } + Self.city
        func groups(_ links: Links) -> [String: ID<Actor>?] {
            var result: [String: ID<Actor>?] = [:]
            for (place, record) in links.records.enumerated() {
                result[record.text] = .some(links.actor(at: place))
            }
            return result
        }
        let first = groups(try links(rows))
        rows.shuffle(using: &random)
        #expect(groups(try links(rows)) == first)
    }
}
