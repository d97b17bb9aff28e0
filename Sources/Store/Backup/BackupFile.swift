import Foundation
import Glibc
import Primitives

/// A backup that is being written: readable by its owner alone, under its name only when whole.
struct BackupWriter {
    private static let bufferBytes = 1 << 20

    private let path: String
    private let file: FileHandle
    private var buffer: [UInt8] = []
    private var digest = StableHash.start

    /// - Throws: `StoreError.file`, also where there is such a file already.
    init(path: String) throws {
        self.path = path
        guard !FileManager.default.fileExists(atPath: path) else {
            throw StoreError.file(path: path, cause: "it is there already; name a new one")
        }
        let partial = Self.partial(path)
        let descriptor = Glibc.open(partial, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw StoreError.file(path: path, cause: String(cString: strerror(errno)))
        }
        file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    }

    static func partial(_ path: String) -> String { path + ".partial" }

    mutating func line(_ text: String) throws {
        buffer.append(contentsOf: text.utf8)
        buffer.append(BackupFormat.lineFeed)
        try flush(above: Self.bufferBytes)
    }

    mutating func row(_ row: any SQLRow, of table: SQLTable) throws {
        BackupFormat.append(row, of: table, to: &buffer)
        try flush(above: Self.bufferBytes)
    }

    /// Writes the last line, waits until all of it is on disk and gives the file its name.
    mutating func finish() throws {
        try flush(above: 0)
        try line("end \(StableHash.hex(StableHash.mixed(digest)))")
        try flush(above: 0)
        guard fsync(file.fileDescriptor) == 0, rename(Self.partial(path), path) == 0 else {
            throw StoreError.file(path: path, cause: String(cString: strerror(errno)))
        }
        // The name is on disk only when its folder is.
        let folder = Glibc.open(
            URL(fileURLWithPath: path).deletingLastPathComponent().path, O_RDONLY | O_CLOEXEC)
        if folder >= 0 {
            fsync(folder)
            close(folder)
        }
    }

    private mutating func flush(above count: Int) throws {
        guard buffer.count > count else { return }
        for byte in buffer { digest = StableHash.adding(byte, to: digest) }
        do {
            try file.write(contentsOf: buffer)
        } catch {
            throw StoreError.file(path: path, cause: "it cannot be written")
        }
        buffer.removeAll(keepingCapacity: true)
    }
}

/// A backup, read line by line.
struct BackupReader {
    private static let chunkBytes = 1 << 20

    private let path: String
    private let file: FileHandle
    private var buffer: [UInt8] = []
    private var position = 0
    private var isAtEnd = false
    /// Of the lines given so far.
    private(set) var digest = StableHash.start
    private(set) var line = 0

    /// - Throws: `StoreError.fileMissing`, `.file`.
    init(path: String) throws {
        self.path = path
        guard FileManager.default.fileExists(atPath: path) else {
            throw StoreError.fileMissing(path: path)
        }
        guard let file = FileHandle(forReadingAtPath: path) else {
            throw StoreError.file(path: path, cause: "it may not be read")
        }
        self.file = file
    }

    /// The next line without its end, added to the digest unless it begins with `end `; nil after
    /// the last.
    ///
    /// - Throws: `StoreError.badBackup` for a line without an end, or one that is too long.
    mutating func next() throws -> ArraySlice<UInt8>? {
        while true {
            if let end = buffer[position...].firstIndex(of: BackupFormat.lineFeed) {
                let found = buffer[position..<end]
                position = end + 1
                line += 1
                if !found.starts(with: Array("end ".utf8)) {
                    for byte in found { digest = StableHash.adding(byte, to: digest) }
                    digest = StableHash.adding(BackupFormat.lineFeed, to: digest)
                }
                return found
            }
            if isAtEnd {
                guard position == buffer.count else { throw bad("it ends within a line") }
                return nil
            }
            try fill()
        }
    }

    /// The refusal of this file, with the line that is wrong.
    func bad(_ cause: String) -> StoreError {
        .badBackup(path: path, cause: "\(cause) (line \(line))")
    }

    private mutating func fill() throws {
        buffer.removeSubrange(..<position)
        position = 0
        guard buffer.count <= Limits.backupLineBytesMax else { throw bad("a line is too long") }
        guard let more = try? file.read(upToCount: Self.chunkBytes), !more.isEmpty else {
            isAtEnd = true
            return
        }
        buffer.append(contentsOf: more)
    }
}
