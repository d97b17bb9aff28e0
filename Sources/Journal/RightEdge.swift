/// One hash of the log's tree that is kept: of a perfect subtree of 256 to the power of `level`
/// leaves.
///
/// `level` 0 are the leaves' own hashes, which stand beside their entries; the store needs a row
/// of its own only for the others, one for every 255 leaves. They are the hashes of the tiles of
/// C2SP tlog-tiles at the same level.
package struct TileHash: Hashable, Sendable {
    package let level: Int
    /// 0-based among the hashes of the level.
    package let index: Int
    package let hash: Digest

    package init(level: Int, index: Int, hash: Digest) {
        self.level = level
        self.index = index
        self.hash = hash
    }

    /// The leaves under it.
    package var leaves: Range<Int> { index << (8 * level)..<(index + 1) << (8 * level) }
}

/// The right edge of the tree: all that is needed to append to it and to tell its root.
///
/// These are the roots of the perfect subtrees into which `size` leaves fall, one for each bit set
/// in `size`, the largest and leftmost first (RFC 6962, section 2.1, read from the top).
package struct RightEdge: Hashable, Sendable {
    package private(set) var size: Int
    package private(set) var roots: [Digest]

    /// The edge of an empty log.
    package init() {
        size = 0
        roots = []
    }

    /// Nil where there are more or fewer roots than bits set in `size`, or `size` is negative.
    package init?(size: Int, roots: [Digest]) {
        guard size >= 0, roots.count == size.nonzeroBitCount else { return nil }
        self.size = size
        self.roots = roots
    }

    /// Takes one more leaf and adds the hashes that this completes, level 1 and above, to
    /// `completed`, the lowest first.
    ///
    /// - Complexity: two node hashes at most in the mean, one for each bit of `size` at worst.
    package mutating func append(
        _ leafHash: Digest, crypto: LogCrypto, completed: inout [TileHash]
    ) {
        var hash = leafHash
        var height = 0
        while size >> height & 1 == 1 {
            hash = crypto.node(roots.removeLast(), hash)
            height += 1
            if height.isMultiple(of: 8) {
                completed.append(TileHash(level: height / 8, index: size >> height, hash: hash))
            }
        }
        roots.append(hash)
        size += 1
    }

    /// The root of the tree; of an empty one the hash of nothing.
    package func root(_ crypto: LogCrypto) -> Digest {
        guard var root = roots.last else { return crypto.sha256([]) }
        for left in roots.dropLast().reversed() { root = crypto.node(left, root) }
        return root
    }
}
