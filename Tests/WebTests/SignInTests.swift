import Casework
import Hummingbird
import Testing
import Web

@Suite struct SignInTests {
    private func form(_ browser: Browser, back: String = "") async throws -> String {
        let page = try await browser.get("/sign-in?back=\(FormFields.encoded(back))")
        return try #require(page.field("form_token"))
    }

    @Test func opensASessionAndGoesBack() async throws {
        let browser = try Browser()
        let token = try await form(browser, back: "/leads?q=a")
        let answer = try await browser.post(
            "/sign-in",
            [
                ("form_token", token), ("name", "Fenxi "), ("password", FixtureDesk.password),
                ("back", "/leads?q=a"),
            ])
        #expect(answer.status == 303)
        #expect(answer.location == "/leads?q=a")
        let cookie = answer.headers[values: .setCookie].first { $0.hasPrefix("fuseline_session=") }
        #expect(
            cookie
                == "fuseline_session=session-1-of-fenxi; Path=/; Max-Age=28800; SameSite=Lax; HttpOnly"
        )
        #expect(try await browser.get("/leads").status == 200)
        #expect(try await browser.get("/sign-in").location == "/")
    }

    /// The browser forgets the session before, so that one ends.
    @Test func theSessionBeforeEnds() async throws {
        let desk = FixtureDesk()
        let before = try await desk.signIn(
            name: "jinxian", password: FixtureDesk.password, code: nil)
        let browser = try Browser(desk: desk)
        let token = try await form(browser)
        browser.setCookie(CookieName.session, before.token)
        let answer = try await browser.post(
            "/sign-in",
            [("form_token", token), ("name", "fenxi"), ("password", FixtureDesk.password)])
        #expect(answer.status == 303)
        #expect(await desk.session(token: before.token, isUse: true) == nil)
        #expect(try await browser.get("/leads").status == 200)
    }

    @Test func cookiesAreSecureBehindTLS() async throws {
        let browser = try Browser(settings: WebSettings(assets: "", secureCookies: true))
        let page = try await browser.get("/sign-in")
        #expect(page.headers[.setCookie]?.hasSuffix("HttpOnly; Secure") == true)
        #expect(
            page.headers[.strictTransportSecurity] == "max-age=31536000; includeSubDomains")
    }

    /// A page without TLS, or another host of the domain, can set no cookie that is believed.
    @Test func cookiesBehindTLSAreOfThisHostAlone() async throws {
        let browser = try Browser(settings: WebSettings(assets: "", secureCookies: true))
        let token = try #require(try await browser.get("/sign-in").field("form_token"))
        _ = try await browser.post(
            "/sign-in",
            [("form_token", token), ("name", "fenxi"), ("password", FixtureDesk.password)])
        let session = try #require(browser.cookies["__Host-fuseline_session"])
        #expect(try await browser.get("/leads").status == 200)
        #expect(browser.cookies.keys.allSatisfy { $0.hasPrefix("__Host-") })
        browser.setCookie("__Host-fuseline_session", nil)
        browser.setCookie(CookieName.session, session)
        #expect(try await browser.get("/leads").status == 303)
    }

    /// A wrong name and a wrong password answer alike.
    @Test(arguments: [
        ("fenxi", "wrong"), ("nobody", FixtureDesk.password), ("", ""), ("fenxi", ""),
        ("fenxi", String(repeating: "a", count: 5_000)),
    ])
    func wrongIsToldOnlyOnce(name: String, password: String) async throws {
        let browser = try Browser()
        let token = try await form(browser)
        let answer = try await browser.post(
            "/sign-in", [("form_token", token), ("name", name), ("password", password)])
        #expect(answer.status == 401)
        #expect(answer.body.contains("用户名、密码或动态码不对。请再试一次，或找管理员。"))
        #expect(!answer.body.contains(FixtureDesk.password))
        #expect(browser.cookies[CookieName.session] == nil)
    }

    @Test func tooManyAttemptsSayWhenToComeBack() async throws {
        let browser = try Browser()
        for attempt in 1...6 {
            let token = try await form(browser)
            let answer = try await browser.post(
                "/sign-in", [("form_token", token), ("name", "fenxi"), ("password", "wrong")])
            #expect(answer.status == (attempt < 6 ? 401 : 429))
            if attempt == 6 {
                #expect(answer.headers[.retryAfter] == "60")
                #expect(answer.body.contains("请 60 秒后再试"))
            }
        }
    }

    @Test func theFormHasATokenOfItsOwn() async throws {
        let browser = try Browser()
        let token = try await form(browser)
        let fields = [("name", "fenxi"), ("password", FixtureDesk.password)]
        #expect(try await browser.post("/sign-in", fields).status == 403)
        browser.setCookie(CookieName.signInForm, nil)
        let without = try await browser.post("/sign-in", fields + [("form_token", token)])
        #expect(without.status == 403)
        #expect(browser.cookies[CookieName.session] == nil)
    }

    /// Nobody is sent to another server.
    @Test(arguments: [
        "https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)",
        "/leads\r\nSet-Cookie: a=b", "/\t/evil.example", "",
    ])
    func goesBackOnlyToThisServer(back: String) async throws {
        let browser = try Browser()
        let token = try await form(browser)
        let answer = try await browser.post(
            "/sign-in",
            [
                ("form_token", token), ("name", "fenxi"), ("password", FixtureDesk.password),
                ("back", back),
            ])
        #expect(answer.location == "/")
        let language = try await browser.get("/language/en?back=\(FormFields.encoded(back))")
        #expect(language.location == "/")
    }

    @Test func languageIsKept() async throws {
        let browser = try Browser()
        #expect(try await browser.get("/sign-in").body.contains("<html lang=\"zh-CN\">"))
        let answer = try await browser.get("/language/en?back=%2Fsign-in")
        #expect(answer.location == "/sign-in")
        let page = try await browser.get("/sign-in")
        #expect(page.body.contains("<html lang=\"en\">"))
        #expect(page.body.contains("Sign in"))
        #expect(page.body.contains("/language/zh?back="))
    }
}
