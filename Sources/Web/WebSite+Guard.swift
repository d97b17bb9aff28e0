import Casework
import Hummingbird
import Primitives

extension WebSite {
    /// Looks up who asks, refuses whom the route does not name, reads and checks its form, answers.
    func answer(_ route: Route, _ request: Request, _ context: WebContext) async throws -> Response
    {
        var call = Call(
            request: request, parameters: context.parameters,
            language: Call.language(of: request, secure: settings.secureCookies),
            session: route.access == .anybody ? nil : try await session(of: request),
            holder: try await holder(of: request, context))
        let judged = try await limit(route, call, context)
        if let instead = try await admit(route, call) { return instead }
        if let operation = route.operation { try operation.checkQuery(call.query) }
        if route.body != .any {
            call.form = try await form(of: request, route.body)
            try checkToken(route, call)
        }
        var response = try await route.handle(self, call)
        if route.operation != nil, let judged { response.tell(judged) }
        return response
    }

    private func session(of request: Request) async throws -> Session? {
        guard
            let token = Call.cookie(
                CookieName.session, of: request, secure: settings.secureCookies),
            Tokens.isPlain(token)
        else {
            return nil
        }
        return try await desk.session(token: token)
    }

    /// Who holds the key that a program sent; keys open the API alone.
    ///
    /// - Throws: `Refusal.signIn` for a key that opens nothing: a program must not go on as nobody,
    ///   and nobody must try out keys.
    private func holder(of request: Request, _ context: WebContext) async throws -> Principal? {
        guard let field = request.headers[.authorization], request.uri.path.hasPrefix("/api/")
        else { return nil }
        let parts = field.split(separator: " ", maxSplits: 1)
        if parts.count == 2, parts[0].lowercased() == "bearer", Tokens.isPlain(String(parts[1])),
            let principal = try await desk.principal(ofKey: String(parts[1]))
        {
            return principal
        }
        try await take("wrong key of \(address(of: request, context))", Limits.signInsPerMinute)
        throw Refusal.signIn
    }

    /// Nil to go on; a way to the sign-in where that is missing.
    private func admit(_ route: Route, _ call: Call) async throws -> Response? {
        switch route.access {
        case .anybody, .visitor: return nil
        case .mayOrLocal(let permission):
            if let principal = call.holder ?? call.session?.principal {
                try await desk.require(permission, of: principal)
            } else if !isLocal(call) {
                throw Refusal.signIn
            }
            return nil
        case .local:
            if let token = settings.metricsToken {
                let field = call.request.headers[.authorization]
                guard Tokens.match(field, "Bearer \(token)") else { throw Refusal.notFound }
                return nil
            }
            guard isLocal(call) else { throw Refusal.notFound }
            return nil
        case .program(let permission):
            guard let principal = call.holder ?? call.session?.principal else {
                throw Refusal.signIn
            }
            try await desk.require(permission, of: principal)
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
            if case .may(let permission) = route.access {
                try await desk.require(permission, of: principal)
            }
            return nil
        }
    }

    /// Whether somebody on this machine asks: behind a proxy everybody seems to.
    private func isLocal(_ call: Call) -> Bool {
        settings.listensOnLoopback && settings.proxies.isEmpty
            && call.request.headers[.forwardedFor] == nil
    }

    /// Lets nobody ask more often than they may: a key as often as it was given, people and
    /// addresses as `Limits` says.
    ///
    /// - Returns: How much is left; nil where nothing is counted.
    private func limit(
        _ route: Route, _ call: Call, _ context: WebContext
    ) async throws -> RateLimiter.Judgement? {
        // What watches over the server asks often, and only from this machine or with its token.
        if route.access == .local, settings.metricsToken == nil { return nil }
        let (who, perMinute): (String, Int)
        let isSignIn = route.access == .visitor && route.method == .post
        if isSignIn {
            // Also with a session's cookie: passwords are not tried faster by whoever has one.
            who = "sign-in " + address(of: call.request, context)
            perMinute = Limits.signInsPerMinute
        } else if let holder = call.holder {
            who = "key \(holder.person.id)"
            perMinute = holder.requestsPerMinute ?? settings.personRequestsPerMinute
        } else if let session = call.session {
            who = "person \(session.principal.person.id)"
            perMinute = settings.personRequestsPerMinute
        } else {
            who = "address " + address(of: call.request, context)
            perMinute = Limits.addressRequestsPerMinute
        }
        return try await take(who, perMinute)
    }

    @discardableResult
    private func take(_ who: String, _ perMinute: Int) async throws -> RateLimiter.Judgement {
        let judged = await limiter.take(who, perMinute: perMinute, now: now())
        guard let wait = judged.retryAfter else { return judged }
        var refusal = Refusal(
            .tooManyRequests, "attempts", detail: "Too many requests.", retryAfter: wait)
        refusal.judgement = judged
        throw refusal
    }

    /// Whence an unknown asker comes: the last hop that a proxy of ours saw, where the request came
    /// through one.
    ///
    /// What anybody else says of it is not believed.
    private func address(of request: Request, _ context: WebContext) -> String {
        let direct = context.remoteAddress ?? "none"
        let hops = request.headers[values: .forwardedFor].last?.split(separator: ",") ?? []
        guard settings.proxies.contains(direct), let hop = hops.last else {
            return AskerAddress.counted(direct)
        }
        return AskerAddress.counted(String(hop).trimmingSpaces)
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
            ? Call.cookie(
                CookieName.signInForm, of: call.request, secure: settings.secureCookies)
            : call.session?.formToken
        guard Tokens.match(call.form["form_token"], expected) else { throw Refusal.formToken }
    }
}
