import Primitives

/// Ways to reach somebody.
struct ContactCard: Sendable {
    var phone: String
    var wechat: String
    var qq: String?
}

/// Fireworks as a seller calls and sells them.
struct Firework: Sendable {
    let word: String
    /// Yuan a unit or carton.
    let price: ClosedRange<Int>
    /// Grams of a carton as it is posted.
    let carton: ClosedRange<Int>
}

/// Who speaks: what the slots of a template stand for.
struct Voice {
    let people: People
    let atlas: Atlas
    let home: Home
    let card: ContactCard
    let surname: String
    let nick: String
    var price = 0
    /// Sellers of fireworks only.
    var trade: Trade?

    struct Trade {
        let goods: [Firework]
        let habit: DisguiseHabit
        let disguise: Disguise
        let origin: String
    }

    func word(_ slot: Slot, _ random: inout SeededRandom) -> String {
        switch slot {
        case .good: hidden(trade.map { random.pick($0.goods).word } ?? "烟花", &random)
        case .goods: goods(&random)
        case .fireworks: hidden(random.chance(0.85) ? "烟花" : "烟花爆竹", &random)
        case .crackers: hidden(random.chance(0.8) ? "鞭炮" : "爆竹", &random)
        case .price: String(price)
        case .hiddenWechat: ContactDisguise.account(card.wechat, &random)
        case .hiddenPhone: ContactDisguise.number(card.phone, &random)
        case .qq: card.qq ?? card.wechat
        case .wechat: card.wechat
        case .phone: card.phone
        case .town, .county, .street, .village, .estate: place(slot, &random)
        case .surname: surname
        case .given: people.given(&random)
        case .nick: nick
        case .origin: trade?.origin ?? "浏阳"
        }
    }

    private func hidden(_ word: String, _ random: inout SeededRandom) -> String {
        guard let trade else { return word }
        return trade.disguise.hide(word, trade.habit, &random)
    }

    private func goods(_ random: inout SeededRandom) -> String {
        guard let trade else { return "年货" }
        let some = random.sample(trade.goods, 2 + random.below(2))
        let mark = random.pick(["、", " ", "/", "，", "+"])
        return some.map { hidden($0.word, &random) }.joined(separator: mark)
    }

    private func place(_ slot: Slot, _ random: inout SeededRandom) -> String {
        switch slot {
        case .village: return atlas.village(&random)
        case .estate: return random.pick(Nanchang.estates)
        default: break
        }
        guard case .local(let index) = home else {
            let place = atlas.far(home)
            switch slot {
            case .street: return random.pick(Elsewhere.streets)
            case .town: return place.map { $0.town.isEmpty ? $0.county : $0.town } ?? ""
            default: return place?.county ?? ""
            }
        }
        let county = atlas.county(of: index)
        switch slot {
        case .street: return random.pick(county.streets)
        case .town: return atlas.towns[index].short
        default: return county.short
        }
    }
}
