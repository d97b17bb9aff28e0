package import Primitives
package import Records
package import Screening

/// The one place where things are kept: opens transactions, nothing else.
///
/// Two engines stand behind it, SQLite and PostgreSQL (docs/databases.md). A body may run more than
/// once where an earlier run surely left nothing behind, so it gives its result back and keeps
/// nothing elsewhere.
package protocol Database: Sendable {
    /// A consistent view; later writes do not show in it.
    func read<Value: Sendable>(
        _ body: @escaping @Sendable (any ReadTransaction) throws -> Value
    ) async throws -> Value
    /// All of `body`'s changes, or none where it throws.
    ///
    /// Writes that come at the same time share a transaction, except where one is `alone`: a long
    /// one, for which others should not have to wait until they are acknowledged.
    func write<Value: Sendable>(
        alone isAlone: Bool, _ body: @escaping @Sendable (any WriteTransaction) throws -> Value
    ) async throws -> Value
    /// An element whenever something may have been committed, by this process or another one.
    ///
    /// Several commits may give one element, and an element may come without a commit: the first
    /// one when watching begins, another after a connection was lost. None is missed in between, so
    /// whoever reads anew at each element shows the latest. Ends when the database is closed.
    func changes() -> AsyncStream<Void>
    /// Seals every row anew that has another key than the newest, while others read and write.
    ///
    /// - Returns: How many it were.
    func reseal() async throws -> Int
    /// The ids of the keys that rows are sealed with, and how many rows each.
    func keysInUse() async throws -> [String: Int]
    /// Lets go of what was deleted: as far as the engine can, its bytes leave the files.
    func scrub() async throws
}

extension Database {
    /// All of `body`'s changes, or none where it throws; short, so that it may share a transaction.
    package func write<Value: Sendable>(
        _ body: @escaping @Sendable (any WriteTransaction) throws -> Value
    ) async throws -> Value {
        try await write(alone: false, body)
    }
}

/// What may be asked inside a transaction.
///
/// Valid only inside the closure that received it.
package protocol ReadTransaction: AccessReading, PrivacyReading, AlarmReading {
    func leadPage(_ query: LeadQuery, scope: LeadScope) throws -> LeadPage
    func lead(_ id: ID<Lead>) throws -> StoredLead?
    func history(of lead: ID<Lead>) throws -> [LeadEvent]
    /// The newest lead of each actor that has one, whatever its state.
    func newestLeads() throws -> [ID<Actor>: StoredLead]

    /// Strongest first, at most `limit`.
    func listings(of actor: ID<Actor>, limit: Int) throws -> [ScreenedListing]
    func waybills(of actor: ID<Actor>, limit: Int) throws -> [StoredWaybill]
    /// Every record with what can link it, in order of its source and id.
    func forEachLinkable(_ body: (LinkableRow) throws -> Void) throws
    /// Every record of the actors that have a suspicious one or a lead, in order of actor and id.
    func forEachListingFact(_ body: (ListingRow) throws -> Void) throws
    func forEachWaybillFact(_ body: (WaybillRow) throws -> Void) throws
    /// The score of every record, with a listing's digest: what the city's ordinary texts score.
    func forEachListingScore(_ body: (UInt64, Bits) -> Void) throws
    func forEachWaybillScore(_ body: (Bits) -> Void) throws
    func identifiers(of actor: ID<Actor>) throws -> [(record: RecordRef, identifiers: [Identifier])]

    func licences(sharing identifiers: [Identifier]) throws -> [Licence]
    func licences() throws -> [Licence]
    func status() throws -> StoredStatus

    /// The lexicon that was adopted last; nil where none ever was.
    func adoptedLexicon() throws -> StoredLexicon?
    /// Its digest alone, which costs no reading of its entries.
    func adoptedLexiconDigest() throws -> UInt64?
    func lexicon(_ id: ID<LexiconProposal>) throws -> StoredLexicon?
    /// The latest first.
    func lexiconProposals(limit: Int) throws -> [LexiconProposal]
    /// Whether a proposal of this name waits or was adopted.
    func isLexiconNameTaken(_ name: String) throws -> Bool
    /// The latest listings, latest first.
    func recentTexts(limit: Int) throws -> [LexiconReview.Sample]

    /// The journal's head in base 64; nil before the first leaf.
    func journalHead() throws -> String?
    /// Every leaf, in order.
    func forEachJournalLeaf(_ body: (JournalLeaf) throws -> Void) throws
    /// Every hash, by level and number.
    func forEachJournalHash(_ body: (JournalHash) throws -> Void) throws
    /// The hashes of these numbers, in order; level 0 are those of the leaves.
    func journalHashes(level: Int, _ numbers: Range<Int>) throws -> [String]
    /// The leaves' own bytes, in order.
    func journalEntries(_ numbers: Range<Int>) throws -> [String]
    /// Every signed checkpoint, in order.
    func journalCheckpoints() throws -> [String]
    /// The latest of them; nil before the first.
    func lastJournalCheckpoint() throws -> String?

    /// What the last linking did; nil before the first.
    func linking() throws -> StoredLinking?
    /// Its number alone.
    func linkingNumber() throws -> Int?
    /// Why the actor's records are one; nil for one without a lead at the last linking.
    func evidence(of actor: ID<Actor>) throws -> ActorEvidence?
    func severance(_ id: ID<StoredSeverance>) throws -> StoredSeverance?
    /// Those that were not taken back, in order of time.
    func standingSeverances() throws -> [StoredSeverance]
    /// The latest first, also those that were taken back.
    func severances(limit: Int) throws -> [StoredSeverance]
    /// Those made on the lead's page or in the actor, the latest first.
    func severances(lead: ID<Lead>, actor: ID<Actor>) throws -> [StoredSeverance]
}

/// What may be changed inside a transaction.
package protocol WriteTransaction: ReadTransaction, AccessWriting, PrivacyWriting, AlarmWriting {
    /// Puts or replaces listings by id; the actor a record had stays.
    func put(_ listings: [ScreenedListing], digests: [UInt64]) throws
    /// Puts or replaces waybills by number.
    func put(_ waybills: [ScreenedWaybill]) throws
    /// Gives records their actors; nil takes one away.
    func assign(_ actors: [(record: RecordRef, actor: ID<Actor>?)]) throws
    func put(_ licences: [Licence]) throws

    func add(_ lead: StoredLead) throws
    /// Replaces the lead if it still has `version`; the stored one is then one higher.
    ///
    /// - Returns: Whether it had.
    func replace(_ lead: StoredLead, version: Int) throws -> Bool
    func add(_ event: LeadEvent, by person: ID<Person>, to lead: ID<Lead>) throws

    func appendToJournal(_ leaves: [JournalLeaf], hashes: [JournalHash]) throws
    func addJournalCheckpoint(_ note: String, number: Int) throws
    func putJournalHead(_ head: String) throws

    func add(_ lexicon: StoredLexicon) throws
    /// Decides a proposal if nobody has yet.
    ///
    /// - Returns: Whether nobody had.
    func decide(_ id: ID<LexiconProposal>, _ decision: LexiconProposal.Decision) throws -> Bool

    /// Takes the place of the linking before.
    func put(_ linking: StoredLinking) throws
    /// Takes the place of the evidence of all actors.
    func put(_ evidence: [ActorEvidence]) throws
    func add(_ severance: StoredSeverance) throws
    /// Takes a parting back if nobody has yet.
    ///
    /// - Returns: Whether nobody had.
    func end(_ id: ID<StoredSeverance>, _ end: StoredSeverance.End) throws -> Bool
}

/// A lead with what the store keeps beside it.
package struct StoredLead: Sendable {
    package var lead: Lead
    package var outcome: LeadOutcome?
    package var endedAt: Timestamp?
    package var actorName: String
    package var listings: Int
    package var waybills: Int
    package var terms: [String]
    /// Accounts, nicknames and identifiers in lower case, for the board's search.
    package var search: String
    package var version: Int

    package init(
        lead: Lead, outcome: LeadOutcome? = nil, endedAt: Timestamp? = nil, actorName: String,
        listings: Int, waybills: Int, terms: [String], search: String, version: Int = 1
    ) {
        self.lead = lead
        self.outcome = outcome
        self.endedAt = endedAt
        self.actorName = actorName
        self.listings = listings
        self.waybills = waybills
        self.terms = terms
        self.search = search
        self.version = version
    }

    package var summary: LeadSummary {
        LeadSummary(
            lead: lead, actorName: actorName, listings: listings, waybills: waybills, terms: terms)
    }
}

/// A waybill with its verdict; the declaration is rendered anew from the waybill.
package struct StoredWaybill: Sendable {
    package let waybill: Waybill
    package let verdict: Verdict

    package init(waybill: Waybill, verdict: Verdict) {
        self.waybill = waybill
        self.verdict = verdict
    }
}

/// What can link a record to others, and whose it is now.
package struct LinkableRow: Sendable {
    package let record: RecordRef
    package let identifiers: [Identifier]
    /// The sender's name where there is one, to tell a person's phone from an outlet's.
    package let name: String?
    /// The sender's address where there is one, for the same purpose.
    package let address: String?
    /// The sender's phone as the label shows it, whole or masked.
    package let phone: Phone?
    /// What the parcel is declared to be.
    package let goods: String?
    package let actor: ID<Actor>?

    package init(
        record: RecordRef, identifiers: [Identifier], name: String?, address: String? = nil,
        phone: Phone? = nil, goods: String? = nil, actor: ID<Actor>?
    ) {
        self.record = record
        self.identifiers = identifiers
        self.name = name
        self.address = address
        self.phone = phone
        self.goods = goods
        self.actor = actor
    }
}

/// What a listing says for or against its actor.
package struct ListingRow: Sendable {
    package let listing: Listing
    package let digest: UInt64
    package let score: Bits
    package let advice: Advice
    /// Terms that weighed for an offer, strongest first.
    package let terms: [String]
    package let actor: ID<Actor>?

    package init(
        listing: Listing, digest: UInt64, score: Bits, advice: Advice, terms: [String],
        actor: ID<Actor>?
    ) {
        self.listing = listing
        self.digest = digest
        self.score = score
        self.advice = advice
        self.terms = terms
        self.actor = actor
    }
}

/// What a waybill says for or against its actor.
package struct WaybillRow: Sendable {
    package let waybill: Waybill
    package let score: Bits
    package let advice: Advice
    package let terms: [String]
    package let actor: ID<Actor>?

    package init(
        waybill: Waybill, score: Bits, advice: Advice, terms: [String], actor: ID<Actor>?
    ) {
        self.waybill = waybill
        self.score = score
        self.advice = advice
        self.terms = terms
        self.actor = actor
    }
}

/// How much the store holds.
package struct StoredStatus: Sendable {
    package let listings: Int
    package let waybills: Int
    package let newest: Timestamp?

    package init(listings: Int, waybills: Int, newest: Timestamp?) {
        self.listings = listings
        self.waybills = waybills
        self.newest = newest
    }
}
