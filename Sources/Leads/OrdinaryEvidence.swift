import Primitives
import Records

/// What speaks for an ordinary trader (正常经营).
enum OrdinaryEvidence {
    static func evidence(
        texts: ContentEvidence, parcels: ContentEvidence, waybills: [WaybillFact],
        licences: [Licence], isDisguised: Bool, _ model: OrdinaryWeights
    ) -> Evidence? {
        let orders = waybills.count(where: \.hasOrderNumber)
        let asDeclared = waybills.count { $0.finding == .asDeclared }
        let isLicensed = !licences.isEmpty && !isDisguised
        let count = Double(waybills.count)

        var sum = texts.plain + parcels.plain
        if count > 0 {
            sum += model.orders * Double(orders) / count * min(count / model.fullFromParcels, 1)
        }
        sum += model.foundAsDeclared * log2(1 + Double(asDeclared))
        if isLicensed { sum += model.licence }
        guard sum > 0 else { return nil }
        let facts = [
            "plain-texts": String(texts.plainTexts), "plain-parcels": String(parcels.plainTexts),
            "orders": String(orders), "parcels": String(waybills.count),
            "as-declared": String(asDeclared),
            "licences": isLicensed ? String(licences.count) : "0",
        ]
        return Evidence(
            kind: .ordinaryTrade, weight: Bits(-min(sum, model.cap)), uncapped: Bits(-sum),
            facts: facts)
    }
}
