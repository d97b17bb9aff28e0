package import Casework
package import Hummingbird
import Primitives

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

    /// What the body is.
    package enum Body: Hashable, Sendable {
        /// None, or what the handler reads itself.
        case any
        /// A form of fields, which must carry the session's token.
        case form
        /// A form that may bring a file; it must carry the token too.
        case upload

        /// The largest that is read.
        var bytesMax: Int { self == .upload ? Limits.lexiconFormBytesMax : Limits.formBytesMax }
    }

    package let method: HTTPRequest.Method
    package let path: String
    package let access: Access
    package let body: Body
    let handle: @Sendable (WebSite, Call) async throws -> Response

    private init(
        _ method: HTTPRequest.Method, _ path: String, _ access: Access, body: Body = .any,
        handle: @escaping @Sendable (WebSite, Call) async throws -> Response
    ) {
        self.method = method
        self.path = path
        self.access = access
        self.body = body
        self.handle = handle
    }

    /// Every address there is.
    package static let all: [Route] = [
        Route(.get, "/", .anybody) { _, _ in .seeOther("/leads") },
        Route(.get, "/sign-in", .visitor) { try await $0.signInPage($1) },
        Route(.post, "/sign-in", .visitor, body: .form) { try await $0.signIn($1) },
        Route(.post, "/sign-out", .signedIn, body: .form) { try await $0.signOut($1) },
        Route(.get, "/language/:code", .anybody) { try $0.chooseLanguage($1) },
        Route(.get, "/leads", .may(.seeLeads)) { try await $0.boardPage($1) },
        Route(.get, "/leads/:id", .may(.seeLeads)) { try await $0.leadPage($1) },
        Route(.get, "/leads/:id/pane", .may(.seeLeads)) { try await $0.leadPane($1) },
        Route(.post, "/leads/:id/steps/:step", .may(.seeLeads), body: .form) {
            try await $0.takeStep($1)
        },
        Route(.get, "/leads/:id/actor", .may(.seeLeads)) { try await $0.actorPage($1) },
        Route(.post, "/leads/:id/actor/sever", .may(.severActor), body: .form) {
            try await $0.sever($1)
        },
        Route(.get, "/linking", .may(.seeLinking)) { try await $0.linkingPage($1) },
        Route(.post, "/linking/severances/:id/take-back", .may(.severActor), body: .form) {
            try await $0.takeBackSeverance($1)
        },
        Route(.get, "/lexicon", .may(.seeLexicon)) { try await $0.lexiconPage($1) },
        Route(.get, "/lexicon/entry", .may(.seeLexicon)) { try await $0.lexiconEntry($1) },
        Route(.get, "/lexicon/table.csv", .may(.seeLexicon)) { try await $0.lexiconTable($1) },
        Route(.get, "/lexicon/propose", .may(.proposeLexicon)) {
            try await $0.lexiconForm($1)
        },
        Route(.post, "/lexicon/proposals", .may(.proposeLexicon), body: .upload) {
            try await $0.proposeLexicon($1)
        },
        Route(.get, "/lexicon/proposals/:id", .may(.seeLexicon)) {
            try await $0.lexiconProposal($1)
        },
        Route(.post, "/lexicon/proposals/:id/:decision", .may(.adoptLexicon), body: .form) {
            try await $0.decideLexicon($1)
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
