import Casework
import Hummingbird
import Testing
import Web

private func name(_ route: Route) -> String { "\(route.method.rawValue) \(route.path)" }

@Suite struct GuardTests {
    /// An address that stands for each route.
    static func example(_ route: Route) -> String {
        switch route.path {
        case "/leads/:id": "/leads/L0001"
        case "/leads/:id/pane": "/leads/L0001/pane"
        case "/leads/:id/steps/:step": "/leads/L0001/steps/dispatch"
        case "/leads/:id/actor": "/leads/L0001/actor"
        case "/leads/:id/actor/sever": "/leads/L0001/actor/sever"
        case "/linking/severances/:id/take-back": "/linking/severances/S2/take-back"
        case "/lexicon/proposals/:id": "/lexicon/proposals/X1"
        case "/lexicon/proposals/:id/:decision": "/lexicon/proposals/X1/adopt"
        case "/language/:code": "/language/en"
        case "/static/**": "/static/look/fuseline.css"
        case "/people/accounts/:id/:change": "/people/accounts/p1/disable"
        case "/people/keys/:id/:change": "/people/keys/k1/revoke"
        case "/matters/:id": "/matters/m1"
        case "/matters/:id/:change": "/matters/m1/close"
        case "/approvals/:id/:decision": "/approvals/a1/approve"
        case "/sites/:enterprise": "/sites/E1"
        case "/sites/:enterprise/rooms/:room": "/sites/E1/rooms/R01"
        case "/sites/:enterprise/rooms/:room/alarms": "/sites/E1/rooms/R01/alarms"
        case "/sites/:enterprise/rooms/:room/quota": "/sites/E1/rooms/R01/quota"
        case "/leads/:id/unmask": "/leads/L0001/unmask"
        case "/deletions/:id": "/deletions/a1"
        case "/api/v1/leads/:id": "/api/v1/leads/L0001"
        case "/api/v1/leads/:id/steps/:step": "/api/v1/leads/L0001/steps/dispatch"
        case "/api/v1/journal/leaves/:number/proof": "/api/v1/journal/leaves/3/proof"
        case "/api/v1/journal/consistency": "/api/v1/journal/consistency?from=3"
        default: route.path
        }
    }

    @Test func everyRouteDeclaresWhoMayAsk() {
        let open = Route.all.filter { $0.access == .anybody || $0.access == .visitor }.map(name)
        #expect(
            open == [
                "GET /sign-in", "POST /sign-in", "GET /sign-in/issuer", "GET /sign-in/issuer/back",
                "GET /language/:code", "GET /openapi.json", "GET /healthz",
                "GET /static/**",
            ])
    }

    @Test func signedOutSeesNothing() async throws {
        for route in Route.all {
            let browser = try Browser()
            let answer = try await browser.send(route.method, Self.example(route))
            switch route.access {
            case .anybody, .visitor, .mayOrLocal, .local: continue
            case .program: #expect(answer.status == 401, "\(name(route))")
            case .account, .signedIn, .may:
                #expect(!answer.body.contains("年货小铺"), "\(name(route))")
                if route.method == .get {
                    #expect(answer.status == 303, "\(name(route))")
                    let back = FormFields.encoded(Self.example(route))
                    #expect(answer.location == "/sign-in?back=\(back)")
                } else {
                    #expect(answer.status == 401, "\(name(route))")
                }
            }
        }
    }

    @Test func aSessionThatIsOverSeesNothing() async throws {
        let browser = try await Browser.signedIn()
        browser.setCookie(CookieName.session, "session-9-of-nobody")
        #expect(try await browser.get("/leads").status == 303)
        let pane = try await browser.get("/leads/L0001/pane", headers: [("HX-Request", "true")])
        #expect(pane.status == 401)
        #expect(pane.headers[HTTPFields.Element.Name("HX-Redirect") ?? .cookie] == "/sign-in")
    }

    /// Forms without their session's token change nothing, whoever sends them.
    @Test(arguments: [nil, "", "wrong", "form-2-of-fenxi", "form-1-of-fenxi "] as [String?])
    func formsNeedTheirToken(token: String?) async throws {
        let desk = FixtureDesk()
        let browser = try await Browser.signedIn(desk: desk)
        var fields = [("version", "7"), ("division", "360124"), ("note", "")]
        if let token { fields.append(("form_token", token)) }
        let answer = try await browser.post("/leads/L0001/steps/dispatch", fields)
        // Blanks at the ends of a field are no part of it.
        let isRight = token == "form-1-of-fenxi "
        #expect(answer.status == (isRight ? 303 : 403))
        #expect(await desk.taken.count == (isRight ? 1 : 0))
    }

    @Test func signingOutNeedsTheTokenToo() async throws {
        let browser = try await Browser.signedIn()
        #expect(try await browser.post("/sign-out", []).status == 403)
        #expect(try await browser.get("/leads").status == 200)
        let out = try await browser.post("/sign-out", [("form_token", "form-1-of-fenxi")])
        #expect(out.location == "/sign-in")
        #expect(browser.cookies[CookieName.session] == nil)
        #expect(try await browser.get("/leads").status == 303)
    }

    @Test func everyAnswerProtectsItself() async throws {
        let browser = try await Browser.signedIn()
        let addresses = Route.all.map { ($0.method, Self.example($0)) } + [(.get, "/nowhere")]
        for (method, address) in addresses {
            let headers = try await browser.send(method, address).headers
            let policy = try #require(headers[.contentSecurityPolicy], "\(address)")
            #expect(policy.contains("frame-ancestors 'none'"))
            #expect(policy.contains("script-src 'self';"))
            #expect(policy.contains("style-src 'self';"))
            #expect(!policy.contains("unsafe"))
            #expect(
                headers[HTTPFields.Element.Name("X-Content-Type-Options") ?? .cookie] == "nosniff")
            #expect(headers[HTTPFields.Element.Name("Referrer-Policy") ?? .cookie] == "same-origin")
        }
    }

    @Test func tilesOpenThePolicyForPicturesAlone() async throws {
        let settings = WebSettings(
            assets: "", tileURL: "https://tiles.example.org:8443/v1/{z}/{x}/{y}.png")
        let answer = try await Browser(settings: settings).get("/sign-in")
        let policy = answer.headers[.contentSecurityPolicy] ?? ""
        #expect(policy.contains("img-src 'self' data: https://tiles.example.org:8443;"))
    }

    @Test(arguments: [
        "javascript:alert(1)", "https://a.example/{z}/{x}.png", "//a/{z}/{x}/{y}",
        "https://a b;script-src */{z}/{x}/{y}",
    ])
    func aTileAddressMustBeOne(address: String) throws {
        let error = #expect(throws: WebError.self) {
            try Browser(settings: WebSettings(assets: "", tileURL: address))
        }
        #expect(error?.code == "web.tile_address_invalid")
    }

    @Test(arguments: [
        ("GET", "/nowhere", 404), ("GET", "/static/nothing.css", 404),
        ("GET", "/static/look/../../Words/zh.json", 404), ("GET", "/static/look/%2e%2e/x", 404),
        ("GET", "/leads/NONE", 404), ("GET", "/language/fr", 404), ("DELETE", "/leads", 405),
        ("POST", "/leads", 405), ("GET", "/leads/L0001/steps/dispatch", 405),
        ("PUT", "/healthz", 405), ("HEAD", "/healthz", 200), ("HEAD", "/leads", 200),
    ])
    func otherAddresses(method: String, address: String, status: Int) async throws {
        let browser = try await Browser.signedIn()
        let method = try #require(HTTPRequest.Method(rawValue: method))
        let answer = try await browser.send(method, address)
        #expect(answer.status == status)
        #expect((answer.headers[.allow] != nil) == (status == 405))
    }

    /// An error of our own says what happened to the reader, and nothing of its insides.
    @Test func failuresTellNothingOfTheirInsides() async throws {
        struct Secret: Error { let text = "password of the database" }
        let desk = FixtureDesk()
        await desk.failNextBoard(with: Secret())
        let answer = try await Browser.signedIn(desk: desk).get("/leads")
        #expect(answer.status == 500)
        #expect(answer.body.contains("出错了"))
        #expect(!answer.body.contains("Secret"))
        #expect(!answer.body.contains("database"))
    }

    @Test func aFormThatIsTooLargeIsRefused() async throws {
        let browser = try await Browser.signedIn()
        let answer = try await browser.post(
            "/leads/L0001/steps/verify", [("note", String(repeating: "长", count: 30_000))])
        #expect(answer.status == 413)
    }

    @Test func officersSeeTheirOwnDivision() async throws {
        let browser = try await Browser.signedIn("jinxian")
        #expect(try await browser.get("/leads/L0001").status == 200)
        // L1001 belongs to another division: for this officer there is no such lead.
        #expect(try await browser.get("/leads/L1001").status == 404)
    }

    @Test func filesKeepTheirTag() async throws {
        let browser = try Browser()
        let first = try await browser.get("/static/look/fuseline.css")
        #expect(first.status == 200)
        #expect(first.headers[.contentType] == "text/css; charset=utf-8")
        let tag = try #require(first.headers[.eTag])
        let again = try await browser.get(
            "/static/look/fuseline.css", headers: [("If-None-Match", tag)])
        #expect(again.status == 304)
        #expect(again.body.isEmpty)
        let version = tag.filter { $0 != "\"" }
        let kept = try await browser.get("/static/look/fuseline.css?v=\(version)")
        #expect(kept.headers[.cacheControl] == "public, max-age=31536000, immutable")
        let other = try await browser.get("/static/look/fuseline.css?v=old")
        #expect(other.headers[.cacheControl] == "public, no-cache")
    }

    @Test func health() async throws {
        let answer = try await Browser().get("/healthz")
        #expect(answer.status == 200)
        #expect(answer.body == #"{"status":"ok"}"#)
    }
}
