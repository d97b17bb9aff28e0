import Casework
import Leads
import Primitives
import Records
import Store

/// A lead as somebody saw it, perhaps long ago.
struct Screen {
    let lead: ID<Lead>
    let version: Int
    let allowedSteps: [String]
}

/// One seed: people work on two servers over one database, which fail, stop and come back.
final class Play {
    let seed: UInt64
    let shared: Shared
    let path: String
    let clock = Clock()
    let chance: Chance
    let isCanary: Bool
    var servers: [Server] = []
    var expectation = Expectation()
    var people: [String: Person] = [:]
    /// What each person has on the screen: leads with the version that was shown.
    var screens: [String: [Screen]] = [:]
    var matters: [ID<Matter>] = []
    var approvals: [(id: ID<Approval>, by: String)] = []
    var keys: [(id: ID<APIKey>, tokens: [String])] = []
    var crashes = 0
    var faults = 0
    var nextRecord = 0
    var generation = 0
    /// What was done, for whoever has to find out why a seed fails.
    var story: [String] = []

    init(seed: UInt64, shared: Shared, folder: String, isCanary: Bool) {
        self.seed = seed
        self.shared = shared
        self.isCanary = isCanary
        path = "\(folder)/\(seed).sqlite"
        chance = Chance(seed: seed)
    }

    /// The file that the servers have now: another one after each crash.
    var file: String { generation == 0 ? path : "\(path).\(generation)" }

    func run(steps: Int) async throws {
        defer {
            servers = []
            for number in 0...generation {
                DatabaseFiles.remove(number == 0 ? path : "\(path).\(number)")
            }
        }
        try shared.template.write(to: path)
        try await openServers()
        nextRecord = Shared.firstListings.count
        expectation.listings = Set(Shared.firstListings.map(\.id.text))
        expectation.done(Expectation.Act(who: "machine", act: "record.import-listings"))
        let page = try await servers[0].desk.people(as: .machine)
        for account in page.accounts {
            people[account.person.name] = account.person
            expectation.roles[account.person.id.text] = account.person.role
            expectation.done(Expectation.Act(who: "machine", act: "person.put"))
        }
        let canaryAt = isCanary ? chance.below(steps / 2) + steps / 4 : -1
        for step in 0..<steps {
            clock.pass(Int64(chance.pick([0, 1, 5, 60, 600, 3_600])))
            // A clock that was set right: seconds go back.
            if chance.happens(0.02) { clock.pass(-5) }
            if chance.happens(0.04) { try await crash() }
            let server = chance.pick([0, 1])
            if step >= canaryAt, canaryAt >= 0, try await playCanary(server) { break }
            if chance.happens(0.12) {
                faults += 1
                servers[server].plan.set(chance.pick([.before, .after, .twice]))
            }
            try await act(on: server)
            servers[server].plan.set(nil)
        }
        try await finish()
    }

    private func openServers() async throws {
        servers = []
        for _ in 0..<2 {
            servers.append(try await Server.open(file, shared, clock, chance))
        }
    }

    /// Both processes end at once, as by a kill or a power cut; the files stay as they are.
    private func crash() async throws {
        crashes += 1
        story.append("crash")
        let files = try DatabaseFiles(file)
        servers = []
        generation += 1
        try files.write(to: file)
        try await openServers()
    }

    /// A step that is acknowledged and never done; whether there was one to take.
    private func playCanary(_ server: Int) async throws -> Bool {
        servers[server].plan.set(.forgotten)
        try await importListings(server)
        servers[server].plan.set(nil)
        return true
    }

    private func finish() async throws {
        // What failed last is tried once more, then everything is quiet.
        for server in servers { server.plan.set(nil) }
        _ = try await servers[0].desk.bringLeadsUpToDate(as: .machine)
        try await servers[1].desk.sealJournal()
        try await checkSessionsAndKeys()
        try await Auditor(play: self).audit()
    }

    private func act(on server: Int) async throws {
        switch chance.below(100) {
        case ..<12: try await importListings(server)
        case ..<18: try await importWaybills(server)
        case ..<28: try await bringUpToDate(server)
        case ..<42: try await look(server)
        case ..<68: try await takeStep(server)
        case ..<75: try await signInOrOut(server)
        case ..<80: try await administer(server)
        case ..<88: try await workOnMatter(server)
        case ..<93: try await approve(server)
        case ..<97: try await useKeys(server)
        default: try await refused(server)
        }
    }

    /// Runs a use case, and writes down what its caller knows afterwards.
    ///
    /// - Returns: Its value where it was acknowledged.
    func attempt<Value: Sendable>(
        _ act: Expectation.Act, on server: Int,
        _ body: (CaseworkDesk) async throws -> Value
    ) async throws -> Value? {
        story.append("\(act.who) \(act.act) \(act.subject ?? "")")
        do {
            let value = try await body(servers[server].desk)
            expectation.done(act)
            return value
        } catch WriteFault.lost {
            story.append("  lost")
        } catch WriteFault.unanswered {
            story.append("  no answer")
            expectation.perhaps(act)
            // What was not answered may have been the refusal.
            expectation.perhaps(Expectation.Act(who: act.who, act: "act.refuse"))
        } catch CaseworkError.notAllowed(let permission) {
            story.append("  not allowed")
            expectation.done(
                Expectation.Act(who: act.who, act: "act.refuse", subject: permission.rawValue))
        } catch is CaseworkError {
            story.append("  refused")
        }
        return nil
    }

    func principal(_ name: String) -> Principal {
        guard let person = people[name] else { preconditionFailure("nobody is called \(name)") }
        return Principal(
            person: Person(
                id: person.id, name: person.name, displayName: person.displayName,
                role: expectation.roles[person.id.text] ?? person.role, unit: person.unit,
                division: person.division))
    }

    func id(_ name: String) -> String { people[name]?.id.text ?? "" }
}
