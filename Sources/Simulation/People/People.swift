import Primitives

/// Names, phones and accounts that belong to nobody: made from numbers, never from a list of real
/// people.
struct People: Sendable {
    let seed: UInt64
    let atlas: Atlas
    private let surnames: [String]
    private let surnameTable: WeightedTable

    init(seed: UInt64, atlas: Atlas) {
        self.seed = seed
        self.atlas = atlas
        let all = Self.surnameText.unicodeScalars.map { String($0) }
        surnames = all
        surnameTable = WeightedTable(all.indices.map { 1 / Double($0 + 4) })
    }

    /// Somebody who lives in or outside Nanchang.
    struct Person: Sendable {
        let name: String
        let surname: String
        let phone: String
        let home: Home
        let address: Address
    }

    /// Resident `index` of Nanchang; the same index is the same person all season.
    ///
    /// Three indexes in a row are one household with one address; a quarter of the households have
    /// one phone for all, which is the commonest honest reason for a shared number.
    func resident(_ index: Int) -> Person {
        let house = index / 3
        var home = SeededRandom(seed: seed, part: "house", index: house)
        let town = atlas.townTable.draw(&home)
        let address = atlas.dwelling(.local(town), &home)
        let shared = home.chance(0.25)
        let family = surname(&home)
        var own = SeededRandom(seed: seed, part: "resident", index: index)
        let surname = own.chance(0.6) ? family : self.surname(&own)
        let phone = Self.phone(.residents, shared ? house * 3 : index)
        return Person(
            name: surname + given(&own), surname: surname, phone: phone, home: .local(town),
            address: address)
    }

    /// Somebody outside Nanchang.
    func outsider(_ index: Int) -> Person {
        var own = SeededRandom(seed: seed, part: "outsider", index: index)
        let home = Home.far(atlas.farTable.draw(&own))
        let surname = surname(&own)
        return Person(
            name: surname + given(&own), surname: surname,
            phone: Self.phone(.outsiders, index), home: home,
            address: atlas.dwelling(home, &own))
    }

    func surname(_ random: inout SeededRandom) -> String { surnames[surnameTable.draw(&random)] }

    func given(_ random: inout SeededRandom) -> String {
        let last = random.pick(Self.lastGiven)
        return random.chance(0.35) ? last : random.pick(Self.firstGiven) + last
    }

    /// A WeChat id; unique for each `number` below ten million.
    static func wechat(_ number: Int, _ random: inout SeededRandom) -> String {
        let tail = padded((number &* 7_368_787 &+ 1_234_577) % 10_000_000, 7)
        switch random.below(5) {
        case 0: return "wx\(tail)_\(random.pick(syllables))"
        case 1: return random.pick(syllables) + random.pick(syllables) + tail
        case 2: return "\(random.pick(syllables))_\(tail)"
        case 3: return "\(random.pick(["a", "q", "z", "m", "ly", "nc"]))\(tail)"
        default: return random.pick(syllables) + tail
        }
    }

    /// The real-name token a courier keeps of a walk-in sender; unique below a hundred million.
    static func walkInToken(_ number: Int) -> String {
        "M\(padded(number &* 7_919 % 100_000_000, 8))"
    }

    static func qq(_ number: Int) -> String {
        String(200_000_000 + (number &* 738_678_787 &+ 99_991) % 2_700_000_000)
    }

    /// Blocks of numbers so that no two kinds of holder can share one by chance.
    enum Block: Int {
        case residents, outsiders, traders, outlets, hidden, shops, collectors, bystanders
    }

    /// The mobile number of holder `index` (below 2^28) of `block`: unique, and in no order.
    static func phone(_ block: Block, _ index: Int) -> String {
        let slot = (block.rawValue << 28) + index
        // A step prime to the count of numbers walks through all of them before one repeats.
        let numbers = prefixes.count * 100_000_000
        let place = (slot &* 1_618_033_993 &+ 314_159_265) % numbers
        return prefixes[place / 100_000_000] + padded(place % 100_000_000, 8)
    }

    /// `138****8000`.
    static func masked(phone: String) -> String {
        let digits = phone.utf8
        guard digits.count == 11 else { return phone }
        return String(Substring(digits.prefix(3))) + "****" + String(Substring(digits.suffix(4)))
    }

    /// `李*`, `欧*娜`: the standard hides at least one character.
    static func masked(name: String) -> String {
        let scalars = Array(name.unicodeScalars)
        guard scalars.count > 1 else { return name }
        if scalars.count == 2 { return "\(scalars[0])*" }
        return "\(scalars[0])*\(scalars[scalars.count - 1])"
    }

    private static let prefixes = [
        "130", "131", "132", "133", "134", "135", "136", "137", "138", "139", "147", "150", "151",
        "152", "153", "155", "156", "157", "158", "159", "166", "170", "173", "175", "176", "177",
        "178", "180", "181", "182", "183", "184", "185", "186", "187", "188", "189", "191", "193",
        "195", "198", "199",
    ]

    private static let surnameText =
        "刘熊万李胡王陈张罗徐黄吴涂龚邓周魏邹陶喻杨朱谢余曾江郭闵彭章曹夏程汪艾肖叶樊许何傅高宋郑梅袁廖赵韩聂付游帅"
        + "钟孙冯赖卢潘蔡钱姜严齐雷戴沈丁温聂支洪左甘石晏焦桂舒官桑应裴温饶"

    private static let firstGiven = [
        "小", "晓", "志", "建", "文", "国", "海", "春", "玉", "美", "雨", "子", "思", "梓", "家", "俊", "世", "德",
        "金", "水", "细", "根", "秋", "冬", "红", "雅", "诗", "欣", "佳", "永", "明", "光", "云", "长", "学",
    ]

    private static let lastGiven = [
        "伟", "强", "磊", "军", "勇", "杰", "涛", "明", "超", "刚", "平", "辉", "鹏", "华", "飞", "鑫", "波", "斌",
        "宇", "浩", "凯", "俊", "峰", "芳", "娜", "秀", "敏", "静", "丽", "艳", "娟", "霞", "燕", "玲", "桂", "英",
        "婷", "雪", "慧", "莉", "佳", "欣", "怡", "花", "兰", "香", "根", "生", "宝", "珍", "萍", "荣", "梅", "琴",
        "龙", "虎", "清", "林", "泉", "发", "财", "轩", "涵", "萱", "琪", "瑶", "妹", "女", "保", "德",
    ]

    private static let syllables = [
        "xiao", "ming", "li", "wang", "xiong", "wan", "tu", "hong", "mei", "jia", "yun", "feng",
        "hai", "xin", "yu", "an", "ping", "fu", "lan", "qin", "tao", "bo", "jun", "ling", "ting",
        "ya", "le", "da", "er", "guo", "hui", "rui", "chen", "mo", "ke", "nan", "gan", "bao",
        "shun", "fa", "cai", "xi", "hua", "dou", "mi", "tang", "guo", "niu", "tu", "zz", "abc",
    ]
}
