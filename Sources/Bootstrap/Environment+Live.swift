package import Casework
import Foundation
import Intake
import Primitives
import Secrets

extension Casework.Environment {
    /// The real clock and libsodium; keys that no file holds where `keys` is nil, else those of the
    /// file at `path`.
    ///
    /// - Throws: `SecretsError.libraryUnusable`.
    package static func live(keys: KeyFile? = nil, path: String? = nil) throws -> Environment {
        let keys = try keys ?? KeyFile.random()
        let secrets = try Secrets()
        return Environment(
            now: { clock() },
            newID: { secrets.id() },
            newToken: { secrets.token() },
            tokenDigest: { secrets.digest($0) },
            passwordHash: { try secrets.passwordHash($0) },
            passwordMatches: { secrets.passwordMatches($0, hash: $1) },
            readLexicon: { LexiconFile.sheet(of: $0) },
            readSite: { try SiteFile.read(ByteSource.bytes($0, name: "site.json")) },
            journal: try keys.journalKeys(path: path),
            secondFactor: try keys.secondFactorKit()
        )
    }

    static func clock() -> Timestamp {
        Timestamp(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000))
    }
}
