/// Connected components of a graph of records.
package enum Components {
    /// By record, the lowest record of its component.
    ///
    /// Union by lower index with path halving, one pass over the edges and one over the records;
    /// the result does not depend on the order of the edges.
    /// - Complexity: O((edges + count) * log count) at worst, near linear in practice.
    package static func lowest(
        count: Int, lefts: [UInt32], rights: [UInt32]
    ) -> [UInt32] {
        precondition(lefts.count == rights.count, "an edge has two ends")
        precondition(count < Int(UInt32.max), "records are numbered in 32 bits")
        var parents = [UInt32](unsafeUninitializedCapacity: count) { buffer, initialized in
            for index in 0..<count { buffer[index] = UInt32(index) }
            initialized = count
        }
        parents.withUnsafeMutableBufferPointer { parents in
            for edge in lefts.indices {
                var a = lefts[edge]
                var b = rights[edge]
                // Rem's algorithm with splicing (Patwary, Blair, Manne 2010): both paths climb in
                // step, and the higher parent is hung under the lower on the way.
                while true {
                    let parentA = parents[Int(a)]
                    let parentB = parents[Int(b)]
                    if parentA == parentB { break }
                    if parentA > parentB {
                        parents[Int(a)] = parentB
                        if a == parentA { break }
                        a = parentA
                    } else {
                        parents[Int(b)] = parentA
                        if b == parentB { break }
                        b = parentB
                    }
                }
            }
            // Parents are never higher, so one pass upward finishes every path.
            for index in 0..<count { parents[index] = parents[Int(parents[index])] }
        }
        return parents
    }
}
