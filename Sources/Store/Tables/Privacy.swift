import Casework
import Primitives
import Records

/// Looks at personal data, what is over, what went.
extension PortableTransaction {
    func unmaskings(by person: ID<Person>, since: Timestamp) throws -> Int {
        try connection.first(
            "SELECT COUNT(*) FROM unmasking WHERE person = $1 AND at >= $2",
            [.text(person.text), .integer(since.microseconds)]
        ) { Int($0.integer(0)) } ?? 0
    }

    func unmaskings(of lead: ID<Lead>) throws -> [Unmasking] {
        try connection.rows(
            """
            SELECT id, person, lead, at, purpose, sealed FROM unmasking WHERE lead = $1
            ORDER BY at, id
            """, [.text(lead.text)]
        ) { row in
            let fields = try opened(row, 5, of: .unmasking, row.text(0))
            guard let kind = StatedPurpose.Kind(rawValue: row.text(4)),
                let purpose = try? StatedPurpose(kind: kind, reason: fields.text(0))
            else {
                throw StoreError.damaged(
                    table: "unmasking", id: row.text(0), what: "unknown purpose")
            }
            return Unmasking(
                id: ID(row.text(0)), person: ID(row.text(1)), lead: ID(row.text(2)),
                at: Timestamp(microseconds: row.integer(3)), purpose: purpose)
        }
    }

    func add(_ unmasking: Unmasking) throws {
        try connection.execute(
            """
            INSERT INTO unmasking (id, person, lead, at, purpose, sealed)
            VALUES ($1, $2, $3, $4, $5, $6)
            """,
            [
                .text(unmasking.id.text), .text(unmasking.person.text),
                .text(unmasking.lead.text), .integer(unmasking.at.microseconds),
                .text(unmasking.purpose.kind.rawValue),
                try sealed([unmasking.purpose.reason], in: .unmasking, unmasking.id.text),
            ])
    }

    func over(_ kind: RetentionKind, until end: Timestamp, limit: Int) throws -> [String] {
        let over = Over(kind)
        return try connection.rows(
            """
            SELECT \(over.id) FROM \(over.table) WHERE \(over.condition)
            ORDER BY \(over.time), \(over.id) LIMIT $2
            """, [over.end(end), .integer(Int64(limit))]
        ) { $0.text(0) }
    }

    func countOver(_ kind: RetentionKind, until end: Timestamp) throws -> Int {
        let over = Over(kind)
        return try connection.first(
            "SELECT COUNT(*) FROM \(over.table) WHERE \(over.condition)", [over.end(end)]
        ) { Int($0.integer(0)) } ?? 0
    }

    func has(_ kind: RetentionKind, _ id: String) throws -> Bool {
        let over = Over(kind)
        return try connection.first(
            "SELECT 1 FROM \(over.table) WHERE \(over.id) = $1", [.text(id)]
        ) { _ in true } ?? false
    }

    func remove(_ kind: RetentionKind, _ ids: [String]) throws {
        let rows = ids.map { [SQLValue.text($0)] }
        // What refers to it goes first.
        let parts: [(table: String, column: String)] =
            switch kind {
            case .lead:
                [("lead_event", "lead"), ("matter_lead", "lead"), ("severance", "lead")]
            case .licence: [("licence_identifier", "licence")]
            default: []
            }
        for (table, column) in parts {
            try connection.execute("DELETE FROM \(table) WHERE \(column) = $1", each: rows)
        }
        let over = Over(kind)
        try connection.execute(
            "DELETE FROM \(over.table) WHERE \(over.id) = $1", each: rows)
        if kind == .lead {
            try connection.execute(
                "DELETE FROM actor_evidence WHERE actor NOT IN (SELECT actor FROM lead)", [])
        }
    }

    func add(_ batch: PurgeBatch) throws {
        try connection.execute(
            """
            INSERT INTO purge_batch (id, at, kind, removed, root, digests)
            VALUES ($1, $2, $3, $4, $5, $6)
            """,
            [
                .text(batch.id.text), .integer(batch.at.microseconds),
                .text(batch.kind.rawValue), .integer(Int64(batch.digests.count)),
                .text(batch.root),
                .bytes(Array(batch.digests.joined(separator: "\n").utf8)),
            ])
    }

    func forEachPurgeBatch(_ body: (PurgeBatch) throws -> Void) throws {
        try connection.forEach(
            "SELECT id, at, kind, root, digests FROM purge_batch ORDER BY at, id", []
        ) { row in
            guard let kind = RetentionKind(rawValue: row.text(2)) else {
                throw StoreError.damaged(
                    table: "purge_batch", id: row.text(0), what: "unknown kind")
            }
            let digests = String(decoding: row.bytes(4), as: UTF8.self)
            try body(
                PurgeBatch(
                    id: ID(row.text(0)), at: Timestamp(microseconds: row.integer(1)), kind: kind,
                    digests: digests.split(separator: "\n").map(String.init), root: row.text(3)))
        }
    }

    func forEachListing(_ body: (ScreenedListing, ID<Actor>?) throws -> Void) throws {
        try connection.forEach(
            "SELECT \(Self.listingColumns) FROM listing ORDER BY id", []
        ) { row in
            try body(try listing(row).screened, row.textOrNil(9).map { ID($0) })
        }
    }

    func forEachWaybill(_ body: (StoredWaybill, ID<Actor>?) throws -> Void) throws {
        try connection.forEach(
            "SELECT \(Self.waybillColumns), actor FROM waybill ORDER BY number", []
        ) { row in
            try body(try waybill(row), row.textOrNil(17).map { ID($0) })
        }
    }
}

/// Where rows of a kind stand, and which of them are over at `$1`.
private struct Over {
    let table: String
    let id: String
    let time: String
    let condition: String
    private let isDate: Bool

    init(_ kind: RetentionKind) {
        let ofNoLead = "(actor IS NULL OR actor NOT IN (SELECT actor FROM lead))"
        isDate = kind == .licence
        table = kind.rawValue
        switch kind {
        case .lead:
            (id, time) = ("id", "ended_at")
            condition = """
                ended_at <= $1 AND NOT EXISTS (SELECT 1 FROM matter_lead ml
                    JOIN matter m ON m.id = ml.matter
                    WHERE ml.lead = lead.id AND m.closed_at IS NULL)
                """
        case .listing:
            (id, time) = ("id", "at")
            condition = "at <= $1 AND \(ofNoLead)"
        case .waybill:
            (id, time) = ("number", "accepted_at")
            condition = "accepted_at <= $1 AND \(ofNoLead)"
        case .licence:
            (id, time) = ("number", "valid_to")
            condition = "valid_to <= $1"
        case .approval:
            (id, time) = ("id", "asked_at")
            condition = "asked_at <= $1"
        case .unmasking:
            (id, time) = ("id", "at")
            condition = "at <= $1"
        }
    }

    /// Dates of licences stand as text, everything else as a moment.
    func end(_ end: Timestamp) -> SQLValue {
        isDate ? .text(end.civilDate().text) : .integer(end.microseconds)
    }
}
