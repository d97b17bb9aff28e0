package import Primitives
import Records
import Registry

extension CaseworkDesk {
    package func people(as principal: Principal) async throws -> PeoplePage {
        try await allow(.seeAccounts, principal)
        let permissions = principal.permissions
        return try await database.read { transaction in
            PeoplePage(
                units: try transaction.units(), accounts: try transaction.accounts(),
                keys: try transaction.keys(),
                mayManage: permissions.contains(.manageAccounts),
                mayGrant: permissions.contains(.grantRights))
        }
    }

    /// Adds a person with a role, or gives the one of that name another role, unit and password:
    /// the machine's own way, which needs no second administrator.
    ///
    /// - Throws: `CaseworkError.notAllowed`, or what hashing throws for a short password.
    package func putPerson(
        _ draft: AccountDraft, password: String, mustChange: Bool = false,
        as principal: Principal
    ) async throws {
        let newID = ID<Person>(environment.newID())
        let hash = try environment.passwordHash(password)
        let now = environment.now()
        try await act(.putPerson, as: principal) { transaction, log in
            try self.addBureaus(in: transaction, at: now)
            let unit = try transaction.unit(draft.unit)
                .orThrow(.accessNotFound(draft.unit.text))
            let before = try transaction.credentials(name: draft.name.lowercased())?.person
            let person = Person(
                id: before?.id ?? newID, name: draft.name.lowercased(),
                displayName: draft.displayName, role: draft.role, unit: unit.id,
                division: unit.division)
            try transaction.put(person, passwordHash: hash, mustChange: mustChange, at: now)
            try transaction.removeSessions(of: person.id, except: nil)
            log.add(
                "person", person.id.text, before: before?.journalText, after: person.journalText)
        }
    }

    package func addUnit(_ draft: Unit, as principal: Principal) async throws {
        let now = environment.now()
        let id = ID<Unit>(environment.newID())
        try await act(.addUnit, as: principal) { transaction, log in
            try self.addBureaus(in: transaction, at: now)
            guard let parent = try draft.parent.flatMap(transaction.unit),
                draft.kind.parents.contains(parent.kind), !draft.name.isEmpty,
                draft.name.utf8.count <= Limits.fieldBytesMax
            else { throw CaseworkError.accessRefused(.place) }
            let unit = Unit(
                id: id, parent: parent.id, kind: draft.kind, name: draft.name,
                division: parent.division ?? draft.division)
            if let code = unit.division, self.settings.divisions.division(code) == nil {
                throw CaseworkError.accessRefused(.place)
            }
            try transaction.add(unit, at: now)
            log.add(
                "unit", unit.id.text,
                after: [unit.name, unit.kind.rawValue, parent.id.text].joined(separator: "\u{1F}"))
        }
    }

    /// The city's bureau and that of each division: there from the first use on.
    private func addBureaus(in transaction: any WriteTransaction, at now: Timestamp) throws {
        let known = Set(try transaction.units().map(\.id))
        if !known.contains(Unit.city) {
            try transaction.add(
                Unit(
                    id: Unit.city, parent: nil, kind: .city, name: "市公安局", division: nil),
                at: now)
        }
        for division in settings.divisions.all where !known.contains(Unit.county(division.code)) {
            try transaction.add(
                Unit(
                    id: Unit.county(division.code), parent: Unit.city, kind: .county,
                    name: division.name, division: division.code), at: now)
        }
    }

    package func addAccount(
        _ draft: AccountDraft, as principal: Principal
    ) async throws -> String {
        let name = draft.name.lowercased()
        guard Self.isName(name), !draft.displayName.isEmpty,
            draft.displayName.utf8.count <= Limits.fieldBytesMax
        else { throw CaseworkError.accessRefused(.nameWrong) }
        guard Role.assignable.contains(draft.role) else {
            throw CaseworkError.accessRefused(.role)
        }
        let (id, now) = (ID<Person>(environment.newID()), environment.now())
        let password = newPassword()
        let hash = try environment.passwordHash(password)
        try await act(.addAccount, as: principal) { transaction, log in
            try self.addBureaus(in: transaction, at: now)
            guard try transaction.credentials(name: name) == nil else {
                throw CaseworkError.accessRefused(.nameTaken)
            }
            let unit = try transaction.unit(draft.unit)
                .orThrow(.accessNotFound(draft.unit.text))
            let person = Person(
                id: id, name: name, displayName: draft.displayName, role: .unassigned,
                unit: unit.id, division: unit.division)
            try transaction.add(
                NewAccount(
                    person: person, askedRole: draft.role, passwordHash: hash,
                    subject: draft.subject, createdBy: principal.person.id, at: now))
            log.add("person", id.text, after: person.journalText + "\n" + draft.role.rawValue)
        }
        return password
    }

    package func change(
        _ change: AccountChange, of id: ID<Person>, as principal: Principal
    ) async throws -> String? {
        let now = environment.now()
        let password = change == .resetPassword ? newPassword() : nil
        let hash = try password.map(environment.passwordHash)
        try await act(change.act, as: principal) { transaction, log in
            let account = try transaction.account(id).orThrow(.accessNotFound(id.text))
            guard principal.person.id != id else { throw CaseworkError.accessRefused(.own) }
            if let hash { try transaction.setPassword(hash, mustChange: true, of: id) }
            try self.apply(change, to: account, in: transaction, at: now, by: principal)
            if change != .unlock, change != .enable {
                try transaction.removeSessions(of: id, except: nil)
            }
            let after = try transaction.account(id)
            log.add(
                "person", id.text, before: account.journalText, after: after?.journalText)
        }
        return password
    }

    private func apply(
        _ change: AccountChange, to account: Account, in transaction: any WriteTransaction,
        at now: Timestamp, by principal: Principal
    ) throws {
        let id = account.person.id
        switch change {
        case .resetPassword: break
        case .disable: try transaction.setDisabled(now, id)
        case .enable: try transaction.setDisabled(nil, id)
        case .grant(let role):
            guard role == .unassigned || Role.assignable.contains(role) else {
                throw CaseworkError.accessRefused(.role)
            }
            guard account.createdBy != principal.person.id || role == .unassigned else {
                throw CaseworkError.accessRefused(.made)
            }
            try transaction.setRole(role, of: id)
        case .unlock: try transaction.recordSignIn(id, failures: 0, failedAt: nil)
        case .resetSecondFactor:
            try transaction.setSecondFactor(nil, lastStep: nil, of: id)
            try transaction.offerSecondFactor(nil, to: id)
        }
    }

    /// 100 random bits in 20 characters: nobody keeps it.
    private func newPassword() -> String { String(environment.newToken().prefix(26)) }

    private static func isName(_ name: String) -> Bool {
        (2...32).contains(name.utf8.count)
            && name.utf8.allSatisfy { byte in
                switch byte {
                case 0x61...0x7A, 0x30...0x39, 0x2D, 0x2E, 0x5F: true
                default: false
                }
            }
    }
}

extension Account {
    /// What the journal digests of an account.
    var journalText: String {
        [
            person.journalText, askedRole?.rawValue ?? "", "\(hasSecondFactor)",
            "\(mustChangePassword)", "\(disabledAt?.microseconds ?? 0)",
        ].joined(separator: "\u{1F}")
    }
}
