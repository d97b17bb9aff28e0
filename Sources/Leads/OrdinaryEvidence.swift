import Primitives
import Records

/// What speaks for an ordinary trader (正常经营).
enum OrdinaryEvidence {
    static func evidence(
        listings: [ListingFact], waybills: [WaybillFact], licences: [Licence], isDisguised: Bool,
        _ model: OrdinaryWeights
    ) -> Evidence? {
        let orders = waybills.count(where: \.hasOrderNumber)
        let named = waybills.count {
            $0.advice == .clear && $0.score.value <= model.namedBelow && $0.finding == .none
        }
        let asDeclared = waybills.count { $0.finding == .asDeclared }
        let clear = clearTexts(listings, waybills)
        let isLicensed = !licences.isEmpty && !isDisguised

        let parcels = Double(waybills.count)
        let trust = min(parcels / model.fullFromParcels, 1)
        var sum = 0.0
        if parcels > 0 {
            sum += model.orders * Double(orders) / parcels * trust
            sum += model.namedGoods * Double(named) / parcels * trust
        }
        sum += log2(1 + Double(clear) * model.mistakenShare)
        sum += model.foundAsDeclared * log2(1 + Double(asDeclared))
        if isLicensed { sum += model.licence }
        guard sum > 0 else { return nil }
        let facts = [
            "orders": String(orders), "named": String(named), "parcels": String(waybills.count),
            "clear": String(clear), "as-declared": String(asDeclared),
            "licences": isLicensed ? String(licences.count) : "0",
        ]
        return Evidence(
            kind: .ordinaryTrade, weight: Bits(-min(sum, model.cap)), uncapped: Bits(-sum),
            facts: facts)
    }

    /// Distinct clear texts of both kinds.
    ///
    /// Among many texts some are read wrongly, so that one offer among a thousand plain texts says
    /// less than one among three.
    private static func clearTexts(_ listings: [ListingFact], _ waybills: [WaybillFact]) -> Int {
        let texts = Set(listings.lazy.filter { $0.advice == .clear }.map(\.textDigest))
        let contents = Set(waybills.lazy.filter { $0.advice == .clear }.map(\.contentDigest))
        return texts.count + contents.count
    }
}
