package import Primitives
package import Records

/// What pages ask about accounts and rights: the use cases of `Sources/Casework/People`, each with
/// its permission.
///
/// - Throws: Every one: `CaseworkError.notAllowed`, `.dutyFirst`, `.accessNotFound`,
///   `.accessRefused`.
package protocol AccessDesk: Sendable {
    /// Who holds a program's key; nil where it opens nothing.
    func principal(ofKey token: String) async throws -> Principal?

    /// Passes where the principal may; who asks for more than that is put on record.
    func require(_ permission: Permission, of principal: Principal) async throws

    /// The principal's own account, also while a duty stands.
    func ownAccount(as principal: Principal) async throws -> Account
    /// Ends the person's other sessions.
    func changePassword(
        from old: String, to new: String, session token: String, as principal: Principal
    ) async throws
    /// A secret for a phone; it counts from its first code on.
    func offerSecondFactor(as principal: Principal) async throws -> SecondFactorOffer
    /// Asks for the password once more; ends the person's other sessions.
    func bindSecondFactor(
        code: String, password: String, session token: String, as principal: Principal
    ) async throws

    func people(as principal: Principal) async throws -> PeoplePage
    func addUnit(_ draft: Unit, as principal: Principal) async throws
    /// An account that has no right until another administrator gives it one.
    ///
    /// - Returns: Its first password.
    func addAccount(_ draft: AccountDraft, as principal: Principal) async throws -> String
    /// - Returns: The new password of a reset.
    func change(
        _ change: AccountChange, of id: ID<Person>, as principal: Principal
    ) async throws -> String?
    /// A key that opens nothing until another administrator grants it.
    ///
    /// - Returns: Its token, which is kept nowhere.
    func addKey(_ draft: APIKeyDraft, as principal: Principal) async throws -> String
    /// - Returns: The new token of a rotation.
    func change(
        _ change: APIKeyChange, key id: ID<APIKey>, as principal: Principal
    ) async throws -> String?

    func matters(as principal: Principal) async throws -> [Matter]
    func openMatter(
        name: String, isRestricted: Bool, as principal: Principal
    ) async throws -> ID<Matter>
    func matter(_ id: ID<Matter>, as principal: Principal) async throws -> MatterDetail
    func change(
        _ change: MatterChange, matter id: ID<Matter>, as principal: Principal
    ) async throws

    /// What the principal asked for or may decide.
    func approvals(as principal: Principal) async throws -> ApprovalsPage
    func ask(
        _ kind: Approval.Kind, subject: String, purpose: StatedPurpose, as principal: Principal
    ) async throws -> ID<Approval>
    /// - Throws: Also `CaseworkError.reasonMissing` where declined without one.
    func decide(
        _ id: ID<Approval>, isApproved: Bool, reason: String, as principal: Principal
    ) async throws
    func exportLeads(
        _ query: LeadQuery, purpose: StatedPurpose, as principal: Principal
    ) async throws -> [LeadSummary]

    /// What personal data there are, for what and for how long.
    func dataPurposes() async -> DataPurposes
    /// All that is held of whoever an identifier names.
    func personReport(
        _ identifier: Identifier, purpose: StatedPurpose, as principal: Principal
    ) async throws -> PersonReport
    /// Deletes a record before its time, as a second person agreed.
    ///
    /// - Throws: Also `CaseworkError.recordNotFound`.
    func delete(approved id: ID<Approval>, as principal: Principal) async throws

    /// The journal as signed last (C2SP tlog-checkpoint).
    func journalCheckpoint(as principal: Principal) async throws -> String
    /// - Throws: Also `journal.out_of_range`.
    func journalProof(ofLeaf number: Int, as principal: Principal) async throws -> String
    /// - Throws: Also `journal.out_of_range`.
    func journalProof(since size: Int, as principal: Principal) async throws -> String
    func journal(_ query: JournalQuery, as principal: Principal) async throws -> JournalPage
}
