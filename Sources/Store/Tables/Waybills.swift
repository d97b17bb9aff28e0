import Casework
import Primitives
import Records

extension PortableTransaction {
    private static let waybillColumns = """
        number, courier, accepted_at, delivered_at, sender_name, sender_phone, sender_phone_whole,
        sender_address, sender_account, receiver_name, receiver_phone, receiver_phone_whole,
        receiver_address, outlet, outlet_address, declared_name, pieces, weight_grams, dimensions,
        freight_payer, inspected, xray, finding, order_number, insured_fen, remarks,
        score, advice, reasons, partial, model
        """
    private static let verdictColumn = 26
    private static let putWaybill: String = {
        let names = waybillColumns.split { $0 == "," || $0 == " " || $0 == "\n" }.map(String.init)
        let places = (1...names.count).map { "$\($0)" }.joined(separator: ", ")
        let updates = names.dropFirst().map { "\($0) = excluded.\($0)" }.joined(separator: ", ")
        return """
            INSERT INTO waybill (\(names.joined(separator: ", "))) VALUES (\(places))
            ON CONFLICT (number) DO UPDATE SET \(updates)
            """
    }()

    func put(_ waybills: [ScreenedWaybill]) throws {
        try connection.execute(
            Self.putWaybill,
            each: try waybills.map { screened in
                Self.values(screened.waybill) + (try VerdictColumns(screened.verdict).values)
            })
    }

    private static func values(_ waybill: Waybill) -> [SQLValue] {
        [
            .text(waybill.number.text), .text(waybill.courier),
            .integer(waybill.acceptedAt.microseconds),
            .integer(waybill.deliveredAt?.microseconds),
            .text(waybill.sender.name), .text(waybill.sender.phone?.stored),
            .flag(waybill.sender.phone?.isWhole), .text(waybill.sender.address),
            .text(waybill.senderAccount), .text(waybill.receiver.name),
            .text(waybill.receiver.phone?.stored), .flag(waybill.receiver.phone?.isWhole),
            .text(waybill.receiver.address), .text(waybill.outlet), .text(waybill.outletAddress),
            .text(waybill.declaredName), .integer(Int64(waybill.pieces)),
            .integer(waybill.weight?.count), .text(waybill.dimensions?.stored),
            .text(waybill.freightPayer?.rawValue), .flag(waybill.inspected),
            .text(waybill.xray.rawValue), .text(waybill.finding), .text(waybill.orderNumber),
            .integer(waybill.insured?.count), .text(waybill.remarks),
        ]
    }

    func waybills(of actor: ID<Actor>, limit: Int) throws -> [StoredWaybill] {
        try connection.rows(
            """
            SELECT \(Self.waybillColumns) FROM waybill WHERE actor = $1
            ORDER BY score DESC, number LIMIT $2
            """, [.text(actor.text), .integer(Int64(limit))]
        ) { row in
            StoredWaybill(
                waybill: try Self.waybill(row),
                verdict: try VerdictColumns.verdict(
                    row, from: Self.verdictColumn, table: "waybill"))
        }
    }

    func forEachWaybillFact(_ body: (WaybillRow) throws -> Void) throws {
        try connection.forEach(
            """
            SELECT \(Self.waybillColumns), actor FROM waybill
            WHERE actor IN (\(Self.suspiciousActors)) ORDER BY actor, number
            """, []
        ) { row in
            let verdict = try VerdictColumns.verdict(
                row, from: Self.verdictColumn, table: "waybill")
            try body(
                WaybillRow(
                    waybill: try Self.waybill(row), score: verdict.score, advice: verdict.advice,
                    terms: verdict.offerTerms, actor: row.textOrNil(31).map { ID($0) }))
        }
    }

    private static func waybill(_ row: any SQLRow) throws -> Waybill {
        guard let xray = XrayMark(rawValue: row.text(21)) else {
            throw StoreError.damaged(table: "waybill", id: row.text(0), what: "unknown X-ray mark")
        }
        return Waybill(
            number: ID(row.text(0)), courier: row.text(1),
            acceptedAt: Timestamp(microseconds: row.integer(2)),
            deliveredAt: row.integerOrNil(3).map(Timestamp.init(microseconds:)),
            sender: party(row, name: 4, phone: 5, address: 7), senderAccount: row.textOrNil(8),
            receiver: party(row, name: 9, phone: 10, address: 12), outlet: row.textOrNil(13),
            outletAddress: row.textOrNil(14), declaredName: row.text(15),
            pieces: Int(row.integer(16)), weight: row.integerOrNil(17).map { Grams($0) },
            dimensions: row.textOrNil(18).flatMap(Dimensions.init(stored:)),
            freightPayer: row.textOrNil(19).flatMap(FreightPayer.init(rawValue:)),
            inspected: row.flagOrNil(20), xray: xray, finding: row.textOrNil(22),
            orderNumber: row.textOrNil(23), insured: row.integerOrNil(24).map { Fen($0) },
            remarks: row.textOrNil(25))
    }

    private static func party(
        _ row: any SQLRow, name: Int, phone: Int, address: Int
    ) -> Party {
        let number = row.textOrNil(phone).map {
            row.flag(phone + 1) ? Phone.whole($0) : Phone.masked($0)
        }
        return Party(name: row.textOrNil(name), phone: number, address: row.textOrNil(address))
    }
}

extension Phone {
    var stored: String {
        switch self {
        case .whole(let digits): digits
        case .masked(let text): text
        }
    }

    var isWhole: Bool {
        if case .whole = self { true } else { false }
    }
}

extension Dimensions {
    /// Millimetres with `x` between them.
    var stored: String { millimetres.map(String.init).joined(separator: "x") }

    init?(stored: String) {
        self.init(
            centimetres: stored.split(separator: "x").compactMap { Double($0) }.map { $0 / 10 })
    }
}
