import Primitives

/// Posts of hidden sellers.
struct HiddenPosts: Sendable {
    let city: City
    private let writer: PostWriter
    private let anyKind: Int
    private let kinds: [Int]
    private let covers: [Int]

    init(city: City) {
        self.city = city
        writer = PostWriter(city: city)
        anyKind = city.book.table("o.kind")
        kinds = ["o.list", "o.caption", "o.comment", "o.chat"].map { city.book.table($0) }
        covers = ["g.used", "s.life", "s.comment", "s.chat"].map { city.book.table($0) }
    }

    /// One post of seller `index` on `day`.
    func post(_ index: Int, _ day: Int, _ random: inout SeededRandom) -> ListingDraft {
        let seller = city.sellers[index]
        let account = random.pick(Array(seller.accounts(on: day)))
        let kind = Platforms.kind(account.platform, &random)
        let isCover = seller.habit != .resale && random.chance(0.06)
        let card = random.below(seller.cards.count)
        var draft = ListingDraft(
            second: day * 86_400 + Clock.posting(&random), behind: .seller(index), isCover: isCover,
            account: account, kind: kind, text: "")
        if isCover {
            let saying = city.book.say(covers[kind.rawValue], city.plainVoice, &random)
            draft.text = saying.text
            draft.price = kind == .listing ? saying.price : nil
        } else {
            fill(&draft, index, card, day, &random)
        }
        let shares: (Double, Double) =
            switch seller.openness {
            case .plain: (0.4, 0.3)
            case .veiled: (0.34, 0.2)
            case .hard: (0.26, 0.12)
            }
        if !isCover {
            draft.contacts = writer.contacts(
                seller.card(card, on: day), wechatShare: shares.0, phoneShare: shares.1, &random)
        }
        writer.placed(&draft, seller.home, &random)
        return draft
    }

    /// A third of the posts repeat one of a few the seller keeps, word for word.
    private func fill(
        _ draft: inout ListingDraft, _ index: Int, _ card: Int, _ day: Int,
        _ random: inout SeededRandom
    ) {
        let seller = city.sellers[index]
        guard seller.habit != .resale, random.chance(0.36) else {
            compose(&draft, seller, card, day, &random)
            return
        }
        let slot = (index * 4 + random.below(3)) * 4 + draft.kind.rawValue
        var kept = SeededRandom(seed: city.seed, part: "kept-post", index: slot)
        compose(&draft, seller, kept.below(seller.cards.count), day, &kept)
        if random.chance(0.2) {
            draft.text += random.pick(["！", "~", " 🔥", "🎆", " 在线", "，今天", "🧨"])
        }
    }

    private func compose(
        _ draft: inout ListingDraft, _ seller: Seller, _ card: Int, _ day: Int,
        _ random: inout SeededRandom
    ) {
        var voice = city.voice(of: seller, as: draft.account, card: seller.card(card, on: day))
        let good = random.pick(seller.goods)
        voice.price = rounded(random.within(good.price), &random)
        let drawn = seller.tables[seller.tableWeights.draw(&random)]
        let table = drawn == anyKind ? kinds[draft.kind.rawValue] : drawn
        let text = city.book.say(table, voice, &random).text
        draft.text = PostDress.dressed(
            text, kind: draft.kind, county: writer.countyName(seller.home), &random)
        guard draft.kind == .listing, random.chance(0.8) else { return }
        // Who hides his goods hides the price as well: 1 yuan, 999.
        let hidden = seller.openness != .plain && random.chance(0.3)
        draft.price = hidden ? random.pick([1, 1, 9, 99, 999, 9_999]) : voice.price
    }

    /// Prices end in 0, 5, 8 or 9.
    private func rounded(_ yuan: Int, _ random: inout SeededRandom) -> Int {
        guard yuan > 12 else { return yuan }
        return yuan / 10 * 10 + random.pick([0, 5, 8, 9])
    }
}
