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
        /// Whoever is signed in, also with a duty that stands: the own account.
        case account
        case signedIn
        case may(Permission)
        /// A program with a key or somebody signed in whose rights include it, and anybody on this
        /// machine where no other can reach the server.
        case mayOrLocal(Permission)
        /// A program with a key or somebody signed in whose rights include it; a session's POST
        /// brings its form token as `X-Form-Token`.
        case program(Permission)
        /// Anybody on this machine, where no other can reach the server.
        case local
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
    /// What a route of the API tells of itself; nil for pages.
    package let operation: Operation?
    let handle: @Sendable (WebSite, Call) async throws -> Response

    init(
        _ method: HTTPRequest.Method, _ path: String, _ access: Access, body: Body = .any,
        operation: Operation? = nil,
        handle: @escaping @Sendable (WebSite, Call) async throws -> Response
    ) {
        self.method = method
        self.path = path
        self.access = access
        self.body = body
        self.operation = operation
        self.handle = handle
    }

    /// Every address there is.
    package static let all: [Route] = desk + alarms + access + api

    private static let desk: [Route] = [
        Route(.get, "/", .signedIn) { .seeOther(try $0.home($1)) },
        Route(.get, "/sign-in", .visitor) { try await $0.signInPage($1) },
        Route(.post, "/sign-in", .visitor, body: .form) { try await $0.signIn($1) },
        Route(.get, "/sign-in/issuer", .visitor) { try await $0.beginSingleSignOn($1) },
        Route(.get, "/sign-in/issuer/back", .visitor) { try await $0.finishSingleSignOn($1) },
        Route(.post, "/sign-out", .account, body: .form) { try await $0.signOut($1) },
        Route(.get, "/language/:code", .anybody) { try $0.chooseLanguage($1) },
        Route(.get, "/leads", .may(.seeLeads)) { try await $0.boardPage($1) },
        Route(.get, "/leads/:id", .may(.seeLeads)) { try await $0.leadPage($1) },
        Route(.get, "/leads/:id/pane", .may(.seeLeads)) { try await $0.leadPane($1) },
        Route(.post, "/leads/:id/steps/:step", .may(.seeLeads), body: .form) {
            try await $0.takeStep($1)
        },
        Route(.post, "/leads/:id/unmask", .may(.unmaskLead), body: .form) {
            try await $0.unmask($1)
        },
        Route(.get, "/leads/:id/actor", .may(.seeLeads)) { try await $0.actorPage($1) },
        Route(.post, "/leads/:id/actor/sever", .may(.severActor), body: .form) {
            try await $0.sever($1)
        },
        Route(.get, "/live", .may(.seeLeads)) { try await $0.live($1) },
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
        Route(.get, "/openapi.json", .anybody) { site, _ in
            .json(site.settings.secureCookies ? secureOpenAPI : openAPI)
        },
        Route(.get, "/metrics", .local) { try await $0.metricsText($1) },
        Route(.get, "/healthz", .anybody) { _, _ in .json(#"{"status":"ok"}"#) },
        Route(.get, "/static/**", .anybody) { try $0.staticFile($1) },
    ]

    /// Work rooms and their alarms.
    private static let alarms: [Route] = [
        Route(.get, "/alarms", .may(.seeAlarms)) { try await $0.alarmBoardPage($1) },
        Route(.get, "/alarms/standing", .may(.seeAlarms)) { try await $0.standingPage($1) },
        Route(.get, "/alarms/blind", .may(.seeAlarms)) { try await $0.blindPage($1) },
        Route(.get, "/alarms/live", .may(.seeAlarms)) { try await $0.liveAlarms($1) },
        Route(.get, "/sites/:enterprise", .may(.seeAlarms)) { try await $0.sitePage($1) },
        Route(.get, "/sites/:enterprise/rooms/:room", .may(.seeAlarms)) {
            try await $0.roomPage($1)
        },
        Route(
            .post, "/sites/:enterprise/rooms/:room/alarms", .may(.handleAlarms), body: .form
        ) { try await $0.handleAlarm($1) },
        Route(.post, "/sites/:enterprise/rooms/:room/quota", .may(.manageSites), body: .form) {
            try await $0.changeQuota($1)
        },
    ]

    /// Accounts, rights, matters, what needs a second person, the journal.
    private static let access: [Route] = [
        Route(.get, "/account", .account) { try await $0.accountPage($1) },
        Route(.post, "/account/password", .account, body: .form) {
            try await $0.changePassword($1)
        },
        Route(.post, "/account/second-factor", .account, body: .form) {
            try await $0.offerSecondFactor($1)
        },
        Route(.post, "/account/second-factor/bind", .account, body: .form) {
            try await $0.bindSecondFactor($1)
        },
        Route(.get, "/people", .may(.seeAccounts)) { try await $0.peoplePage($1) },
        Route(.post, "/people/accounts", .may(.manageAccounts), body: .form) {
            try await $0.addAccount($1)
        },
        Route(.post, "/people/units", .may(.manageAccounts), body: .form) {
            try await $0.addUnit($1)
        },
        Route(.post, "/people/keys", .may(.manageAccounts), body: .form) {
            try await $0.addKey($1)
        },
        Route(.post, "/people/accounts/:id/:change", .may(.seeAccounts), body: .form) {
            try await $0.changeAccount($1)
        },
        Route(.post, "/people/keys/:id/:change", .may(.seeAccounts), body: .form) {
            try await $0.changeKey($1)
        },
        Route(.get, "/matters", .may(.seeMatters)) { try await $0.mattersPage($1) },
        Route(.post, "/matters", .may(.manageMatters), body: .form) {
            try await $0.openMatter($1)
        },
        Route(.get, "/matters/:id", .may(.seeMatters)) { try await $0.matterPage($1) },
        Route(.post, "/matters/:id/:change", .may(.manageMatters), body: .form) {
            try await $0.changeMatter($1)
        },
        Route(.get, "/approvals", .signedIn) { try await $0.approvalsPage($1) },
        Route(.get, "/purposes", .signedIn) { try await $0.purposesPage($1) },
        Route(.get, "/person-report", .may(.reportOnPerson)) {
            try await $0.personReportPage($1)
        },
        Route(.post, "/person-report", .may(.reportOnPerson), body: .form) {
            try await $0.personReport($1)
        },
        Route(.post, "/deletions", .may(.purgeRecords), body: .form) {
            try await $0.askDeletion($1)
        },
        Route(.post, "/deletions/:id", .may(.purgeRecords), body: .form) {
            try await $0.deleteApproved($1)
        },
        Route(.post, "/approvals/:id/:decision", .signedIn, body: .form) {
            try await $0.decideApproval($1)
        },
        Route(.get, "/export", .may(.exportLeads)) { try await $0.exportPage($1) },
        Route(.post, "/export", .may(.exportLeads), body: .form) {
            try await $0.export($1)
        },
        Route(.get, "/journal", .may(.seeJournal)) { try await $0.journalPage($1) },
    ]

    private static let openAPI = OpenAPI.document()
    private static let secureOpenAPI = OpenAPI.document(secure: true)

    /// The methods that some address answers, by its path.
    static var methodsByPath: [String: [HTTPRequest.Method]] {
        Dictionary(grouping: all, by: \.path).mapValues { $0.map(\.method) }
    }
}
