import Primitives

/// Parcels of households and honest traders.
struct OrdinaryParcels: Sendable {
    let city: City
    let writer: ParcelWriter
    let home: Int
    private let festival: Int
    private let vague: Int
    private let remarks: Int
    private let harmless: Int
    private let other: Int
    let byTrade: [Int]
    private let traderShares: [Double]

    init(city: City) {
        self.city = city
        writer = ParcelWriter(city: city)
        home = city.book.table("p.home")
        festival = city.book.table("p.festival")
        vague = city.book.table("p.vague")
        remarks = city.book.table("r.plain")
        harmless = city.book.table("x.harmless")
        other = city.book.table("x.other")
        byTrade = TradeKinds.all.map { city.book.table($0.parcels) }
        let sum = city.traders.reduce(0) { $0 + $1.parcelWeight }
        traderShares = city.traders.map { $0.parcelWeight / sum }
    }

    /// All ordinary parcels of `day`, `count` of them, in no order.
    func day(_ day: Int, count: Int, _ random: inout SeededRandom) -> [WaybillDraft] {
        var drafts: [WaybillDraft] = []
        drafts.reserveCapacity(count)
        // Households send more of all parcels as the festival comes near.
        let households = 0.24 + 0.14 * Double(day) / Double(Season.days)
        let shops = Double(count) * (1 - households)
        for (index, share) in traderShares.enumerated() {
            for _ in 0..<random.rounded(shops * share * (0.75 + 0.5 * random.unit()))
            where drafts.count < count {
                drafts.append(traded(index, day, &random))
            }
        }
        while drafts.count < count { drafts.append(posted(day, &random)) }
        return drafts
    }

    /// A parcel of a trader.
    private func traded(
        _ index: Int, _ day: Int, _ random: inout SeededRandom
    ) -> WaybillDraft {
        let trader = city.traders[index]
        let trade = TradeKinds.all[trader.kind]
        let choice = random.below(trader.outlets.count)
        let outlet = trader.outlets[choice]
        let courier = Couriers.all[outlet.courier]
        let second = day * 86_400 + random.pick(trader.pickups) + random.below(2_400)
        let card = random.pick(trader.cards)
        let isLocal = if case .local = trader.home { true } else { false }
        let isNear = isLocal ? random.chance(0.24) : true
        let goods = trader.isVague ? vague : byTrade[trader.kind]
        let saying = city.book.say(goods, city.plainVoice, &random)
        let pieces = random.chance(0.05) ? 2 + random.below(5) : 1
        let grams = trader.carton.map { $0 + random.below(90) } ?? (saying.price ?? 1_000)
        var draft = WaybillDraft(
            second: second, behind: .trader(index), courier: outlet.courier,
            sender: writer.label(
                name: random.pick(trader.names), phone: card.phone, address: trader.address,
                otherwise: 0.05, wholeShare: courier.wholePhones, &random),
            receiver: writer.receiver(isNear: isNear, &random), declared: saying.text,
            quantity: pieces)
        draft.account = trader.contracts.first { $0.courier == outlet.courier }?.id
        draft.outlet = outlet.name
        draft.outletAddress = random.chance(0.8) ? outlet.address : nil
        weigh(&draft, grams * pieces, trade.density, &random)
        if random.chance(trade.orders) { draft.order = writer.orderNumber(second, &random) }
        finish(&draft, isNear: isNear, insuredShare: 0.04, receiverPays: 0.06, &random)
        return draft
    }

    /// A parcel of somebody at a counter.
    private func posted(_ day: Int, _ random: inout SeededRandom) -> WaybillDraft {
        let index = city.someResident(&random)
        let sender = city.people.resident(index)
        let town = if case .local(let town) = sender.home { town } else { 0 }
        let outlet = city.network.near(
            town, county: city.atlas.towns[town].county, freight: random.chance(0.01), &random)
        let second = day * 86_400 + Clock.counter(&random)
        let isNear = random.chance(0.2)
        let festive = day > 45 && random.chance(Double(day - 45) / 75)
        let table = festive ? festival : random.chance(0.1) ? vague : home
        let saying = city.book.say(table, city.plainVoice, &random)
        let collector = random.chance(Network.collectorShare) ? outlet.collector : nil
        var draft = WaybillDraft(
            second: second, behind: .resident(index), courier: outlet.courier,
            sender: writer.label(
                name: sender.name,
                phone: outlet.printsOwnPhone ? outlet.phone : collector ?? sender.phone,
                address: sender.address, otherwise: 0.2,
                wholeShare: outlet.printsOwnPhone
                    ? 1 : Couriers.all[outlet.courier].wholePhones, &random),
            receiver: familiar(index, isNear: isNear, &random), declared: saying.text)
        // The courier's real-name token of a walk-in customer.
        if random.chance(0.25) { draft.account = People.walkInToken(index) }
        draft.outlet = outlet.name
        draft.outletAddress = random.chance(0.8) ? outlet.address : nil
        weigh(&draft, saying.price ?? 1_000, 110...420, &random)
        finish(&draft, isNear: isNear, insuredShare: 0.07, receiverPays: 0.15, &random)
        return draft
    }

    /// People write to the same few relatives and friends.
    private func familiar(
        _ index: Int, isNear: Bool, _ random: inout SeededRandom
    ) -> Label {
        guard !isNear, random.chance(0.6) else {
            return writer.receiver(isNear: isNear, &random)
        }
        let person = city.people.outsider((index &* 31 &+ random.below(3)) % city.outsiders)
        return writer.label(
            name: person.name, phone: person.phone, address: person.address, wholeShare: 0.3,
            &random)
    }

    func weigh(
        _ draft: inout WaybillDraft, _ grams: Int, _ density: ClosedRange<Int>,
        _ random: inout SeededRandom
    ) {
        let scaled = writer.scaled(grams, courier: draft.courier)
        if !random.chance(0.01) { draft.grams = scaled }
        guard random.chance(0.55) else { return }
        draft.sides = writer.sides(grams: grams, density: random.within(density), &random)
    }

    func finish(
        _ draft: inout WaybillDraft, isNear: Bool, insuredShare: Double, receiverPays: Double,
        _ random: inout SeededRandom
    ) {
        draft.delivered = writer.delivery(
            draft.second, isNear: isNear, isFreight: Couriers.all[draft.courier].isFreight, &random)
        draft.payer = writer.payer(receiverPays, &random)
        if random.chance(insuredShare) { draft.insured = (1 + random.below(30)) * 100 }
        if random.chance(0.12) {
            draft.remarks = city.book.say(remarks, city.plainVoice, &random).text
        }
        writer.quietMarks(&draft, inspectedShare: 0.74, &random)
        guard random.chance(0.004) else { return }
        draft.xray = "suspect"
        draft.inspected = true
        let table = random.chance(0.72) ? harmless : other
        draft.finding = city.book.say(table, city.plainVoice, &random).text
    }
}
