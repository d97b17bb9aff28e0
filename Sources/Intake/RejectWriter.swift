import Glibc
import Primitives
import Synchronization

/// Writes rejects as JSON Lines to a file, to standard error, or to a closure.
///
/// Buffered; whoever makes one calls `flush` at the end. The functions that read files do.
package final class RejectWriter: Sendable {
    private let pending = Mutex<[UInt8]>([])
    private let put: @Sendable ([UInt8]) throws(IntakeError) -> Void
    /// Lines go to a terminal, where a progress bar must make room for them.
    package let isTerminal: Bool

    /// Rejects go to `put`, some lines at a time.
    package init(_ put: @escaping @Sendable ([UInt8]) throws(IntakeError) -> Void) {
        self.put = put
        isTerminal = false
    }

    private init(descriptor: Descriptor, name: String) {
        put = { bytes throws(IntakeError) in
            try writeAll(bytes, to: descriptor.number, name: name)
        }
        isTerminal = isatty(descriptor.number) == 1
    }

    /// Rejects go to standard error.
    package static func standardError() -> RejectWriter {
        RejectWriter(descriptor: Descriptor(2, owned: false), name: "standard error")
    }

    /// Rejects go to a file, made new or emptied first.
    /// - Throws: `IntakeError.io`, also where the file is one of `inputs`, which emptying would
    ///   destroy.
    package static func file(_ path: String, inputs: [String] = []) throws(IntakeError)
        -> RejectWriter
    {
        if let own = identity(path), inputs.contains(where: { identity($0) == own }) {
            throw .io(path, why: "the rejects would overwrite an input")
        }
        let number = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard number >= 0 else { throw .io(path, why: lastProblem()) }
        return RejectWriter(descriptor: Descriptor(number, owned: true), name: path)
    }

    /// Takes one reject; it may be held back until some more have come.
    /// - Throws: `IntakeError.io` where the target cannot be written to.
    package func write(_ reject: Reject) throws(IntakeError) {
        let full = pending.withLock { pending -> [UInt8] in
            pending.append(contentsOf: reject.json.utf8)
            pending.append(10)
            guard isTerminal || pending.count >= Limits.rejectBufferBytes else { return [] }
            defer { pending = [] }
            return pending
        }
        if !full.isEmpty { try put(full) }
    }

    /// Hands on what is still held back.
    package func flush() throws(IntakeError) {
        let rest = pending.withLock { pending -> [UInt8] in
            defer { pending = [] }
            return pending
        }
        if !rest.isEmpty { try put(rest) }
    }

    /// Device and file number of a regular file.
    private static func identity(_ path: String) -> [UInt64]? {
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        return [UInt64(status.st_dev), UInt64(status.st_ino)]
    }
}
