import Casework
import Primitives
import Records

extension PortableTransaction {
    static let waybillColumns = """
        number, courier, accepted_at, delivered_at, pieces, weight_grams, dimensions,
        freight_payer, inspected, xray, has_finding, insured_fen, score, advice, partial, model,
        sealed
        """
    private static let verdictColumn = 12
    private static let sealedColumn = 16

    /// The fields of a waybill's sealed column, by their place in `SealedTable.fields`.
    enum WaybillField {
        static let senderAccount = 0
        static let senderPhone = 1
        static let senderName = 3
        static let senderAddress = 4
        static let declaredName = 5
        static let receiverName = 6
        static let receiverPhone = 7
        static let receiverAddress = 9
        static let outlet = 10
        static let outletAddress = 11
        static let finding = 12
        static let orderNumber = 13
        static let remarks = 14
        static let reasons = 15
    }

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
                Self.values(screened.waybill) + VerdictColumns.values(screened.verdict) + [
                    try sealed(
                        try Self.fields(screened), in: .waybill, screened.waybill.number.text)
                ]
            })
    }

    private static func values(_ waybill: Waybill) -> [SQLValue] {
        [
            .text(waybill.number.text), .text(waybill.courier),
            .integer(waybill.acceptedAt.microseconds),
            .integer(waybill.deliveredAt?.microseconds), .integer(Int64(waybill.pieces)),
            .integer(waybill.weight?.count), .text(waybill.dimensions?.stored),
            .text(waybill.freightPayer?.rawValue), .flag(waybill.inspected),
            .text(waybill.xray.rawValue), .flag(waybill.finding != nil),
            .integer(waybill.insured?.count),
        ]
    }

    private static func fields(_ screened: ScreenedWaybill) throws -> [String?] {
        let waybill = screened.waybill
        let (sender, receiver) = (waybill.sender, waybill.receiver)
        return [
            waybill.senderAccount, sender.phone?.stored, sender.phone?.wholeness, sender.name,
            sender.address, waybill.declaredName, receiver.name, receiver.phone?.stored,
            receiver.phone?.wholeness, receiver.address, waybill.outlet, waybill.outletAddress,
            waybill.finding, waybill.orderNumber, waybill.remarks,
            try VerdictColumns.reasons(screened.verdict),
        ]
    }

    func waybills(of actor: ID<Actor>, limit: Int) throws -> [StoredWaybill] {
        try connection.rows(
            """
            SELECT \(Self.waybillColumns) FROM waybill WHERE actor = $1
            ORDER BY score DESC, number LIMIT $2
            """, [.text(actor.text), .integer(Int64(limit))], waybill)
    }

    func forEachWaybillFact(_ body: (WaybillRow) throws -> Void) throws {
        try connection.forEach(
            """
            SELECT \(Self.waybillColumns), actor FROM waybill
            WHERE actor IN (\(Self.suspiciousActors)) ORDER BY actor, number
            """, []
        ) { row in
            let stored = try waybill(row)
            let verdict = stored.verdict
            try body(
                WaybillRow(
                    waybill: stored.waybill, score: verdict.score, advice: verdict.advice,
                    terms: verdict.offerTerms, actor: row.textOrNil(17).map { ID($0) }))
        }
    }

    /// A waybill of `waybillColumns`.
    func waybill(_ row: any SQLRow) throws -> StoredWaybill {
        let number = row.text(0)
        guard let xray = XrayMark(rawValue: row.text(9)) else {
            throw StoreError.damaged(table: "waybill", id: number, what: "unknown X-ray mark")
        }
        let fields = try opened(row, Self.sealedColumn, of: .waybill, number)
        let sender = Party(
            name: fields.textOrNil(WaybillField.senderName),
            phone: fields.phone(WaybillField.senderPhone),
            address: fields.textOrNil(WaybillField.senderAddress))
        let receiver = Party(
            name: fields.textOrNil(WaybillField.receiverName),
            phone: fields.phone(WaybillField.receiverPhone),
            address: fields.textOrNil(WaybillField.receiverAddress))
        let waybill = Waybill(
            number: ID(number), courier: row.text(1),
            acceptedAt: Timestamp(microseconds: row.integer(2)),
            deliveredAt: row.integerOrNil(3).map(Timestamp.init(microseconds:)), sender: sender,
            senderAccount: fields.textOrNil(WaybillField.senderAccount), receiver: receiver,
            outlet: fields.textOrNil(WaybillField.outlet),
            outletAddress: fields.textOrNil(WaybillField.outletAddress),
            declaredName: fields.text(WaybillField.declaredName), pieces: Int(row.integer(4)),
            weight: row.integerOrNil(5).map { Grams($0) },
            dimensions: row.textOrNil(6).flatMap(Dimensions.init(stored:)),
            freightPayer: row.textOrNil(7).flatMap(FreightPayer.init(rawValue:)),
            inspected: row.flagOrNil(8), xray: xray,
            finding: fields.textOrNil(WaybillField.finding),
            orderNumber: fields.textOrNil(WaybillField.orderNumber),
            insured: row.integerOrNil(11).map { Fen($0) },
            remarks: fields.textOrNil(WaybillField.remarks))
        return StoredWaybill(
            waybill: waybill,
            verdict: try VerdictColumns.verdict(
                row, from: Self.verdictColumn, reasons: fields.text(WaybillField.reasons),
                table: "waybill"))
    }
}

extension SealedFields {
    /// A phone at `field`, with whether it is whole in the field after it.
    func phone(_ field: Int) -> Phone? {
        textOrNil(field).map { flag(field + 1) ? Phone.whole($0) : Phone.masked($0) }
    }
}

extension Phone {
    var stored: String {
        switch self {
        case .whole(let digits): digits
        case .masked(let text): text
        }
    }

    /// `1` for a whole number.
    var wholeness: String {
        if case .whole = self { "1" } else { "0" }
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
