import Casework
import Hummingbird
import Primitives
import Web

/// What a test asks the pages with: keeps cookies as a browser does, follows nothing by itself.
final class Browser {
    /// An answer, read whole.
    struct Answer {
        let status: Int
        let headers: HTTPFields
        let body: String

        var location: String? { headers[.location] }

        /// The value of the first hidden field `name`.
        func field(_ name: String) -> String? {
            guard let start = body.firstRange(of: "name=\"\(name)\" value=\"")?.upperBound else {
                return nil
            }
            return String(body[start...].prefix { $0 != "\"" })
        }

        func count(of part: String) -> Int { body.ranges(of: part).count }
    }

    let desk: FixtureDesk
    private let respond: @Sendable (Request) async throws -> Response
    private(set) var cookies: [String: String] = [:]

    init(
        desk: FixtureDesk = FixtureDesk(), settings: WebSettings = WebSettings(assets: ""),
        singleSignOn: SingleSignOn? = nil
    ) throws {
        self.desk = desk
        respond = try Self.site(desk, settings, singleSignOn).responder()
    }

    /// Parsed once for all tests.
    static let resources = Result { try WebResources() }

    static func site(
        _ desk: FixtureDesk, _ settings: WebSettings, _ singleSignOn: SingleSignOn? = nil
    ) throws -> WebSite {
        try WebSite(
            desk: desk, resources: resources.get(), settings: settings, now: { Fixture.now },
            singleSignOn: singleSignOn)
    }

    /// A browser in which the person has signed in.
    static func signedIn(
        _ name: String = "fenxi", desk: FixtureDesk = FixtureDesk(),
        settings: WebSettings = WebSettings(assets: "")
    ) async throws -> Browser {
        let browser = try Browser(desk: desk, settings: settings)
        let session = try await desk.signIn(name: name, password: FixtureDesk.password, code: nil)
        browser.cookies[CookieName.session] = session.token
        return browser
    }

    /// The statuses that an analyst, an officer and a leader get, each with a form of their own.
    static func statuses(
        _ method: HTTPRequest.Method, _ address: String,
        fields: (_ name: String) -> [(String, String)]
    ) async throws -> [Int] {
        var statuses: [Int] = []
        for name in ["fenxi", "jinxian", "lingdao"] {
            let browser = try await signedIn(name)
            let answer =
                method == .get
                ? try await browser.get(address) : try await browser.post(address, fields(name))
            statuses.append(answer.status)
        }
        return statuses
    }

    func setCookie(_ name: String, _ value: String?) { cookies[name] = value }

    func get(_ address: String, headers: [(String, String)] = []) async throws -> Answer {
        try await send(.get, address, headers: headers, body: [])
    }

    func post(_ address: String, _ fields: [(String, String)]) async throws -> Answer {
        let form = FormFields(pairs: fields.map { FormFields.Pair($0.0, $0.1) }).encoded
        return try await send(
            .post, address, headers: [("Content-Type", "application/x-www-form-urlencoded")],
            body: Array(form.utf8))
    }

    func send(
        _ method: HTTPRequest.Method, _ address: String, headers: [(String, String)] = [],
        body: [UInt8] = []
    ) async throws -> Answer {
        var fields = HTTPFields()
        for (name, value) in headers {
            if let name = HTTPFields.Element.Name(name) { fields[name] = value }
        }
        if !cookies.isEmpty {
            fields[.cookie] = cookies.map { "\($0.key)=\($0.value)" }.sorted().joined(
                separator: "; ")
        }
        let head = HTTPRequest(
            method: method, scheme: "http", authority: "localhost", path: address,
            headerFields: fields)
        let response = try await respond(
            Request(head: head, body: RequestBody(buffer: ByteBuffer(bytes: body))))
        keepCookies(of: response.headers)
        let collector = Collector()
        try await response.body.write(collector)
        return Answer(
            status: response.status.code, headers: response.headers,
            body: String(decoding: await collector.bytes.all, as: UTF8.self))
    }

    private func keepCookies(of headers: HTTPFields) {
        for line in headers[values: .setCookie] {
            let pair = line.prefix { $0 != ";" }.split(separator: "=", maxSplits: 1)
            guard let name = pair.first.map(String.init) else { continue }
            cookies[name] =
                line.contains("Max-Age=0") ? nil : pair.dropFirst().first.map(String.init)
        }
    }
}

/// Takes what an answer writes.
private struct Collector: ResponseBodyWriter {
    actor Bytes {
        private(set) var all: [UInt8] = []
        func add(_ more: [UInt8]) { all += more }
    }

    let bytes = Bytes()

    mutating func write(_ buffer: ByteBuffer) async throws {
        await bytes.add(Array(buffer.readableBytesView))
    }

    consuming func finish(_ trailingHeaders: HTTPFields?) async throws {}
}
