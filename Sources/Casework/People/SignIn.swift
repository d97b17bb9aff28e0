import Primitives

extension CaseworkDesk {
    /// Failures after which a name must wait before it is tried again.
    private static let freeFailures = 5
    /// The wait doubles with each failure from here on, up to `waitMax`.
    private static let firstWait = Seconds(30)
    private static let waitMax = Seconds(15 * 60)
    /// A session's last sign of life is kept once in this time, not at every request.
    private static let touchEvery = Seconds(60)

    package func signIn(
        name: String, password: String, code: String?
    ) async throws -> Session {
        let now = environment.now()
        let found = try await database.read { try $0.credentials(name: name.lowercased()) }
        guard let found, !found.isDisabled else {
            // The same work as for a real person, so that time does not tell which names exist.
            _ = environment.passwordMatches(password, decoyHash)
            throw CaseworkError.notSignedIn
        }
        try Self.checkWait(found, now: now)
        let isRight = environment.passwordMatches(password, found.passwordHash)
        let step = found.secondFactor.flatMap { sealed in
            environment.secondFactor.step(
                of: code ?? "", sealed: sealed, now: now, after: found.lastStep)
        }
        guard isRight, found.secondFactor == nil || step != nil else {
            try await refuseSignIn(found, at: now)
            throw CaseworkError.notSignedIn
        }
        return try await openSession(for: found, step: step, now: now)
    }

    /// Opens a session for whom an issuer of single sign-on vouches.
    ///
    /// - Throws: `CaseworkError.notSignedIn` where nobody has this subject.
    package func signIn(subject: String) async throws -> Session {
        let found = try await database.read { try $0.credentials(subject: subject) }
        guard let found, !found.isDisabled else { throw CaseworkError.notSignedIn }
        return try await openSession(
            for: found, step: nil, now: environment.now(), isVouchedFor: true)
    }

    func refuseSignIn(_ found: Credentials, at now: Timestamp) async throws {
        let principal = Principal(person: found.person)
        try await act(.refuseSignIn, as: principal) { transaction, log in
            // Counted from the row as it is now: tries at once do not count as one.
            let failures =
                try transaction.credentials(found.person.id)?.failures ?? found.failures
            try transaction.recordSignIn(
                found.person.id, failures: failures + 1, failedAt: now)
            log.add("person", found.person.id.text)
        }
    }

    private func openSession(
        for found: Credentials, step: Int64?, now: Timestamp, isVouchedFor: Bool = false
    ) async throws -> Session {
        let token = environment.newToken()
        let digest = environment.tokenDigest(token)
        let stored = StoredSession(
            person: found.person, formToken: environment.newToken(), openedAt: now, seenAt: now,
            expiresAt: now.adding(.hours(Int64(Limits.sessionHoursMax))),
            hasSecondFactor: step != nil || isVouchedFor, isVouchedFor: isVouchedFor,
            mustChangePassword: found.mustChangePassword && !isVouchedFor)
        let idle = now.adding(Seconds(Int64(-60 * Limits.sessionIdleMinutesMax)))
        try await act(.signIn, as: Principal(person: found.person)) { transaction, log in
            log.add("person", found.person.id.text)
            if let step {
                // A code opens once, also when it is sent twice at the same time.
                guard let last = try transaction.credentials(found.person.id),
                    step > last.lastStep ?? Int64.min
                else { throw CaseworkError.notSignedIn }
                try transaction.setSecondFactor(
                    found.secondFactor, lastStep: step, of: found.person.id)
            }
            try transaction.recordSignIn(found.person.id, failures: 0, failedAt: nil)
            try transaction.removeSessions(before: now, idleSince: idle)
            try transaction.add(stored, digest: digest)
        }
        return session(stored, token: token)
    }

    private func session(_ stored: StoredSession, token: String) -> Session {
        let duty: Principal.Duty? =
            if stored.mustChangePassword {
                .changePassword
            } else if asksSecondFactor, !stored.hasSecondFactor {
                .addSecondFactor
            } else { nil }
        return Session(
            token: token, principal: Principal(person: stored.person, duty: duty),
            formToken: stored.formToken, expiresAt: stored.expiresAt)
    }

    static func checkWait(_ found: Credentials, now: Timestamp) throws(CaseworkError) {
        guard found.failures >= freeFailures, let failedAt = found.failedAt else { return }
        let doublings = min(found.failures - freeFailures, 16)
        let wait = min(firstWait.count << Int64(doublings), waitMax.count)
        let left = wait - now.seconds(since: failedAt).count
        if left > 0 { throw .tooManyAttempts(retryAfter: Seconds(left)) }
    }

    package func session(token: String, isUse: Bool) async throws -> Session? {
        let now = environment.now()
        let digest = environment.tokenDigest(token)
        guard let stored = try await database.read({ try $0.session(digest: digest, now: now) })
        else { return nil }
        let idle = now.seconds(since: stored.seenAt)
        guard idle.count <= Int64(60 * Limits.sessionIdleMinutesMax) else { return nil }
        if isUse, idle >= Self.touchEvery { try await touch(digest, at: now) }
        return session(stored, token: token)
    }

    package func signOut(token: String) async throws {
        guard let session = try await session(token: token) else { return }
        let digest = environment.tokenDigest(token)
        try await act(.signOut, as: session.principal) { transaction, log in
            try transaction.removeSession(digest: digest)
            log.add("person", session.principal.person.id.text)
        }
    }

    package func principal(ofKey token: String) async throws -> Principal? {
        let now = environment.now()
        let digest = environment.tokenDigest(token)
        return try await database.read { try $0.keyHolder(digest: digest, now: now) }.map { held in
            let key = held.key
            return Principal(
                person: Person(
                    id: ID(key.id.text), name: "key", displayName: key.name, role: key.role,
                    unit: key.unit, division: held.division),
                scopes: key.scopes, requestsPerMinute: key.requestsPerMinute)
        }
    }
}
