import Casework
import Primitives
import Records
import TestKit
import Testing

@Suite struct PeopleTests {
    private static let password = "a long password"

    private static func office(_ engine: TestEngine) async throws -> Office {
        let office = try await Office(engine)
        try await office.casework.addPerson(
            name: "Analyst", displayName: "研判员甲", role: .analyst, division: nil,
            password: password, as: .machine)
        return office
    }

    @Test(arguments: TestEngine.available)
    func aSessionOpensLivesAndEnds(engine: TestEngine) async throws {
        let office = try await Self.office(engine)
        let session = try await office.casework.signIn(
            name: "ANALYST", password: Self.password, code: nil)
        #expect(session.principal.person.displayName == "研判员甲")
        let found = try await office.casework.session(token: session.token)
        #expect(found?.formToken == session.formToken)
        #expect(try await office.casework.session(token: "another") == nil)
        office.clock.pass(.hours(11))
        #expect(try await office.casework.session(token: session.token) == nil)

        let next = try await office.casework.signIn(
            name: "analyst", password: Self.password, code: nil)
        try await office.casework.signOut(token: next.token)
        #expect(try await office.casework.session(token: next.token) == nil)
    }

    @Test(
        arguments: TestEngine.available,
        [("analyst", "wrong password"), ("nobody", password), ("", "")])
    func wrongNamesAndPasswordsAreRefusedAlike(
        engine: TestEngine, typed: (name: String, password: String)
    ) async throws {
        let office = try await Self.office(engine)
        await #expect(throws: CaseworkError.notSignedIn) {
            _ = try await office.casework.signIn(
                name: typed.name, password: typed.password, code: nil)
        }
    }

    @Test(arguments: TestEngine.available)
    func repeatedFailuresMustWait(engine: TestEngine) async throws {
        let office = try await Self.office(engine)
        for _ in 0..<5 {
            await #expect(throws: CaseworkError.notSignedIn) {
                _ = try await office.casework.signIn(
                    name: "analyst", password: "wrong password", code: nil)
            }
        }
        await #expect(throws: CaseworkError.tooManyAttempts(retryAfter: Seconds(30))) {
            _ = try await office.casework.signIn(
                name: "analyst", password: Self.password, code: nil)
        }
        office.clock.pass(Seconds(31))
        _ = try await office.casework.signIn(name: "analyst", password: Self.password, code: nil)
    }

    @Test(arguments: TestEngine.available, Role.allCases)
    func eachUseCaseAsksForItsPermission(engine: TestEngine, role: Role) async throws {
        let office = try await Office(engine)
        let casework = office.casework
        let principal = Office.principal(role)
        @Sendable func take(_ step: LeadStep) async throws {
            try await casework.take(step, lead: ID("x"), version: 1, as: principal)
        }
        let cases: [(Permission, @Sendable () async throws -> Void)] = [
            (.seeLeads, { _ = try await casework.board(LeadQuery(), as: principal) }),
            (.seeLeads, { _ = try await casework.lead(ID("x"), as: principal) }),
            (.importRecords, { try await casework.take([Listing](), as: principal) }),
            (.importRecords, { try await casework.take([Waybill](), as: principal) }),
            (.importRecords, { try await casework.take([Licence](), as: principal) }),
            (.importRecords, { _ = try await casework.bringLeadsUpToDate(as: principal) }),
            (
                .grantRights,
                {
                    try await casework.addPerson(
                        name: "n", displayName: "n", role: .leader, division: nil,
                        password: Self.password, as: principal)
                }
            ),
            (.dispatchLead, { try await take(.dispatch(division: "", due: nil, note: "")) }),
            (.verifyLead, { try await take(.verify(findings: "")) }),
            (.verifyLead, { try await take(.giveBack(note: "")) }),
            (.closeLead, { try await take(.close(outcome: .other, note: "")) }),
            (.dismissLead, { try await take(.dismiss(note: "")) }),
            (.seeLexicon, { _ = try await casework.lexicon(LexiconQuery(), as: principal) }),
            (.seeLexicon, { _ = try await casework.wholeLexicon(as: principal) }),
            (.seeLexicon, { _ = try await casework.lexiconEntry("烟花", as: principal) }),
            (.seeLexicon, { _ = try await casework.lexiconProposal(ID("x"), as: principal) }),
            (
                .proposeLexicon,
                {
                    _ = try await casework.proposeLexicon(
                        [], name: "", note: "", as: principal)
                }
            ),
            (
                .adoptLexicon,
                {
                    try await casework.decideLexicon(
                        ID("x"), .adopted, base: 0, reason: "r", as: principal)
                }
            ),
        ]
        for (permission, call) in cases {
            var refused: CaseworkError?
            do { try await call() } catch let error as CaseworkError { refused = error }
            let mayNot = refused == .notAllowed(permission)
            #expect(mayNot != role.permissions.contains(permission), "\(role) \(permission)")
        }
    }
}
