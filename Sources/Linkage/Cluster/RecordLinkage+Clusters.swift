import Primitives

extension RecordLinkage {
    /// The clusters that `pairs` make, every record once, by their first records.
    ///
    /// With `one_to_one` the pairs are the clusters. Otherwise components are checked from inside.
    func clusters(
        of pairs: [ScoredPair], _ scorer: PairScorer, _ cut: MatchCut, _ workers: some LinkWorkers
    ) -> [RecordCluster] {
        let roots = Components.lowest(
            count: table.count, lefts: pairs.map(\.left), rights: pairs.map(\.right))
        let components = Self.grouped(roots)
        let refiner = ClusterRefiner(
            scorer: scorer, cut: cut.weight - ClusterRefiner.slackBits, forbidden: forbidden)
        let large = components.indices.filter {
            components.size($0) > ClusterRefiner.membersMax
        }
        let isLarge = Set(large)
        let pieces = large.flatMap { index in
            let root = roots[Int(components[index][0])]
            return ClusterRefiner.pieces(
                of: components[index], pairs.filter { roots[Int($0.left)] == root },
                from: cut.weight)
        }
        let small = components.indices.filter { components.size($0) > 1 && !isLarge.contains($0) }
        let perPart = 500
        let parts = (small.count + perPart - 1) / perPart
        let refined = workers.map(parts, LinkScratch(comparer)) { part, scratch in
            let range = part * perPart..<min(small.count, (part + 1) * perPart)
            return range.flatMap { refiner.clusters(of: components[small[$0]], &scratch) }
        }
        var found = refined.flatMap { $0 }
        let checked = workers.map(pieces.count, LinkScratch(comparer)) { index, scratch in
            refiner.clusters(of: pieces[index], &scratch)
        }
        found += checked.flatMap { $0 }
        for index in components.indices where components.size(index) == 1 {
            found.append(
                RecordCluster(members: components[index], weakest: nil, contradictions: 0))
        }
        return found.sorted { $0.members[0] < $1.members[0] }
    }

    /// The members of every component, flat.
    struct Grouped: Sendable {
        let members: [UInt32]
        let starts: [Int]

        var indices: Range<Int> { 0..<(starts.count - 1) }
        func size(_ index: Int) -> Int { starts[index + 1] - starts[index] }
        subscript(index: Int) -> [UInt32] { Array(members[starts[index]..<starts[index + 1]]) }
    }

    static func grouped(_ roots: [UInt32]) -> Grouped {
        var sizes = [UInt32](repeating: 0, count: roots.count)
        for root in roots { sizes[Int(root)] += 1 }
        var next = [Int](repeating: 0, count: roots.count)
        var starts = [0]
        for record in roots.indices where sizes[record] > 0 {
            let start = starts[starts.count - 1]
            next[record] = start
            starts.append(start + Int(sizes[record]))
        }
        var members = [UInt32](repeating: 0, count: roots.count)
        for (record, root) in roots.enumerated() {
            members[next[Int(root)]] = UInt32(record)
            next[Int(root)] += 1
        }
        return Grouped(members: members, starts: starts)
    }
}

extension RecordLinkage {
    /// By field, the names of its comparison levels, "else" the last.
    package var levelNames: [[String]] { comparer.fields.map(\.levelNames) }

    /// A record's values in the compared fields.
    package func values(of record: UInt32) -> [String] {
        comparer.fields.map { $0.texts[Int($0.codes[Int(record)])] }
    }
}

extension RecordCluster {
    /// The same cluster with its first members only, for a display that is bounded.
    package func shortened(to count: Int) -> RecordCluster {
        RecordCluster(
            members: Array(members.prefix(count)), weakest: weakest, contradictions: contradictions)
    }
}
