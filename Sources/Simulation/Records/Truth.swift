/// Which records belong to whom: to a hidden seller, or to somebody innocent.
struct Truth {
    private let city: City
    private var listings: [Behind: [String]] = [:]
    private var waybills: [Behind: [String]] = [:]
    private var cover: [Behind: [String]] = [:]

    init(city: City) { self.city = city }

    mutating func note(listing id: String, of behind: Behind, isCover: Bool) {
        listings[behind, default: []].append(id)
        if isCover { cover[behind, default: []].append(id) }
    }

    mutating func note(waybill number: String, of behind: Behind, isCover: Bool) {
        waybills[behind, default: []].append(number)
        if isCover { cover[behind, default: []].append(number) }
    }

    /// One line a hidden seller with any record, one an honest actor who may look like one, then
    /// one an innocent person with any record.
    func lines() -> [String] {
        city.sellers.indices.compactMap(hidden) + city.traders.indices.compactMap(honest)
            + city.shops.filter { !$0.accounts.isEmpty }.map(licensed)
            + city.network.outlets.filter(\.printsOwnPhone).map(outlet)
            + collectors() + city.warehouses.all.compactMap(warehouse)
            + persons()
    }

    private func hidden(_ index: Int) -> String? {
        let behind = Behind.seller(index)
        guard listings[behind] != nil || waybills[behind] != nil else { return nil }
        let seller = city.sellers[index]
        var json = JSONLine()
        json.text("seller", seller.id)
        json.text("habit", seller.habit.rawValue)
        json.text("role", seller.role?.rawValue)
        json.text("network", seller.network)
        json.text("openness", seller.openness.rawValue)
        json.text("division", city.atlas.counties[seller.county].code)
        json.strings("listings", listings[behind] ?? [])
        json.strings("waybills", waybills[behind] ?? [])
        json.strings("cover", cover[behind] ?? [])
        json.strings("accounts", uniqueSorted(seller.accounts.map(\.text)))
        json.strings("identifiers", seller.identifiers)
        return json.finish()
    }
}

/// Honest actors that an unkind reader may suspect, whether they have records or not.
extension Truth {
    private func honest(_ index: Int) -> String? {
        let trader = city.traders[index]
        guard let why = trader.temptation else { return nil }
        let contracts = trader.isSharedContract ? [] : trader.contracts
        return honest(
            "T\(padded(index + 1, 4))", why, accounts: trader.accounts,
            trader.cards.flatMap { ["phone:\($0.phone)", "wechat:\($0.wechat)"] }
                + contracts.map { "courier-account:\($0.text)" })
    }

    private func licensed(_ shop: LicensedShop) -> String {
        honest(
            shop.number, "licensed shop, sells in person", accounts: shop.accounts,
            ["phone:\(shop.card.phone)", "wechat:\(shop.card.wechat)"])
    }

    private func outlet(_ outlet: Outlet) -> String {
        honest(
            outlet.name, "outlet that prints its own phone for walk-in senders", accounts: [],
            ["phone:\(outlet.phone)"])
    }

    /// One line a phone; the same man collects for all outlets of his courier in a county.
    private func collectors() -> [String] {
        uniqueSorted(city.network.outlets.compactMap(\.collector)).map { phone in
            honest(
                "收派员 \(phone)", "collector whose phone stands for the sender's", accounts: [],
                ["phone:\(phone)"])
        }
    }

    private func warehouse(_ warehouse: Warehouse) -> String? {
        guard warehouse.contract != nil else { return nil }
        let contracts = Couriers.all.indices.compactMap { warehouse.contract(with: $0) }
        return honest(
            warehouse.name, "warehouse that sends for several firms under its contract",
            accounts: [], contracts.map { "courier-account:\($0.text)" })
    }

    private func honest(
        _ name: String, _ why: String, accounts: [Account], _ identifiers: [String]
    ) -> String {
        var json = JSONLine()
        json.text("honest", name)
        json.text("why", why)
        json.strings("accounts", uniqueSorted(accounts.map(\.text)))
        json.strings("identifiers", uniqueSorted(identifiers))
        return json.finish()
    }
}

/// Innocent people and firms, each with his records.
extension Truth {
    private func persons() -> [String] {
        let all = Set(listings.keys).union(waybills.keys).compactMap { behind in
            name(of: behind).map { (name: $0, behind: behind) }
        }
        return all.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }.map {
            person($0.name, $0.behind)
        }
    }

    /// What `person` is called in the truth; nil for a hidden seller.
    private func name(of behind: Behind) -> String? {
        switch behind {
        case .seller: nil
        case .resident(let index): "R\(padded(index + 1, 7))"
        case .trader(let index): "T\(padded(index + 1, 4))"
        case .shop(let index): city.shops[index].number
        case .press(let index): "M\(padded(index + 1, 2))"
        case .bystander(let index): city.bystanders[index].id
        }
    }

    private func person(_ name: String, _ behind: Behind) -> String {
        var json = JSONLine()
        json.text("person", name)
        switch behind {
        case .resident(let index): json.text("household", "H\(padded(index / 3 + 1, 7))")
        case .bystander(let index):
            let bystander = city.bystanders[index]
            json.text("temptation", bystander.temptation.rawValue)
            json.text("taken_for", city.sellers[bystander.seller].id)
            json.strings("identifiers", bystander.identifiers)
        default: break
        }
        json.strings("listings", listings[behind] ?? [])
        json.strings("waybills", waybills[behind] ?? [])
        return json.finish()
    }
}
