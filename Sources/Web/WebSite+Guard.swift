import Casework
import Hummingbird
import Primitives

extension WebSite {
    /// Looks up who asks, refuses whom the route does not name, reads and checks its form, answers.
    func answer(_ route: Route, _ request: Request, _ context: WebContext) async throws -> Response
    {
        var call = Call(
            request: request, parameters: context.parameters,
            language: Call.language(of: request),
            session: route.access == .anybody ? nil : try await session(of: request),
            holder: try await holder(of: request))
        if let instead = try admit(route, call) { return instead }
        try await limit(route, call, context)
        if route.body != .any {
            call.form = try await form(of: request, route.body)
            try checkToken(route, call)
        }
        return try await route.handle(self, call)
    }

    private func session(of request: Request) async throws -> Session? {
        guard let token = Call.cookie(CookieName.session, of: request), Tokens.isPlain(token) else {
            return nil
        }
        return try await desk.session(token: token)
    }

    /// Who holds the key that a program sent; keys open the API alone.
    ///
    /// - Throws: `Refusal.signIn` for a key that opens nothing: a program must not go on as nobody.
    private func holder(of request: Request) async throws -> Principal? {
        guard let field = request.headers[.authorization], request.uri.path.hasPrefix("/api/")
        else { return nil }
        let parts = field.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "bearer", Tokens.isPlain(String(parts[1])),
            let principal = try await desk.principal(ofKey: String(parts[1]))
        else { throw Refusal.signIn }
        return principal
    }

    /// Nil to go on; a way to the sign-in where that is missing.
    private func admit(_ route: Route, _ call: Call) throws -> Response? {
        switch route.access {
        case .anybody, .visitor: return nil
        case .mayOrLocal(let permission):
            if let principal = call.holder ?? call.session?.principal {
                try principal.require(permission)
            } else if !settings.listensOnLoopback {
                throw Refusal.signIn
            }
            return nil
        case .local:
            // Behind a proxy everybody comes from this machine.
            let isForwarded = call.request.headers[.forwardedFor] != nil
            guard settings.listensOnLoopback, !isForwarded else { throw Refusal.notFound }
            return nil
        case .program(let permission):
            guard let principal = call.holder ?? call.session?.principal else {
                throw Refusal.signIn
            }
            try principal.require(permission)
            if call.holder == nil, call.request.method != .get, call.request.method != .head {
                let token = call.request.headers[.formToken]
                guard Tokens.match(token, call.session?.formToken) else { throw Refusal.formToken }
            }
            return nil
        case .account, .signedIn, .may:
            guard let session = call.session else { return try wayToSignIn(call) }
            let principal = session.principal
            if route.access == .account { return nil }
            if principal.duty != nil, call.request.method == .get { return .seeOther("/account") }
            if let duty = principal.duty { throw CaseworkError.dutyFirst(duty) }
            if case .may(let permission) = route.access { try principal.require(permission) }
            return nil
        }
    }

    /// Lets nobody ask more often than they may: a key as often as it was given, people and
    /// addresses as `Limits` says.
    private func limit(_ route: Route, _ call: Call, _ context: WebContext) async throws {
        // What watches over the server asks often, and only from this machine.
        guard route.access != .local else { return }
        let (who, perMinute): (String, Int)
        if let holder = call.holder {
            who = "key \(holder.person.id)"
            perMinute = holder.requestsPerMinute ?? settings.personRequestsPerMinute
        } else if let session = call.session {
            who = "person \(session.principal.person.id)"
            perMinute = settings.personRequestsPerMinute
        } else {
            let isSignIn = route.access == .visitor && route.method == .post
            who = (isSignIn ? "sign-in " : "address ") + address(of: call, context)
            perMinute =
                isSignIn ? Limits.signInsPerMinute : Limits.addressRequestsPerMinute
        }
        let judged = await limiter.take(who, perMinute: perMinute, now: now())
        if let wait = judged.retryAfter {
            throw Refusal(
                .tooManyRequests, "attempts", detail: "Too many requests.", retryAfter: wait)
        }
    }

    /// Whence an unknown asker comes: the last hop that a proxy of ours saw, where there is one.
    private func address(of call: Call, _ context: WebContext) -> String {
        let direct = context.remoteAddress ?? "none"
        guard settings.isBehindProxy else { return direct }
        let hops = call.request.headers[.forwardedFor]?.split(separator: ",") ?? []
        return hops.last.map { String($0).trimmingSpaces } ?? direct
    }

    /// A browser goes to the sign-in and comes back; a form's fields would be lost on the way, so
    /// its sender is told instead.
    private func wayToSignIn(_ call: Call) throws -> Response {
        guard call.request.method == .get || call.request.method == .head else {
            throw Refusal.signIn
        }
        if call.isPartial {
            var response = Response(status: .unauthorized)
            response.headers[.htmxRedirect] = "/sign-in"
            return response
        }
        return .seeOther("/sign-in?back=\(FormFields.encoded(call.address))")
    }

    private func form(of request: Request, _ kind: Route.Body) async throws -> FormFields {
        let body = try await request.body.collect(upTo: kind.bytesMax)
        let type = request.headers[.contentType] ?? ""
        let isMultipart = kind == .upload && type.lowercased().hasPrefix("multipart/")
        let form =
            isMultipart
            ? MultipartForm.read(Array(body.readableBytesView), contentType: type)
            : FormFields(encoded: body.readableBytesView)
        guard let form else {
            throw Refusal(.badRequest, "request", detail: "The form cannot be read.")
        }
        return form
    }

    /// A form carries its session's token; the sign-in form, before any session, the token of its
    /// cookie (double submit).
    private func checkToken(_ route: Route, _ call: Call) throws {
        let expected =
            route.access == .visitor
            ? Call.cookie(CookieName.signInForm, of: call.request) : call.session?.formToken
        guard Tokens.match(call.form["form_token"], expected) else { throw Refusal.formToken }
    }
}
