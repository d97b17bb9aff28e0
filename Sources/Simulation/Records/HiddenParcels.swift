import Primitives

/// Parcels of hidden sellers.
struct HiddenParcels: Sendable {
    let city: City
    private let writer: ParcelWriter
    private let sender: Int
    private let remarks: Int
    private let plainRemarks: Int
    private let found: Int
    private let image: Int
    private let cover: Int

    init(city: City) {
        self.city = city
        writer = ParcelWriter(city: city)
        sender = city.book.table("n.sender")
        remarks = city.book.table("r.hidden")
        plainRemarks = city.book.table("r.plain")
        found = city.book.table("x.fire")
        image = city.book.table("x.image")
        cover = city.book.table("p.home")
    }

    /// One parcel of seller `index` on `day`.
    func parcel(_ index: Int, _ day: Int, _ random: inout SeededRandom) -> WaybillDraft {
        let seller = city.sellers[index]
        let face = random.pick(seller.faces)
        let voice = city.voice(of: seller, as: nil, card: seller.card(0, on: day))
        let isCover = random.chance(0.05)
        let second = day * 86_400 + handIn(seller, index, day, &random)
        let isNear = random.chance(seller.nearShare)
        let name = face.name.isEmpty ? city.book.say(sender, voice, &random).text : face.name
        let collector =
            face.contract == nil && random.chance(Network.collectorShare)
            ? face.outlet.collector : nil
        let wholeShare =
            face.outlet.printsOwnPhone
            ? 1
            : Couriers.all[face.outlet.courier].wholePhones
                * (seller.habit == .ants ? 0.7 : seller.openness == .hard ? 0.8 : 1)
        var draft = WaybillDraft(
            second: second, behind: .seller(index), isCover: isCover, courier: face.outlet.courier,
            sender: writer.label(
                name: name,
                phone: face.outlet.printsOwnPhone
                    ? face.outlet.phone : collector ?? seller.phone(face.phone, on: day),
                address: face.address, otherwise: 0.3, wholeShare: wholeShare, &random),
            receiver: receiver(seller, isNear: isNear, &random),
            declared: random.pick(seller.declared))
        draft.account = face.contract?.id ?? (random.chance(0.25) ? face.walkIn?.id : nil)
        draft.outlet = face.outlet.name
        draft.outletAddress = random.chance(0.8) ? face.outlet.address : nil
        weigh(&draft, seller, &random)
        if random.chance(seller.ordersShare) { draft.order = writer.orderNumber(second, &random) }
        if isCover { uncover(&draft, &random) }
        finish(&draft, seller, isNear: isNear, isCover: isCover, voice, &random)
        return draft
    }

    /// A day's parcels come in one or two goes.
    private func handIn(
        _ seller: Seller, _ index: Int, _ day: Int, _ random: inout SeededRandom
    ) -> Int {
        var go = SeededRandom(
            seed: city.seed, part: "hand-in", index: index * 1_024 + day * 4 + random.below(2))
        let start =
            go.chance(seller.eveningShare) ? Clock.evening(&go) : Clock.counter(&go)
        return min(start + random.below(1_500), 86_399)
    }

    private func receiver(
        _ seller: Seller, isNear: Bool, _ random: inout SeededRandom
    ) -> Label {
        guard isNear, !seller.stores.isEmpty, random.chance(0.6) else {
            return writer.receiver(isNear: isNear, &random)
        }
        let store = random.pick(seller.stores)
        return writer.label(
            name: store.name, phone: store.phone, address: store.address, wholeShare: 0.4, &random)
    }

    private func weigh(
        _ draft: inout WaybillDraft, _ seller: Seller, _ random: inout SeededRandom
    ) {
        let isFreight = Couriers.all[draft.courier].isFreight
        var pieces = random.chance(0.08) ? 2 : 1
        if isFreight { pieces = 1 + random.below(8) }
        let good = random.pick(seller.goods)
        var grams =
            seller.cartons.isEmpty
            ? random.within(good.carton) : random.pick(seller.cartons) + random.below(80)
        if seller.habit == .ants {
            grams = min(max(grams, 3_000), 12_000)
            pieces = 1
        }
        if seller.habit == .resale { grams = 1_000 + random.below(6_000) }
        draft.quantity = pieces
        draft.grams = writer.scaled(grams * pieces, courier: draft.courier)
        guard random.chance(0.55) else { return }
        // Paper tubes, cardboard and air: 330 to 560 grams a litre.
        draft.sides = writer.sides(
            grams: grams, density: 330 + random.below(230), &random)
    }

    /// Also hidden sellers send clothes to their mothers.
    private func uncover(_ draft: inout WaybillDraft, _ random: inout SeededRandom) {
        let saying = city.book.say(cover, city.plainVoice, &random)
        draft.declared = saying.text
        draft.quantity = 1
        draft.grams = writer.scaled(saying.price ?? 1_000, courier: draft.courier)
        draft.sides = []
    }

    private func finish(
        _ draft: inout WaybillDraft, _ seller: Seller, isNear: Bool, isCover: Bool, _ voice: Voice,
        _ random: inout SeededRandom
    ) {
        draft.delivered = writer.delivery(
            draft.second, isNear: isNear, isFreight: Couriers.all[draft.courier].isFreight, &random)
        draft.payer = writer.payer(0.18, &random)
        if random.chance(0.02) { draft.insured = (1 + random.below(12)) * 100 }
        if random.chance(seller.openness == .hard ? 0.1 : 0.3) {
            let slips = seller.openness != .hard && random.chance(0.75)
            draft.remarks =
                city.book.say(slips ? remarks : plainRemarks, voice, &random).text
        }
        writer.quietMarks(&draft, inspectedShare: 0.45, &random)
        guard !isCover, random.chance(seller.openness == .hard ? 0.018 : 0.038) else { return }
        let isOpened = random.chance(0.65)
        draft.finding = city.book.say(isOpened ? found : image, voice, &random).text
        draft.xray = isOpened && random.chance(0.4) ? "passed" : "suspect"
        draft.inspected = isOpened ? true : draft.inspected
        if isOpened || random.chance(0.5) { draft.delivered = nil }
    }
}
