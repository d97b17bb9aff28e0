import Casework
import Primitives
import Records

extension PortableTransaction {
    private static let severanceColumns = """
        id, kind, identifier, left_record, right_record, actor, lead, person, person_name, at,
        reason, ended_by, ended_name, ended_at, end_reason
        """

    func severance(_ id: ID<StoredSeverance>) throws -> StoredSeverance? {
        try connection.first(
            "SELECT \(Self.severanceColumns) FROM severance WHERE id = $1", [.text(id.text)],
            Self.severance)
    }

    func standingSeverances() throws -> [StoredSeverance] {
        try connection.rows(
            """
            SELECT \(Self.severanceColumns) FROM severance WHERE ended_at IS NULL ORDER BY at, id
            """, [], Self.severance)
    }

    func severances(limit: Int) throws -> [StoredSeverance] {
        try connection.rows(
            "SELECT \(Self.severanceColumns) FROM severance ORDER BY at DESC, id DESC LIMIT $1",
            [.integer(Int64(limit))], Self.severance)
    }

    func severances(lead: ID<Lead>, actor: ID<Actor>) throws -> [StoredSeverance] {
        try connection.rows(
            """
            SELECT \(Self.severanceColumns) FROM severance WHERE lead = $1 OR actor = $2
            ORDER BY at DESC, id DESC
            """, [.text(lead.text), .text(actor.text)], Self.severance)
    }

    func add(_ severance: StoredSeverance) throws {
        precondition(severance.end == nil, "a parting is taken back after it was made")
        var kind = "identifier"
        var (identifier, left, right): (String?, String?, String?) = (nil, nil, nil)
        switch severance.what {
        case .identifier(let value): identifier = value.text
        case .pair(let one, let other): (kind, left, right) = ("pair", one.text, other.text)
        }
        try connection.execute(
            """
            INSERT INTO severance (id, kind, identifier, left_record, right_record, actor, lead,
                person, person_name, at, reason)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
            """,
            [
                .text(severance.id.text), .text(kind), .text(identifier), .text(left),
                .text(right), .text(severance.actor.text), .text(severance.lead.text),
                .text(severance.by.text), .text(severance.byName),
                .integer(severance.at.microseconds), .text(severance.reason),
            ])
    }

    func end(_ id: ID<StoredSeverance>, _ end: StoredSeverance.End) throws -> Bool {
        try connection.execute(
            """
            UPDATE severance SET ended_by = $1, ended_name = $2, ended_at = $3, end_reason = $4
            WHERE id = $5 AND ended_at IS NULL
            """,
            [
                .text(end.by.text), .text(end.byName), .integer(end.at.microseconds),
                .text(end.reason), .text(id.text),
            ])
        return connection.changes == 1
    }

    private static func severance(_ row: any SQLRow) throws -> StoredSeverance {
        let what: StoredSeverance.What
        if row.text(1) == "identifier", let value = Identifier(stored: row.textOrNil(2) ?? "") {
            what = .identifier(value)
        } else if row.text(1) == "pair", let left = RecordRef(stored: row.textOrNil(3) ?? ""),
            let right = RecordRef(stored: row.textOrNil(4) ?? "")
        {
            what = .pair(left, right)
        } else {
            throw StoreError.damaged(table: "severance", id: row.text(0), what: "what it parts")
        }
        let end = row.integerOrNil(13).map { at in
            StoredSeverance.End(
                by: ID(row.textOrNil(11) ?? ""), byName: row.textOrNil(12) ?? "",
                at: Timestamp(microseconds: at), reason: row.textOrNil(14) ?? "")
        }
        return StoredSeverance(
            id: ID(row.text(0)), what: what, actor: ID(row.text(5)), lead: ID(row.text(6)),
            by: ID(row.text(7)), byName: row.text(8), at: Timestamp(microseconds: row.integer(9)),
            reason: row.text(10), end: end)
    }
}
