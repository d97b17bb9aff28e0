package import Primitives
package import Records

/// What may be asked about personal data as such: looks at it, what is over, what went.
package protocol PrivacyReading {
    /// How many a person made at `since` or later.
    func unmaskings(by person: ID<Person>, since: Timestamp) throws -> Int
    /// Those of a lead, in order of time.
    func unmaskings(of lead: ID<Lead>) throws -> [Unmasking]

    /// Ids of what ended at `end` or before, the oldest first, at most `limit`.
    func over(_ kind: RetentionKind, until end: Timestamp, limit: Int) throws -> [String]
    func countOver(_ kind: RetentionKind, until end: Timestamp) throws -> Int
    func has(_ kind: RetentionKind, _ id: String) throws -> Bool
    /// In order of time.
    func forEachPurgeBatch(_ body: (PurgeBatch) throws -> Void) throws

    /// Every listing with its actor, in order of its id.
    func forEachListing(_ body: (ScreenedListing, ID<Actor>?) throws -> Void) throws
    /// Every waybill with its actor, in order of its number.
    func forEachWaybill(_ body: (StoredWaybill, ID<Actor>?) throws -> Void) throws
}

/// What may be changed about it.
package protocol PrivacyWriting {
    func add(_ unmasking: Unmasking) throws
    func add(_ batch: PurgeBatch) throws
    /// Deletes these, with all that is theirs alone.
    func remove(_ kind: RetentionKind, _ ids: [String]) throws
}
