package import Primitives
package import Records

/// What a use case needs of the world: the clock, fresh ids, secrets, the form of files.
///
/// Bootstrap fills it with the real things, TestKit with things that a test can foresee. Engines
/// never see it.
package struct Environment: Sendable {
    package var now: @Sendable () -> Timestamp
    /// A new id, never given before: 128 random bits in 26 characters.
    package var newID: @Sendable () -> String
    /// A new secret for a session or a form, at least 256 random bits.
    package var newToken: @Sendable () -> String
    /// The keyless digest under which a token is stored, so that the database holds no live token.
    package var tokenDigest: @Sendable (String) -> String
    /// Argon2id in libsodium's self-describing text form.
    package var passwordHash: @Sendable (String) throws -> String
    /// Takes the same time for a wrong password as for a right one.
    package var passwordMatches: @Sendable (_ password: String, _ hash: String) -> Bool
    /// The rows of a lexicon's CSV file.
    package var readLexicon: @Sendable (_ file: [UInt8]) -> LexiconSheet
    /// A site of a `site.json`.
    package var readSite: @Sendable (_ file: [UInt8]) throws -> Site
    /// What acts are written down with.
    package var journal: JournalKeys
    /// The second factor's secrets and codes.
    package var secondFactor: SecondFactorKit

    package init(
        now: @escaping @Sendable () -> Timestamp,
        newID: @escaping @Sendable () -> String,
        newToken: @escaping @Sendable () -> String,
        tokenDigest: @escaping @Sendable (String) -> String,
        passwordHash: @escaping @Sendable (String) throws -> String,
        passwordMatches: @escaping @Sendable (String, String) -> Bool,
        readLexicon: @escaping @Sendable ([UInt8]) -> LexiconSheet,
        readSite: @escaping @Sendable ([UInt8]) throws -> Site, journal: JournalKeys,
        secondFactor: SecondFactorKit
    ) {
        self.now = now
        self.newID = newID
        self.newToken = newToken
        self.tokenDigest = tokenDigest
        self.passwordHash = passwordHash
        self.passwordMatches = passwordMatches
        self.readLexicon = readLexicon
        self.readSite = readSite
        self.journal = journal
        self.secondFactor = secondFactor
    }
}

/// Time-based one-time passwords (动态口令, RFC 6238): SHA-1, 6 digits, steps of 30 seconds, which is
/// what every phone's program knows.
package struct SecondFactorKit: Sendable {
    /// Length of a step.
    package static let step = Seconds(30)

    /// A new secret: sealed for the database, and in base 32 to be shown once.
    package let newSecret: @Sendable () -> (sealed: String, shown: String)
    /// The base 32 text of a sealed secret; nil where it can not be opened.
    package let shown: @Sendable (_ sealed: String) -> String?
    /// The code of a step; nil where the secret can not be opened.
    package let code: @Sendable (_ sealed: String, _ step: Int64) -> String?

    package init(
        newSecret: @escaping @Sendable () -> (sealed: String, shown: String),
        shown: @escaping @Sendable (String) -> String?,
        code: @escaping @Sendable (String, Int64) -> String?
    ) {
        self.newSecret = newSecret
        self.shown = shown
        self.code = code
    }

    /// The step whose code this is: of now, the one before or after, and later than `last`; else
    /// nil.
    func step(of code: String, sealed: String, now: Timestamp, after last: Int64?) -> Int64? {
        let current = now.microseconds / 1_000_000 / Self.step.count
        return [current, current - 1, current + 1].first { step in
            step > last ?? Int64.min && self.code(sealed, step) == code
        }
    }
}
