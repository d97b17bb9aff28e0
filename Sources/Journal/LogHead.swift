import Primitives

/// The end of the log: all that appending needs, kept as one row beside the leaves.
///
/// A store reads it at the start of a transaction (and locks it there), appends, and writes it
/// back in the same transaction.
package struct LogHead: Hashable, Sendable {
    package private(set) var edge: RightEdge
    /// How many checkpoints were sealed, and the size of the last; 0 before the first.
    package private(set) var checkpoints: Int
    package private(set) var sealedSize: Int

    /// The head of an empty log.
    package init() {
        edge = RightEdge()
        checkpoints = 0
        sealedSize = 0
    }

    package var size: Int { edge.size }

    /// Appends entries and tells what is to be stored with them.
    ///
    /// - Throws: `journal.field_refused` for an entry that is empty or longer than
    ///   `Limits.logEntryBytesMax`; nothing is appended then.
    /// - Complexity: one leaf hash and about one node hash an entry.
    package mutating func append(
        _ entries: [[UInt8]], crypto: LogCrypto
    ) throws(JournalError) -> LogAppend {
        for entry in entries where !(1...Limits.logEntryBytesMax).contains(entry.count) {
            throw .fieldRefused(
                Fault(
                    field: "entry",
                    reason: "it has \(entry.count) bytes, not 1 to \(Limits.logEntryBytesMax)"))
        }
        var result = LogAppend(first: edge.size)
        result.leafHashes.reserveCapacity(entries.count)
        for entry in entries {
            let hash = crypto.leaf(entry.span)
            result.leafHashes.append(hash)
            edge.append(hash, crypto: crypto, completed: &result.tileHashes)
        }
        return result
    }

    /// The signed checkpoint of the log as it is; nil where there is nothing new since the last.
    ///
    /// Its number, 0-based, is `checkpoints` before the call.
    package mutating func seal(
        origin: String, by signers: [NoteSigner], crypto: LogCrypto
    ) -> SignedNote? {
        guard size > sealedSize else { return nil }
        checkpoints += 1
        sealedSize = size
        let checkpoint = Checkpoint(origin: origin, size: size, root: edge.root(crypto))
        return SignedNote(checkpoint.text, by: signers)
    }
}

/// What an append leaves to be stored, besides the entries themselves.
package struct LogAppend: Hashable, Sendable {
    /// The index of the first new leaf.
    package let first: Int
    /// One for each entry, in order.
    package var leafHashes: [Digest] = []
    /// Hashes of level 1 and above that were completed: one for every 255 leaves.
    package var tileHashes: [TileHash] = []
}

// The written form of the head
// ============================
//
// The byte 1 (version); size, number of checkpoints and size of the last, each in 8 bytes, the
// higher first; the root of the tree, 32 bytes; then the roots of the right edge, 32 bytes each, as
// many as bits are set in the size. The root follows from the edge and is there to be compared.

extension LogHead {
    /// The row's bytes, at most 2,073.
    package func bytes(_ crypto: LogCrypto) -> [UInt8] {
        var out: [UInt8] = [1]
        for number in [size, checkpoints, sealedSize] {
            out += (0..<8).map { UInt8(number >> (56 - 8 * $0) & 255) }
        }
        out += edge.root(crypto).bytes
        for root in edge.roots { out += root.bytes }
        return out
    }

    /// Reads what `bytes` writes, and checks that the root is the edge's.
    ///
    /// - Throws: `journal.unreadable`.
    package init(_ bytes: [UInt8], crypto: LogCrypto) throws(JournalError) {
        guard bytes.count >= 57, bytes[0] == 1 else {
            throw .unreadable(.head, at: 0, reason: "no head of version 1")
        }
        func number(_ at: Int) -> Int {
            bytes[at..<(at + 8)].reduce(0) { $0 << 8 | Int($1) }
        }
        var hashes: [Digest] = []
        for at in stride(from: 25, to: bytes.count, by: 32) {
            guard let hash = Digest(bytes[at..<min(at + 32, bytes.count)]) else {
                throw .unreadable(.head, at: at, reason: "it ends inside a hash")
            }
            hashes.append(hash)
        }
        guard let edge = RightEdge(size: number(1), roots: Array(hashes.dropFirst())) else {
            throw .unreadable(.head, at: 1, reason: "the size has other subtrees than stand here")
        }
        self.edge = edge
        checkpoints = number(9)
        sealedSize = number(17)
        guard edge.root(crypto) == hashes[0] else {
            throw .unreadable(.head, at: 25, reason: "the root is not that of the right edge")
        }
        guard checkpoints >= 0, (0...edge.size).contains(sealedSize), sealedSize >= checkpoints,
            (checkpoints == 0) == (sealedSize == 0)
        else {
            throw .unreadable(.head, at: 9, reason: "no such checkpoints can be")
        }
    }
}
