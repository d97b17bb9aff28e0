import Primitives

/// Which records are known to be one entity: labels that judge a linkage, or train one.
package struct LinkLabels: Sendable {
    /// By record: the number of its entity; nil where nothing is known of it.
    package let entities: [UInt32?]
    /// Labels whose record is not in the table.
    package let unknown: Int

    /// Labels that name the entity of each record they know; `key` as `LinkTable.key` spells it, or
    /// the id alone where one file has it.
    package init(entities named: [(key: String, entity: String)], of table: LinkTable) {
        let places = Self.places(named.map(\.key), table)
        var numbers: [String: UInt32] = [:]
        var entities = [UInt32?](repeating: nil, count: table.count)
        for (index, label) in named.enumerated() {
            guard let record = places[index] else { continue }
            let next = UInt32(numbers.count)
            let number = numbers[label.entity] ?? next
            numbers[label.entity] = number
            entities[Int(record)] = number
        }
        self.entities = entities
        unknown = places.count { $0 == nil }
    }

    /// Labels that name the pairs that belong together, all of them: a record in none of them is an
    /// entity of its own, and what two pairs join is one.
    package init(pairs: [(String, String)], of table: LinkTable) {
        let left = Self.places(pairs.map(\.0), table, prefix: "L:")
        let right = Self.places(pairs.map(\.1), table, prefix: "R:")
        var lefts: [UInt32] = []
        var rights: [UInt32] = []
        for (a, b) in zip(left, right) {
            guard let a, let b else { continue }
            lefts.append(a)
            rights.append(b)
        }
        entities = Components.lowest(count: table.count, lefts: lefts, rights: rights).map {
            Optional($0)
        }
        unknown = pairs.count - lefts.count
    }

    /// The record of each key; nil for one that is not there, or in both files.
    private static func places(
        _ keys: [String], _ table: LinkTable, prefix: String = ""
    ) -> [UInt32?] {
        let sought = Set(keys)
        var found: [String: UInt32?] = [:]
        for record in 0..<UInt32(table.count) {
            let id = table.ids[Int(record)]
            let key = table.key(record)
            if sought.contains(key) { found[key] = .some(record) }
            guard table.isLink, sought.contains(id) else { continue }
            if prefix.isEmpty {
                found[id] = found[id] == nil ? .some(record) : .some(nil)
            } else if key.hasPrefix(prefix) {
                found[id] = .some(record)
            }
        }
        return keys.map { found[$0] ?? nil }
    }

    package var labelled: Int { entities.count { $0 != nil } }

    /// Whether two records are one; nil where one of them has no label.
    @inline(__always)
    package func areOne(_ a: UInt32, _ b: UInt32) -> Bool? {
        guard let left = entities[Int(a)], let right = entities[Int(b)] else { return nil }
        return left == right
    }

    /// Pairs that belong together and could be linked.
    package func truePairs(in table: LinkTable) -> Double {
        var left: [UInt32: Double] = [:]
        var right: [UInt32: Double] = [:]
        for (record, entity) in entities.enumerated() {
            guard let entity else { continue }
            if table.isLink, record >= table.leftCount {
                right[entity, default: 0] += 1
            } else {
                left[entity, default: 0] += 1
            }
        }
        if table.isLink {
            return left.reduce(0) { $0 + $1.value * right[$1.key, default: 0] }
        }
        return left.values.reduce(0) { $0 + $1 * ($1 - 1) / 2 }
    }

    /// The records of each entity of two or more, in order.
    package var groups: [[UInt32]] {
        var members: [UInt32: [UInt32]] = [:]
        for (record, entity) in entities.enumerated() {
            if let entity { members[entity, default: []].append(UInt32(record)) }
        }
        return members.values.filter { $0.count > 1 }.sorted { $0[0] < $1[0] }
    }
}

/// Precision and recall of what was linked, over pairs of labelled records.
package struct LabelledQuality: Sendable, Equatable {
    /// Bits from which pairs were kept.
    package let cut: Double
    package let hits: Double
    package let kept: Double
    package let truePairs: Double

    package var precision: Double { kept > 0 ? hits / kept : 1 }
    package var recall: Double { truePairs > 0 ? hits / truePairs : 1 }
    package var f1: Double {
        precision + recall > 0 ? 2 * precision * recall / (precision + recall) : 0
    }
}

/// A linkage beside its labels.
package struct LabelledCurve: Sendable {
    /// Records with a label.
    package let labelled: Int
    package let truePairs: Double
    /// True pairs that some blocking rule gives.
    package let compared: Double
    /// At the linkage's own cut: what it kept, and its clusters.
    package let pairsAtCut: LabelledQuality
    package let clustersAtCut: LabelledQuality
    /// By cut, from low to high; one-to-one linking aside.
    package let pairs: [LabelledQuality]
    package let clusters: [LabelledQuality]

    /// Bits at which the curves are told.
    package static let cuts: [Double] = [-2, 0, 2, 4, 6, 8, 10, 14, 18, 24]
}

extension RecordLinkage {
    /// Judges an outcome by labels: its own cut, and what other cuts would give.
    ///
    /// - Complexity: scores every pair once more, and finds clusters once a cut.
    package func judged(
        _ outcome: LinkOutcome, by labels: LinkLabels, _ workers: some LinkWorkers
    ) -> LabelledCurve {
        let truePairs = labels.truePairs(in: table)
        let parts = blocking.parts(ofPairs: Self.pairsPerPart)
        let scorer = outcome.scorer
        let found = workers.map(parts.count, LinkScratch(comparer)) { index, scratch in
            var compared = 0.0
            var pairs: [ScoredPair] = []
            blocking.forEachPair(in: parts[index]) { a, b in
                if labels.areOne(a, b) == true { compared += 1 }
                let weight = scorer.weight(a, b, &scratch.compare)
                if weight >= Self.weightKept, !forbidden.contains(a, b) {
                    pairs.append(ScoredPair(left: a, right: b, weight: Float(weight)))
                }
            }
            return (pairs, compared)
        }
        let pairs = found.flatMap(\.0)
        func quality(_ pairs: some Sequence<ScoredPair>, _ cut: Double) -> LabelledQuality {
            var hits = 0.0
            var kept = 0.0
            for pair in pairs {
                guard let isOne = labels.areOne(pair.left, pair.right) else { continue }
                kept += 1
                hits += isOne ? 1 : 0
            }
            return LabelledQuality(cut: cut, hits: hits, kept: kept, truePairs: truePairs)
        }
        var pairCurve: [LabelledQuality] = []
        var clusterCurve: [LabelledQuality] = []
        for cut in LabelledCurve.cuts {
            let kept = pairs.filter { Double($0.weight) >= cut }
            pairCurve.append(quality(kept, cut))
            let clusters = clusters(
                of: kept, scorer, MatchCut.at(cut, outcome.histogram), workers)
            clusterCurve.append(self.quality(of: clusters, cut, labels, truePairs))
        }
        return LabelledCurve(
            labelled: labels.labelled, truePairs: truePairs,
            compared: found.reduce(0) { $0 + $1.1 },
            pairsAtCut: quality(outcome.pairs, outcome.cut.weight),
            clustersAtCut: self.quality(
                of: outcome.clusters, outcome.cut.weight, labels, truePairs),
            pairs: pairCurve, clusters: clusterCurve)
    }

    /// Pairs within clusters, between the files where there are two.
    private func quality(
        of clusters: [RecordCluster], _ cut: Double, _ labels: LinkLabels, _ truePairs: Double
    ) -> LabelledQuality {
        var hits = 0.0
        var kept = 0.0
        for cluster in clusters where cluster.members.count > 1 {
            var left: [UInt32: Double] = [:]
            var right: [UInt32: Double] = [:]
            for record in cluster.members {
                guard let entity = labels.entities[Int(record)] else { continue }
                if table.isLink, Int(record) >= table.leftCount {
                    right[entity, default: 0] += 1
                } else {
                    left[entity, default: 0] += 1
                }
            }
            let lefts = left.values.reduce(0, +)
            if table.isLink {
                kept += lefts * right.values.reduce(0, +)
                hits += left.reduce(0) { $0 + $1.value * right[$1.key, default: 0] }
            } else {
                kept += lefts * (lefts - 1) / 2
                hits += left.values.reduce(0) { $0 + $1 * ($1 - 1) / 2 }
            }
        }
        return LabelledQuality(cut: cut, hits: hits, kept: kept, truePairs: truePairs)
    }

    /// m by field, counted over the pairs that labels say are one; levels nobody had keep a little.
    ///
    /// Nil where fewer than `Limits.labelledPairsMin` pairs are known.
    package func matchChances(from labels: LinkLabels) -> [[Double]]? {
        var scratch = LinkScratch(comparer)
        var counts = comparer.fields.map { [Double](repeating: 0, count: $0.digitCount) }
        var pairs = 0
        for members in labels.groups {
            // Of a large entity each record with some that follow, so that it does not outvote all.
            for (at, a) in members.enumerated() {
                for b in members[(at + 1)...].prefix(Self.labelledNeighbours) {
                    if table.isLink, (Int(a) < table.leftCount) == (Int(b) < table.leftCount) {
                        continue
                    }
                    _ = comparer.pattern(a, b, &scratch.compare)
                    for field in counts.indices {
                        counts[field][Int(scratch.compare.digits[field])] += 1
                    }
                    pairs += 1
                }
            }
        }
        guard pairs >= Limits.labelledPairsMin else { return nil }
        return counts.map { counts in
            let total = counts.dropFirst().reduce(0, +) + 0.5 * Double(counts.count - 1)
            return [1] + counts.dropFirst().map { ($0 + 0.5) / total }
        }
    }

    /// Pairs counted for one record of an entity.
    static let labelledNeighbours = 20
}
