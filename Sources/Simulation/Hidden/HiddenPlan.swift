import Primitives

/// On which day which hidden seller posts or sends.
struct HiddenPlan {
    struct Part {
        /// Indexes of sellers, one a record, by day.
        var byDay: [[Int]]
        var total: Int
    }

    let posts: Part
    let parcels: Part

    /// Hidden sellers make 6.4 to 7.6 % of all listings and 3.4 to 4.6 % of all waybills.
    init(city: City) {
        var random = SeededRandom(seed: city.seed, part: "hidden-plan")
        let postShare = 0.064 + 0.012 * random.unit()
        let parcelShare = 0.034 + 0.012 * random.unit()
        posts = Self.part(
            city, total: Int(Double(city.listings) * postShare),
            weights: city.sellers.map(\.postWeight), days: city.season.hiddenPosts, &random)
        parcels = Self.part(
            city, total: Int(Double(city.waybills) * parcelShare),
            weights: city.sellers.map(\.parcelWeight), days: city.season.hiddenParcels, &random)
    }

    private static func part(
        _ city: City, total: Int, weights: [Double], days: [Double], _ random: inout SeededRandom
    ) -> Part {
        let counts = counts(total, weights)
        var byDay: [[Int]] = Array(repeating: [], count: Season.days)
        for (index, count) in counts.enumerated() where count > 0 {
            let seller = city.sellers[index]
            let rest = SeededRandom(seed: city.seed, part: "rest-days", index: index)
            let table = dayTable(seller, days, rest)
            for _ in 0..<count { byDay[seller.firstDay + table.draw(&random)].append(index) }
        }
        return Part(byDay: byDay, total: counts.reduce(0, +))
    }

    /// One record for each seller with a weight, as long as there are enough, then by weight.
    private static func counts(_ total: Int, _ weights: [Double]) -> [Int] {
        let active = weights.indices.filter { weights[$0] > 0 }
        guard total > active.count else {
            let chosen = active.prefix(total)
            return weights.indices.map { chosen.contains($0) ? 1 : 0 }
        }
        let more = apportioned(total - active.count, weights)
        return weights.indices.map { weights[$0] > 0 ? 1 + more[$0] : 0 }
    }

    /// The seller's days with weights; on a third of them he does nothing.
    private static func dayTable(
        _ seller: Seller, _ days: [Double], _ rest: SeededRandom
    ) -> WeightedTable {
        var rest = rest
        let own = days[seller.firstDay...seller.lastDay]
        return WeightedTable(
            own.map { $0 * (rest.chance(seller.habit == .resale ? 0 : 0.33) ? 0.0001 : 1) })
    }
}
