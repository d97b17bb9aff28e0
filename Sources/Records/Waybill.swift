package import Primitives

/// Who pays the freight.
package enum FreightPayer: String, Sendable, CaseIterable {
    case sender, receiver, third
}

/// What the security screening by X-ray (过机安检) said.
package enum XrayMark: String, Sendable, CaseIterable {
    case none, passed, suspect
}

/// A sender or a receiver as a waybill names them.
///
/// Any part can be masked or missing.
package struct Party: Hashable, Sendable {
    package let name: String?
    package let phone: Phone?
    package let address: String?

    package init(name: String? = nil, phone: Phone? = nil, address: String? = nil) {
        self.name = name
        self.phone = phone
        self.address = address
    }
}

/// One parcel as a courier's export tells it (快递电子运单, GB/T 41833-2022 fields and the courier's own
/// marks).
package struct Waybill: Hashable, Sendable {
    package let number: ID<Waybill>
    package let courier: String
    package let acceptedAt: Timestamp
    package let deliveredAt: Timestamp?
    package let sender: Party
    /// The sender's customer account at the courier (a contract number or real-name token), unique
    /// within `courier`.
    package let senderAccount: String?
    package let receiver: Party
    /// The outlet that accepted the parcel (收寄网点).
    package let outlet: String?
    package let outletAddress: String?
    package let declaredName: String
    package let pieces: Int
    package let weight: Grams?
    package let dimensions: Dimensions?
    package let freightPayer: FreightPayer?
    /// Whether the acceptor opened and inspected it (收寄验视); nil where the export does not say.
    package let inspected: Bool?
    package let xray: XrayMark
    /// What an inspection found, in words, where one found anything.
    package let finding: String?
    /// Number of a platform order, where the sender is a shop.
    package let orderNumber: String?
    package let insured: Fen?
    package let remarks: String?

    package init(
        number: ID<Waybill>, courier: String, acceptedAt: Timestamp, deliveredAt: Timestamp? = nil,
        sender: Party = Party(), senderAccount: String? = nil, receiver: Party = Party(),
        outlet: String? = nil,
        outletAddress: String? = nil, declaredName: String, pieces: Int = 1, weight: Grams? = nil,
        dimensions: Dimensions? = nil, freightPayer: FreightPayer? = nil, inspected: Bool? = nil,
        xray: XrayMark = .none, finding: String? = nil, orderNumber: String? = nil,
        insured: Fen? = nil,
        remarks: String? = nil
    ) {
        self.number = number
        self.courier = courier
        self.acceptedAt = acceptedAt
        self.deliveredAt = deliveredAt
        self.sender = sender
        self.senderAccount = senderAccount
        self.receiver = receiver
        self.outlet = outlet
        self.outletAddress = outletAddress
        self.declaredName = declaredName
        self.pieces = pieces
        self.weight = weight
        self.dimensions = dimensions
        self.freightPayer = freightPayer
        self.inspected = inspected
        self.xray = xray
        self.finding = finding
        self.orderNumber = orderNumber
        self.insured = insured
        self.remarks = remarks
    }
}
