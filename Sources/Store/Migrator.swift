import Foundation
import Primitives

/// Brings a database to this program's schema, one numbered file after another, each in its own
/// transaction.
///
/// A file that has run is never edited; a change is the next number.
struct Migrator {
    /// `NNN_name.sql` in order of their numbers, with their text.
    let files: [(number: Int, name: String, sql: String)]

    /// - Throws: `StoreError.migrationsMissing` where `folder` holds none.
    init(folder: URL) throws {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        files = try names.filter { $0.hasSuffix(".sql") }.sorted().compactMap { name in
            guard let number = Int(name.prefix { $0.isNumber }) else { return nil }
            let text = try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
            return (number, name, text)
        }
        guard !files.isEmpty else { throw StoreError.migrationsMissing(folder.path) }
    }

    func run(on driver: some SQLDriver, now: Timestamp) async throws {
        try await driver.write { connection in
            try connection.execute(
                """
                CREATE TABLE IF NOT EXISTS schema_migration (
                    number BIGINT PRIMARY KEY, name TEXT NOT NULL, applied_at BIGINT NOT NULL)
                """, [])
        }
        let applied = try await driver.read { connection in
            try connection.rows("SELECT number FROM schema_migration") { Int($0.integer(0)) }
        }
        let known = files.map(\.number).max() ?? 0
        if let newest = applied.max(), newest > known {
            throw StoreError.newerSchema(found: newest, known: known)
        }
        for file in files where !applied.contains(file.number) {
            try await driver.write { connection in
                for statement in Self.statements(file.sql) { try connection.execute(statement, []) }
                try connection.execute(
                    "INSERT INTO schema_migration (number, name, applied_at) VALUES ($1, $2, $3)",
                    [
                        .integer(Int64(file.number)), .text(file.name),
                        .integer(now.microseconds),
                    ])
            }
        }
    }

    /// The statements of a file: comments out, cut at semicolons.
    ///
    /// Migration files hold no string with `;` or `--` in it; a house test keeps that.
    static func statements(_ sql: String) -> [String] {
        let lines = sql.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            line.range(of: "--").map { String(line[..<$0.lowerBound]) } ?? String(line)
        }
        return lines.joined(separator: "\n").split(separator: ";")
            .map { $0.trimmingCharacters(in: .whitespacesAndNewlines) }
            .filter { !$0.isEmpty }
    }
}
