import Foundation
package import Primitives

/// Brings a database to this program's schema, one numbered file after another, each in its own
/// transaction.
///
/// A file that has run is never edited; a change is the next number.
package struct Migrator {
    /// `NNN_name.sql` in order of their numbers, with their text.
    let files: [(number: Int, name: String, sql: String)]

    /// The files that came with the program.
    ///
    /// - Throws: `StoreError.migrationsMissing` where there are none.
    package init() throws {
        let folder = try StoreResources.migrations()
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        files = try names.filter { $0.hasSuffix(".sql") }.sorted().compactMap { name in
            guard let number = Int(name.prefix { $0.isNumber }) else { return nil }
            let text = try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
            return (number, name, text)
        }
        guard !files.isEmpty else { throw StoreError.migrationsMissing(folder.path) }
    }

    /// The number of the newest file.
    package var newest: Int { files.map(\.number).max() ?? 0 }

    /// Runs what the database lacks, up to the file `last`.
    ///
    /// Two programs may open one database at once: what has been applied is looked up again inside
    /// each transaction. A database that lacks nothing is only read.
    /// - Throws: `StoreError.newerSchema`, and what a statement of a file throws.
    package func run(
        on driver: some SQLDriver, now: Timestamp, upTo last: Int = .max
    ) async throws {
        let wanted = files.filter { $0.number <= last }
        let applied = try await applied(on: driver)
        if let found = applied?.max(), found > newest {
            throw StoreError.newerSchema(found: found, known: newest)
        }
        if applied == nil {
            try await driver.migrate { connection in
                try connection.execute(
                    """
                    CREATE TABLE IF NOT EXISTS schema_migration (
                        number BIGINT PRIMARY KEY, name TEXT NOT NULL, applied_at BIGINT NOT NULL)
                    """, [])
            }
        }
        for file in wanted where applied?.contains(file.number) != true {
            try await driver.migrate { connection in
                let isApplied = try connection.first(
                    "SELECT number FROM schema_migration WHERE number = $1",
                    [.integer(Int64(file.number))]
                ) { _ in true }
                guard isApplied == nil else { return }
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

    /// Numbers of the files that have run; nil where the database has no list of them yet.
    func applied(on driver: some SQLDriver) async throws -> Set<Int>? {
        guard try await driver.tables().contains(where: { $0.name == "schema_migration" }) else {
            return nil
        }
        return try await driver.read { connection in
            Set(
                try connection.rows("SELECT number FROM schema_migration") { Int($0.integer(0)) })
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
