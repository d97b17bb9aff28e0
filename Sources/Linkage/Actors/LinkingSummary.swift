import Primitives
import Records

/// What one linking did, for people who answer for it (关联概况): kept beside its result.
package struct LinkingSummary: Hashable, Sendable {
    /// What names weigh beside one thing that is shared.
    package struct NameWeight: Hashable, Sendable {
        /// `full`, `hidden`, `surname`, `alias`, `none`: how much the two names tell.
        package let names: String
        /// How often they agree on labels of one sender, and of two.
        package let m: Double
        package let u: Double
        /// With the odds of the share included; nil where such names never disagree.
        package let bitsAgreeing: Double
        package let bitsDiffering: Double?

        package init(
            names: String, m: Double, u: Double, bitsAgreeing: Double, bitsDiffering: Double?
        ) {
            self.names = names
            self.m = m
            self.u = u
            self.bitsAgreeing = bitsAgreeing
            self.bitsDiffering = bitsDiffering
        }
    }

    /// The weights of names where one thing is shared.
    package struct Weights: Hashable, Sendable {
        /// `phone`, `street`, `door`.
        package let shared: String
        /// Share of pairs that are one sender.
        package let share: Double
        package let names: [NameWeight]

        package init(shared: String, share: Double, names: [NameWeight]) {
            self.shared = shared
            self.share = share
            self.names = names
        }
    }

    /// A generic identifier with the limit that it is beyond.
    package struct Generic: Hashable, Sendable {
        package let counted: GenericIdentifier
        package let limit: GenericLimit

        package init(counted: GenericIdentifier, limit: GenericLimit) {
            self.counted = counted
            self.limit = limit
        }
    }

    /// Senders whose names are alike in length or in how many bear them.
    package struct NameBucket: Hashable, Sendable {
        /// Characters, or phones under which the name is found; nil above means and more.
        package let from: Int
        package let to: Int?
        /// Labels that differ in something and tell a full name.
        package var senders: Int
        /// Of those, labels in an actor with another such label.
        package var merged: Int
        /// Of those, how many are expected in an actor that a wrong step made.
        package var expectedFalse: Double

        package init(
            from: Int, to: Int?, senders: Int = 0, merged: Int = 0, expectedFalse: Double = 0
        ) {
            self.from = from
            self.to = to
            self.senders = senders
            self.merged = merged
            self.expectedFalse = expectedFalse
        }
    }

    package var records = 0
    package var recordsWithoutActor = 0
    package var actors = 0
    /// Actors of more than one account or label.
    package var merged = 0
    package var weights: [Weights] = []
    package var policy = LinkPolicy()
    /// Most records first, at most `Limits.genericShown`; `genericTotal` counts all.
    package var generic: [Generic] = []
    package var genericTotal = 0
    /// Most records first.
    package var largest: [ActorBond] = []
    /// The weakest first, doubtful ones alone; `doubtfulTotal` counts all.
    package var doubtful: [ActorBond] = []
    package var doubtfulTotal = 0
    /// The sum of all actors' rates: wrong merges to be expected.
    package var expectedFalse = 0.0
    package var byLength: [NameBucket] = []
    package var byFrequency: [NameBucket] = []

    package init() {}
}

extension Links {
    /// What the linking did; `bonds` are its own.
    ///
    /// - Complexity: O(records + actors log actors).
    package func summary(_ bonds: [ActorBond]) -> LinkingSummary {
        var summary = LinkingSummary()
        summary.records = records.count
        summary.recordsWithoutActor = actorOfRecord.count { $0 < 0 }
        summary.actors = actors.count
        summary.merged = bonds.count { $0.elements > 1 }
        if hasReader {
            summary.weights = [
                weights("phone", graph.phoneWeights), weights("street", graph.streetWeights),
                weights("door", graph.doorWeights),
            ]
        }
        summary.policy = policy
        summary.genericTotal = generic.count
        summary.generic = generic.sorted {
            ($1.records, $0.identifier) < ($0.records, $1.identifier)
        }
        .prefix(Limits.genericShown).compactMap { counted in
            policy.limit(of: counted).map {
                LinkingSummary.Generic(counted: counted, limit: $0)
            }
        }
        summary.largest = Array(
            bonds.sorted { ($1.records, $0.actor) < ($0.records, $1.actor) }
                .prefix(Limits.actorsShown))
        let doubtful = bonds.filter(\.isDoubtful)
        summary.doubtfulTotal = doubtful.count
        summary.doubtful = Array(
            doubtful.sorted { left, right in
                let (one, other) = (left.weakest ?? .zero, right.weakest ?? .zero)
                return (one, right.records, left.actor) < (other, left.records, right.actor)
            }
            .prefix(Limits.actorsShown))
        summary.expectedFalse = bonds.reduce(0) { $0 + $1.falseMergeRate }
        fairness(bonds, &summary)
        return summary
    }

    private func weights(_ shared: String, _ weights: SenderWeights) -> LinkingSummary.Weights {
        let prior = Bits(probability: weights.share).value
        func bits(_ one: Double, _ two: Double) -> Double {
            prior + Bits(probability: one / (one + two)).value
        }
        let classes = [
            (NameClass.full, "full"), (.hidden, "hidden"), (.surname, "surname"),
        ]
        var names = classes.map { kind, name in
            let (m, u) = (weights.m[kind.rawValue], weights.u[kind.rawValue])
            return LinkingSummary.NameWeight(
                names: name, m: m, u: u, bitsAgreeing: bits(m, u),
                bitsDiffering: bits(1 - m, 1 - u))
        }
        let alias = NameClass.alias.rawValue
        names.append(
            LinkingSummary.NameWeight(
                names: "alias", m: weights.m[alias], u: weights.u[alias],
                bitsAgreeing: weights.bits(aliases: 1), bitsDiffering: nil))
        return LinkingSummary.Weights(shared: shared, share: weights.share, names: names)
    }

    /// Characters of a full name, and phones under which it is found.
    private static let lengths = [2, 3, 4]
    private static let frequencies = [1, 2, 4, 10, 32, 100, 316, 1_000]

    private func fairness(_ bonds: [ActorBond], _ summary: inout LinkingSummary) {
        var actorOfLabel = [Int32](repeating: -1, count: graph.parties.count)
        for (record, actor) in actorOfRecord.enumerated() where actor >= 0 {
            if let unit = units[record], isLabel(unit) {
                actorOfLabel[Int(unit - graph.offset)] = actor
            }
        }
        var named = [Int](repeating: 0, count: actors.count)
        var phones: [UInt64: Set<UInt64>] = [:]
        for (label, party) in graph.parties.enumerated() where party.name.kind == .full {
            phones[party.name.key, default: []].insert(party.key.pattern)
            if actorOfLabel[label] >= 0 { named[Int(actorOfLabel[label])] += 1 }
        }
        var byLength = Self.buckets(Self.lengths)
        var byFrequency = Self.buckets(Self.frequencies)
        for (label, party) in graph.parties.enumerated() where party.name.kind == .full {
            let actor = actorOfLabel[label]
            let isMerged = actor >= 0 && named[Int(actor)] > 1
            let rate = isMerged ? bonds[Int(actor)].falseMergeRate : 0
            let frequency = phones[party.name.key]?.count ?? 1
            Self.add(isMerged, rate, party.name.shown.count, to: &byLength)
            Self.add(isMerged, rate, frequency, to: &byFrequency)
        }
        summary.byLength = byLength.filter { $0.senders > 0 }
        summary.byFrequency = byFrequency.filter { $0.senders > 0 }
    }

    private static func add(
        _ isMerged: Bool, _ rate: Double, _ value: Int,
        to buckets: inout [LinkingSummary.NameBucket]
    ) {
        let index = max(0, (buckets.firstIndex { $0.from > value } ?? buckets.count) - 1)
        buckets[index].senders += 1
        buckets[index].merged += isMerged ? 1 : 0
        buckets[index].expectedFalse += rate
    }

    private static func buckets(_ bounds: [Int]) -> [LinkingSummary.NameBucket] {
        bounds.indices.map { index in
            let next = index + 1 < bounds.count ? bounds[index + 1] - 1 : nil
            return LinkingSummary.NameBucket(from: bounds[index], to: next)
        }
    }
}
