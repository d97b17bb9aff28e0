import Leads
import Primitives
import Records
import Testing

struct ScoringTests {
    private func score(_ dossier: Dossier) throws -> Scored {
        Scoring.score(dossier, model: try Cases.rules().model, now: Cases.now)
    }

    @Test func nothingKnownIsThePrior() throws {
        let scored = try score(Cases.dossier())
        #expect(scored.score == scored.prior && scored.evidence.isEmpty && !scored.opens)
        #expect(scored.waterfall.count == 1)
    }

    @Test func everyScoreIsThePriorAndItsEvidence() throws {
        let scored = try score(seller())
        let sum = scored.evidence.reduce(scored.prior) { $0 + $1.weight }
        #expect(abs(sum.value - scored.score.value) < 1e-9)
        #expect(scored.waterfall.last?.to == scored.score)
        #expect(scored.waterfall.map(\.from).dropFirst() == scored.waterfall.map(\.to).dropLast())
        #expect(scored.model == "leads@1")
    }

    /// Three distinct offers, forty parcels of one weight in ten days, many names.
    private func seller() -> Dossier {
        let offers = (0..<3).map { Cases.listing("l\($0)", .offer, bits: 5) }
        let parcels = (0..<40).map { (number: Int) -> WaybillFact in
            let isOffer = number % 3 == 0
            return Cases.waybill(
                "w\(number)", isOffer ? .offer : .review, bits: isOffer ? 4 : 0, grams: 14_000,
                receiver: "r\(number)", name: "n\(number % 8)", hoursAgo: Int64(number) * 6,
                origin: .town)
        }
        return Cases.dossier(offers, parcels)
    }

    @Test func aPlainSellerOpensWithItsReasons() throws {
        let scored = try score(seller())
        #expect(scored.opens)
        #expect(
            Set(scored.evidence.map(\.kind)) == [
                .offerText, .disguisedParcel, .parcelRate, .receiverSpread, .repeatedWeight,
                .productionOrigin, .manyNames,
            ])
        let rate = try #require(scored.evidence.first { $0.kind == .parcelRate })
        #expect(rate.facts["parcels"] == "40" && rate.facts["days"] == "14")
        #expect(rate.records.count == Limits.recordsPerEvidenceMax)
        let weight = try #require(scored.evidence.first { $0.kind == .repeatedWeight })
        #expect(weight.facts["grams"] == "14000" && weight.facts["parcels"] == "40")
    }

    @Test(arguments: [Advice.review, .clear], [1, 5, 200])
    func textsWorthOnlyALookNeverOpenALead(advice: Advice, count: Int) throws {
        let listings = (0..<count).map { Cases.listing("l\($0)", advice, bits: 3) }
        let waybills = (0..<count).map { Cases.waybill("w\($0)", .clear, bits: -2) }
        #expect(try !score(Cases.dossier(listings, waybills)).opens)
    }

    @Test func anHonestShopOfThreeHundredParcelsADayNeverOpens() throws {
        for advice in [Advice.clear, .review] {
            let waybills = (0..<3_000).map {
                Cases.waybill(
                    "w\($0)", advice, bits: advice == .clear ? -6 : 0.5, digest: UInt64($0 % 5),
                    grams: 5_000, receiver: "r\($0)", name: "n\($0 % 3)", order: true,
                    hoursAgo: Int64($0) / 13)
            }
            let scored = try score(Cases.dossier([], waybills))
            #expect(!scored.opens)
        }
    }

    @Test func habitsWithoutContentCountNothing() throws {
        let waybills = (0..<500).map {
            Cases.waybill(
                "w\($0)", .clear, bits: -3, grams: 14_000, receiver: "r\($0)", name: "n\($0)",
                hoursAgo: Int64($0) / 3, origin: .town)
        }
        let habits: Set<EvidenceKind> = [
            .parcelRate, .receiverSpread, .repeatedWeight, .productionOrigin, .manyNames,
        ]
        let scored = try score(Cases.dossier([], waybills))
        #expect(scored.evidence.allSatisfy { !habits.contains($0.kind) })
        #expect(scored.score < scored.prior)
    }

    @Test func fireworksFoundInOneParcelOpenALead() throws {
        let parcel = Cases.waybill("w", .clear, bits: -3, finding: .fireworks)
        let scored = try score(Cases.dossier([], [parcel]))
        #expect(scored.opens && scored.evidence.first?.kind == .falseDeclaration)
        let suspect = Cases.waybill("w", .clear, bits: -3, xray: .suspect)
        #expect(try !score(Cases.dossier([], [suspect])).opens)
    }

    @Test func copiesCountOnceAndAHundredOfThemChangeNothing() throws {
        let one = try score(Cases.dossier([Cases.listing("l0", .offer, bits: 4, digest: 7)]))
        let copies = (0..<100).map { Cases.listing("l\($0)", .offer, bits: 4, digest: 7) }
        let hundred = try score(Cases.dossier(copies))
        #expect(hundred.score == one.score)
        #expect(hundred.evidence.first?.facts["distinct"] == "1")
        #expect(hundred.evidence.first?.facts["of"] == "100")
    }

    @Test func distinctOffersAddLessAndLessUpToTheCap() throws {
        let model = try Cases.rules().model
        var last = model.prior
        var steps: [Double] = []
        for count in 1...60 {
            let offers = (0..<count).map { Cases.listing("l\($0)", .offer, bits: 9) }
            let value = try score(Cases.dossier(offers)).score.value
            steps.append(value - last)
            last = value
        }
        #expect(zip(steps, steps.dropFirst()).allSatisfy { $0 >= $1 - 1e-9 })
        #expect(last <= model.prior + model.offerText.cap + 1e-9)
        let parcels = (0..<5_000).map { Cases.waybill("w\($0)", .offer, bits: 9) }
        let evidence = try score(Cases.dossier([], parcels)).evidence
        let content = evidence.first { $0.kind == .disguisedParcel }
        #expect(content?.weight.value ?? 99 <= model.disguisedParcel.cap)
        #expect(content?.uncapped.value ?? 0 >= content?.weight.value ?? 99)
    }

    /// Adding a suspicious record never lowers what speaks against the actor; only ordinary trade
    /// may lower the score, and every kind stays inside its cap.
    @Test(arguments: 0..<40)
    func suspiciousRecordsNeverLowerTheCharge(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        var dossier = Cases.dossier()
        var charge = 0.0
        for step in 0..<60 {
            let advice: Advice = random.chance(0.5) ? .offer : .review
            let bits = random.unit() * 8 - 1
            if random.chance(0.3) {
                dossier.listings.append(
                    Cases.listing(
                        "l\(step)", advice, bits: bits, digest: UInt64(random.below(20)),
                        daysAgo: Int64(random.below(60))))
            } else {
                dossier.waybills.append(
                    Cases.waybill(
                        "w\(step)", advice, bits: bits, digest: UInt64(random.below(20)),
                        grams: Int64(random.below(30_000) + 1), receiver: "r\(random.below(20))",
                        name: "n\(random.below(9))", order: random.chance(0.3),
                        hoursAgo: Int64(random.below(900)),
                        origin: random.chance(0.3) ? .town : nil,
                        xray: random.chance(0.1) ? .suspect : .none))
            }
            let scored = try score(dossier)
            let next = scored.evidence.filter { $0.kind != .ordinaryTrade }
                .reduce(0) { $0 + $1.weight.value }
            #expect(next >= charge - 1e-9)
            #expect(
                scored.evidence.allSatisfy { abs($0.weight.value) <= abs($0.uncapped.value) + 1e-9 }
            )
            charge = next
        }
        let first = try score(dossier)
        dossier.listings.shuffle(using: &random)
        dossier.waybills.shuffle(using: &random)
        #expect(try score(dossier) == first)
    }

    @Test func platformOrdersNamedGoodsAndALicenceSpeakForATrader() throws {
        let offer = [Cases.listing("l", .offer, bits: 4)]
        let alone = try score(Cases.dossier(offer))
        let orders = (0..<30).map { Cases.waybill("w\($0)", .clear, bits: -6, order: true) }
        let trading = try score(Cases.dossier(offer, orders))
        #expect(trading.score < alone.score)
        #expect(trading.evidence.last?.kind == .ordinaryTrade)
        #expect(trading.evidence.last?.facts["orders"] == "30")
        let licensed = try score(Cases.dossier(offer, licences: [Cases.licence()]))
        #expect(licensed.score < alone.score)
    }

    @Test func aLicenceDoesNotExcuseADisguisedParcel() throws {
        let parcels = [Cases.waybill("w", .offer, bits: 5)]
        let bare = try score(Cases.dossier([], parcels))
        let licensed = try score(Cases.dossier([], parcels, licences: [Cases.licence()]))
        #expect(bare.score == licensed.score)
    }

    @Test func plainPostsSpeakAgainstAnOfferAmongThemButNotWithoutEnd() throws {
        let model = try Cases.rules().model
        let offers = (0..<4).map { Cases.listing("o\($0)", .offer, bits: 9) }
        var last = try score(Cases.dossier(offers)).score
        let alone = last
        for count in [1, 5, 20, 400] {
            let plain = (0..<count).map { Cases.listing("p\($0)", .clear, bits: -8) }
            let scored = try score(Cases.dossier(offers + plain))
            #expect(scored.score <= last)
            #expect(scored.evidence.last?.facts["plain-texts"] == String(count))
            last = scored.score
        }
        #expect(alone.value - last.value <= model.offerText.plainCap + 1e-9)
    }

    @Test func recordsOlderThanTheModelConsidersCountNoMore() throws {
        let days = Int64(try Cases.rules().model.consideredDays)
        let old = Cases.listing("l", .offer, bits: 6, daysAgo: days + 1)
        #expect(try score(Cases.dossier([old])).evidence.isEmpty)
        let young = Cases.listing("l", .offer, bits: 6, daysAgo: days - 1)
        #expect(try !score(Cases.dossier([young])).evidence.isEmpty)
    }

    @Test func thePivotFollowsTheCityAndNotAFewTexts() throws {
        let model = try Cases.rules().model
        var few = Background.Counter()
        for number in 0..<20 { few.takeListing(score: Bits(6), digest: UInt64(number)) }
        #expect(few.background(model).listingPivot < model.offerText.pivot + 1)
        #expect(Background.Counter().background(model) == Background(model: model))

        var random = SeededRandom(seed: 5)
        var posts = (0..<30_000).map { (bits: $0 % 10 < 1 ? 2.1 : -4, digest: UInt64($0)) }
        var city = Background.Counter()
        for post in posts { city.takeListing(score: Bits(post.bits), digest: post.digest) }
        for _ in 0..<50_000 { city.takeListing(score: Bits(9), digest: 1 << 40) }
        // A tenth of the posts score above -4, and copies of one post shift nothing.
        #expect(city.background(model).listingPivot == -4)
        posts.shuffle(using: &random)
        var again = Background.Counter()
        for post in posts { again.takeListing(score: Bits(post.bits), digest: post.digest) }
        #expect(again.background(model).listingPivot == city.background(model).listingPivot)
    }

    @Test func aHigherPivotMakesTheSameTextsCountLess() throws {
        let model = try Cases.rules().model
        var lenient = Background.Counter()
        var strict = Background.Counter()
        for number in 0..<20_000 {
            lenient.takeListing(score: Bits(-6), digest: UInt64(number))
            strict.takeListing(score: Bits(3), digest: UInt64(number))
        }
        let dossier = Cases.dossier([Cases.listing("l", .offer, bits: 4)])
        let low = Scoring.score(
            dossier, model: model, background: lenient.background(model), now: Cases.now)
        let high = Scoring.score(
            dossier, model: model, background: strict.background(model), now: Cases.now)
        #expect(low.score > high.score)
    }
}
