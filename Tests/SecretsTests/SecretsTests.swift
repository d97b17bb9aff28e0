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

@Suite struct SecondFactorTests {
    /// RFC 6238, appendix B (SHA-1), the last six of its eight digits.
    @Test(arguments: [
        (59, "287082"), (1_111_111_109, "081804"), (1_111_111_111, "050471"),
        (1_234_567_890, "005924"), (2_000_000_000, "279037"), (20_000_000_000, "353130"),
    ])
    func codesAreThoseOfTheStandard(seconds: Int64, code: String) throws {
        let secret = Array("12345678901234567890".utf8)
        #expect(try Secrets().code(secret: secret, step: seconds / 30) == code)
    }

    /// RFC 4648, section 10.
    @Test(arguments: [
        ("", ""), ("f", "MY"), ("fo", "MZXQ"), ("foo", "MZXW6"), ("foob", "MZXW6YQ"),
        ("fooba", "MZXW6YTB"), ("foobar", "MZXW6YTBOI"),
    ])
    func base32IsThatOfTheStandard(plain: String, text: String) throws {
        #expect(try Secrets().base32(Array(plain.utf8)) == text)
    }

    @Test func whatIsSealedOpensInItsPlaceAlone() throws {
        let secrets = try Secrets()
        let (key, other) = (secrets.randomBytes(32), secrets.randomBytes(32))
        for bytes in [[], [1], secrets.randomBytes(1_000)] as [[UInt8]] {
            let sealed = secrets.seal(bytes, key: key, place: "a")
            #expect(secrets.open(sealed, key: key, place: "a") == bytes)
            #expect(secrets.open(sealed, key: other, place: "a") == nil)
            #expect(secrets.open(sealed, key: key, place: "b") == nil)
            #expect(secrets.seal(bytes, key: key, place: "a") != sealed)
            for place in sealed.indices {
                var changed = sealed
                changed[place] ^= 1
                #expect(secrets.open(changed, key: key, place: "a") == nil)
            }
            #expect(secrets.open(Array(sealed.dropLast()), key: key, place: "a") == nil)
        }
        #expect(secrets.open([1, 2, 3], key: key, place: "a") == nil)
    }
}
