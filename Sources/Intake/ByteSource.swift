import Glibc

/// Where bytes come from: a file, standard input, or a test.
///
/// Reading blocks the calling thread. The descriptor of a file closes when the last copy of its
/// source goes away.
package struct ByteSource {
    /// What rejects and messages call it: the path as given, or `-` for standard input.
    package let name: String
    /// Bytes in all, where that is known before reading.
    package let byteCount: Int?
    /// Puts at most `buffer.count` bytes into the buffer and says how many; 0 at the end.
    let read: (UnsafeMutableRawBufferPointer) throws(IntakeError) -> Int
    /// Whether a read would return at once.
    let isReady: () -> Bool

    /// A source of bytes made by `read`, which fills the array it is given from its front and says
    /// how many bytes it wrote; 0 ends the stream.
    package init(
        name: String, byteCount: Int? = nil,
        read: @escaping (UnsafeMutableRawBufferPointer) throws(IntakeError) -> Int
    ) {
        self.init(name: name, byteCount: byteCount, read: read, isReady: { true })
    }

    private init(
        name: String, byteCount: Int?,
        read: @escaping (UnsafeMutableRawBufferPointer) throws(IntakeError) -> Int,
        isReady: @escaping () -> Bool
    ) {
        self.name = name
        self.byteCount = byteCount
        self.read = read
        self.isReady = isReady
    }

    /// The file at `path`, or standard input for `-`.
    /// - Throws: `IntakeError.missing`, `.directory`, `.io`.
    package static func open(_ path: String) throws(IntakeError) -> ByteSource {
        if path == "-" { return from(Descriptor(0, owned: false), name: "-", byteCount: nil) }
        let number = Glibc.open(path, O_RDONLY | O_CLOEXEC)
        guard number >= 0 else {
            throw errno == ENOENT || errno == ENOTDIR
                ? .missing(path) : .io(path, why: lastProblem())
        }
        let descriptor = Descriptor(number, owned: true)
        var status = stat()
        guard fstat(number, &status) == 0 else { throw .io(path, why: lastProblem()) }
        let kind = status.st_mode & S_IFMT
        if kind == S_IFDIR { throw .directory(path) }
        return from(descriptor, name: path, byteCount: kind == S_IFREG ? Int(status.st_size) : nil)
    }

    /// The given bytes, handed out at most `piece` at a time.
    package static func bytes(_ bytes: [UInt8], name: String = "bytes", piece: Int = .max)
        -> ByteSource
    {
        var taken = 0
        return ByteSource(name: name, byteCount: bytes.count) { buffer in
            let count = min(piece, buffer.count, bytes.count - taken)
            buffer.copyBytes(from: bytes[taken..<(taken + count)])
            taken += count
            return count
        }
    }

    private static func from(_ descriptor: Descriptor, name: String, byteCount: Int?)
        -> ByteSource
    {
        ByteSource(
            name: name, byteCount: byteCount,
            read: { buffer throws(IntakeError) in
                while true {
                    let count = Glibc.read(descriptor.number, buffer.baseAddress, buffer.count)
                    if count >= 0 { return count }
                    if errno == EISDIR { throw .directory(name) }
                    if errno != EINTR { throw .io(name, why: lastProblem()) }
                }
            },
            isReady: {
                var poll = pollfd(fd: descriptor.number, events: Int16(POLLIN), revents: 0)
                return Glibc.poll(&poll, 1, 0) != 0
            })
    }
}

/// An open file, closed with its last owner.
final class Descriptor: Sendable {
    let number: Int32
    private let owned: Bool

    init(_ number: Int32, owned: Bool) {
        self.number = number
        self.owned = owned
    }

    deinit { if owned { close(number) } }
}

/// What the last failed call of the C library says in words.
func lastProblem() -> String { String(cString: strerror(errno)) }

/// Writes all of `bytes` to an open descriptor.
/// - Throws: `IntakeError.io`, a closed pipe included.
func writeAll(_ bytes: [UInt8], to number: Int32, name: String) throws(IntakeError) {
    var written = 0
    while written < bytes.count {
        let count = bytes[written...].withUnsafeBytes {
            Glibc.write(number, $0.baseAddress, $0.count)
        }
        if count >= 0 {
            written += count
        } else if errno != EINTR {
            throw .io(name, why: lastProblem())
        }
    }
}
