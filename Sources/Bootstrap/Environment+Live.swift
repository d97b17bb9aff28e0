package import Casework
import Foundation
import Primitives
import Secrets

extension Casework.Environment {
    /// The real clock and libsodium.
    ///
    /// - Throws: `SecretsError.libraryUnusable`.
    package static func live() throws -> Environment {
        let secrets = try Secrets()
        return Environment(
            now: { Timestamp(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000)) },
            newID: { secrets.id() },
            newToken: { secrets.token() },
            tokenDigest: { secrets.digest($0) },
            passwordHash: { try secrets.passwordHash($0) },
            passwordMatches: { secrets.passwordMatches($0, hash: $1) },
            readLexicon: { LexiconFile.sheet(of: $0) }
        )
    }
}
