import Glibc
import Primitives
import Secrets
package import Store
import Synchronization

/// The keys that personal data are sealed with, as the key file has them now.
///
/// The file is looked at again once in `Limits.keyFileLookSeconds` while something is sealed, and
/// whenever a row names a key that is not known: so that servers take up a new key while they run
/// (`fuseline keys rotate`).
package final class KeyRing: Sendable {
    private struct State {
        var keys: [UInt32: [UInt8]]
        var newest: UInt32
        var file: FileState?
        /// When the file was looked at last, in seconds of a clock that only goes forward.
        var lookedAt: Int
    }

    private let path: String?
    private let secrets: Secrets
    private let index: [UInt8]
    private let state: Mutex<State>

    /// - Parameter path: Where the file is; nil for keys that stand in none.
    package init(_ keys: KeyFile, path: String? = nil) throws {
        self.path = path
        secrets = try Secrets()
        guard let index = keys.indexBytes, let newest = Self.newest(keys) else {
            throw BootstrapError.keysUnusable(path: path ?? "-", cause: "it has no data keys")
        }
        self.index = index
        state = Mutex(
            State(
                keys: keys.sealingKeys, newest: newest,
                file: path.flatMap(FileState.init),
                lookedAt: Self.seconds()))
    }

    /// What the store seals and opens with.
    package var vault: Vault {
        Vault(
            seal: { plain, place in
                let (id, key) = try self.sealingKey()
                return self.secrets.seal(
                    plain, behind: Vault.header(of: id), key: key, place: place)
            },
            open: { sealed, place in
                guard let id = Vault.key(of: sealed) else { throw Vault.Fault.forged }
                guard let key = try self.key(id) else { throw Vault.Fault.unknownKey(id) }
                guard
                    let plain = self.secrets.open(
                        sealed, behind: Vault.headerBytes, key: key, place: place)
                else { throw Vault.Fault.forged }
                return plain
            },
            blind: { kind, value in
                let digest = self.secrets.keyedDigest(
                    Array("\(kind)\u{1F}\(value)".utf8), key: self.index)
                return digest.prefix(16).map { byte in
                    String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
                }.joined()
            },
            header: { Vault.header(of: try self.sealingKey().id) })
    }

    private func sealingKey() throws -> (id: UInt32, key: [UInt8]) {
        try state.withLock { state in
            let now = Self.seconds()
            if now - state.lookedAt >= Limits.keyFileLookSeconds {
                state.lookedAt = now
                try look(&state)
            }
            return (state.newest, state.keys[state.newest] ?? [])
        }
    }

    private func key(_ id: UInt32) throws -> [UInt8]? {
        try state.withLock { state in
            if let key = state.keys[id] { return key }
            try look(&state)
            return state.keys[id]
        }
    }

    /// Reads the file anew where it is another one.
    private func look(_ state: inout State) throws {
        // A file that is away for a moment leaves the keys that are known.
        guard let path, let file = FileState(path), file != state.file else { return }
        let keys = try KeyFile.read(path)
        guard keys.indexBytes == index, let newest = Self.newest(keys) else {
            throw BootstrapError.keysUnusable(
                path: path, cause: "it is the key file of another database")
        }
        state = State(
            keys: keys.sealingKeys, newest: newest, file: file, lookedAt: Self.seconds())
    }

    private static func newest(_ keys: KeyFile) -> UInt32? {
        keys.dataKeys.last.flatMap { UInt32($0.id, radix: 16) }
    }

    private static func seconds() -> Int {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC_COARSE, &time)
        return time.tv_sec
    }
}
