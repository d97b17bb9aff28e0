import Casework
import Foundation
import Hummingbird
import Primitives
import Testing
import Web

/// The API and its description.
@Suite struct APITests {
    private static let formToken = ("X-Form-Token", "form-1-of-fenxi")

    private func object(_ text: String) throws -> [String: Any] {
        try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    }

    private func step(
        _ browser: Browser, _ body: String, _ headers: [(String, String)]
    ) async throws -> Browser.Answer {
        try await browser.send(
            .post, "/api/v1/leads/L0001/steps/dispatch", headers: headers,
            body: Array(body.utf8))
    }

    @Test func everyAddressOfTheAPIIsDescribedAndNothingElse() async throws {
        let document = try object(try await Browser().get("/openapi.json").body)
        #expect(document["openapi"] as? String == "3.1.0")
        let paths = try #require(document["paths"] as? [String: [String: Any]])
        var described: Set<String> = []
        for (path, methods) in paths {
            for method in methods.keys {
                let pattern = path.replacing(/\{([a-z]+)\}/) { ":\($0.output.1)" }
                described.insert("\(method.uppercased()) \(pattern)")
            }
        }
        let served = Route.all.filter { $0.path.hasPrefix("/api/") }
            .map { "\($0.method.rawValue) \($0.path)" }
        #expect(described == Set(served))
        // Every reference leads somewhere.
        let text = try await Browser().get("/openapi.json").body
        let components = try #require(document["components"] as? [String: Any])
        let schemas = try #require(components["schemas"] as? [String: Any])
        for match in text.matches(of: /#\/components\/schemas\/([A-Za-z]+)/) {
            #expect(schemas[String(match.output.1)] != nil, "\(match.output.1)")
        }
    }

    /// Whoever asks in whatever wrong way gets an answer that the description has.
    @Test(arguments: ["fenxi", "lingdao", "shenji", "yingji", nil] as [String?])
    func everyAnswerIsDescribed(name: String?) async throws {
        for route in Route.all {
            guard let operation = route.operation else { continue }
            let declared = operation.statuses(route.access)
            for (headers, body) in [
                ([], ""), ([("X-Form-Token", "form-1-of-\(name ?? "")")], "{}"),
                ([("X-Form-Token", "form-1-of-\(name ?? "")"), ("If-Match", "\"7\"")], "[1"),
                ([("X-Form-Token", "x"), ("If-Match", "7")], #"{"note":1,"x":"y"}"#),
                ([("Authorization", "Bearer nobody")], ""),
            ] as [([(String, String)], String)] {
                let browser =
                    if let name { try await Browser.signedIn(name) } else { try Browser() }
                for address in [
                    GuardTests.example(route), GuardTests.example(route) + "?x=1&state=none",
                    GuardTests.example(route).replacing("L0001", with: "none"),
                ] {
                    let answer = try await browser.send(
                        route.method, address, headers: headers, body: Array(body.utf8))
                    #expect(
                        declared.contains(answer.status),
                        "\(route.method) \(address) \(name ?? "nobody"): \(answer.status)")
                }
            }
        }
    }

    @Test func leadsAreListedAndReadAsThePageShowsThem() async throws {
        let browser = try await Browser.signedIn()
        let page = try object(try await browser.get("/api/v1/leads?order=due&state=new").body)
        let leads = try #require(page["leads"] as? [[String: Any]])
        #expect(!leads.isEmpty && page["total"] as? Int == leads.count)
        #expect(leads.allSatisfy { $0["state"] as? String == "new" })
        let answer = try await browser.get("/api/v1/leads/L0001")
        let lead = try object(answer.body)
        #expect(answer.headers[.eTag] == "\"\(lead["version"] as? Int ?? 0)\"")
        #expect(try await browser.get("/api/v1/leads/none").status == 404)
        #expect(try await browser.get("/api/v1/leads?order=size").status == 400)
        #expect(try await browser.get("/api/v1/leads?page=2").status == 400)
    }

    @Test func aStepIsTakenOnWhatWasSeenAndOnce() async throws {
        let browser = try await Browser.signedIn()
        let tag = try #require(try await browser.get("/api/v1/leads/L0001").headers[.eTag])
        let body = #"{"division":"360124","note":"去看"}"#
        #expect(try await step(browser, body, [("If-Match", tag)]).status == 403)
        #expect(try await step(browser, body, [Self.formToken]).status == 428)
        for wrong in ["7", "\"x\"", "\"\"", "*"] {
            let answer = try await step(browser, body, [Self.formToken, ("If-Match", wrong)])
            #expect(answer.status == 400, "\(wrong)")
        }
        let old = try await step(browser, body, [Self.formToken, ("If-Match", "\"1\"")])
        #expect(old.status == 412)
        let missing = try await step(browser, "{}", [Self.formToken, ("If-Match", tag)])
        #expect(missing.status == 422)
        let done = try await step(browser, body, [Self.formToken, ("If-Match", tag)])
        #expect(done.status == 200 && done.headers[.eTag] != tag)
        let again = try await step(browser, body, [Self.formToken, ("If-Match", tag)])
        #expect(again.status == 412)
        #expect(await browser.desk.taken.count == 1)
    }

    @Test func theJournalProvesItself() async throws {
        let auditor = try await Browser.signedIn("shenji")
        #expect(try await auditor.get("/api/v1/journal/checkpoint").body.hasPrefix("drill\n"))
        #expect(try await auditor.get("/api/v1/journal/leaves/3/proof").body == "proof of 3")
        #expect(try await auditor.get("/api/v1/journal/leaves/12/proof").status == 404)
        #expect(try await auditor.get("/api/v1/journal/leaves/x/proof").status == 400)
        #expect(
            try await auditor.get("/api/v1/journal/consistency?from=2").body == "proof since 2")
        #expect(try await auditor.get("/api/v1/journal/consistency").status == 400)
    }

    @Test func whoAsksTooOftenWaits() async throws {
        var settings = WebSettings(assets: "")
        settings.personRequestsPerMinute = 3
        let browser = try await Browser.signedIn(settings: settings)
        for _ in 0..<3 { #expect(try await browser.get("/api/v1/status").status == 200) }
        let refused = try await browser.get("/api/v1/status")
        #expect(refused.status == 429 && refused.headers[.retryAfter] == "20")
        #expect(refused.headers[.contentType] == "application/problem+json")
        let text = try await browser.get("/metrics").body
        #expect(text.contains("fuseline_rate_limited_total"))
    }

    @Test func wrongPasswordsFromOneAddressAreLimited() async throws {
        let browser = try Browser()
        var statuses: Set<Int> = []
        for number in 0..<(Limits.signInsPerMinute + 2) {
            let token = try #require(try await browser.get("/sign-in").field("form_token"))
            let answer = try await browser.post(
                "/sign-in",
                [("form_token", token), ("name", "nobody\(number)"), ("password", "wrong")])
            statuses.insert(answer.status)
        }
        #expect(statuses.contains(429) && !statuses.contains(303))
    }

    /// Also whoever has a session tries passwords no faster.
    @Test func aSessionTriesPasswordsNoFaster() async throws {
        let desk = FixtureDesk()
        let session = try await desk.signIn(
            name: "fenxi", password: FixtureDesk.password, code: nil)
        let browser = try Browser(desk: desk)
        let token = try #require(try await browser.get("/sign-in").field("form_token"))
        browser.setCookie(CookieName.session, session.token)
        var statuses: [Int] = []
        for number in 0..<(Limits.signInsPerMinute + 2) {
            statuses.append(
                try await browser.post(
                    "/sign-in",
                    [("form_token", token), ("name", "nobody\(number)"), ("password", "wrong")]
                ).status)
        }
        #expect(statuses.last == 429 && statuses.count { $0 == 429 } == 2)
    }

    /// Whom a proxy brings is nobody of this machine, even where the proxy is on it.
    @Test func behindAProxyNobodyIsLocal() async throws {
        let here = try Browser()
        #expect(try await here.get("/api/v1/status").status == 200)
        let forwarded = [("X-Forwarded-For", "203.0.113.9")]
        #expect(try await here.get("/api/v1/status", headers: forwarded).status == 401)
        let proxied = try Browser(settings: WebSettings(assets: "", proxies: ["127.0.0.1"]))
        #expect(try await proxied.get("/api/v1/status").status == 401)
        #expect(try await proxied.get("/metrics").status == 404)
    }

    @Test func metricsHaveRoutesAndNoAddresses() async throws {
        let browser = try await Browser.signedIn()
        _ = try await browser.get("/leads/L0001")
        _ = try await browser.get("/leads?q=13800138000")
        _ = try await browser.get("/nowhere/13800138000")
        let text = try await browser.get("/metrics").body
        #expect(text.contains(#/route="/leads/[:{]id}?",status="200"} 1/#))
        #expect(text.contains("# TYPE fuseline_http_seconds histogram"))
        #expect(!text.contains("13800138000") && !text.contains("L0001"))
        let forwarded = try await browser.get("/metrics", headers: [("X-Forwarded-For", "1.2.3.4")])
        #expect(forwarded.status == 404)
        let open = try Browser(settings: WebSettings(host: "0.0.0.0", assets: ""))
        #expect(try await open.get("/metrics").status == 404)
    }
}
