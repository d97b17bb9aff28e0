/// That an entry stands in the log: the hashes beside its way from leaf to root.
///
/// RFC 6962, section 2.1.1; verified as RFC 9162, section 2.1.3.2 does.
package struct InclusionProof: Hashable, Sendable {
    /// 0-based place of the entry.
    package let index: Int
    /// Leaves in the tree whose root it leads to.
    package let size: Int
    /// From the leaf's neighbour up.
    package let hashes: [Digest]

    package init(index: Int, size: Int, hashes: [Digest]) {
        self.index = index
        self.size = size
        self.hashes = hashes
    }

    /// Whether it shows that the leaf of hash `leaf` stands at `index` under `root`.
    package func proves(_ leaf: Digest, root: Digest, crypto: LogCrypto) -> Bool {
        guard index >= 0, index < size else { return false }
        var at = index
        var last = size - 1
        var hash = leaf
        for other in hashes {
            guard last > 0 else { return false }
            if at & 1 == 1 || at == last {
                hash = crypto.node(other, hash)
                skipLone(&at, &last)
            } else {
                hash = crypto.node(hash, other)
            }
            at >>= 1
            last >>= 1
        }
        return last == 0 && hash == root
    }
}

/// That a log of one size is the beginning of the same log at a later size.
///
/// RFC 6962, section 2.1.2; verified as RFC 9162, section 2.1.4.2 does.
package struct ConsistencyProof: Hashable, Sendable {
    package let oldSize: Int
    package let newSize: Int
    package let hashes: [Digest]

    package init(oldSize: Int, newSize: Int, hashes: [Digest]) {
        self.oldSize = oldSize
        self.newSize = newSize
        self.hashes = hashes
    }

    /// Whether it shows that the tree of `oldRoot` is the beginning of that of `newRoot`.
    package func proves(oldRoot: Digest, newRoot: Digest, crypto: LogCrypto) -> Bool {
        guard oldSize >= 0, oldSize <= newSize else { return false }
        if oldSize == newSize { return hashes.isEmpty && oldRoot == newRoot }
        if oldSize == 0 { return hashes.isEmpty && oldRoot == crypto.sha256([]) }
        var rest = hashes[...]
        var at = oldSize - 1
        var last = newSize - 1
        while at & 1 == 1 {
            at >>= 1
            last >>= 1
        }
        // A perfect old tree is a node of the new one, and its own root needs no telling.
        guard let start = at == 0 ? oldRoot : rest.popFirst() else { return false }
        var old = start
        var new = start
        for other in rest {
            guard last > 0 else { return false }
            if at & 1 == 1 || at == last {
                old = crypto.node(other, old)
                new = crypto.node(other, new)
                skipLone(&at, &last)
            } else {
                new = crypto.node(new, other)
            }
            at >>= 1
            last >>= 1
        }
        return last == 0 && old == oldRoot && new == newRoot
    }
}

/// Climbs to the height at which the node has a left neighbour; below it stands alone at the edge.
private func skipLone(_ at: inout Int, _ last: inout Int) {
    while at & 1 == 0, at != 0 {
        at >>= 1
        last >>= 1
    }
}
