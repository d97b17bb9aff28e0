/// The words that announce a contact, in folded spelling (docs/leads.md lists them with examples).
enum ContactWords {
    struct Word: Sendable {
        let scalars: [UInt32]
        /// A single letter or character that is a contact word only in company: 加 before it or a
        /// colon after it.
        let isWeak: Bool
        let isLatin: Bool

        init(_ text: String, isWeak: Bool = false) {
            scalars = text.unicodeScalars.map(\.value)
            self.isWeak = isWeak
            isLatin = text.utf8.allSatisfy { $0 < 0x80 }
        }
    }

    private static func strong(_ text: String) -> [Word] {
        text.split(separator: " ").map { Word(String($0)) }.longestFirst
    }

    private static func weak(_ text: String) -> [Word] {
        text.split(separator: " ").map { Word(String($0), isWeak: true) }
    }

    static let wechat =
        (strong(
            """
            微信号 微信 威信 薇信 维信 徽信 溦信 微❤ 威❤ v❤ v信 vx wx weixin wei信 wechat 绿泡泡 绿泡 绿色软件 \
            绿聊 卫星号
            """) + weak("卫星 围心 薇 威 微 卫 v 小绿书 绿书 小绿 💚 🛰")).longestFirst
    static let qq = (strong("qq号 qq 扣扣号 扣扣 企鹅号 企鹅 球球号") + weak("q 扣 球球")).longestFirst
    /// What may stand between the word and the id.
    static let fillers = strong("号码 号 是 为 搜索 搜 加 找 同号 联系 id")
    /// What makes a weak word a contact word.
    static let inviting = strong("加 加个 + ➕ 佳 家 嘉 添加")
    /// What an id can follow without a word for WeChat.
    static let adding = strong("加 + ➕ 添加")
    /// What may stand right behind a mobile: 13800138000v同步.
    static let sameNumber = strong("vx wx v w q")
    /// A number after these names a thing.
    static let numbering = strong("单号 订单 编号 货号 型号 款号 批号 证号 条码")
    /// Four digits after these are the end of a number.
    static let endings = strong("尾号 尾数 后四位 后4位 末四位")
    static let groups = strong("群 裙 裙号 群号")
    /// Written between the halves of a torn id.
    static let joins = strong("连着 连起来 连上 去空格")
    /// Latin words that stand after a contact word and are no ids.
    static let products = [
        "iphone", "ipad", "android", "huawei", "xiaomi", "redmi", "oppo", "vivo", "honor",
        "samsung", "taobao", "douyin", "weibo", "kuaishou", "pinduoduo", "alipay", "wechat",
        "weixin", "xianyu", "ssd", "ddr", "rtx", "gtx", "usb", "hdmi",
    ]
}

extension [ContactWords.Word] {
    var longestFirst: Self { sorted { $0.scalars.count > $1.scalars.count } }
}
