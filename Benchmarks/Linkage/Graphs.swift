import Linkage
import Primitives

extension LinkageBench {
    /// Components of a random graph: 2 million records, 3 million edges, as the peers were
    /// measured.
    static func graphs() {
        var random = SeededRandom(seed: 1)
        let count = 2_000_000
        let lefts = (0..<3_000_000).map { _ in UInt32(random.below(count)) }
        let rights = lefts.map { _ in UInt32(random.below(count)) }
        var best = Double.infinity
        var components = 0
        for _ in 0..<5 {
            let begun = cpu()
            let roots = Components.lowest(count: count, lefts: lefts, rights: rights)
            best = min(best, cpu() - begun)
            components = roots.indices.count { Int(roots[$0]) == $0 }
        }
        print(
            "components: \(components) of \(lefts.count) random edges, \(text(best)) CPU-s,"
                + " \(Int(Double(lefts.count) / best)) edges/CPU-s")
        // Edges as a linkage gives them: small clusters, records of one near each other.
        let near = (0..<3_000_000).map { UInt32($0 / 3 * 2) }
        let next = near.indices.map { near[$0] + UInt32($0 % 3 == 0 ? 0 : 1) }
        let begun = cpu()
        _ = Components.lowest(count: count, lefts: near, rights: next)
        print("clustered edges: \(Int(3_000_000 / (cpu() - begun))) edges/CPU-s")
    }

    /// Components of the graph of `peers/components.py`, as one line of JSON: one pass, as
    /// the peers have, from the ends of the edges in memory to a component for every node.
    static func components(edges: Int, nodes: Int) {
        func end(_ step: Int) -> UInt32 {
            UInt32(StableHash.mixed(UInt64(step)) % UInt64(nodes))
        }
        let lefts = (0..<edges).map { end(2 * $0) }
        let rights = (0..<edges).map { end(2 * $0 + 1) }
        let begun = cpu()
        let roots = Components.lowest(count: nodes, lefts: lefts, rights: rights)
        let spent = cpu() - begun
        let found = roots.indices.count { Int(roots[$0]) == $0 }
        print(
            "{\"edges\": \(edges), \"nodes\": \(nodes), \"components\": \(found),"
                + " \"cpu_s\": \(text(spent)),"
                + " \"edges_per_cpu_s\": \(Int(Double(edges) / spent)),"
                + " \"peak_rss_mb\": \(peakMegabytes())}")
    }
}
