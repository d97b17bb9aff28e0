import Casework
import Primitives
import Records

extension PortableTransaction {
    private static let severanceColumns = """
        id, kind, actor, lead, person, at, ended_by, ended_at, sealed
        """

    func severance(_ id: ID<StoredSeverance>) throws -> StoredSeverance? {
        try connection.first(
            "SELECT \(Self.severanceColumns) FROM severance WHERE id = $1", [.text(id.text)],
            storedSeverance)
    }

    func standingSeverances() throws -> [StoredSeverance] {
        try connection.rows(
            """
            SELECT \(Self.severanceColumns) FROM severance WHERE ended_at IS NULL ORDER BY at, id
            """, [], storedSeverance)
    }

    func severances(limit: Int) throws -> [StoredSeverance] {
        try connection.rows(
            "SELECT \(Self.severanceColumns) FROM severance ORDER BY at DESC, id DESC LIMIT $1",
            [.integer(Int64(limit))], storedSeverance)
    }

    func severances(lead: ID<Lead>, actor: ID<Actor>) throws -> [StoredSeverance] {
        try connection.rows(
            """
            SELECT \(Self.severanceColumns) FROM severance WHERE lead = $1 OR actor = $2
            ORDER BY at DESC, id DESC
            """, [.text(lead.text), .text(actor.text)], storedSeverance)
    }

    func add(_ severance: StoredSeverance) throws {
        precondition(severance.end == nil, "a parting is taken back after it was made")
        var kind = "identifier"
        var (identifier, left, right): (String?, String?, String?) = (nil, nil, nil)
        switch severance.what {
        case .identifier(let value): identifier = value.text
        case .pair(let one, let other): (kind, left, right) = ("pair", one.text, other.text)
        }
        let id = severance.id.text
        try connection.execute(
            """
            INSERT INTO severance (id, kind, actor, lead, person, at, sealed)
            VALUES ($1, $2, $3, $4, $5, $6, $7)
            """,
            [
                .text(id), .text(kind), .text(severance.actor.text), .text(severance.lead.text),
                .text(severance.by.text), .integer(severance.at.microseconds),
                try sealed(
                    [identifier, left, right, severance.byName, severance.reason, nil, nil],
                    in: .severance, id),
            ])
    }

    func end(_ id: ID<StoredSeverance>, _ end: StoredSeverance.End) throws -> Bool {
        let fields = try connection.first(
            "SELECT id, sealed FROM severance WHERE id = $1 AND ended_at IS NULL",
            [.text(id.text)]
        ) { row in try opened(row, 1, of: .severance, id.text) }
        guard let fields else { return false }
        try connection.execute(
            """
            UPDATE severance SET ended_by = $1, ended_at = $2, sealed = $3
            WHERE id = $4 AND ended_at IS NULL
            """,
            [
                .text(end.by.text), .integer(end.at.microseconds),
                try sealed(
                    (0..<5).map { fields.textOrNil($0) } + [end.byName, end.reason],
                    in: .severance, id.text),
                .text(id.text),
            ])
        return connection.changes == 1
    }

    private func storedSeverance(_ row: any SQLRow) throws -> StoredSeverance {
        let id = row.text(0)
        let fields = try opened(row, 8, of: .severance, id)
        let what: StoredSeverance.What
        if row.text(1) == "identifier", let value = Identifier(stored: fields.text(0)) {
            what = .identifier(value)
        } else if row.text(1) == "pair", let left = RecordRef(stored: fields.text(1)),
            let right = RecordRef(stored: fields.text(2))
        {
            what = .pair(left, right)
        } else {
            throw StoreError.damaged(table: "severance", id: id, what: "what it parts")
        }
        let end = row.integerOrNil(7).map { at in
            StoredSeverance.End(
                by: ID(row.textOrNil(6) ?? ""), byName: fields.text(5),
                at: Timestamp(microseconds: at), reason: fields.text(6))
        }
        return StoredSeverance(
            id: ID(id), what: what, actor: ID(row.text(2)), lead: ID(row.text(3)),
            by: ID(row.text(4)), byName: fields.text(3),
            at: Timestamp(microseconds: row.integer(5)), reason: fields.text(4), end: end)
    }
}
