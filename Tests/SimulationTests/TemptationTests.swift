import Simulation
import Testing

/// The city tempts a linker, and says how.
@Suite struct TemptationTests {
    private let sellers: [String: TrueSeller]
    private let bystanders: [[String: Any]]
    private let listings: [String: [String: Any]]
    private let waybills: [String: [String: Any]]

    init() throws {
        let city = Self.large
        let objects = try city.objects(.truth)
        sellers = Dictionary(
            uniqueKeysWithValues: objects.compactMap(TrueSeller.init).map { ($0.id, $0) })
        bystanders = objects.filter { $0["temptation"] != nil }
        listings = Self.byID(try city.objects(.listings), "id")
        waybills = Self.byID(try city.objects(.waybills), "number")
    }

    /// Enough sellers for every temptation to occur.
    private static let large = SampleCity(seed: 5, listings: 12_000, waybills: 100_000)

    private static func byID(_ objects: [[String: Any]], _ key: String) -> [String: [String: Any]] {
        Dictionary(uniqueKeysWithValues: objects.map { ("\($0[key] ?? "")", $0) })
    }

    private func all(_ temptation: String) -> [[String: Any]] {
        bystanders.filter { $0["temptation"] as? String == temptation }
    }

    private func records(_ person: [String: Any], _ key: String) -> [[String: Any]] {
        let known = key == "listings" ? listings : waybills
        return (person[key] as? [String] ?? []).compactMap { known[$0] }
    }

    private func shared(_ person: [String: Any]) -> Set<String> {
        let seller = sellers[person["taken_for"] as? String ?? ""]
        return (seller?.identifiers ?? []).intersection(person["identifiers"] as? [String] ?? [])
    }

    @Test func everyTemptationOccurs() {
        let kinds = Set(bystanders.compactMap { $0["temptation"] as? String })
        #expect(
            kinds == [
                "family", "namesake", "lookalike", "recycled-phone", "copycat", "former-owner",
            ])
        for person in bystanders {
            #expect(sellers[person["taken_for"] as? String ?? ""] != nil)
        }
    }

    /// A phone that a seller gave up is on none of his records once the next owner has it.
    @Test func aRecycledPhoneHasOneOwnerAtATime() {
        let people = all("recycled-phone")
        #expect(!people.isEmpty)
        for person in people {
            let phones = shared(person).map { $0.dropFirst("phone:".count) }
            #expect(phones.count == 1)
            guard let phone = phones.first, let id = person["taken_for"] as? String,
                let seller = sellers[id]
            else { continue }
            let old = seller.waybills.compactMap { waybills[$0] }
                .filter { $0["sender_phone"] as? String == String(phone) }
                .compactMap { $0["accepted_at"] as? String }
            let new = records(person, "waybills").compactMap { $0["accepted_at"] as? String }
            if let last = old.max(), let first = new.min() { #expect(last < first, "\(id)") }
        }
    }

    @Test func anAccountThatWasSoldIsUsedByOneAfterTheOther() {
        let people = all("former-owner")
        #expect(!people.isEmpty)
        for person in people {
            let account = shared(person).first { $0.hasPrefix("account:") }
            let before = records(person, "listings").compactMap { $0["at"] as? String }
            let seller = sellers[person["taken_for"] as? String ?? ""]
            let after = (seller?.listings ?? []).compactMap { listings[$0] }.filter {
                "account:\($0["platform"] ?? "")/\($0["account"] ?? "")" == account
            }.compactMap { $0["at"] as? String }
            #expect(account != nil)
            if let last = before.max(), let first = after.min() { #expect(last < first) }
        }
    }

    /// Same surname, same last character, same ends of the phone, and yet another person.
    @Test func lookalikesLookAlikeMaskedOnly() {
        let people = all("lookalike")
        #expect(!people.isEmpty)
        for person in people { #expect(shared(person).isEmpty) }
    }

    @Test func familiesShareAnAddressAndOftenAPhone() {
        let people = all("family")
        let phones = people.filter { !shared($0).isEmpty }
        #expect(!phones.isEmpty && phones.count < people.count)
    }

    /// One collector's phone stands beside many names at many addresses.
    @Test func collectorsWriteTheirOwnPhone() throws {
        let collectors = try Self.large.objects(.truth).filter {
            ($0["why"] as? String)?.hasPrefix("collector") == true
        }.flatMap { $0["identifiers"] as? [String] ?? [] }
        var names: [String: Set<String>] = [:]
        for parcel in waybills.values {
            guard let phone = parcel["sender_phone"] as? String,
                let name = parcel["sender_name"] as? String
            else { continue }
            names["phone:" + phone, default: []].insert(name)
        }
        let most = collectors.map { names[$0]?.count ?? 0 }.max() ?? 0
        #expect(most > 20, "\(most)")
    }

    /// One room, many firms: an address is not a sender.
    @Test func warehousesAreShared() {
        var firms: [String: Set<String>] = [:]
        for parcel in waybills.values {
            guard let address = parcel["sender_address"] as? String, address.contains("云仓"),
                let name = parcel["sender_name"] as? String
            else { continue }
            firms[address, default: []].insert(name)
        }
        #expect(firms.values.contains { $0.count > 3 })
    }

    @Test func oneAddressIsWrittenInManyWays() {
        let spellings = sellers.values.map { seller in
            Set(seller.waybills.compactMap { waybills[$0]?["sender_address"] as? String }).count
        }
        #expect((spellings.max() ?? 0) > 12, "\(spellings)")
    }
}
