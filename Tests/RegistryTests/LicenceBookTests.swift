import Primitives
import Records
import Registry
import Testing

struct LicenceBookTests {
    private let phone = Identifier(kind: .phone, value: "13800138000")

    private func row(
        _ number: String, from: String = "2026-01-01", to: String = "2026-12-31",
        identifiers: [String] = ["phone:13800138000"]
    ) -> LicenceRow {
        LicenceRow(
            number: number, kind: "retail", holder: "甲店", address: "南昌县莲塘镇",
            division: "360121", validFrom: from, validTo: to, identifiers: identifiers)
    }

    @Test(arguments: [
        ("2025-12-31", 0), ("2026-01-01", 1), ("2026-12-31", 1), ("2027-01-01", 0),
    ])
    func aLicenceHoldsOnItsFirstAndLastDayAndNotOutside(day: String, count: Int) throws {
        let book = try LicenceBook(LicencesFile(licences: [row("LS1")]))
        #expect(book.licences(of: [phone], on: try DataFiles.day(day)).count == count)
    }

    @Test func aLicenceIsFoundOnceHoweverManyOfItsIdentifiersAreAsked() throws {
        let both = ["phone:13800138000", "wechat:abc123"]
        let book = try LicenceBook(LicencesFile(licences: [row("LS1", identifiers: both)]))
        let asked = [phone, Identifier(kind: .wechat, value: "abc123")]
        let day = try DataFiles.day("2026-06-01")
        #expect(book.licences(of: asked, on: day).map(\.number.text) == ["LS1"])
        let other = Identifier(kind: .qq, value: "12345")
        #expect(book.licences(of: [other], on: day).isEmpty)
    }

    @Test func overlappingBackwardAndUnreadableRowsAreRefusedTogether() throws {
        let file = LicencesFile(licences: [
            row("LS1"), row("LS1", from: "2026-12-31", to: "2027-12-31"),
            row("LS2", from: "2026-02-01", to: "2026-01-01"), row("LS3", identifiers: ["138"]),
        ])
        let error = #expect(throws: RegistryError.self) { try LicenceBook(file) }
        guard case .rowsRefused(let faults) = error else { return }
        #expect(
            faults.map { "\($0.row) \($0.fault.field)" } == [
                "1 valid_from", "2 valid_to", "3 identifiers",
            ])
    }

    @Test func theFilesKeysAreThoseOfRegistryJson() throws {
        let text = """
            {"licences": [{"number": "LS1", "kind": "retail", "holder": "甲店", "address": "南昌县",
             "division": "360121", "valid_from": "2026-01-01", "valid_to": "2026-12-31",
             "identifiers": ["wechat:abc123"]}], "permits": []}
            """
        let book = try LicenceBook(DataFiles.decode(text, as: LicencesFile.self))
        #expect(book.licences.first?.identifiers == [Identifier(kind: .wechat, value: "abc123")])
    }
}
