import Casework
import Primitives
import TestKit
import Testing

/// Passwords that are tried first are refused when somebody chooses one.
@Suite struct CommonPasswordTests {
    @Test(arguments: TestEngine.available)
    func whatIsTriedFirstIsRefused(engine: TestEngine) async throws {
        let office = try await Office(engine)
        let desk = office.casework
        let first = "a long password"
        try await desk.addPerson(
            name: "zhangk", displayName: "zhangk", role: .analyst, division: nil, password: first,
            as: .machine)
        let session = try await desk.signIn(name: "zhangk", password: first, code: nil)
        func change(_ old: String, _ new: String) async throws {
            try await desk.changePassword(
                from: old, to: new, session: session.token, as: session.principal)
        }
        for common in [
            "password1234", "Password2026", "123456789012", "qwertyuiop12", "aaaaaaaaaaaa",
            "abcabcabcabc", "1qaz2wsx3edc", "fuseline2026", "woaini520520", "P@ssw0rd1234",
            "lkjhgfdsapoi", "admin1234567", "abababababab", "yanhuabaozhu",
        ] {
            await #expect(throws: CaseworkError.accessRefused(.passwordCommon), "\(common)") {
                try await change(first, common)
            }
        }
        // The old password is guessed here no faster than at the sign-in.
        var waits = 0
        for number in 0..<10 {
            do { try await change("wrong \(number)", "correct horse battery") } catch {
                if case CaseworkError.tooManyAttempts = error { waits += 1 }
            }
        }
        #expect(waits >= 4)
        office.clock.pass(.days(1))
        var old = first
        for good in ["correct horse battery", "x7#Kq9!vTz2m", "江水东流去不回头啊哈嘿哟", "rain on tin roofs"] {
            try await change(old, good)
            old = good
        }
    }
}
