import Intake
import Primitives
import Records
import Testing

/// Every field of a listing and of a waybill: what is taken, what is refused, and why.
struct FieldTests {
    /// A whole waybill as JSON, with members replaced; a nil value leaves the member out.
    static func waybill(_ changes: [String: String?]) -> String {
        var members: [String: String] = [
            "number": #""SF1001""#, "courier": #""顺丰""#, "declared_name": #""日用品""#,
            "accepted_at": #""2026-01-31T08:00:00+08:00""#,
        ]
        for (key, value) in changes { members[key] = value }
        return "{" + members.map { "\"\($0)\":\($1)" }.sorted().joined(separator: ",") + "}"
    }

    static func listing(_ changes: [String: String?]) -> String {
        var members: [String: String] = [
            "id": #""L1""#, "platform": #""咸鱼""#, "account": #""u1""#, "text": #""仙女棒包邮""#,
            "at": #""2026-01-31T08:00:00+08:00""#,
        ]
        for (key, value) in changes { members[key] = value }
        return "{" + members.map { "\"\($0)\":\($1)" }.sorted().joined(separator: ",") + "}"
    }

    static let long = "\"" + String(repeating: "a", count: Limits.fieldBytesMax + 1) + "\""

    /// Field, its JSON (nil: left out), and how the reason begins.
    static let badWaybills: [(field: String, json: String?, reason: String)] = [
        ("number", nil, "is missing"), ("number", "null", "is missing"),
        ("number", "\"\"", "is empty"),
        ("number", "\" \"", "is empty"), ("number", "123", "a string is needed, found a number"),
        ("number", "\"\(String(repeating: "1", count: 129))\"", "longer than 128 bytes"),
        ("courier", nil, "is missing"), ("courier", "[]", "a string is needed, found a list"),
        ("courier", long, "longer than 1024 bytes"),
        ("accepted_at", nil, "is missing"), ("accepted_at", "\"\"", "is empty"),
        ("accepted_at", "1769817600", "a string is needed, found a number"),
        ("accepted_at", #""2026-01-31 08:00:00""#, "a time as 2026-01-31T08:00:00+08:00 is needed"),
        ("accepted_at", #""2026-02-29T08:00:00+08:00""#, "a time as"),
        ("accepted_at", #""2026-01-31T24:00:00+08:00""#, "a time as"),
        ("delivered_at", #""yesterday""#, "a time as"),
        ("declared_name", nil, "is missing"), ("declared_name", "\"　\"", "is empty"),
        ("sender_name", "true", "a string is needed, found true or false"),
        ("sender_phone", "13800138000", "a string is needed, found a number"),
        ("sender_address", "{}", "a string is needed, found an object"),
        ("quantity", "0", "must be 1 to 100000"), ("quantity", "100001", "must be 1 to 100000"),
        ("quantity", "1.5", "a whole number is needed"),
        ("quantity", "\"2\"", "a number is needed, found a string"),
        ("quantity", "1e300", "must be 1 to 100000"),
        ("weight_kg", "-1", "must be at least 0.001"),
        ("weight_kg", "5000.1", "must be at least 0.001"),
        ("weight_kg", "0.0001", "must be at least 0.001"),
        ("weight_kg", "\"2.5\"", "a number is needed, found a string"),
        ("freight_payer", #""me""#, "one of sender, receiver, third is needed, found \"me\""),
        ("freight_payer", "1", "a string is needed, found a number"),
        ("inspected", "1", "true or false is needed, found a number"),
        ("inspected", #""是""#, "true or false is needed, found a string"),
        ("xray", #""maybe""#, "one of none, passed, suspect is needed"),
        ("insured_yuan", "-0.01", "must be 0 to 100000000 yuan"),
        ("insured_yuan", "1e9", "must be 0 to 100000000 yuan"),
        (
            "remarks", "\"\(String(repeating: "a", count: Limits.noteBytesMax + 1))\"",
            "longer than 4096 bytes"
        ),
        ("order_number", "7", "a string is needed, found a number"),
    ]

    @Test(arguments: badWaybills)
    func aBadFieldRefusesAWaybill(_ example: (field: String, json: String?, reason: String)) throws
    {
        let outcome = try read(WaybillIntake.self, Self.waybill([example.field: example.json]))
        #expect(outcome.tally == Tally(accepted: 0, rejected: 1))
        let reject = try #require(outcome.rejects.first)
        #expect(reject.field == example.field)
        #expect(reject.reason.hasPrefix(example.reason), "\(reject.reason)")
        #expect(reject.line == 1)
    }

    static let badListings: [(field: String, json: String?, reason: String)] = [
        ("id", nil, "is missing"), ("id", "1", "a string is needed, found a number"),
        ("platform", "\"\"", "is empty"), ("account", nil, "is missing"),
        ("text", nil, "is missing"), ("text", "\" \\n\"", "is empty"),
        ("text", "7", "a string is needed, found a number"),
        ("title", "[]", "a string is needed, found a list"),
        ("kind", #""declaration""#, "one of listing, caption, comment, chat is needed"),
        ("price", "-1", "must be 0 to 100000000 yuan"),
        ("price", #""12""#, "a number is needed, found a string"),
        ("contacts", #""微信:abc123""#, "a list of strings is needed, found a string"),
        ("contacts", "[1]", "a list of strings is needed, found a number in it"),
        (
            "contacts",
            "[" + Array(repeating: "\"v:abcdef\"", count: 33).joined(separator: ",") + "]",
            "more than 32 entries"
        ),
        ("at", #""2026-01-31T08:00:00""#, "a time as 2026-01-31T08:00:00+08:00 is needed"),
        ("location", #"{"lon":115.9,"lat":28.7}"#, "a datum is needed"),
        ("location", #"{"lon":115.9,"lat":28.7,"datum":null}"#, "a datum is needed"),
        ("location", #"{"lon":115.9,"lat":28.7,"datum":"WGS84"}"#, "datum: one of CGCS2000"),
        (
            "location", #"{"lon":"115.9","lat":28.7,"datum":"WGS-84"}"#,
            "lon: a number is needed, found a string"
        ),
        ("location", #"{"lon":115.9,"datum":"WGS-84"}"#, "both lon and lat are needed"),
        ("location", #"{"lon":181,"lat":28.7,"datum":"WGS-84"}"#, "lon must be"),
        ("location", #"[115.9,28.7]"#, "an object {lon, lat, datum} is needed, found a list"),
        (
            "url", "\"\(String(repeating: "a", count: Limits.urlBytesMax + 1))\"",
            "longer than 4096 bytes"
        ),
    ]

    @Test(arguments: badListings)
    func aBadFieldRefusesAListing(_ example: (field: String, json: String?, reason: String)) throws
    {
        let outcome = try read(ListingIntake.self, Self.listing([example.field: example.json]))
        #expect(outcome.tally == Tally(accepted: 0, rejected: 1))
        let reject = try #require(outcome.rejects.first)
        #expect(reject.field == example.field)
        #expect(reject.reason.hasPrefix(example.reason), "\(reject.reason)")
    }

    @Test func allFaultsOfARecordAreToldInOneReject() throws {
        let json = Self.waybill([
            "number": "7", "accepted_at": nil, "weight_kg": "-2", "xray": #""?""#,
        ])
        let outcome = try read(WaybillIntake.self, json)
        let reject = try #require(outcome.rejects.first)
        #expect(outcome.rejects.count == 1)
        #expect(reject.field == "number")
        #expect(
            reject.reason
                == "a string is needed, found a number; accepted_at: is missing; weight_kg: must be"
                + " at least 0.001 and at most 5000 kg; xray: one of none, passed,"
                + " suspect is needed,"
                + " found \"?\"")
    }

    @Test func aFullWaybillKeepsEveryField() throws {
        let json = Self.waybill([
            "delivered_at": #""2026-02-02T10:30:00Z""#, "sender_name": #""张*""#,
            "sender_phone": #""138****8000""#, "sender_address": #""江西省南昌市进贤县""#,
            "sender_account": #""K100""#, "receiver_name": #""李四""#,
            "receiver_phone": #""+86 139-0013-9000""#, "receiver_address": #""湖北省""#,
            "outlet": #""进贤营业部""#, "outlet_address": #""胜利路1号""#, "quantity": "3",
            "weight_kg": "4.25", "length_cm": "40", "width_cm": "30.5", "height_cm": "20",
            "freight_payer": #""到付""#, "inspected": "false", "xray": #""suspect""#,
            "finding": #""未开箱""#, "order_number": #""T-9""#, "insured_yuan": "200.5",
            "remarks": #""自提""#,
        ])
        let waybill = try #require(try read(WaybillIntake.self, json).records.first)
        let expected = Waybill(
            number: ID("SF1001"), courier: "顺丰",
            acceptedAt: try #require(Timestamp("2026-01-31T08:00:00+08:00")),
            deliveredAt: Timestamp("2026-02-02T10:30:00Z"),
            sender: Party(name: "张*", phone: .masked("138****8000"), address: "江西省南昌市进贤县"),
            senderAccount: "K100",
            receiver: Party(name: "李四", phone: .whole("13900139000"), address: "湖北省"),
            outlet: "进贤营业部", outletAddress: "胜利路1号", declaredName: "日用品", pieces: 3,
            weight: Grams(4_250), dimensions: Dimensions(centimetres: [40, 30.5, 20]),
            freightPayer: .receiver, inspected: false, xray: .suspect, finding: "未开箱",
            orderNumber: "T-9", insured: Fen(20_050), remarks: "自提")
        #expect(waybill == expected)
    }

    @Test func theLeastWaybillHasDefaults() throws {
        let waybill = try #require(try read(WaybillIntake.self, Self.waybill([:])).records.first)
        #expect(waybill.pieces == 1)
        #expect(waybill.xray == .none)
        #expect(waybill.weight == nil && waybill.dimensions == nil && waybill.inspected == nil)
        #expect(waybill.sender == Party() && waybill.receiver == Party())
    }

    @Test(
        arguments: [
            ("0.001", 1), ("5000", 5_000_000), ("1", 1_000), ("0.0005", nil), ("0", nil),
        ] as [(String, Int64?)])
    func weightsAtTheBorder(_ json: String, _ grams: Int64?) throws {
        let outcome = try read(WaybillIntake.self, Self.waybill(["weight_kg": json]))
        if json == "0" {
            #expect(outcome.records.first?.weight == nil)
            #expect(
                outcome.notes == [
                    "weight_kg left out of 1 accepted records, first at line 1:"
                        + " 0, read as not measured"
                ])
        } else {
            #expect(outcome.records.first?.weight?.count == (json == "0.0005" ? 1 : grams))
        }
    }

    @Test(
        arguments: [
            (["40", "30", nil], "height_cm", "is missing; length_cm"),
            (["40", nil, nil], "width_cm", "is missing; length_cm"),
            (["40", "30", "-1"], "height_cm", "must be at least 0.1"),
            (["40", "2000.1", "1"], "width_cm", "must be at least 0.1"),
            (["0.04", "2000", "1"], "length_cm", "must be at least 0.1"),
        ] as [([String?], String, String)])
    func measuresStandTogether(_ sides: [String?], _ field: String, _ reason: String) throws {
        let json = Self.waybill([
            "length_cm": sides[0], "width_cm": sides[1], "height_cm": sides[2],
        ])
        let reject = try #require(try read(WaybillIntake.self, json).rejects.first)
        #expect(reject.field == field)
        #expect(reject.reason.hasPrefix(reason), "\(reject.reason)")
    }

    @Test(arguments: ["\"+852 5123 4567\"", "\"12345\"", "\"无\""])
    func aPhoneThatIsNoneIsLeftOutAndToldOnce(_ phone: String) throws {
        let line = Self.waybill(["sender_phone": phone, "receiver_phone": #""0791-88888888""#])
        let outcome = try read(WaybillIntake.self, line + "\n" + line)
        #expect(outcome.tally == Tally(accepted: 2, rejected: 0))
        #expect(outcome.records.allSatisfy { $0.sender.phone == nil })
        #expect(outcome.records.first?.receiver.phone == .whole("079188888888"))
        #expect(
            outcome.notes == [
                "sender_phone left out of 2 accepted records, first at line 1:"
                    + " no telephone number of"
                    + " the mainland, whole or masked"
            ])
    }

    static let hints: [(String, String?)] = [
        ("微信:abc123", "wechat:abc123"), ("wechat：ABC_1-2", "wechat:abc_1-2"),
        ("VX: wxid_12345", "wechat:wxid_12345"),
        ("微信:13800138000", "phone:13800138000"), ("微信:abc12", nil), ("微信:1abcdef", nil),
        ("微信:abcdefghijklmnopqrst", "wechat:abcdefghijklmnopqrst"),
        ("微信:abcdefghijklmnopqrstu", nil),
        ("微信:烟花小王", nil), ("电话:138 0013 8000", "phone:13800138000"),
        ("13800138000", "phone:13800138000"),
        ("手机:138****8000", nil), ("QQ:12345", "qq:12345"), ("qq:1234", nil),
        ("QQ:12345678901", "qq:12345678901"),
        ("QQ:123456789012", nil), ("QQ:01234", nil), ("扫码加群", nil), ("抖音:abc123", nil), (":", nil),
    ]

    @Test(arguments: hints)
    func contactHints(_ hint: String, _ identifier: String?) throws {
        let outcome = try read(
            ListingIntake.self, Self.listing(["contacts": "[\"\(hint)\", \"\(hint)\"]"]))
        #expect(outcome.records.first?.contacts.map(\.text) == (identifier.map { [$0] } ?? []))
        #expect(outcome.notes.isEmpty == (identifier != nil))
    }

    @Test func aListingKeepsEveryFieldAndItsTitleStandsFirst() throws {
        let json = Self.listing([
            "nickname": #"" 小王 ""#, "kind": #""caption""#, "title": #""年货""#,
            "text": #"" 仙女棒\n包邮 ""#,
            "price": "9.9", "contacts": #"["QQ:12345","微信:abc123"]"#, "place": #""江西省南昌市""#,
            "location": #"{"lon":115.9,"lat":28.7,"datum":"GCJ-02"}"#, "url": #""https://a.cn/1""#,
        ])
        let listing = try #require(try read(ListingIntake.self, json).records.first)
        let expected = Listing(
            id: ID("L1"), platform: "咸鱼", account: "u1", nickname: "小王", kind: .caption,
            text: "年货\n 仙女棒\n包邮 ", price: Fen(990),
            contacts: [
                Identifier(kind: .qq, value: "12345"), Identifier(kind: .wechat, value: "abc123"),
            ],
            at: try #require(Timestamp("2026-01-31T08:00:00+08:00")), place: "江西省南昌市",
            location: Coordinate(longitude: 115.9, latitude: 28.7, datum: .gcj02),
            url: "https://a.cn/1")
        #expect(listing == expected)
    }

    @Test func aTitleAloneIsAText() throws {
        let outcome = try read(
            ListingIntake.self, Self.listing(["title": #""加特林""#, "text": #""""#]))
        #expect(outcome.records.first?.text == "加特林")
        #expect(outcome.records.first?.kind == .listing)
    }

    @Test func aTextAtTheLimitIsReadAndOneAboveIsNot() throws {
        let most = String(repeating: "烟", count: Limits.textBytesMax / 3) + "ab"
        #expect(most.utf8.count == Limits.textBytesMax)
        let outcome = try read(
            ScreeningIntake.self,
            "{\"id\":\"1\",\"text\":\"\(most)\"}\n{\"id\":\"2\",\"text\":\"\(most)a\"}")
        #expect(outcome.records.map(\.text) == [most])
        #expect(outcome.rejects.map(\.reason) == ["longer than \(Limits.textBytesMax) bytes"])
    }

    @Test func screeningRowsKeepTheirTextByteForByte() throws {
        let outcome = try read(
            ScreeningIntake.self,
            #"{"id":"1","kind":"declaration","text":" 日用品\u200b ","other":{"a":[1]}}"# + "\n"
                + #"{"id":"2","text":""}"# + "\n" + #"{"id":"3","kind":"post","text":"a"}"# + "\n"
                + #"{"id":"4","kind":"chat"}"#)
        #expect(
            outcome.records == [
                ScreeningRow(id: "1", kind: .declaration, text: " 日用品\u{200B} "),
                ScreeningRow(id: "2", kind: .listing, text: ""),
            ])
        #expect(outcome.rejects.map(\.field) == ["kind", "text"])
        #expect(outcome.notes.isEmpty)
    }

    @Test func labelledRows() throws {
        let outcome = try read(
            TrainingIntake.self,
            #"{"id":"d1","kind":"caption","text":"浏阳yan花","label":"offer","#
                + #""source":"u","evasion":["pinyin"],"quoted":true,"ambiguous":true}"#
                + "\n" + #"{"id":"d2","kind":"declaration","text":"鱼竿","label":"parcel_benign"}"#
                + "\n" + #"{"id":"d3","text":"a","label":"bad"}"#)
        #expect(
            outcome.records == [
                LabelledRow(
                    id: "d1", kind: .caption, text: "浏阳yan花", label: .offer, source: "u",
                    evasion: ["pinyin"], ambiguous: true),
                LabelledRow(id: "d2", kind: .declaration, text: "鱼竿", label: .parcelBenign),
            ])
        let reject = try #require(outcome.rejects.first)
        #expect(reject.field == "kind")
        #expect(reject.reason.contains("label: one of offer, benign, parcel_camouflage"))
    }

    @Test func unknownKeysAreToldOnceAndAKeyGivenTwiceIsRefused() throws {
        let outcome = try read(
            WaybillIntake.self,
            Self.waybill(["weigth": "2"]) + "\n" + Self.waybill(["weigth": "3"]) + "\n"
                + #"{"number":"1","number":"2"}"# + "\n" + #"["a"]"#)
        #expect(outcome.notes == ["keys not read, because their names are not known: \"weigth\""])
        #expect(outcome.rejects.map(\.field) == ["number", ""])
        #expect(outcome.rejects[0].reason == "the key is given twice")
        #expect(outcome.rejects[1].reason.hasPrefix("an object is needed, found a list"))
    }
}
