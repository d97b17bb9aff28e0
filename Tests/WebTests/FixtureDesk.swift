import Casework
import Primitives
import Records

/// A desk in memory with people, sessions and leads, which keeps the rules that pages rely on:
/// versions, steps by state and role, filters, key paging.
actor FixtureDesk: Desk {
    static let now = Fixture.now
    static let password = "a long enough password"

    nonisolated let divisions = Fixture.divisions
    private var details: [ID<Lead>: LeadDetail]
    private var sessions: [String: Session] = [:]
    private var failures = 0
    /// Every step that was taken, in order.
    private(set) var taken: [LeadStep] = []
    /// Thrown by the next look at the board.
    private var nextBoardFailure: (any Error)?

    /// Files that were proposed as lexicons.
    var files: [[UInt8]] = []
    var proposal = Fixture.proposal()
    let isLexiconFixed: Bool

    /// What was done to accounts, keys, matters and requests, in words.
    var changed: [String] = []
    /// A duty that every session has.
    var duty: Principal.Duty?
    /// More leads than one may take out alone are found.
    var exportNeedsApproval = false
    /// What somebody asked for who may not.
    var refused: [Permission] = []

    /// The number of the last linking, and what was parted and taken back.
    var linkings = 12
    var severed: [SeveranceRequest] = []
    var takenBack: [String] = []
    let isLinked: Bool

    init(
        details: [LeadDetail] = Fixture.details(), isLexiconFixed: Bool = false,
        isLinked: Bool = true
    ) {
        self.isLexiconFixed = isLexiconFixed
        self.isLinked = isLinked
        self.details = Dictionary(uniqueKeysWithValues: details.map { ($0.summary.lead.id, $0) })
    }

    func failNextBoard(with error: any Error) { nextBoardFailure = error }

    func signIn(name: String, password: String, code: String?) throws -> Session {
        guard failures < 5 else { throw CaseworkError.tooManyAttempts(retryAfter: Seconds(60)) }
        guard let person = Fixture.people[name], password == Self.password else {
            failures += 1
            throw CaseworkError.notSignedIn
        }
        let number = sessions.count + 1
        let session = Session(
            token: "session-\(number)-of-\(name)", principal: Principal(person: person, duty: duty),
            formToken: "form-\(number)-of-\(name)", expiresAt: Self.now.adding(.hours(8)))
        sessions[session.token] = session
        return session
    }

    func session(token: String, isUse: Bool) -> Session? { sessions[token] }

    func signIn(subject: String) throws -> Session {
        guard subject == "https://issuer.example 7" else { throw CaseworkError.notSignedIn }
        return try signIn(name: "fenxi", password: Self.password, code: nil)
    }

    func set(duty: Principal.Duty?) { self.duty = duty }

    func askForApproval() { exportNeedsApproval = true }

    func signOut(token: String) { sessions[token] = nil }

    func board(_ query: LeadQuery, as principal: Principal) throws -> LeadPage {
        try principal.require(.seeLeads)
        if let failure = nextBoardFailure {
            nextBoardFailure = nil
            throw failure
        }
        let visible = details.values.filter { detail in
            let lead = detail.summary.lead
            let isVisible = principal.person.division.map { $0 == lead.division } ?? true
            let isInDivision = query.division.map { $0 == lead.division } ?? true
            return isVisible && isInDivision && Self.matches(detail, query.search)
        }
        let byState = Dictionary(grouping: visible, by: \.summary.lead.state).mapValues(\.count)
        let kept = visible.map(\.summary)
            .filter { query.states.isEmpty || query.states.contains($0.lead.state) }
            .sorted { Self.key($0, query.order) < Self.key($1, query.order) }
        let start = query.cursor.flatMap { cursor in
            kept.firstIndex { Self.key($0, query.order) > cursor }
        }
        let rows = kept[(query.cursor == nil ? 0 : start ?? kept.count)...].prefix(query.limit)
        let isLast = rows.last?.lead.id == kept.last?.lead.id
        return LeadPage(
            rows: Array(rows), total: kept.count,
            next: isLast ? nil : rows.last.map { Self.key($0, query.order) }, byState: byState)
    }

    private static func matches(_ detail: LeadDetail, _ search: String?) -> Bool {
        guard let search else { return true }
        return detail.summary.actorName.contains(search)
            || detail.listings.contains { $0.listing.text.contains(search) }
    }

    /// Sorts as the order says; the id makes it total.
    private static func key(_ summary: LeadSummary, _ order: LeadOrder) -> String {
        let lead = summary.lead
        let number: Int64 =
            switch order {
            case .score: 1_000_000 - Int64(lead.score.value * 1_000)
            case .due: lead.dueAt?.microseconds ?? Int64.max
            case .found: Int64.max - lead.foundAt.microseconds
            }
        let digits = String(number)
        return String(repeating: "0", count: 20 - digits.utf8.count) + digits + lead.id.text
    }

    func lead(_ id: ID<Lead>, as principal: Principal) throws -> LeadDetail {
        try clear(id, as: principal).masked { $0 }
    }

    func clear(_ id: ID<Lead>, as principal: Principal) throws -> LeadDetail {
        try principal.require(.seeLeads)
        guard let detail = details[id],
            principal.person.division.map({ $0 == detail.summary.lead.division }) ?? true
        else { throw CaseworkError.leadNotFound(id.text) }
        let steps = Fixture.steps[detail.summary.lead.state] ?? []
        let allowed = steps.filter { principal.permissions.contains($0.permission) }
        return Fixture.with(detail, allowedSteps: allowed.map(\.name))
    }

    func take(
        _ step: LeadStep, lead id: ID<Lead>, version: Int, as principal: Principal
    ) throws {
        try principal.require(step.permission)
        if let request = principal.request, named["\(principal.person.id) \(request.text)"] != nil {
            try remember(principal)
        }
        let detail = try lead(id, as: principal)
        guard detail.version == version else { throw CaseworkError.leadChanged(id.text) }
        guard detail.allowedSteps.contains(step.name) else {
            throw CaseworkError.stepRefused("'\(step.name)' is not possible from here.")
        }
        try remember(principal)
        taken.append(step)
        details[id] = Fixture.after(step, detail, by: principal.person.displayName)
    }

    /// What was asked for under each name.
    private var named: [String: [UInt8]] = [:]

    /// As the real desk, which forgets what was refused.
    func remember(_ principal: Principal) throws {
        guard let request = principal.request else { return }
        let key = "\(principal.person.id) \(request.text)"
        if let before = named[key] {
            throw before == request.content
                ? CaseworkError.requestDone : CaseworkError.requestKeyReused
        }
        named[key] = request.content
    }

    nonisolated func proposedDeadline(_ lead: Lead) -> Timestamp {
        Self.now.adding(.hours(72))
    }

    nonisolated func screen(_ text: String, kind: TextKind) -> Verdict {
        Fixture.verdict(text, marking: [("烟花", 5.5, [])])
    }

    func measures() -> DeskMeasures {
        let states = Dictionary(grouping: details.values, by: \.summary.lead.state)
        return DeskMeasures(
            status: status(), leads: states.mapValues(\.count), journalLeaves: 12,
            unsignedLeaves: 2, unsignedSince: Self.now.adding(Seconds(-3)))
    }

    func status() -> DeskStatus {
        DeskStatus(
            model: "fixture@1", listings: 20_000, waybills: 200_000,
            newestRecord: Self.now.adding(.hours(-2)))
    }
}
