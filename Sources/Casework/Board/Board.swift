import Leads
package import Primitives
package import Records
import Registry
import Screening

extension CaseworkDesk {
    /// Listings and waybills a lead's page shows at most, each.
    private static let recordsShown = 50

    package func board(_ query: LeadQuery, as principal: Principal) async throws -> LeadPage {
        try await allow(.seeLeads, principal)
        return try await database.read { try $0.leadPage(query, scope: principal.scope) }
    }

    /// With every person's identifiers masked; `unmask` shows them.
    package func lead(_ id: ID<Lead>, as principal: Principal) async throws -> LeadDetail {
        let detail = try await look(.seeLead, as: principal, at: "lead", id.text) { transaction in
            try Self.detail(id, in: transaction, for: principal)
        }
        return detail.masked(ContactMask(screener: await screeners.current).masked)
    }

    /// The lead with everything in clear.
    static func detail(
        _ id: ID<Lead>, in transaction: any ReadTransaction, for principal: Principal
    ) throws -> LeadDetail {
        let stored = try transaction.visibleLead(id, to: principal)
        let actor = stored.lead.actor
        let records = try transaction.identifiers(of: actor)
        let identifiers = Set(records.flatMap(\.identifiers)).sorted()
        return LeadDetail(
            summary: stored.summary,
            listings: try transaction.listings(of: actor, limit: recordsShown),
            waybills: try transaction.waybills(of: actor, limit: recordsShown).map(screened),
            links: links(records), history: try transaction.history(of: id),
            allowedSteps: allowedSteps(stored.lead.state, principal),
            licences: try transaction.licences(sharing: identifiers),
            version: stored.version, bond: try transaction.evidence(of: actor)?.bond)
    }

    /// Every record of a lead's actor.
    package func records(of lead: Lead, as principal: Principal) async throws -> [RecordRef] {
        return try await look(.listRecords, as: principal, at: "lead", lead.id.text) {
            transaction in
            _ = try transaction.visibleLead(lead.id, to: principal)
            return try transaction.identifiers(of: lead.actor).map(\.record)
        }
    }

    /// Every record with its actor, in order of source and id, to be measured beside a truth.
    ///
    /// `isNamed` says that an identifier stands whole on it. Holds all ids in memory.
    package func linkedRecords(
        as principal: Principal
    ) async throws -> [(record: RecordRef, actor: ID<Actor>?, isNamed: Bool)] {
        try await allow(.seeLeads, principal)
        return try await database.read { transaction in
            var records: [(record: RecordRef, actor: ID<Actor>?, isNamed: Bool)] = []
            try transaction.forEachLinkable { row in
                records.append((row.record, row.actor, !row.identifiers.isEmpty))
            }
            return records
        }
    }

    package func status() async throws -> DeskStatus {
        let stored = try await database.read { try $0.status() }
        return DeskStatus(
            model: await screeners.current.name, listings: stored.listings,
            waybills: stored.waybills,
            newestRecord: stored.newest)
    }

    package var divisions: [Division] { settings.divisions.all + [settings.divisions.city] }

    package func screen(_ text: String, kind: TextKind) async -> Verdict {
        await screeners.current.screen(text, kind: kind)
    }

    private static func screened(_ stored: StoredWaybill) -> ScreenedWaybill {
        ScreenedWaybill(
            waybill: stored.waybill, declaration: DeclarationText.render(stored.waybill),
            verdict: stored.verdict)
    }

    /// Identifiers by how many records carry them, most first.
    private static func links(
        _ records: [(record: RecordRef, identifiers: [Identifier])]
    ) -> [ActorLink] {
        var holders: [Identifier: [RecordRef]] = [:]
        for (record, identifiers) in records {
            for identifier in Set(identifiers) { holders[identifier, default: []].append(record) }
        }
        return holders.map { identifier, records in
            ActorLink(
                identifier: identifier, records: records.count,
                sample: Array(records.sorted().prefix(LeadDetail.graphRecordsMax)))
        }
        .sorted { ($1.records, $0.identifier) < ($0.records, $1.identifier) }
    }

    /// Steps that the table allows from `state` and the person's role includes.
    private static func allowedSteps(_ state: LeadState, _ principal: Principal) -> [String] {
        let permissions = principal.permissions
        return LeadMachine.allowed(from: state).filter { name in
            name.permission.map(permissions.contains) ?? false
        }
        .map(\.rawValue)
    }
}

extension LeadActionName {
    /// What a person needs to take the step; nil for what only the machine does.
    var permission: Permission? {
        switch self {
        case .dispatch: .dispatchLead
        case .giveBack, .verify: .verifyLead
        case .close: .closeLead
        case .dismiss: .dismissLead
        case .addEvidence: nil
        }
    }
}

extension ReadTransaction {
    /// The lead, if it exists where this person may look; otherwise not found, which of the two is
    /// not told.
    func visibleLead(_ id: ID<Lead>, to principal: Principal) throws -> StoredLead {
        guard try sees(id, principal.scope), let stored = try lead(id) else {
            throw CaseworkError.leadNotFound(id.text)
        }
        return stored
    }
}
