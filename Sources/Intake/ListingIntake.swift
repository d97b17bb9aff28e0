import Primitives
package import Records

/// Listings of market platforms, short videos and groups (平台线索, 网络巡查记录); docs/data.md has the
/// table.
package enum ListingIntake: IntakeRow {
    package static let tellsUnknownKeys = true

    static let id = RecordField(
        0, "id", aliases: ["编号", "信息编号", "记录编号", "商品编号", "商品id", "作品id", "帖子id", "内容id"])
    static let platform = RecordField(1, "platform", aliases: ["平台", "平台名称", "来源平台"])
    static let account = RecordField(
        2, "account",
        aliases: ["账号", "帐号", "账号id", "用户id", "uid", "卖家id", "卖家账号", "发布账号"])
    static let nickname = RecordField(
        3, "nickname", aliases: ["昵称", "用户昵称", "卖家昵称", "账号昵称", "用户名"])
    static let kind = RecordField(4, "kind", aliases: ["类型", "内容类型", "信息类型"])
    static let title = RecordField(5, "title", aliases: ["标题", "商品标题"])
    static let text = RecordField(
        6, "text", aliases: ["正文", "内容", "文案", "文本", "描述", "商品描述", "评论内容", "聊天内容"])
    static let price = RecordField(
        7, "price", aliases: ["价格", "售价", "单价"], units: ["元": 1, "yuan": 1, "rmb": 1, "分": 0.01])
    static let contacts = RecordField(8, "contacts", aliases: ["联系方式"])
    static let at = RecordField(9, "at", aliases: ["发布时间", "发表时间", "时间"])
    static let place = RecordField(
        10, "place", aliases: ["地区", "所在地", "发布地", "ip属地", "归属地", "地址", "位置"])
    static let location = RecordField(11, "location", .json)
    static let url = RecordField(12, "url", aliases: ["链接", "网址", "商品链接", "作品链接"])
    static let lon = RecordField(13, "lon", .csv, aliases: ["经度", "lng", "longitude"])
    static let lat = RecordField(14, "lat", .csv, aliases: ["纬度", "latitude"])
    static let datum = RecordField(15, "datum", .csv, aliases: ["坐标系"])
    static let wechat = RecordField(16, "wechat", .csv, aliases: ["微信", "微信号"])
    static let qq = RecordField(17, "qq", .csv, aliases: ["qq号"])
    static let phone = RecordField(18, "phone", .csv, aliases: ["电话", "手机", "手机号", "联系电话"])

    package static let schema = Schema(
        [
            id, platform, account, nickname, kind, title, text, price, contacts, at, place,
            location,
            url, lon, lat, datum, wechat, qq, phone,
        ],
        required: [id, platform, account, text, at])

    /// Reads a listing; nil or a fault where it is none.
    package static func record(_ fields: inout FieldReader) -> Listing? {
        let id = fields.requiredID(id)
        let platform = fields.requiredText(platform)
        let account = fields.requiredID(account)
        let at = fields.requiredTime(at)
        let listing = Listing(
            id: ID(id), platform: platform, account: account, nickname: fields.text(nickname),
            kind: fields.word(kind, kinds, choices: kindNames) ?? .listing,
            text: wholeText(&fields), price: fields.yuan(price), contacts: identifiers(&fields),
            at: at ?? Timestamp(microseconds: 0), place: fields.text(place),
            location: fields.coordinate(location, columns: (lon, lat, datum)),
            url: fields.text(url, bytesMax: Limits.urlBytesMax))
        return at == nil ? nil : listing
    }

    /// The title, a line end and the text; one of the two alone where the other says nothing.
    private static func wholeText(_ fields: inout FieldReader) -> String {
        let before = fields.faults.count
        let heading = fields.text(title, bytesMax: Limits.textBytesMax) ?? ""
        let body = fields.verbatim(text, bytesMax: Limits.textBytesMax) ?? ""
        if fields.faults.count > before { return "" }
        if trimmed(body).isEmpty {
            if heading.isEmpty { fields.refuse(text, fields.has(text) ? "is empty" : "is missing") }
            return heading
        }
        if heading.isEmpty { return body }
        let whole = "\(heading)\n\(body)"
        if whole.utf8.count > Limits.textBytesMax {
            fields.refuse(text, "with its title longer than \(Limits.textBytesMax) bytes")
        }
        return whole
    }

    /// The identifiers of all contact hints, each once, in the order given; what names nothing for
    /// sure is left out and noted.
    private static func identifiers(_ fields: inout FieldReader) -> [Identifier] {
        var result: [Identifier] = []
        func add(_ identifier: Identifier?, _ field: RecordField) {
            if let identifier {
                if !result.contains(identifier) { result.append(identifier) }
            } else {
                fields.omit(field, "a contact that is no whole WeChat id, QQ or phone number")
            }
        }
        for hint in fields.strings(contacts, countMax: Limits.contactsMax) {
            add(ContactHint.identifier(hint), contacts)
        }
        if fields.isLoose {
            for hint in fields.strings(wechat, countMax: Limits.contactsMax) {
                add(ContactHint.wechat(fields.undressed(hint, wechat)), wechat)
            }
            for hint in fields.strings(qq, countMax: Limits.contactsMax) {
                add(ContactHint.qq(fields.undressed(hint, qq)), qq)
            }
            for hint in fields.strings(phone, countMax: Limits.contactsMax) {
                add(ContactHint.phone(fields.undressed(hint, phone)), phone)
            }
        }
        return result
    }

    private static let kindNames = "listing, caption, comment, chat"
    private static let kinds: [String: TextKind] = [
        "listing": .listing, "商品": .listing, "caption": .caption, "文案": .caption, "视频": .caption,
        "短视频": .caption, "直播": .caption, "动态": .caption, "comment": .comment, "评论": .comment,
        "弹幕": .comment, "chat": .chat, "聊天": .chat, "群聊": .chat, "私聊": .chat,
    ]
}
