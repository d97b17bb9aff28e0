/// Makes proofs for a log of one size out of its stored hashes.
///
/// Reads whole tiles, each at most once: for a proof two a level at worst, that is eight for a log
/// of 4 billion leaves. Keeps them, so that one reader serves many proofs of one request.
package struct TreeReader {
    package let size: Int
    private let crypto: LogCrypto
    private let read: (Tile) throws -> [Digest]
    private var tiles: [Tile: [Digest]] = [:]

    /// `read` gives the hashes `tile.hashes` of level `tile.level`, in order: for level 0 those
    /// that stand beside the entries, above it the rows of `TileHash`.
    package init(size: Int, crypto: LogCrypto, read: @escaping (Tile) throws -> [Digest]) {
        precondition(size >= 0, "a size is not negative")
        self.size = size
        self.crypto = crypto
        self.read = read
    }

    /// The root of the log at `size`.
    package mutating func root() throws -> Digest {
        size == 0 ? crypto.sha256([]) : try hash(of: 0..<size)
    }

    /// - Throws: `journal.out_of_range`, `journal.hashes_missing`, and what `read` throws.
    package mutating func inclusion(of index: Int) throws -> InclusionProof {
        guard (0..<size).contains(index) else {
            throw JournalError.outOfRange(index, size: size)
        }
        var hashes: [Digest] = []
        var rest = 0..<size
        while rest.count > 1 {
            let middle = split(rest)
            let isLeft = index < middle
            let other = isLeft ? middle..<rest.upperBound : rest.lowerBound..<middle
            hashes.append(try hash(of: other))
            rest = isLeft ? rest.lowerBound..<middle : middle..<rest.upperBound
        }
        return InclusionProof(index: index, size: size, hashes: hashes.reversed())
    }

    /// That the first `oldSize` leaves are what they were; empty for 0 and for `size`.
    ///
    /// - Throws: `journal.out_of_range`, `journal.hashes_missing`, and what `read` throws.
    package mutating func consistency(from oldSize: Int) throws -> ConsistencyProof {
        guard (0...size).contains(oldSize) else {
            throw JournalError.outOfRange(oldSize, size: size)
        }
        guard oldSize > 0, oldSize < size else {
            return ConsistencyProof(oldSize: oldSize, newSize: size, hashes: [])
        }
        var hashes: [Digest] = []
        var rest = 0..<size
        while rest.upperBound != oldSize {
            let middle = split(rest)
            let isLeft = oldSize <= middle
            let other = isLeft ? middle..<rest.upperBound : rest.lowerBound..<middle
            hashes.append(try hash(of: other))
            rest = isLeft ? rest.lowerBound..<middle : middle..<rest.upperBound
        }
        // Starts at 0 where the old tree is perfect: then the reader has its root already.
        if rest.lowerBound != 0 { hashes.append(try hash(of: rest)) }
        return ConsistencyProof(oldSize: oldSize, newSize: size, hashes: hashes.reversed())
    }

    /// Where RFC 6962 parts the leaves: the largest power of two below their count goes left.
    private func split(_ leaves: Range<Int>) -> Int {
        let bits = Int.bitWidth - 1 - (leaves.count - 1).leadingZeroBitCount
        return leaves.lowerBound + 1 << bits
    }

    private mutating func hash(of leaves: Range<Int>) throws -> Digest {
        // Such ranges begin at a multiple of every power of two that they are as long as.
        if leaves.count.nonzeroBitCount == 1 {
            let height = leaves.count.trailingZeroBitCount
            return try node(height: height, index: leaves.lowerBound >> height)
        }
        let middle = split(leaves)
        return crypto.node(
            try hash(of: leaves.lowerBound..<middle), try hash(of: middle..<leaves.upperBound))
    }

    private mutating func node(height: Int, index: Int) throws -> Digest {
        let inTile = height % 8
        let first = index << inTile
        guard let tile = Tile(holding: first, level: height / 8, size: size) else {
            preconditionFailure("a node of the tree has its hashes in a tile of the tree")
        }
        let row = try hashes(tile)
        let start = first - tile.hashes.lowerBound
        var nodes = Array(row[start..<(start + 1 << inTile)])
        while nodes.count > 1 {
            nodes = stride(from: 0, to: nodes.count, by: 2).map {
                crypto.node(nodes[$0], nodes[$0 + 1])
            }
        }
        return nodes[0]
    }

    private mutating func hashes(_ tile: Tile) throws -> [Digest] {
        if let known = tiles[tile] { return known }
        let row = try read(tile)
        guard row.count == tile.width else {
            throw JournalError.hashesMissing(
                path: LogFile.tile(tile).path, wanted: tile.width, found: row.count)
        }
        tiles[tile] = row
        return row
    }
}
