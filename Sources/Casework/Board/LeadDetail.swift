package import Linkage
package import Primitives
package import Records

/// A record with what screening said of it.
package struct ScreenedListing: Hashable, Sendable {
    package let listing: Listing
    package let verdict: Verdict

    package init(listing: Listing, verdict: Verdict) {
        self.listing = listing
        self.verdict = verdict
    }
}

/// A parcel with what screening said of its declaration.
package struct ScreenedWaybill: Hashable, Sendable {
    package let waybill: Waybill
    /// The one line that was screened; the verdict's spans point into it.
    package let declaration: String
    package let verdict: Verdict

    package init(waybill: Waybill, declaration: String, verdict: Verdict) {
        self.waybill = waybill
        self.declaration = declaration
        self.verdict = verdict
    }
}

/// One step in a lead's life, as it was taken.
package struct LeadEvent: Hashable, Sendable {
    package let at: Timestamp
    /// Who took it, as others see them; the machine for `found` and new evidence.
    package let by: String
    /// `found`, `evidence`, `dispatch`, `verify`, `close`, `dismiss`, `return`.
    package let step: String
    package let from: LeadState?
    package let to: LeadState
    package let outcome: LeadOutcome?
    package let note: String

    package init(
        at: Timestamp, by: String, step: String, from: LeadState?, to: LeadState,
        outcome: LeadOutcome? = nil, note: String
    ) {
        self.at = at
        self.by = by
        self.step = step
        self.from = from
        self.to = to
        self.outcome = outcome
        self.note = note
    }
}

/// Why two records of one actor are held to be one: they share this identifier.
package struct ActorLink: Hashable, Sendable {
    package let identifier: Identifier
    /// How many of the actor's records carry it.
    package let records: Int
    /// At most `LeadDetail.graphRecordsMax` of them.
    package let sample: [RecordRef]

    package init(identifier: Identifier, records: Int, sample: [RecordRef]) {
        self.identifier = identifier
        self.records = records
        self.sample = sample
    }
}

/// Everything a lead's page shows.
package struct LeadDetail: Hashable, Sendable {
    /// Records named a link in the graph; more would hide the shape.
    package static let graphRecordsMax = 6

    package let summary: LeadSummary
    /// Strongest first, at most 50.
    package let listings: [ScreenedListing]
    /// Strongest first, at most 50.
    package let waybills: [ScreenedWaybill]
    package let links: [ActorLink]
    /// Oldest first.
    package let history: [LeadEvent]
    /// Steps that the lead's table and the person's role allow now, by name as in `LeadEvent`.
    package let allowedSteps: [String]
    /// Licences whose identifiers the actor shares, valid or not.
    package let licences: [Licence]
    /// Goes up with every change; comes back with a step so that a stale page changes nothing.
    package let version: Int
    /// How firmly the last linking held the actor together; nil before the first.
    package let bond: ActorBond?

    package init(
        summary: LeadSummary, listings: [ScreenedListing], waybills: [ScreenedWaybill],
        links: [ActorLink], history: [LeadEvent], allowedSteps: [String], licences: [Licence],
        version: Int, bond: ActorBond? = nil
    ) {
        self.summary = summary
        self.listings = listings
        self.waybills = waybills
        self.links = links
        self.history = history
        self.allowedSteps = allowedSteps
        self.licences = licences
        self.version = version
        self.bond = bond
    }
}
