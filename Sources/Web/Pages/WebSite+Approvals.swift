import Casework
import Hummingbird
import Primitives
import Records

/// What a second person has to agree to, and the export that asks for it.
extension WebSite {
    func approvalsPage(_ call: Call) async throws -> Response {
        let principal = try call.principal()
        let found = try await desk.approvals(as: principal)
        let words = words(call.language)
        let telling = Telling(words: words, now: now())
        var values: PageValues = [
            "approvals": found.approvals.map { approval($0, found, principal, telling) },
            "hasApprovals": !found.approvals.isEmpty,
            "mayExport": principal.permissions.contains(.exportLeads),
            "mayReport": principal.permissions.contains(.reportOnPerson),
            "mayDelete": principal.permissions.contains(.purgeRecords),
            "purposes": purposeChoices(call),
        ]
        if let done = call.query["done"], ["ask", "approve", "decline", "delete"].contains(done) {
            values["done"] = words("approvals-done-\(done)")
        }
        return page("approvals", try await frame(call, titleKey: "approvals-title", values))
    }

    private func approval(
        _ approval: Approval, _ found: ApprovalsPage, _ principal: Principal, _ telling: Telling
    ) -> PageValues {
        let words = telling.words
        let state =
            approval.usedAt != nil
            ? "used" : approval.decision.map { $0.isApproved ? "approved" : "declined" } ?? "open"
        var values: PageValues = [
            "kind": words("approval-\(approval.kind.rawValue)"), "subject": approval.subject,
            "purpose": words("purpose-\(approval.purpose.kind.rawValue)"),
            "reason": approval.purpose.reason,
            "by": found.names[approval.askedBy] ?? approval.askedBy.text,
            "at": time(approval.askedAt, telling), "state": words("approval-state-\(state)"),
            "stateClass": "approval-\(state)",
        ]
        if let decision = approval.decision {
            values["decision"] =
                [
                    "by": found.names[decision.by] ?? decision.by.text,
                    "at": time(decision.at, telling), "reason": decision.reason,
                ] as PageValues
        }
        if approval.kind == .delete, state == "approved", approval.askedBy == principal.person.id {
            values["delete"] = ["id": FormFields.encoded(approval.id.text)]
        }
        if found.decidable.contains(approval.id) {
            values["decide"] = ["id": FormFields.encoded(approval.id.text)]
        }
        return values
    }

    func decideApproval(_ call: Call) async throws -> Response {
        let decision = call.parameters.get("decision") ?? ""
        guard ["approve", "decline"].contains(decision) else { throw Refusal.notFound }
        try await desk.decide(
            ID(call.parameters.get("id") ?? ""), isApproved: decision == "approve",
            reason: call.form["reason"] ?? "", as: try call.principal())
        return .seeOther("/approvals?done=\(decision)")
    }

    func exportPage(_ call: Call) async throws -> Response {
        try await exportPage(call, BoardView(call.query), refusal: nil, mayAsk: false, status: .ok)
    }

    private func exportPage(
        _ call: Call, _ view: BoardView, refusal: String?, mayAsk: Bool,
        status: HTTPResponse.Status
    ) async throws -> Response {
        let principal = try call.principal()
        let found = try await desk.board(view.query, as: principal)
        let words = words(call.language)
        var values: PageValues = [
            "count": Telling.count(found.total), "view": view.fields.encoded,
            "subject": view.query.exportSubject,
            "alone": Telling.count(Limits.leadsExportedAlone),
            "needsApproval": found.total > Limits.leadsExportedAlone, "mayAsk": mayAsk,
            "reason": call.form["reason"] ?? "",
            "purposes": StatedPurpose.Kind.allCases.map { kind -> PageValues in
                [
                    "value": kind.rawValue, "name": words("purpose-\(kind.rawValue)"),
                    "isChosen": kind.rawValue == call.form["purpose"],
                ]
            },
            "isEmpty": found.total == 0,
        ]
        values["refusal"] = refusal
        let all = try await frame(call, titleKey: "export-title", values)
        return page("export", at(all, call, "/export?\(view.fields.encoded)"), status: status)
    }

    /// The list as a file, or the request for a second person.
    func export(_ call: Call) async throws -> Response {
        let view = BoardView(
            call.form["view"].flatMap { FormFields(encoded: $0.utf8) } ?? FormFields())
        let principal = try call.principal()
        let purpose: StatedPurpose
        do {
            guard let kind = call.form["purpose"].flatMap(StatedPurpose.Kind.init) else {
                throw CaseworkError.reasonMissing
            }
            purpose = try StatedPurpose(kind: kind, reason: call.form["reason"] ?? "")
        } catch CaseworkError.reasonMissing {
            return try await exportPage(
                call, view, refusal: words(call.language)("refused-reason-text"), mayAsk: false,
                status: .unprocessableContent)
        }
        if call.form["ask"] == "yes" {
            _ = try await desk.ask(
                .exportLeads, subject: view.query.exportSubject, purpose: purpose,
                as: try call.namedPrincipal())
            return .seeOther("/approvals?done=ask")
        }
        do {
            let rows = try await desk.exportLeads(view.query, purpose: purpose, as: principal)
            let table = LeadCSV.text(
                rows, telling: Telling(words: words(call.language), now: now()))
            return .attachment(
                ByteBuffer(string: table), name: "leads.csv", type: "text/csv; charset=utf-8")
        } catch CaseworkError.accessRefused(.approval) {
            return try await exportPage(
                call, view, refusal: words(call.language)("refused-access-approval-text"),
                mayAsk: true, status: .conflict)
        }
    }
}

/// Leads as a table for a spreadsheet: comma-separated, quoted, with the mark of UTF-8 in front.
package enum LeadCSV {
    static func text(_ rows: [LeadSummary], telling: Telling) -> String {
        let words = telling.words
        let head = [
            "lead", "state", "division", "probability", "due", "actor", "listings",
            "waybills", "terms",
        ]
        let lines = rows.map { row -> [String] in
            [
                row.lead.id.text, words("state-\(row.lead.state.rawValue)"), row.lead.division,
                Telling.percent(row.lead.score.probability),
                row.lead.dueAt.map(telling.absolute) ?? "", row.actorName, "\(row.listings)",
                "\(row.waybills)", row.terms.joined(separator: " "),
            ]
        }
        let text = ([head.map { words("export-\($0)") }] + lines)
            .map { $0.map(quoted).joined(separator: ",") + "\r\n" }
        return "\u{FEFF}" + text.joined()
    }

    /// A cell that begins like a formula is told to be text, or a spreadsheet would run it.
    package static func quoted(_ cell: String) -> String {
        // By bytes: a mark that joins a quotation mark makes one character of both.
        let isFormula = cell.utf8.first.map { "=+-@\t\r".utf8.contains($0) } ?? false
        var bytes: [UInt8] = [UInt8(ascii: "\"")]
        if isFormula { bytes.append(UInt8(ascii: "'")) }
        for byte in cell.utf8 {
            bytes.append(byte)
            if byte == UInt8(ascii: "\"") { bytes.append(byte) }
        }
        bytes.append(UInt8(ascii: "\""))
        return String(decoding: bytes, as: UTF8.self)
    }
}
