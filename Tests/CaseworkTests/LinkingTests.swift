import Casework
import Primitives
import Records
import TestKit
import Testing

@Suite struct LinkingTests {
    @Test(arguments: TestEngine.available)
    func aWholePhoneJoinsAndAMaskedOneNeverDoes(engine: TestEngine) async throws {
        let office = try await Office(engine)
        let whole = Phone.whole("13800138000")
        let masked = Phone.masked("138****8000")
        try await office.casework.take(
            [
                Office.parcel("W1", phone: whole, account: "c1", finding: "内件为烟花爆竹"),
                Office.parcel("W2", phone: whole, account: "c2"),
                Office.parcel("W3", phone: masked, account: "c3"),
                Office.parcel("W4", phone: masked),
            ], as: .machine)
        _ = try await office.casework.bringLeadsUpToDate(as: .machine)
        let row = try #require(try await office.onlyLead())
        let records = try await office.casework.records(of: row.lead, as: Office.analyst)
        #expect(Set(records.map(\.id)) == ["W1", "W2"])
    }

    @Test(arguments: TestEngine.available)
    func ordinaryParcelsOpenNoLead(engine: TestEngine) async throws {
        let office = try await Office(engine)
        let parcels = (0..<60).map {
            Office.parcel("W\($0)", phone: .whole("13800138000"), account: "c1")
        }
        try await office.casework.take(parcels, as: .machine)
        _ = try await office.casework.bringLeadsUpToDate(as: .machine)
        #expect(try await office.casework.board(LeadQuery(), as: Office.analyst).total == 0)
    }
}
