/// The words that tell ranks of divisions, roads and places in an address, as scalars.
///
/// They are the grammar of addresses, not data: what is named (which divisions there are) comes
/// from `divisions.tsv`.
enum DivisionWords {
    private static func words(_ text: String) -> [[UInt32]] {
        text.split(separator: " ").map { $0.unicodeScalars.map(\.value) }
            .sorted { $0.count > $1.count }
    }

    private static func set(_ text: String) -> Set<UInt32> {
        Set(text.unicodeScalars.map(\.value))
    }

    /// Beijing, Tianjin, Shanghai, Chongqing, Hong Kong and Macao (GB/T 2260): city and province
    /// are one.
    static func isMunicipality(_ code: UInt32) -> Bool {
        [110000, 120000, 310000, 500000, 810000, 820000].contains(code)
    }

    /// What kinds of development zone are called (高新区, 经开区), by the kind in the table.
    static let zoneNames: [String: [String]] = [
        "高新": ["高新区", "高新技术产业开发区", "高新技术开发区", "高新技术产业园区", "高新开发区", "高新技术区"],
        "经开": ["经开区", "经济技术开发区", "经济开发区", "开发区", "经济技术开发园区"],
    ]
    private static let allZoneNames = Set(zoneNames.values.joined())

    static func isZoneName(_ name: [UInt32]) -> Bool {
        var view = String.UnicodeScalarView()
        for value in name { view.append(Unicode.Scalar(value) ?? "\u{FFFD}") }
        return allZoneNames.contains(String(view))
    }

    static let provinceRanks = words("省 自治区 特别行政区 市")
    static let cityRanks = words("市 地区 州 盟 自治州")
    static let countyRanks = words("县 市 区 旗 自治县 自治旗")
    static let townRanks = words("街道办事处 街道办 办事处 街办 街道 镇 乡 镇政府 乡政府")
    /// By rank, provinces first.
    static let ranks = [provinceRanks, cityRanks, countyRanks, townRanks]
    static let countries = words("中华人民共和国 中国")
    private static let townSuffixes = words("街道办事处 街道 地区办事处 民族乡 镇 乡 地区")

    /// A town's name without what says its rank.
    static func townStem(_ name: [UInt32]) -> [UInt32] {
        for suffix in townSuffixes where name.count > suffix.count {
            if name.suffix(suffix.count).elementsEqual(suffix) {
                return Array(name.dropLast(suffix.count))
            }
        }
        return name
    }

    /// What may stand between a name and the word for road: 中山东路, 解放南一路.
    static let directions = set("东西南北中前后上下内外新老旧横纵环支第一二三四五六七八九十1234567890")
    /// What makes the name before it a road's.
    static let roads = words("路 街 大街 大道 道 巷 弄 胡同 里 桥 线 高速 国道 省道 立交 隧道 坊 条")
    /// What makes the short name before it a place's: 龙泉苑, 上海大厦.
    static let places = words(
        """
        苑 花园 家园 小区 大厦 广场 公寓 宾馆 酒店 饭店 大酒店 商城 市场 商场 大学 学院 中学 小学 医院 公司 \
        集团 银行 港 码头 工业园 产业园 科技园 园 村 屯 组 镇 乡 新城 新村 公园 名城 豪庭 店 厂 楼 号 城 府 庭 \
        社区 中心 山庄 华庭 雅苑 名苑 国际 佳苑 嘉园 书院 人家 世家 湾 郡 墅 院 阁 轩 馆 食府 菜馆 会馆 \
        美食 幼儿园 寺 庙 塔 水库 大队 生产队 农场 林场 湖畔 河畔 百货 超市 饭庄 火锅 烧烤
        """)
    /// What makes the 村 before it part of an estate's name.
    static let estates = words("花园 家园 小区 苑 新城 广场 大厦 公寓 山庄 市场 小学 中学")
    /// Before 区 or 县 these make another word than a county's name: 小区, 一区, 东区.
    static let beforeOtherAreas = set("小社园校厂新地景城住库矿片商业务发展工东西南北中前后一二三四五六七八九十")
    /// What makes 区 or 市 before it part of another word: 市场, 区域.
    static let afterCity = set("场")
    static let afterCounty = set("域间块")
}
