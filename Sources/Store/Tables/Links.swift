import Casework
import Primitives
import Records

extension PortableTransaction {
    func forEachLinkable(_ body: (LinkableRow) throws -> Void) throws {
        try connection.forEach(
            "SELECT id, platform, sealed, actor FROM listing ORDER BY id", []
        ) { row in
            try body(
                LinkableRow(
                    record: .listing(ID(row.text(0))), identifiers: try listingIdentifiers(row),
                    name: nil, actor: row.textOrNil(3).map { ID($0) }))
        }
        try connection.forEach(
            "SELECT number, courier, sealed, actor FROM waybill ORDER BY number", []
        ) { row in
            let number = row.text(0)
            let fields = try opened(row, 2, of: .waybill, number)
            try body(
                LinkableRow(
                    record: .waybill(ID(number)),
                    identifiers: Self.waybillIdentifiers(fields, courier: row.text(1)),
                    name: fields.textOrNil(WaybillField.senderName),
                    address: fields.textOrNil(WaybillField.senderAddress),
                    phone: fields.phone(WaybillField.senderPhone),
                    goods: fields.textOrNil(WaybillField.declaredName),
                    actor: row.textOrNil(3).map { ID($0) }))
        }
    }

    func forEachListingScore(_ body: (UInt64, Bits) -> Void) throws {
        try connection.forEach("SELECT id, score, sealed FROM listing ORDER BY id", []) { row in
            let fields = try opened(row, 2, of: .listing, row.text(0))
            body(UInt64(bitPattern: fields.integer(ListingField.digest)), Bits(row.real(1)))
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
            "SELECT id, platform, sealed FROM listing WHERE actor = $1 ORDER BY id",
            [.text(actor.text)]
        ) { row in
            (record: RecordRef.listing(ID(row.text(0))), identifiers: try listingIdentifiers(row))
        }
        let waybills = try connection.rows(
            "SELECT number, courier, sealed FROM waybill WHERE actor = $1 ORDER BY number",
            [.text(actor.text)]
        ) { row in
            (
                record: RecordRef.waybill(ID(row.text(0))),
                identifiers: Self.waybillIdentifiers(
                    try opened(row, 2, of: .waybill, row.text(0)), courier: row.text(1))
            )
        }
        return listings + waybills
    }

    /// Of a row of id, platform and what is sealed.
    private func listingIdentifiers(_ row: any SQLRow) throws -> [Identifier] {
        let fields = try opened(row, 2, of: .listing, row.text(0))
        let account = "\(row.text(1))/\(fields.text(ListingField.account))"
        return [Identifier(kind: .account, value: account)]
            + Self.identifiers(fields.text(ListingField.contacts))
    }

    /// A masked phone is left out: it names nobody.
    private static func waybillIdentifiers(
        _ fields: SealedFields, courier: String
    ) -> [Identifier] {
        var result: [Identifier] = []
        if let account = fields.textOrNil(WaybillField.senderAccount) {
            result.append(Identifier(kind: .courierAccount, value: "\(courier)/\(account)"))
        }
        if case .whole(let phone) = fields.phone(WaybillField.senderPhone) {
            result.append(Identifier(kind: .phone, value: phone))
        }
        return result
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
