import Foundation
import Primitives
import Records

/// How lists, evidence and reasons stand in a text column.
enum JSONColumn {
    static func text(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    static func value<Value: Decodable>(
        _ type: Value.Type, _ text: String, table: String, id: String
    ) throws -> Value {
        do {
            return try JSONDecoder().decode(type, from: Data(text.utf8))
        } catch {
            throw StoreError.damaged(table: table, id: id, what: "a JSON column is not as written")
        }
    }
}

/// `Reason` in its stored form; short keys, since there are many.
struct ReasonColumn: Codable {
    let c: String
    let w: Double
    let t: String
    let g: String
    let f: String
    let s: Int
    let e: Int
    let v: [String]

    init(_ reason: Reason) {
        c = reason.code
        w = reason.weight.value
        t = reason.term
        g = reason.group
        f = reason.found
        s = reason.start
        e = reason.end
        v = reason.evasion.map(\.rawValue)
    }

    /// Nil where the span is impossible.
    var reason: Reason? {
        guard s >= 0, e >= s else { return nil }
        return Reason(
            code: c, weight: Bits(w), term: t, group: g, found: f, start: s, end: e,
            evasion: v.compactMap(Evasion.init(rawValue:)))
    }
}

/// `Evidence` in its stored form.
struct EvidenceColumn: Codable {
    let kind: String
    let weight: Double
    let uncapped: Double
    let facts: [String: String]
    let records: [String]

    init(_ evidence: Evidence) {
        kind = evidence.kind.rawValue
        weight = evidence.weight.value
        uncapped = evidence.uncapped.value
        facts = evidence.facts
        records = evidence.records.map(\.text)
    }

    var evidence: Evidence? {
        guard let kind = EvidenceKind(rawValue: kind) else { return nil }
        return Evidence(
            kind: kind, weight: Bits(weight), uncapped: Bits(uncapped), facts: facts,
            records: records.compactMap(RecordRef.init(stored:)))
    }
}

extension RecordRef {
    /// Reads `listing:ID` or `waybill:NUMBER`.
    init?(stored text: String) {
        guard let colon = text.firstIndex(of: ":") else { return nil }
        let id = String(text[text.index(after: colon)...])
        switch text[..<colon] {
        case "listing": self = .listing(ID(id))
        case "waybill": self = .waybill(ID(id))
        default: return nil
        }
    }
}

extension Identifier {
    /// Reads `kind:value`.
    init?(stored text: some StringProtocol) {
        guard let colon = text.firstIndex(of: ":"),
            let kind = IdentifierKind(rawValue: String(text[..<colon]))
        else { return nil }
        self.init(kind: kind, value: String(text[text.index(after: colon)...]))
    }
}
