import Primitives

/// A platform where people post; all names are invented.
struct Platform: Sendable {
    let name: String
    let code: String
    /// Shares of listing, caption, comment, chat.
    let kinds: WeightedTable
}

/// An account of a platform.
struct Account: Sendable {
    let platform: Int
    let id: String
    let nick: String

    /// `platform/account`, as identifiers are written.
    var text: String { "\(Platforms.all[platform].name)/\(id)" }
}

enum PostKind: Int, Sendable {
    case listing, caption, comment, chat

    var text: String {
        switch self {
        case .listing: "listing"
        case .caption: "caption"
        case .comment: "comment"
        case .chat: "chat"
        }
    }
}

/// The platforms of the city.
enum Platforms {
    static let all = [
        Platform(name: "闲集", code: "xj", kinds: WeightedTable([80, 0, 17, 3])),
        Platform(name: "短拍", code: "dp", kinds: WeightedTable([0, 58, 42, 0])),
        Platform(name: "邻圈", code: "lq", kinds: WeightedTable([10, 68, 22, 0])),
        Platform(name: "聚聊", code: "jl", kinds: WeightedTable([0, 0, 0, 100])),
        Platform(name: "批得惠", code: "pdh", kinds: WeightedTable([96, 0, 4, 0])),
        Platform(name: "赣巷", code: "gx", kinds: WeightedTable([45, 30, 25, 0])),
    ]
    /// Where neighbours, traders and hidden sellers post.
    static let ofPeople = WeightedTable([26, 26, 18, 16, 2, 12])
    static let ofTraders = WeightedTable([22, 14, 16, 10, 28, 10])
    static let ofHidden = WeightedTable([24, 26, 22, 18, 3, 7])

    /// The id of account `number` (below a billion) on a platform: unique there, in no order.
    static func accountID(_ platform: Int, _ number: Int) -> String {
        let digits = (number &* 736_878_787 &+ 118_999_331) % 1_000_000_000
        return all[platform].code + padded(digits, 9)
    }

    static func kind(_ platform: Int, _ random: inout SeededRandom) -> PostKind {
        PostKind(rawValue: all[platform].kinds.draw(&random)) ?? .caption
    }
}
