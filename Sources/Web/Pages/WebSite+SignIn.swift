import Casework
import Hummingbird
import Primitives

extension WebSite {
    func signInPage(_ call: Call) async throws -> Response {
        if call.session != nil { return .seeOther("/") }
        let values: PageValues = ["back": LocalAddress.checked(call.query["back"]) ?? ""]
        return try await signInForm(call, values, status: .ok)
    }

    /// Opens a session, or shows the form again without telling which of the two was wrong.
    func signIn(_ call: Call) async throws -> Response {
        let back = LocalAddress.checked(call.form["back"]) ?? "/"
        let name = call.form["name"]?.lowercased() ?? ""
        // A password may begin or end with a space.
        let password = call.form.all("password").first ?? ""
        do {
            let code = call.form["code"].map { $0.filter { $0 != " " } }
            guard !name.isEmpty, !password.isEmpty, name.utf8.count <= Limits.fieldBytesMax,
                password.utf8.count <= Limits.fieldBytesMax
            else { throw CaseworkError.notSignedIn }
            let session = try await desk.signIn(name: name, password: password, code: code)
            let left = session.expiresAt.seconds(since: now())
            // The browser forgets the session before, so it ends.
            if let before = call.session?.token { try await desk.signOut(token: before) }
            return Response.seeOther(back)
                .settingCookie(
                    CookieName.session, session.token, maxAge: max(left, Seconds(0)),
                    secure: settings.secureCookies
                )
                .settingCookie(
                    CookieName.signInForm, "", maxAge: Seconds(0), secure: settings.secureCookies)
        } catch CaseworkError.notSignedIn {
            await metrics.countRefusedSignIn()
            return try await refused(call, name, "signin-wrong", [:], .unauthorized)
        } catch CaseworkError.tooManyAttempts(let wait) {
            await metrics.countRefusedSignIn()
            let seconds = "\(wait.count)"
            var response = try await refused(
                call, name, "signin-too-many", ["seconds": seconds], .tooManyRequests)
            response.headers[.retryAfter] = seconds
            return response
        }
    }

    private func refused(
        _ call: Call, _ name: String, _ key: String, _ fill: [String: String],
        _ status: HTTPResponse.Status
    ) async throws -> Response {
        let values: PageValues = [
            "back": LocalAddress.checked(call.form["back"]) ?? "", "name": name,
            "error": words(call.language)(key, fill),
        ]
        return try await signInForm(call, values, status: status)
    }

    private func signInForm(
        _ call: Call, _ values: PageValues, status: HTTPResponse.Status
    ) async throws -> Response {
        let token = Tokens.fresh()
        var all = try await frame(call, titleKey: "signin-title", values)
        all["formToken"] = token
        all["hasIssuer"] = singleSignOn != nil
        let back = (values["back"] as? String).map { "/sign-in?back=\(FormFields.encoded($0))" }
        all["other"] = base(language: call.language, address: back ?? "/sign-in")["other"]
        return page("sign-in", all, status: status)
            .settingCookie(
                CookieName.signInForm, token, maxAge: .hours(12), secure: settings.secureCookies)
    }

    func signOut(_ call: Call) async throws -> Response {
        if let session = call.session { try await desk.signOut(token: session.token) }
        return Response.seeOther("/sign-in")
            .settingCookie(
                CookieName.session, "", maxAge: Seconds(0), secure: settings.secureCookies)
    }
}
