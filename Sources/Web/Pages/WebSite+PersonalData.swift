import Casework
import Hummingbird
import Primitives
import Records

/// What personal data there are and why, and all that is held of one person.
extension WebSite {
    /// Made from the declarations (`DataSet`) and the dated rules of today.
    func purposesPage(_ call: Call) async throws -> Response {
        let words = words(call.language)
        let page = await desk.dataPurposes()
        let values: PageValues = [
            "purposes": page.bases.map { basis -> PageValues in
                [
                    "name": words("purpose-\(basis.purpose.rawValue)"),
                    "basis": basis.legalBasis, "text": basis.says[call.language.rawValue] ?? "",
                    "tables": basis.tables.map { words("table-\($0)") }.joined(separator: " · "),
                ]
            },
            "sets": page.sets.map { set($0, page, words) },
            "day": page.day.text, "version": page.rulesVersion,
        ]
        return self.page("purposes", try await frame(call, titleKey: "purposes-title", values))
    }

    private func set(_ set: DataSet, _ page: DataPurposes, _ words: Words) -> PageValues {
        [
            "name": words("table-\(set.table)"), "table": set.table,
            "retention": retention(set.retention, page, words),
            "purposes": set.purposes.map { words("purpose-\($0.rawValue)") }
                .joined(separator: " · "),
            "fields": set.fields.map { field -> PageValues in
                [
                    "name": field.name, "subject": words("subject-\(field.subject.rawValue)"),
                    "category": words("category-\(field.category.rawValue)"),
                    "isSensitive": field.category.isSensitive,
                    "protection": words("protection-\(field.protection.rawValue)"),
                ]
            },
        ]
    }

    private func retention(
        _ retention: DataRetention, _ page: DataPurposes, _ words: Words
    ) -> String {
        switch retention {
        case .rule(let kind):
            page.days[kind].map {
                words("retention-\(kind.rawValue)", ["days": Telling.count($0)])
            } ?? words("retention-none")
        case .with(let table): words("retention-with", ["table": words("table-\(table)")])
        case .untilLinked: words("retention-linked")
        case .short: words("retention-short")
        case .journal: words("retention-journal")
        }
    }

    func personReportPage(_ call: Call) async throws -> Response {
        try call.principal().require(.reportOnPerson)
        return try await personReport(nil, call, refusal: nil, status: .ok)
    }

    /// The report, on the page that asks for it: nothing of it is kept.
    func personReport(_ call: Call) async throws -> Response {
        let principal = try call.principal()
        let kind = call.form["kind"].flatMap(IdentifierKind.init)
        let value = (call.form["value"] ?? "").filter { $0 != " " }
        guard let kind, !value.isEmpty, value.utf8.count <= Limits.idBytesMax else {
            return try await personReport(
                nil, call, refusal: "report-refused", status: .unprocessableContent)
        }
        guard let purpose = statedPurpose(call) else {
            return try await personReport(
                nil, call, refusal: "refused-reason-text", status: .unprocessableContent)
        }
        let spelled = [.wechat, .qq, .phone].contains(kind) ? value.lowercased() : value
        let report = try await desk.personReport(
            Identifier(kind: kind, value: spelled), purpose: purpose, as: principal)
        return try await personReport(report, call, refusal: nil, status: .ok)
    }

    private func personReport(
        _ report: PersonReport?, _ call: Call, refusal: String?, status: HTTPResponse.Status
    ) async throws -> Response {
        let words = words(call.language)
        let telling = Telling(words: words, now: now())
        var values: PageValues = [
            "kinds": IdentifierKind.allCases.map { kind -> PageValues in
                [
                    "value": kind.rawValue, "name": words("identifier-\(kind.rawValue)"),
                    "isChosen": kind.rawValue == call.form["kind"],
                ]
            },
            "value": call.form["value"] ?? "", "purposes": purposeChoices(call),
            "reason": call.form["reason"] ?? "",
        ]
        values["refusal"] = refusal.map { words($0) }
        values["report"] = report.map { self.report($0, telling) }
        let all = try await frame(call, titleKey: "report-title", values)
        return page("person-report", at(all, call, "/person-report"), status: status)
    }

    private func report(_ report: PersonReport, _ telling: Telling) -> PageValues {
        let words = telling.words
        return [
            "title": words("report-found", ["n": Telling.count(report.total)]),
            "isCut": report.total > report.items.count,
            "cut": words("report-cut", ["n": Telling.count(report.items.count)]),
            "hasItems": !report.items.isEmpty, "hasLooks": !report.looks.isEmpty,
            "items": report.items.map { item -> PageValues in
                [
                    "record": item.record, "part": words("part-\(item.part.rawValue)"),
                    "at": time(item.at, telling), "lead": item.lead?.text ?? "–",
                    "fields": item.fields.map { ["name": $0.name, "value": $0.value] },
                ]
            },
            "looks": report.looks.map { look -> PageValues in
                [
                    "at": time(look.at, telling), "act": words("act-\(look.act)"),
                    "role": words("role-\(look.role)"), "unit": look.unit,
                    "purpose": words("purpose-\(look.purpose)"), "lead": look.lead,
                ]
            },
        ]
    }

    /// Deletes what a second person agreed to.
    func deleteApproved(_ call: Call) async throws -> Response {
        try await desk.delete(
            approved: ID(call.parameters.get("id") ?? ""), as: try call.principal())
        return .seeOther("/approvals?done=delete")
    }

    /// Asks a second person to agree that a record is deleted before its time.
    func askDeletion(_ call: Call) async throws -> Response {
        let subject = (call.form["subject"] ?? "").filter { $0 != " " }
        guard CaseworkDesk.deletable(subject) != nil else {
            throw Refusal(CaseworkError.recordNotFound(subject))
        }
        guard let purpose = statedPurpose(call) else { throw Refusal(CaseworkError.reasonMissing) }
        _ = try await desk.ask(
            .delete, subject: subject, purpose: purpose, as: try call.namedPrincipal())
        return .seeOther("/approvals?done=ask")
    }
}
