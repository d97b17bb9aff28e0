package import Primitives
package import Records
import Registry

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

extension CaseworkDesk {
    /// The dated rule of how many leads one person may unmask a day without a second person.
    static let unmaskingsAloneRule = "unmaskings-alone"

    /// The lead with the identifiers of its persons in clear, for a stated purpose, for this one
    /// answer.
    ///
    /// The purpose stands sealed beside the act, its digest in the journal. More than the dated
    /// rule `unmaskings-alone` allows on one day need an approval of this lead
    /// (`Approval.Kind.unmask`, its subject the lead's id), which serves once; without such a rule
    /// every one does.
    ///
    /// - Throws: `CaseworkError.notAllowed`, `.leadNotFound`, `.accessRefused(.approval)`.
    package func unmask(
        _ id: ID<Lead>, purpose: StatedPurpose, as principal: Principal
    ) async throws -> LeadDetail {
        let now = environment.now()
        let today = now.civilDate()
        let unmasking = Unmasking(
            id: ID(environment.newID()), person: principal.person.id, lead: id, at: now,
            purpose: purpose)
        let alone = settings.rules.rule(Self.unmaskingsAloneRule, on: today)?.maximum ?? 0
        return try await act(.unmaskLead, as: principal) { transaction, log in
            let detail = try Self.detail(id, in: transaction, for: principal)
            let done = try transaction.unmaskings(
                by: principal.person.id, since: today.start())
            if Double(done) >= alone {
                let approval = try transaction.useApproval(
                    .unmask, subject: id.text, by: principal.person.id, at: now)
                log.add("approval", approval.id.text, after: "used")
            }
            try transaction.add(unmasking)
            let told = [unmasking.id.text, purpose.kind.rawValue, purpose.reason]
            log.add("lead", id.text, after: told.joined(separator: "\u{1F}"))
            return detail
        }
    }
}
