import Casework
import Hummingbird
import Primitives
import Testing
import Web

/// The ends of a sign-in at an issuer; what is between them is a table here.
@Suite struct SingleSignOnTests {
    private struct NotBelieved: Error {}

    private static let issuer = SingleSignOn(
        address: { "https://issuer.example/authorize?state=\($0.state)" },
        subject: { code, _ in
            guard code == "good" || code == "stranger" else { throw NotBelieved() }
            return "https://issuer.example \(code == "good" ? 7 : 8)"
        })

    private func state(_ answer: Browser.Answer) throws -> String {
        let location = try #require(answer.location)
        #expect(location.hasPrefix("https://issuer.example/authorize?state="))
        return String(location.split(separator: "=").last ?? "")
    }

    @Test func whoTheIssuerVouchesForIsSignedIn() async throws {
        let browser = try Browser(singleSignOn: Self.issuer)
        #expect(try await browser.get("/sign-in").body.contains("/sign-in/issuer"))
        let begun = try await browser.get("/sign-in/issuer")
        let cookie = begun.headers[values: .setCookie].first { $0.contains("fuseline_issuer") }
        #expect(cookie?.contains("HttpOnly") == true)
        let back = try await browser.get(
            "/sign-in/issuer/back?state=\(try state(begun))&code=good")
        #expect(back.status == 303 && back.location == "/")
        #expect(try await browser.get("/leads").status == 200)
        #expect(browser.cookies[CookieName.singleSignOn] == nil)
    }

    @Test func whatWasNotBegunHereIsRefused() async throws {
        let browser = try Browser(singleSignOn: Self.issuer)
        #expect(try await browser.get("/sign-in/issuer/back?code=good").status == 400)
        let begun = try await browser.get("/sign-in/issuer")
        let state = try state(begun)
        for (query, status) in [
            ("state=\(state)x&code=good", 400), ("state=&code=good", 400),
            ("state=\(state)", 400), ("state=\(state)&error=access_denied", 400),
            ("state=\(state)&code=bad", 403), ("state=\(state)&code=stranger", 403),
        ] {
            let answer = try await browser.get("/sign-in/issuer/back?\(query)")
            #expect(answer.status == status, "\(query)")
            #expect(browser.cookies[CookieName.session] == nil)
        }
        // Another browser, which did not begin it.
        let other = try Browser(singleSignOn: Self.issuer)
        #expect(
            try await other.get("/sign-in/issuer/back?state=\(state)&code=good").status == 400)
    }

    @Test func withoutAnIssuerThereIsNoSuchDoor() async throws {
        let browser = try Browser()
        #expect(try await !browser.get("/sign-in").body.contains("/sign-in/issuer"))
        #expect(try await browser.get("/sign-in/issuer").status == 404)
        #expect(try await browser.get("/sign-in/issuer/back?state=a&code=good").status == 404)
    }
}
