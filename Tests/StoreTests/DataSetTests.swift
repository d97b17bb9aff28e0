import Casework
import Store
import TestKit
import Testing

/// The declaration of personal data against the database as it is.
@Suite struct DataSetTests {
    /// Every column of every table is declared: as personal, or as nobody's.
    @Test(arguments: TestEngine.available)
    func everyColumnIsDeclared(engine: TestEngine) async throws {
        let place = try TestDatabase(engine)
        _ = try await StoreAddress.open(place.address, now: Fixed.now, vault: Fixed.vault)
        let tables =
            if let path = place.path {
                try await SQLiteDriver(path: path).tables()
            } else {
                try await PostgreSQLDriver(address: place.address).tables()
            }
        #expect(tables.count > 20)
        for table in tables where table.name != "schema_migration" {
            guard !DataSet.impersonal.contains(table.name) else { continue }
            guard let set = DataSet.named(table.name) else {
                Issue.record("\(table.name) is not declared")
                continue
            }
            let sealed = SealedTable(rawValue: table.name)?.fields ?? []
            let inSealed = set.fields.filter { sealed.contains($0.name) }
            #expect(inSealed.map(\.name).sorted() == sealed.sorted(), "\(table.name)")
            #expect(inSealed.allSatisfy { $0.protection == .sealed }, "\(table.name)")
            let columns = Set(table.columns.map(\.name)).subtracting(["sealed"])
            let declared =
                set.fields.map(\.name).filter { !sealed.contains($0) } + set.plain
            #expect(declared.count == Set(declared).count, "\(table.name) twice")
            #expect(columns == Set(declared), "\(table.name)")
        }
        let names = Set(tables.map(\.name))
        for set in DataSet.all { #expect(names.contains(set.table), "\(set.table)") }
    }

    /// Nothing but staff's own data stands in clear.
    @Test func whatIsOfOthersIsSealedOrDigested() {
        for set in DataSet.all {
            for field in set.fields where field.subject != .staff {
                #expect(field.protection != .clear, "\(set.table).\(field.name)")
            }
        }
    }
}
