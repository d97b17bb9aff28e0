import Casework
import Primitives
import Records

extension PortableTransaction {
    static let leadColumns = """
        id, actor, state, score, prior, division, found_at, due_at, due_order, outcome, ended_at,
        listings, waybills, version, sealed
        """
    /// Sorts after every real deadline.
    private static let noDeadline = Int64.max

    func lead(_ id: ID<Lead>) throws -> StoredLead? {
        try connection.first(
            "SELECT \(Self.leadColumns) FROM lead WHERE id = $1", [.text(id.text)], storedLead)
    }

    func newestLeads() throws -> [ID<Actor>: StoredLead] {
        let rows = try connection.rows(
            "SELECT \(Self.leadColumns) FROM lead ORDER BY found_at, id", [], storedLead)
        return Dictionary(rows.map { ($0.lead.actor, $0) }) { _, newer in newer }
    }

    func add(_ lead: StoredLead) throws {
        let places = (1...15).map { "$\($0)" }.joined(separator: ", ")
        try connection.execute(
            "INSERT INTO lead (\(Self.leadColumns)) VALUES (\(places))",
            try values(lead, version: 1))
    }

    func replace(_ lead: StoredLead, version: Int) throws -> Bool {
        let names = Self.leadColumns.split { $0 == "," || $0 == " " || $0 == "\n" }.dropFirst()
        let updates = names.enumerated().map { "\($1) = $\($0 + 1)" }.joined(separator: ", ")
        let values = Array(try values(lead, version: version + 1).dropFirst())
        try connection.execute(
            "UPDATE lead SET \(updates) WHERE id = $15 AND version = $16",
            values + [.text(lead.lead.id.text), .integer(Int64(version))])
        return connection.changes == 1
    }

    private func values(_ stored: StoredLead, version: Int) throws -> [SQLValue] {
        let (lead, id) = (stored.lead, stored.lead.id.text)
        return [
            .text(id), .text(lead.actor.text), .text(lead.state.rawValue),
            .real(lead.score.value), .real(lead.prior.value), .text(lead.division),
            .integer(lead.foundAt.microseconds), .integer(lead.dueAt?.microseconds),
            .integer(lead.dueAt?.microseconds ?? Self.noDeadline),
            .text(stored.outcome?.rawValue), .integer(stored.endedAt?.microseconds),
            .integer(Int64(stored.listings)), .integer(Int64(stored.waybills)),
            .integer(Int64(version)),
            try sealed(
                [
                    try JSONColumn.text(lead.evidence.map(EvidenceColumn.init)),
                    stored.actorName, try JSONColumn.text(stored.terms), stored.search,
                ], in: .lead, id),
        ]
    }

    /// The place of what is sealed in `leadColumns`, and of the words of the board's search in it.
    static let leadSealedColumn = 14
    static let leadSearchField = 3

    func storedLead(_ row: any SQLRow) throws -> StoredLead {
        let id = row.text(0)
        guard let state = LeadState(rawValue: row.text(2)) else {
            throw StoreError.damaged(table: "lead", id: id, what: "unknown state")
        }
        let fields = try opened(row, Self.leadSealedColumn, of: .lead, id)
        let evidence = try JSONColumn.value(
            [EvidenceColumn].self, fields.text(0), table: "lead", id: id)
        let lead = Lead(
            id: ID(id), actor: ID(row.text(1)), state: state, score: Bits(row.real(3)),
            prior: Bits(row.real(4)), evidence: evidence.compactMap(\.evidence),
            division: row.text(5), foundAt: Timestamp(microseconds: row.integer(6)),
            dueAt: row.integerOrNil(7).map(Timestamp.init(microseconds:)))
        return StoredLead(
            lead: lead, outcome: row.textOrNil(9).flatMap(LeadOutcome.init(rawValue:)),
            endedAt: row.integerOrNil(10).map(Timestamp.init(microseconds:)),
            actorName: fields.text(1), listings: Int(row.integer(11)),
            waybills: Int(row.integer(12)),
            terms: try JSONColumn.value([String].self, fields.text(2), table: "lead", id: id),
            search: fields.text(Self.leadSearchField), version: Int(row.integer(13)))
    }

    func history(of lead: ID<Lead>) throws -> [LeadEvent] {
        try connection.rows(
            """
            SELECT number, at, step, from_state, to_state, outcome, sealed FROM lead_event
            WHERE lead = $1 ORDER BY number
            """, [.text(lead.text)]
        ) { row in
            guard let state = LeadState(rawValue: row.text(4)) else {
                throw StoreError.damaged(table: "lead_event", id: lead.text, what: "unknown state")
            }
            let fields = try opened(
                row, 6, of: .leadEvent, Self.eventID(lead.text, row.integer(0)))
            return LeadEvent(
                at: Timestamp(microseconds: row.integer(1)), by: fields.text(0),
                step: row.text(2), from: row.textOrNil(3).flatMap(LeadState.init(rawValue:)),
                to: state, outcome: row.textOrNil(5).flatMap(LeadOutcome.init(rawValue:)),
                note: fields.text(1))
        }
    }

    /// An event's place, by its lead and number.
    static func eventID(_ lead: String, _ number: Int64) -> String { "\(lead)/\(number)" }

    func add(_ event: LeadEvent, by person: ID<Person>, to lead: ID<Lead>) throws {
        let number =
            try connection.first(
                "SELECT COALESCE(MAX(number), 0) + 1 FROM lead_event WHERE lead = $1",
                [.text(lead.text)]
            ) { $0.integer(0) } ?? 1
        try connection.execute(
            """
            INSERT INTO lead_event (lead, number, at, person, step, from_state, to_state, outcome,
                sealed)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            """,
            [
                .text(lead.text), .integer(number), .integer(event.at.microseconds),
                .text(person.text), .text(event.step), .text(event.from?.rawValue),
                .text(event.to.rawValue), .text(event.outcome?.rawValue),
                try sealed(
                    [event.by, event.note], in: .leadEvent, Self.eventID(lead.text, number)),
            ])
    }
}
