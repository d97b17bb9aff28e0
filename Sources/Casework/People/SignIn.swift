import Primitives

extension CaseworkDesk {
    /// Failures after which a name must wait before it is tried again.
    private static let freeFailures = 5
    /// The wait doubles with each failure from here on, up to `waitMax`.
    private static let firstWait = Seconds(30)
    private static let waitMax = Seconds(15 * 60)
    /// A working day; a session does not outlive a shift.
    private static let sessionLength = Seconds.hours(10)

    package func signIn(name: String, password: String) async throws -> Session {
        let now = environment.now()
        let found = try await database.read { try $0.credentials(name: name.lowercased()) }
        guard let found else {
            // The same work as for a real person, so that time does not tell which names exist.
            _ = environment.passwordMatches(password, decoyHash)
            throw CaseworkError.notSignedIn
        }
        try Self.checkWait(found, now: now)
        guard environment.passwordMatches(password, found.passwordHash) else {
            try await act(.refuseSignIn, as: Principal(person: found.person)) { transaction, log in
                try transaction.recordSignIn(
                    found.person.id, failures: found.failures + 1, failedAt: now)
                log.add("person", found.person.id.text)
            }
            throw CaseworkError.notSignedIn
        }
        return try await openSession(for: found.person, now: now)
    }

    private func openSession(for person: Person, now: Timestamp) async throws -> Session {
        let token = environment.newToken()
        let digest = environment.tokenDigest(token)
        let session = Session(
            token: token, principal: Principal(person: person), formToken: environment.newToken(),
            expiresAt: now.adding(Self.sessionLength))
        try await act(.signIn, as: session.principal) { transaction, log in
            log.add("person", person.id.text)
            try transaction.recordSignIn(person.id, failures: 0, failedAt: nil)
            try transaction.removeSessions(before: now)
            try transaction.add(
                StoredSession(
                    person: person, formToken: session.formToken, expiresAt: session.expiresAt),
                digest: digest)
        }
        return session
    }

    private static func checkWait(_ found: Credentials, now: Timestamp) throws(CaseworkError) {
        guard found.failures >= freeFailures, let failedAt = found.failedAt else { return }
        let doublings = min(found.failures - freeFailures, 16)
        let wait = min(firstWait.count << Int64(doublings), waitMax.count)
        let left = wait - now.seconds(since: failedAt).count
        if left > 0 { throw .tooManyAttempts(retryAfter: Seconds(left)) }
    }

    package func session(token: String) async throws -> Session? {
        let now = environment.now()
        let digest = environment.tokenDigest(token)
        return try await database.read { try $0.session(digest: digest, now: now) }.map { stored in
            Session(
                token: token, principal: Principal(person: stored.person),
                formToken: stored.formToken, expiresAt: stored.expiresAt)
        }
    }

    package func signOut(token: String) async throws {
        guard let session = try await session(token: token) else { return }
        let digest = environment.tokenDigest(token)
        try await act(.signOut, as: session.principal) { transaction, log in
            try transaction.removeSession(digest: digest)
            log.add("person", session.principal.person.id.text)
        }
    }

    /// Adds a person, or gives the one of that name another role and password.
    ///
    /// - Throws: `CaseworkError.notAllowed`, or what hashing throws for a short password.
    package func addPerson(
        name: String, displayName: String, role: Role, division: String?, password: String,
        as principal: Principal
    ) async throws {
        try principal.require(.managePeople)
        let newID = ID<Person>(environment.newID())
        let hash = try environment.passwordHash(password)
        let now = environment.now()
        try await act(.putPerson, as: principal) { transaction, log in
            let before = try transaction.credentials(name: name.lowercased())?.person
            let person = Person(
                id: before?.id ?? newID, name: name.lowercased(), displayName: displayName,
                role: role, division: division)
            try transaction.put(person, passwordHash: hash, at: now)
            log.add(
                "person", person.id.text, before: before?.journalText, after: person.journalText)
        }
    }
}
