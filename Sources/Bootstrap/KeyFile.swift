package import Casework
import Journal
import Primitives
import Secrets
import Store

/// The secrets of one installation, in a file of its own beside the database and never in it.
///
/// One JSON object of version 2: `log`, the name under which the journal is signed, `signing_seed`
/// (Ed25519), `digest_key`, `index_key`, and `data_keys`, a list of `id` (eight hexadecimal
/// digits), `key` and `since` (seconds since 1970), of which the last one seals. Keys are 32
/// random bytes in base 64. The file is made where there is none, readable by its owner alone, and
/// refused where others may read it. A file of version 1 has no `index_key` and no `data_keys`;
/// it gets them when it is used. One of version 3 had another signing key before: it has
/// `signing_since`, the number of the checkpoint that the key signed first, and `former_signing`, a
/// list of `key` (the verifier key), `first` and `last` checkpoint; the last of them has `seed`
/// instead of `last` while it still signs beside the new one.
package struct KeyFile: Codable, Sendable {
    /// A key that personal data are sealed with.
    package struct DataKey: Codable, Hashable, Sendable {
        package let id: String
        let key: String
        /// Seconds since 1970.
        package let since: Int64
    }

    package internal(set) var version: Int
    package let log: String
    var signingSeed: String
    let digestKey: String
    private var indexKey: String?
    private var sealing: [DataKey]?
    var signingSince: Int?
    var formerSigning: [FormerKey]?

    /// A key that signed the journal before.
    struct FormerKey: Codable, Sendable {
        let key: String
        let first: Int
        var last: Int?
        /// There while it is handed over.
        var seed: String?
    }

    enum CodingKeys: String, CodingKey {
        case version, log
        case signingSeed = "signing_seed"
        case digestKey = "digest_key"
        case indexKey = "index_key"
        case sealing = "data_keys"
        case signingSince = "signing_since"
        case formerSigning = "former_signing"
    }

    static let keyBytes = 32

    /// New random keys, in no file.
    package static func random() throws -> KeyFile {
        let secrets = try Secrets()
        var keys = KeyFile(
            version: 1, log: "fuseline-\(secrets.id().prefix(10))",
            signingSeed: Base64.text(secrets.randomBytes(keyBytes)),
            digestKey: Base64.text(secrets.randomBytes(keyBytes)))
        keys.upgrade(secrets)
        return keys
    }

    private init(version: Int, log: String, signingSeed: String, digestKey: String) {
        self.version = version
        self.log = log
        self.signingSeed = signingSeed
        self.digestKey = digestKey
    }

    /// The keys that personal data are sealed with, the one in use last.
    package var dataKeys: [DataKey] { sealing ?? [] }

    /// To version 2.
    mutating func upgrade(_ secrets: Secrets) {
        version = 2
        indexKey = Base64.text(secrets.randomBytes(Self.keyBytes))
        addDataKey(secrets)
    }

    /// A new key, which seals from now on.
    mutating func addDataKey(_ secrets: Secrets) {
        var id: String
        repeat {
            let number = secrets.randomBytes(4).reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
            id = Vault.spelled(number)
        } while dataKeys.contains { $0.id == id }
        let key = DataKey(
            id: id, key: Base64.text(secrets.randomBytes(Self.keyBytes)),
            since: Casework.Environment.clock().microseconds / 1_000_000)
        sealing = dataKeys + [key]
    }

    mutating func removeDataKey(_ id: String) { sealing = dataKeys.filter { $0.id != id } }

    /// Whether every key is there and of its length.
    var isWhole: Bool {
        guard bytes(signingSeed) != nil, bytes(digestKey) != nil else { return false }
        guard version > 1 else { return version == 1 && indexKey == nil && sealing == nil }
        guard version == 2 ? formerSigning == nil : version == 3 && isHandedOverWhole else {
            return false
        }
        return indexBytes != nil && !dataKeys.isEmpty
            && dataKeys.allSatisfy { bytes($0.key) != nil && UInt32($0.id, radix: 16) != nil }
            && Set(dataKeys.map(\.id)).count == dataKeys.count
    }

    var indexBytes: [UInt8]? { indexKey.flatMap(bytes) }

    /// By number, as sealed rows name them.
    var sealingKeys: [UInt32: [UInt8]] {
        Dictionary(
            dataKeys.compactMap { key in
                guard let id = UInt32(key.id, radix: 16), let bytes = bytes(key.key) else {
                    return nil
                }
                return (id, bytes)
            }
        ) { first, _ in first }
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

    func bytes(_ text: String) -> [UInt8]? {
        guard let bytes = Base64.bytes(text.utf8), bytes.count == Self.keyBytes else { return nil }
        return bytes
    }
}
