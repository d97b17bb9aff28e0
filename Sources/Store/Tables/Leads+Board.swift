import Casework
import Primitives
import Records

extension PortableTransaction {
    func leadPage(_ query: LeadQuery, scope: LeadScope) throws -> LeadPage {
        var filter = LeadFilter(query, scope: scope)
        let found = try leads(filter, searchFor: query.search)
        let counts = found.counts
        let chosen = query.states.isEmpty ? Set(LeadState.allCases) : query.states
        let total = counts.filter { chosen.contains($0.key) }.values.reduce(0, +)

        filter.add(states: query.states)
        filter.add(cursor: query.cursor, order: query.order)
        let column = LeadFilter.column(query.order)
        let direction = LeadFilter.isDescending(query.order) ? "DESC" : "ASC"
        // Rows that a search does not find are left out here: what it looks in is sealed.
        let limit = found.ids == nil ? "LIMIT \(query.limit + 1)" : ""
        var rows: [(lead: StoredLead, key: UInt64)] = []
        try connection.forEach(
            """
            SELECT \(Self.leadColumns) FROM lead WHERE \(filter.text)
            ORDER BY \(column) \(direction), id ASC \(limit)
            """, filter.values
        ) { row in
            guard rows.count <= query.limit, found.ids?.contains(row.text(0)) != false else {
                return
            }
            rows.append((try storedLead(row), LeadFilter.key(row, query.order)))
        }
        let shown = rows.prefix(query.limit)
        let next =
            rows.count > query.limit
            ? shown.last.map { LeadFilter.cursor(key: $0.key, id: $0.lead.lead.id) } : nil
        return LeadPage(
            rows: shown.map(\.lead.summary), total: total, next: next, byState: counts)
    }

    /// How many leads a filter and a search for `text` find, by state, and which where there is a
    /// search.
    ///
    /// What is searched in is sealed, so it is opened, row by row, and forgotten again: 2 µs a
    /// lead and as much a listing of one.
    private func leads(
        _ filter: LeadFilter, searchFor text: String?
    ) throws -> (counts: [LeadState: Int], ids: Set<String>?) {
        guard let text, !text.isEmpty else {
            var counts: [LeadState: Int] = [:]
            try connection.forEach(
                "SELECT state, COUNT(*) FROM lead WHERE \(filter.text) GROUP BY state",
                filter.values
            ) { row in
                if let state = LeadState(rawValue: row.text(0)) {
                    counts[state] = Int(row.integer(1))
                }
            }
            return (counts, nil)
        }
        let wanted = SearchedText(text.lowercased())
        var found: [String: String] = [:]
        var rest: [String: [(id: String, state: String)]] = [:]
        try connection.forEach(
            "SELECT id, actor, state, sealed FROM lead WHERE \(filter.text)", filter.values
        ) { row in
            let (id, actor, state) = (row.text(0), row.text(1), row.text(2))
            let words = try opened(row, 3, of: .lead, id).text(Self.leadSearchField)
            if wanted.isIn(words) {
                found[id] = state
            } else {
                rest[actor, default: []].append((id, state))
            }
        }
        try connection.forEach(
            "SELECT id, actor, sealed FROM listing WHERE actor IN (SELECT actor FROM lead)", []
        ) { row in
            guard let leads = rest[row.text(1)] else { return }
            let fields = try opened(row, 2, of: .listing, row.text(0))
            guard wanted.isIn(fields.text(ListingField.text)) else { return }
            for lead in leads { found[lead.id] = lead.state }
            rest[row.text(1)] = nil
        }
        let counts = found.values.compactMap(LeadState.init(rawValue:))
            .reduce(into: [LeadState: Int]()) { $0[$1, default: 0] += 1 }
        return (counts, Set(found.keys))
    }
}

/// What somebody looks for: part of a text, letters of ASCII alike in either case.
private struct SearchedText {
    private let bytes: [UInt8]

    init(_ text: String) { bytes = text.utf8.map(Self.lower) }

    func isIn(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { place in
            guard place.count >= bytes.count, let first = bytes.first else { return false }
            for start in 0...(place.count - bytes.count) where Self.lower(place[start]) == first {
                if bytes.indices.allSatisfy({ Self.lower(place[start + $0]) == bytes[$0] }) {
                    return true
                }
            }
            return false
        }
    }

    private static func lower(_ byte: UInt8) -> UInt8 {
        (0x41...0x5A).contains(byte) ? byte | 0x20 : byte
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
    }

    var text: String { parts.isEmpty ? "1 = 1" : parts.joined(separator: " AND ") }

    private mutating func add(_ left: String, _ value: SQLValue) {
        values.append(value)
        parts.append("\(left)$\(values.count)")
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
        case .due: UInt64(bitPattern: row.integer(8))
        case .found: UInt64(bitPattern: row.integer(6))
        }
    }

    static func cursor(key: UInt64, id: ID<Lead>) -> String {
        "\(String(key, radix: 16))~\(id)"
    }
}
