import Linkage
import Primitives
import Testing

/// Components against a slow plain oracle.
struct ComponentTests {
    /// Labels spread along edges until nothing changes.
    private func oracle(_ count: Int, _ edges: [(UInt32, UInt32)]) -> [UInt32] {
        var labels = (0..<UInt32(count)).map { $0 }
        var changes = true
        while changes {
            changes = false
            for (a, b) in edges {
                let low = min(labels[Int(a)], labels[Int(b)])
                if labels[Int(a)] != low || labels[Int(b)] != low {
                    labels[Int(a)] = low
                    labels[Int(b)] = low
                    changes = true
                }
            }
        }
        return labels
    }

    @Test func randomGraphs() {
        var random = SeededRandom(seed: 21)
        for round in 0..<200 {
            let count = 1 + random.below(80)
            var edges = (0..<random.below(2 * count)).map { _ in
                (UInt32(random.below(count)), UInt32(random.below(count)))
            }
            let expected = oracle(count, edges)
            for _ in 0..<2 {
                let found = Components.lowest(
                    count: count, lefts: edges.map(\.0), rights: edges.map(\.1))
                #expect(found == expected, "round \(round)")
                edges.shuffle(using: &random)
                edges = edges.map { ($0.1, $0.0) }
            }
        }
    }

    @Test func clusterNamesStay() {
        let first = ClusterNames.stable([["a", "b"], ["c"], ["d", "e", "f"]])
        #expect(first == ["a", "c", "d"])
        let previous = ["a": "a", "b": "a", "c": "c", "d": "d", "e": "d", "f": "d"]
        // d's cluster split, its larger part keeps the name; a new record joins a's.
        let second = ClusterNames.stable(
            [["0", "a", "b"], ["c"], ["d"], ["e", "f"]], previous: previous)
        #expect(second[0] == "a")
        #expect(second[1] == "c")
        #expect(second[3] == "d")
        #expect(Set(second).count == 4)
    }
}
