// How a log is verified again
// ===========================
//
// The leaves come in order, once. Each is hashed anew and compared with the hash stored beside it;
// the tree is built anew over them, and each hash of level 1 and above that it completes is
// compared with the stored one; at the size of each checkpoint the root is compared with the
// signed one. At the end the head, or the last checkpoint, tells whether all of it came.
//
// What each comparison can tell. An entry changed alone is found at its own index. Changed together
// with the hash beside it, it is found among the 256 under the next hash. Changed together with
// every hash above it and the head, it is found by the signed checkpoint, among the leaves since
// the one before. Changed before any checkpoint was signed over it, or with the key in hand, it is
// found only by a checkpoint that somebody else keeps. So is a log cut off and shortened in all its
// parts at once to an earlier checkpoint. Such checkpoints are passed as `witnessed`.
//
// Cost: one leaf hash and one node hash a leaf; half a byte of memory a leaf.

/// What a verified log turned out to be.
package struct LogSummary: Hashable, Sendable {
    package let size: Int
    package let root: Digest
    /// Checkpoints that verified, and the size of the last.
    package let checkpoints: Int
    package let sealedSize: Int
}

/// The verification of a whole log, fed row by row.
///
/// The hashes of level 1 and above may come before the leaves, after them or between; those of one
/// level in order. A first fault ends it: what throws is not to be fed any more.
package struct LogAudit: Sendable {
    private let origin: String
    private let keys: [LogKey]
    private let crypto: LogCrypto
    private let checkpoints: [[UInt8]]
    private var edge = RightEdge()
    private var completed: [TileHash] = []
    private var levels = [Level](repeating: Level(), count: Tile.levelMax)
    /// Checkpoints verified, and the size of the last.
    private var sealed = 0
    private var sealedSize = 0
    /// The checkpoint to be reached next; nil before it is opened and after the last.
    private var next: Checkpoint?
    /// Checkpoints kept elsewhere that are still to be reached, the earliest last.
    private var witnessed: [Checkpoint]
    private var witnessedSize = 0

    /// Hashes of one level: those built anew and those stored, as far as they came.
    private struct Level {
        var built: [Digest] = []
        var stored: [Digest] = []
    }

    /// `keys` are all that the log ever had, with the numbers of the checkpoints that each must
    /// have signed; `checkpoints` are signed notes in the order in which they were sealed;
    /// `witnessed` are those that somebody kept outside of the store, opened, in any order.
    package init(
        origin: String, keys: [LogKey], crypto: LogCrypto, checkpoints: [[UInt8]],
        witnessed: [Checkpoint] = []
    ) {
        self.witnessed = witnessed.filter { $0.size > 0 }.sorted { $0.size > $1.size }
        self.origin = origin
        self.keys = keys
        self.crypto = crypto
        self.checkpoints = checkpoints
    }

    /// Leaves that verified so far.
    package var size: Int { edge.size }

    /// The next leaf: its index, its entry and the hash stored beside it.
    ///
    /// - Throws: `journal.does_not_verify`.
    package mutating func leaf(
        _ index: Int, entry: Span<UInt8>, stored: Digest
    ) throws(JournalError) {
        if edge.size == sealedSize, next == nil { try openNext() }
        guard index == edge.size else {
            throw fault(at: min(index, edge.size), outOfOrder(index))
        }
        let hash = crypto.leaf(entry)
        guard hash == stored else { throw fault(at: index, .entryChanged) }
        edge.append(hash, crypto: crypto, completed: &completed)
        if !completed.isEmpty { try compareCompleted() }
        if edge.size == next?.size { try compareRoot() }
        if edge.size == witnessed.last?.size { try compareWitnessed() }
    }

    /// The next stored hash of its level, which is 1 or above.
    ///
    /// - Throws: `journal.does_not_verify`.
    package mutating func hash(_ stored: TileHash) throws(JournalError) {
        guard (1...Tile.levelMax).contains(stored.level), stored.index >= 0,
            stored.index <= Int.max >> (8 * (stored.level + 1)),
            stored.index == levels[stored.level - 1].stored.count
        else {
            // Where the level goes on is known; the number that came may be any.
            let level = min(max(stored.level, 1), Tile.levelMax)
            let due = TileHash(
                level: level, index: levels[level - 1].stored.count, hash: stored.hash)
            let reason = LogFault.Reason.hashOutOfOrder(level: stored.level, index: stored.index)
            throw .doesNotVerify(LogFault(leaves: due.leaves, reason: reason))
        }
        levels[stored.level - 1].stored.append(stored.hash)
        let level = levels[stored.level - 1]
        if stored.index < level.built.count { try compare(stored.level, stored.index) }
    }

    /// Ends the verification of a store's rows: `head` are the bytes of its row.
    ///
    /// - Throws: `journal.does_not_verify`.
    package mutating func finish(head bytes: [UInt8]) throws(JournalError) -> LogSummary {
        let head: LogHead
        do throws(JournalError) {
            head = try LogHead(bytes, crypto: crypto)
        } catch {
            throw fault(at: edge.size, count: 0, .headUnreadable(says: error.message))
        }
        if head.size > edge.size { throw fault(at: edge.size, .entryMissing) }
        if head.size < edge.size {
            throw fault(at: head.size, count: edge.size - head.size, .entryAdded)
        }
        try finishHashes()
        try finishCheckpoints()
        guard head.edge == edge, head.sealedSize == sealedSize else {
            throw fault(at: sealedSize, count: edge.size - sealedSize, .headWrong)
        }
        guard head.checkpoints == sealed else {
            throw fault(
                at: edge.size, count: 0,
                .checkpointsMiscounted(wanted: head.checkpoints, found: sealed))
        }
        return summary
    }

    /// Ends the verification of a log that has no head, where the last checkpoint tells the size:
    /// an export.
    ///
    /// - Throws: `journal.does_not_verify`.
    package mutating func finishSealed() throws(JournalError) -> LogSummary {
        try finishHashes()
        try finishCheckpoints()
        guard sealedSize == edge.size else {
            throw fault(at: sealedSize, count: edge.size - sealedSize, .entryAdded)
        }
        return summary
    }

    private var summary: LogSummary {
        LogSummary(
            size: edge.size, root: edge.root(crypto), checkpoints: sealed, sealedSize: sealedSize)
    }
}

extension LogAudit {
    private func outOfOrder(_ index: Int) -> LogFault.Reason {
        index > edge.size ? .entryMissing : .entryOutOfOrder(found: index)
    }

    private func fault(at first: Int, count: Int = 1, _ reason: LogFault.Reason) -> JournalError {
        .doesNotVerify(LogFault(leaves: first..<(first + count), reason: reason))
    }

    /// Opens the checkpoint that follows the last verified one, if there is one.
    private mutating func openNext() throws(JournalError) {
        guard sealed < checkpoints.count else { return }
        let opened: Checkpoint
        do throws(JournalError) {
            let note = try SignedNote(checkpoints[sealed])
            let due = keys.filter { $0.signs(sealed) }.map(\.key)
            opened = try Checkpoint.open(note, origin: origin, keys: due, crypto: crypto)
            // What we keep we wrote: a foreign, doubled or missing signature is somebody's edit.
            guard note.isSignedOnly(by: due), note.signatures.count == due.count else {
                throw .notSigned("it has other signatures than those of the keys of its time")
            }
            guard opened.size > sealedSize else {
                throw .unreadable(.checkpoint, at: 0, reason: "it is not later than the one before")
            }
        } catch {
            let reason = LogFault.Reason.checkpointUnreadable(number: sealed, says: error.message)
            throw fault(at: sealedSize, reason)
        }
        next = opened
    }

    private mutating func compareRoot() throws(JournalError) {
        guard let checkpoint = next else { return }
        guard checkpoint.root == edge.root(crypto) else {
            throw fault(
                at: sealedSize, count: edge.size - sealedSize, .checkpointWrong(number: sealed))
        }
        next = nil
        sealed += 1
        sealedSize = checkpoint.size
        try openNext()
    }

    private mutating func compareWitnessed() throws(JournalError) {
        let root = edge.root(crypto)
        while let checkpoint = witnessed.last, checkpoint.size == edge.size {
            guard checkpoint.root == root else {
                throw fault(
                    at: witnessedSize, count: edge.size - witnessedSize,
                    .witnessedWrong(size: edge.size))
            }
            witnessed.removeLast()
        }
        witnessedSize = edge.size
    }

    private mutating func compareCompleted() throws(JournalError) {
        let hashes = completed
        completed.removeAll(keepingCapacity: true)
        for hash in hashes {
            levels[hash.level - 1].built.append(hash.hash)
            if hash.index < levels[hash.level - 1].stored.count {
                try compare(hash.level, hash.index)
            }
        }
    }

    private func compare(_ level: Int, _ index: Int) throws(JournalError) {
        let both = levels[level - 1]
        guard both.built[index] == both.stored[index] else {
            let hash = TileHash(level: level, index: index, hash: both.built[index])
            throw .doesNotVerify(
                LogFault(leaves: hash.leaves, reason: .hashWrong(level: level, index: index)))
        }
    }

    private func finishHashes() throws(JournalError) {
        var found: [LogFault] = []
        for (at, level) in levels.enumerated() where level.built.count != level.stored.count {
            let hash = TileHash(
                level: at + 1, index: min(level.built.count, level.stored.count), hash: Digest())
            let isMissing = level.built.count > level.stored.count
            // A hash too many stands behind the last leaf that it could be of.
            let leaves =
                isMissing ? hash.leaves : min(hash.leaves.lowerBound, size)..<size
            found.append(
                LogFault(
                    leaves: leaves,
                    reason: isMissing
                        ? .hashMissing(level: hash.level, index: hash.index)
                        : .hashOutOfOrder(level: hash.level, index: hash.index)))
        }
        if let first = found.min(by: { $0.first < $1.first }) { throw .doesNotVerify(first) }
    }

    private mutating func finishCheckpoints() throws(JournalError) {
        if next == nil { try openNext() }
        // The next checkpoint has leaves that did not come.
        if next != nil || !witnessed.isEmpty { throw fault(at: edge.size, .entryMissing) }
    }
}
