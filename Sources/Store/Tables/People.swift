import Casework
import Primitives

extension PortableTransaction {
    /// A person's columns, the unit's division among them: `FROM person p JOIN unit u …`.
    static let personColumns = "p.id, p.name, p.display_name, p.role, p.unit, u.division"
    private static let personTables = "person p JOIN unit u ON u.id = p.unit"

    private static let credentialColumns = """
        \(personColumns), p.password_hash, p.failures, p.failed_at, p.disabled_at, p.must_change,
            p.second_factor, p.offered_factor, p.last_step
        """

    func credentials(name: String) throws -> Credentials? {
        try credentials("p.name = $1", .text(name))
    }

    func credentials(_ person: ID<Person>) throws -> Credentials? {
        try credentials("p.id = $1", .text(person.text))
    }

    func credentials(subject: String) throws -> Credentials? {
        try credentials("p.subject = $1", .text(subject))
    }

    private func credentials(_ condition: String, _ value: SQLValue) throws -> Credentials? {
        try connection.first(
            "SELECT \(Self.credentialColumns) FROM \(Self.personTables) WHERE \(condition)",
            [value]
        ) { row in
            Credentials(
                person: try Self.person(row), passwordHash: row.text(6),
                failures: Int(row.integer(7)), failedAt: Self.time(row, 8),
                isDisabled: row.integerOrNil(9) != nil, mustChangePassword: row.integer(10) != 0,
                secondFactor: row.textOrNil(11), offeredSecondFactor: row.textOrNil(12),
                lastStep: row.integerOrNil(13))
        }
    }

    func account(_ person: ID<Person>) throws -> Account? {
        try accounts("WHERE p.id = $1", [.text(person.text)]).first
    }

    func accounts() throws -> [Account] { try accounts("ORDER BY p.name", []) }

    private func accounts(_ rest: String, _ values: [SQLValue]) throws -> [Account] {
        try connection.rows(
            """
            SELECT \(Self.personColumns), p.asked_role, p.created_by, p.created_at,
                p.second_factor, p.must_change, p.disabled_at, p.failures, p.failed_at, p.subject
            FROM \(Self.personTables) \(rest)
            """, values
        ) { row in
            Account(
                person: try Self.person(row), askedRole: row.textOrNil(6).flatMap(Role.init),
                createdBy: ID(row.text(7)), createdAt: Timestamp(microseconds: row.integer(8)),
                hasSecondFactor: row.textOrNil(9) != nil, mustChangePassword: row.integer(10) != 0,
                disabledAt: Self.time(row, 11), failures: Int(row.integer(12)),
                failedAt: Self.time(row, 13), subject: row.textOrNil(14))
        }
    }

    func put(_ person: Person, passwordHash: String, mustChange: Bool, at: Timestamp) throws {
        try connection.execute(
            """
            INSERT INTO person (id, name, display_name, role, unit, password_hash, must_change,
                created_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            ON CONFLICT (name) DO UPDATE SET display_name = excluded.display_name,
                role = excluded.role, unit = excluded.unit, asked_role = NULL,
                password_hash = excluded.password_hash, must_change = excluded.must_change,
                failures = 0, failed_at = NULL
            """,
            [
                .text(person.id.text), .text(person.name), .text(person.displayName),
                .text(person.role.rawValue), .text(person.unit.text), .text(passwordHash),
                .integer(mustChange ? 1 : 0), .integer(at.microseconds),
            ])
    }

    func add(_ new: NewAccount) throws {
        let person = new.person
        try connection.execute(
            """
            INSERT INTO person (id, name, display_name, role, unit, password_hash, must_change,
                created_at, asked_role, created_by, subject)
            VALUES ($1, $2, $3, $4, $5, $6, 1, $7, $8, $9, $10)
            """,
            [
                .text(person.id.text), .text(person.name), .text(person.displayName),
                .text(person.role.rawValue), .text(person.unit.text), .text(new.passwordHash),
                .integer(new.at.microseconds), .text(new.askedRole.rawValue),
                .text(new.createdBy.text), .text(new.subject),
            ])
    }

    func setRole(_ role: Role, of person: ID<Person>) throws {
        try connection.execute(
            "UPDATE person SET role = $1, asked_role = NULL WHERE id = $2",
            [.text(role.rawValue), .text(person.text)])
    }

    func setPassword(_ hash: String, mustChange: Bool, of person: ID<Person>) throws {
        try connection.execute(
            "UPDATE person SET password_hash = $1, must_change = $2 WHERE id = $3",
            [.text(hash), .integer(mustChange ? 1 : 0), .text(person.text)])
    }

    func setDisabled(_ at: Timestamp?, _ person: ID<Person>) throws {
        try connection.execute(
            "UPDATE person SET disabled_at = $1 WHERE id = $2",
            [.integer(at?.microseconds), .text(person.text)])
    }

    func offerSecondFactor(_ sealed: String?, to person: ID<Person>) throws {
        try connection.execute(
            "UPDATE person SET offered_factor = $1 WHERE id = $2",
            [.text(sealed), .text(person.text)])
    }

    func setSecondFactor(_ sealed: String?, lastStep: Int64?, of person: ID<Person>) throws {
        try connection.execute(
            "UPDATE person SET second_factor = $1, last_step = $2 WHERE id = $3",
            [.text(sealed), .integer(lastStep), .text(person.text)])
    }

    func recordSignIn(_ person: ID<Person>, failures: Int, failedAt: Timestamp?) throws {
        try connection.execute(
            "UPDATE person SET failures = $1, failed_at = $2 WHERE id = $3",
            [.integer(Int64(failures)), .integer(failedAt?.microseconds), .text(person.text)])
    }

    static func person(_ row: any SQLRow) throws -> Person {
        guard let role = Role(rawValue: row.text(3)) else {
            throw StoreError.damaged(table: "person", id: row.text(0), what: "unknown role")
        }
        return Person(
            id: ID(row.text(0)), name: row.text(1), displayName: row.text(2), role: role,
            unit: ID(row.text(4)), division: row.textOrNil(5))
    }

    static func time(_ row: any SQLRow, _ column: Int) -> Timestamp? {
        row.integerOrNil(column).map(Timestamp.init(microseconds:))
    }
}

/// Sessions.
extension PortableTransaction {
    func session(digest: String, now: Timestamp) throws -> StoredSession? {
        try connection.first(
            """
            SELECT \(Self.personColumns), s.form_token, s.opened_at, s.seen_at, s.expires_at,
                s.second_factor, p.must_change
            FROM session s JOIN person p ON p.id = s.person_id JOIN unit u ON u.id = p.unit
            WHERE s.token_digest = $1 AND s.expires_at > $2 AND p.disabled_at IS NULL
            """, [.text(digest), .integer(now.microseconds)]
        ) { row in
            StoredSession(
                person: try Self.person(row), formToken: row.text(6),
                openedAt: Timestamp(microseconds: row.integer(7)),
                seenAt: Timestamp(microseconds: row.integer(8)),
                expiresAt: Timestamp(microseconds: row.integer(9)),
                hasSecondFactor: row.integer(10) != 0, isVouchedFor: row.integer(10) == 2,
                mustChangePassword: row.integer(11) != 0 && row.integer(10) != 2)
        }
    }

    func add(_ session: StoredSession, digest: String) throws {
        try connection.execute(
            """
            INSERT INTO session (token_digest, person_id, form_token, expires_at, opened_at,
                seen_at, second_factor)
            VALUES ($1, $2, $3, $4, $5, $6, $7)
            """,
            [
                .text(digest), .text(session.person.id.text), .text(session.formToken),
                .integer(session.expiresAt.microseconds), .integer(session.openedAt.microseconds),
                .integer(session.seenAt.microseconds),
                // 0 none, 1 a second factor, 2 an issuer that vouches.
                .integer(session.isVouchedFor ? 2 : session.hasSecondFactor ? 1 : 0),
            ])
    }

    func touchSession(digest: String, at: Timestamp) throws {
        try connection.execute(
            "UPDATE session SET seen_at = $1 WHERE token_digest = $2 AND seen_at < $3",
            [.integer(at.microseconds), .text(digest), .integer(at.microseconds)])
    }

    func setSecondFactorOfSession(digest: String) throws {
        try connection.execute(
            "UPDATE session SET second_factor = 1 WHERE token_digest = $1 AND second_factor = 0",
            [.text(digest)])
    }

    func removeSession(digest: String) throws {
        try connection.execute("DELETE FROM session WHERE token_digest = $1", [.text(digest)])
    }

    func removeSessions(of person: ID<Person>, except digest: String?) throws {
        try connection.execute(
            "DELETE FROM session WHERE person_id = $1 AND token_digest <> $2",
            [.text(person.text), .text(digest ?? "")])
    }

    func removeSessions(before: Timestamp, idleSince idle: Timestamp) throws {
        try connection.execute(
            "DELETE FROM session WHERE expires_at <= $1 OR seen_at < $2",
            [.integer(before.microseconds), .integer(idle.microseconds)])
    }
}
