import Bootstrap
import Casework
import Primitives
import Records
import Registry
import Screening
import Testing

/// What ships can be put together, and says of itself what the documents say.
@Suite struct ShippedDataTests {
    @Test func everythingLoads() throws {
        let screener = try Assembly.screener()
        #expect(screener.name.contains("@"))
        let day = try #require(CivilDate("2026-11-23"))
        let settings = try Assembly.settings(on: day)
        #expect(
            settings.divisions.all.map(\.code).sorted() == [
                "360102", "360103", "360104", "360111", "360112", "360113", "360121", "360123",
                "360124",
            ])
        #expect(!settings.rules.rules.isEmpty)
    }

    @Test func anActOfLastYearIsJudgedByTheTextOfItsDay() throws {
        let day = try #require(CivilDate("2026-11-23"))
        let rules = try Assembly.settings(on: day).rules
        let bases = { (text: String) -> Set<String> in
            guard let day = CivilDate(text) else { return [] }
            return Set(
                rules.rules.filter { $0.holds(on: day) && $0.legalBasis.contains("治安管理处罚法") }
                    .map(\.legalBasis))
        }
        let before = bases("2025-12-31")
        let after = bases("2026-01-01")
        #expect(!before.isEmpty && !after.isEmpty)
        #expect(before.isDisjoint(with: after))
    }

    @Test func aMissingReplacementIsNamed() {
        #expect(throws: BootstrapError.self) {
            _ = try Assembly.screener(ModelFiles(model: "/no/such.model"))
        }
    }

    @Test func quotedWordingShipsWithItsSources() throws {
        let rows = try QuotedWording.shipped()
        #expect(rows.count >= 15)
        #expect(rows.allSatisfy { $0.source.hasPrefix("http") && !$0.text.isEmpty })
    }

    @Test(arguments: [
        ("127.0.0.1:8080", "127.0.0.1", 8080), ("[::1]:80", "::1", 80),
        ("localhost:0", "localhost", 0),
    ])
    func addressesAreRead(text: String, host: String, port: Int) throws {
        let address = try ListenAddress(text)
        #expect(address.host == host)
        #expect(address.port == port)
    }

    @Test(arguments: ["", "8080", ":8080", "host:", "host:x", "host:70000", "host:-1"])
    func otherAddressesAreRefused(text: String) {
        #expect(throws: BootstrapError.self) { _ = try ListenAddress(text) }
    }
}
