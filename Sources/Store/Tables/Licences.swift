import Casework
import Primitives
import Records

extension PortableTransaction {
    private static let licenceColumns = "number, kind, division, valid_from, valid_to, sealed"

    func put(_ licences: [Licence]) throws {
        for licence in licences {
            let number = licence.number.text
            try connection.execute(
                """
                INSERT INTO licence (\(Self.licenceColumns)) VALUES ($1, $2, $3, $4, $5, $6)
                ON CONFLICT (number) DO UPDATE SET kind = excluded.kind,
                    division = excluded.division, valid_from = excluded.valid_from,
                    valid_to = excluded.valid_to, sealed = excluded.sealed
                """,
                [
                    .text(number), .text(licence.kind.rawValue), .text(licence.division),
                    .text(licence.validFrom.text), .text(licence.validTo.text),
                    try sealed(
                        LicenceFields.texts(
                            holder: licence.holder, address: licence.address,
                            identifiers: licence.identifiers),
                        in: .licence, number),
                ])
            try connection.execute(
                "DELETE FROM licence_identifier WHERE licence = $1", [.text(number)])
            try connection.execute(
                "INSERT INTO licence_identifier (token, licence) VALUES ($1, $2)",
                each: Set(licence.identifiers).map { [.text(token(of: $0)), .text(number)] })
        }
    }

    /// Under which an identifier of a licence is found.
    func token(of identifier: Identifier) -> String {
        vault.blind("licence_identifier", identifier.text)
    }

    func licences() throws -> [Licence] {
        try connection.rows(
            "SELECT \(Self.licenceColumns) FROM licence ORDER BY number", [], licence)
    }

    func licences(sharing identifiers: [Identifier]) throws -> [Licence] {
        var numbers: Set<String> = []
        for identifier in identifiers {
            numbers.formUnion(
                try connection.rows(
                    "SELECT licence FROM licence_identifier WHERE token = $1",
                    [.text(token(of: identifier))]
                ) { $0.text(0) })
        }
        return try numbers.sorted().compactMap { number in
            try connection.first(
                "SELECT \(Self.licenceColumns) FROM licence WHERE number = $1", [.text(number)],
                licence)
        }
    }

    private func licence(_ row: any SQLRow) throws -> Licence {
        let number = row.text(0)
        guard let kind = LicenceKind(rawValue: row.text(1)), let from = CivilDate(row.text(3)),
            let to = CivilDate(row.text(4))
        else { throw StoreError.damaged(table: "licence", id: number, what: "kind or date") }
        let fields = try opened(row, 5, of: .licence, number)
        return Licence(
            number: ID(number), kind: kind, holder: fields.text(0), address: fields.text(1),
            division: row.text(2), validFrom: from, validTo: to,
            identifiers: fields.text(2).split(separator: "\n")
                .compactMap(Identifier.init(stored:)))
    }
}

/// How a licence's personal data are sealed.
enum LicenceFields {
    /// Identifiers in their order, each once, one a line.
    static func texts(
        holder: String, address: String, identifiers: [Identifier]
    ) -> [String?] {
        let sorted = Set(identifiers).sorted {
            ($0.kind.rawValue, $0.value) < ($1.kind.rawValue, $1.value)
        }
        return [holder, address, sorted.map(\.text).joined(separator: "\n")]
    }
}
