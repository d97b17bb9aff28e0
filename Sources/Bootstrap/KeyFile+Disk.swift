import Foundation
import Glibc
import Primitives
import Secrets

/// The file itself. What changes it holds a lock on its folder and puts a whole new file in its
/// place, so that a reader sees the old keys or the new ones, and no two writers lose a key of each
/// other.
extension KeyFile {
    /// Where the keys of a database are unless somebody says otherwise: beside a SQLite file, or
    /// `fuseline.keys`.
    package static func path(beside address: String) -> String {
        guard address.hasPrefix("sqlite:") else { return "fuseline.keys" }
        return address.dropFirst("sqlite:".count) + ".keys"
    }

    /// Reads the file; one of version 1 is brought to version 2 first.
    ///
    /// - Throws: `BootstrapError.keysUnusable`.
    package static func read(_ path: String) throws -> KeyFile {
        let keys = try stored(path)
        guard keys.version == 1 else { return keys }
        return try change(path) { keys, secrets in
            if keys.version == 1 { keys.upgrade(secrets) }
        }
    }

    private static func stored(_ path: String) throws -> KeyFile {
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
            guard keys.isWhole else {
                throw BootstrapError.keysUnusable(path: path, cause: "no keys of version 1 or 2")
            }
            return keys
        } catch is DecodingError {
            throw BootstrapError.keysUnusable(path: path, cause: "it is not as it was written")
        }
    }

    /// Writes a file that was not there before; whole or not at all.
    ///
    /// - Throws: `BootstrapError.keysUnusable`.
    package func write(_ path: String) throws {
        // A link is refused where the name exists: of two programs one keeps its keys.
        try put(path) { draft in link(draft, path) == 0 || errno == EEXIST }
    }

    /// Changes the file as it stands now; whole or not at all.
    ///
    /// - Returns: The keys as they stand after it.
    static func change(
        _ path: String, _ body: (inout KeyFile, Secrets) throws -> Void
    ) throws -> KeyFile {
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        let lock = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        defer { close(lock) }
        guard lock >= 0, flock(lock, LOCK_EX) == 0 else {
            throw BootstrapError.keysUnusable(path: path, cause: String(cString: strerror(errno)))
        }
        var keys = try stored(path)
        try body(&keys, try Secrets())
        precondition(keys.isWhole, "a key file is changed into one that can be read")
        try keys.put(path) { draft in rename(draft, path) == 0 }
        // The name is on disk only when its folder is.
        fsync(lock)
        return keys
    }

    private func put(_ path: String, _ place: (String) -> Bool) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
        let bytes = Array(try encoder.encode(self)) + [0x0A]
        let draft = "\(path).\(getpid()).\(UInt32.random(in: 0...UInt32.max)).new"
        let file = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else {
            throw BootstrapError.keysUnusable(path: path, cause: String(cString: strerror(errno)))
        }
        defer {
            close(file)
            unlink(draft)
        }
        guard Glibc.write(file, bytes, bytes.count) == bytes.count, fsync(file) == 0, place(draft)
        else {
            throw BootstrapError.keysUnusable(path: path, cause: String(cString: strerror(errno)))
        }
    }
}
