import Casework
import Primitives
import Records

extension PortableTransaction {
    func forEachLinkable(_ body: (LinkableRow) throws -> Void) throws {
        try connection.forEach(
            "SELECT id, platform, account, contacts, actor FROM listing ORDER BY id", []
        ) { row in
            try body(
                LinkableRow(
                    record: .listing(ID(row.text(0))),
                    identifiers: Self.listingIdentifiers(row, platform: 1), name: nil,
                    actor: row.textOrNil(4).map { ID($0) }))
        }
        try connection.forEach(
            """
            SELECT number, courier, sender_account, sender_phone, sender_phone_whole, sender_name,
                actor, sender_address, declared_name
            FROM waybill ORDER BY number
            """, []
        ) { row in
            try body(
                LinkableRow(
                    record: .waybill(ID(row.text(0))),
                    identifiers: Self.waybillIdentifiers(row, courier: 1), name: row.textOrNil(5),
                    address: row.textOrNil(7),
                    phone: row.textOrNil(3).map { row.flag(4) ? .whole($0) : .masked($0) },
                    goods: row.textOrNil(8),
                    actor: row.textOrNil(6).map { ID($0) }))
        }
    }

    func forEachListingScore(_ body: (UInt64, Bits) -> Void) throws {
        try connection.forEach("SELECT text_digest, score FROM listing ORDER BY id", []) { row in
            body(UInt64(bitPattern: row.integer(0)), Bits(row.real(1)))
        }
    }

    func forEachWaybillScore(_ body: (Bits) -> Void) throws {
        try connection.forEach("SELECT score FROM waybill ORDER BY number", []) { row in
            body(Bits(row.real(0)))
        }
    }

    func assign(_ actors: [(record: RecordRef, actor: ID<Actor>?)]) throws {
        var listings: [[SQLValue]] = []
        var waybills: [[SQLValue]] = []
        for (record, actor) in actors {
            let row: [SQLValue] = [.text(actor?.text), .text(record.id)]
            switch record {
            case .listing: listings.append(row)
            case .waybill: waybills.append(row)
            }
        }
        try connection.execute("UPDATE listing SET actor = $1 WHERE id = $2", each: listings)
        try connection.execute("UPDATE waybill SET actor = $1 WHERE number = $2", each: waybills)
    }

    func identifiers(
        of actor: ID<Actor>
    ) throws -> [(record: RecordRef, identifiers: [Identifier])] {
        let listings = try connection.rows(
            "SELECT id, platform, account, contacts FROM listing WHERE actor = $1 ORDER BY id",
            [.text(actor.text)]
        ) { row in
            (
                record: RecordRef.listing(ID(row.text(0))),
                identifiers: Self.listingIdentifiers(row, platform: 1)
            )
        }
        let waybills = try connection.rows(
            """
            SELECT number, courier, sender_account, sender_phone, sender_phone_whole
            FROM waybill WHERE actor = $1 ORDER BY number
            """, [.text(actor.text)]
        ) { row in
            (
                record: RecordRef.waybill(ID(row.text(0))),
                identifiers: Self.waybillIdentifiers(row, courier: 1)
            )
        }
        return listings + waybills
    }

    private static func listingIdentifiers(_ row: any SQLRow, platform: Int) -> [Identifier] {
        let account = "\(row.text(platform))/\(row.text(platform + 1))"
        return [Identifier(kind: .account, value: account)] + identifiers(row.text(platform + 2))
    }

    /// A masked phone is left out: it names nobody.
    private static func waybillIdentifiers(_ row: any SQLRow, courier: Int) -> [Identifier] {
        var result: [Identifier] = []
        if let account = row.textOrNil(courier + 1) {
            let value = "\(row.text(courier))/\(account)"
            result.append(Identifier(kind: .courierAccount, value: value))
        }
        if let phone = row.textOrNil(courier + 2), row.flag(courier + 3) {
            result.append(Identifier(kind: .phone, value: phone))
        }
        return result
    }

    func put(_ licences: [Licence]) throws {
        for licence in licences {
            try connection.execute(
                """
                INSERT INTO licence (number, kind, holder, address, division, valid_from, valid_to)
                VALUES ($1, $2, $3, $4, $5, $6, $7)
                ON CONFLICT (number) DO UPDATE SET kind = excluded.kind, holder = excluded.holder,
                    address = excluded.address, division = excluded.division,
                    valid_from = excluded.valid_from, valid_to = excluded.valid_to
                """,
                [
                    .text(licence.number.text), .text(licence.kind.rawValue),
                    .text(licence.holder), .text(licence.address), .text(licence.division),
                    .text(licence.validFrom.text), .text(licence.validTo.text),
                ])
            try connection.execute(
                "DELETE FROM licence_identifier WHERE licence = $1",
                [.text(licence.number.text)])
            for identifier in Set(licence.identifiers) {
                try connection.execute(
                    "INSERT INTO licence_identifier (kind, value, licence) VALUES ($1, $2, $3)",
                    [
                        .text(identifier.kind.rawValue), .text(identifier.value),
                        .text(licence.number.text),
                    ])
            }
        }
    }

    func licences() throws -> [Licence] {
        try licences(where: "", [])
    }

    func licences(sharing identifiers: [Identifier]) throws -> [Licence] {
        var numbers: Set<String> = []
        for identifier in identifiers {
            numbers.formUnion(
                try connection.rows(
                    "SELECT licence FROM licence_identifier WHERE kind = $1 AND value = $2",
                    [.text(identifier.kind.rawValue), .text(identifier.value)]
                ) { $0.text(0) })
        }
        return try numbers.sorted().flatMap {
            try licences(where: "WHERE number = $1", [.text($0)])
        }
    }

    private func licences(where condition: String, _ values: [SQLValue]) throws -> [Licence] {
        var identifiers: [String: [Identifier]] = [:]
        try connection.forEach(
            """
            SELECT licence, kind, value FROM licence_identifier
            WHERE licence IN (SELECT number FROM licence \(condition)) ORDER BY kind, value
            """, values
        ) { row in
            guard let kind = IdentifierKind(rawValue: row.text(1)) else { return }
            identifiers[row.text(0), default: []].append(Identifier(kind: kind, value: row.text(2)))
        }
        return try connection.rows(
            """
            SELECT number, kind, holder, address, division, valid_from, valid_to FROM licence
            \(condition) ORDER BY number
            """, values
        ) { row in
            guard let kind = LicenceKind(rawValue: row.text(1)),
                let from = CivilDate(row.text(5)), let to = CivilDate(row.text(6))
            else {
                throw StoreError.damaged(table: "licence", id: row.text(0), what: "kind or date")
            }
            return Licence(
                number: ID(row.text(0)), kind: kind, holder: row.text(2), address: row.text(3),
                division: row.text(4), validFrom: from, validTo: to,
                identifiers: identifiers[row.text(0)] ?? [])
        }
    }

    func status() throws -> StoredStatus {
        let counts = try connection.first(
            """
            SELECT (SELECT COUNT(*) FROM listing), (SELECT COUNT(*) FROM waybill),
                (SELECT MAX(at) FROM listing), (SELECT MAX(accepted_at) FROM waybill)
            """
        ) { row in
            let newest = [row.integerOrNil(2), row.integerOrNil(3)].compactMap { $0 }.max()
            return StoredStatus(
                listings: Int(row.integer(0)), waybills: Int(row.integer(1)),
                newest: newest.map(Timestamp.init(microseconds:)))
        }
        return counts ?? StoredStatus(listings: 0, waybills: 0, newest: nil)
    }
}
