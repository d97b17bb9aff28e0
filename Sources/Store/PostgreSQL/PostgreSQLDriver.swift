import Dispatch
import Foundation
import Primitives

/// PostgreSQL 15 or newer through libpq: many readers beside one writer, as with SQLite.
///
/// **Reads** are `REPEATABLE READ READ ONLY`: one view of the data from the first statement to the
/// last. **Writes** first lock the table `schema_migration` against other writers, then run as
/// `REPEATABLE READ`. So writers of all processes go one after another, and what the rooms above
/// rely on with SQLite (what a write has read stays so until it writes) holds here without a
/// transaction ever failing because of another one of ours; a linking of a whole city, which reads
/// every row, would lose against each small write under `SERIALIZABLE`. The lock is a table's, not
/// an advisory one: `LOCK TABLE` takes no snapshot, so the view begins after the wait, and the lock
/// belongs to the schema, not to the whole server. A program that writes beside us without it can
/// still get in the way: PostgreSQL then ends one of the two, and ours is tried again.
///
/// **Tried again** is what surely left nothing behind: a read; a write that failed, or lost its
/// connection, before its `COMMIT` was sent. A lost answer to `COMMIT` is `outcomeUnknown`, never a
/// second try. (`pg_xact_status` is no help: after a crash the server may give the number of a
/// transaction that left nothing on disk to another one.)
package final class PostgreSQLDriver: SQLDriver {
    private let address: PostgreSQLAddress
    private let settings: PostgreSQLSettings
    private let readers: PostgreSQLPool
    private let writer: PostgreSQLPool
    private let hub = ChangeHub()
    /// The channel of commits: of this schema, since channels belong to the whole database.
    private let channel: String

    /// Connects once, so that a wrong address or an unfit server is told at once.
    ///
    /// - Throws: `StoreError.unknownAddress`, `.cannotOpen`, `.unfit`.
    package convenience init(
        address: String, settings: PostgreSQLSettings = PostgreSQLSettings()
    ) async throws {
        try await self.init(address: try PostgreSQLAddress(address), settings: settings)
    }

    init(
        address: PostgreSQLAddress, settings: PostgreSQLSettings = PostgreSQLSettings()
    ) async throws {
        self.address = address
        self.settings = settings
        readers = PostgreSQLPool(address, settings: settings, places: settings.readersMax)
        writer = PostgreSQLPool(address, settings: settings, places: 1)
        let shown = address.shown
        do {
            let schema = try await readers.lend { session in
                Result { try PostgreSQLServer.schema(session, shown: shown) }
            }
            channel = "fuseline_" + StableHash.hex(StableHash.of(try schema.get()))
        } catch let fault as PostgreSQLFault {
            throw StoreError.cannotOpen(
                path: shown,
                cause: "\(fault.says) Check that the server runs there, that the database exists"
                    + " (createdb makes it), and that user and password are right.")
        }
    }

    deinit { hub.close() }

    package func read<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Value
    ) async throws -> Value {
        try await transact(PostgreSQLTransaction(kind: .read, channel: channel), readers, body)
    }

    package func write<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Value
    ) async throws -> Value {
        try await transact(PostgreSQLTransaction(kind: .write, channel: channel), writer, body)
    }

    package func migrate<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Value
    ) async throws -> Value {
        try await transact(PostgreSQLTransaction(kind: .migrate, channel: channel), writer) {
            connection in
            if try PostgreSQLSchema.isThere("schema_migration", connection) {
                try connection.execute(PostgreSQLTransaction.lock, [])
            }
            let value = try body(connection)
            try PostgreSQLSchema.compareBytes(connection)
            return value
        }
    }

    package func load<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Value
    ) async throws -> Value {
        try await transact(PostgreSQLTransaction(kind: .write, channel: channel), writer) {
            connection in
            let references = try PostgreSQLSchema.deferReferences(connection)
            let value = try body(connection)
            try PostgreSQLSchema.checkReferences(references, connection)
            return value
        }
    }

    package func tables() async throws -> [SQLTable] {
        try await read(PostgreSQLSchema.tables)
    }

    package func scrub(isWhole: Bool) async throws {
        // Only the tables of this schema: others on the server are not ours.
        let tables = try await tables().map { "\"\($0.name)\"" }.joined(separator: ", ")
        guard !tables.isEmpty else { return }
        do {
            let sql = "VACUUM \(isWhole ? "(FULL) " : "")\(tables)"
            _ = try await writer.lend { session in Result { try session.run(sql) } }.get()
        } catch let fault as PostgreSQLFault {
            throw fault.error
        }
    }

    package func changes() -> AsyncStream<Void> {
        let (address, settings, channel, hub) = (address, settings, channel, hub)
        return hub.stream {
            Thread {
                PostgreSQLListener(
                    address: address, settings: settings, channel: channel, hub: hub
                ).run()
            }.start()
        }
    }

    /// Runs a transaction until it has an outcome.
    private func transact<Value: Sendable>(
        _ transaction: PostgreSQLTransaction, _ pool: PostgreSQLPool,
        _ body: @escaping @Sendable (any SQLConnection) throws -> Value
    ) async throws -> Value {
        var attempt = 1
        while true {
            let fault: PostgreSQLFault
            do {
                switch try await pool.lend({ transaction.run(on: $0, body) }) {
                case .done(let value): return value
                case .failed(let error): throw error
                case .again(let cause): fault = cause
                }
            } catch let cause as PostgreSQLFault {
                // No connection could be opened.
                fault = cause
            }
            guard attempt < settings.attemptsMax else {
                throw fault.isConflict
                    ? StoreError.busy(cause: "other transactions kept getting in the way.")
                    : fault.error
            }
            if fault.isLost {
                readers.forget()
                writer.forget()
            }
            let pause = (fault.isLost ? 100 : 10) << (attempt - 1)
            try await Task.sleep(for: .milliseconds(pause + Int.random(in: 0...pause / 4)))
            attempt += 1
        }
    }
}

/// What a server must be before records are trusted to it.
enum PostgreSQLServer {
    static let versionMin: Int64 = 150_000

    /// The schema that a session works in.
    ///
    /// - Throws: `StoreError.unfit`.
    static func schema(_ session: PostgreSQLSession, shown: String) throws -> String {
        func refuse(_ cause: String) -> StoreError { .unfit(database: shown, cause: cause) }
        let found = try session.first(
            """
            SELECT current_setting('server_version_num')::bigint,
                current_setting('server_encoding'), current_setting('fsync'),
                pg_is_in_recovery(), current_schema()
            """
        ) {
            (
                version: $0.integer(0), encoding: $0.text(1), fsync: $0.text(2),
                isStandby: $0.flag(3), schema: $0.textOrNil(4)
            )
        }
        guard let found else { throw refuse("the server does not say what it is.") }
        guard found.version >= versionMin else {
            throw refuse("its server is older than PostgreSQL 15.")
        }
        guard found.encoding == "UTF8" else {
            throw refuse(
                "its encoding is \(found.encoding). Make one with"
                    + " createdb --template=template0 --encoding=UTF8.")
        }
        guard found.fsync == "on" else {
            throw refuse(
                "its server runs with fsync=off, so a power cut may lose committed records or all"
                    + " of them. Set fsync=on.")
        }
        guard !found.isStandby else {
            throw refuse("its server is a standby, which takes no writes. Name the primary one.")
        }
        guard let schema = found.schema else {
            throw refuse("no schema of its search_path exists. Make one with CREATE SCHEMA.")
        }
        return schema
    }
}
