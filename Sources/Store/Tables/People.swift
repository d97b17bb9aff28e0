import Casework
import Primitives

extension PortableTransaction {
    private static let personColumns = "p.id, p.name, p.display_name, p.role, p.division"

    func credentials(name: String) throws -> Credentials? {
        try connection.first(
            """
            SELECT \(Self.personColumns), p.password_hash, p.failures, p.failed_at
            FROM person p WHERE p.name = $1
            """, [.text(name)]
        ) { row in
            Credentials(
                person: try Self.person(row), passwordHash: row.text(5),
                failures: Int(row.integer(6)),
                failedAt: row.integerOrNil(7).map(Timestamp.init(microseconds:)))
        }
    }

    func session(digest: String, now: Timestamp) throws -> StoredSession? {
        try connection.first(
            """
            SELECT \(Self.personColumns), s.form_token, s.expires_at
            FROM session s JOIN person p ON p.id = s.person_id
            WHERE s.token_digest = $1 AND s.expires_at > $2
            """, [.text(digest), .integer(now.microseconds)]
        ) { row in
            StoredSession(
                person: try Self.person(row), formToken: row.text(5),
                expiresAt: Timestamp(microseconds: row.integer(6)))
        }
    }

    func put(_ person: Person, passwordHash: String, at: Timestamp) throws {
        try connection.execute(
            """
            INSERT INTO person (id, name, display_name, role, division, password_hash, created_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7)
            ON CONFLICT (name) DO UPDATE SET display_name = excluded.display_name,
                role = excluded.role, division = excluded.division,
                password_hash = excluded.password_hash, failures = 0, failed_at = NULL
            """,
            [
                .text(person.id.text), .text(person.name), .text(person.displayName),
                .text(person.role.rawValue), .text(person.division), .text(passwordHash),
                .integer(at.microseconds),
            ])
    }

    func recordSignIn(_ person: ID<Person>, failures: Int, failedAt: Timestamp?) throws {
        try connection.execute(
            "UPDATE person SET failures = $1, failed_at = $2 WHERE id = $3",
            [.integer(Int64(failures)), .integer(failedAt?.microseconds), .text(person.text)])
    }

    func add(_ session: StoredSession, digest: String) throws {
        try connection.execute(
            """
            INSERT INTO session (token_digest, person_id, form_token, expires_at)
            VALUES ($1, $2, $3, $4)
            """,
            [
                .text(digest), .text(session.person.id.text), .text(session.formToken),
                .integer(session.expiresAt.microseconds),
            ])
    }

    func removeSession(digest: String) throws {
        try connection.execute("DELETE FROM session WHERE token_digest = $1", [.text(digest)])
    }

    func removeSessions(before: Timestamp) throws {
        try connection.execute(
            "DELETE FROM session WHERE expires_at <= $1", [.integer(before.microseconds)])
    }

    private static func person(_ row: any SQLRow) throws -> Person {
        guard let role = Role(rawValue: row.text(3)) else {
            throw StoreError.damaged(table: "person", id: row.text(0), what: "unknown role")
        }
        return Person(
            id: ID(row.text(0)), name: row.text(1), displayName: row.text(2), role: role,
            division: row.textOrNil(4))
    }
}
