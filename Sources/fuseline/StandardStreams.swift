import Foundation

/// Standard output and error, written whole lines at a time.
enum StandardStreams {
    static func sayError(_ line: String) {
        FileHandle.standardError.write(Data("\(line)\n".utf8))
    }
}

/// Collects lines for standard output and writes them in large pieces, in order.
struct OutputBuffer {
    private var bytes: [UInt8] = []
    /// Big enough to make the number of writes unimportant.
    private static let flushBytes = 1 << 16

    mutating func write(line: String) throws {
        bytes.append(contentsOf: line.utf8)
        bytes.append(UInt8(ascii: "\n"))
        if bytes.count >= Self.flushBytes { try flush() }
    }

    mutating func flush() throws {
        guard !bytes.isEmpty else { return }
        try FileHandle.standardOutput.write(contentsOf: Data(bytes))
        bytes.removeAll(keepingCapacity: true)
    }
}
