import Secrets
import Testing

@Suite struct SecretsTests {
    @Test func tokensAreLongAndNeverTheSame() throws {
        let secrets = try Secrets()
        let tokens = (0..<1_000).map { _ in secrets.token() }
        #expect(Set(tokens).count == 1_000)
        #expect(tokens.allSatisfy { $0.utf8.count == 52 })
        #expect(secrets.id().utf8.count == 26)
    }

    @Test func aPasswordMatchesItsOwnHashOnly() throws {
        let secrets = try Secrets()
        let hash = try secrets.passwordHash("correct horse battery")
        #expect(hash.hasPrefix("$argon2id$v=19$m=65536,t=2,p=1$"))
        #expect(secrets.passwordMatches("correct horse battery", hash: hash))
        #expect(!secrets.passwordMatches("correct horse batterx", hash: hash))
        #expect(!secrets.passwordMatches("correct horse battery", hash: "nonsense"))
        #expect(try secrets.passwordHash("correct horse battery") != hash, "the salt is fresh")
    }

    @Test func aShortPasswordIsRefused() throws {
        let secrets = try Secrets()
        #expect(throws: SecretsError.passwordTooShort(minimum: 12)) {
            try secrets.passwordHash("elevenchars")
        }
    }

    @Test func aTokenIsStoredUnderItsDigest() throws {
        let secrets = try Secrets()
        #expect(secrets.digest("a") == secrets.digest("a"))
        #expect(secrets.digest("a") != secrets.digest("b"))
        #expect(secrets.digest("a") != "a")
    }
}
