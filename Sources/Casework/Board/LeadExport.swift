import Primitives
import Records

extension CaseworkDesk {
    /// The leads that a filter finds, to be taken out of the system: strongest first, with a
    /// stated purpose, masked as on the board.
    ///
    /// More than `Limits.leadsExportedAlone` need an approval of the same filter
    /// (`ExportQuery.subject`), which serves once.
    ///
    /// - Throws: `CaseworkError.notAllowed`, `.accessRefused(.approval)`.
    package func exportLeads(
        _ query: LeadQuery, purpose: StatedPurpose, as principal: Principal
    ) async throws -> [LeadSummary] {
        let now = environment.now()
        return try await act(.exportLeads, as: principal) { transaction, log in
            var rows: [LeadSummary] = []
            var query = query
            query.cursor = nil
            repeat {
                let page = try transaction.leadPage(query, scope: principal.scope)
                rows += page.rows
                query.cursor = page.next
            } while query.cursor != nil && rows.count <= Limits.leadsExportedMax
            guard rows.count <= Limits.leadsExportedMax else {
                throw CaseworkError.accessRefused(.approval)
            }
            let subject = query.exportSubject
            if rows.count > Limits.leadsExportedAlone {
                let approval = try transaction.useApproval(
                    .exportLeads, subject: subject, by: principal.person.id, at: now)
                log.add("approval", approval.id.text, after: "used")
            }
            let told = [purpose.kind.rawValue, purpose.reason, subject, "\(rows.count)"]
            log.add("export", "leads", after: told.joined(separator: "\u{1F}"))
            for row in rows { log.add("lead", row.lead.id.text) }
            return rows
        }
    }
}

extension LeadQuery {
    /// The filter in one spelling, by which an approval names what may be taken out.
    package var exportSubject: String {
        let states = self.states.map(\.rawValue).sorted().joined(separator: ",")
        return "state=\(states) division=\(division ?? "") q=\(search ?? "")"
    }
}
