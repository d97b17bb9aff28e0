import Intake
import Primitives
import Records
import Testing

struct RegistryFileTests {
    static let division =
        #"{"code":"360124","name":"进贤县","lon":116.24,"lat":28.37,"#
        + #""datum":"CGCS2000","station":"进贤治安大队"}"#
    static let licence =
        #"{"number":"LS-1","kind":"retail","holder":"王五","address":"民和镇","division":"360124","#
        + #""valid_from":"2026-01-01","valid_to":"2026-02-28","phones":["138 0013 8000"],"#
        + #""accounts":["闲鱼/u1"],"identifiers":["wechat:ABC123","qq:12345"]}"#

    private func read(_ text: String) throws -> RegistryFile {
        try RegistryFile.read(.bytes(Array(text.utf8), name: "registry.json"))
    }

    @Test func aRegistryOfBothKinds() throws {
        let file = try read(
            "{\"divisions\":[\(Self.division)],\n\"licences\":[\(Self.licence)],\"more\":1}")
        #expect(file.rejects.isEmpty)
        #expect(file.tally.line == "read 2, accepted 2, rejected 0")
        let seat = try #require(Coordinate(longitude: 116.24, latitude: 28.37, datum: .cgcs2000))
        #expect(
            file.divisions == [Division(code: "360124", name: "进贤县", seat: seat, station: "进贤治安大队")]
        )
        let expected = Licence(
            number: ID("LS-1"), kind: .retail, holder: "王五", address: "民和镇", division: "360124",
            validFrom: try #require(CivilDate(year: 2026, month: 1, day: 1)),
            validTo: try #require(CivilDate(year: 2026, month: 2, day: 28)),
            identifiers: [
                Identifier(kind: .phone, value: "13800138000"),
                Identifier(kind: .account, value: "闲鱼/u1"),
                Identifier(kind: .wechat, value: "abc123"), Identifier(kind: .qq, value: "12345"),
            ])
        #expect(file.licences == [expected])
    }

    static let bad: [(list: String, from: String, to: String, field: String, reason: String)] = [
        ("divisions", "\"360124\"", "\"3601\"", "code", "six digits of GB/T 2260"),
        ("divisions", "\"code\"", "\"x\"", "code", "is missing"),
        ("divisions", "116.24", "\"116\"", "lon", "a number is needed"),
        ("divisions", "28.37", "91", "lon", "lon must be"),
        ("divisions", "CGCS2000", "GPS", "datum", "one of CGCS2000"),
        ("divisions", "\"lat\"", "\"x\"", "lat", "is missing"),
        ("divisions", "进贤治安大队", " ", "station", "is empty"),
        ("licences", "retail", "street", "kind", "one of production, wholesale, retail"),
        ("licences", "2026-01-01", "2026-02-30", "valid_from", "a day as"),
        ("licences", "2026-01-01", "2026/01/01", "valid_from", "a day as"),
        ("licences", "2026-02-28", "2025-12-31", "valid_to", "is before valid_from"),
        ("licences", "138 0013 8000", "138****8000", "phones", "a whole phone number is needed"),
        ("licences", "闲鱼/u1", "u1", "accounts", "platform/account is needed"),
        ("licences", "wechat:ABC123", "fax:1", "identifiers", "an identifier such as"),
        (
            "licences", "\"holder\":\"王五\"", "\"holder\":7", "holder",
            "a string is needed, found a number"
        ),
    ]

    @Test(arguments: bad)
    func aBadEntryIsRefusedAndTheOthersStay(
        _ bad: (list: String, from: String, to: String, field: String, reason: String)
    ) throws {
        let good = bad.list == "divisions" ? Self.division : Self.licence
        let broken = good.replacing(bad.from, with: bad.to)
        #expect(broken != good)
        let file = try read("{\"\(bad.list)\":[\n\(good),\n\(broken),\n7]}")
        #expect(file.tally == Tally(accepted: 1, rejected: 2))
        #expect(file.rejects[0].field == "\(bad.list)[1].\(bad.field)")
        #expect(file.rejects[0].reason.hasPrefix(bad.reason), "\(file.rejects[0].reason)")
        #expect(file.rejects[0].line == 3)
        #expect(file.rejects[1].field == "\(bad.list)[2]")
    }

    @Test(arguments: [
        ("[]", "an object is needed, found a list"),
        ("{\"divisions\":7}", "divisions: a list is needed"),
        ("{\n\"licences\":[}", "line 2, byte offset"), ("", "line 1, byte offset 0"),
    ])
    func whatIsNoRegistryIsRefusedAsAWhole(_ text: String, _ why: String) {
        let error = #expect(throws: IntakeError.self) { try read(text) }
        #expect(error?.message.contains(why) == true, "\(error?.message ?? "")")
        #expect(error?.exitCode == 65)
    }

    @Test func anEmptyRegistryIsEmpty() throws {
        #expect(try read("{}").tally == Tally())
    }
}
