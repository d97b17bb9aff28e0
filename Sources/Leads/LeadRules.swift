import Primitives

/// The lead rules of `rules.json`; other keys of the file belong to other rooms.
package struct LeadRulesFile: Decodable, Sendable {
    package var model: LeadModel
    package var deadlines: [DeadlineRow]
    package var findingWords: FindingWords

    enum CodingKeys: String, CodingKey {
        case deadlines
        case model = "lead_model"
        case findingWords = "finding_words"
    }
}

/// The checked rules by which leads are made.
package struct LeadRules: Sendable {
    package let model: LeadModel
    package let deadlines: Deadlines
    package let findings: FindingReader

    /// Checks all parts and takes all or none.
    /// - Throws: `LeadError`, code `leads.rules_refused`, naming every fault.
    package init(_ file: LeadRulesFile) throws(LeadError) {
        var faults = file.model.faults
        let (deadlines, wrong) = Deadlines.read(file.deadlines)
        faults += wrong
        if file.findingWords.fireworks.isEmpty {
            faults.append(Fault(field: "finding_words.fireworks", reason: "is empty"))
        }
        guard faults.isEmpty else { throw .rulesRefused(faults) }
        model = file.model
        self.deadlines = deadlines
        findings = FindingReader(file.findingWords)
    }
}

extension LeadModel {
    /// Every value that would make the score meaningless.
    var faults: [Fault] {
        var faults: [Fault] = []
        func need(_ holds: Bool, _ field: String, _ reason: String) {
            if !holds { faults.append(Fault(field: "lead_model." + field, reason: reason)) }
        }
        need(!version.isEmpty, "version", "is empty")
        need(prior < opensAt, "prior_bits", "must be below opens_at_bits, or everybody is a lead")
        need(consideredDays > 0, "considered_days", "must be above 0")
        need(pivotTexts > 0, "pivot_texts", "must be above 0")
        need(pivotStep > 0, "pivot_step_bits", "must be above 0")
        for (name, part) in [("offer_text", offerText), ("disguised_parcel", disguisedParcel)] {
            need(
                part.pivotShare > 0 && part.pivotShare < 1, name + ".pivot_share",
                "is not between 0 and 1")
            need(part.slope > 0, name + ".slope", "must be above 0")
            need((0...1).contains(part.alike), name + ".alike", "is not in 0...1")
            need(
                part.each > 0 && part.each <= part.cap, name + ".each_bits_max",
                "is not in 0...cap")
            need(
                (0...part.cap).contains(part.reviewCap), name + ".review_cap_bits",
                "is not in 0...cap")
            need(part.plainCap >= 0, name + ".plain_cap_bits", "is below 0")
            need(part.plainBeyond >= 0, name + ".plain_beyond_bits", "is below 0")
        }
        need(
            prior + offerText.reviewCap + disguisedParcel.reviewCap < opensAt,
            "review_cap_bits", "would let texts that are only worth a look open a lead")
        let slopes = [
            ("rate", habit.rate), ("spread", habit.spread), ("origin", habit.origin),
            ("repeated_weight", habit.repeatedWeight), ("names", habit.names),
        ]
        for (name, slope) in slopes {
            need(slope.from > 0, "habit.\(name).from", "must be above 0")
            need(slope.perDoubling >= 0, "habit.\(name).bits_per_doubling", "is below 0")
            need(slope.cap >= 0, "habit.\(name).cap_bits", "is below 0")
        }
        need(habit.fullContent > 0, "habit.full_content_bits", "must be above 0")
        need(habit.windowDays > 0, "habit.window_days", "must be above 0")
        need(habit.sameWeightGrams > 0, "habit.same_weight_grams", "must be above 0")
        for (name, share) in [
            ("review_share", habit.reviewShare), ("county_share", habit.countyShare),
            ("beside_offers_share", habit.besideOffersShare),
        ] { need((0...1).contains(share), "habit." + name, "is not in 0...1") }
        need((0..<1).contains(falseDeclaration.keep), "false_declaration.keep", "not in 0..<1")
        need(ordinary.cap >= 0, "ordinary.cap_bits", "is below 0")
        need(ordinary.fullFromParcels > 0, "ordinary.full_from_parcels", "must be above 0")
        return faults
    }
}
