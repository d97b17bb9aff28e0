import Primitives

extension SellerMaker {
    /// The tables a seller's posts come from, with weights.
    func tables(
        _ plan: SellerPlan, _ openness: Openness, _ random: inout SeededRandom
    ) -> [(Int, Double)] {
        var weights: [(String, Double)] =
            switch openness {
            case .plain: [("o.kind", 70), ("o.free", 20), ("o.dialect", 4), ("o.category", 4)]
            case .veiled:
                [
                    ("o.kind", 50), ("o.free", 18), ("o.code", 12), ("o.omit", 8),
                    ("o.category", 7), ("o.dialect", 5), ("o.handoff", 4),
                ]
            case .hard: [("o.omit", 40), ("o.handoff", 26), ("o.code", 24), ("o.kind", 4)]
            }
        switch (plan.habit, plan.role) {
        case (.tiers, .supplier): weights += [("o.recruit", 45), ("o.relay", 8)]
        case (.tiers, _): weights += [("o.agent", 55)]
        case (.resale, _):
            weights = [("o.resale", openness == .hard ? 30 : 85), ("o.omit", 8), ("o.kind", 7)]
        case (.supplier, _): weights += [("o.origin", 70), ("o.recruit", 12), ("o.relay", 6)]
        default: break
        }
        // Everybody has favourites.
        return weights.map { (book.table($0.0), $0.1 * (0.3 + random.unit())) }
    }

    func faces(
        _ index: Int, _ plan: SellerPlan, _ home: Home, _ cards: [ContactCard], _ surname: String,
        _ trades: (posts: Double, parcels: Double), _ random: inout SeededRandom
    ) -> [SenderFace] {
        guard trades.parcels > 0 else { return [] }
        let count =
            switch plan.habit {
            case .ants: 3 + random.below(5)
            case .resale: 1
            default: 1 + random.weighted([55, 35, 10])
            }
        // The phone on the label is the one in the posts for some, another for the careful.
        let isLinked = random.chance(plan.habit == .ants ? 0.35 : 0.6)
        let yard = yard(home, &random)
        let phones = (0..<max(1, count - random.below(count))).map { number in
            isLinked && number == 0
                ? cards[0].phone : People.phone(.hidden, index * 16 + 8 + number)
        }
        return (0..<count).map { number in
            let outlet = outlet(plan, home, index * 8 + number, &random)
            let contracted = random.chance(
                plan.habit == .ants ? 0.3 : plan.habit == .resale ? 0.1 : 0.7)
            return SenderFace(
                name: random.chance(plan.habit == .ants ? 0.3 : 0.6)
                    ? surname + (random.chance(0.4) ? "女士" : people.given(&random)) : "",
                phone: phones[number % phones.count],
                address: number == 0 || random.chance(0.5) ? yard : atlas.dwelling(home, &random),
                outlet: outlet,
                contract: contracted
                    ? CourierAccount(
                        courier: outlet.courier,
                        id: "K\(padded((500_000 + index * 8 + number) &* 7_919 % 1_000_000, 6))")
                    : nil,
                walkIn: contracted
                    ? nil
                    : CourierAccount(
                        courier: outlet.courier,
                        id: People.walkInToken((1 << 25) + index * 8 + number % phones.count)))
        }
    }

    /// Where the goods lie.
    private func yard(_ home: Home, _ random: inout SeededRandom) -> Address {
        switch random.below(4) {
        case 0: return atlas.dwelling(home, &random)
        case 1: return atlas.yard(home, kind: "旧厂房", &random)
        case 2: return atlas.yard(home, kind: "仓库", &random)
        default: return atlas.yard(home, kind: random.pick(["出租屋", "门面", "院子", "老屋"]), &random)
        }
    }

    private func outlet(
        _ plan: SellerPlan, _ home: Home, _ number: Int, _ random: inout SeededRandom
    ) -> Outlet {
        guard case .local(let town) = home else {
            let courier =
                plan.habit == .supplier && random.chance(0.45)
                ? random.pick(Couriers.freight) : Couriers.express.draw(&random)
            return network.elsewhere(
                home, atlas: atlas, courier: courier, number: 900_000 + number)
        }
        let county = atlas.towns[town].county
        // Ants walk to the counters of the towns around.
        let counter =
            plan.habit == .ants && random.chance(0.65)
            ? random.pick(atlas.counties[county].towns) : town
        return network.near(counter, county: county, freight: random.chance(0.08), &random)
    }

    /// Regular receivers in Nanchang of those who supply others.
    func stores(
        _ plan: SellerPlan, _ town: Int, _ random: inout SeededRandom
    ) -> [Store] {
        guard plan.habit == .supplier || plan.role == .supplier else { return [] }
        return (0..<(2 + random.below(5))).map { _ in
            let place = random.pick(atlas.county(of: town).towns)
            let address =
                random.chance(0.5)
                ? atlas.dwelling(.local(place), &random)
                : atlas.yard(.local(place), kind: random.pick(["小卖部", "门面", "仓库"]), &random)
            // Beyond the indexes of ordinary residents.
            let resident = people.resident((1 << 24) + random.below(1 << 20))
            return Store(name: resident.name, phone: resident.phone, address: address)
        }
    }

    func declared(_ openness: Openness, _ random: inout SeededRandom) -> [String] {
        let vague = book.table("h.vague")
        let precise = book.table("h.false")
        let share =
            switch openness {
            case .plain: 0.1
            case .veiled: 0.35
            case .hard: 0.8
            }
        let voice = Voice(
            people: people, atlas: atlas, home: .local(0),
            card: ContactCard(phone: "", wechat: ""), surname: "", nick: "")
        return (0..<(2 + random.below(4))).map { _ in
            book.say(random.chance(share) ? precise : vague, voice, &random).text
        }
    }

    func cartons(
        _ plan: SellerPlan, _ goods: [Firework], _ openness: Openness,
        _ random: inout SeededRandom
    ) -> [Int] {
        if openness == .hard, random.chance(0.7) { return [] }
        return goods.prefix(4).map { good in
            let grams = random.within(good.carton) / 100 * 100
            return plan.habit == .ants ? min(max(grams, 3_000), 11_800) : grams
        }
    }

    func nearShare(_ habit: Habit, _ random: inout SeededRandom) -> Double {
        switch habit {
        case .manyAccounts: 0.15 + 0.45 * random.unit()
        case .tiers: 0.3 + 0.4 * random.unit()
        case .ants: 0.05 + 0.2 * random.unit()
        case .resale: 0.4
        case .supplier: 0.6 + 0.25 * random.unit()
        }
    }
}
