import Primitives

/// Some records found to be one entity, and how well that holds.
package struct RecordCluster: Sendable, Equatable {
    /// Records in rising order.
    package let members: [UInt32]
    /// Mean weight, in bits, between the two groups whose merge was the last and weakest; nil for a
    /// single record, or where the component was too large to check.
    package let weakest: Double?
    /// Pairs inside that speak against being one entity by `ClusterRefiner.contradictionBits` or
    /// more.
    package let contradictions: Int

    /// The probability that the weakest merge joined two entities.
    package var falseMergeRate: Double { weakest.map { Bits(-$0).probability } ?? 0 }

    /// Below `RecordCluster.evidenceFloorBits` the records are possibly the same, no more: nobody
    /// is to be treated as one actor on that.
    package var isOnlyPossible: Bool {
        members.count > 1 && (weakest ?? 0) < Self.evidenceFloorBits
    }

    /// Nine to one.
    package static let evidenceFloorBits = 3.17
}

/// Checks a component from inside: every pair in it is scored, those that blocking never compared
/// too, and the records are grouped by average linkage.
///
/// Two groups stay one where the mean weight of the pairs between them is at least the cut: a
/// single strong pair does not hold two groups together against all others.
struct ClusterRefiner: Sendable {
    let scorer: PairScorer
    /// Mean weight, in bits, from which two groups are one.
    let cut: Double
    let forbidden: ForbiddenPairs

    /// A pair counts for at most so many bits on either side, so that none outvotes the rest alone.
    static let clipBits: Float = 10
    /// Two groups of one component may be this much below the cut for pairs: that a record of one
    /// matches a record of the other is known already, and copies of copies differ more.
    static let slackBits = 1.0
    /// Weight from which a pair inside a cluster contradicts it.
    static let contradictionBits: Float = -6
    /// Components above this are first cut at their weaker pairs: the table of their pairs would
    /// take 16 MB.
    static let membersMax = 2_000

    /// The clusters within `members`, which are in canonical order, by their first members.
    func clusters(of members: [UInt32], _ scratch: inout LinkScratch) -> [RecordCluster] {
        let count = members.count
        if count == 1 || count > Self.membersMax {
            return [RecordCluster(members: members, weakest: nil, contradictions: 0)]
        }
        var weights = [Float](repeating: 0, count: count * count)
        for i in 0..<count {
            for j in (i + 1)..<count {
                let weight = self.weight(members[i], members[j], &scratch)
                weights[i * count + j] = weight
                weights[j * count + i] = weight
            }
        }
        var linkage = AverageLinkage(count: count, weights: weights)
        linkage.run(cut: Float(cut))
        var groups: [(members: [Int], weakest: Float)] = []
        var places = [Int](repeating: -1, count: count)
        for index in 0..<count {
            let label = Int(linkage.labels[index])
            if places[label] < 0 {
                places[label] = groups.count
                groups.append(([], linkage.weakest[label]))
            }
            groups[places[label]].members.append(index)
        }
        return groups.map { group in
            var contradictions = 0
            for (at, i) in group.members.enumerated() {
                for j in group.members[(at + 1)...]
                where weights[i * count + j] <= Self.contradictionBits {
                    contradictions += 1
                }
            }
            return RecordCluster(
                members: group.members.map { members[$0] },
                weakest: group.members.count > 1 ? Double(group.weakest) : nil,
                contradictions: contradictions)
        }
    }

    /// A component as it can be checked: whole, or, where it is too large, in pieces that hold
    /// together at higher weights.
    ///
    /// Pieces that stay too large at 40 bits are left as they are.
    ///
    /// `inside`: its pairs at or above `weight`.
    static func pieces(
        of members: [UInt32], _ inside: [ScoredPair], from weight: Double
    ) -> [[UInt32]] {
        var done: [[UInt32]] = []
        var open = [members]
        var least = weight
        while !open.isEmpty, least < 40 {
            var next: [[UInt32]] = []
            for piece in open {
                if piece.count <= membersMax { done.append(piece) } else { next.append(piece) }
            }
            least += 2
            open = next.flatMap { parted($0, inside.filter { Double($0.weight) >= least }) }
        }
        return done + open
    }

    /// The components of `members` under `pairs`, each in the order of `members`.
    private static func parted(_ members: [UInt32], _ pairs: [ScoredPair]) -> [[UInt32]] {
        var places: [UInt32: UInt32] = [:]
        for (place, member) in members.enumerated() { places[member] = UInt32(place) }
        var lefts: [UInt32] = []
        var rights: [UInt32] = []
        for pair in pairs {
            guard let left = places[pair.left], let right = places[pair.right] else { continue }
            lefts.append(left)
            rights.append(right)
        }
        let roots = Components.lowest(count: members.count, lefts: lefts, rights: rights)
        var parts: [UInt32: [UInt32]] = [:]
        for (place, root) in roots.enumerated() {
            parts[root, default: []].append(members[place])
        }
        return parts.sorted { $0.key < $1.key }.map(\.value)
    }

    private func weight(_ a: UInt32, _ b: UInt32, _ scratch: inout LinkScratch) -> Float {
        if forbidden.contains(a, b) { return ForbiddenPairs.weight }
        let weight = Float(scorer.weight(a, b, &scratch.compare))
        return max(-Self.clipBits, min(Self.clipBits, weight))
    }
}

/// Agglomerative clustering by mean weight between groups (UPGMA), by nearest-neighbour chains.
struct AverageLinkage {
    let count: Int
    private var weights: [Float]
    /// By element: the lowest of its group.
    private(set) var labels: [UInt32]
    /// By group's lowest element: the mean weight of its weakest merge; infinite for one element.
    private(set) var weakest: [Float]
    private var sizes: [Float]
    private var isActive: [Bool]

    /// `weights` is a full symmetrical matrix.
    init(count: Int, weights: [Float]) {
        self.count = count
        self.weights = weights
        labels = (0..<UInt32(count)).map { $0 }
        weakest = [Float](repeating: .infinity, count: count)
        sizes = [Float](repeating: 1, count: count)
        isActive = [Bool](repeating: true, count: count)
    }

    /// Merges while two groups have a mean weight of at least `cut`.
    ///
    /// - Complexity: O(count * count) (Murtagh 1983; average linkage is reducible, so chains find
    ///   the same merges as a search for the best pair, ties aside; ties go to the lower element).
    mutating func run(cut: Float) {
        var chain: [Int] = []
        var start = 0
        while true {
            if chain.isEmpty {
                while start < count, !isActive[start] { start += 1 }
                if start == count { break }
                chain = [start]
            }
            let top = chain[chain.count - 1]
            let before = chain.count > 1 ? chain[chain.count - 2] : -1
            let (best, weight) = nearest(to: top, before: before, from: start)
            guard best >= 0, weight >= cut else {
                // Nothing is near enough to the top, nor will be: it is a group.
                isActive[top] = false
                chain.removeLast()
                continue
            }
            if best != before {
                chain.append(best)
                continue
            }
            chain.removeLast(2)
            merge(min(top, best), max(top, best), weight)
        }
        for index in labels.indices { labels[index] = labels[Int(labels[index])] }
    }

    private func nearest(to top: Int, before: Int, from start: Int) -> (Int, Float) {
        var best = -1
        var bestWeight = -Float.infinity
        for other in start..<count where isActive[other] && other != top {
            let weight = weights[top * count + other]
            if weight > bestWeight || (weight == bestWeight && other == before) {
                best = other
                bestWeight = weight
            }
        }
        return (best, bestWeight)
    }

    private mutating func merge(_ low: Int, _ high: Int, _ weight: Float) {
        let total = sizes[low] + sizes[high]
        isActive[high] = false
        for other in 0..<count where isActive[other] && other != low {
            let mean =
                (weights[low * count + other] * sizes[low]
                    + weights[high * count + other] * sizes[high]) / total
            weights[low * count + other] = mean
            weights[other * count + low] = mean
        }
        sizes[low] = total
        labels[high] = UInt32(low)
        weakest[low] = min(weight, weakest[low], weakest[high])
    }
}
