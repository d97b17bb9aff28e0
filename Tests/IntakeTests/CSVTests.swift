import Intake
import Primitives
import Records
import Testing

struct CSVTests {
    static let header = "id,kind,text\n"

    /// Rows behind the header, the texts they hold, and the lines and reasons of refusals.
    static let forms: [(name: String, rows: String, texts: [String], refused: [String])] = [
        ("plain", "1,chat,烟花\n2,chat,爆竹", ["烟花", "爆竹"], []),
        ("CRLF", "1,chat,a\r\n2,chat,b\r\n", ["a", "b"], []),
        ("CR", "1,chat,a\r2,chat,b\r", ["a", "b"], []),
        ("quotes", "1,chat,\"a,b\"\n", ["a,b"], []),
        ("doubled quotes", "1,chat,\"say \"\"hi\"\"\"\n", ["say \"hi\""], []),
        ("line ends inside", "1,chat,\"a\r\nb\n\nc\"\n2,chat,d", ["a\nb\n\nc", "d"], []),
        ("quotes inside a plain field", "1,chat,5\" pipe\n", ["5\" pipe"], []),
        ("empty lines and rows", "\n1,chat,a\n,,\n\n", ["a"], []),
        ("empty quoted", "1,chat,\"\"\n", [""], []),
        ("spaces stay in a text", "1,chat, a \n", [" a "], []),
        ("too few", "1,chat\n2,chat,b", ["b"], ["2: 2 fields where the header has 3"]),
        ("too many", "1,chat,a,b\n2,chat,b", ["b"], ["2: more fields than the header's 3"]),
        (
            "text behind a quote", "1,chat,\"a\"b\n2,chat,c", ["c"],
            ["2: text behind the closing quote of field 3"]
        ),
        (
            "an open quote takes no other record with it", "1,chat,\"a\n2,chat,b\n3,chat,c\n",
            ["b", "c"],
            ["2: the quote that opens in field 3 has no end (read up to line 4)"]
        ),
        (
            "an open quote before a quoted row", "1,\"chat,a\n2,chat,\"b\"\n3,chat,c", ["b", "c"],
            ["2: text behind the closing quote of field 2 (read up to line 3)"]
        ),
        (
            "a ragged record of two lines", "1,\"chat\nx\",a,b\n2,chat,c", ["c"],
            [
                "2: more fields than the header's 3 (read up to line 3)",
                "3: one of listing, caption, comment, chat, declaration is needed, found \"a\"",
            ]
        ),
    ]

    @Test(arguments: forms)
    func rows(_ form: (name: String, rows: String, texts: [String], refused: [String])) throws {
        let outcome = try read(ScreeningIntake.self, Self.header + form.rows, name: "in.csv")
        #expect(outcome.records.map(\.text) == form.texts, "\(form.name)")
        #expect(outcome.rejects.map { "\($0.line): \($0.reason)" } == form.refused, "\(form.name)")
        #expect(outcome.tally.rejected == form.refused.count)
    }

    @Test(arguments: [",", ";", "\t"])
    func theSeparatorIsFoundInTheHeader(_ separator: String) throws {
        let rows = [["编号", "类型", "正文"], ["1", "chat", "烟花"]]
            .map { $0.joined(separator: separator) }.joined(separator: "\n")
        for name in ["in.csv", "-"] {
            #expect(try read(ScreeningIntake.self, rows, name: name).records.map(\.text) == ["烟花"])
        }
    }

    @Test func aFieldOfInvalidBytesCostsItsLineOnly() throws {
        let bytes =
            Array("id,text\n1,\"烟\n".utf8) + [0xD1, 0xCC, 10] + Array("x\"\n2,花\n".utf8)
        let outcome = try read(ScreeningIntake.self, bytes, name: "in.csv")
        #expect(outcome.records.map(\.text) == ["花"])
        #expect(outcome.rejects.map(\.line) == [2, 3, 4])
    }

    /// Every line opens a quote that no line closes: the work stays in proportion to the input.
    @Test(.timeLimit(.minutes(1))) func manyOpenQuotesCostLinearWork() throws {
        for line in ["x\",\"y,z\n", "1,chat,\"a\n", "\"\"\",\n", "a,\"\"\"b\n", "x\",\"y\n"] {
            let rows = String(repeating: line, count: 200_000)
            let outcome = try read(ScreeningIntake.self, Self.header + rows, name: "in.csv")
            #expect(outcome.tally.read > 0)
        }
    }

    @Test func aLongQuoteIsCutAtTheLimit() throws {
        let filler = String(repeating: String(repeating: "x", count: 999) + "\n", count: 5_000)
        let outcome = try read(
            ScreeningIntake.self, "id,text\n1,\"a\n\(filler)2,b\n", name: "in.csv")
        #expect(outcome.records.map(\.text) == ["b"])
        #expect(outcome.rejects.count == 5_001)
        #expect(
            outcome.rejects[0].reason.hasPrefix(
                "the quote that opens in field 2 has no end within \(Limits.lineBytesMax) bytes"))
    }

    @Test(arguments: [
        ("id,kind\n1,chat", "no column for text / 正文"),
        ("a,b,c\n", "no column for id / 编号, text / 正文"),
        ("id,\"text\n1,a\n", "the quote that opens in field 2 has no end (read up to line 2)"),
    ])
    func aHeaderWithoutARequiredColumnEndsTheRun(_ text: String, _ why: String) throws {
        let error = #expect(throws: IntakeError.self) {
            try read(ScreeningIntake.self, text, name: "in.csv")
        }
        #expect(error == .header("in.csv", why: why))
        #expect(error?.exitCode == 65)
    }

    @Test(arguments: ["", "\n\n", "\u{FEFF}", "id,text\n", "id,text"])
    func aFileWithoutRowsHasNoRecords(_ text: String) throws {
        #expect(try read(ScreeningIntake.self, text, name: "in.csv").tally == Tally())
    }

    @Test func columnsNotReadAreToldOnce() throws {
        let outcome = try read(
            ScreeningIntake.self, "id,text,正文,颜色,编号 \n1,a,b,c,d\n2,a,b,c,d", name: "in.csv")
        #expect(outcome.tally == Tally(accepted: 2, rejected: 0))
        #expect(outcome.records.first == ScreeningRow(id: "1", kind: .listing, text: "a"))
        #expect(
            outcome.notes == [
                "column \"正文\" is a second text and is not read",
                "column \"编号 \" is a second id and is not read",
                "columns not read, because their names are not known: \"颜色\"",
            ])
    }

    static let waybillHeader =
        "运单号,快递公司,揽收时间,签收时间,寄件人姓名,寄件电话,寄件地址,客户编码,收件人,收件电话,收件地址,收寄网点,网点地址,"
        + "内件品名,件数,重量(kg),长,宽（cm）,高,付款方式,是否验视,安检,查验结果,订单号,保价金额（元）,备注\n"

    @Test func aCouriersExportInChinese() throws {
        let row =
            "=\"75310001\",中通,2026-01-31 08:05:00,2026/2/1 9:30,张三,'13800138000,"
            + "江西省上栗县,K1,李*,139****9000,"
            + "湖北省,上栗点,胜利路,日用百货,2件,\"1,004.5\",40,30,20cm,寄付月结,是,可疑,异响,T1,¥１００.５,\"自提,勿验\"\n"
        let outcome = try read(
            WaybillIntake.self, Self.waybillHeader + row, name: "in.csv",
            options: IntakeOptions(zone: .chinaOffset))
        #expect(outcome.rejects.isEmpty, "\(outcome.rejects)")
        let waybill = try #require(outcome.records.first)
        let expected = Waybill(
            number: ID("75310001"), courier: "中通",
            acceptedAt: try #require(Timestamp("2026-01-31T08:05:00+08:00")),
            deliveredAt: Timestamp("2026-02-01T09:30:00+08:00"),
            sender: Party(name: "张三", phone: .whole("13800138000"), address: "江西省上栗县"),
            senderAccount: "K1",
            receiver: Party(name: "李*", phone: .masked("139****9000"), address: "湖北省"),
            outlet: "上栗点", outletAddress: "胜利路", declaredName: "日用百货", pieces: 2,
            weight: Grams(1_004_500), dimensions: Dimensions(centimetres: [40, 30, 20]),
            freightPayer: .sender, inspected: true, xray: .suspect, finding: "异响",
            orderNumber: "T1", insured: Fen(10_050), remarks: "自提,勿验")
        #expect(waybill == expected)
        #expect(outcome.notes.isEmpty)
    }

    /// One column beside the required four: header, cell, what is read, or the refusal.
    static let cells: [(header: String, cell: String, weight: Int64?, reason: String?)] = [
        ("重量(kg)", "2.5", 2_500, nil), ("重量(g)", "2500", 2_500, nil),
        ("重量（克）", "2500克", 2_500, nil),
        ("重量(g)", "2.5kg", 2_500, nil), ("重量", "5斤", 2_500, nil), ("实际重量", "２．５公斤", 2_500, nil),
        ("weight_kg", "+2.5", 2_500, nil), ("重量", "0", nil, nil), ("重量", "", nil, nil),
        ("重量", " ", nil, nil),
        ("重量", "2,5", nil, "a number is needed, found \"2,5\""),
        ("重量", "1e3", nil, "a number is needed"),
        ("重量", "约2", nil, "a number is needed"), ("重量", "2-3", nil, "a number is needed"),
        ("重量", "1.2.3", nil, "a number is needed"), ("重量", "2.", nil, "a number is needed"),
        ("重量", "2磅", nil, "a number is needed"), ("重量", "-1", nil, "must be at least 0.001"),
        ("重量", "1,234,56", nil, "a number is needed"), ("重量", "1,234.5", 1_234_500, nil),
    ]

    @Test(arguments: cells)
    func numbersInCells(_ example: (header: String, cell: String, weight: Int64?, reason: String?))
        throws
    {
        let text =
            "number;courier;accepted_at;declared_name;\(example.header)\n"
            + "1;中通;2026-01-31T08:00:00+08:00;鞋;\"\(example.cell)\"\n"
        let outcome = try read(WaybillIntake.self, text, name: "in.csv")
        if let reason = example.reason {
            #expect(outcome.rejects.first?.field == "weight_kg")
            #expect(outcome.rejects.first?.reason.hasPrefix(reason) == true, "\(outcome.rejects)")
        } else {
            #expect(outcome.tally.accepted == 1, "\(outcome.rejects)")
            #expect(outcome.records.first?.weight?.count == example.weight)
        }
    }

    @Test(
        arguments: [
            ("尺寸", "30*20*10", [300, 200, 100], nil),
            ("体积(mm)", "300x200×100", [300, 200, 100], nil),
            ("长宽高", "30cm*20cm*10cm", [300, 200, 100], nil), ("体积", "0.012", nil, nil),
            ("尺寸", "0*0*0", nil, nil), ("尺寸", "30*20", nil, "three measures"),
            ("尺寸", "30*20*a", nil, "three measures"), ("尺寸", "30*20*9999", nil, "each must be"),
        ] as [(String, String, [Int]?, String?)])
    func threeMeasuresInOneColumn(
        _ header: String, _ cell: String, _ sides: [Int]?, _ reason: String?
    ) throws {
        let text =
            "运单号,快递公司,收寄时间,品名,\(header)\n1,中通,2026-01-31T08:00:00+08:00,鞋,\(cell)\n"
        let outcome = try read(WaybillIntake.self, text, name: "in.csv")
        #expect(outcome.records.first?.dimensions?.millimetres == sides)
        #expect(outcome.rejects.isEmpty == (reason == nil))
        if let reason { #expect(outcome.rejects.first?.reason.hasPrefix(reason) == true) }
    }

    /// Times in CSV: with a zone always, without one only where the user named it.
    static let times: [(cell: String, zone: String?, moment: String?)] = [
        ("2026-01-31T08:00:00+08:00", nil, "2026-01-31T08:00:00+08:00"),
        ("2026-01-31 08:00:00Z", "+08:00", "2026-01-31T16:00:00+08:00"),
        ("2026-01-31 08:00", "+08:00", "2026-01-31T08:00:00+08:00"),
        ("2026-01-31 08:00:59", "-03:30", "2026-01-31T08:00:59-03:30"),
        ("2026/1/5 8:05", "Z", "2026-01-05T08:05:00Z"),
        ("2026-01-31T08:00", "+08:00", "2026-01-31T08:00:00+08:00"),
        ("2026-01-31 08:00", nil, nil), ("2026-01-31", "+08:00", nil),
        ("2026-02-30 08:00", "+08:00", nil),
        ("2026-01-31 24:00", "+08:00", nil), ("2026-01-31 08:60", "+08:00", nil),
        ("46053.33", "+08:00", nil),
        ("31/01/2026 08:00", "+08:00", nil), ("2026-01-31 08:00 PM", "+08:00", nil),
        ("2026-01/31 08:00", "+08:00", nil), ("99999999999999999999-01-31 08:00", "+08:00", nil),
    ]

    @Test(arguments: times)
    func timesInCells(_ example: (cell: String, zone: String?, moment: String?)) throws {
        let zone = example.zone.flatMap { Seconds(zone: $0) }
        let text = "number,courier,accepted_at,declared_name\n1,中通,\(example.cell),鞋\n"
        let outcome = try read(
            WaybillIntake.self, text, name: "in.csv", options: IntakeOptions(zone: zone))
        #expect(outcome.records.first?.acceptedAt == example.moment.flatMap { Timestamp($0) })
        if example.moment == nil {
            #expect(outcome.rejects.first?.field == "accepted_at")
            if example.cell == "2026-01-31 08:00" {
                #expect(outcome.rejects.first?.reason.contains("--zone +08:00") == true)
            }
        }
    }

    @Test(
        arguments: [
            ("+08:00", 28_800), ("-03:30", -12_600), ("Z", 0), ("08:00", nil), ("+8", nil),
            ("", nil),
            ("+25:00", nil), (".5Z", nil),
        ] as [(String, Int64?)])
    func zones(_ text: String, _ seconds: Int64?) {
        #expect(Seconds(zone: text)?.count == seconds)
    }

    @Test(arguments: ["7.53E+13", "7.5310001E+13"])
    func whatASpreadsheetRoundedIsRefused(_ number: String) throws {
        let text = "单号,承运商,寄件时间,货物名称\n\(number),中通,2026-01-31T08:00:00+08:00,鞋\n"
        let reject = try #require(try read(WaybillIntake.self, text, name: "in.csv").rejects.first)
        #expect(reject.field == "number")
        #expect(reject.reason.contains("export the column as text"))
    }

    @Test func aPlatformsReportInChinese() throws {
        let text =
            "编号\t平台\t账号\t昵称\t类型\t标题\t正文\t价格(元)\t联系方式\t微信\t电话\t发布时间\t地区\t经度\t纬度\t坐标系\t链接\n"
            + "1\t闲鱼\tu1\t小王\t商品\t年货\t加特林\t18.8元\t微信:abc123；QQ:12345、扫码\tdef456\t13800138000\t"
            + "2026-01-31T08:00:00+08:00\t南昌\t115.9\t28.7\tGCJ02\thttps://a.cn\n"
            + "2\t闲鱼\tu1\t\t\t\t仙女棒\t\t\t\t\t2026-01-31T08:00:00+08:00\t\t\t\tGCJ02\t\n"
            + "3\t闲鱼\tu1\t\t\t\t仙女棒\t\t\t\t\t2026-01-31T08:00:00+08:00\t\t115.9\t28.7\t\t\n"
        let outcome = try read(ListingIntake.self, text, name: "in.tsv")
        let listing = try #require(outcome.records.first)
        #expect(listing.text == "年货\n加特林")
        #expect(listing.price == Fen(1_880))
        #expect(
            listing.contacts.map(\.text) == [
                "wechat:abc123", "qq:12345", "wechat:def456", "phone:13800138000",
            ])
        #expect(listing.location == Coordinate(longitude: 115.9, latitude: 28.7, datum: .gcj02))
        #expect(outcome.records.last?.location == nil)
        #expect(outcome.rejects.map(\.field) == ["location"])
        #expect(outcome.rejects.map(\.line) == [4])
    }
}
