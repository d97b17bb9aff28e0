package import Primitives
package import Records

/// What may be asked about people, units, keys, matters and approvals.
package protocol AccessReading {
    func credentials(name: String) throws -> Credentials?
    func credentials(_ person: ID<Person>) throws -> Credentials?
    func credentials(subject: String) throws -> Credentials?
    /// Nil where there is none, it is over, or its person is blocked.
    func session(digest: String, now: Timestamp) throws -> StoredSession?
    func account(_ person: ID<Person>) throws -> Account?
    /// By name.
    func accounts() throws -> [Account]
    /// From the root on: each after the one it stands under.
    func units() throws -> [Unit]
    func unit(_ id: ID<Unit>) throws -> Unit?
    /// The latest first.
    func keys() throws -> [APIKey]
    func key(_ id: ID<APIKey>) throws -> APIKey?
    /// The key with the person it stands for; nil where it opens nothing at `now`.
    func keyHolder(digest: String, now: Timestamp) throws -> (key: APIKey, division: String?)?

    /// Whether a lead is one that `scope` may look at.
    func sees(_ lead: ID<Lead>, _ scope: LeadScope) throws -> Bool
    /// Those that `person` is in, or all where it is nil; the latest first.
    func matters(of person: ID<Person>?) throws -> [Matter]
    func matter(_ id: ID<Matter>) throws -> Matter?
    func leads(in matter: ID<Matter>) throws -> [StoredLead]
    func members(of matter: ID<Matter>) throws -> [Person]

    /// The latest first.
    func approvals(limit: Int) throws -> [Approval]
    func approval(_ id: ID<Approval>) throws -> Approval?
    /// The request that `caller` named so; nil where none was done, or it is forgotten.
    func doneRequest(_ key: String, of caller: ID<Person>) throws -> DoneRequest?
    /// Leaves below `number`, the latest first; only those whose entry has all of `parts`.
    func journalLeaves(
        before number: Int, containing parts: [String], limit: Int
    ) throws -> [JournalLeaf]
}

/// What may be changed about them.
package protocol AccessWriting {
    func put(_ person: Person, passwordHash: String, mustChange: Bool, at: Timestamp) throws
    func add(_ draft: NewAccount) throws
    func setRole(_ role: Role, of person: ID<Person>) throws
    func setPassword(_ hash: String, mustChange: Bool, of person: ID<Person>) throws
    func setDisabled(_ at: Timestamp?, _ person: ID<Person>) throws
    /// A secret sealed by the key file, before its first code.
    func offerSecondFactor(_ sealed: String?, to person: ID<Person>) throws
    /// The secret in use with the last step that was used; nil takes it away.
    func setSecondFactor(_ sealed: String?, lastStep: Int64?, of person: ID<Person>) throws
    func recordSignIn(_ person: ID<Person>, failures: Int, failedAt: Timestamp?) throws
    func add(_ session: StoredSession, digest: String) throws
    func touchSession(digest: String, at: Timestamp) throws
    func setSecondFactorOfSession(digest: String) throws
    func removeSession(digest: String) throws
    /// All of a person's, but the one of `digest`.
    func removeSessions(of person: ID<Person>, except digest: String?) throws
    /// Those that are over, or were not used since `idle`.
    func removeSessions(before: Timestamp, idleSince idle: Timestamp) throws
    func add(_ unit: Unit, at: Timestamp) throws

    func add(_ key: APIKey, digest: String) throws
    func grantKey(_ id: ID<APIKey>, by: ID<Person>) throws
    func revokeKey(_ id: ID<APIKey>, at: Timestamp) throws
    func rotateKey(_ id: ID<APIKey>, digest: String, overlapsUntil: Timestamp) throws

    func add(_ matter: Matter) throws
    func close(_ matter: ID<Matter>, at: Timestamp) throws
    func setMember(_ person: ID<Person>, of matter: ID<Matter>, isIn: Bool) throws
    func setLead(_ lead: ID<Lead>, of matter: ID<Matter>, isIn: Bool) throws

    func add(_ approval: Approval) throws
    /// - Returns: Whether nobody had decided it yet.
    func decide(_ id: ID<Approval>, _ decision: Approval.Decision) throws -> Bool
    /// - Returns: Whether nobody had used it yet.
    func use(_ id: ID<Approval>, at: Timestamp) throws -> Bool

    func add(_ request: DoneRequest) throws
    /// Those that were done at `end` or before.
    func removeDoneRequests(until end: Timestamp) throws
}

/// What is checked at sign-in.
package struct Credentials: Sendable {
    package let person: Person
    package let passwordHash: String
    /// Wrong passwords and codes since the last right one.
    package let failures: Int
    package let failedAt: Timestamp?
    package let isDisabled: Bool
    package let mustChangePassword: Bool
    /// Sealed; nil without a second factor.
    package let secondFactor: String?
    /// Sealed; a second factor whose first code is awaited.
    package let offeredSecondFactor: String?
    /// The last time step whose code was used: none before it opens again.
    package let lastStep: Int64?

    package init(
        person: Person, passwordHash: String, failures: Int, failedAt: Timestamp?,
        isDisabled: Bool = false, mustChangePassword: Bool = false, secondFactor: String? = nil,
        offeredSecondFactor: String? = nil, lastStep: Int64? = nil
    ) {
        self.person = person
        self.passwordHash = passwordHash
        self.failures = failures
        self.failedAt = failedAt
        self.isDisabled = isDisabled
        self.mustChangePassword = mustChangePassword
        self.secondFactor = secondFactor
        self.offeredSecondFactor = offeredSecondFactor
        self.lastStep = lastStep
    }
}

/// An account to be stored.
package struct NewAccount: Sendable {
    package let person: Person
    package let askedRole: Role
    package let passwordHash: String
    package let subject: String?
    package let createdBy: ID<Person>
    package let at: Timestamp

    package init(
        person: Person, askedRole: Role, passwordHash: String, subject: String?,
        createdBy: ID<Person>, at: Timestamp
    ) {
        self.person = person
        self.askedRole = askedRole
        self.passwordHash = passwordHash
        self.subject = subject
        self.createdBy = createdBy
        self.at = at
    }
}

/// A session as the database knows it: without its token.
package struct StoredSession: Sendable {
    package let person: Person
    package let formToken: String
    package let openedAt: Timestamp
    package let seenAt: Timestamp
    package let expiresAt: Timestamp
    /// Whether it was opened with a second factor, or by an issuer that vouches for the person.
    package let hasSecondFactor: Bool
    /// Whether an issuer of single sign-on vouched: the password here is not asked for then.
    package let isVouchedFor: Bool
    package let mustChangePassword: Bool

    package init(
        person: Person, formToken: String, openedAt: Timestamp, seenAt: Timestamp,
        expiresAt: Timestamp, hasSecondFactor: Bool, isVouchedFor: Bool = false,
        mustChangePassword: Bool = false
    ) {
        self.person = person
        self.formToken = formToken
        self.openedAt = openedAt
        self.seenAt = seenAt
        self.expiresAt = expiresAt
        self.hasSecondFactor = hasSecondFactor
        self.isVouchedFor = isVouchedFor
        self.mustChangePassword = mustChangePassword
    }
}
