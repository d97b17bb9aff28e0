import Primitives

/// Makes the innocent who are taken for hidden sellers, and what of the sellers changes hands.
///
/// How often each occurs is our guess: nobody publishes such shares. They are high enough that a
/// city of 150 sellers has some of each, and low enough that most sellers have none.
struct TemptationMaker {
    let seed: UInt64
    let atlas: Atlas
    let people: People
    let book: Phrasebook
    let network: Network

    /// Shares of the sellers that have such a bystander; our guess.
    private static let shares: [(Temptation, Double)] = [
        (.family, 0.10), (.namesake, 0.10), (.lookalike, 0.10), (.recycledPhone, 0.06),
        (.copycat, 0.10), (.formerOwner, 0.10),
    ]
    /// Days between a seller's last use of a phone and the next owner's first.
    ///
    /// Operators keep a number for 90 days before they give it away again; the season is no longer
    /// than that, so the wait is shorter here.
    private static let daysOfRest = 18

    /// The sellers with what changes hands written into them, and the bystanders by id.
    ///
    /// Bystanders make at most `posts` listings and `parcels` waybills together.
    func tempting(
        _ sellers: [Seller], posts: Int, parcels: Int
    ) -> (sellers: [Seller], bystanders: [Bystander]) {
        var result = sellers
        var bystanders: [Bystander] = []
        var left = (posts: posts, parcels: parcels)
        for index in sellers.indices {
            var random = SeededRandom(seed: seed, part: "temptation", index: index)
            for (temptation, share) in Self.shares where random.chance(share) {
                guard
                    let made = bystander(
                        temptation, number: bystanders.count, &result[index], index, &random),
                    made.posts <= left.posts, made.parcels <= left.parcels
                else { continue }
                left.posts -= made.posts
                left.parcels -= made.parcels
                bystanders.append(made)
            }
        }
        return (result, bystanders)
    }

    /// One bystander of `seller`; nil where the seller gives no occasion.
    private func bystander(
        _ temptation: Temptation, number: Int, _ seller: inout Seller, _ index: Int,
        _ random: inout SeededRandom
    ) -> Bystander? {
        var plan = Plan(
            name: "", home: home(near: seller, &random),
            card: ContactCard(
                phone: People.phone(.bystanders, number),
                wechat: People.wechat(9_300_000 + number, &random)))
        plan.surname = people.surname(&random)
        plan.name = plan.surname + people.given(&random)
        plan.address = atlas.dwelling(plan.home, &random)
        plan.isShop = temptation == .family || temptation == .copycat
        switch temptation {
        case .family: family(&plan, &seller, &random)
        case .namesake: guard namesake(&plan, seller, &random) else { return nil }
        case .lookalike: guard lookalike(&plan, seller, &random) else { return nil }
        case .recycledPhone: guard recycled(&plan, &seller, index, &random) else { return nil }
        case .copycat: copycat(&plan, seller, number, &random)
        case .formerOwner: guard formerOwner(&plan, &seller, &random) else { return nil }
        }
        return made(plan, temptation, number: number, seller: index, &random)
    }

    private func made(
        _ plan: Plan, _ temptation: Temptation, number: Int, seller: Int,
        _ random: inout SeededRandom
    ) -> Bystander {
        let outlet = outlet(plan.home, number, &random)
        let goods = TradeKinds.all.indices.filter { TradeKinds.all[$0].place == "any" }
        let trade = plan.isShop ? random.pick(goods) : nil
        let platform = Platforms.ofPeople.draw(&random)
        let voice = Voice(
            people: people, atlas: atlas, home: plan.home, card: plan.card, surname: plan.surname,
            nick: "")
        let nick = book.say(book.table(plan.isShop ? "n.trader" : "n.person"), voice, &random)
        let hasContract = plan.isShop && random.chance(0.6)
        return Bystander(
            id: "B\(padded(number + 1, 4))", temptation: temptation, seller: seller,
            name: plan.name, surname: plan.surname, home: plan.home, address: plan.address,
            card: plan.card,
            account: plan.account
                ?? Account(
                    platform: platform, id: Platforms.accountID(platform, 870_000_000 + number),
                    nick: nick.text),
            outlet: outlet,
            contract: hasContract
                ? CourierAccount(
                    courier: outlet.courier,
                    id: "K\(padded((900_000 + number) &* 7_919 % 1_000_000, 6))") : nil,
            trade: trade, days: plan.days,
            posts: temptation == .namesake || temptation == .lookalike
                ? random.below(3) : 2 + random.below(6),
            parcels: temptation == .formerOwner
                ? 0 : plan.isShop ? 4 + random.below(16) : 2 + random.below(5))
    }

    /// Bystanders of sellers elsewhere live in Nanchang too: they are who would be accused.
    private func home(near seller: Seller, _ random: inout SeededRandom) -> Home {
        guard case .local(let town) = seller.home, random.chance(0.7) else {
            return .local(atlas.townTable.draw(&random))
        }
        return .local(random.pick(atlas.county(of: town).towns))
    }

    private func outlet(_ home: Home, _ number: Int, _ random: inout SeededRandom) -> Outlet {
        guard case .local(let town) = home else {
            return network.elsewhere(
                home, atlas: atlas, courier: Couriers.express.draw(&random),
                number: 950_000 + number)
        }
        return network.near(town, county: atlas.towns[town].county, freight: false, &random)
    }
}

extension TemptationMaker {
    /// What is settled of a bystander before he is made.
    private struct Plan {
        var name: String
        var surname = ""
        var home: Home
        var address = Address(street: "", room: "")
        var card: ContactCard
        var account: Account?
        var isShop = false
        var days = 0...(Season.days - 1)
    }

    /// At one address and, for six in ten, with one phone; six in ten share the surname.
    private func family(
        _ plan: inout Plan, _ seller: inout Seller, _ random: inout SeededRandom
    ) {
        plan.home = seller.home
        plan.address = seller.faces.first?.address ?? atlas.dwelling(seller.home, &random)
        if random.chance(0.6) {
            plan.surname = seller.surname
            plan.name = plan.surname + people.given(&random)
        }
        guard random.chance(0.6) else { return }
        plan.card.phone = seller.cards[0].phone
        seller.isFamilyPhone = true
    }

    private func namesake(
        _ plan: inout Plan, _ seller: Seller, _ random: inout SeededRandom
    ) -> Bool {
        guard let face = seller.faces.first(where: { $0.name.unicodeScalars.count > 1 }),
            !face.name.utf8Contains("女士")
        else { return false }
        plan.surname = seller.surname
        plan.name = face.name
        return true
    }

    /// `王*强` and `138****8000`, both as the seller's.
    private func lookalike(
        _ plan: inout Plan, _ seller: Seller, _ random: inout SeededRandom
    ) -> Bool {
        guard let face = seller.faces.first(where: { $0.name.unicodeScalars.count > 1 }) else {
            return false
        }
        let theirs = Array(face.phone.utf8)
        let own = Array(plan.card.phone.utf8)
        let phone = theirs.prefix(3) + own[3..<7] + theirs.suffix(4)
        guard phone.count == 11, own[3..<7] != theirs[3..<7] else { return false }
        let name = Array(face.name.unicodeScalars)
        plan.card.phone = String(decoding: phone, as: UTF8.self)
        plan.surname = seller.surname
        plan.name =
            name.count == 2
            ? seller.surname + people.given(&random).lastScalar
            : seller.surname + people.given(&random).firstScalar + "\(name[name.count - 1])"
        return true
    }

    private func recycled(
        _ plan: inout Plan, _ seller: inout Seller, _ index: Int, _ random: inout SeededRandom
    ) -> Bool {
        let earliest = max(20, seller.firstDay + 6)
        guard earliest < 58, !seller.isFamilyPhone else { return false }
        let day = earliest + random.below(58 - earliest)
        seller.handover.phoneDay = day
        seller.handover.newPhone = People.phone(.hidden, index * 16 + 15)
        plan.card.phone = seller.cards[0].phone
        plan.days = (day + Self.daysOfRest)...(Season.days - 1)
        return true
    }

    /// `鞭炮小铺` beside `鞭炮小铺1`, on the same platform.
    private func copycat(
        _ plan: inout Plan, _ seller: Seller, _ number: Int, _ random: inout SeededRandom
    ) {
        let copied = random.pick(seller.accounts)
        let nick =
            switch random.below(4) {
            case 0: copied.nick + "1"
            case 1: copied.nick + random.pick(["优选", "总店", "南昌店"])
            case 2: "正宗" + copied.nick
            default: copied.nick
            }
        plan.account = Account(
            platform: copied.platform,
            id: Platforms.accountID(copied.platform, 870_000_000 + number), nick: nick)
    }

    private func formerOwner(
        _ plan: inout Plan, _ seller: inout Seller, _ random: inout SeededRandom
    ) -> Bool {
        guard seller.accounts.count > 1, seller.postWeight > 0 else { return false }
        let day = 22 + random.below(30)
        seller.handover.accountDay = day
        plan.account = seller.accounts[seller.accounts.count - 1]
        plan.days = 0...(day - 3)
        return true
    }
}

extension String {
    fileprivate var firstScalar: String { unicodeScalars.first.map { "\($0)" } ?? "" }
    fileprivate var lastScalar: String { unicodeScalars.last.map { "\($0)" } ?? "" }
}
