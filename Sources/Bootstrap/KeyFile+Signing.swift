package import Casework
import Journal
import Primitives
import Secrets
import Synchronization

extension KeyFile {
    /// What Casework writes the journal with.
    ///
    /// - Parameter path: The file, looked at again whenever something is signed; nil for keys that
    ///   stand in none.
    /// - Throws: `JournalError` for a name that is none.
    package func journalKeys(path: String? = nil) throws -> JournalKeys {
        let secrets = try Secrets()
        let key = bytes(digestKey) ?? []
        let ring = SigningRing(try signing(secrets), path: path, secrets)
        return JournalKeys(
            crypto: secrets.logCrypto, origin: log, signing: { try ring.current() },
            digest: { Digest(secrets.keyedDigest($0, key: key)) ?? Digest() })
    }

    /// Who signs, and who ever did.
    fileprivate func signing(_ secrets: Secrets) throws -> JournalSigning {
        let signer = try secrets.noteSigner(name: log, seed: bytes(signingSeed) ?? [])
        let former = formerSigning ?? []
        let keys = try former.map { key in
            LogKey(
                try VerifierKey(key.key, crypto: secrets.logCrypto), first: key.first,
                last: key.last)
        }
        let leaving = try former.compactMap { key in
            try key.seed.flatMap(bytes).map { try secrets.noteSigner(name: log, seed: $0) }
        }
        return JournalSigning(
            leaving + [signer], keys: keys + [LogKey(signer.key, first: signingSince ?? 0)])
    }

    /// Whether what is there of former keys fits together.
    var isHandedOverWhole: Bool {
        guard let former = formerSigning, let last = former.last, let since = signingSince else {
            return false
        }
        let isOver = former.dropLast().allSatisfy { $0.last != nil && $0.seed == nil }
        let isLeaving = last.last == nil && last.seed.flatMap(bytes) != nil
        return isOver && (isLeaving || (last.last ?? -1) >= since && last.seed == nil)
    }

    /// A new signing key, from the checkpoint `first` on; the old one signs beside it.
    mutating func beginSigningAnew(_ secrets: Secrets, first: Int) throws {
        if let last = formerSigning?.last, last.seed != nil { return }
        let old = try secrets.noteSigner(name: log, seed: bytes(signingSeed) ?? [])
        formerSigning =
            (formerSigning ?? [])
            + [FormerKey(key: old.key.text, first: signingSince ?? 0, seed: signingSeed)]
        signingSince = first
        signingSeed = Base64.text(secrets.randomBytes(Self.keyBytes))
        version = 3
    }

    /// The old key signs no more, and its secret is not in the file.
    mutating func endOldSigning(last: Int) {
        guard var former = formerSigning, former.last?.seed != nil else { return }
        former[former.count - 1].seed = nil
        former[former.count - 1].last = last
        formerSigning = former
    }
}

extension SigningKeys {
    /// Those of the key file at `path`.
    package static func file(_ path: String) -> SigningKeys {
        SigningKeys(
            begin: { first in
                _ = try KeyFile.change(path) { try $0.beginSigningAnew($1, first: first) }
            },
            end: { last in
                _ = try KeyFile.change(path) { keys, _ in keys.endOldSigning(last: last) }
            })
    }
}

/// Who signs the journal as the key file says now.
///
/// The file's state is asked for each time: a signature with a key that another program has
/// exchanged meanwhile would not verify.
private final class SigningRing: Sendable {
    private let path: String?
    private let secrets: Secrets
    private let state: Mutex<(signing: JournalSigning, file: FileState?)>

    init(_ signing: JournalSigning, path: String?, _ secrets: Secrets) {
        self.path = path
        self.secrets = secrets
        state = Mutex((signing, path.flatMap(FileState.init)))
    }

    func current() throws -> JournalSigning {
        try state.withLock { state in
            // A file that is away for a moment leaves the keys that are known.
            guard let path, let file = FileState(path), file != state.file else {
                return state.signing
            }
            state = (try KeyFile.read(path).signing(secrets), file)
            return state.signing
        }
    }
}
