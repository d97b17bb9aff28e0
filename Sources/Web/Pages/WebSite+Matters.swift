import Casework
import Hummingbird
import Primitives
import Records

/// Matters: leads worked on together, and by whom.
extension WebSite {
    func mattersPage(_ call: Call) async throws -> Response {
        let principal = try call.principal()
        let matters = try await desk.matters(as: principal)
        let telling = Telling(words: words(call.language), now: now())
        let values: PageValues = [
            "matters": matters.map { matter($0, telling) }, "hasMatters": !matters.isEmpty,
            "mayManage": principal.permissions.contains(.manageMatters),
        ]
        return page("matters", try await frame(call, titleKey: "matters-title", values))
    }

    private func matter(_ matter: Matter, _ telling: Telling) -> PageValues {
        var values: PageValues = [
            "name": matter.name, "address": "/matters/\(FormFields.encoded(matter.id.text))",
            "isRestricted": matter.isRestricted, "opened": time(matter.openedAt, telling),
            "isOpen": matter.closedAt == nil,
        ]
        values["closed"] = matter.closedAt.map { time($0, telling) }
        return values
    }

    func openMatter(_ call: Call) async throws -> Response {
        let id = try await desk.openMatter(
            name: call.form["name"] ?? "", isRestricted: call.form["restricted"] == "yes",
            as: try call.namedPrincipal())
        return .seeOther("/matters/\(FormFields.encoded(id.text))")
    }

    func matterPage(_ call: Call) async throws -> Response {
        try await matterPage(matterID(call), call, refusal: nil, status: .ok)
    }

    private func matterID(_ call: Call) -> ID<Matter> { ID(call.parameters.get("id") ?? "") }

    private func matterPage(
        _ id: ID<Matter>, _ call: Call, refusal: String?, status: HTTPResponse.Status
    ) async throws -> Response {
        let principal = try call.principal()
        let found = try await desk.matter(id, as: principal)
        let words = words(call.language)
        let telling = Telling(words: words, now: now())
        var values = matter(found.matter, telling)
        values["matterName"] = found.matter.name
        values["matterAddress"] = values["address"]
        values["leads"] = found.leads.map { head($0, words) }
        values["hasLeads"] = !found.leads.isEmpty
        values["members"] = found.members.map { member -> PageValues in
            [
                "id": member.id.text, "name": member.displayName,
                "role": words("role-\(member.role.rawValue)"),
                "mayLeave": found.mayManage && member.id != principal.person.id,
            ]
        }
        values["mayManage"] = found.mayManage
        values["candidates"] = found.candidates.map { person -> PageValues in
            [
                "id": person.id.text,
                "name": "\(person.displayName) · \(words("role-\(person.role.rawValue)"))",
            ]
        }
        values["hasCandidates"] = !found.candidates.isEmpty
        values["refusal"] = refusal
        values["title"] = found.matter.name
        let all = try await frame(call, titleKey: "matters-title", values)
        let address = "/matters/\(FormFields.encoded(id.text))"
        return page("matter", at(all, call, address), status: status)
    }

    func changeMatter(_ call: Call) async throws -> Response {
        let id = matterID(call)
        let what = call.form["id"] ?? ""
        let change: MatterChange
        switch call.parameters.get("change") {
        case "add-lead": change = .addLead(ID(what))
        case "remove-lead": change = .removeLead(ID(what))
        case "add-member": change = .addMember(ID(what))
        case "remove-member": change = .removeMember(ID(what))
        case "close": change = .close
        default: throw Refusal.notFound
        }
        do {
            try await desk.change(change, matter: id, as: try call.principal())
            return .seeOther("/matters/\(FormFields.encoded(id.text))")
        } catch CaseworkError.leadNotFound {
            return try await matterPage(
                id, call, refusal: words(call.language)("refused-lead-text"),
                status: .unprocessableContent)
        } catch CaseworkError.accessRefused(let rule) {
            return try await matterPage(
                id, call, refusal: words(call.language)("refused-access-\(rule.rawValue)-text"),
                status: .conflict)
        }
    }
}
