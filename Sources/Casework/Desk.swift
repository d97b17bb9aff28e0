package import Primitives
package import Records
package import Screening

/// What the pages and the API may ask for: the use cases behind the desk, each with its permission.
///
/// A protocol because two things conform: the real casework over a database, and the fixture that
/// web tests put in its place.
package protocol Desk: AccessDesk, AlarmDesk {
    /// Checks a name, a password and, where there is a second factor, its code, and opens a
    /// session.
    ///
    /// - Throws: `CaseworkError.notSignedIn`, `.tooManyAttempts`.
    func signIn(name: String, password: String, code: String?) async throws -> Session
    /// Opens a session for whom an issuer of single sign-on vouches: `ISSUER SUBJECT`.
    ///
    /// - Throws: `CaseworkError.notSignedIn` where nobody has this subject.
    func signIn(subject: String) async throws -> Session
    /// Nil where the token is unknown or its session is over.
    ///
    /// - Parameter isUse: Whether somebody did something, which keeps the session from ending idle.
    func session(token: String, isUse: Bool) async throws -> Session?
    func signOut(token: String) async throws
    func board(_ query: LeadQuery, as principal: Principal) async throws -> LeadPage
    /// With the identifiers of its persons masked.
    func lead(_ id: ID<Lead>, as principal: Principal) async throws -> LeadDetail
    /// The same in clear, for a stated purpose, on record.
    ///
    /// - Throws: `CaseworkError.notAllowed`, `.leadNotFound`, `.accessRefused(.approval)`.
    func unmask(
        _ id: ID<Lead>, purpose: StatedPurpose, as principal: Principal
    ) async throws -> LeadDetail
    /// An element whenever something may have been committed, by any process.
    func ticks() async -> AsyncStream<Void>
    /// The leads that changed after the journal had `size` leaves; from now on where it is nil.
    func leadChanges(after size: Int?, as principal: Principal) async throws -> LeadChanges
    /// Takes a step, if the lead still has `version`.
    ///
    /// - Throws: `CaseworkError.notAllowed`, `.leadNotFound`, `.leadChanged`, `.stepRefused`.
    func take(_ step: LeadStep, lead: ID<Lead>, version: Int, as principal: Principal) async throws
    /// The deadline that the rules give a dispatch of this lead now.
    func proposedDeadline(_ lead: Lead) -> Timestamp
    /// Screens one text; stores nothing.
    func screen(_ text: String, kind: TextKind) async -> Verdict
    /// The divisions that leads can go to, in order of their codes.
    var divisions: [Division] { get }
    /// What the desk knows of itself: model, lexicon, rules, when data ended.
    func status() async throws -> DeskStatus
    /// What whoever watches over the server is told, which is nobody's data.
    func measures() async throws -> DeskMeasures

    /// A page of the lexicon in use, with what was proposed for it.
    func lexicon(_ query: LexiconQuery, as principal: Principal) async throws -> LexiconPage
    /// The whole lexicon in use.
    func wholeLexicon(as principal: Principal) async throws -> Lexicon
    /// - Throws: `CaseworkError.notAllowed`, `.entryNotFound`.
    func lexiconEntry(_ term: String, as principal: Principal) async throws -> LexiconEntry
    /// Reads a CSV file and keeps it as a proposal; with a fault in any row nothing is stored.
    func proposeLexicon(
        _ file: [UInt8], name: String, note: String, as principal: Principal
    ) async throws -> LexiconProposing
    /// - Throws: `CaseworkError.notAllowed`, `.proposalNotFound`.
    func lexiconProposal(
        _ id: ID<LexiconProposal>, as principal: Principal
    ) async throws -> LexiconProposalDetail
    /// Adopts or declines a proposal, if the lexicon in use still has the digest `base`.
    ///
    /// - Throws: `CaseworkError.notAllowed`, `.proposalNotFound`, `.ownProposal`,
    ///   `.lexiconChanged`, `.reasonMissing`.
    func decideLexicon(
        _ id: ID<LexiconProposal>, _ outcome: LexiconProposal.Outcome, base: UInt64,
        reason: String, as principal: Principal
    ) async throws

    /// Why the records of a lead's actor are one, and what people parted in it.
    func actor(of lead: ID<Lead>, as principal: Principal) async throws -> ActorPage
    /// Why the actor and a record, another actor or another lead's actor are not one.
    ///
    /// - Throws: `CaseworkError.notAllowed`, `.leadNotFound`, `.recordNotFound`.
    func compare(
        lead: ID<Lead>, with other: String, as principal: Principal
    ) async throws -> Comparison
    /// Parts a step of a lead's actor; everything is linked anew before it returns.
    ///
    /// - Throws: `CaseworkError.notAllowed`, `.leadNotFound`, `.linkingChanged`, `.cannotPart`,
    ///   `.reasonMissing`.
    func sever(
        _ request: SeveranceRequest, lead: ID<Lead>, as principal: Principal
    ) async throws
    /// Takes a parting back; everything is linked anew before it returns.
    ///
    /// - Throws: `CaseworkError.notAllowed`, `.severanceNotFound`, `.linkingChanged`,
    ///   `.reasonMissing`.
    func takeBack(
        _ id: ID<StoredSeverance>, reason: String, as principal: Principal
    ) async throws
    /// What the last linking did.
    func linking(as principal: Principal) async throws -> LinkingPage
}

extension Desk {
    /// The session of somebody who does something.
    package func session(token: String) async throws -> Session? {
        try await session(token: token, isUse: true)
    }
}

/// What a page's foot says of where its content comes from.
package struct DeskStatus: Hashable, Sendable {
    package let model: String
    package let listings: Int
    package let waybills: Int
    /// Time of the newest record, nil without records.
    package let newestRecord: Timestamp?

    package init(model: String, listings: Int, waybills: Int, newestRecord: Timestamp?) {
        self.model = model
        self.listings = listings
        self.waybills = waybills
        self.newestRecord = newestRecord
    }
}
