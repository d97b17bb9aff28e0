import Foundation
import Leads
import Primitives
import Records

/// What the tests of this room build on: the shipped rules, a fixed moment, facts by short name.
enum Cases {
    private static let folder = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Sources/Bootstrap/Data")

    /// 2026-11-23T08:00:00+08:00.
    static let now = Timestamp(microseconds: 1_795_392_000_000_000)

    static func rulesFile() throws -> LeadRulesFile {
        try JSONDecoder().decode(
            LeadRulesFile.self, from: Data(contentsOf: folder.appending(path: "rules.json")))
    }

    static func rules() throws -> LeadRules { try LeadRules(rulesFile()) }

    static func listing(
        _ id: String, _ advice: Advice, bits: Double, digest: UInt64? = nil,
        division: String? = nil, daysAgo: Int64 = 1
    ) -> ListingFact {
        ListingFact(
            record: ID(id), textDigest: digest ?? StableHash.of(id), score: Bits(bits),
            advice: advice, at: now.adding(.days(-daysAgo)), division: division)
    }

    static func waybill(
        _ id: String, _ advice: Advice, bits: Double, digest: UInt64? = nil, grams: Int64? = nil,
        receiver: String? = nil, name: String? = nil, order: Bool = false, hoursAgo: Int64 = 24,
        sender: String? = nil, receiverDivision: String? = nil, origin: OriginLevel? = nil,
        xray: XrayMark = .none, finding: FindingKind = .none
    ) -> WaybillFact {
        WaybillFact(
            record: ID(id), contentDigest: digest ?? StableHash.of(id), score: Bits(bits),
            advice: advice, at: now.adding(.hours(-hoursAgo)), weight: grams.map { Grams($0) },
            senderDivision: sender, receiverDivision: receiverDivision, origin: origin,
            destination: receiver.map { "省\($0.utf8.count)" },
            receiver: receiver.map { StableHash.of($0) },
            senderName: name.map { StableHash.of($0) },
            hasOrderNumber: order, xray: xray, finding: finding)
    }

    static func dossier(
        _ listings: [ListingFact] = [], _ waybills: [WaybillFact] = [], licences: [Licence] = []
    ) -> Dossier {
        Dossier(actor: ID("a1"), listings: listings, waybills: waybills, licences: licences)
    }

    static func licence() throws -> Licence {
        guard let from = CivilDate("2026-01-01"), let to = CivilDate("2026-12-31") else {
            throw LeadError.reasonMissing(step: "licence")
        }
        return Licence(
            number: ID("LS1"), kind: .retail, holder: "甲店", address: "", division: "360121",
            validFrom: from, validTo: to, identifiers: [])
    }
}
