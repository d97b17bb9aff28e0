package import Casework
import Foundation
import Glibc
import Journal
import Primitives
import Secrets

/// The secrets of one installation, in a file of its own beside the database and never in it.
///
/// One JSON object of version 1: `log`, the name under which the journal is signed, `signing_seed`
/// (Ed25519) and `digest_key`, each 32 random bytes in base 64. The file is made where there is
/// none, readable by its owner alone, and refused where others may read it.
package struct KeyFile: Codable, Sendable {
    package let version: Int
    package let log: String
    private let signingSeed: String
    private let digestKey: String

    enum CodingKeys: String, CodingKey {
        case version, log
        case signingSeed = "signing_seed"
        case digestKey = "digest_key"
    }

    private static let keyBytes = 32

    /// New random keys, in no file.
    package static func random() throws -> KeyFile {
        let secrets = try Secrets()
        return KeyFile(
            version: 1, log: "fuseline-\(secrets.id().prefix(10))",
            signingSeed: Base64.text(secrets.randomBytes(keyBytes)),
            digestKey: Base64.text(secrets.randomBytes(keyBytes)))
    }

    /// Where the keys of a database are unless somebody says otherwise: beside a SQLite file, or
    /// `fuseline.keys`.
    package static func path(beside address: String) -> String {
        guard address.hasPrefix("sqlite:") else { return "fuseline.keys" }
        return address.dropFirst("sqlite:".count) + ".keys"
    }

    /// - Throws: `BootstrapError.keysUnusable`.
    package static func read(_ path: String) throws -> KeyFile {
        var status = stat()
        guard stat(path, &status) == 0 else {
            throw BootstrapError.keysUnusable(
                path: path, cause: "it is not there; restore it from where it is kept safe")
        }
        guard status.st_mode & 0o077 == 0 else {
            throw BootstrapError.keysUnusable(
                path: path, cause: "others may read it; chmod 600 and make new keys")
        }
        do {
            let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
            let keys = try JSONDecoder().decode(KeyFile.self, from: bytes)
            guard keys.version == 1, keys.bytes(keys.signingSeed) != nil,
                keys.bytes(keys.digestKey) != nil
            else { throw BootstrapError.keysUnusable(path: path, cause: "no keys of version 1") }
            return keys
        } catch is DecodingError {
            throw BootstrapError.keysUnusable(path: path, cause: "it is not as it was written")
        }
    }

    /// Writes a file that was not there before; whole or not at all.
    ///
    /// - Throws: `BootstrapError.keysUnusable`.
    package func write(_ path: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
        let bytes = Array(try encoder.encode(self)) + [0x0A]
        let draft = "\(path).\(getpid()).new"
        let file = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else {
            throw BootstrapError.keysUnusable(path: path, cause: String(cString: strerror(errno)))
        }
        defer {
            close(file)
            unlink(draft)
        }
        // A link is refused where the name exists: of two programs one keeps its keys.
        guard Glibc.write(file, bytes, bytes.count) == bytes.count, fsync(file) == 0,
            link(draft, path) == 0 || errno == EEXIST
        else {
            throw BootstrapError.keysUnusable(path: path, cause: String(cString: strerror(errno)))
        }
    }

    /// What Casework writes the journal with.
    ///
    /// - Throws: `JournalError` for a name that is none.
    package func journalKeys() throws -> JournalKeys {
        let secrets = try Secrets()
        let key = bytes(digestKey) ?? []
        return JournalKeys(
            crypto: secrets.logCrypto,
            signer: try secrets.noteSigner(name: log, seed: bytes(signingSeed) ?? []),
            digest: { Digest(secrets.keyedDigest($0, key: key)) ?? Digest() })
    }

    /// Second factors, sealed with a key of their own that is made of the digest key.
    ///
    /// - Throws: `SecretsError.libraryUnusable`.
    package func secondFactorKit() throws -> SecondFactorKit {
        let secrets = try Secrets()
        let place = "person.second_factor"
        let key = secrets.keyedDigest(Array(place.utf8), key: bytes(digestKey) ?? [])
        let open: @Sendable (String) -> [UInt8]? = { sealed in
            Base64.bytes(sealed.utf8).flatMap { secrets.open($0, key: key, place: place) }
        }
        return SecondFactorKit(
            newSecret: {
                let secret = secrets.randomBytes(Secrets.secondFactorBytes)
                return (
                    Base64.text(secrets.seal(secret, key: key, place: place)),
                    secrets.base32(secret)
                )
            },
            shown: { open($0).map(secrets.base32) },
            code: { sealed, step in open(sealed).map { secrets.code(secret: $0, step: step) } })
    }

    private func bytes(_ text: String) -> [UInt8]? {
        guard let bytes = Base64.bytes(text.utf8), bytes.count == Self.keyBytes else { return nil }
        return bytes
    }
}
