import Casework
import Hummingbird
import Primitives

/// The own account: password, second factor.
extension WebSite {
    func accountPage(_ call: Call) async throws -> Response {
        try await accountPage(call, [:], status: .ok)
    }

    private func accountPage(
        _ call: Call, _ more: PageValues, status: HTTPResponse.Status
    ) async throws -> Response {
        let principal = try call.principal()
        let account = try await desk.ownAccount(as: principal)
        let words = words(call.language)
        var values: PageValues = [
            "account": [
                "name": account.person.name, "displayName": account.person.displayName,
                "role": words("role-\(account.person.role.rawValue)"),
                "hasSecondFactor": account.hasSecondFactor,
            ] as PageValues,
            "isWaiting": account.person.role == .unassigned,
        ]
        if let duty = principal.duty { values["duty"] = words("duty-\(duty.rawValue)") }
        if let done = call.query["done"], ["password", "second-factor"].contains(done) {
            values["done"] = words("account-done-\(done)")
        }
        let all = try await frame(
            call, titleKey: "account-title", values.merging(more) { $1 })
        return page("account", at(all, call, "/account"), status: status)
    }

    /// A page that a form led to changes its language by the page's own address.
    func at(_ values: PageValues, _ call: Call, _ address: String) -> PageValues {
        guard call.request.method == .post else { return values }
        var all = values
        all["other"] = base(language: call.language, address: address)["other"]
        return all
    }

    func changePassword(_ call: Call) async throws -> Response {
        let principal = try call.principal()
        // A password may begin or end with a space.
        let old = call.form.all("old").first ?? ""
        let new = call.form.all("new").first ?? ""
        guard old.utf8.count <= Limits.fieldBytesMax, new.utf8.count <= Limits.fieldBytesMax,
            new == call.form.all("again").first ?? ""
        else { return try await refusedAccount(call, "account-again") }
        do {
            try await desk.changePassword(
                from: old, to: new, session: call.session?.token ?? "", as: principal)
            return .seeOther("/account?done=password")
        } catch CaseworkError.accessRefused(let rule) {
            return try await refusedAccount(call, "refused-access-\(rule.rawValue)-text")
        }
    }

    func offerSecondFactor(_ call: Call) async throws -> Response {
        try await offered(call, refusal: nil, status: .ok)
    }

    private func offered(
        _ call: Call, refusal: String?, status: HTTPResponse.Status
    ) async throws -> Response {
        let offer = try await desk.offerSecondFactor(as: try call.principal())
        var shown: PageValues = ["secret": Self.inFours(offer.secret)]
        if let picture = QRCode(offer.address) {
            shown["picture"] = ["side": "\(picture.side)", "path": picture.path]
        }
        var values: PageValues = ["offer": shown]
        values["refusal"] = refusal.map { words(call.language)($0) }
        return try await accountPage(call, values, status: status)
    }

    /// For typing: groups of four.
    private static func inFours(_ text: String) -> String {
        text.enumerated().map { $0 > 0 && $0 % 4 == 0 ? " \($1)" : "\($1)" }.joined()
    }

    func bindSecondFactor(_ call: Call) async throws -> Response {
        let code = (call.form["code"] ?? "").filter { $0 != " " }
        do {
            try await desk.bindSecondFactor(
                code: code, password: call.form.all("password").first ?? "",
                session: call.session?.token ?? "", as: try call.principal())
            return .seeOther("/account?done=second-factor")
        } catch CaseworkError.accessRefused(let rule) where rule == .code || rule == .password {
            return try await offered(
                call,
                refusal: rule == .code ? "refused-access-code-text" : "factor-wrong-password",
                status: .unprocessableContent)
        }
    }

    private func refusedAccount(_ call: Call, _ key: String) async throws -> Response {
        try await accountPage(
            call, ["refusal": words(call.language)(key)], status: .unprocessableContent)
    }
}
