import Casework
import Hummingbird

/// One request on its way to its page: who asks, in which language, with which fields.
struct Call: Sendable {
    let request: Request
    let parameters: Parameters
    let language: Language
    let session: Session?
    /// Who holds the key of a program that asks.
    var holder: Principal?
    /// The fields of the form that came with it; none where the route takes no form.
    var form = FormFields()

    /// The fields of the address; none where they are no UTF-8.
    var query: FormFields {
        FormFields(encoded: (request.uri.query ?? "").utf8) ?? FormFields()
    }

    /// Path and query, for coming back to it.
    var address: String {
        guard let query = request.uri.query, !query.isEmpty else { return request.uri.path }
        return "\(request.uri.path)?\(query)"
    }

    /// Whether htmx asks, which puts the answer into the page at hand.
    var isPartial: Bool { request.headers[.htmxRequest] != nil }

    /// Whoever is signed in; routes that need somebody have checked before.
    ///
    /// - Throws: `Refusal.signIn`.
    func principal() throws -> Principal {
        guard let principal = holder ?? session?.principal else { throw Refusal.signIn }
        return principal
    }

    /// Whoever is signed in, for a form that makes something: sent twice, it makes it once.
    ///
    /// - Throws: `Refusal.signIn`.
    func namedPrincipal() throws -> Principal {
        let fields = form.pairs.filter { !["form_key", "form_token"].contains($0.name) }
        guard let key = form["form_key"], Tokens.isPlain(key) else { return try principal() }
        let path = request.uri.path
        let content = "\(path)\n\(FormFields(pairs: fields).encoded)"
        return try principal()
            .naming(RequestKey("form \(path) \(key)", content: Array(content.utf8)))
    }

    /// The value of the cookie `name`, nil without one.
    ///
    /// - Parameter isSecure: Whether it has the name of cookies that TLS alone may set.
    static func cookie(_ name: String, of request: Request, secure isSecure: Bool) -> String? {
        let name = CookieName.full(name, secure: isSecure)
        for field in request.headers[values: .cookie] {
            for pair in field.split(separator: ";") {
                let parts = pair.split(separator: "=", maxSplits: 1)
                if parts.count == 2, String(parts[0]).trimmingSpaces == name {
                    return String(parts[1]).trimmingSpaces
                }
            }
        }
        return nil
    }

    static func language(of request: Request, secure isSecure: Bool) -> Language {
        cookie(CookieName.language, of: request, secure: isSecure).flatMap(Language.init)
            ?? .chinese
    }
}

/// The cookies that the pages set.
package enum CookieName {
    package static let session = "fuseline_session"
    /// The sign-in form's token, where there is no session yet to keep it.
    package static let signInForm = "fuseline_form"
    /// What a sign-in at the issuer must bring back.
    package static let singleSignOn = "fuseline_issuer"
    package static let language = "fuseline_lang"

    /// As browsers hold it: behind TLS with `__Host-` before it, which no other host of the domain
    /// and no page without TLS can set (RFC 6265bis, 4.1.3.2).
    package static func full(_ name: String, secure isSecure: Bool) -> String {
        isSecure ? "__Host-\(name)" : name
    }
}

/// Addresses that a form or a link may send a browser back to.
enum LocalAddress {
    /// `text` where it is a path of this server, else nil: no scheme, no host, no `//`, no control
    /// character that a browser would drop and then read as one.
    static func checked(_ text: String?) -> String? {
        guard let text, text.hasPrefix("/"), !text.hasPrefix("//"), text.utf8.count <= 2_048,
            text.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != 0x5C })
        else { return nil }
        return text
    }
}
