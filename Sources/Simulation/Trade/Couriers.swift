import Primitives

/// A courier or road carrier; all names are invented.
struct Courier: Sendable {
    let name: String
    /// First letters of its waybill numbers.
    let code: String
    let isFreight: Bool
    /// Share of waybills whose export shows the sender's phone whole.
    let wholePhones: Double
    /// Weights are rounded up to this many grams.
    let roundsTo: Int
}

/// Where a courier takes parcels in (收寄网点).
struct Outlet: Sendable {
    let courier: Int
    let name: String
    let address: String
    /// Its own number, printed as the sender's where `printsOwnPhone`.
    let phone: String
    let printsOwnPhone: Bool
    /// Phone of the man who collects parcels for it, which he may write for the sender's.
    let collector: String?
}

/// A sender's contract at a courier.
struct CourierAccount: Sendable, Hashable {
    let courier: Int
    let id: String

    /// `courier/account`, as identifiers are written.
    var text: String { "\(Couriers.all[courier].name)/\(id)" }
}

enum Couriers {
    static let all = [
        Courier(name: "青雀速运", code: "QQ", isFreight: false, wholePhones: 0.55, roundsTo: 10),
        Courier(name: "赣达快递", code: "GD", isFreight: false, wholePhones: 0.22, roundsTo: 10),
        Courier(name: "云岭快运", code: "YL", isFreight: false, wholePhones: 0.38, roundsTo: 50),
        Courier(name: "百溪速递", code: "BX", isFreight: false, wholePhones: 0.25, roundsTo: 100),
        Courier(name: "邮畅通", code: "YC", isFreight: false, wholePhones: 0.48, roundsTo: 10),
        Courier(name: "千骥物流", code: "QJ", isFreight: true, wholePhones: 0.40, roundsTo: 500),
        Courier(name: "驰洲零担", code: "CZ", isFreight: true, wholePhones: 0.30, roundsTo: 1_000),
    ]
    static let express = WeightedTable([24, 30, 18, 16, 12])
    static let freight = [5, 6]
}

/// All outlets of Nanchang, and those elsewhere as they are needed.
struct Network: Sendable {
    private(set) var outlets: [Outlet] = []
    /// Indexes into `outlets` by town.
    private var byTown: [[Int]] = []
    private var freightByCounty: [[Int]] = []

    init(seed: UInt64, atlas: Atlas) {
        var random = SeededRandom(seed: seed, part: "outlets")
        freightByCounty = atlas.counties.map { _ in [] }
        for (town, place) in atlas.towns.enumerated() {
            var here: [Int] = []
            for courier in 0..<5 where random.chance(place.isUrban ? 0.9 : 0.6) || courier == 1 {
                here.append(outlets.count)
                outlets.append(local(courier, town, atlas, &random))
            }
            byTown.append(here)
            if freightByCounty[place.county].count < 2 {
                for courier in Couriers.freight {
                    freightByCounty[place.county].append(outlets.count)
                    outlets.append(local(courier, town, atlas, &random))
                }
            }
        }
    }

    /// An outlet near `town`, of a carrier for heavy goods where `freight`.
    func near(
        _ town: Int, county: Int, freight: Bool, _ random: inout SeededRandom
    ) -> Outlet {
        if freight { return outlets[random.pick(freightByCounty[county])] }
        return outlets[random.pick(byTown[town])]
    }

    /// An outlet outside Nanchang: the same `number` is the same outlet.
    func elsewhere(
        _ home: Home, atlas: Atlas, courier: Int, number: Int
    ) -> Outlet {
        var random = SeededRandom(seed: UInt64(number), part: "far-outlet", index: courier)
        let place = atlas.far(home)
        let area = place.map { $0.town.isEmpty ? $0.county : $0.county + $0.town } ?? ""
        let street = random.pick(Elsewhere.streets)
        return Outlet(
            courier: courier,
            name: "\(Couriers.all[courier].name)\(area)\(street)营业点",
            address: "\(place?.text ?? "")\(street)\(1 + random.below(600))号",
            phone: People.phone(.outlets, 100_000 + number % 100_000), printsOwnPhone: false,
            collector: nil)
    }

    /// Share of walk-in parcels on which the collector's phone stands for the sender's; our guess.
    static let collectorShare = 0.05

    /// The phone of the man who collects for `courier` in a county: one for all its outlets there,
    /// so that it stands on hundreds of labels.
    static func collector(county: Int, courier: Int) -> String {
        People.phone(.collectors, county * 8 + courier)
    }

    private func local(
        _ courier: Int, _ town: Int, _ atlas: Atlas, _ random: inout SeededRandom
    ) -> Outlet {
        let place = atlas.towns[town]
        let county = atlas.counties[place.county]
        let kind = Couriers.all[courier].isFreight ? "货运部" : "营业点"
        let address = atlas.yard(.local(town), kind: "沿街店面", &random)
        return Outlet(
            courier: courier,
            name: "\(Couriers.all[courier].name)\(county.name)\(place.short)\(kind)",
            address: address.whole, phone: People.phone(.outlets, outlets.count),
            printsOwnPhone: random.chance(0.12),
            collector: Couriers.all[courier].isFreight
                ? nil : Self.collector(county: place.county, courier: courier))
    }
}
