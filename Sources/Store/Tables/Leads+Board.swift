import Casework
import Primitives
import Records

extension PortableTransaction {
    func leadPage(_ query: LeadQuery, scope: LeadScope) throws -> LeadPage {
        var filter = LeadFilter(query, scope: scope)
        let byState = try connection.rows(
            "SELECT state, COUNT(*) FROM lead WHERE \(filter.text) GROUP BY state", filter.values
        ) { (LeadState(rawValue: $0.text(0)), Int($0.integer(1))) }
        var counts: [LeadState: Int] = [:]
        for (state, count) in byState { if let state { counts[state] = count } }
        let chosen = query.states.isEmpty ? Set(LeadState.allCases) : query.states
        let total = counts.filter { chosen.contains($0.key) }.values.reduce(0, +)

        filter.add(states: query.states)
        filter.add(cursor: query.cursor, order: query.order)
        let column = LeadFilter.column(query.order)
        let direction = LeadFilter.isDescending(query.order) ? "DESC" : "ASC"
        let leads = try connection.rows(
            """
            SELECT \(Self.leadColumns) FROM lead WHERE \(filter.text)
            ORDER BY \(column) \(direction), id ASC LIMIT $\(filter.values.count + 1)
            """, filter.values + [.integer(Int64(query.limit + 1))]
        ) { row in (try Self.lead(row), LeadFilter.key(row, query.order)) }
        let shown = leads.prefix(query.limit)
        let next =
            leads.count > query.limit
            ? shown.last.map { LeadFilter.cursor(key: $0.1, id: $0.0.lead.id) } : nil
        return LeadPage(
            rows: shown.map(\.0.summary), total: total, next: next, byState: counts)
    }
}

/// The conditions of a board's query, with their parameters in order.
private struct LeadFilter {
    private var parts: [String] = []
    private(set) var values: [SQLValue] = []

    init(_ query: LeadQuery, scope: LeadScope) {
        let sight = ScopeFilter(scope, first: 1)
        parts.append(sight.text)
        values = sight.values
        if let asked = query.division { add("division = ", .text(asked)) }
        if let search = query.search, !search.isEmpty { add(search: search.lowercased()) }
    }

    var text: String { parts.isEmpty ? "1 = 1" : parts.joined(separator: " AND ") }

    private mutating func add(_ left: String, _ value: SQLValue) {
        values.append(value)
        parts.append("\(left)$\(values.count)")
    }

    private mutating func add(search: String) {
        let escaped = search.map { "%_\\".contains($0) ? "\\\($0)" : String($0) }.joined()
        let pattern = SQLValue.text("%\(escaped)%")
        values.append(pattern)
        let first = values.count
        values.append(pattern)
        parts.append(
            """
            (search LIKE $\(first) ESCAPE '\\' OR EXISTS (SELECT 1 FROM listing l
                WHERE l.actor = lead.actor AND LOWER(l.text) LIKE $\(first + 1) ESCAPE '\\'))
            """)
    }

    mutating func add(states: Set<LeadState>) {
        guard !states.isEmpty else { return }
        var places: [String] = []
        for state in states.map(\.rawValue).sorted() {
            values.append(.text(state))
            places.append("$\(values.count)")
        }
        parts.append("state IN (\(places.joined(separator: ", ")))")
    }

    /// Rows after the one that `cursor` names; a cursor that cannot be read shows the first page.
    mutating func add(cursor: String?, order: LeadOrder) {
        guard let cursor, let tilde = cursor.firstIndex(of: "~") else { return }
        let id = String(cursor[cursor.index(after: tilde)...])
        guard let bits = UInt64(cursor[..<tilde], radix: 16) else { return }
        let key: SQLValue =
            order == .score ? .real(Double(bitPattern: bits)) : .integer(Int64(bitPattern: bits))
        let column = Self.column(order)
        let beyond = Self.isDescending(order) ? "<" : ">"
        values += [key, key, .text(id)]
        let first = values.count - 2
        parts.append(
            "(\(column) \(beyond) $\(first) OR (\(column) = $\(first + 1) AND id > $\(first + 2)))")
    }

    static func column(_ order: LeadOrder) -> String {
        switch order {
        case .score: "score"
        case .due: "due_order"
        case .found: "found_at"
        }
    }

    static func isDescending(_ order: LeadOrder) -> Bool { order != .due }

    static func key(_ row: any SQLRow, _ order: LeadOrder) -> UInt64 {
        switch order {
        case .score: row.real(3).bitPattern
        case .due: UInt64(bitPattern: row.integer(9))
        case .found: UInt64(bitPattern: row.integer(7))
        }
    }

    static func cursor(key: UInt64, id: ID<Lead>) -> String {
        "\(String(key, radix: 16))~\(id)"
    }
}
