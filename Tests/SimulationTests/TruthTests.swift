import Simulation
import Testing

/// The truth is true: it names records that are there, each of one person.
@Suite struct TruthTests {
    private let city = SampleCity.medium
    private let sellers: [TrueSeller]
    private let honest: [[String: Any]]
    private let persons: [[String: Any]]

    init() throws {
        let objects = try city.objects(.truth)
        sellers = objects.compactMap(TrueSeller.init)
        honest = objects.filter { $0["honest"] != nil }
        persons = objects.filter { $0["person"] != nil }
        #expect(sellers.count + honest.count + persons.count == objects.count)
    }

    /// What passes between a seller and a bystander, and numbers that belong to neither.
    private var shared: Set<String> {
        let names = Dictionary(uniqueKeysWithValues: sellers.map { ($0.id, $0.identifiers) })
        return persons.reduce(into: []) { shared, person in
            guard let seller = person["taken_for"] as? String,
                let theirs = person["identifiers"] as? [String]
            else { return }
            shared.formUnion((names[seller] ?? []).intersection(theirs))
        }
    }

    @Test func everyRecordIsThereAndBelongsToOne() throws {
        let listings = Set(try city.objects(.listings).compactMap { $0["id"] as? String })
        let waybills = Set(try city.objects(.waybills).compactMap { $0["number"] as? String })
        var seen: Set<String> = []
        for seller in sellers {
            #expect(!seller.listings.isEmpty || !seller.waybills.isEmpty, "\(seller.id)")
            #expect(listings.isSuperset(of: seller.listings), "\(seller.id)")
            #expect(waybills.isSuperset(of: seller.waybills), "\(seller.id)")
            #expect(Set(seller.listings + seller.waybills).isSuperset(of: seller.cover))
            for id in seller.listings + seller.waybills {
                #expect(seen.insert(id).inserted, "\(id) belongs to two")
            }
        }
        for person in persons {
            let records =
                (person["listings"] as? [String] ?? []) + (person["waybills"] as? [String] ?? [])
            #expect(!records.isEmpty)
            for id in records { #expect(seen.insert(id).inserted, "\(id) belongs to two") }
        }
        #expect(seen == listings.union(waybills), "somebody is behind every record")
    }

    /// An account, a contact hint, a contract that is a seller's occurs in his records alone, but
    /// for what the truth says he shares with a bystander.
    @Test func whatIsHiddenIsNobodyElses() throws {
        var owner: [String: String] = [:]
        for seller in sellers {
            for name in seller.identifiers.union(seller.accounts) {
                #expect(owner.updateValue(seller.id, forKey: name) == nil, "\(name)")
            }
        }
        let shared = shared
        for name in shared { owner[name] = nil }
        let ownerOfRecord = Dictionary(
            uniqueKeysWithValues: sellers.flatMap { seller in
                (seller.listings + seller.waybills).map { ($0, seller.id) }
            })
        for object in try city.objects(.listings) {
            let id = try #require(object["id"] as? String)
            let account = "\(object["platform"] ?? "")/\(object["account"] ?? "")"
            if !shared.contains("account:" + account) {
                #expect(owner["account:" + account] == ownerOfRecord[id], "\(id)")
            }
            for hint in object["contacts"] as? [String] ?? []
            where !shared.contains(canonical(hint)) {
                #expect(owner[canonical(hint)] == ownerOfRecord[id], "\(id) \(hint)")
            }
        }
        for object in try city.objects(.waybills) {
            let number = try #require(object["number"] as? String)
            guard let account = object["sender_account"] as? String else { continue }
            let name = "courier-account:\(object["courier"] ?? "")/\(account)"
            if ofWarehouses.contains(name) { continue }
            #expect(owner[name] == ownerOfRecord[number], "\(number)")
        }
    }

    /// Contracts under which several firms send.
    private var ofWarehouses: Set<String> {
        honest.filter { ($0["why"] as? String)?.hasPrefix("warehouse") == true }
            .reduce(into: []) { $0.formUnion($1["identifiers"] as? [String] ?? []) }
    }

    @Test func honestActorsShareNothingWithHiddenOnes() {
        let hidden = sellers.reduce(into: Set<String>()) { $0.formUnion($1.identifiers) }
        for actor in honest {
            let names = actor["identifiers"] as? [String] ?? []
            #expect(!names.isEmpty && hidden.isDisjoint(with: names))
        }
        let reasons = Set(honest.compactMap { $0["why"] as? String })
        #expect(reasons.count >= 5, "\(reasons)")
    }

    @Test func sharesAreAsPromised() throws {
        let listings = sellers.reduce(0) { $0 + $1.listings.count }
        let waybills = sellers.reduce(0) { $0 + $1.waybills.count }
        #expect((0.06...0.08).contains(Double(listings) / 6_000))
        #expect((0.03...0.05).contains(Double(waybills) / 60_000))
        #expect((40...52).contains(sellers.count))
        let found = try city.objects(.waybills).filter { $0["finding"] != nil }
            .compactMap { $0["number"] as? String }
        let hidden = sellers.reduce(into: Set<String>()) { $0.formUnion($1.waybills) }
        let share = Double(found.filter { hidden.contains($0) }.count) / Double(hidden.count)
        #expect((0.02...0.05).contains(share), "\(share)")
        #expect(found.contains { !hidden.contains($0) })
    }

    @Test func everyHabitOccursAndEverySellerHasACounty() {
        #expect(
            Set(sellers.map(\.habit)) == [
                "many-accounts", "agent-tiers", "ant-moving", "one-off-resale",
                "out-of-town-supplier",
            ])
        #expect(sellers.contains { $0.listings.isEmpty })
        #expect(sellers.contains { $0.waybills.isEmpty })
        let codes: Set<String> = [
            "360102", "360103", "360104", "360111", "360112", "360113", "360121", "360123",
            "360124",
        ]
        #expect(sellers.allSatisfy { codes.contains($0.division) })
    }

    /// Sizes have a heavy tail: the largest tenth has more than a third of the parcels.
    @Test func aFewSellersSendMost() {
        let sizes = sellers.map(\.waybills.count).sorted(by: >)
        let top = sizes.prefix(sizes.count / 10).reduce(0, +)
        #expect(Double(top) > 0.33 * Double(sizes.reduce(0, +)))
    }

    private func canonical(_ hint: String) -> String {
        for (head, kind) in [("微信:", "wechat:"), ("电话:", "phone:"), ("QQ:", "qq:")]
        where hint.hasPrefix(head) {
            return kind + hint.dropFirst(head.count)
        }
        return hint
    }
}
