import Casework
import Primitives
import Records
import TestKit
import Testing

/// Rights and who gives them: what holds on both engines.
@Suite struct AccessTests {
    private static let password = "a long password"

    /// An office with the three administrators.
    private static func office(_ engine: TestEngine) async throws -> (
        office: Office, system: Principal, security: Principal
    ) {
        let office = try await Office(engine)
        for role in [Role.systemAdministrator, .securityAdministrator, .auditor] {
            try await office.casework.addPerson(
                name: role.rawValue, displayName: role.rawValue, role: role, division: nil,
                password: password, as: .machine)
        }
        let page = try await office.casework.people(as: .machine)
        func principal(_ role: Role) throws -> Principal {
            Principal(
                person: try #require(page.accounts.first { $0.person.role == role }).person)
        }
        return (
            office, try principal(.systemAdministrator), try principal(.securityAdministrator)
        )
    }

    private static func account(
        _ name: String, _ office: Office
    ) async throws -> Account {
        let page = try await office.casework.people(as: .machine)
        return try #require(page.accounts.first { $0.person.name == name })
    }

    @Test(arguments: TestEngine.available)
    func anAccountNeedsTwoAdministrators(engine: TestEngine) async throws {
        let (office, system, security) = try await Self.office(engine)
        let desk = office.casework
        let draft = AccountDraft(
            name: "Wang.1", displayName: "王", unit: Unit.county("360124"), role: .officer)
        let first = try await desk.addAccount(draft, as: system)
        let new = try await Self.account("wang.1", office)
        #expect(new.person.role == .unassigned && new.askedRole == .officer)
        #expect(new.person.division == "360124")

        // Its maker can not give it a right, nor can anybody else but the security administrator.
        await #expect(throws: CaseworkError.notAllowed(.grantRights)) {
            _ = try await desk.change(.grant(.officer), of: new.person.id, as: system)
        }
        await #expect(throws: CaseworkError.notAllowed(.manageAccounts)) {
            _ = try await desk.addAccount(draft, as: security)
        }
        _ = try await desk.change(.grant(.officer), of: new.person.id, as: security)
        #expect(try await Self.account("wang.1", office).person.role == .officer)

        // The first password opens the own account alone, until it is changed.
        let session = try await desk.signIn(name: "wang.1", password: first, code: nil)
        #expect(session.principal.duty == .changePassword)
        await #expect(throws: CaseworkError.dutyFirst(.changePassword)) {
            _ = try await desk.board(LeadQuery(), as: session.principal)
        }
        try await desk.changePassword(
            from: first, to: Self.password, session: session.token, as: session.principal)
        let after = try #require(try await desk.session(token: session.token))
        #expect(after.principal.duty == nil)
        _ = try await desk.board(LeadQuery(), as: after.principal)
    }

    @Test(arguments: TestEngine.available)
    func nobodyChangesTheirOwnRights(engine: TestEngine) async throws {
        let (office, system, security) = try await Self.office(engine)
        let desk = office.casework
        for (change, who) in [
            (AccountChange.grant(.analyst), security), (.unlock, security), (.disable, system),
            (.resetPassword, system), (.resetSecondFactor, security),
        ] {
            await #expect(throws: CaseworkError.accessRefused(.own)) {
                _ = try await desk.change(change, of: who.person.id, as: who)
            }
        }
        let other = try await Self.account(Role.auditor.rawValue, office)
        await #expect(throws: CaseworkError.accessRefused(.role)) {
            _ = try await desk.change(.grant(.machine), of: other.person.id, as: security)
        }
    }

    @Test(arguments: TestEngine.available)
    func rightsTakenAwayEndTheSessions(engine: TestEngine) async throws {
        let (office, system, security) = try await Self.office(engine)
        let desk = office.casework
        let auditor = try await Self.account(Role.auditor.rawValue, office).person
        for (change, who) in [
            (AccountChange.grant(.leader), security), (.resetSecondFactor, security),
            (.disable, system),
        ] {
            let session = try await desk.signIn(
                name: auditor.name, password: Self.password, code: nil)
            _ = try await desk.change(change, of: auditor.id, as: who)
            #expect(try await desk.session(token: session.token) == nil, "\(change)")
        }
        // A blocked account does not open, and is told like a wrong password.
        await #expect(throws: CaseworkError.notSignedIn) {
            _ = try await desk.signIn(name: auditor.name, password: Self.password, code: nil)
        }
        _ = try await desk.change(.enable, of: auditor.id, as: system)
        _ = try await desk.signIn(name: auditor.name, password: Self.password, code: nil)
    }

    @Test(arguments: TestEngine.available)
    func aSecondFactorOpensOnceAStep(engine: TestEngine) async throws {
        let (office, system, _) = try await Self.office(engine)
        let desk = office.casework
        let name = system.person.name
        let session = try await desk.signIn(name: name, password: Self.password, code: nil)
        let principal = session.principal
        let offer = try await desk.offerSecondFactor(as: principal)
        #expect(try await desk.offerSecondFactor(as: principal) == offer, "kept until it is bound")
        func code(_ steps: Int64 = 0) -> String {
            TimeCode.code(
                base32: offer.secret,
                step: office.clock.now.microseconds / 30_000_000 + steps)
        }
        await #expect(throws: CaseworkError.accessRefused(.code)) {
            try await desk.bindSecondFactor(
                code: code(5), password: Self.password, session: session.token, as: principal)
        }
        // Whoever finds the session open does not know it.
        await #expect(throws: CaseworkError.accessRefused(.password)) {
            try await desk.bindSecondFactor(
                code: code(), password: "not the password", session: session.token, as: principal)
        }
        let other = try await desk.signIn(name: name, password: Self.password, code: nil)
        try await desk.bindSecondFactor(
            code: code(), password: Self.password, session: session.token, as: principal)
        #expect(try await desk.session(token: other.token) == nil)
        #expect(try await desk.session(token: session.token) != nil)

        // Without a code, with a wrong one, with the one that was used: refused.
        for wrong in [nil, "", "12345", code(7), code()] {
            await #expect(throws: CaseworkError.notSignedIn) {
                _ = try await desk.signIn(name: name, password: Self.password, code: wrong)
            }
        }
        await #expect(throws: CaseworkError.tooManyAttempts(retryAfter: Seconds(30))) {
            _ = try await desk.signIn(name: name, password: Self.password, code: code(1))
        }
        office.clock.pass(Seconds(60))
        let next = code()
        _ = try await desk.signIn(name: name, password: Self.password, code: next)
        await #expect(throws: CaseworkError.notSignedIn) {
            _ = try await desk.signIn(name: name, password: Self.password, code: next)
        }
    }

    @Test(arguments: TestEngine.available)
    func aSecondFactorCanBeAskedOfEverybody(engine: TestEngine) async throws {
        let (office, system, _) = try await Self.office(engine)
        var desk = office.casework
        desk.asksSecondFactor = true
        let session = try await desk.signIn(
            name: system.person.name, password: Self.password, code: nil)
        #expect(session.principal.duty == .addSecondFactor)
        #expect(session.principal.permissions.isEmpty)
        let offer = try await desk.offerSecondFactor(as: session.principal)
        let code = TimeCode.code(
            base32: offer.secret, step: office.clock.now.microseconds / 30_000_000)
        try await desk.bindSecondFactor(
            code: code, password: Self.password, session: session.token, as: session.principal)
        #expect(try await desk.session(token: session.token)?.principal.duty == nil)
    }

    /// Whom an issuer vouches for is not sent to change a password they may never have used.
    @Test(arguments: TestEngine.available)
    func anIssuersWordOpensASessionWithoutDuties(engine: TestEngine) async throws {
        let (office, system, security) = try await Self.office(engine)
        var desk = office.casework
        desk.asksSecondFactor = true
        let draft = AccountDraft(
            name: "issued", displayName: "发", unit: Unit.city, role: .analyst,
            subject: "https://issuer.example u-1")
        let first = try await desk.addAccount(draft, as: system)
        let id = try await Self.account("issued", office).person.id
        _ = try await desk.change(.grant(.analyst), of: id, as: security)
        let vouched = try await desk.signIn(subject: "https://issuer.example u-1")
        #expect(vouched.principal.duty == nil)
        let later = try await desk.session(token: vouched.token)
        #expect(later?.principal.duty == nil && later?.principal.person.role == .analyst)
        // The password of the same account still is its first one.
        let typed = try await desk.signIn(name: "issued", password: first, code: nil)
        #expect(try await desk.session(token: typed.token)?.principal.duty == .changePassword)
        for subject in ["https://issuer.example U-1", "https://issuer.example u-1 ", "u-1", ""] {
            await #expect(throws: CaseworkError.notSignedIn) {
                _ = try await desk.signIn(subject: subject)
            }
        }
    }

    @Test(arguments: TestEngine.available)
    func anIdleSessionEnds(engine: TestEngine) async throws {
        let (office, system, _) = try await Self.office(engine)
        let desk = office.casework
        let session = try await desk.signIn(
            name: system.person.name, password: Self.password, code: nil)
        for _ in 0..<4 {
            office.clock.pass(Seconds(29 * 60))
            #expect(try await desk.session(token: session.token) != nil)
        }
        office.clock.pass(Seconds(31 * 60))
        #expect(try await desk.session(token: session.token) == nil)
    }

    @Test(arguments: TestEngine.available)
    func aKeyOpensAfterTwoAdministratorsAndUntilItEnds(engine: TestEngine) async throws {
        let (office, system, security) = try await Self.office(engine)
        let desk = office.casework
        let draft = APIKeyDraft(
            name: "顺意", unit: Unit.city, role: .courier, scopes: [.askScreening],
            requestsPerMinute: 60, days: 30)
        let token = try await desk.addKey(draft, as: system)
        #expect(try await desk.principal(ofKey: token) == nil, "nobody granted it")
        let key = try #require(try await desk.people(as: .machine).keys.first)
        _ = try await desk.change(.grant, key: key.id, as: security)
        let holder = try #require(try await desk.principal(ofKey: token))
        #expect(holder.permissions == [.askScreening] && holder.requestsPerMinute == 60)
        await #expect(throws: CaseworkError.notAllowed(.seeLeads)) {
            _ = try await desk.board(LeadQuery(), as: holder)
        }
        // Two secrets open while a rotated one is brought to its programs.
        let next = try #require(try await desk.change(.rotate, key: key.id, as: system))
        #expect(try await desk.principal(ofKey: token) != nil)
        #expect(try await desk.principal(ofKey: next) != nil)
        office.clock.pass(.days(8))
        #expect(try await desk.principal(ofKey: token) == nil)
        #expect(try await desk.principal(ofKey: next) != nil)
        office.clock.pass(.days(23))
        #expect(try await desk.principal(ofKey: next) == nil)
    }

    @Test(arguments: TestEngine.available)
    func aRevokedKeyOpensNothing(engine: TestEngine) async throws {
        let (office, system, security) = try await Self.office(engine)
        let desk = office.casework
        let draft = APIKeyDraft(
            name: "k", unit: Unit.city, role: .courier, scopes: [.askScreening],
            requestsPerMinute: 1, days: 1)
        for wrong in [
            APIKeyDraft(
                name: "k", unit: Unit.city, role: .courier, scopes: [.seeLeads],
                requestsPerMinute: 1, days: 1),
            APIKeyDraft(
                name: "k", unit: Unit.city, role: .courier, scopes: [.askScreening],
                requestsPerMinute: 0, days: 1),
            APIKeyDraft(
                name: "k", unit: Unit.city, role: .securityAdministrator, scopes: [.grantRights],
                requestsPerMinute: 1, days: 1),
        ] {
            await #expect(throws: CaseworkError.accessRefused(.key)) {
                _ = try await desk.addKey(wrong, as: system)
            }
        }
        let token = try await desk.addKey(draft, as: system)
        let key = try #require(try await desk.people(as: .machine).keys.first)
        _ = try await desk.change(.grant, key: key.id, as: security)
        _ = try await desk.change(.revoke, key: key.id, as: system)
        #expect(try await desk.principal(ofKey: token) == nil)
        await #expect(throws: CaseworkError.accessRefused(.over)) {
            _ = try await desk.change(.rotate, key: key.id, as: system)
        }
    }

    @Test(arguments: TestEngine.available)
    func unitsStandUnderTheRightOnes(engine: TestEngine) async throws {
        let (office, system, _) = try await Self.office(engine)
        let desk = office.casework
        func add(_ kind: Unit.Kind, under parent: ID<Unit>) async throws {
            try await desk.addUnit(
                Unit(id: ID(""), parent: parent, kind: kind, name: "单位", division: nil),
                as: system)
        }
        try await add(.station, under: Unit.county("360124"))
        let station = try #require(
            try await desk.people(as: .machine).units.first { $0.kind == .station })
        #expect(station.division == "360124")
        for (kind, parent) in [
            (Unit.Kind.station, Unit.city), (.city, Unit.city), (.agency, station.id),
            (.county, Unit.county("360124")), (.agency, ID("none")),
        ] {
            await #expect(throws: CaseworkError.accessRefused(.place)) {
                try await add(kind, under: parent)
            }
        }
    }
}

/// RFC 6238, written apart from the product's.
enum TimeCode {
    static func code(base32: String, step: Int64) -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
        var bits: [Bool] = []
        for character in base32 {
            guard let value = alphabet.firstIndex(of: character) else { continue }
            for place in stride(from: 4, through: 0, by: -1) {
                bits.append(value >> place & 1 == 1)
            }
        }
        let key = stride(from: 0, to: bits.count / 8 * 8, by: 8).map { start in
            bits[start..<(start + 8)].reduce(UInt8(0)) { $0 << 1 | ($1 ? 1 : 0) }
        }
        let message = (0..<8).map { UInt8(truncatingIfNeeded: step >> (56 - 8 * $0)) }
        let pad = key + [UInt8](repeating: 0, count: 64 - key.count)
        let inner = sha1(pad.map { $0 ^ 0x36 } + message)
        let hash = sha1(pad.map { $0 ^ 0x5C } + inner)
        let start = Int(hash[19] & 15)
        var number = UInt32(hash[start] & 0x7F)
        for place in 1...3 { number = number << 8 | UInt32(hash[start + place]) }
        let text = String(number % 1_000_000)
        return String(repeating: "0", count: 6 - text.count) + text
    }

    private static func sha1(_ bytes: [UInt8]) -> [UInt8] {
        var message = bytes + [0x80]
        while message.count % 64 != 56 { message.append(0) }
        for place in 0..<8 {
            message.append(UInt8(truncatingIfNeeded: (bytes.count * 8) >> (56 - 8 * place)))
        }
        var state: [UInt32] = [0x6745_2301, 0xEFCD_AB89, 0x98BA_DCFE, 0x1032_5476, 0xC3D2_E1F0]
        for block in stride(from: 0, to: message.count, by: 64) {
            var words = (0..<16).map { word in
                (0..<4).reduce(UInt32(0)) { $0 << 8 | UInt32(message[block + 4 * word + $1]) }
            }
            for place in 16..<80 {
                let mixed =
                    words[place - 3] ^ words[place - 8] ^ words[place - 14]
                    ^ words[place - 16]
                words.append(mixed << 1 | mixed >> 31)
            }
            var (a, b, c, d, e) = (state[0], state[1], state[2], state[3], state[4])
            for place in 0..<80 {
                let (f, k): (UInt32, UInt32) =
                    switch place {
                    case ..<20: (b & c | ~b & d, 0x5A82_7999)
                    case ..<40: (b ^ c ^ d, 0x6ED9_EBA1)
                    case ..<60: (b & c | b & d | c & d, 0x8F1B_BCDC)
                    default: (b ^ c ^ d, 0xCA62_C1D6)
                    }
                let next = (a << 5 | a >> 27) &+ f &+ e &+ k &+ words[place]
                (e, d, c, b, a) = (d, c, b << 30 | b >> 2, a, next)
            }
            state = zip(state, [a, b, c, d, e]).map { $0 &+ $1 }
        }
        return state.flatMap { word in
            (0..<4).map { UInt8(truncatingIfNeeded: word >> (24 - 8 * UInt32($0))) }
        }
    }
}
