import Casework
import Foundation
import Hummingbird
import Journal
import Primitives
import Records

/// What the API answers.
extension WebSite {
    func apiStatus() async throws -> Response {
        let status = try await desk.status()
        let newest = status.newestRecord.map { JSONText.quoted($0.text()) } ?? "null"
        return .json(
            """
            {"model":\(JSONText.quoted(status.model)),"listings":\(status.listings),\
            "waybills":\(status.waybills),"newest":\(newest)}
            """)
    }

    func apiLeads(_ call: Call) async throws -> Response {
        let fields = call.query
        let view = BoardView(fields)
        let faults = [
            ("state", fields["state"] != nil && view.states.isEmpty),
            ("order", fields["order"] != nil && fields["order"] != view.order.rawValue),
            ("after", fields["after"].map { $0.utf8.count > 128 || !$0.contains("~") } ?? false),
        ].filter(\.1).map { Fault(field: $0.0, reason: "is none of the known ones") }
        guard faults.isEmpty else {
            throw Refusal(
                .badRequest, "request", detail: "A parameter is none.", faults: faults)
        }
        let page = try await desk.board(view.query, as: try call.principal())
        let next = page.next.map(JSONText.quoted) ?? "null"
        return .json(
            """
            {"leads":\(JSONText.array(page.rows.map { Self.lead($0) })),"total":\(page.total),\
            "next":\(next)}
            """)
    }

    func apiLead(_ call: Call) async throws -> Response {
        try await apiLead(try leadID(call), as: try call.principal())
    }

    private func apiLead(_ id: ID<Lead>, as principal: Principal) async throws -> Response {
        let detail = try await desk.lead(id, as: principal)
        var response = Response.json(Self.lead(detail.summary, detail))
        response.headers[.eTag] = "\"\(detail.version)\""
        return response
    }

    /// A lead as the API tells it; version and steps where they were asked for.
    private static func lead(_ row: LeadSummary, _ detail: LeadDetail? = nil) -> String {
        let lead = row.lead
        let reasons = lead.evidence.map {
            "{\"code\":\"\($0.kind.rawValue)\",\"weight\":\(JSONText.number($0.weight.value))}"
        }
        let more =
            detail.map {
                ",\"version\":\($0.version),\"steps\":"
                    + JSONText.array($0.allowedSteps.map(JSONText.quoted))
            } ?? ""
        let due = lead.dueAt.map { JSONText.quoted($0.text()) } ?? "null"
        return """
            {"lead":\(JSONText.quoted(lead.id.text)),"state":"\(lead.state.rawValue)",\
            "division":\(JSONText.quoted(lead.division)),\
            "score":\(JSONText.number(lead.score.value)),\
            "probability":\(JSONText.number(lead.score.probability)),\
            "actor":\(JSONText.quoted(row.actorName)),\
            "found":\(JSONText.quoted(lead.foundAt.text())),"due":\(due),\
            "listings":\(row.listings),"waybills":\(row.waybills),\
            "terms":\(JSONText.array(row.terms.map(JSONText.quoted))),\
            "reasons":\(JSONText.array(reasons))\(more)}
            """
    }

    /// Takes a step on the version that `If-Match` names, so that nothing is lost unseen.
    ///
    /// With an `Idempotency-Key` the same request twice is done once, and answered twice with the
    /// lead as it stands: an answer kept aside would be a second copy of what it shows, and who
    /// asks again may have lost the right to see it.
    func apiStep(_ call: Call) async throws -> Response {
        let id = try leadID(call)
        let name = call.parameters.get("step") ?? ""
        let body = Array(
            try await call.request.body.collect(upTo: Limits.formBytesMax).readableBytesView)
        let fields = try stepFields(body)
        let request = try requestKey(call, body)
        guard let match = call.request.headers[.ifMatch] else {
            throw Refusal(
                .preconditionRequired, "match", detail: "Send If-Match with the lead's ETag.")
        }
        guard match.hasPrefix("\""), match.hasSuffix("\""), match.utf8.count > 2,
            let version = Int(match.dropFirst().dropLast())
        else { throw Refusal(.badRequest, "match", detail: "If-Match is no ETag of a lead.") }
        var form = fields
        form.add("version", "\(version)")
        guard let reading = StepForm.read(name, form, divisions: desk.divisions) else {
            throw Refusal.notFound
        }
        guard case .step(let step, let version) = reading else {
            guard case .faults(let faults) = reading else { throw Refusal.notFound }
            throw Refusal(
                .unprocessableContent, "request", detail: "A field is missing or too long.",
                faults: faults.keys.sorted().map { Fault(field: $0, reason: "is missing or wrong") }
            )
        }
        let principal = try call.principal()
        do {
            try await desk.take(step, lead: id, version: version, as: principal.naming(request))
        } catch CaseworkError.leadChanged {
            throw Refusal(
                .preconditionFailed, "match", detail: "The lead was changed meanwhile.")
        } catch CaseworkError.requestDone {
            var response = try await apiLead(id, as: principal)
            response.headers[.idempotencyReplayed] = "true"
            return response
        }
        return try await apiLead(id, as: principal)
    }

    /// The name that the caller gave the request (draft-ietf-httpapi-idempotency-key-header), as a
    /// string of structured fields or bare; nil without one.
    private func requestKey(_ call: Call, _ body: [UInt8]) throws -> RequestKey? {
        guard let field = call.request.headers[.idempotencyKey] else { return nil }
        let isQuoted = field.utf8.count >= 2 && field.hasPrefix("\"") && field.hasSuffix("\"")
        let text = isQuoted ? String(field.dropFirst().dropLast()) : field
        guard Tokens.isPlain(text), text.utf8.count <= Limits.idBytesMax, !text.contains("\"")
        else {
            throw Refusal(
                .badRequest, "request",
                detail: "Idempotency-Key takes 1 to \(Limits.idBytesMax) visible characters.")
        }
        let match = call.request.headers[.ifMatch] ?? ""
        let head = "\(call.request.method.rawValue) \(call.request.uri.path)\n\(match)\n"
        return RequestKey("api \(text)", content: Array(head.utf8) + body)
    }

    /// The fields of a step's JSON object.
    private func stepFields(_ body: [UInt8]) throws -> FormFields {
        guard let object = try? JSONSerialization.jsonObject(with: Data(body)) as? [String: Any]
        else { throw Refusal(.badRequest, "request", detail: "The body is no JSON object.") }
        var fields = FormFields()
        var faults: [Fault] = []
        for (name, value) in object.sorted(by: { $0.key < $1.key }) {
            if !["note", "outcome", "division", "due"].contains(name) {
                faults.append(Fault(field: name, reason: "is not known"))
            } else if let text = value as? String {
                // The form of a page has local time without a zone.
                let isTime = name == "due"
                guard !isTime || Timestamp(text) != nil else {
                    faults.append(Fault(field: name, reason: "is no time (RFC 3339)"))
                    continue
                }
                fields.add(name, isTime ? Timestamp(text).map(Self.localField) ?? "" : text)
            } else {
                faults.append(Fault(field: name, reason: "must be a string"))
            }
        }
        guard faults.isEmpty else {
            throw Refusal(
                .badRequest, "request", detail: "The body has wrong fields.",
                faults: Array(faults.prefix(20)))
        }
        return fields
    }

    private static func localField(_ time: Timestamp) -> String {
        String(time.text(offset: .chinaOffset).prefix(19))
    }

    /// A text of the journal; what it does not have is not found.
    func journalText(
        _ body: (any Desk) async throws -> String
    ) async throws -> Response {
        do {
            return .json(try await body(desk), type: "text/plain; charset=utf-8")
        } catch is JournalError {
            throw Refusal(.notFound, "missing", detail: "The journal has no such leaf or size.")
        }
    }
}
