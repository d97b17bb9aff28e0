import Primitives

/// A line of honest business.
struct TradeKind: Sendable {
    let name: String
    /// Tables of what it posts and of what it declares.
    let goods: [String]
    let parcels: String
    let place: String
    /// Share of parcels with the number of a platform order.
    let orders: Double
    /// Grams a litre.
    let density: ClosedRange<Int>
    let weight: Double
    /// Words for its yard in an address.
    let yard: String
}

enum TradeKinds {
    /// `name|goods|parcels|place|orders %|density|weight|yard`; place is `any`, `far`, a county's
    /// code, a town of Nanchang, or `p:` and a county of the production areas.
    static let lines = """
        玩具|g.toys,g.bubble|p.toys|any|85|90-220|10|玩具店
        文具|g.stationery|p.stationery|any|85|250-600|7|文具批发部
        百货|g.daily|p.daily|any|40|120-420|14|洪城大市场仓库
        服装|g.clothes|p.clothes|any|88|90-260|14|服装仓
        零食|g.snacks|p.snacks|any|78|180-450|10|食品仓
        美妆|g.beauty,g.hair|p.beauty|far|82|200-600|7|电商产业园
        饰品|g.hair|p.phone|far|90|120-400|5|小商品市场
        母婴|g.baby|p.daily|far|86|100-380|5|母婴仓
        数码|g.phone|p.phone|far|90|200-700|9|电子城
        家居|g.home|p.daily|far|82|100-400|8|家居仓
        宠物|g.pets|p.pets|any|84|250-700|4|宠物用品仓
        婚庆|g.wedding|p.wedding|any|70|80-300|5|婚庆用品店
        年节|g.festive|p.festive|any|72|80-300|6|春节用品批发部
        苗木|g.plants|p.plants|any|60|150-400|4|苗圃
        音响|g.speaker|p.speaker|any|80|200-500|3|电子产品店
        渔具|g.fishing|p.fishing|any|80|150-600|3|渔具店
        五金|g.hardware|p.hardware|any|45|600-2200|8|五金建材市场
        脐橙|g.fruit|p.fruit|any|30|420-560|10|果园分拣仓
        腊味|g.cured|p.cured|any|40|300-650|7|农产品店
        毛笔|g.pens|p.pens|文港镇|55|150-450|6|笔庄
        医械|g.medical|p.medical|360124|60|90-350|5|医疗器械厂
        白酒|g.liquor|p.liquor|李渡镇|45|600-900|4|酒坊
        水产|g.crab|p.crab|360124|50|350-700|3|水产合作社
        米粉|g.noodles|p.noodles|any|70|300-600|5|食品厂
        汽配|g.auto|p.auto|360121|40|250-1200|6|汽配城
        门窗|g.doors|p.hardware|360123|25|500-1800|5|门窗厂
        图书|g.books|p.books|any|85|450-800|5|图书仓
        茶叶|g.tea|p.tea|any|75|150-420|4|茶庄
        瓷器|g.porcelain|p.liling|far|75|300-800|4|陶瓷市场
        工厂|g.business|p.factory|any|10|150-1200|10|工业园厂房
        浏阳特产|g.liuyang|p.liuyang|p:浏阳市|65|250-700|6|食品厂
        醴陵瓷器|g.liling|p.liling|p:醴陵市|70|300-800|5|瓷厂
        万载土产|g.wanzai|p.wanzai|p:万载县|60|300-700|3|合作社
        上栗食品|g.liuyang|p.liuyang|p:上栗县|55|250-700|3|食品厂
        花炮机械|g.machine|p.machine|p:浏阳市|8|500-2400|2|机械厂
        花炮机械|g.machine|p.machine|p:上栗县|8|500-2400|2|机械厂
        设计素材|g.screen|p.books|any|95|300-700|2|工作室
        """

    static let all: [TradeKind] = Simulation.lines(of: lines).map { line in
        let parts = fields(of: line)
        let density = fields(of: parts[5], separator: "-").compactMap { Int($0) }
        return TradeKind(
            name: parts[0], goods: fields(of: parts[1], separator: ","), parcels: parts[2],
            place: parts[3], orders: (Double(parts[4]) ?? 0) / 100,
            density: density[0]...density[1], weight: Double(parts[6]) ?? 1, yard: parts[7])
    }
}
