import Casework
import Primitives

/// Units and the keys of programs.
extension PortableTransaction {
    private static let unitColumns = "u.id, u.parent, u.kind, u.name, u.division"

    func units() throws -> [Unit] {
        let rows = try connection.rows(
            "SELECT \(Self.unitColumns) FROM unit u ORDER BY u.created_at, u.id", [], Self.unit)
        // Each after the one it stands under.
        let below = Dictionary(grouping: rows, by: \.parent)
        func tree(_ parent: ID<Unit>?) -> [Unit] {
            (below[parent] ?? []).flatMap { [$0] + tree($0.id) }
        }
        return tree(nil)
    }

    func unit(_ id: ID<Unit>) throws -> Unit? {
        try connection.first(
            "SELECT \(Self.unitColumns) FROM unit u WHERE u.id = $1", [.text(id.text)], Self.unit)
    }

    func add(_ unit: Unit, at: Timestamp) throws {
        try connection.execute(
            """
            INSERT INTO unit (id, parent, kind, name, division, created_at)
            VALUES ($1, $2, $3, $4, $5, $6)
            """,
            [
                .text(unit.id.text), .text(unit.parent?.text), .text(unit.kind.rawValue),
                .text(unit.name), .text(unit.division), .integer(at.microseconds),
            ])
    }

    private static func unit(_ row: any SQLRow) throws -> Unit {
        guard let kind = Unit.Kind(rawValue: row.text(2)) else {
            throw StoreError.damaged(table: "unit", id: row.text(0), what: "unknown kind")
        }
        return Unit(
            id: ID(row.text(0)), parent: row.textOrNil(1).map(ID.init), kind: kind,
            name: row.text(3), division: row.textOrNil(4))
    }

    private static let keyColumns = """
        k.id, k.name, k.unit, k.role, k.scopes, k.requests_per_minute, k.created_by, k.created_at,
            k.expires_at, k.granted_by, k.revoked_at, k.overlaps_until
        """

    func keys() throws -> [APIKey] {
        try connection.rows(
            "SELECT \(Self.keyColumns) FROM api_key k ORDER BY k.created_at DESC, k.id", [],
            Self.key)
    }

    func key(_ id: ID<APIKey>) throws -> APIKey? {
        try connection.first(
            "SELECT \(Self.keyColumns) FROM api_key k WHERE k.id = $1", [.text(id.text)], Self.key)
    }

    func keyHolder(digest: String, now: Timestamp) throws -> (key: APIKey, division: String?)? {
        try connection.first(
            """
            SELECT \(Self.keyColumns), u.division
            FROM api_key k JOIN unit u ON u.id = k.unit
            WHERE (k.digest = $1 OR (k.old_digest = $2 AND k.overlaps_until > $3))
                AND k.expires_at > $4 AND k.granted_by IS NOT NULL AND k.revoked_at IS NULL
            """,
            [
                .text(digest), .text(digest), .integer(now.microseconds),
                .integer(now.microseconds),
            ]
        ) { row in (try Self.key(row), row.textOrNil(12)) }
    }

    func add(_ key: APIKey, digest: String) throws {
        try connection.execute(
            """
            INSERT INTO api_key (id, name, unit, role, scopes, requests_per_minute, digest,
                created_by, created_at, expires_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
            """,
            [
                .text(key.id.text), .text(key.name), .text(key.unit.text),
                .text(key.role.rawValue),
                .text(key.scopes.map(\.rawValue).sorted().joined(separator: " ")),
                .integer(Int64(key.requestsPerMinute)), .text(digest), .text(key.createdBy.text),
                .integer(key.createdAt.microseconds), .integer(key.expiresAt.microseconds),
            ])
    }

    func grantKey(_ id: ID<APIKey>, by person: ID<Person>) throws {
        try connection.execute(
            "UPDATE api_key SET granted_by = $1 WHERE id = $2",
            [.text(person.text), .text(id.text)])
    }

    func revokeKey(_ id: ID<APIKey>, at: Timestamp) throws {
        try connection.execute(
            "UPDATE api_key SET revoked_at = $1 WHERE id = $2",
            [.integer(at.microseconds), .text(id.text)])
    }

    func rotateKey(_ id: ID<APIKey>, digest: String, overlapsUntil: Timestamp) throws {
        try connection.execute(
            """
            UPDATE api_key SET old_digest = digest, digest = $1, overlaps_until = $2
            WHERE id = $3
            """, [.text(digest), .integer(overlapsUntil.microseconds), .text(id.text)])
    }

    private static func key(_ row: any SQLRow) throws -> APIKey {
        let scopes = row.text(4).split(separator: " ").map { Permission(rawValue: String($0)) }
        guard let role = Role(rawValue: row.text(3)), !scopes.contains(nil) else {
            throw StoreError.damaged(table: "api_key", id: row.text(0), what: "unknown right")
        }
        return APIKey(
            id: ID(row.text(0)), name: row.text(1), unit: ID(row.text(2)), role: role,
            scopes: Set(scopes.compactMap { $0 }), requestsPerMinute: Int(row.integer(5)),
            createdBy: ID(row.text(6)), createdAt: Timestamp(microseconds: row.integer(7)),
            expiresAt: Timestamp(microseconds: row.integer(8)),
            grantedBy: row.textOrNil(9).map(ID.init), revokedAt: time(row, 10),
            overlapsUntil: time(row, 11))
    }
}
