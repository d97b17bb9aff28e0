import Primitives

/// Everything of a city that is settled before its first day.
final class City: Sendable {
    let seed: UInt64
    let listings: Int
    let waybills: Int
    let season = Season()
    let atlas: Atlas
    let people: People
    let book: Phrasebook
    let disguise = Disguise()
    let network: Network
    let traders: [Trader]
    let shops: [LicensedShop]
    let sellers: [Seller]
    let bystanders: [Bystander]
    let warehouses: Warehouses
    /// How many people there are to draw from; nobody is made before he is needed.
    let residents: Int
    let outsiders: Int
    /// Who speaks where it does not matter who speaks.
    let plainVoice: Voice

    init(seed: UInt64, listings: Int, waybills: Int) {
        self.seed = seed
        self.listings = listings
        self.waybills = waybills
        atlas = Atlas()
        people = People(seed: seed, atlas: atlas)
        book = Phrasebook()
        network = Network(seed: seed, atlas: atlas)
        residents = min(max(3_000, waybills / 3, listings), 3_000_000)
        outsiders = min(max(6_000, waybills / 2), 6_000_000)
        let size = min(max(waybills, listings * 10), 4_000_000)
        warehouses = Warehouses(seed: seed, atlas: atlas)
        let traders = TraderMaker(
            seed: seed, atlas: atlas, people: people, book: book, network: network
        ).all(local: 24 + size / 900, far: 24 + size / 800)
        self.traders = warehouses.housing(traders)
        shops = ShopMaker(seed: seed, atlas: atlas, people: people, book: book).all()
        // One for about 130 posts and 1,300 parcels.
        let sum = listings + waybills / 10
        let count = sum == 0 ? 0 : max(1, (sum + 130) / 260)
        let sellers = SellerMaker(
            seed: seed, atlas: atlas, people: people, book: book, network: network
        ).all(count)
        let tempting = TemptationMaker(
            seed: seed, atlas: atlas, people: people, book: book, network: network
        ).tempting(
            warehouses.housing(sellers), posts: listings / 25, parcels: waybills / 100)
        self.sellers = tempting.sellers
        bystanders = tempting.bystanders
        plainVoice = Voice(
            people: people, atlas: atlas, home: .local(0),
            card: ContactCard(phone: People.phone(.residents, 0), wechat: "nc0000000"),
            surname: "刘", nick: "")
    }

    /// A resident's index; a fifth of the people make half of the parcels.
    func someResident(_ random: inout SeededRandom) -> Int {
        random.chance(0.4) ? random.below(residents / 5 + 1) : random.below(residents)
    }

    /// The voice of a hidden seller; `account` has his nickname.
    func voice(of seller: Seller, as account: Account?, card: ContactCard) -> Voice {
        var voice = Voice(
            people: people, atlas: atlas, home: seller.home, card: card,
            surname: seller.surname, nick: account?.nick ?? "")
        voice.trade = Voice.Trade(
            goods: seller.goods, habit: seller.habits, disguise: disguise, origin: seller.origin)
        return voice
    }
}
