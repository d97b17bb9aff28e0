import Primitives

/// On which day which bystander posts or sends: indexes of bystanders, one a record, by day.
struct BystanderPlan {
    private(set) var posts: [[Int]]
    private(set) var parcels: [[Int]]

    init(city: City) {
        posts = Array(repeating: [], count: Season.days)
        parcels = posts
        for (index, bystander) in city.bystanders.enumerated() {
            var random = SeededRandom(seed: city.seed, part: "bystander-days", index: index)
            for _ in 0..<bystander.posts { posts[random.within(bystander.days)].append(index) }
            for _ in 0..<bystander.parcels { parcels[random.within(bystander.days)].append(index) }
        }
    }
}

extension OrdinaryPosts {
    /// A post of bystander `index`: his lawful goods, or what neighbours write.
    func post(of index: Int, _ day: Int, _ random: inout SeededRandom) -> ListingDraft {
        let bystander = city.bystanders[index]
        let account = bystander.account
        let voice = Voice(
            people: city.people, atlas: city.atlas, home: bystander.home, card: bystander.card,
            surname: bystander.surname, nick: account.nick)
        let kind = Platforms.kind(account.platform, &random)
        let table =
            bystander.trade.map { trade in
                kind == .comment || kind == .chat
                    ? (kind == .chat ? tables.tradeChat : tables.comment)
                    : random.pick(tables.goods[trade])
            } ?? tables.neighbour(kind, &random)
        let saying = city.book.say(table, voice, &random)
        var draft = finished(
            .bystander(index), account, voice, kind, saying,
            contactShare: bystander.trade == nil ? 0.35 : 0.5, below: tables.below(table),
            &random)
        draft.second = day * 86_400 + Clock.posting(&random)
        return draft
    }
}

extension OrdinaryParcels {
    /// A parcel of bystander `index`: goods of his trade, or what households send.
    func parcel(of index: Int, _ day: Int, _ random: inout SeededRandom) -> WaybillDraft {
        let bystander = city.bystanders[index]
        let outlet = bystander.outlet
        let trade = bystander.trade.map { TradeKinds.all[$0] }
        let second = day * 86_400 + Clock.counter(&random)
        let isNear = random.chance(0.25)
        let table = bystander.trade.map { byTrade[$0] } ?? home
        let saying = city.book.say(table, city.plainVoice, &random)
        var draft = WaybillDraft(
            second: second, behind: .bystander(index), courier: outlet.courier,
            sender: writer.label(
                name: bystander.name,
                phone: outlet.printsOwnPhone ? outlet.phone : bystander.card.phone,
                address: bystander.address, otherwise: 0.2,
                wholeShare: outlet.printsOwnPhone
                    ? 1 : Couriers.all[outlet.courier].wholePhones, &random),
            receiver: writer.receiver(isNear: isNear, &random), declared: saying.text)
        draft.account = bystander.contract?.id
        draft.outlet = outlet.name
        draft.outletAddress = random.chance(0.8) ? outlet.address : nil
        weigh(&draft, saying.price ?? 1_000, trade?.density ?? 110...420, &random)
        if random.chance(trade?.orders ?? 0) { draft.order = writer.orderNumber(second, &random) }
        finish(&draft, isNear: isNear, insuredShare: 0.05, receiverPays: 0.1, &random)
        return draft
    }
}
