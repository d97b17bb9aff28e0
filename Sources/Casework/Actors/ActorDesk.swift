import Linkage
package import Primitives
package import Records

/// The actors as people judge them: looking at a lead's needs `see-leads`, at the linking
/// `see-linking`, parting and taking back `sever-actor`.
extension CaseworkDesk {
    package func actor(
        of lead: ID<Lead>, as principal: Principal
    ) async throws -> ActorPage {
        let permissions = principal.permissions
        return try await look(.seeActor, as: principal, at: "lead", lead.text) { transaction in
            let stored = try transaction.visibleLead(lead, to: principal)
            return ActorPage(
                lead: stored.summary, evidence: try transaction.evidence(of: stored.lead.actor),
                severances: try transaction.severances(lead: lead, actor: stored.lead.actor),
                maySever: permissions.contains(.severActor),
                mayCompare: permissions.contains(.seeLinking))
        }
    }

    package func linking(as principal: Principal) async throws -> LinkingPage {
        try await allow(.seeLinking, principal)
        return try await database.read { transaction in
            let linking = try transaction.linking()
            let listed = (linking?.summary.largest ?? []) + (linking?.summary.doubtful ?? [])
            let leads = try listed.isEmpty ? [:] : transaction.newestLeads()
            return LinkingPage(
                linking: linking,
                severances: try transaction.severances(limit: Limits.severancesShown),
                leads: Dictionary(
                    listed.compactMap { bond in
                        leads[bond.actor].map { (bond.actor, $0.lead.id) }
                    }, uniquingKeysWith: { first, _ in first }),
                maySever: principal.permissions.contains(.severActor))
        }
    }

    /// Compares a lead's actor with a record, an actor or a lead's actor, by a linking of its own.
    package func compare(
        lead: ID<Lead>, with other: String, as principal: Principal
    ) async throws -> Comparison {
        let stored = try await look(.compareActors, as: principal, at: "lead", lead.text) {
            transaction in
            (
                lead: try transaction.visibleLead(lead, to: principal).lead,
                other: try transaction.lead(ID(other))?.lead.actor
            )
        }
        let links = try await linked().links
        guard let own = links.firstRecord(of: stored.lead.actor),
            let record = Self.record(other, actor: stored.other, links)
        else { throw CaseworkError.recordNotFound(other) }
        guard let reasons = links.whyNot(own, record) else {
            throw CaseworkError.recordNotFound(other)
        }
        let position = links.records.firstIndex(of: record)
        let actor = position.flatMap { links.actor(at: $0) }
        return Comparison(
            record: record, actor: actor,
            records: actor.map { links.recordCount(of: $0) } ?? 1, reasons: reasons,
            chain: reasons == [.areOne] ? links.steps(own, record) ?? [] : [])
    }

    /// The record that somebody means: a waybill's number, a listing's id, an actor's id, or the
    /// actor of a lead.
    private static func record(_ text: String, actor: ID<Actor>?, _ links: Links) -> RecordRef? {
        if let actor { return links.firstRecord(of: actor) }
        if let record = links.firstRecord(of: ID(text)) { return record }
        return links.records.first { $0.text == text || $0.id == text }
    }

    package func sever(
        _ request: SeveranceRequest, lead id: ID<Lead>, as principal: Principal
    ) async throws {
        try await allow(.severActor, principal)
        try Self.check(request.reason)
        let now = environment.now()
        let newID = environment.newID
        try await act(.severActor, as: principal) { transaction, log in
            let lead = try transaction.visibleLead(id, to: principal).lead
            guard let evidence = try transaction.evidence(of: lead.actor),
                evidence.linking == request.linking,
                try transaction.linkingNumber() == request.linking,
                evidence.steps.indices.contains(request.step)
            else { throw CaseworkError.linkingChanged }
            let severance = StoredSeverance(
                id: ID(newID()),
                what: try Self.what(evidence.steps[request.step].step, request.kind),
                actor: lead.actor, lead: id, by: principal.person.id,
                byName: principal.person.displayName, at: now, reason: request.reason)
            guard
                try !transaction.standingSeverances().contains(where: { $0.what == severance.what })
            else { throw CaseworkError.linkingChanged }
            try transaction.add(severance)
            log.add("lead", id.text, after: "\(severance.id) \(severance.reason)")
        }
        _ = try await linkAndUpdate()
    }

    private static func what(
        _ step: EvidenceStep, _ kind: SeveranceRequest.Kind
    ) throws(CaseworkError) -> StoredSeverance.What {
        switch kind {
        case .identifier:
            guard let identifier = step.identifier else { throw .cannotPart }
            return .identifier(identifier)
        case .pair:
            guard !step.areOneElement else { throw .cannotPart }
            return .pair(step.left, step.right)
        }
    }

    package func takeBack(
        _ id: ID<StoredSeverance>, reason: String, as principal: Principal
    ) async throws {
        try await allow(.severActor, principal)
        try Self.check(reason)
        let end = StoredSeverance.End(
            by: principal.person.id, byName: principal.person.displayName,
            at: environment.now(), reason: reason)
        try await act(.rejoinActor, as: principal) { transaction, log in
            guard let severance = try transaction.severance(id) else {
                throw CaseworkError.severanceNotFound(id.text)
            }
            guard try transaction.end(id, end) else { throw CaseworkError.linkingChanged }
            log.add("lead", severance.lead.text, before: id.text, after: "\(id) \(reason)")
        }
        _ = try await linkAndUpdate()
    }

    private static func check(_ reason: String) throws(CaseworkError) {
        guard !reason.isEmpty, reason.utf8.count <= Limits.noteBytesMax else {
            throw .reasonMissing
        }
    }
}
