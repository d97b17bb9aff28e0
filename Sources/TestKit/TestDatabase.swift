import Foundation
import Glibc

/// The database engines that a test of records runs on, one after another.
package enum TestEngine: String, CaseIterable, Sendable, CustomStringConvertible {
    case sqlite = "SQLite"
    case postgreSQL = "PostgreSQL"

    /// The server that scripts/with-postgres has started; nil under a bare `swift test`.
    package static let server = ProcessInfo.processInfo.environment["FUSELINE_TEST_POSTGRES"]

    /// Those that are there.
    ///
    /// Where PostgreSQL is not, the suite `PostgreSQLTests` is listed as skipped, with the reason.
    package static let available: [TestEngine] = server == nil ? [.sqlite] : [.sqlite, .postgreSQL]

    package var description: String { rawValue }
}

/// A database of one test: a file of its own, or a schema of its own on the test server.
///
/// Files go when the process ends and not before: a store opens further connections when it needs
/// them.
package final class TestDatabase: Sendable {
    /// Why there is none.
    package enum Failure: Error {
        case noServer
        case schema(String)
    }

    /// What `--database` would take.
    package let address: String
    private static let folder: URL = {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent(
                "fuseline-databases-\(ProcessInfo.processInfo.processIdentifier)")
        try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        atexit { try? FileManager.default.removeItem(at: TestDatabase.folder) }
        return folder
    }()

    /// An empty one; the file is not made yet, the schema is.
    ///
    /// - Throws: `Failure`.
    package init(_ engine: TestEngine) throws {
        switch engine {
        case .sqlite:
            address = "sqlite:\(Self.folder.path)/\(UUID().uuidString).sqlite"
        case .postgreSQL:
            guard let server = TestEngine.server else { throw Failure.noServer }
            let name = "t" + UUID().uuidString.lowercased().filter { $0 != "-" }
            address = "\(server)?options=-csearch_path%3D\(name)"
            try psql("CREATE SCHEMA \(name)")
        }
    }

    /// Where a key file of its own may stand; nothing is there yet.
    package let keys = "\(TestDatabase.folder.path)/\(UUID().uuidString).keys"

    /// All that an outsider gets who copies the database: the file of SQLite with its log, or what
    /// `pg_dump` writes of the schema.
    ///
    /// - Throws: `Failure`, or what reading a file throws.
    package func rawBytes() throws -> [UInt8] {
        guard let path else {
            let schema = address.components(separatedBy: "search_path%3D").last ?? ""
            return Array(try Self.output(of: "pg_dump -n \(schema) '\(address)'").utf8)
        }
        return try [path, path + "-wal"].filter(FileManager.default.fileExists)
            .reduce(into: []) { $0 += try Data(contentsOf: URL(fileURLWithPath: $1)) }
    }

    /// The path of the file; nil on PostgreSQL.
    package var path: String? {
        address.hasPrefix("sqlite:") ? String(address.dropFirst("sqlite:".count)) : nil
    }

    /// Runs SQL on the server behind the product's back and gives what it printed.
    ///
    /// By `popen`: Foundation's `Process.run` of Swift 6.3.1 reads behind the last entry of
    /// /proc/self/fd, which crashes where more than a thousand files are open, as here.
    /// - Throws: `Failure`, or what writing a file throws.
    @discardableResult
    package func psql(_ sql: String) throws -> String {
        let file = "\(Self.folder.path)/\(UUID().uuidString).sql"
        try Data(sql.utf8).write(to: URL(fileURLWithPath: file))
        return try Self.output(of: "psql -XAtq -v ON_ERROR_STOP=1 -f '\(file)' '\(address)'")
            .trimmingCharacters(in: .newlines)
    }

    private static func output(of command: String) throws -> String {
        let command = command + " 2>&1 </dev/null"
        guard let stream = popen(command, "r") else { throw Failure.schema("popen failed") }
        var told: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4_096)
        while true {
            let count = fread(&buffer, 1, buffer.count, stream)
            if count == 0 { break }
            told += buffer[..<count]
        }
        let text = String(decoding: told, as: UTF8.self)
        guard pclose(stream) == 0 else { throw Failure.schema(text) }
        return text
    }
}
