package import Primitives

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
    /// What acts are written down with.
    package var journal: JournalKeys

    package init(
        now: @escaping @Sendable () -> Timestamp,
        newID: @escaping @Sendable () -> String,
        newToken: @escaping @Sendable () -> String,
        tokenDigest: @escaping @Sendable (String) -> String,
        passwordHash: @escaping @Sendable (String) throws -> String,
        passwordMatches: @escaping @Sendable (String, String) -> Bool,
        readLexicon: @escaping @Sendable ([UInt8]) -> LexiconSheet, journal: JournalKeys
    ) {
        self.now = now
        self.newID = newID
        self.newToken = newToken
        self.tokenDigest = tokenDigest
        self.passwordHash = passwordHash
        self.passwordMatches = passwordMatches
        self.readLexicon = readLexicon
        self.journal = journal
    }
}
