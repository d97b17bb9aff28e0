import Primitives
import Records

/// A way to reach a seller as a listing gives it: `微信:abc123`, `wechat:abc123`, `电话:13800138000`,
/// `QQ:12345`, or a bare mobile number.
enum ContactHint {
    /// The identifier a hint names; nil where it names none for sure, a masked number included.
    static func identifier(_ hint: String) -> Identifier? {
        let parts = hint.split(maxSplits: 1, omittingEmptySubsequences: false) {
            $0 == ":" || $0 == "："
        }
        guard parts.count == 2 else { return phone(hint) }
        let value = trimmed(String(parts[1]))
        switch labels[trimmed(String(parts[0])).lowercased()] {
        case .wechat: return wechat(value)
        case .qq: return qq(value)
        case .phone: return phone(value)
        default: return nil
        }
    }

    /// 6 to 20 letters, digits, hyphens and underscores, a letter first; a whole mobile number
    /// given as a WeChat id is the phone that its owner is found by.
    static func wechat(_ text: String) -> Identifier? {
        let value = text.lowercased()
        let isID =
            (6...20).contains(value.utf8.count) && value.utf8.first.map(isLetter) == true
            && value.utf8.allSatisfy {
                isLetter($0) || isDigit($0) || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: "-")
            }
        return isID ? Identifier(kind: .wechat, value: value) : phone(text)
    }

    /// 5 to 11 digits, the first not 0.
    static func qq(_ text: String) -> Identifier? {
        let isID =
            (5...11).contains(text.utf8.count) && text.utf8.allSatisfy(isDigit)
            && text.utf8.first != UInt8(ascii: "0")
        return isID ? Identifier(kind: .qq, value: text) : nil
    }

    static func phone(_ text: String) -> Identifier? {
        guard case .whole(let digits) = Phone(text) else { return nil }
        return Identifier(kind: .phone, value: digits)
    }

    private static func isLetter(_ byte: UInt8) -> Bool { byte >= 97 && byte <= 122 }
    private static func isDigit(_ byte: UInt8) -> Bool { byte >= 48 && byte <= 57 }

    private static let labels: [String: IdentifierKind] = [
        "wechat": .wechat, "weixin": .wechat, "wx": .wechat, "vx": .wechat, "v": .wechat,
        "微信": .wechat, "微信号": .wechat, "qq": .qq, "qq号": .qq, "扣扣": .qq, "phone": .phone,
        "tel": .phone, "mobile": .phone, "电话": .phone, "手机": .phone, "手机号": .phone,
        "联系电话": .phone,
    ]
}
