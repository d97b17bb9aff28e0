/// Sets that only grow together: union by size, path halving.
struct DisjointSets: Sendable {
    private var parents: [UInt32]
    private var sizes: [UInt32]

    init(count: Int) {
        precondition(count < Int(UInt32.max), "identifiers are numbered in 32 bits")
        parents = (0..<count).map { UInt32($0) }
        sizes = Array(repeating: 1, count: count)
    }

    mutating func root(_ element: UInt32) -> UInt32 {
        var at = element
        while parents[Int(at)] != at {
            parents[Int(at)] = parents[Int(parents[Int(at)])]
            at = parents[Int(at)]
        }
        return at
    }

    /// The same, changing nothing.
    func rootWithoutHalving(_ element: UInt32) -> UInt32 {
        var at = element
        while parents[Int(at)] != at { at = parents[Int(at)] }
        return at
    }

    mutating func join(_ left: UInt32, _ right: UInt32) {
        var big = root(left)
        var small = root(right)
        guard big != small else { return }
        if sizes[Int(big)] < sizes[Int(small)] { swap(&big, &small) }
        parents[Int(small)] = big
        sizes[Int(big)] += sizes[Int(small)]
    }
}

/// For each of `count` sources its distinct targets, in one flat array (compressed rows).
struct Adjacency: Sendable {
    private var offsets: [UInt32]
    private var targets: [UInt32]

    /// Sorts edges by source, counting; equal edges become one.
    init(from sources: [UInt32], to goals: [UInt32], count: Int) {
        precondition(sources.count < Int(UInt32.max), "edges are numbered in 32 bits")
        var starts = [UInt32](repeating: 0, count: count + 1)
        for source in sources { starts[Int(source) + 1] += 1 }
        for index in starts.indices.dropFirst() { starts[index] += starts[index - 1] }
        var next = starts
        var sorted = [UInt32](repeating: 0, count: goals.count)
        for (source, goal) in zip(sources, goals) {
            sorted[Int(next[Int(source)])] = goal
            next[Int(source)] += 1
        }
        offsets = [0]
        offsets.reserveCapacity(count + 1)
        targets = []
        targets.reserveCapacity(goals.count)
        for row in 0..<count {
            let range = Int(starts[row])..<Int(starts[row + 1])
            if range.count > 1 { sorted[range].sort() }
            for position in range
            where position == range.lowerBound
                || sorted[position] != sorted[position - 1]
            {
                targets.append(sorted[position])
            }
            offsets.append(UInt32(targets.count))
        }
    }

    subscript(source: Int) -> ArraySlice<UInt32> {
        targets[Int(offsets[source])..<Int(offsets[source + 1])]
    }
}
