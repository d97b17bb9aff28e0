import Casework
import Primitives
import Records

/// Sessions, accounts, matters, approvals, keys.
extension Play {
    func signInOrOut(_ server: Int) async throws {
        let name = chance.pick(["analyst1", "officer1", "leader", "auditor"])
        let person = id(name)
        let own = expectation.sessions.filter { $0.value.person == person }.keys.sorted()
        if let token = own.first, chance.happens(0.4) {
            return try await signOut(token, person, server)
        }
        let isRight = chance.happens(0.75)
        story.append("\(name) signs in \(isRight ? "" : "with a wrong password")")
        do {
            let session = try await servers[server].desk.signIn(
                name: name, password: isRight ? Shared.password : "wrong", code: nil)
            guard isRight, !expectation.disabled.contains(person) else {
                throw Violation("\(name) should not have been let in")
            }
            expectation.done(Expectation.Act(who: person, act: "session.open"))
            expectation.sessions[session.token] = SessionMemory(
                person: person, openedAt: clock.now, usedAt: clock.now)
        } catch CaseworkError.notSignedIn {
            let isDisabled = expectation.disabled.contains(person)
            guard !isRight || isDisabled else { throw Violation("\(name) was not let in") }
            if !isDisabled {
                expectation.done(Expectation.Act(who: person, act: "session.refuse"))
            }
        } catch CaseworkError.tooManyAttempts {
        } catch WriteFault.lost {
        } catch WriteFault.unanswered {
            let act = isRight ? "session.open" : "session.refuse"
            expectation.perhaps(Expectation.Act(who: person, act: act))
        }
    }

    private func signOut(_ token: String, _ person: String, _ server: Int) async throws {
        guard isSurelyOpen(token) else { return }
        let act = Expectation.Act(who: person, act: "session.close")
        let isDone: Void? = try await attempt(act, on: server) {
            try await $0.signOut(token: token)
        }
        _ = isDone
        // Ended, or perhaps ended: nobody counts on it any more.
        expectation.sessions[token] = nil
    }

    /// Whether a session is so young and so lately used that it must be open.
    private func isSurelyOpen(_ token: String) -> Bool {
        guard let memory = expectation.sessions[token] else { return false }
        let (age, idle) = (
            clock.now.seconds(since: memory.openedAt).count,
            clock.now.seconds(since: memory.usedAt).count
        )
        return age < Int64(Limits.sessionHoursMax) * 3_600
            && idle < Int64(Limits.sessionIdleMinutesMax) * 60 - 120
    }

    func checkSessionsAndKeys() async throws {
        let desk = servers[1].desk
        for (token, memory) in expectation.sessions.sorted(by: { $0.key < $1.key }) {
            let session = try await desk.session(token: token)
            if isSurelyOpen(token), session == nil {
                throw Violation("a session of \(memory.person) is gone")
            }
            let age = clock.now.seconds(since: memory.openedAt).count
            if age > Int64(Limits.sessionHoursMax) * 3_600, session != nil {
                throw Violation("a session of \(memory.person) is open after \(age) s")
            }
            if let session, session.principal.person.id.text != memory.person {
                throw Violation("a session opens for somebody else")
            }
        }
        for token in expectation.openKeys.sorted() {
            guard try await desk.principal(ofKey: token) != nil else {
                throw Violation("a key does not open")
            }
        }
        for token in expectation.shutKeys.sorted() {
            guard try await desk.principal(ofKey: token) == nil else {
                throw Violation("a key opens that must not")
            }
        }
    }

    func administer(_ server: Int) async throws {
        let target = chance.pick(["officer2", "partner", "auditor", "analyst2"])
        guard let person = people[target] else { return }
        let isDisabled = expectation.disabled.contains(person.id.text)
        let changes: [(AccountChange, String, Act)] = [
            (isDisabled ? .enable : .disable, "system", .switchAccount),
            (.unlock, "security", .unlockAccount),
            (.grant(chance.pick([.officer, .leader, .partner])), "security", .grantRole),
        ]
        let (change, by, act) = changes[chance.below(changes.count)]
        let who = principal(by)
        let expected = Expectation.Act(
            who: id(by), act: act.rawValue, subject: person.id.text)
        let isDone: String?? = try await attempt(expected, on: server) {
            try await $0.change(change, of: person.id, as: who)
        }
        if isDone == nil {
            // Nobody knows; an administrator looks what became of it.
            let page = try await servers[server].desk.people(as: .machine)
            guard let now = page.accounts.first(where: { $0.person.id == person.id }) else {
                throw Violation("an account is gone")
            }
            expectation.roles[person.id.text] = now.person.role
            if (now.disabledAt != nil) != isDisabled {
                remember(disabled: now.disabledAt != nil, person)
            }
            expectation.endSessions(of: person.id.text)
            return
        }
        switch change {
        case .grant(let role): expectation.roles[person.id.text] = role
        case .disable: remember(disabled: true, person)
        case .enable: remember(disabled: false, person)
        default: break
        }
        if change != .unlock, change != .enable { expectation.endSessions(of: person.id.text) }
    }

    private func remember(disabled: Bool, _ person: Person) {
        if disabled {
            expectation.disabled.insert(person.id.text)
        } else {
            expectation.disabled.remove(person.id.text)
        }
    }

    func workOnMatter(_ server: Int) async throws {
        let who = principal("analyst1")
        guard !matters.isEmpty, chance.happens(0.8) else {
            let isRestricted = chance.happens(0.4)
            let act = Expectation.Act(who: id("analyst1"), act: "matter.open")
            let opened = try await attempt(act, on: server) {
                try await $0.openMatter(name: "专案", isRestricted: isRestricted, as: who)
            }
            if let opened { matters.append(opened) }
            return
        }
        let matter = chance.pick(matters)
        let member = chance.pick(["partner", "officer2", "leader"])
        guard let person = people[member]?.id else { return }
        var changes: [MatterChange] = [.addMember(person), .removeMember(person)]
        if let shown = screens["analyst1"]?.last {
            changes += [.addLead(shown.lead), .addLead(shown.lead), .removeLead(shown.lead)]
        }
        if chance.happens(0.1) { changes = [.close] }
        let change = chance.pick(changes)
        let act = Expectation.Act(
            who: id("analyst1"), act: "matter.change", subject: matter.text)
        let _: Void? = try await attempt(act, on: server) {
            try await $0.change(change, matter: matter, as: who)
        }
    }

    func approve(_ server: Int) async throws {
        guard let open = approvals.last, chance.happens(0.6) else {
            let who = principal("analyst1")
            let purpose = try StatedPurpose(kind: .analysis, reason: "r")
            let act = Expectation.Act(who: id("analyst1"), act: "approval.ask")
            let asked = try await attempt(act, on: server) {
                try await $0.ask(.exportLeads, subject: "all", purpose: purpose, as: who)
            }
            if let asked { approvals.append((asked, "analyst1")) }
            return
        }
        // The one who asked tries it too, and must fail.
        let name = chance.pick(["leader", "leader", "analyst1"])
        let who = principal(name)
        let isApproved = chance.happens(0.5)
        let act = Expectation.Act(
            who: id(name), act: "approval.decide", subject: open.id.text)
        if name == "analyst1" {
            story.append("analyst1 decides an own request")
            do {
                try await servers[server].desk.decide(
                    open.id, isApproved: true, reason: "r", as: who)
                throw Violation("somebody approved their own request")
            } catch CaseworkError.notAllowed {
                expectation.done(
                    Expectation.Act(
                        who: id(name), act: "act.refuse", subject: "approve-disclosure"))
            } catch WriteFault.lost {
            } catch WriteFault.unanswered {
                expectation.perhaps(
                    Expectation.Act(
                        who: id(name), act: "act.refuse", subject: "approve-disclosure"))
            }
            return
        }
        let _: Void? = try await attempt(act, on: server) {
            try await $0.decide(open.id, isApproved: isApproved, reason: "r", as: who)
        }
    }

    func useKeys(_ server: Int) async throws {
        let (system, security) = (principal("system"), principal("security"))
        guard let key = keys.last, chance.happens(0.7) else {
            let draft = APIKeyDraft(
                name: "k", unit: Unit.city, role: .courier, scopes: [.askScreening],
                requestsPerMinute: 60, days: 365)
            let act = Expectation.Act(who: id("system"), act: "key.add")
            let before = Set(try await servers[server].desk.people(as: .machine).keys.map(\.id))
            let token = try await attempt(act, on: server) {
                try await $0.addKey(draft, as: system)
            }
            let now = try await servers[server].desk.people(as: .machine).keys
            guard let token, let made = now.first(where: { !before.contains($0.id) }) else {
                return
            }
            expectation.shutKeys.insert(token)
            keys.append((made.id, [token]))
            return
        }
        let change = chance.pick([.grant, .grant, .revoke] as [APIKeyChange])
        let act = Expectation.Act(
            who: id(change == .grant ? "security" : "system"),
            act: (change == .grant ? Act.grantKey : .revokeKey).rawValue, subject: key.id.text)
        let done: String?? = try await attempt(act, on: server) {
            try await $0.change(change, key: key.id, as: change == .grant ? security : system)
        }
        let stored = try await servers[server].desk.people(as: .machine).keys
            .first { $0.id == key.id }
        guard let stored else { throw Violation("a key is gone") }
        if done != nil, change == .grant, stored.grantedBy == nil {
            throw Violation("a key was granted and is not")
        }
        let isOpen = stored.grantedBy != nil && stored.revokedAt == nil
        for token in key.tokens {
            expectation.openKeys.remove(token)
            expectation.shutKeys.remove(token)
            if isOpen {
                expectation.openKeys.insert(token)
            } else {
                expectation.shutKeys.insert(token)
            }
        }
    }
}
