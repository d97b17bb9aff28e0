/// A hidden seller as `truth.jsonl` names it.
package struct HiddenSeller: Decodable, Sendable {
    package let seller: String
    package let habit: String
    package let listings: [String]
    package let waybills: [String]

    package init(seller: String, habit: String, listings: [String], waybills: [String]) {
        self.seller = seller
        self.habit = habit
        self.listings = listings
        self.waybills = waybills
    }
}

/// How well ranked leads match a simulated city's truth.
///
/// A lead is right where more than half of its actor's records belong to one hidden seller: a lead
/// on an honest sender is wrong, and so is one that mixes a seller into a crowd of honest people.
package struct TruthComparison: Sendable {
    /// One lead, best first: the records of its actor, as `listing:ID` or `waybill:NUMBER`.
    package struct RankedLead: Sendable {
        package let id: String
        package let records: [String]

        package init(id: String, records: [String]) {
            self.id = id
            self.records = records
        }
    }

    /// The seller each lead points at, nil where it is wrong; in the leads' order.
    package let pointsAt: [String?]
    /// Share of leads, in the leads' order, whose records belong to more than one seller.
    package let mixed: Int
    /// Sellers by habit: how many there are, and how many at least one right lead points at.
    package let byHabit: [(habit: String, sellers: Int, found: Int)]
    package let sellers: Int
    package let found: Int

    package init(sellers: [HiddenSeller], leads: [RankedLead]) {
        var owner: [String: String] = [:]
        for seller in sellers {
            for id in seller.listings { owner["listing:\(id)"] = seller.seller }
            for number in seller.waybills { owner["waybill:\(number)"] = seller.seller }
        }
        var pointsAt: [String?] = []
        var mixed = 0
        for lead in leads {
            var counts: [String: Int] = [:]
            for record in lead.records {
                if let seller = owner[record] { counts[seller, default: 0] += 1 }
            }
            if counts.count > 1 { mixed += 1 }
            let best = counts.max { ($0.value, $1.key) < ($1.value, $0.key) }
            pointsAt.append(best.flatMap { $0.value * 2 > lead.records.count ? $0.key : nil })
        }
        let seen = Set(pointsAt.compactMap { $0 })
        self.pointsAt = pointsAt
        self.mixed = mixed
        self.sellers = sellers.count
        found = seen.count
        byHabit = Dictionary(grouping: sellers, by: \.habit).sorted { $0.key < $1.key }.map {
            ($0.key, $0.value.count, $0.value.filter { seen.contains($0.seller) }.count)
        }
    }

    /// Share of the first `count` leads that are right; of all where there are fewer, 0 for none.
    package func precision(at count: Int) -> Double {
        let first = pointsAt.prefix(count)
        return first.isEmpty ? 0 : Double(first.count { $0 != nil }) / Double(first.count)
    }

    /// Share of sellers that the first `count` leads find.
    package func recall(at count: Int) -> Double {
        let seen = Set(pointsAt.prefix(count).compactMap { $0 })
        return sellers == 0 ? 0 : Double(seen.count) / Double(sellers)
    }
}
