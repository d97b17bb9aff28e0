package import Primitives

/// Whoever stands behind a set of accounts, phones and parcels (主体).
///
/// A working hypothesis, never a verdict on a person.
package struct Actor: Hashable, Sendable {
    package let id: ID<Actor>
    /// Sorted.
    package let identifiers: [Identifier]

    package init(id: ID<Actor>, identifiers: [Identifier]) {
        self.id = id
        self.identifiers = identifiers
    }
}

/// A record of either kind, as leads and links refer to it.
package enum RecordRef: Hashable, Sendable, Comparable {
    case listing(ID<Listing>)
    case waybill(ID<Waybill>)

    /// `listing:ID` or `waybill:NUMBER`.
    package var text: String {
        switch self {
        case .listing(let id): "listing:\(id)"
        case .waybill(let number): "waybill:\(number)"
        }
    }

    /// The record's own id, as its source wrote it.
    package var id: String {
        switch self {
        case .listing(let id): id.text
        case .waybill(let number): number.text
        }
    }

    /// The order of `text`, without building it.
    package static func < (left: Self, right: Self) -> Bool {
        switch (left, right) {
        case (.listing(let left), .listing(let right)): left < right
        case (.waybill(let left), .waybill(let right)): left < right
        case (.listing, .waybill): true
        case (.waybill, .listing): false
        }
    }
}
