/// What can name one account or person across records.
package enum IdentifierKind: String, Sendable, CaseIterable {
    /// An account of a platform: `platform/account`.
    case account
    case wechat
    case qq
    /// A whole phone number; a masked one is never an identifier.
    case phone
    /// A sender's customer account at a courier: `courier/account`.
    case courierAccount = "courier-account"
}

/// One identifier, in the one spelling in which equal ones are equal bytes.
package struct Identifier: Hashable, Sendable, Comparable {
    package let kind: IdentifierKind
    package let value: String

    /// `value` must already be in canonical spelling: lower case for WeChat ids, digits for phones
    /// and QQ.
    package init(kind: IdentifierKind, value: String) {
        self.kind = kind
        self.value = value
    }

    /// `wechat:abc123`, the form in which files and the database carry it.
    package var text: String { "\(kind.rawValue):\(value)" }

    /// The order of `text`; no kind's name begins with another's, so that none is built.
    package static func < (left: Self, right: Self) -> Bool {
        left.kind == right.kind
            ? left.value < right.value : left.kind.rawValue < right.kind.rawValue
    }
}
