import Primitives

/// Seals what an older program left in clear: empties the tables `…_plain` that schema 6 made of
/// the old ones, and drops them.
///
/// Each batch is one transaction that puts sealed rows where they belong and takes the plain ones
/// away, so that a program that dies in between leaves a database that the next one goes on with.
/// Ids of actors are made anew on the way: the old ones were unkeyed digests of a phone or an
/// account, of which there are few enough to try them all.
struct PlainRows {
    private static let batchRows = 500
    private static let suffix = "_plain"
    private static let identifiers = "licence_identifier_plain"

    /// One table: what goes over as it is, and what is sealed.
    private struct Move {
        let table: SealedTable
        /// In the new table and the old one; empty where the row itself stayed where it is.
        var copied: [String] = []

        var plain: String { table.rawValue + PlainRows.suffix }
    }

    /// Referred to before referring.
    private static let moves = [
        Move(table: .licence, copied: ["number", "kind", "division", "valid_from", "valid_to"]),
        Move(
            table: .listing,
            copied: [
                "id", "platform", "kind", "price_fen", "at", "score", "advice", "partial", "model",
                "actor",
            ]),
        Move(
            table: .waybill,
            copied: [
                "number", "courier", "accepted_at", "delivered_at", "pieces", "weight_grams",
                "dimensions", "freight_payer", "inspected", "xray", "insured_fen", "score",
                "advice", "partial", "model", "actor",
            ]),
        Move(table: .lead),
        Move(
            table: .leadEvent,
            copied: [
                "lead", "number", "at", "person", "step", "from_state", "to_state", "outcome",
            ]),
        Move(
            table: .severance,
            copied: ["id", "kind", "actor", "lead", "person", "at", "ended_by", "ended_at"]),
        Move(table: .matter),
        Move(
            table: .approval,
            copied: [
                "id", "kind", "purpose", "asked_by", "asked_at", "approved", "decided_by",
                "decided_at", "used_at",
            ]),
    ]

    let vault: Vault

    /// Whether a table is one that schema 6 left to be emptied.
    static func isOne(_ table: String) -> Bool { table.hasSuffix(suffix) }

    /// Moves every row and drops the tables.
    func run(on driver: some SQLDriver) async throws {
        var moved = 0
        let old = try await driver.tables().filter { Self.isOne($0.name) }
        guard !old.isEmpty else { return }
        for move in Self.moves {
            guard let table = old.first(where: { $0.name == move.plain }) else { continue }
            while true {
                let count: Int
                do {
                    count = try await driver.write { try self.batch(move, table, $0) }
                } catch let error as StoreError {
                    // Another program came first and has dropped it.
                    guard try await driver.tables().contains(where: { $0.name == move.plain })
                    else { break }
                    throw error
                }
                guard count > 0 else { break }
                moved += count
            }
        }
        // What was in clear is still in pages and files that nobody has written over. The emptied
        // tables stay until that is done, so that a program that dies here leaves it to the next.
        let hasRows = try await driver.read { connection in
            try SealedTable.allCases.contains { table in
                try connection.first("SELECT 1 FROM \(table.rawValue) LIMIT 1") { _ in true }
                    ?? false
            }
        }
        if moved > 0 || hasRows { try await driver.scrub(isWhole: true) }
        try await Self.drop(on: driver)
    }

    /// Drops the emptied tables.
    static func drop(on driver: some SQLDriver) async throws {
        try await driver.migrate { connection in
            for table in [identifiers] + moves.map(\.plain).reversed() {
                try connection.execute("DROP TABLE IF EXISTS \(table)", [])
            }
        }
    }

    private func batch(
        _ move: Move, _ plain: SQLTable, _ connection: any SQLConnection
    ) throws -> Int {
        let keys = move.table.keys.joined(separator: ", ")
        let names = plain.columns.map(\.name).joined(separator: ", ")
        let rows = try connection.rows(
            "SELECT \(names) FROM \(plain.name) ORDER BY \(keys) LIMIT \(Self.batchRows)"
        ) { row in Self.values(row, of: plain) }
        for row in rows { try self.move(row, move, connection) }
        let condition = move.table.keys.enumerated().map { "\($1) = $\($0 + 1)" }
        try connection.execute(
            "DELETE FROM \(plain.name) WHERE \(condition.joined(separator: " AND "))",
            each: rows.map { row in move.table.keys.map { row[$0] ?? .null } })
        return rows.count
    }

    private func move(
        _ row: [String: SQLValue], _ move: Move, _ connection: any SQLConnection
    ) throws {
        var row = row
        if case .text(let actor) = row["actor"] { row["actor"] = .text(renamed(actor)) }
        let id = move.table.keys.map { row[$0]?.spelled ?? "" }.joined(separator: "/")
        if move.table == .licence {
            row["identifiers"] = .text(try identifiers(of: id, connection))
        }
        let sealed = try Sealing.sealed(
            move.table.fields.map { row[$0]?.spelled }, in: move.table, id, by: vault)
        if move.copied.isEmpty {
            var values = [sealed]
            if let actor = row["actor"] { values.append(actor) }
            let actor = row["actor"] == nil ? "" : ", actor = $2"
            try connection.execute(
                """
                UPDATE \(move.table.rawValue) SET sealed = $1\(actor)
                WHERE id = $\(values.count + 1)
                """, values + [.text(id)])
            return
        }
        var columns = move.copied + ["sealed"]
        var values = move.copied.map { row[$0] ?? .null } + [sealed]
        if move.table == .waybill {
            columns.append("has_finding")
            values.append(.flag(row["finding"] != .null))
        }
        let places = (1...columns.count).map { "$\($0)" }.joined(separator: ", ")
        try connection.execute(
            """
            INSERT INTO \(move.table.rawValue) (\(columns.joined(separator: ", ")))
            VALUES (\(places))
            """, values)
        if move.table == .licence { try moveIdentifiers(of: id, connection) }
    }

    private func renamed(_ actor: String) -> String {
        "a" + vault.blind("actor", actor).prefix(16)
    }

    private func identifiers(of licence: String, _ connection: any SQLConnection) throws -> String {
        try connection.rows(
            "SELECT kind, value FROM \(Self.identifiers) WHERE licence = $1 ORDER BY kind, value",
            [.text(licence)]
        ) { "\($0.text(0)):\($0.text(1))" }.joined(separator: "\n")
    }

    private func moveIdentifiers(of licence: String, _ connection: any SQLConnection) throws {
        let texts = try identifiers(of: licence, connection).split(separator: "\n")
        try connection.execute(
            "INSERT INTO licence_identifier (token, licence) VALUES ($1, $2)",
            each: texts.map { text in
                [.text(vault.blind("licence_identifier", String(text))), .text(licence)]
            })
        try connection.execute(
            "DELETE FROM \(Self.identifiers) WHERE licence = $1", [.text(licence)])
    }

    private static func values(_ row: any SQLRow, of table: SQLTable) -> [String: SQLValue] {
        var values: [String: SQLValue] = [:]
        for (place, column) in table.columns.enumerated() {
            values[column.name] =
                if row.isNull(place) {
                    .null
                } else {
                    switch column.kind {
                    case .integer: .integer(row.integer(place))
                    case .real: .real(row.real(place))
                    case .text: .text(row.text(place))
                    case .bytes: .bytes(row.bytes(place))
                    }
                }
        }
        return values
    }
}

extension SQLValue {
    /// As a sealed field spells it; nil for null.
    fileprivate var spelled: String? {
        switch self {
        case .null, .bytes: nil
        case .integer(let value): String(value)
        case .real(let value): value.description
        case .text(let value): value
        }
    }
}
