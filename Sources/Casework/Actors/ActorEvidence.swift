package import Linkage
package import Primitives
package import Records

/// Why the records of an actor are one, as the last linking found it.
package struct ActorEvidence: Hashable, Sendable {
    package let actor: ID<Actor>
    /// The number of that linking.
    package let linking: Int
    /// One to each further account or label, each after the one that leads to it; at most
    /// `Limits.stepsPerActorMax`.
    package let steps: [ActorStep]
    /// How many there are in all.
    package let total: Int
    package let bond: ActorBond

    package init(
        actor: ID<Actor>, linking: Int, steps: [ActorStep], total: Int, bond: ActorBond
    ) {
        self.actor = actor
        self.linking = linking
        self.steps = steps
        self.total = total
        self.bond = bond
    }
}

/// The last linking: its number, which goes up by one each time, and what it did.
package struct StoredLinking: Hashable, Sendable {
    package let number: Int
    package let at: Timestamp
    package let summary: LinkingSummary

    package init(number: Int, at: Timestamp, summary: LinkingSummary) {
        self.number = number
        self.at = at
        self.summary = summary
    }
}

/// Everything that the page of an actor's evidence shows.
package struct ActorPage: Hashable, Sendable {
    package let lead: LeadSummary
    /// Nil where nothing was linked since this is kept.
    package let evidence: ActorEvidence?
    /// Of this lead or actor, the latest first, also those that were taken back.
    package let severances: [StoredSeverance]
    package let maySever: Bool
    /// Whether this person may ask why others are not this actor.
    package let mayCompare: Bool

    package init(
        lead: LeadSummary, evidence: ActorEvidence?, severances: [StoredSeverance],
        maySever: Bool, mayCompare: Bool
    ) {
        self.lead = lead
        self.evidence = evidence
        self.severances = severances
        self.maySever = maySever
        self.mayCompare = mayCompare
    }
}

/// Why an actor and something else are not one; or why they are.
package struct Comparison: Hashable, Sendable {
    /// The record that was compared: itself, or the first of the actor that was named.
    package let record: RecordRef
    /// The actor it is of, nil without one, with how many records that has.
    package let actor: ID<Actor>?
    package let records: Int
    package let reasons: [NotJoined]
    /// Where they are one, the chain between them.
    package let chain: [EvidenceStep]

    package init(
        record: RecordRef, actor: ID<Actor>?, records: Int, reasons: [NotJoined],
        chain: [EvidenceStep]
    ) {
        self.record = record
        self.actor = actor
        self.records = records
        self.reasons = reasons
        self.chain = chain
    }
}

/// Everything that the linking's page shows.
package struct LinkingPage: Hashable, Sendable {
    package let linking: StoredLinking?
    /// The latest first, at most `Limits.severancesShown`.
    package let severances: [StoredSeverance]
    /// The newest leads of the actors that are listed.
    package let leads: [ID<Actor>: ID<Lead>]
    package let maySever: Bool

    package init(
        linking: StoredLinking?, severances: [StoredSeverance], leads: [ID<Actor>: ID<Lead>],
        maySever: Bool
    ) {
        self.linking = linking
        self.severances = severances
        self.leads = leads
        self.maySever = maySever
    }
}
