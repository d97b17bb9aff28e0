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
        case offerText = "offer_text"
        case disguisedParcel = "disguised_parcel"
        case falseDeclaration = "false_declaration"
    }
}

/// How the verdicts on distinct texts add up.
///
/// A text counts `slope` x (score - `floor`), held in 0...`each`; the strongest whole, every
/// further one `keep` times less than the one before; together at most `cap`, and without any
/// offer among them at most `reviewCap`.
package struct ContentWeights: Decodable, Hashable, Sendable {
    package var floor: Double
    package var slope: Double
    package var each: Double
    package var keep: Double
    package var cap: Double
    package var reviewCap: Double

    enum CodingKeys: String, CodingKey {
        case slope, keep
        case floor = "floor_bits"
        case each = "each_bits_max"
        case cap = "cap_bits"
        case reviewCap = "review_cap_bits"
    }
}

/// What findings in parcels count.
package struct FindingWeights: Decodable, Hashable, Sendable {
    package var fireworks: Double
    package var banned: Double
    package var mismatch: Double
    package var suspectXray: Double
    package var keep: Double
    package var cap: Double

    enum CodingKeys: String, CodingKey {
        case keep
        case fireworks = "fireworks_bits"
        case banned = "banned_bits"
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

/// What speaks for an ordinary trader; all weights positive here, subtracted together.
package struct OrdinaryWeights: Decodable, Hashable, Sendable {
    /// Every parcel has a platform order.
    package var orders: Double
    /// Every parcel is of plainly named goods.
    package var namedGoods: Double
    /// A parcel scored at or below this is of plainly named goods.
    package var namedBelow: Double
    /// From this many parcels on a share counts in full.
    package var fullFromParcels: Double
    /// How often a text of no offer is read as one: among many clear texts a few are expected.
    package var mistakenShare: Double
    /// For each doubling of parcels whose inspection found what was declared.
    package var foundAsDeclared: Double
    /// A valid licence, and no parcel that looks disguised.
    package var licence: Double
    package var cap: Double

    enum CodingKeys: String, CodingKey {
        case orders = "orders_bits"
        case namedGoods = "named_goods_bits"
        case namedBelow = "named_below_bits"
        case fullFromParcels = "full_from_parcels"
        case mistakenShare = "mistaken_share"
        case foundAsDeclared = "found_as_declared_bits"
        case licence = "licence_bits"
        case cap = "cap_bits"
    }
}
