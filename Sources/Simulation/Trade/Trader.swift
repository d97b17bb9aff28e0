import Primitives

/// An honest bulk sender who may post as well: shop, wholesaler, works.
struct Trader: Sendable {
    let kind: Int
    let home: Home
    var address: Address
    /// Names on the labels; several where one shop runs several brands.
    let names: [String]
    let surname: String
    let cards: [ContactCard]
    let accounts: [Account]
    let outlets: [Outlet]
    var contracts: [CourierAccount]
    /// Whether the contracts are a warehouse's, under which several firms send.
    var isSharedContract = false
    /// Declares 日用百货 and the like instead of the goods.
    let isVague: Bool
    /// Cartons of one weight, in grams, where the trade has them.
    let carton: Int?
    /// Seconds of the day when the couriers' vans come.
    let pickups: [Int]
    let parcelWeight: Double
    let postWeight: Double
    /// Why an unkind reader might suspect it; nil for most.
    var temptation: String?
}

/// Makes the traders of a city.
struct TraderMaker {
    let seed: UInt64
    let atlas: Atlas
    let people: People
    let book: Phrasebook
    let network: Network

    /// Nanchang's own traders, then those elsewhere who send to it.
    func all(local: Int, far: Int) -> [Trader] {
        let near = TradeKinds.all.indices.filter { !isFar(TradeKinds.all[$0]) }
        let away = TradeKinds.all.indices.filter {
            isFar(TradeKinds.all[$0]) || TradeKinds.all[$0].place == "any"
        }
        return (0..<(local + far)).map { index in
            let kinds = index < local ? near : away
            let table = WeightedTable(kinds.map { TradeKinds.all[$0].weight })
            var random = SeededRandom(seed: seed, part: "trader", index: index)
            let kind = kinds[table.draw(&random)]
            let rank = Double(index < local ? index : index - local)
            let size = exp2(-1.1 * log2(rank + 2))
            return trader(index, kind, isLocal: index < local, size: size, &random)
        }
    }

    private func isFar(_ kind: TradeKind) -> Bool {
        kind.place == "far" || kind.place.hasPrefix("p:")
    }

    private func trader(
        _ index: Int, _ kind: Int, isLocal: Bool, size: Double, _ random: inout SeededRandom
    ) -> Trader {
        let trade = TradeKinds.all[kind]
        let home = home(of: trade, isLocal: isLocal, &random)
        let surname = people.surname(&random)
        let brands = random.chance(0.2) ? 2 + random.below(3) : 1
        let phones = random.chance(0.3) ? 2 : 1
        let cards = (0..<phones).map { card(index * 2 + $0, &random) }
        let address = atlas.yard(home, kind: trade.yard, &random)
        let names = (0..<brands).map { _ in
            brand(trade, home, surname: surname, cards[0], &random)
        }
        let outlets = outlets(home, number: index, &random)
        let hasCarton = ["脐橙", "白酒", "百货", "米粉", "玩具"].contains(trade.name)
        let isVague = trade.parcels == "p.daily" ? random.chance(0.5) : random.chance(0.13)
        let carton = hasCarton && random.chance(0.5) ? (25 + random.below(115)) * 100 : nil
        return Trader(
            kind: kind, home: home, address: address, names: names, surname: surname, cards: cards,
            accounts: accounts(index, home, surname: surname, cards[0], &random),
            outlets: outlets,
            contracts: contracts(outlets, number: index, &random), isVague: isVague,
            carton: carton, pickups: pickups(&random),
            parcelWeight: size * (0.5 + random.unit()),
            postWeight: 0.2 + random.unit() * random.unit(),
            temptation: temptation(trade, home, isVague, carton, brands))
    }

    private func home(
        of trade: TradeKind, isLocal: Bool, _ random: inout SeededRandom
    ) -> Home {
        if trade.place.hasPrefix("p:") {
            let county = fields(of: trade.place, separator: ":")[1]
            let towns = atlas.production.indices.filter { atlas.production[$0].county == county }
            return .production(random.pick(towns))
        }
        guard isLocal else { return .far(atlas.farTable.draw(&random)) }
        if let town = atlas.towns.firstIndex(where: { $0.name == trade.place }) {
            return .local(town)
        }
        if let county = atlas.counties.first(where: { $0.code == trade.place }) {
            return .local(random.pick(county.towns))
        }
        return .local(atlas.townTable.draw(&random))
    }

    private func card(_ number: Int, _ random: inout SeededRandom) -> ContactCard {
        ContactCard(
            phone: People.phone(.traders, number),
            wechat: People.wechat(9_000_000 + number, &random),
            qq: random.chance(0.1) ? People.qq(number) : nil)
    }

    private func brand(
        _ trade: TradeKind, _ home: Home, surname: String, _ card: ContactCard,
        _ random: inout SeededRandom
    ) -> String {
        switch random.below(4) {
        case 0: return surname + people.given(&random)
        case 1: return "\(surname)\(random.pick(["女士", "先生", "老板", "记"]))"
        case 2: return "\(people.given(&random))\(trade.name)\(random.pick(["店", "仓", "批发", "商行"]))"
        default:
            let head = random.pick(["百顺", "福满", "乐万家", "惠民", "鑫源", "好邻居", "赣味", "小确幸", "宏达", "锦绣"])
            return head + random.pick(["旗舰店", "专营店", "商贸", "电商", trade.name])
        }
    }

    private func accounts(
        _ index: Int, _ home: Home, surname: String, _ card: ContactCard,
        _ random: inout SeededRandom
    ) -> [Account] {
        let table = book.table("n.trader")
        return (0..<(1 + random.below(4))).map { number in
            let platform = Platforms.ofTraders.draw(&random)
            let voice = Voice(
                people: people, atlas: atlas, home: home, card: card, surname: surname, nick: "")
            let id = Platforms.accountID(platform, 800_000_000 + index * 4 + number)
            return Account(
                platform: platform, id: id, nick: book.say(table, voice, &random).text)
        }
    }

    private func outlets(
        _ home: Home, number: Int, _ random: inout SeededRandom
    ) -> [Outlet] {
        (0..<(1 + random.below(2))).map { choice in
            guard case .local(let town) = home else {
                return network.elsewhere(
                    home, atlas: atlas, courier: Couriers.express.draw(&random),
                    number: number * 2 + choice)
            }
            return network.near(
                town, county: atlas.towns[town].county, freight: false, &random)
        }
    }

    private func contracts(
        _ outlets: [Outlet], number: Int, _ random: inout SeededRandom
    ) -> [CourierAccount] {
        outlets.enumerated().compactMap { choice, outlet in
            guard random.chance(0.9) else { return nil }
            return CourierAccount(
                courier: outlet.courier,
                id: "K\(padded((number * 2 + choice) &* 7_919 % 1_000_000, 6))")
        }
    }

    private func pickups(_ random: inout SeededRandom) -> [Int] {
        (0..<(1 + random.below(3))).map { _ in 36_000 + random.below(37_000) }
    }

    private func temptation(
        _ trade: TradeKind, _ home: Home, _ isVague: Bool, _ carton: Int?, _ brands: Int
    ) -> String? {
        if case .production = home { return "honest sender in a production area" }
        if isVague, carton ?? 0 >= 8_000 { return "vague names and equal heavy weights" }
        if brands > 2 { return "one shop under several names" }
        if ["g.bubble", "g.hair", "g.wedding", "g.festive"].contains(trade.goods.last) {
            return "goods that sound like fireworks"
        }
        return nil
    }
}
