package import Primitives
package import Records

/// A dossier's score and what it is made of.
package struct Scored: Hashable, Sendable {
    /// The prior and all evidence's weights together.
    package let score: Bits
    package let prior: Bits
    /// Strongest first by weight, what speaks against last; none of weight 0 and uncapped 0.
    package let evidence: [Evidence]
    /// Whether the score reaches the model's threshold.
    package let opens: Bool
    /// The version of the lead model that said so.
    package let model: String

    package var probability: Double { score.probability }
    package var waterfall: [WaterfallRow] { Waterfall.rows(prior: prior, evidence: evidence) }
}

/// From what is known of an actor to a score with its evidence (线索评分).
///
/// The formulas and what never counts are in docs/leads.md. In short: content (what was offered,
/// declared, found) counts by itself; habits (how often, to whom, how heavy, from where, under how
/// many names) count only beside content and only over parcels that are themselves suspicious; what
/// speaks for an ordinary trader is subtracted. Copies count once, and every kind has its cap.
package enum Scoring {
    /// Scores one actor; the order of the dossier's lists never matters.
    ///
    /// `background` is the city's, counted over all actors; without it the model's own pivots hold.
    /// - Complexity: O(n log n) in the dossier's records.
    package static func score(
        _ dossier: Dossier, model: LeadModel, background: Background? = nil, now: Timestamp
    ) -> Scored {
        let background = background ?? Background(model: model)
        let oldest = now.adding(.days(-Int64(model.consideredDays)))
        let listings = dossier.listings.filter { $0.at >= oldest }
        let waybills = dossier.waybills.filter { $0.at >= oldest }

        let texts = ContentEvidence(
            .offerText, listings.map { .init($0) }, model.offerText,
            pivot: background.listingPivot)
        let parcels = ContentEvidence(
            .disguisedParcel, waybills.map { .init($0) }, model.disguisedParcel,
            pivot: background.parcelPivot)
        let findings = FindingEvidence.evidence(waybills, model.falseDeclaration)
        let content = [texts.evidence, parcels.evidence, findings]
        let habits = HabitEvidence(
            waybills: waybills, model: model.habit,
            content: content.reduce(0) { $0 + ($1?.weight.value ?? 0) },
            offers: texts.evidence?.weight.value ?? 0)
        let ordinary = OrdinaryEvidence.evidence(
            texts: texts, parcels: parcels, waybills: waybills, licences: dossier.licences,
            isDisguised: parcels.evidence != nil || findings != nil, model.ordinary)

        let all = (content + habits.all + [ordinary]).compactMap { $0 }
            .sorted { ($1.weight, $0.kind.rawValue) < ($0.weight, $1.kind.rawValue) }
        let prior = Bits(model.prior)
        let score = all.reduce(prior) { $0 + $1.weight }
        return Scored(
            score: score, prior: prior, evidence: all, opens: score.value >= model.opensAt,
            model: model.version)
    }
}

extension Slope {
    /// The weight before its cap.
    func uncapped(_ quantity: Double) -> Double {
        quantity > from ? perDoubling * log2(quantity / from) : 0
    }
}

/// `12` for whole numbers, else one decimal: `-12.5`.
func figure(_ value: Double) -> String {
    let tenths = Int((value * 10).rounded())
    let sign = tenths < 0 ? "-" : ""
    let part = abs(tenths) % 10
    return "\(sign)\(abs(tenths) / 10)\(part == 0 ? "" : ".\(part)")"
}
