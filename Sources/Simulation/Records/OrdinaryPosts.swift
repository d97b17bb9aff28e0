import Primitives

/// Posts of neighbours, traders, news accounts and licensed shops.
struct OrdinaryPosts: Sendable {
    let city: City
    let writer: PostWriter
    private let traders: WeightedTable
    let tables: PostTables

    init(city: City) {
        self.city = city
        writer = PostWriter(city: city)
        traders = WeightedTable(city.traders.map(\.postWeight))
        tables = PostTables(city.book)
    }

    /// One ordinary post of `day`.
    func post(_ day: Int, _ random: inout SeededRandom) -> ListingDraft {
        var draft =
            switch random.weighted([49, 37.5, 4.5, 1.8, 6.2, 1]) {
            case 0: neighbour(&random)
            case 1: trader(&random)
            case 2: media(&random)
            case 3: shop(&random)
            case 4: aboutFireworks(&random)
            default: licensedWork(&random)
            }
        draft.second = day * 86_400 + Clock.posting(&random)
        return draft
    }

    private func neighbour(_ random: inout SeededRandom) -> ListingDraft {
        let (behind, account, voice) = somebody(&random)
        let kind = Platforms.kind(account.platform, &random)
        let table = tables.neighbour(kind, &random)
        let saying = city.book.say(table, voice, &random)
        return finished(
            behind, account, voice, kind, saying, contactShare: 0.06, below: tables.below(table),
            &random)
    }

    private func trader(_ random: inout SeededRandom) -> ListingDraft {
        let index = traders.draw(&random)
        let trader = city.traders[index]
        let account = random.pick(trader.accounts)
        let kind = Platforms.kind(account.platform, &random)
        let card = random.pick(trader.cards)
        let voice = Voice(
            people: city.people, atlas: city.atlas, home: trader.home, card: card,
            surname: trader.surname, nick: account.nick)
        // Honest shops repeat themselves too.
        let isKept = random.chance(0.3)
        let slot = (index * 4 + random.below(4)) * 4 + kind.rawValue
        var words =
            isKept
            ? SeededRandom(seed: city.seed, part: "trader-post", index: slot)
            : SeededRandom(seed: random.next(), part: "trader-post")
        let goods = tables.goods[trader.kind]
        let table =
            switch kind {
            case .listing: words.pick(goods)
            case .caption: words.chance(0.5) ? words.pick(goods) : tables.shop
            case .comment: words.chance(0.4) ? words.pick(goods) : tables.comment
            case .chat: words.chance(0.7) ? tables.tradeChat : words.pick(goods)
            }
        let saying = city.book.say(table, voice, &words)
        return finished(
            .trader(index), account, voice, kind, saying, contactShare: 0.34,
            below: tables.below(table), words: words, &random)
    }

    private func media(_ random: inout SeededRandom) -> ListingDraft {
        let number = random.below(40)
        let (account, voice) = press(number, &random)
        // The same news goes through many accounts, with the same hotline in it.
        var words = SeededRandom(seed: random.next(), part: "news")
        if random.chance(0.45) {
            words = SeededRandom(seed: city.seed, part: "news", index: random.below(60))
        }
        let saying = city.book.say(words.chance(0.6) ? tables.news : tables.warning, voice, &words)
        let kind: PostKind =
            account.platform == 3 ? .chat : random.chance(0.85) ? .caption : .comment
        return finished(
            .press(number), account, voice, kind, saying, contactShare: 0, words: words, &random)
    }

    private func shop(_ random: inout SeededRandom) -> ListingDraft {
        let index = random.pick(city.shops.indices.filter { !city.shops[$0].accounts.isEmpty })
        let shop = city.shops[index]
        let account = shop.accounts[0]
        let voice = Voice(
            people: city.people, atlas: city.atlas, home: .local(shop.town), card: shop.card,
            surname: shop.surname, nick: account.nick)
        let saying = city.book.say(tables.licensed, voice, &random)
        return finished(
            .shop(index), account, voice, .caption, saying, contactShare: 0.6, &random)
    }

    private func aboutFireworks(_ random: inout SeededRandom) -> ListingDraft {
        let (behind, account, voice) = somebody(&random)
        let kind = Platforms.kind(account.platform, &random)
        let table = tables.fire[tables.fireWeights.draw(&random)]
        let saying = city.book.say(table, voice, &random)
        return finished(
            behind, account, voice, kind == .listing ? .caption : kind, saying, contactShare: 0,
            &random)
    }

    private func licensedWork(_ random: inout SeededRandom) -> ListingDraft {
        let (behind, account, voice) = somebody(&random)
        let saying = city.book.say(tables.show, voice, &random)
        let kind: PostKind = random.chance(0.5) ? .listing : .caption
        return finished(behind, account, voice, kind, saying, contactShare: 0.4, &random)
    }

    /// A resident with his account on some platform.
    private func somebody(_ random: inout SeededRandom) -> (Behind, Account, Voice) {
        let index = random.below(city.residents)
        let platform = Platforms.ofPeople.draw(&random)
        let person = city.people.resident(index)
        var own = SeededRandom(seed: city.seed, part: "account", index: index * 8 + platform)
        let card = ContactCard(
            phone: person.phone, wechat: People.wechat(index, &own), qq: nil)
        let voice = Voice(
            people: city.people, atlas: city.atlas, home: person.home, card: card,
            surname: person.surname, nick: "")
        let account = Account(
            platform: platform, id: Platforms.accountID(platform, index * 8 + platform),
            nick: city.book.say(tables.nick, voice, &own).text)
        return (.resident(index), account, voice)
    }

    /// One of forty local news and community accounts.
    private func press(_ number: Int, _ random: inout SeededRandom) -> (Account, Voice) {
        var own = SeededRandom(seed: city.seed, part: "press", index: number)
        let platform = own.pick([1, 2, 2, 3, 5])
        let town = city.atlas.townTable.draw(&own)
        let voice = Voice(
            people: city.people, atlas: city.atlas, home: .local(town),
            card: city.plainVoice.card, surname: "", nick: "")
        let account = Account(
            platform: platform, id: Platforms.accountID(platform, 880_000_000 + number),
            nick: city.book.say(tables.press, voice, &own).text)
        return (account, voice)
    }

    func finished(
        _ behind: Behind, _ account: Account, _ voice: Voice, _ kind: PostKind, _ saying: Saying,
        contactShare: Double, below: Int? = nil, words: SeededRandom? = nil,
        _ random: inout SeededRandom
    ) -> ListingDraft {
        var dressing = words ?? SeededRandom(seed: random.next(), part: "dress")
        let text = PostDress.dressed(
            longer(saying.text, voice, kind, below: below, &dressing), kind: kind,
            county: writer.countyName(voice.home), &dressing)
        var draft = ListingDraft(
            second: 0, behind: behind, account: account, kind: kind, text: text,
            price: kind == .listing ? saying.price : nil)
        let shown = kind == .comment ? 0.25 : kind == .caption ? 0.6 : 1
        if random.chance(contactShare * shown) {
            draft.contacts = writer.contacts(
                voice.card, wechatShare: 0.6, phoneShare: 0.6, &random)
        }
        writer.placed(&draft, voice.home, &random)
        return draft
    }
}

extension OrdinaryPosts {
    /// Most goods have a line or two of the table `below` under them, and people say two things in
    /// one comment.
    private func longer(
        _ text: String, _ voice: Voice, _ kind: PostKind, below: Int?,
        _ random: inout SeededRandom
    ) -> String {
        var result = text
        if kind == .listing, let below {
            // Two different lines: a shop is not five and twelve years old.
            let count = city.book.count(below)
            let first = random.below(count)
            let second = (first + 1 + random.below(count - 1)) % count
            for line in [first, second].prefix(random.weighted([18, 50, 32])) {
                result += "，" + city.book.say(below, line: line, voice, &random).text
            }
        }
        if kind == .comment, random.chance(0.3) {
            result += "，" + city.book.say(tables.comment, voice, &random).text
        }
        return result
    }
}

/// The tables ordinary posts come from.
struct PostTables: Sendable {
    let goods: [[Int]]
    let shop: Int
    let comment: Int
    let tradeChat: Int
    let news: Int
    let warning: Int
    let licensed: Int
    let show: Int
    let nick: Int
    let press: Int
    private let more: Int
    private let used: Int
    private let usedGoods: Int
    /// Work, rooms and files: nothing that is wrapped and sent.
    private let noGoods: [Int]
    let fire: [Int]
    let fireWeights = WeightedTable([34, 26, 14, 26])
    private let byKind: [([Int], WeightedTable)]

    init(_ book: Phrasebook) {
        goods = TradeKinds.all.map { $0.goods.map { book.table($0) } }
        shop = book.table("s.shop")
        comment = book.table("s.comment")
        tradeChat = book.table("s.trade")
        news = book.table("f.news")
        warning = book.table("f.warn")
        licensed = book.table("f.shop")
        show = book.table("f.show")
        nick = book.table("n.person")
        press = book.table("n.media")
        more = book.table("m.more")
        used = book.table("m.used")
        usedGoods = book.table("g.used")
        noGoods = ["g.services", "g.business", "g.screen", "g.machine", "s.shop"]
            .map { book.table($0) }
        fire = ["f.citizen", "f.memory", "f.buyer", "f.other"].map { book.table($0) }
        let used = ["g.used", "g.services"].map { book.table($0) }
        let any = PhraseTables.all.map(\.name).filter { $0.hasPrefix("g.") }
            .map { book.table($0) }.filter { !used.contains($0) }
        byKind = [
            (used + any, WeightedTable([26, 16] + any.map { _ in 58.0 / Double(any.count) })),
            (
                ["s.life", "s.food", "s.show", "s.home"].map { book.table($0) },
                WeightedTable([40, 20, 20, 20])
            ),
            (["s.comment", "s.ask"].map { book.table($0) }, WeightedTable([70, 30])),
            (["s.chat", "s.estate"].map { book.table($0) }, WeightedTable([62, 38])),
        ]
    }

    /// What a seller adds below goods of `table`, if anything.
    func below(_ table: Int) -> Int? {
        if table == usedGoods { return used }
        return noGoods.contains(table) ? nil : more
    }

    /// A table of what neighbours write as `kind`.
    func neighbour(_ kind: PostKind, _ random: inout SeededRandom) -> Int {
        let (tables, weights) = byKind[kind.rawValue]
        return tables[weights.draw(&random)]
    }
}
