import Primitives

/// How records came to be one cluster, or why two are not.
package struct ClusterChain: Sendable, Equatable {
    /// Pairs that lead from the first record to the last, the strongest such way: each is the best
    /// bridge between what it joins.
    package let pairs: [ScoredPair]

    /// The weight of the weakest pair of the chain; infinite for an empty one.
    package var weakest: Double { pairs.map { Double($0.weight) }.min() ?? .infinity }
}

/// Why two records are not in one cluster.
package enum WhyNot: Sendable, Equatable {
    /// They are in one cluster.
    case together
    /// A person, or two whole identifiers that contradict each other, keep them apart.
    case forbidden
    /// No blocking rule gives the pair, and no other records connect them.
    case notCompared
    /// The pair's weight is below the cut, by so many bits.
    case belowCut(Double)
    /// Their component was split: the mean weight between their clusters, in bits.
    case splitApart(mean: Double)
}

extension RecordLinkage {
    /// The chain between two records of a cluster: the way through its maximum spanning tree.
    ///
    /// - Complexity: O(members * members) weights.
    package func how(
        _ a: UInt32, _ b: UInt32, in cluster: RecordCluster, _ scorer: PairScorer
    ) -> ClusterChain {
        let members = cluster.members
        guard let start = members.firstIndex(of: a), let goal = members.firstIndex(of: b) else {
            return ClusterChain(pairs: [])
        }
        let tree = spanningTree(of: members, from: start, scorer)
        var pairs: [ScoredPair] = []
        var at = goal
        while at != start, let parent = tree[at] {
            pairs.append(
                ScoredPair(
                    left: members[parent.from], right: members[at], weight: parent.weight))
            at = parent.from
        }
        return ClusterChain(pairs: pairs.reversed())
    }

    /// All merges of a cluster: the pairs of its maximum spanning tree, the strongest first.
    package func merges(of cluster: RecordCluster, _ scorer: PairScorer) -> [ScoredPair] {
        let members = cluster.members
        let tree = spanningTree(of: members, from: 0, scorer)
        var pairs: [ScoredPair] = []
        for (at, parent) in tree.enumerated() {
            guard let parent else { continue }
            let (a, b) = (members[parent.from], members[at])
            pairs.append(ScoredPair(left: min(a, b), right: max(a, b), weight: parent.weight))
        }
        return pairs.sorted {
            $0.weight != $1.weight
                ? $0.weight > $1.weight : ($0.left, $0.right) < ($1.left, $1.right)
        }
    }

    /// Prim's algorithm: by member, what it hangs on; nil for the start.
    private func spanningTree(
        of members: [UInt32], from start: Int, _ scorer: PairScorer
    ) -> [(from: Int, weight: Float)?] {
        var scratch = LinkScratch(comparer)
        var best: [(from: Int, weight: Float)?] = members.map { _ in nil }
        var isInside = members.map { _ in false }
        var at = start
        for _ in members.indices {
            isInside[at] = true
            for other in members.indices where !isInside[other] {
                let weight = Float(
                    scorer.weight(members[at], members[other], &scratch.compare))
                if let held = best[other], held.weight >= weight { continue }
                best[other] = (at, weight)
            }
            let next = members.indices.filter { !isInside[$0] }.max {
                (best[$0]?.weight ?? 0, members[$1]) < (best[$1]?.weight ?? 0, members[$0])
            }
            guard let next else { break }
            at = next
        }
        return best
    }

    /// Why two records are not in one cluster.
    package func whyNot(_ a: UInt32, _ b: UInt32, _ outcome: LinkOutcome) -> WhyNot {
        let first = outcome.cluster(of: a)
        let second = outcome.cluster(of: b)
        if let first, first == second { return .together }
        if forbidden.contains(a, b) { return .forbidden }
        let weight = outcome.scorer.weight(a, b)
        if weight >= outcome.cut.weight, blocking.rules(of: a, b) != 0, let first, let second {
            var scratch = LinkScratch(comparer)
            var sum = 0.0
            for left in first.members {
                for right in second.members {
                    sum += outcome.scorer.weight(left, right, &scratch.compare)
                }
            }
            return .splitApart(mean: sum / Double(first.members.count * second.members.count))
        }
        if weight >= outcome.cut.weight { return .notCompared }
        return .belowCut(outcome.cut.weight - weight)
    }

    /// The blocking rules that give a pair, as the model spells them.
    package func blockingRules(of a: UInt32, _ b: UInt32) -> [String] {
        let mask = blocking.rules(of: a, b)
        return blocking.rules.indices.filter { mask & (1 << UInt64($0)) != 0 }.map {
            blocking.rules[$0].text
        }
    }
}

extension LinkOutcome {
    /// The cluster of a record, by its number.
    ///
    /// - Complexity: O(clusters).
    package func cluster(of record: UInt32) -> RecordCluster? {
        clusters.first { $0.members.contains(record) }
    }
}

/// Names of clusters that stay when records are added.
package enum ClusterNames {
    /// A name for each cluster of record ids: the one it had before, as far as it goes.
    ///
    /// A cluster takes the name that most of its records had; of several clusters with one name the
    /// one with most of its records keeps it (ties: the one with the lowest id). The others are
    /// named after their lowest id.
    package static func stable(
        _ clusters: [[String]], previous: [String: String] = [:]
    ) -> [String] {
        var claims: [(name: String, count: Int, low: String, cluster: Int)] = []
        var lows: [String] = []
        for (index, cluster) in clusters.enumerated() {
            let low = cluster.min() ?? ""
            lows.append(low)
            var counts: [String: Int] = [:]
            if !previous.isEmpty {
                for id in cluster {
                    if let name = previous[id] { counts[name, default: 0] += 1 }
                }
            }
            for (name, count) in counts { claims.append((name, count, low, index)) }
        }
        claims.sort { ($1.count, $0.low, $0.name) < ($0.count, $1.low, $1.name) }
        var names: [String?] = clusters.map { _ in nil }
        var taken: Set<String> = []
        for claim in claims where names[claim.cluster] == nil && !taken.contains(claim.name) {
            names[claim.cluster] = claim.name
            taken.insert(claim.name)
        }
        for index in clusters.indices where names[index] == nil {
            var name = lows[index]
            while taken.contains(name) { name += "'" }
            names[index] = name
            taken.insert(name)
        }
        return names.map { $0 ?? "" }
    }
}
