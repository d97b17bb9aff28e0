package import Primitives
package import Records

/// What an inspection or a screening by X-ray found in a parcel, by its record.
package enum FindingKind: String, Sendable, CaseIterable {
    /// Nothing on record.
    case none
    /// Fireworks, powder, composition or fuse were seen.
    case fireworks
    /// Fireworks are supposed (疑似), not seen.
    case suspected
    /// Something else that may not be posted.
    case banned
    /// Other goods than declared.
    case mismatch
    /// The goods that were declared, or harmless ones: the parcel went on.
    case asDeclared = "as-declared"
    /// Something was written down, and none of the words read.
    case unread
}

/// What one listing says of its actor.
package struct ListingFact: Hashable, Sendable {
    package let record: ID<Listing>
    /// Digest of the folded text, equal for copies of one post.
    package let textDigest: UInt64
    package let score: Bits
    package let advice: Advice
    package let at: Timestamp
    /// Division code that its place names, or nil.
    package let division: String?

    package init(
        record: ID<Listing>, textDigest: UInt64, score: Bits, advice: Advice, at: Timestamp,
        division: String? = nil
    ) {
        self.record = record
        self.textDigest = textDigest
        self.score = score
        self.advice = advice
        self.at = at
        self.division = division
    }
}

/// How exactly a parcel's sender address names a fireworks production area.
package enum OriginLevel: String, Sendable {
    /// The county, from which all kinds of goods come.
    case county
    /// A town that makes fireworks.
    case town
}

/// What one waybill says of its sender.
///
/// Names, phones and addresses come as digests: scoring needs only whether they are equal.
package struct WaybillFact: Hashable, Sendable {
    package let record: ID<Waybill>
    /// Digest of declared name and remarks, folded: equal for parcels declared in the same words.
    package let contentDigest: UInt64
    package let score: Bits
    package let advice: Advice
    package let at: Timestamp
    package let weight: Grams?
    package let pieces: Int
    /// Division code of the sender's address (or else the outlet's), or nil.
    package let senderDivision: String?
    /// Division code of the receiver's address, or nil.
    package let receiverDivision: String?
    package let origin: OriginLevel?
    /// Key of the place it goes to (province or division), or nil.
    package let destination: String?
    /// Digest of the receiver's phone and address, or nil where neither is known.
    package let receiver: UInt64?
    /// Digest of the sender's name, or nil.
    package let senderName: UInt64?
    package let hasOrderNumber: Bool
    package let xray: XrayMark
    package let finding: FindingKind

    package init(
        record: ID<Waybill>, contentDigest: UInt64, score: Bits, advice: Advice, at: Timestamp,
        weight: Grams? = nil, pieces: Int = 1, senderDivision: String? = nil,
        receiverDivision: String? = nil, origin: OriginLevel? = nil, destination: String? = nil,
        receiver: UInt64? = nil, senderName: UInt64? = nil, hasOrderNumber: Bool = false,
        xray: XrayMark = .none, finding: FindingKind = .none
    ) {
        self.record = record
        self.contentDigest = contentDigest
        self.score = score
        self.advice = advice
        self.at = at
        self.weight = weight
        self.pieces = pieces
        self.senderDivision = senderDivision
        self.receiverDivision = receiverDivision
        self.origin = origin
        self.destination = destination
        self.receiver = receiver
        self.senderName = senderName
        self.hasOrderNumber = hasOrderNumber
        self.xray = xray
        self.finding = finding
    }
}

/// All that is known of one actor, as scoring needs it (主体档案).
///
/// The order of its lists never matters. Nothing in it says who a person is.
package struct Dossier: Sendable {
    package let actor: ID<Actor>
    package var listings: [ListingFact]
    package var waybills: [WaybillFact]
    package var identifiers: [Identifier]
    /// Licences valid now under one of `identifiers`.
    package var licences: [Licence]

    package init(
        actor: ID<Actor>, listings: [ListingFact] = [], waybills: [WaybillFact] = [],
        identifiers: [Identifier] = [], licences: [Licence] = []
    ) {
        self.actor = actor
        self.listings = listings
        self.waybills = waybills
        self.identifiers = identifiers
        self.licences = licences
    }
}
