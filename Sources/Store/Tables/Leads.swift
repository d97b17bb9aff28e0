import Casework
import Primitives
import Records

extension PortableTransaction {
    static let leadColumns = """
        id, actor, state, score, prior, evidence, division, found_at, due_at, due_order, outcome,
        ended_at, actor_name, listings, waybills, terms, search, version
        """
    /// Sorts after every real deadline.
    private static let noDeadline = Int64.max

    func lead(_ id: ID<Lead>) throws -> StoredLead? {
        try connection.first(
            "SELECT \(Self.leadColumns) FROM lead WHERE id = $1", [.text(id.text)], Self.lead)
    }

    func newestLeads() throws -> [ID<Actor>: StoredLead] {
        let rows = try connection.rows(
            "SELECT \(Self.leadColumns) FROM lead ORDER BY found_at, id", [], Self.lead)
        return Dictionary(rows.map { ($0.lead.actor, $0) }) { _, newer in newer }
    }

    func add(_ lead: StoredLead) throws {
        let places = (1...18).map { "$\($0)" }.joined(separator: ", ")
        try connection.execute(
            "INSERT INTO lead (\(Self.leadColumns)) VALUES (\(places))",
            try Self.values(lead, version: 1))
    }

    func replace(_ lead: StoredLead, version: Int) throws -> Bool {
        let names = Self.leadColumns.split { $0 == "," || $0 == " " || $0 == "\n" }.dropFirst()
        let updates = names.enumerated().map { "\($1) = $\($0 + 1)" }.joined(separator: ", ")
        let values = Array(try Self.values(lead, version: version + 1).dropFirst())
        try connection.execute(
            "UPDATE lead SET \(updates) WHERE id = $18 AND version = $19",
            values + [.text(lead.lead.id.text), .integer(Int64(version))])
        return connection.changes == 1
    }

    private static func values(_ stored: StoredLead, version: Int) throws -> [SQLValue] {
        let lead = stored.lead
        return [
            .text(lead.id.text), .text(lead.actor.text), .text(lead.state.rawValue),
            .real(lead.score.value), .real(lead.prior.value),
            .text(try JSONColumn.text(lead.evidence.map(EvidenceColumn.init))),
            .text(lead.division), .integer(lead.foundAt.microseconds),
            .integer(lead.dueAt?.microseconds),
            .integer(lead.dueAt?.microseconds ?? noDeadline), .text(stored.outcome?.rawValue),
            .integer(stored.endedAt?.microseconds), .text(stored.actorName),
            .integer(Int64(stored.listings)), .integer(Int64(stored.waybills)),
            .text(try JSONColumn.text(stored.terms)), .text(stored.search),
            .integer(Int64(version)),
        ]
    }

    static func lead(_ row: any SQLRow) throws -> StoredLead {
        let id = row.text(0)
        guard let state = LeadState(rawValue: row.text(2)) else {
            throw StoreError.damaged(table: "lead", id: id, what: "unknown state")
        }
        let evidence = try JSONColumn.value(
            [EvidenceColumn].self, row.text(5), table: "lead", id: id)
        let lead = Lead(
            id: ID(id), actor: ID(row.text(1)), state: state, score: Bits(row.real(3)),
            prior: Bits(row.real(4)), evidence: evidence.compactMap(\.evidence),
            division: row.text(6), foundAt: Timestamp(microseconds: row.integer(7)),
            dueAt: row.integerOrNil(8).map(Timestamp.init(microseconds:)))
        return StoredLead(
            lead: lead, outcome: row.textOrNil(10).flatMap(LeadOutcome.init(rawValue:)),
            endedAt: row.integerOrNil(11).map(Timestamp.init(microseconds:)),
            actorName: row.text(12), listings: Int(row.integer(13)),
            waybills: Int(row.integer(14)),
            terms: try JSONColumn.value([String].self, row.text(15), table: "lead", id: id),
            search: row.text(16), version: Int(row.integer(17)))
    }

    func history(of lead: ID<Lead>) throws -> [LeadEvent] {
        try connection.rows(
            """
            SELECT at, person_name, step, from_state, to_state, outcome, note FROM lead_event
            WHERE lead = $1 ORDER BY number
            """, [.text(lead.text)]
        ) { row in
            guard let state = LeadState(rawValue: row.text(4)) else {
                throw StoreError.damaged(table: "lead_event", id: lead.text, what: "unknown state")
            }
            return LeadEvent(
                at: Timestamp(microseconds: row.integer(0)), by: row.text(1), step: row.text(2),
                from: row.textOrNil(3).flatMap(LeadState.init(rawValue:)), to: state,
                outcome: row.textOrNil(5).flatMap(LeadOutcome.init(rawValue:)), note: row.text(6))
        }
    }

    func add(_ event: LeadEvent, by person: ID<Person>, to lead: ID<Lead>) throws {
        try connection.execute(
            """
            INSERT INTO lead_event (lead, number, at, person, person_name, step, from_state,
                to_state, outcome, note)
            SELECT $1, COALESCE(MAX(number), 0) + 1, $2, $3, $4, $5, $6, $7, $8, $9
            FROM lead_event WHERE lead = $10
            """,
            [
                .text(lead.text), .integer(event.at.microseconds), .text(person.text),
                .text(event.by), .text(event.step), .text(event.from?.rawValue),
                .text(event.to.rawValue), .text(event.outcome?.rawValue), .text(event.note),
                .text(lead.text),
            ])
    }
}
