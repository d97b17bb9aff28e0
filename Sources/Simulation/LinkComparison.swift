/// Somebody as `truth.jsonl` names him, with his records as `listing:ID` or `waybill:NUMBER`.
package struct TruePerson: Sendable {
    package let id: String
    package let isSeller: Bool
    /// Who lives at one address; nil where that is nobody else.
    package let household: String?
    package let records: [String]

    package init(id: String, isSeller: Bool, household: String? = nil, records: [String]) {
        self.id = id
        self.isSeller = isSeller
        self.household = household
        self.records = records
    }
}

/// How well a linker's actors match the persons of a simulated city.
///
/// A *false merge* is an actor with records of two different persons: whoever reads its lead is
/// told that somebody did what another one did. Of a seller's *true links*, two figures are given:
/// the share of pairs of his records that lie in one actor, where a seller counts by the square of
/// his records, and the share of his records that lie in the actor with most of them, where he
/// counts by his records.
package struct LinkComparison: Sendable, Equatable {
    /// A record as the linker left it.
    package struct LinkedRecord: Sendable {
        package let record: String
        /// Nil for one that belongs to no actor.
        package let actor: String?
        /// Whether an identifier stands whole on it, so that a linker has something to go by.
        package let isNamed: Bool

        package init(record: String, actor: String?, isNamed: Bool) {
            self.record = record
            self.actor = actor
            self.isNamed = isNamed
        }
    }

    /// True links of the hidden sellers that were found, and how many there are.
    package struct Found: Sendable, Equatable {
        package var pairs = 0
        package var pairsOfAll = 0
        package var records = 0
        package var recordsOfAll = 0

        package init() {}

        package var pairShare: Double { pairsOfAll == 0 ? 1 : Double(pairs) / Double(pairsOfAll) }
        package var recordShare: Double {
            recordsOfAll == 0 ? 1 : Double(records) / Double(recordsOfAll)
        }
    }

    /// Actors with a record of a person that the truth knows.
    package private(set) var actors = 0
    /// Actors with records of two different persons.
    package private(set) var falseMerges = 0
    /// Those whose persons are not all of one household.
    package private(set) var acrossHouseholds = 0
    /// Those in which a hidden seller is put together with somebody innocent.
    package private(set) var accusations = 0
    /// Those with two hidden sellers.
    package private(set) var sellersMerged = 0
    /// Over all records of the sellers.
    package private(set) var found = Found()
    /// Over those of their records with an identifier written whole.
    package private(set) var foundNamed = Found()

    /// - Complexity: O(records).
    package init(persons: [TruePerson], records: [LinkedRecord]) {
        var owner: [String: Int] = [:]
        for (index, person) in persons.enumerated() {
            for record in person.records { owner[record] = index }
        }
        var members: [String: Set<Int>] = [:]
        var all: [Int: [String: Int]] = [:]
        var named: [Int: [String: Int]] = [:]
        for (place, linked) in records.enumerated() {
            guard let person = owner[linked.record] else { continue }
            if let actor = linked.actor { members[actor, default: []].insert(person) }
            guard persons[person].isSeller else { continue }
            // A record of no actor is linked to nothing, itself an actor of one record.
            let actor = linked.actor ?? "alone \(place)"
            all[person, default: [:]][actor, default: 0] += 1
            if linked.isNamed { named[person, default: [:]][actor, default: 0] += 1 }
        }
        actors = members.count
        for persons in members.values.map({ $0.map { persons[$0] } }) where persons.count > 1 {
            count(persons)
        }
        found = Self.found(all)
        foundNamed = Self.found(named)
    }

    /// False merges in 1,000 actors.
    package var falseMergesPerThousand: Double {
        actors == 0 ? 0 : 1_000 * Double(falseMerges) / Double(actors)
    }

    /// One actor with records of several `persons`.
    private mutating func count(_ persons: [TruePerson]) {
        falseMerges += 1
        let sellers = persons.count { $0.isSeller }
        let households = Set(persons.map { $0.household ?? $0.id })
        if households.count > 1 { acrossHouseholds += 1 }
        if sellers > 0, sellers < persons.count { accusations += 1 }
        if sellers > 1 { sellersMerged += 1 }
    }

    private static func found(_ counts: [Int: [String: Int]]) -> Found {
        var result = Found()
        for parts in counts.values.map({ Array($0.values) }) {
            let sum = parts.reduce(0, +)
            result.pairs += parts.reduce(0) { $0 + $1 * ($1 - 1) / 2 }
            result.pairsOfAll += sum * (sum - 1) / 2
            result.records += parts.max() ?? 0
            result.recordsOfAll += sum
        }
        return result
    }
}
