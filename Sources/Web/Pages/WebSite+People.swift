import Casework
import Hummingbird
import Primitives

/// Accounts, units and keys: what the three administrators see.
extension WebSite {
    func peoplePage(_ call: Call) async throws -> Response {
        try await peoplePage(call, [:], status: .ok)
    }

    private func peoplePage(
        _ call: Call, _ more: PageValues, status: HTTPResponse.Status
    ) async throws -> Response {
        let principal = try call.principal()
        let found = try await desk.people(as: principal)
        let words = words(call.language)
        let telling = Telling(words: words, now: now())
        let names = Dictionary(
            found.units.map { ($0.id, unitName($0)) }
        ) { first, _ in first }
        var values: PageValues = [
            "mayManage": found.mayManage, "mayGrant": found.mayGrant,
            "accounts": found.accounts.map {
                account($0, found, names, telling, isOwn: $0.person.id == principal.person.id)
            },
            "accountCount": Telling.count(found.accounts.count),
            "keys": found.keys.map { key($0, found, names, telling, principal) },
            "hasKeys": !found.keys.isEmpty,
            "units": units(found.units, words),
            "programs": [Role.courier, .gateway].map { role -> PageValues in
                ["value": role.rawValue, "name": words("role-\(role.rawValue)")]
            },
            "roles": Role.assignable.map { role -> PageValues in
                ["value": role.rawValue, "name": words("role-\(role.rawValue)")]
            },
            "kinds": Unit.Kind.allCases.filter { $0 != .city }.map { kind -> PageValues in
                ["value": kind.rawValue, "name": words("unit-\(kind.rawValue)")]
            },
        ]
        if let done = call.query["done"], Self.peopleDone.contains(done) {
            values["done"] = words("people-done-\(done)")
        }
        let all = try await frame(call, titleKey: "people-title", values.merging(more) { $1 })
        return page("people", at(all, call, "/people"), status: status)
    }

    private static let peopleDone: Set<String> = [
        "unit", "disable", "enable", "grant", "unlock", "reset-second-factor", "grant-key",
        "revoke-key",
    ]

    private func unitName(_ unit: Unit) -> String {
        guard unit.kind == .county, let code = unit.division else { return unit.name }
        return divisionName(code)
    }

    private func units(_ units: [Unit], _ words: Words) -> [PageValues] {
        var depth: [ID<Unit>: Int] = [:]
        return units.map { unit in
            let level = unit.parent.flatMap { depth[$0] }.map { $0 + 1 } ?? 0
            depth[unit.id] = level
            return [
                "id": unit.id.text, "name": unitName(unit), "depth": "depth-\(min(level, 3))",
                "indented": String(repeating: "　", count: level) + unitName(unit),
                "kind": words("unit-\(unit.kind.rawValue)"),
            ]
        }
    }

    private func account(
        _ account: Account, _ found: PeoplePage, _ units: [ID<Unit>: String],
        _ telling: Telling, isOwn: Bool
    ) -> PageValues {
        let (person, words) = (account.person, telling.words)
        var state = "active"
        if account.disabledAt != nil {
            state = "disabled"
        } else if person.role == .unassigned {
            state = "waiting"
        } else if account.failures >= 5 {
            state = "locked"
        }
        var values: PageValues = [
            "id": FormFields.encoded(person.id.text), "name": person.name,
            "displayName": person.displayName, "unit": units[person.unit] ?? person.unit.text,
            "role": words("role-\(person.role.rawValue)"),
            "state": words("account-\(state)"), "stateClass": "account-\(state)",
            "secondFactor": words(account.hasSecondFactor ? "factor-yes" : "factor-no"),
            "failures": account.failures > 0 ? Telling.count(account.failures) : "",
            "since": time(account.createdAt, telling),
        ]
        guard !isOwn else { return values }
        values["manage"] =
            found.mayManage ? ["isDisabled": account.disabledAt != nil] as PageValues : nil
        values["grant"] =
            found.mayGrant
            ? [
                "roles": ([.unassigned] + Role.assignable).map { role -> PageValues in
                    [
                        "value": role.rawValue, "name": words("role-\(role.rawValue)"),
                        "isChosen": role == (account.askedRole ?? person.role),
                    ]
                },
                "isLocked": account.failures > 0, "hasSecondFactor": account.hasSecondFactor,
            ] as PageValues : nil
        values["asked"] = account.askedRole.map {
            words("account-asked", ["role": words("role-\($0.rawValue)")])
        }
        return values
    }

    private func key(
        _ key: APIKey, _ found: PeoplePage, _ units: [ID<Unit>: String], _ telling: Telling,
        _ principal: Principal
    ) -> PageValues {
        let words = telling.words
        let isOver = key.expiresAt <= now()
        let state =
            key.revokedAt != nil
            ? "revoked" : isOver ? "expired" : key.grantedBy == nil ? "waiting" : "active"
        let isOpen = key.revokedAt == nil && !isOver
        var values: PageValues = [
            "id": FormFields.encoded(key.id.text), "name": key.name,
            "unit": units[key.unit] ?? key.unit.text, "state": words("key-\(state)"),
            "stateClass": "account-\(state)",
            "rights": key.scopes.map { words("permission-\($0.rawValue)") }.sorted().joined(
                separator: words("list-comma")),
            "perMinute": Telling.count(key.requestsPerMinute),
            "until": time(key.expiresAt, telling),
            "mayRevoke": found.mayManage && isOpen,
            "mayGrant": found.mayGrant && isOpen && key.grantedBy == nil
                && key.createdBy != principal.person.id,
        ]
        values["overlap"] = key.overlapsUntil.flatMap { until in
            until > now() ? time(until, telling) : nil
        }
        return values
    }

    func addAccount(_ call: Call) async throws -> Response {
        let name = (call.form["name"] ?? "").lowercased()
        let draft = AccountDraft(
            name: name, displayName: call.form["display"] ?? "",
            unit: ID(call.form["unit"] ?? ""),
            role: call.form["role"].flatMap(Role.init) ?? .unassigned,
            subject: call.form["subject"])
        return try await shown(call) {
            let password = try await desk.addAccount(draft, as: try call.namedPrincipal())
            return ["title": "people-secret-account", "name": name, "secret": password]
        }
    }

    func addUnit(_ call: Call) async throws -> Response {
        guard let kind = call.form["kind"].flatMap(Unit.Kind.init) else { throw Refusal.notFound }
        let draft = Unit(
            id: ID(""), parent: call.form["parent"].map { ID($0) }, kind: kind,
            name: call.form["name"] ?? "", division: nil)
        return try await refusing(call) {
            try await desk.addUnit(draft, as: try call.namedPrincipal())
            return .seeOther("/people?done=unit")
        }
    }

    func addKey(_ call: Call) async throws -> Response {
        let role = call.form["role"].flatMap(Role.init) ?? .courier
        // Of the roles that only programs have, each opens its one thing.
        guard role == .courier || role == .gateway else { throw Refusal.notFound }
        let draft = APIKeyDraft(
            name: call.form["name"] ?? "", unit: ID(call.form["unit"] ?? ""), role: role,
            scopes: role.permissions,
            requestsPerMinute: call.form["per_minute"].flatMap(Int.init) ?? 0,
            days: call.form["days"].flatMap(Int.init) ?? 0)
        return try await shown(call) {
            let token = try await desk.addKey(draft, as: try call.namedPrincipal())
            return ["title": "people-secret-key", "name": draft.name, "secret": token]
        }
    }

    func changeAccount(_ call: Call) async throws -> Response {
        let id = ID<Person>(call.parameters.get("id") ?? "")
        let name = call.parameters.get("change") ?? ""
        let change: AccountChange
        switch name {
        case "reset-password": change = .resetPassword
        case "disable": change = .disable
        case "enable": change = .enable
        case "unlock": change = .unlock
        case "reset-second-factor": change = .resetSecondFactor
        case "grant":
            guard let role = call.form["role"].flatMap(Role.init) else { throw Refusal.notFound }
            change = .grant(role)
        default: throw Refusal.notFound
        }
        let principal = try call.principal()
        guard change == .resetPassword else {
            return try await refusing(call) {
                _ = try await desk.change(change, of: id, as: principal)
                return .seeOther("/people?done=\(name)")
            }
        }
        return try await shown(call) {
            let password = try await desk.change(change, of: id, as: principal) ?? ""
            return [
                "title": "people-secret-account", "name": call.form["name"] ?? "",
                "secret": password,
            ]
        }
    }

    func changeKey(_ call: Call) async throws -> Response {
        let id = ID<APIKey>(call.parameters.get("id") ?? "")
        let name = call.parameters.get("change") ?? ""
        let changes: [String: APIKeyChange] = [
            "grant": .grant, "revoke": .revoke, "rotate": .rotate,
        ]
        guard let change = changes[name] else { throw Refusal.notFound }
        let principal = try call.principal()
        guard change == .rotate else {
            return try await refusing(call) {
                _ = try await desk.change(change, key: id, as: principal)
                return .seeOther("/people?done=\(name)-key")
            }
        }
        return try await shown(call) {
            let token = try await desk.change(change, key: id, as: principal) ?? ""
            return [
                "title": "people-secret-key", "name": call.form["name"] ?? "", "secret": token,
            ]
        }
    }

    /// Shows a secret once, on the page itself: it is in no address and in no store.
    private func shown(
        _ call: Call, _ body: () async throws -> [String: String]
    ) async throws -> Response {
        try await refusing(call) {
            var secret = try await body()
            secret["title"] = words(call.language)(
                secret["title"] ?? "", ["name": secret["name"] ?? ""])
            return try await peoplePage(call, ["secret": secret], status: .ok)
        }
    }

    /// A rule that stands against it is told on the page.
    private func refusing(
        _ call: Call, _ body: () async throws -> Response
    ) async throws -> Response {
        do {
            return try await body()
        } catch CaseworkError.accessRefused(let rule) {
            let text = words(call.language)("refused-access-\(rule.rawValue)-text")
            return try await peoplePage(call, ["refusal": text], status: .conflict)
        }
    }
}
