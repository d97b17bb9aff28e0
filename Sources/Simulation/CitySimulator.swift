import Primitives

/// Makes a believable Nanchang from 2025-11-20 to 2026-02-20: posts, parcels, register, truth.
///
/// The city is invented; docs/simulation.md says what in it is real. The same seed and counts give
/// the same bytes on any machine. Records come out in order of time, day by day: memory holds one
/// day of records and the ids of all.
package struct CitySimulator: Sendable {
    private let city: City

    /// `listings` and `waybills` are exact and at least 0.
    ///
    /// About one hidden seller for 130 listings and 1,300 waybills.
    package init(seed: UInt64, listings: Int, waybills: Int) {
        precondition(listings >= 0 && waybills >= 0, "a city has no negative count of records")
        city = City(seed: seed, listings: listings, waybills: waybills)
    }

    /// How many different sentences, each with places to fill, offers and all other posts have.
    package static var patterns: (offers: Int, benign: Int) {
        func count(_ heads: [String]) -> Int {
            PhraseTables.all.filter { table in heads.contains { table.name.hasPrefix($0) } }
                .reduce(0) { $0 + lines(of: $1.lines).count }
        }
        return (count(["o."]), count(["g.", "s.", "f.", "m."]))
    }

    /// Writes all files line by line, without line ends, one file after another.
    ///
    /// - Throws: what `sink` throws; the run ends there.
    /// - Complexity: O(records).
    package func run<Failure: Error>(
        _ sink: (CityFile, String) throws(Failure) -> Void
    ) throws(Failure) {
        for line in Papers(city: city).registry() { try sink(.registry, line) }
        for line in Papers(city: city).premises() { try sink(.premises, line) }
        for line in Zones.lines { try sink(.zones, line) }
        var truth = Truth(city: city)
        let plan = HiddenPlan(city: city)
        let bystanders = BystanderPlan(city: city)
        try runListings(plan, bystanders.posts, &truth, sink)
        try runWaybills(plan, bystanders.parcels, &truth, sink)
        for line in truth.lines() { try sink(.truth, line) }
    }

    private func runListings<Failure: Error>(
        _ plan: HiddenPlan, _ bystanders: [[Int]], _ truth: inout Truth,
        _ sink: (CityFile, String) throws(Failure) -> Void
    ) throws(Failure) {
        let hidden = HiddenPosts(city: city)
        let ordinary = OrdinaryPosts(city: city)
        let others = bystanders.reduce(0) { $0 + $1.count }
        let counts = apportioned(
            city.listings - plan.posts.total - others, city.season.posts)
        var numbers = SeededRandom(seed: city.seed, part: "listing-ids")
        var next = Platforms.all.map { _ in 10_000_000 + numbers.below(80_000_000) }
        for day in 0..<Season.days {
            var random = SeededRandom(seed: city.seed, part: "posts", index: day)
            var drafts: [ListingDraft] = []
            for seller in plan.posts.byDay[day] { drafts.append(hidden.post(seller, day, &random)) }
            for index in bystanders[day] {
                drafts.append(ordinary.post(of: index, day, &random))
            }
            for _ in 0..<counts[day] { drafts.append(ordinary.post(day, &random)) }
            for index in inOrder(drafts.map(\.second)) {
                let draft = drafts[index]
                next[draft.account.platform] += 1 + numbers.below(37)
                let code = Platforms.all[draft.account.platform].code.uppercased()
                let id = "\(code)\(next[draft.account.platform])"
                truth.note(listing: id, of: draft.behind, isCover: draft.isCover)
                try sink(.listings, draft.line(id: id, season: city.season))
            }
        }
    }

    private func runWaybills<Failure: Error>(
        _ plan: HiddenPlan, _ bystanders: [[Int]], _ truth: inout Truth,
        _ sink: (CityFile, String) throws(Failure) -> Void
    ) throws(Failure) {
        let hidden = HiddenParcels(city: city)
        let ordinary = OrdinaryParcels(city: city)
        let others = bystanders.reduce(0) { $0 + $1.count }
        let counts = apportioned(
            city.waybills - plan.parcels.total - others, city.season.parcels)
        var numbers = SeededRandom(seed: city.seed, part: "waybill-numbers")
        var next = Couriers.all.map { _ in 300_000_000_000 + numbers.below(600_000_000_000) }
        for day in 0..<Season.days {
            var random = SeededRandom(seed: city.seed, part: "parcels", index: day)
            var drafts = ordinary.day(day, count: counts[day], &random)
            for seller in plan.parcels.byDay[day] {
                drafts.append(hidden.parcel(seller, day, &random))
            }
            for index in bystanders[day] {
                drafts.append(ordinary.parcel(of: index, day, &random))
            }
            for index in inOrder(drafts.map(\.second)) {
                let draft = drafts[index]
                next[draft.courier] += 1 + numbers.below(9_000)
                let number = "\(Couriers.all[draft.courier].code)\(next[draft.courier])"
                truth.note(waybill: number, of: draft.behind, isCover: draft.isCover)
                try sink(.waybills, draft.line(number: number, season: city.season))
            }
        }
    }

    /// The indexes of `seconds` by time, equal ones in the order given.
    private func inOrder(_ seconds: [Int]) -> [Int] {
        seconds.indices.sorted { left, right in
            (seconds[left], left) < (seconds[right], right)
        }
    }
}
