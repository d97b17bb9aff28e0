package import Primitives
package import Records

extension CaseworkDesk {
    /// The lead with the identifiers of its persons in clear, for a stated purpose, for this one
    /// answer.
    ///
    /// The purpose stands in the journal, the words of the reason beside the act. More than the
    /// dated rule `unmaskings-alone` allows on one day need an approval of this lead
    /// (`Approval.Kind.unmask`, its subject the lead's id), which serves once.
    ///
    /// - Throws: `CaseworkError.notAllowed`, `.leadNotFound`, `.accessRefused(.approval)`.
    package func unmask(
        _ id: ID<Lead>, purpose: StatedPurpose, as principal: Principal
    ) async throws -> LeadDetail {
        let now = environment.now()
        let unmasking = Unmasking(
            id: ID(environment.newID()), person: principal.person.id, lead: id, at: now,
            purpose: purpose)
        let alone = settings.privacy.unmaskingsAlone(on: now.civilDate())
        return try await act(
            .unmaskLead, as: principal, purpose: purpose.kind.rawValue
        ) { transaction, log in
            let stored = try transaction.visibleLead(id, to: principal)
            let today = try transaction.unmaskings(
                by: principal.person.id, since: now.startOfDay())
            if today >= alone {
                let approval = try transaction.useApproval(
                    .unmask, subject: id.text, by: principal.person.id, at: now)
                log.add("approval", approval.id.text, after: "used")
            }
            try transaction.add(unmasking)
            log.add(
                "lead", id.text,
                after: [unmasking.id.text, purpose.kind.rawValue, purpose.reason]
                    .joined(separator: "\u{1F}"))
            return try self.detail(stored, in: transaction, for: principal)
        }
    }
}

/// That somebody saw the identifiers of a lead's persons in clear.
package struct Unmasking: Hashable, Sendable {
    package let id: ID<Unmasking>
    package let person: ID<Person>
    package let lead: ID<Lead>
    package let at: Timestamp
    package let purpose: StatedPurpose

    package init(
        id: ID<Unmasking>, person: ID<Person>, lead: ID<Lead>, at: Timestamp,
        purpose: StatedPurpose
    ) {
        self.id = id
        self.person = person
        self.lead = lead
        self.at = at
        self.purpose = purpose
    }
}
