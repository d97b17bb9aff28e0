/// Which records belong to which hidden seller.
struct Truth {
    private let city: City
    private var listings: [[String]]
    private var waybills: [[String]]
    private var cover: [[String]]

    init(city: City) {
        self.city = city
        listings = city.sellers.map { _ in [] }
        waybills = listings
        cover = listings
    }

    mutating func note(listing id: String, of seller: Int?, isCover: Bool) {
        guard let seller else { return }
        listings[seller].append(id)
        if isCover { cover[seller].append(id) }
    }

    mutating func note(waybill number: String, of seller: Int?, isCover: Bool) {
        guard let seller else { return }
        waybills[seller].append(number)
        if isCover { cover[seller].append(number) }
    }

    /// One line a hidden seller with any record, then one an honest actor who may look like one.
    func lines() -> [String] {
        city.sellers.indices.compactMap(hidden) + city.traders.indices.compactMap(honest)
            + city.shops.filter { !$0.accounts.isEmpty }.map(licensed)
            + city.network.outlets.filter(\.printsOwnPhone).map(outlet)
    }

    private func outlet(_ outlet: Outlet) -> String {
        var json = JSONLine()
        json.text("honest", outlet.name)
        json.text("why", "outlet that prints its own phone for walk-in senders")
        json.strings("accounts", [])
        json.strings("identifiers", ["phone:\(outlet.phone)"])
        return json.finish()
    }

    private func hidden(_ index: Int) -> String? {
        guard !listings[index].isEmpty || !waybills[index].isEmpty else { return nil }
        let seller = city.sellers[index]
        var json = JSONLine()
        json.text("seller", seller.id)
        json.text("habit", seller.habit.rawValue)
        json.text("role", seller.role?.rawValue)
        json.text("network", seller.network)
        json.text("openness", seller.openness.rawValue)
        json.text("division", city.atlas.counties[seller.county].code)
        json.strings("listings", listings[index])
        json.strings("waybills", waybills[index])
        json.strings("cover", cover[index])
        json.strings("accounts", uniqueSorted(seller.accounts.map(\.text)))
        json.strings("identifiers", seller.identifiers)
        return json.finish()
    }

    private func honest(_ index: Int) -> String? {
        let trader = city.traders[index]
        guard let why = trader.temptation else { return nil }
        var json = JSONLine()
        json.text("honest", "T\(padded(index + 1, 4))")
        json.text("why", why)
        json.strings("accounts", uniqueSorted(trader.accounts.map(\.text)))
        json.strings(
            "identifiers",
            uniqueSorted(
                trader.cards.flatMap { ["phone:\($0.phone)", "wechat:\($0.wechat)"] }
                    + trader.contracts.map { "courier-account:\($0.text)" }))
        return json.finish()
    }

    private func licensed(_ shop: LicensedShop) -> String {
        var json = JSONLine()
        json.text("honest", shop.number)
        json.text("why", "licensed shop, sells in person")
        json.strings("accounts", uniqueSorted(shop.accounts.map(\.text)))
        json.strings("identifiers", ["phone:\(shop.card.phone)", "wechat:\(shop.card.wechat)"])
        return json.finish()
    }
}
