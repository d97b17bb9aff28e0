import Casework
import Dispatch
import Primitives
import Records
import Store
import Synchronization
import TestKit
import Testing

/// What is PostgreSQL's own: waiting, losing the server, running again, telling errors.
///
/// Skipped, and listed so, without a server: a bare `swift test` has none, and runs the other
/// suites on SQLite alone.
@Suite(
    .enabled(
        if: TestEngine.server != nil,
        "no PostgreSQL: scripts/test starts one, or scripts/with-postgres swift test … does"))
struct PostgreSQLTests {
    /// A driver with these settings over a schema that is up to date.
    private static func open(
        _ change: (inout PostgreSQLSettings) -> Void = { _ in }
    ) async throws -> (PostgreSQLDriver, TestDatabase) {
        let place = try TestDatabase(.postgreSQL)
        let patient = try await PostgreSQLDriver(address: place.address)
        try await Migrator().run(on: patient, now: Fixed.now)
        var settings = PostgreSQLSettings()
        change(&settings)
        return (try await PostgreSQLDriver(address: place.address, settings: settings), place)
    }

    private static func number(
        _ sql: String, _ values: [SQLValue] = [], on connection: any SQLConnection
    ) throws -> Int64 {
        var found: Int64 = -1
        try connection.forEach(sql, values) { found = $0.integer(0) }
        return found
    }

    private static func error(
        _ body: () async throws -> Void
    ) async -> StoreError? {
        await #expect(throws: StoreError.self) { try await body() }
    }

    // MARK: Who is let in

    @Test func aWrongPasswordIsToldWithoutIt() async throws {
        let place = try TestDatabase(.postgreSQL)
        let server = try #require(TestEngine.server)
        let password = try #require(
            server.split(separator: ":").dropFirst(2).first?.split(separator: "@").first)
        let wrong = place.address.replacing(password, with: "not-the-secret", maxReplacements: 1)
        let error = await Self.error { _ = try await PostgreSQLDriver(address: wrong) }
        #expect(error?.code == "store.cannot_open")
        #expect(error?.message.contains("not-the-secret") == false)
        #expect(error?.message.contains("password authentication failed") == true)
    }

    @Test func anUnfitDatabaseIsRefused() async throws {
        let place = try TestDatabase(.postgreSQL)
        let name = "latin\(UInt32.random(in: 0 ... .max))"
        try place.psql(
            "CREATE DATABASE \(name) ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0")
        let server = try #require(TestEngine.server)
        let address = server.replacing("/postgres", with: "/\(name)")
        let error = await Self.error { _ = try await PostgreSQLDriver(address: address) }
        #expect(error?.code == "store.unfit")
        #expect(error?.message.contains("LATIN1") == true)
        let missing = server + "?options=-csearch_path%3Dnowhere"
        let other = await Self.error { _ = try await PostgreSQLDriver(address: missing) }
        #expect(other?.message.contains("CREATE SCHEMA") == true)
    }

    @Test func textComparesByItsBytes() async throws {
        let (driver, place) = try await Self.open()
        let odd = try place.psql(
            """
            SELECT COUNT(*) FROM information_schema.columns WHERE data_type = 'text'
            AND table_schema = current_schema() AND collation_name IS DISTINCT FROM 'C'
            """)
        #expect(odd == "0")
        try await driver.write { connection in
            for name in ["b", "Z", "a", "é", "烟"] {
                try connection.execute(
                    "INSERT INTO division VALUES ($1, $1, 0, 0, 'x', 'x')", [.text(name)])
            }
        }
        let order = try await driver.read { connection in
            var names: [String] = []
            try connection.forEach("SELECT code FROM division ORDER BY code", []) {
                names.append($0.text(0))
            }
            return names
        }
        #expect(order == ["Z", "a", "b", "é", "烟"])
    }

    // MARK: Values and errors

    @Test func errorsNameNoValue() async throws {
        let (driver, _) = try await Self.open()
        let secret = "13800138000"
        let insert = "INSERT INTO division VALUES ($1, $2, 0, 0, 'x', 'x')"
        let twice = await Self.error {
            try await driver.write { connection in
                try connection.execute(insert, [.text(secret), .text(secret)])
                try connection.execute(insert, [.text(secret), .text(secret)])
            }
        }
        #expect(twice?.message.contains(secret) == false)
        #expect(twice?.message.contains("23505, table division") == true)
        let wrong = await Self.error {
            try await driver.read { connection in
                _ = try Self.number("SELECT $1::bigint", [.text(secret + "x")], on: connection)
            }
        }
        #expect(wrong?.message.contains(secret) == false)
        #expect(wrong?.message.contains("22P02") == true)
        let nul = await Self.error {
            try await driver.write { try $0.execute(insert, [.text("a\0b"), .text("c")]) }
        }
        #expect(nul?.message.contains("U+0000") == true)
    }

    @Test func aSwallowedErrorStillUndoesTheTransaction() async throws {
        let (driver, _) = try await Self.open()
        let error = await Self.error {
            try await driver.write { connection in
                try connection.execute(
                    "INSERT INTO division VALUES ('1', 'x', 0, 0, 'x', 'x')", [])
                try? connection.execute("SELECT 1 / 0", [])
            }
        }
        #expect(error?.code == "store.statement_failed")
        let count = try await driver.read {
            try Self.number("SELECT COUNT(*) FROM division", on: $0)
        }
        #expect(count == 0)
    }

    @Test func aBatchIsAllOrNothing() async throws {
        let (driver, _) = try await Self.open()
        let sql = "INSERT INTO division VALUES ($1, 'x', 0, 0, 'x', 'x')"
        let rows = (0..<1_000).map { [SQLValue.text("\($0)")] }
        let error = await Self.error {
            try await driver.write { connection in
                try connection.execute(sql, each: rows + [[.text("700")]] + rows)
            }
        }
        #expect(error?.message.contains("23505") == true)
        try await driver.write { connection in
            try connection.execute(sql, each: [])
            #expect(try Self.number("SELECT COUNT(*) FROM division", on: connection) == 0)
            try connection.execute(sql, each: rows)
        }
        let count = try await driver.read {
            try Self.number("SELECT COUNT(*) FROM division", on: $0)
        }
        #expect(count == 1_000)
    }

    @Test func queriesInsideAQueryAndABodyThatStops() async throws {
        struct Stop: Error {}
        let (driver, _) = try await Self.open()
        let sum = try await driver.read { connection in
            var sum: Int64 = 0
            try connection.forEach("SELECT generate_series(1, 500)::bigint", []) { row in
                let own = row.integer(0)
                sum += try Self.number("SELECT $1::bigint * 2", [.integer(own)], on: connection)
            }
            #expect(throws: Stop.self) {
                try connection.forEach("SELECT generate_series(1, 500)::bigint", []) { row in
                    if row.integer(0) == 3 { throw Stop() }
                }
            }
            return try sum + Self.number("SELECT 1", on: connection)
        }
        #expect(sum == 500 * 501 + 1)
    }

    /// The first rows come while the server still makes the last one.
    @Test func rowsComeAsTheyAreMade() async throws {
        let (driver, _) = try await Self.open()
        let (first, all) = try await driver.read { connection in
            let begin = ContinuousClock.now
            var first: Duration?
            try connection.forEach(
                """
                SELECT n, repeat('x', 200), CASE WHEN n = 5000 THEN pg_sleep(4) END
                FROM generate_series(1, 5000) n
                """, []
            ) { _ in if first == nil { first = ContinuousClock.now - begin } }
            return (first, ContinuousClock.now - begin)
        }
        #expect(all - (try #require(first)) > .seconds(2))
    }

    // MARK: Waiting

    @Test func aStatementHasItsTime() async throws {
        let (driver, _) = try await Self.open { $0.statementMilliseconds = 1_000 }
        let error = await Self.error {
            try await driver.read { try $0.execute("SELECT pg_sleep(20)", []) }
        }
        #expect(error?.message.contains("longer than a statement may") == true)
    }

    @Test func whoeverFindsNoConnectionIsTold() async throws {
        let (driver, _) = try await Self.open {
            $0.readersMax = 1
            $0.waitMilliseconds = 300
        }
        let holding = Holding()
        let held = Task { try await driver.read(holding.hold) }
        try await holding.begun()
        let error = await Self.error {
            try await driver.read { try $0.execute("SELECT 1", []) }
        }
        #expect(error?.code == "store.busy")
        holding.letGo()
        try await held.value
        try await driver.read { try $0.execute("SELECT 1", []) }
    }

    @Test func manyReadersShareFewConnectionsInTurn() async throws {
        let (driver, place) = try await Self.open { $0.readersMax = 2 }
        try await withThrowingTaskGroup(of: Int64.self) { group in
            for index in 0..<40 {
                group.addTask {
                    try await driver.read {
                        try Self.number("SELECT \(index) FROM pg_sleep(0.01)", on: $0)
                    }
                }
            }
            var seen: Set<Int64> = []
            for try await value in group { seen.insert(value) }
            #expect(seen.count == 40)
        }
        let name = try #require(place.address.split(separator: "3D").last)
        let open = try place.psql(
            """
            SELECT COUNT(*) FROM pg_stat_activity
            WHERE application_name = 'fuseline' AND query LIKE '%pg_sleep(0.01)%' AND '\(name)' <> ''
            """)
        #expect(Int(open) ?? 99 <= 40)
    }

    // MARK: Writers beside each other

    /// What a write has read is still so when it writes: no increment is lost, none refused.
    @Test func writersOfTwoProgramsGoOneAfterAnother() async throws {
        let place = try TestDatabase(.postgreSQL)
        let one = try await StoreAddress.open(place.address, now: Fixed.now, vault: Fixed.vault)
        let two = try await StoreAddress.open(place.address, now: Fixed.now, vault: Fixed.vault)
        try await one.write { try $0.add(Fixed.lead("K1")) }
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for index in 0..<60 {
                let database = index.isMultiple(of: 2) ? one : two
                group.addTask {
                    try await database.write { transaction throws in
                        let version = try transaction.lead(ID("K1"))?.version ?? 0
                        return try transaction.replace(Fixed.lead("K1"), version: version)
                    }
                }
            }
            for try await isReplaced in group { #expect(isReplaced) }
        }
        #expect(try await two.read { try $0.lead(ID("K1"))?.version } == 61)
    }

    /// A program that writes without the product's lock makes one of both fail; ours runs again.
    @Test func aConflictWithAnotherProgramIsRunAgain() async throws {
        let (driver, place) = try await Self.open()
        try await driver.write {
            try $0.execute("INSERT INTO division VALUES ('1', 'x', 0, 0, 'x', 'x')", [])
        }
        let runs = Mutex(0)
        try await driver.write { connection in
            _ = try Self.number("SELECT COUNT(*) FROM division", on: connection)
            let run = runs.withLock {
                $0 += 1; return $0
            }
            if run == 1 { try place.psql("UPDATE division SET name = 'theirs'") }
            try connection.execute("UPDATE division SET station = name", [])
        }
        #expect(runs.withLock { $0 } == 2)
        #expect(try place.psql("SELECT station FROM division") == "theirs")
    }

    @Test func whoeverWaitsTooLongForAWriterIsTold() async throws {
        let (driver, place) = try await Self.open { $0.waitMilliseconds = 300 }
        let other = try await PostgreSQLDriver(address: place.address)
        let holding = Holding()
        let held = Task { try await other.write(holding.hold) }
        try await holding.begun()
        let error = await Self.error { try await driver.write { try $0.execute("SELECT 1", []) } }
        #expect(error?.code == "store.busy")
        // Readers do not wait.
        try await driver.read { try $0.execute("SELECT 1", []) }
        holding.letGo()
        try await held.value
    }

    // MARK: The server goes away

    /// Ends the connection under a transaction that has read, or written, and not yet committed.
    @Test(arguments: [true, false])
    func aLostConnectionBeforeTheCommitIsRunAgain(isWrite: Bool) async throws {
        let (driver, place) = try await Self.open()
        let runs = Mutex(0)
        let body: @Sendable (any SQLConnection) throws -> Int = { connection in
            if isWrite {
                try connection.execute(
                    "INSERT INTO division VALUES ('1', 'x', 0, 0, 'x', 'x')", [])
            }
            let own = try Self.number("SELECT pg_backend_pid()", on: connection)
            let run = runs.withLock {
                $0 += 1; return $0
            }
            if run == 1 { try place.psql("SELECT pg_terminate_backend(\(own), 5000)") }
            _ = try Self.number("SELECT COUNT(*) FROM division", on: connection)
            return run
        }
        let run = isWrite ? try await driver.write(body) : try await driver.read(body)
        #expect(run == 2)
        #expect(try place.psql("SELECT COUNT(*) FROM division") == (isWrite ? "1" : "0"))
    }

    /// The server ends the connection while it commits: nobody can know, so nobody claims to.
    @Test func aLostAnswerToACommitIsNoSecondTry() async throws {
        let (driver, place) = try await Self.open()
        try place.psql(
            """
            CREATE FUNCTION leave() RETURNS trigger LANGUAGE plpgsql AS
                'BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END';
            CREATE CONSTRAINT TRIGGER leave AFTER INSERT ON division
                DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION leave()
            """)
        let runs = Mutex(0)
        let error = await Self.error {
            try await driver.write { connection in
                runs.withLock { $0 += 1 }
                try connection.execute(
                    "INSERT INTO division VALUES ('1', 'x', 0, 0, 'x', 'x')", [])
            }
        }
        #expect(error?.code == "store.outcome_unknown")
        #expect(runs.withLock { $0 } == 1)
        try await driver.write { try $0.execute("DELETE FROM division", []) }
    }

    @Test func aCommitThatTheServerRefusesIsNoUnknown() async throws {
        let (driver, place) = try await Self.open()
        try place.psql(
            """
            CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
                'BEGIN RAISE EXCEPTION ''%'', NEW.code; END';
            CREATE CONSTRAINT TRIGGER refuse AFTER INSERT ON division
                DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse()
            """)
        let error = await Self.error {
            try await driver.write { connection in
                try connection.execute(
                    "INSERT INTO division VALUES ('secret', 'x', 0, 0, 'x', 'x')", [])
            }
        }
        #expect(error?.code == "store.statement_failed")
        #expect(error?.message.contains("secret") == false)
    }

    @Test func aListenerFindsItsWayBack() async throws {
        let place = try TestDatabase(.postgreSQL)
        let database = try await StoreAddress.open(
            place.address, now: Fixed.now, vault: Fixed.vault)
        let stream = database.changes()
        var elements = stream.makeAsyncIterator()
        await elements.next()
        try place.psql(
            """
            SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
            WHERE query LIKE 'LISTEN%' AND pid <> pg_backend_pid()
            """)
        try await database.write { try $0.add(Fixed.lead("K1")) }
        // At the latest when it is back it tells that something may have been missed.
        await elements.next()
        #expect(try await database.read { try $0.lead(ID("K1")) } != nil)
    }

    @Test func aChangedSchemaUnderPreparedStatements() async throws {
        let (driver, place) = try await Self.open()
        let sql = "SELECT * FROM division"
        try await driver.read { try $0.forEach(sql, []) { _ in } }
        try place.psql("ALTER TABLE division ADD COLUMN later BIGINT")
        try await driver.read { try $0.forEach(sql, []) { _ in } }
    }
}

/// Keeps a transaction open until a test lets it go.
final class Holding: Sendable {
    private let isHeld = Mutex(false)
    private let end = DispatchSemaphore(value: 0)

    /// For the body of the transaction.
    @Sendable func hold(_ connection: any SQLConnection) throws {
        try connection.execute("SELECT 1", [])
        isHeld.withLock { $0 = true }
        end.wait()
    }

    func begun() async throws {
        while !isHeld.withLock({ $0 }) { try await Task.sleep(for: .milliseconds(10)) }
    }

    func letGo() { end.signal() }
}
