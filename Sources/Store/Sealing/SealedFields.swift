import Primitives

/// The tables with personal data, and what the one sealed column of each holds, in this order.
///
/// New fields are only ever added at the end: a row that was sealed before has null there.
package enum SealedTable: String, Sendable, CaseIterable {
    case listing
    case waybill
    case licence
    case lead
    case leadEvent = "lead_event"
    case severance
    case linking
    case actorEvidence = "actor_evidence"
    case matter
    case approval
    case unmasking

    package var fields: [String] {
        switch self {
        case .listing:
            [
                "account", "nickname", "text", "text_digest", "contacts", "place", "longitude",
                "latitude", "datum", "url", "reasons",
            ]
        case .waybill:
            [
                "sender_account", "sender_phone", "sender_phone_whole", "sender_name",
                "sender_address", "declared_name", "receiver_name", "receiver_phone",
                "receiver_phone_whole", "receiver_address", "outlet", "outlet_address", "finding",
                "order_number", "remarks", "reasons",
            ]
        case .licence: ["holder", "address", "identifiers"]
        case .lead: ["evidence", "actor_name", "terms", "search"]
        case .leadEvent: ["person_name", "note"]
        case .severance:
            [
                "identifier", "left_record", "right_record", "person_name", "reason",
                "ended_name", "end_reason",
            ]
        case .linking: ["summary"]
        case .actorEvidence: ["evidence"]
        case .matter: ["name"]
        case .approval: ["subject", "reason", "decision_reason"]
        case .unmasking: ["reason"]
        }
    }

    /// The columns that name a row of it, in the order of `place`.
    var keys: [String] {
        switch self {
        case .waybill, .licence, .linking: ["number"]
        case .leadEvent: ["lead", "number"]
        case .actorEvidence: ["actor"]
        default: ["id"]
        }
    }

    /// Where a row's sealed column belongs: it opens there alone.
    func place(_ id: String) -> String { "\(rawValue).sealed/\(id)" }
}

/// The fields of one row as they are sealed: a byte 1, then each field as its length plus one
/// (LEB128; 0 for null) and its UTF-8 bytes.
struct SealedFields {
    private static let form: UInt8 = 1

    private let bytes: [UInt8]

    /// Nil where the bytes are no fields.
    init?(_ bytes: [UInt8]) {
        guard bytes.first == Self.form else { return nil }
        var at = 1
        while at < bytes.count {
            guard let length = Self.length(bytes, &at), length >= -1 else { return nil }
            at += max(length, 0)
        }
        guard at == bytes.count else { return nil }
        self.bytes = bytes
    }

    static func bytes(_ fields: [String?]) -> [UInt8] {
        var bytes = [form]
        bytes.reserveCapacity(fields.reduce(1) { $0 + ($1?.utf8.count ?? 0) + 3 })
        for field in fields {
            var rest = field.map { $0.utf8.count + 1 } ?? 0
            while rest > 0x7F {
                bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
                rest >>= 7
            }
            bytes.append(UInt8(rest))
            if let field { bytes.append(contentsOf: field.utf8) }
        }
        return bytes
    }

    /// Null where the row was sealed before there was such a field.
    func textOrNil(_ field: Int) -> String? {
        var at = 1
        for _ in 0..<field {
            guard at < bytes.count, let length = Self.length(bytes, &at) else { return nil }
            at += max(length, 0)
        }
        guard at < bytes.count, let length = Self.length(bytes, &at), length >= 0 else {
            return nil
        }
        return String(decoding: bytes[at..<(at + length)], as: UTF8.self)
    }

    func text(_ field: Int) -> String { textOrNil(field) ?? "" }
    func flag(_ field: Int) -> Bool { textOrNil(field) == "1" }
    func integer(_ field: Int) -> Int64 { textOrNil(field).flatMap { Int64($0) } ?? 0 }
    func realOrNil(_ field: Int) -> Double? { textOrNil(field).flatMap { Double($0) } }

    /// The length of the field that begins at `at`, -1 for null; nil where it does not fit.
    private static func length(_ bytes: [UInt8], _ at: inout Int) -> Int? {
        var (value, shift) = (0, 0)
        while at < bytes.count, shift < 42 {
            let byte = bytes[at]
            at += 1
            value |= Int(byte & 0x7F) << shift
            if byte & 0x80 == 0 { return value - 1 <= bytes.count - at ? value - 1 : nil }
            shift += 7
        }
        return nil
    }
}

extension PortableTransaction {
    func sealed(
        _ fields: [String?], in table: SealedTable, _ id: String
    ) throws -> SQLValue {
        try Sealing.sealed(fields, in: table, id, by: vault)
    }

    func opened(
        _ row: any SQLRow, _ column: Int, of table: SealedTable, _ id: String
    ) throws -> SealedFields {
        guard !row.isNull(column) else {
            throw StoreError.damaged(table: table.rawValue, id: id, what: "it is not sealed")
        }
        return try Sealing.opened(row.bytes(column), of: table, id, by: vault)
    }
}

/// Sealing and opening of a row's one sealed column.
enum Sealing {
    static func sealed(
        _ fields: [String?], in table: SealedTable, _ id: String, by vault: Vault
    ) throws -> SQLValue {
        precondition(fields.count == table.fields.count, "each field of \(table) is sealed")
        return .bytes(try vault.seal(SealedFields.bytes(fields), table.place(id)))
    }

    static func opened(
        _ bytes: [UInt8], of table: SealedTable, _ id: String, by vault: Vault
    ) throws -> SealedFields {
        let plain = try Self.plain(bytes, table.place(id), by: vault) {
            StoreError.damaged(table: table.rawValue, id: id, what: $0)
        }
        guard let fields = SealedFields(plain) else {
            throw StoreError.damaged(
                table: table.rawValue, id: id, what: "what was sealed is no row")
        }
        return fields
    }

    /// The vault's faults as the store's.
    static func plain(
        _ bytes: [UInt8], _ place: String, by vault: Vault,
        _ damaged: (String) -> StoreError
    ) throws -> [UInt8] {
        do {
            return try vault.open(bytes, place)
        } catch Vault.Fault.unknownKey(let key) {
            throw StoreError.wrongKeys(key: Vault.spelled(key))
        } catch Vault.Fault.forged {
            throw damaged("it was changed, or moved from another row, or sealed with other keys")
        }
    }
}
