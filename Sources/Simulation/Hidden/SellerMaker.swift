import Primitives

/// Makes the hidden sellers of a city.
struct SellerMaker {
    let seed: UInt64
    let atlas: Atlas
    let people: People
    let book: Phrasebook
    let network: Network

    /// About `count` sellers, in the order of their ids.
    func all(_ count: Int) -> [Seller] {
        var random = SeededRandom(seed: seed, part: "seller-plan")
        var plans: [SellerPlan] = []
        var networks = 0
        while plans.count < count {
            switch random.weighted([29, 6, 20, 19, 12]) {
            case 0: plans.append(SellerPlan(habit: .manyAccounts))
            case 1 where count - plans.count >= 3:
                networks += 1
                plans += tier("N\(padded(networks, 2))", count - plans.count, &random)
            case 2: plans.append(SellerPlan(habit: .ants))
            case 3: plans.append(SellerPlan(habit: .resale))
            case 4: plans.append(SellerPlan(habit: .supplier))
            default: continue
            }
        }
        return supplied(plans.enumerated().map { seller($0.offset, $0.element) })
    }

    /// Suppliers send to their agents' own phones as well.
    private func supplied(_ sellers: [Seller]) -> [Seller] {
        sellers.enumerated().map { index, seller in
            guard seller.role == .supplier else { return seller }
            var random = SeededRandom(seed: seed, part: "stores", index: index)
            var result = seller
            for agent in sellers where agent.network == seller.network && agent.role == .agent {
                let address = agent.faces.first?.address ?? atlas.dwelling(agent.home, &random)
                result.stores.append(
                    Store(
                        name: agent.surname + people.given(&random), phone: agent.cards[0].phone,
                        address: address))
            }
            return result
        }
    }

    /// A supplier with two to six agents, at most `room` sellers in all.
    private func tier(
        _ name: String, _ room: Int, _ random: inout SeededRandom
    ) -> [SellerPlan] {
        let agents = min(room - 1, 2 + random.below(5))
        let goods = random.sample(Fireworks.all, 5 + random.below(4))
        let origin = random.pick(["浏阳", "大瑶", "上栗", "醴陵", "万载", "李渡", "萍乡"])
        let town = atlas.townTable.draw(&random)
        let supplier = SellerPlan(
            habit: .tiers, role: .supplier, network: name, goods: goods, origin: origin,
            town: town)
        return [supplier]
            + (0..<agents).map { _ in
                SellerPlan(
                    habit: .tiers, role: .agent, network: name,
                    goods: random.sample(goods, 3 + random.below(3)), origin: origin,
                    // Half of the agents sell in the supplier's own county.
                    town: random.chance(0.5)
                        ? random.pick(atlas.county(of: town).towns) : nil)
            }
    }

    private func seller(_ index: Int, _ plan: SellerPlan) -> Seller {
        var random = SeededRandom(seed: seed, part: "seller", index: index)
        let openness: Openness = [.plain, .veiled, .hard][random.weighted([34, 45, 21])]
        let town = plan.town ?? town(of: plan.habit, &random)
        let home: Home =
            plan.habit == .supplier
            ? .production(random.below(atlas.production.count)) : .local(town)
        let surname = people.surname(&random)
        let trades = trades(plan, openness, &random)
        let cards = cards(index, plan, &random)
        let faces = faces(index, plan, home, cards, surname, trades, &random)
        let goods = plan.goods ?? random.sample(Fireworks.all, 2 + random.below(5))
        let days = days(plan.habit, &random)
        let tables = tables(plan, openness, &random)
        return Seller(
            id: "S\(padded(index + 1, 4))", habit: plan.habit, role: plan.role,
            network: plan.network, openness: openness, county: atlas.towns[town].county,
            home: home, accounts: accounts(index, plan, home, cards[0], surname, &random),
            cards: cards, faces: faces, stores: stores(plan, town, &random), goods: goods,
            habits: disguise(openness, &random), surname: surname,
            origin: origin(plan, home, &random), tables: tables.map(\.0),
            tableWeights: WeightedTable(tables.map(\.1)), declared: declared(openness, &random),
            cartons: cartons(plan, goods, openness, &random),
            ordersShare: openness == .hard
                ? 0.35 * random.unit() : plan.habit == .resale ? 0.2 : 0.02,
            eveningShare: openness == .hard ? 0.2 : random.unit() * 0.8,
            nearShare: nearShare(plan.habit, &random),
            sendsFreight: plan.habit == .supplier && random.chance(0.5), firstDay: days.0,
            lastDay: days.1, postWeight: trades.posts, parcelWeight: trades.parcels)
    }

    /// How much a seller posts and sends, as weights; 0 is not at all.
    private func trades(
        _ plan: SellerPlan, _ openness: Openness, _ random: inout SeededRandom
    ) -> (posts: Double, parcels: Double) {
        func tail(_ alpha: Double) -> Double { random.heavyTail(alpha: alpha, cap: 25) }
        let quiet = openness == .hard ? 0.5 : 1.0
        switch (plan.habit, plan.role) {
        case (.manyAccounts, _):
            return (4 * tail(1.4), random.chance(0.22) ? 0 : 4 * quiet * tail(1.3))
        case (.tiers, .supplier):
            return (random.chance(0.25) ? 0 : 2.5 * tail(1.5), 7 * tail(1.4))
        case (.tiers, _):
            return (2.5 * tail(1.6), random.chance(0.45) ? 0 : 1.2 * quiet * tail(1.5))
        case (.ants, _):
            return (random.chance(0.45) ? 0 : tail(1.6), 11 * quiet * tail(1.2))
        case (.resale, _):
            let which = random.below(10)
            return (which < 8 ? 0.3 : 0, which < 3 ? 0 : 0.08)
        case (.supplier, _):
            return (random.chance(0.15) ? 0 : 3 * tail(1.4), 6 * tail(1.3))
        }
    }

    /// Hidden sellers live everywhere, some more where villages and empty works are.
    private func town(of habit: Habit, _ random: inout SeededRandom) -> Int {
        let town = atlas.townTable.draw(&random)
        guard habit != .resale, atlas.towns[town].isUrban, random.chance(0.4) else { return town }
        return atlas.townTable.draw(&random)
    }

    private func cards(
        _ index: Int, _ plan: SellerPlan, _ random: inout SeededRandom
    ) -> [ContactCard] {
        let count = plan.habit == .resale ? 1 : 1 + random.weighted([62, 28, 10])
        let shared = random.chance(0.4)
        var cards: [ContactCard] = []
        for number in 0..<count {
            let slot = index * 16 + number
            cards.append(
                ContactCard(
                    // Two WeChat ids on one phone, or one id on two phones.
                    phone: shared && number > 0 ? cards[0].phone : People.phone(.hidden, slot),
                    wechat: !shared && number > 0
                        ? cards[0].wechat : People.wechat(9_500_000 + slot, &random),
                    qq: random.chance(0.07) ? People.qq(5_000_000 + slot) : nil))
        }
        return cards
    }

    private func accounts(
        _ index: Int, _ plan: SellerPlan, _ home: Home, _ card: ContactCard, _ surname: String,
        _ random: inout SeededRandom
    ) -> [Account] {
        let count =
            switch plan.habit {
            case .manyAccounts: 2 + random.below(4) + random.below(4)
            case .resale: 1
            default: 1 + random.weighted([55, 30, 15])
            }
        let table = book.table("n.hidden")
        return (0..<count).map { number in
            let platform = Platforms.ofHidden.draw(&random)
            let voice = Voice(
                people: people, atlas: atlas, home: home, card: card, surname: surname, nick: "")
            let slot = 900_000_000 + index * 16 + number
            return Account(
                platform: platform, id: Platforms.accountID(platform, slot),
                nick: book.say(table, voice, &random).text)
        }
    }

    private func origin(
        _ plan: SellerPlan, _ home: Home, _ random: inout SeededRandom
    ) -> String {
        if let origin = plan.origin { return origin }
        guard let place = atlas.far(home) else {
            return random.pick(["浏阳", "大瑶", "上栗", "醴陵", "万载", "李渡", "湖南", "萍乡"])
        }
        return random.pick([place.county, place.town]).replacingTail(of: ["市", "县", "镇", "街道"])
    }

    private func days(_ habit: Habit, _ random: inout SeededRandom) -> (Int, Int) {
        if habit == .resale {
            let first = 20 + random.below(62)
            return (first, min(Season.days - 1, first + 2 + random.below(16)))
        }
        return (random.below(48), 80 + random.below(Season.days - 80))
    }

    private func disguise(_ openness: Openness, _ random: inout SeededRandom) -> DisguiseHabit {
        let strength =
            switch openness {
            case .plain: 0.25 * random.unit()
            case .veiled: 0.55 + 0.4 * random.unit()
            case .hard: 0.75 + 0.25 * random.unit()
            }
        return DisguiseHabit(strength: strength, &random)
    }
}

/// What is settled of a seller before he is made.
struct SellerPlan {
    let habit: Habit
    var role: TierRole?
    var network: String?
    var goods: [Firework]?
    var origin: String?
    /// Index of his town; any where nil.
    var town: Int?
}

extension String {
    /// Without the first of `tails` that ends it.
    func replacingTail(of tails: [String]) -> String {
        for tail in tails where hasSuffix(tail) {
            return String(Substring(unicodeScalars.dropLast(tail.unicodeScalars.count)))
        }
        return self
    }
}
