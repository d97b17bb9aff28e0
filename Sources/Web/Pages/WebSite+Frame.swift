import Casework
import Hummingbird
import Primitives

/// Values for a template, by name.
typealias PageValues = [String: Any]

extension WebSite {
    /// A page for whoever is signed in, or for nobody yet: what every page shows around `values`.
    func frame(_ call: Call, titleKey: String, _ values: PageValues) async throws -> PageValues {
        var all = base(language: call.language, address: call.address).merging(values) { $1 }
        all["title"] = values["title"] ?? words(call.language)(titleKey)
        guard let session = call.session else { return all }
        let person = session.principal.person
        all["formToken"] = session.formToken
        all["formKey"] = Tokens.fresh()
        all["areas"] = areas(call, session.principal.permissions)
        all["person"] = [
            "name": person.displayName,
            "role": words(call.language)("role-\(person.role.rawValue)"),
        ]
        all["foot"] = try await foot(call)
        return all
    }

    private static let areas: [(Permission, String, String)] = [
        (.seeLeads, "/leads", "area-leads"), (.seeAlarms, "/alarms", "area-alarms"),
        (.seeMatters, "/matters", "area-matters"),
        (.seeLinking, "/linking", "area-linking"), (.seeLexicon, "/lexicon", "area-lexicon"),
        (.exportLeads, "/approvals", "area-approvals"),
        (.seeAccounts, "/people", "area-people"), (.seeJournal, "/journal", "area-journal"),
        (.approveDeletion, "/approvals", "area-approvals"),
        (.purgeRecords, "/approvals", "area-approvals"),
    ]

    /// Where whoever is signed in begins.
    func home(_ call: Call) throws -> String {
        let permissions = try call.principal().permissions
        return Self.areas.first { permissions.contains($0.0) }?.1 ?? "/account"
    }

    /// The parts of the desk, for whoever has more than one.
    private func areas(_ call: Call, _ permissions: Set<Permission>) -> [PageValues] {
        let seen = Self.areas.filter { permissions.contains($0.0) }
        guard seen.count > 1 else { return [] }
        return seen.map { _, address, key in
            [
                "address": address, "name": words(call.language)(key),
                "isOn": call.request.uri.path.hasPrefix(address),
            ]
        }
    }

    /// What even a page of an error shows.
    func base(language: Language, address: String) -> PageValues {
        var values: PageValues = ["w": words(language).texts, "lang": language.tag]
        let other: Language = language == .chinese ? .english : .chinese
        values["other"] = [
            "address": "/language/\(other.rawValue)?back=\(FormFields.encoded(address))",
            "tag": other.tag, "name": words(other)("language-name"),
        ]
        var files: PageValues = [:]
        for (name, path) in Self.pageFiles {
            files[name] = self.files.address(path)
        }
        values["files"] = files
        values["tileURL"] = settings.tileURL
        values["tileCredit"] = settings.tileCredit
        return values
    }

    /// What pages refer to, by the name their templates use.
    private static let pageFiles = [
        "style": "look/fuseline.css", "desk": "look/desk.js", "charts": "look/charts.js",
        "map": "look/map.js", "icon": "look/icon.svg", "htmx": "assets/htmx.min.js",
        "echarts": "assets/echarts.min.js", "leaflet": "assets/leaflet/leaflet.js",
        "leafletStyle": "assets/leaflet/leaflet.css", "outlines": "assets/nanchang.geojson",
    ]

    /// Where the page's content comes from, and when the data ended.
    private func foot(_ call: Call) async throws -> PageValues {
        let status = try await desk.status()
        let telling = Telling(words: words(call.language), now: now())
        var values: PageValues = [
            "model": status.model,
            "counts": telling.words(
                "foot-counts",
                [
                    "listings": Telling.count(status.listings),
                    "waybills": Telling.count(status.waybills),
                ]),
        ]
        values["newest"] = status.newestRecord.map {
            telling.words(
                "foot-newest",
                ["time": telling.absolute($0), "relative": telling.relative($0)])
        }
        return values
    }

    func page(
        _ template: String, _ values: PageValues, status: HTTPResponse.Status = .ok
    ) -> Response {
        .html(templates.render(template, values), status: status)
    }

    /// What a refusal looks like: a problem document (RFC 9457) for a program, a page for a person.
    func failure(_ refusal: Refusal, request: Request) -> Response {
        var response: Response
        if request.uri.path.hasPrefix("/api/") || request.uri.path == "/healthz" {
            response = Problem(refusal).response
        } else {
            response = failurePage(refusal, request)
        }
        if let allow = refusal.allow { response.headers[.allow] = allow }
        if let wait = refusal.retryAfter { response.headers[.retryAfter] = "\(wait.count)" }
        if let judgement = refusal.judgement { response.tell(judgement) }
        return response
    }

    private func failurePage(_ refusal: Refusal, _ request: Request) -> Response {
        let language = Call.language(of: request, secure: settings.secureCookies)
        let words = words(language)
        let back = request.method == .get ? request.uri.path : "/leads"
        var values = base(language: language, address: LocalAddress.checked(back) ?? "/leads")
        values["title"] = words("refused-\(refusal.key)-title")
        values["text"] = words(
            "refused-\(refusal.key)-text", ["seconds": "\(refusal.retryAfter?.count ?? 0)"])
        values["status"] = "\(refusal.status.code)"
        values["signIn"] = refusal.status == .unauthorized
        return page("failure", values, status: refusal.status)
    }

    /// Keeps the choice of a language and goes back to the page it was made on.
    func chooseLanguage(_ call: Call) throws -> Response {
        guard let language = call.parameters.get("code").flatMap(Language.init) else {
            throw Refusal.notFound
        }
        return Response.seeOther(LocalAddress.checked(call.query["back"]) ?? "/")
            .settingCookie(
                CookieName.language, language.rawValue, maxAge: .days(365),
                secure: settings.secureCookies)
    }

    /// A file of ours or of the assets; a copy that the browser has is not sent again.
    func staticFile(_ call: Call) throws -> Response {
        let path = String(call.request.uri.path.dropFirst("/static/".count))
        guard let file = files[path] else { throw Refusal.notFound }
        var headers = HTTPFields()
        headers[.eTag] = file.tag
        headers[.cacheControl] =
            call.query["v"].map { "\"\($0)\"" } == file.tag
            ? "public, max-age=31536000, immutable" : "public, no-cache"
        let known = call.request.headers[values: .ifNoneMatch].flatMap { $0.split(separator: ",") }
        if known.contains(where: { String($0).trimmingSpaces == file.tag }) {
            return Response(status: .notModified, headers: headers)
        }
        headers[.contentType] = file.type
        return Response(
            status: .ok, headers: headers, body: ResponseBody(byteBuffer: file.body))
    }
}
