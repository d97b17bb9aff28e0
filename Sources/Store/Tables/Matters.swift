import Casework
import Primitives
import Records

/// Matters and what a second person agreed to.
extension PortableTransaction {
    func sees(_ lead: ID<Lead>, _ scope: LeadScope) throws -> Bool {
        var filter = ScopeFilter(scope, first: 2)
        filter.values.insert(.text(lead.text), at: 0)
        return try connection.first(
            "SELECT 1 FROM lead WHERE id = $1 AND \(filter.text)", filter.values
        ) { _ in true } ?? false
    }

    func matters(of person: ID<Person>?) throws -> [Matter] {
        let columns = "m.id, m.restricted, m.opened_by, m.opened_at, m.closed_at, m.sealed"
        let order = "ORDER BY m.opened_at DESC, m.id"
        guard let person else {
            return try connection.rows(
                "SELECT \(columns) FROM matter m \(order)", [], storedMatter)
        }
        return try connection.rows(
            """
            SELECT \(columns) FROM matter m JOIN matter_member mm ON mm.matter = m.id
            WHERE mm.person = $1 \(order)
            """, [.text(person.text)], storedMatter)
    }

    func matter(_ id: ID<Matter>) throws -> Matter? {
        try connection.first(
            """
            SELECT id, restricted, opened_by, opened_at, closed_at, sealed FROM matter WHERE id = $1
            """, [.text(id.text)], storedMatter)
    }

    func leads(in matter: ID<Matter>) throws -> [StoredLead] {
        try connection.rows(
            """
            SELECT \(Self.leadColumns)
            FROM lead WHERE id IN (SELECT lead FROM matter_lead WHERE matter = $1)
            ORDER BY score DESC, id
            """, [.text(matter.text)], storedLead)
    }

    func members(of matter: ID<Matter>) throws -> [Person] {
        try connection.rows(
            """
            SELECT \(Self.personColumns)
            FROM matter_member mm JOIN person p ON p.id = mm.person JOIN unit u ON u.id = p.unit
            WHERE mm.matter = $1 ORDER BY p.name
            """, [.text(matter.text)], Self.person)
    }

    func add(_ matter: Matter) throws {
        try connection.execute(
            """
            INSERT INTO matter (id, sealed, restricted, opened_by, opened_at)
            VALUES ($1, $2, $3, $4, $5)
            """,
            [
                .text(matter.id.text), try sealed([matter.name], in: .matter, matter.id.text),
                .integer(matter.isRestricted ? 1 : 0), .text(matter.openedBy.text),
                .integer(matter.openedAt.microseconds),
            ])
    }

    func close(_ matter: ID<Matter>, at: Timestamp) throws {
        try connection.execute(
            "UPDATE matter SET closed_at = $1 WHERE id = $2",
            [.integer(at.microseconds), .text(matter.text)])
    }

    func setMember(_ person: ID<Person>, of matter: ID<Matter>, isIn: Bool) throws {
        let values: [SQLValue] = [.text(matter.text), .text(person.text)]
        if isIn {
            try connection.execute(
                """
                INSERT INTO matter_member (matter, person) VALUES ($1, $2)
                ON CONFLICT (matter, person) DO NOTHING
                """, values)
        } else {
            try connection.execute(
                "DELETE FROM matter_member WHERE matter = $1 AND person = $2", values)
        }
    }

    func setLead(_ lead: ID<Lead>, of matter: ID<Matter>, isIn: Bool) throws {
        let values: [SQLValue] = [.text(matter.text), .text(lead.text)]
        if isIn {
            try connection.execute(
                """
                INSERT INTO matter_lead (matter, lead) VALUES ($1, $2)
                ON CONFLICT (matter, lead) DO NOTHING
                """, values)
        } else {
            try connection.execute(
                "DELETE FROM matter_lead WHERE matter = $1 AND lead = $2", values)
        }
    }

    private func storedMatter(_ row: any SQLRow) throws -> Matter {
        Matter(
            id: ID(row.text(0)), name: try opened(row, 5, of: .matter, row.text(0)).text(0),
            isRestricted: row.integer(1) != 0, openedBy: ID(row.text(2)),
            openedAt: Timestamp(microseconds: row.integer(3)), closedAt: Self.time(row, 4))
    }

    private static let approvalColumns = """
        id, kind, purpose, asked_by, asked_at, approved, decided_by, decided_at, used_at, sealed
        """

    func approvals(limit: Int) throws -> [Approval] {
        try connection.rows(
            """
            SELECT \(Self.approvalColumns) FROM approval
            ORDER BY asked_at DESC, id LIMIT $1
            """, [.integer(Int64(limit))], storedApproval)
    }

    func approval(_ id: ID<Approval>) throws -> Approval? {
        try connection.first(
            "SELECT \(Self.approvalColumns) FROM approval WHERE id = $1", [.text(id.text)],
            storedApproval)
    }

    func add(_ approval: Approval) throws {
        try connection.execute(
            """
            INSERT INTO approval (id, kind, purpose, asked_by, asked_at, sealed)
            VALUES ($1, $2, $3, $4, $5, $6)
            """,
            [
                .text(approval.id.text), .text(approval.kind.rawValue),
                .text(approval.purpose.kind.rawValue), .text(approval.askedBy.text),
                .integer(approval.askedAt.microseconds),
                try sealed(
                    [approval.subject, approval.purpose.reason, nil], in: .approval,
                    approval.id.text),
            ])
    }

    func decide(_ id: ID<Approval>, _ decision: Approval.Decision) throws -> Bool {
        guard let asked = try approval(id) else { return false }
        try connection.execute(
            """
            UPDATE approval SET approved = $1, decided_by = $2, decided_at = $3, sealed = $4
            WHERE id = $5 AND approved IS NULL
            """,
            [
                .integer(decision.isApproved ? 1 : 0), .text(decision.by.text),
                .integer(decision.at.microseconds),
                try sealed(
                    [asked.subject, asked.purpose.reason, decision.reason], in: .approval,
                    id.text),
                .text(id.text),
            ])
        return connection.changes == 1
    }

    func use(_ id: ID<Approval>, at: Timestamp) throws -> Bool {
        try connection.execute(
            "UPDATE approval SET used_at = $1 WHERE id = $2 AND used_at IS NULL",
            [.integer(at.microseconds), .text(id.text)])
        return connection.changes == 1
    }

    private func storedApproval(_ row: any SQLRow) throws -> Approval {
        let fields = try opened(row, 9, of: .approval, row.text(0))
        guard let kind = Approval.Kind(rawValue: row.text(1)),
            let purposeKind = StatedPurpose.Kind(rawValue: row.text(2)),
            let purpose = try? StatedPurpose(kind: purposeKind, reason: fields.text(1))
        else {
            throw StoreError.damaged(table: "approval", id: row.text(0), what: "unknown kind")
        }
        var decision: Approval.Decision?
        if let approved = row.integerOrNil(5) {
            decision = Approval.Decision(
                isApproved: approved != 0, by: ID(row.textOrNil(6) ?? ""),
                at: Self.time(row, 7) ?? Timestamp(microseconds: 0), reason: fields.text(2))
        }
        return Approval(
            id: ID(row.text(0)), kind: kind, subject: fields.text(0), purpose: purpose,
            askedBy: ID(row.text(3)), askedAt: Timestamp(microseconds: row.integer(4)),
            decision: decision, usedAt: Self.time(row, 8))
    }
}

/// The leads that somebody may look at, as a condition on the rows of `lead`.
struct ScopeFilter {
    private(set) var text: String
    var values: [SQLValue] = []

    /// - Parameter first: The number of its first parameter.
    init(_ scope: LeadScope, first: Int) {
        guard !scope.isMachine else {
            text = "1 = 1"
            return
        }
        let person = SQLValue.text(scope.person.text)
        let ofMatter = """
            EXISTS (SELECT 1 FROM matter_lead ml
                JOIN matter m ON m.id = ml.matter AND m.closed_at IS NULL
                JOIN matter_member mm ON mm.matter = ml.matter AND mm.person = $\(first)
                WHERE ml.lead = lead.id)
            """
        values.append(person)
        var base: String
        switch scope.reach {
        case .city: base = "1 = 1"
        case .division:
            values.append(.text(scope.division ?? ""))
            base = "division = $\(first + values.count - 1)"
        case .matters: base = "1 = 0"
        }
        base = "(\(ofMatter) OR \(base))"
        values.append(person)
        let barred = """
            EXISTS (SELECT 1 FROM matter_lead ml
                JOIN matter m ON m.id = ml.matter AND m.closed_at IS NULL AND m.restricted = 1
                WHERE ml.lead = lead.id AND NOT EXISTS (SELECT 1 FROM matter_member mm
                    WHERE mm.matter = m.id AND mm.person = $\(first + values.count - 1)))
            """
        text = "\(base) AND NOT \(barred)"
    }
}
