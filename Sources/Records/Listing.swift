package import Primitives

/// What kind of text was screened; the model reads each kind differently.
package enum TextKind: String, Sendable, CaseIterable {
    /// A title or description of goods on a market platform (商品).
    case listing
    /// A post, a short video's caption, a live room's title (文案).
    case caption
    /// A comment or a live-room message (评论).
    case comment
    /// A chat or group message (聊天).
    case chat
    /// What a sender declares of a parcel, with its circumstances (寄递申报).
    case declaration
}

/// One public offer, post, comment or message as a platform or a patrol reported it.
package struct Listing: Hashable, Sendable {
    package let id: ID<Listing>
    package let platform: String
    /// The platform's id of the account; with `platform` it names one account.
    package let account: String
    package let nickname: String?
    package let kind: TextKind
    package let text: String
    package let price: Fen?
    /// Ways to reach the seller as given or found beside the text: `wechat:abc123`,
    /// `phone:13800138000`, `qq:12345`.
    package let contacts: [Identifier]
    package let at: Timestamp
    /// Where the account or the goods say they are, in words: `江西省南昌市进贤县`.
    package let place: String?
    package let location: Coordinate?
    package let url: String?

    package init(
        id: ID<Listing>, platform: String, account: String, nickname: String? = nil, kind: TextKind,
        text: String,
        price: Fen? = nil, contacts: [Identifier] = [], at: Timestamp, place: String? = nil,
        location: Coordinate? = nil, url: String? = nil
    ) {
        self.id = id
        self.platform = platform
        self.account = account
        self.nickname = nickname
        self.kind = kind
        self.text = text
        self.price = price
        self.contacts = contacts
        self.at = at
        self.place = place
        self.location = location
        self.url = url
    }
}
