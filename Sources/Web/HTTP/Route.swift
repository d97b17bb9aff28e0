package import Casework
package import Hummingbird

/// One address of the server: who may ask and what answers.
///
/// Whoever is not named by `access` is refused before the handler runs; the use case behind the
/// handler asks again for its own permission.
package struct Route: Sendable {
    /// Who may ask.
    package enum Access: Hashable, Sendable {
        /// Anybody; who asks is not even looked up.
        case anybody
        /// Anybody; who is signed in is known.
        case visitor
        case signedIn
        case may(Permission)
        /// Whoever is signed in, and anybody on this machine where no other can reach the server.
        case signedInOrLocal
    }

    package let method: HTTPRequest.Method
    package let path: String
    package let access: Access
    /// Whether the body is a form, which must carry the session's token.
    package let takesForm: Bool
    let handle: @Sendable (WebSite, Call) async throws -> Response

    private init(
        _ method: HTTPRequest.Method, _ path: String, _ access: Access, takesForm: Bool = false,
        handle: @escaping @Sendable (WebSite, Call) async throws -> Response
    ) {
        self.method = method
        self.path = path
        self.access = access
        self.takesForm = takesForm
        self.handle = handle
    }

    /// Every address there is.
    package static let all: [Route] = [
        Route(.get, "/", .anybody) { _, _ in .seeOther("/leads") },
        Route(.get, "/sign-in", .visitor) { try await $0.signInPage($1) },
        Route(.post, "/sign-in", .visitor, takesForm: true) { try await $0.signIn($1) },
        Route(.post, "/sign-out", .signedIn, takesForm: true) { try await $0.signOut($1) },
        Route(.get, "/language/:code", .anybody) { try $0.chooseLanguage($1) },
        Route(.get, "/leads", .may(.seeLeads)) { try await $0.boardPage($1) },
        Route(.get, "/leads/:id", .may(.seeLeads)) { try await $0.leadPage($1) },
        Route(.get, "/leads/:id/pane", .may(.seeLeads)) { try await $0.leadPane($1) },
        Route(.post, "/leads/:id/steps/:step", .may(.seeLeads), takesForm: true) {
            try await $0.takeStep($1)
        },
        Route(.post, "/api/v1/screen", .signedInOrLocal) { try await $0.screen($1) },
        Route(.get, "/healthz", .anybody) { _, _ in .json(#"{"status":"ok"}"#) },
        Route(.get, "/static/**", .anybody) { try $0.staticFile($1) },
    ]

    /// The methods that some address answers, by its path.
    static var methodsByPath: [String: [HTTPRequest.Method]] {
        Dictionary(grouping: all, by: \.path).mapValues { $0.map(\.method) }
    }
}
