/// Everything that turns a dossier into a score: prior, weights, slopes, caps, threshold.
///
/// A plain value read from the rules file, with a version that every lead's history names; there
/// are no weights in code. All weights are bits of log-odds. docs/leads.md gives the formulas.
package struct LeadModel: Decodable, Hashable, Sendable {
    package var version: String
    /// Log-odds that an actor of whom nothing is known sells fireworks against the law.
    package var prior: Double
    /// A lead opens at this score.
    package var opensAt: Double
    /// Records older than this many days before now count no more.
    package var consideredDays: Int
    /// How many of the city's texts weigh as much as the model's own pivots.
    package var pivotTexts: Int
    /// The city's pivots are rounded to this many bits.
    package var pivotStep: Double
    package var offerText: ContentWeights
    package var disguisedParcel: ContentWeights
    package var falseDeclaration: FindingWeights
    package var habit: HabitWeights
    package var ordinary: OrdinaryWeights

    enum CodingKeys: String, CodingKey {
        case version, habit, ordinary
        case prior = "prior_bits"
        case opensAt = "opens_at_bits"
        case consideredDays = "considered_days"
        case pivotTexts = "pivot_texts"
        case pivotStep = "pivot_step_bits"
        case offerText = "offer_text"
        case disguisedParcel = "disguised_parcel"
        case falseDeclaration = "false_declaration"
    }
}

/// How the verdicts on distinct texts of one actor add up.
///
/// A text counts `slope` x (score - `pivot`), held in -`each`...`each`: above the pivot for an
/// offer, below it for plain trade. Texts of one actor are alike, so that n of them are worth only
/// n / (1 + (n - 1) x `alike`) independent ones (the design effect of Kish 1965), for each side.
package struct ContentWeights: Decodable, Hashable, Sendable {
    /// The score that says nothing, before the city's own is known.
    package var pivot: Double
    /// The share of the city's texts that exceed its own pivot.
    package var pivotShare: Double
    package var slope: Double
    package var each: Double
    package var alike: Double
    package var cap: Double
    /// The cap where no text is advised as an offer: texts worth a look never open a lead.
    package var reviewCap: Double
    /// What plain texts take away at most.
    package var plainCap: Double
    /// What they take away at most beyond what the kind's other texts give.
    package var plainBeyond: Double

    enum CodingKeys: String, CodingKey {
        case slope, alike
        case pivot = "pivot_bits"
        case pivotShare = "pivot_share"
        case each = "each_bits_max"
        case cap = "cap_bits"
        case reviewCap = "review_cap_bits"
        case plainCap = "plain_cap_bits"
        case plainBeyond = "plain_beyond_bits"
    }
}

/// What findings in parcels count.
package struct FindingWeights: Decodable, Hashable, Sendable {
    package var fireworks: Double
    package var suspected: Double
    package var mismatch: Double
    /// An X-ray marked suspect without a word of what was found; a finding in words speaks instead.
    package var suspectXray: Double
    package var keep: Double
    package var cap: Double

    enum CodingKeys: String, CodingKey {
        case keep
        case fireworks = "fireworks_bits"
        case suspected = "suspected_bits"
        case mismatch = "mismatch_bits"
        case suspectXray = "suspect_xray_bits"
        case cap = "cap_bits"
    }
}

/// A weight that grows with the doublings of a quantity: `perDoubling` x log2(x / `from`), held in
/// 0...`cap`.
package struct Slope: Decodable, Hashable, Sendable {
    package var from: Double
    package var perDoubling: Double
    package var cap: Double

    enum CodingKeys: String, CodingKey {
        case from
        case perDoubling = "bits_per_doubling"
        case cap = "cap_bits"
    }
}

/// What habits of sending count, all of them only beside content.
package struct HabitWeights: Decodable, Hashable, Sendable {
    /// Habits count in full beside this much content evidence, and in proportion below.
    package var fullContent: Double
    /// How much of a parcel a `review` is, against 1 of an `offer`.
    package var reviewShare: Double
    /// How much of a parcel a clear one without an order number is, where the actor's texts are
    /// offers in full.
    package var besideOffersShare: Double
    package var windowDays: Int
    /// Weights equal when rounded to this many grams are one weight.
    package var sameWeightGrams: Int
    /// Lighter parcels say nothing by their weight.
    package var heavyFromGrams: Int
    /// What a parcel from the county counts, against 1 from a town that makes fireworks.
    package var countyShare: Double
    package var rate: Slope
    package var spread: Slope
    package var repeatedWeight: Slope
    package var origin: Slope
    package var names: Slope

    enum CodingKeys: String, CodingKey {
        case rate, spread, origin, names
        case fullContent = "full_content_bits"
        case reviewShare = "review_share"
        case besideOffersShare = "beside_offers_share"
        case windowDays = "window_days"
        case sameWeightGrams = "same_weight_grams"
        case heavyFromGrams = "heavy_from_grams"
        case countyShare = "county_share"
        case repeatedWeight = "repeated_weight"
    }
}

/// What speaks for an ordinary trader besides plain texts; all weights positive here, subtracted
/// together.
package struct OrdinaryWeights: Decodable, Hashable, Sendable {
    /// Every parcel has a platform order.
    package var orders: Double
    /// From this many parcels on their share counts in full.
    package var fullFromParcels: Double
    /// For each doubling of parcels whose inspection found what was declared.
    package var foundAsDeclared: Double
    /// A valid licence, and no parcel that looks disguised.
    package var licence: Double
    package var cap: Double

    enum CodingKeys: String, CodingKey {
        case orders = "orders_bits"
        case fullFromParcels = "full_from_parcels"
        case foundAsDeclared = "found_as_declared_bits"
        case licence = "licence_bits"
        case cap = "cap_bits"
    }
}
