import Primitives

extension CaseworkDesk {
    package func ownAccount(as principal: Principal) async throws -> Account {
        try await database.read { try $0.account(principal.person.id) }
            .orThrow(CaseworkError.accessNotFound(principal.person.id.text))
    }

    package func changePassword(
        from old: String, to new: String, session token: String, as principal: Principal
    ) async throws {
        let person = principal.person
        _ = try await provenCredentials(old, principal)
        guard new != old, !new.lowercased().contains(person.name) else {
            throw CaseworkError.accessRefused(.passwordSame)
        }
        guard !CommonPassword.isOne(new) else {
            throw CaseworkError.accessRefused(.passwordCommon)
        }
        guard let hash = try? environment.passwordHash(new) else {
            throw CaseworkError.accessRefused(.password)
        }
        let digest = environment.tokenDigest(token)
        try await act(.changePassword, as: principal) { transaction, log in
            try transaction.setPassword(hash, mustChange: false, of: person.id)
            try transaction.removeSessions(of: person.id, except: digest)
            log.add("person", person.id.text)
        }
    }

    package func offerSecondFactor(as principal: Principal) async throws -> SecondFactorOffer {
        guard principal.duty != .changePassword else {
            throw CaseworkError.dutyFirst(.changePassword)
        }
        let person = principal.person
        let kit = environment.secondFactor
        let fresh = kit.newSecret()
        // Who reloads the page keeps the secret that the phone may have by now.
        let sealed = try await act(.offerSecondFactor, as: principal) { transaction, log in
            let before = try transaction.credentials(person.id)?.offeredSecondFactor
            log.add("person", person.id.text)
            guard before.flatMap(kit.shown) == nil else { return before ?? fresh.sealed }
            try transaction.offerSecondFactor(fresh.sealed, to: person.id)
            return fresh.sealed
        }
        let secret = kit.shown(sealed) ?? fresh.shown
        return SecondFactorOffer(
            secret: secret,
            address: "otpauth://totp/Fuseline:\(person.name)?secret=\(secret)&issuer=Fuseline")
    }

    package func bindSecondFactor(
        code: String, password: String, session token: String, as principal: Principal
    ) async throws {
        let (person, now) = (principal.person, environment.now())
        let found = try await provenCredentials(password, principal)
        guard let sealed = found.offeredSecondFactor else {
            throw CaseworkError.accessRefused(.noOffer)
        }
        guard
            let step = environment.secondFactor.step(
                of: code, sealed: sealed, now: now, after: nil)
        else { throw CaseworkError.accessRefused(.code) }
        let digest = environment.tokenDigest(token)
        try await act(.bindSecondFactor, as: principal) { transaction, log in
            try transaction.setSecondFactor(sealed, lastStep: step, of: person.id)
            try transaction.offerSecondFactor(nil, to: person.id)
            try transaction.setSecondFactorOfSession(digest: digest)
            try transaction.removeSessions(of: person.id, except: digest)
            log.add("person", person.id.text)
        }
    }

    /// Who changes what sign-in rests on says the password once more.
    ///
    /// A session alone may have been left open. It is tried out here as at the sign-in, and waited
    /// for as there.
    private func provenCredentials(
        _ password: String, _ principal: Principal
    ) async throws -> Credentials {
        let found = try await ownCredentials(principal)
        try Self.checkWait(found, now: environment.now())
        guard environment.passwordMatches(password, found.passwordHash) else {
            try await refuseSignIn(found, at: environment.now())
            throw CaseworkError.accessRefused(.password)
        }
        return found
    }

    private func ownCredentials(_ principal: Principal) async throws -> Credentials {
        try await database.read { try $0.credentials(principal.person.id) }
            .orThrow(CaseworkError.accessNotFound(principal.person.id.text))
    }
}

extension Optional {
    /// The value, or `error` where there is none.
    func orThrow(_ error: @autoclosure () -> CaseworkError) throws -> Wrapped {
        guard let self else { throw error() }
        return self
    }
}
