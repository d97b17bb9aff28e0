package import Primitives

/// Where a lead (线索) stands in its one life.
package enum LeadState: String, Sendable, CaseIterable {
    /// Found and explained, waiting for a person.
    case new
    /// Sent to a station with a deadline (已下发).
    case dispatched
    /// Looked at on the spot, findings on record (已核查).
    case verified
    /// Ended with an outcome (已办结).
    case closed
    /// Ended without one, with a reason (已排除).
    case dismissed
}

/// How a lead ended; what the detectors learn from.
package enum LeadOutcome: String, Sendable, CaseIterable {
    /// Illegal fireworks were found (查实).
    case confirmed
    /// Something else against the law was found.
    case other
    /// Nothing was found (查否).
    case unfounded
}

/// The kinds of evidence a lead adds up; each has its own cap.
package enum EvidenceKind: String, Sendable, CaseIterable {
    /// A text read as an offer.
    case offerText = "offer-text"
    /// A waybill read as a disguised parcel.
    case disguisedParcel = "disguised-parcel"
    /// Parcels a day, beyond what a household sends.
    case parcelRate = "parcel-rate"
    /// Many different receivers or places.
    case receiverSpread = "receiver-spread"
    /// The same weight again and again.
    case repeatedWeight = "repeated-weight"
    /// Sent from a fireworks production area (产区).
    case productionOrigin = "production-origin"
    /// An inspection or X-ray contradicted the declared name.
    case falseDeclaration = "false-declaration"
    /// Many names or accounts behind one identifier.
    case manyNames = "many-names"
    /// What speaks for an ordinary trader: platform orders, named goods, a licence.
    case ordinaryTrade = "ordinary-trade"
}

/// One piece of evidence of a lead, with what it counts.
package struct Evidence: Hashable, Sendable {
    package let kind: EvidenceKind
    /// What it counts after its kind's cap; all evidence and the prior sum to the lead's score.
    package let weight: Bits
    /// What it would count without the cap.
    package let uncapped: Bits
    /// How much was seen, with unit and denominator, for a person: values by name, such as
    /// `["parcels": "27", "days": "14"]`.
    package let facts: [String: String]
    /// The records it comes from, strongest first, at most a page of them.
    package let records: [RecordRef]

    package init(
        kind: EvidenceKind, weight: Bits, uncapped: Bits, facts: [String: String] = [:],
        records: [RecordRef] = []
    ) {
        self.kind = kind
        self.weight = weight
        self.uncapped = uncapped
        self.facts = facts
        self.records = records
    }
}

/// A lead: why somebody should look at an actor, whose it is, and by when.
package struct Lead: Hashable, Sendable {
    package let id: ID<Lead>
    package var actor: ID<Actor>
    package var state: LeadState
    package var score: Bits
    package var evidence: [Evidence]
    /// Division code (行政区划代码) of the county or district it belongs to, such as `360124`.
    package var division: String
    package let foundAt: Timestamp
    package var dueAt: Timestamp?
    /// The prior that the evidence was added to.
    package var prior: Bits

    package init(
        id: ID<Lead>, actor: ID<Actor>, state: LeadState, score: Bits, prior: Bits,
        evidence: [Evidence],
        division: String, foundAt: Timestamp, dueAt: Timestamp?
    ) {
        self.id = id
        self.actor = actor
        self.state = state
        self.score = score
        self.prior = prior
        self.evidence = evidence
        self.division = division
        self.foundAt = foundAt
        self.dueAt = dueAt
    }
}
