/// Where a log first differs from what was written, and how it shows.
package struct LogFault: Hashable, Sendable, CustomStringConvertible {
    /// What was found wrong.
    package enum Reason: Hashable, Sendable {
        /// No entry where one must be: taken out, or cut off the end.
        case entryMissing
        /// Another entry's index where this one's must be.
        case entryOutOfOrder(found: Int)
        /// The entry and the hash stored beside it disagree.
        case entryChanged
        /// An entry beyond what the head or the last checkpoint knows.
        case entryAdded
        /// A stored hash of level 1 or above is not that of the leaves under it.
        case hashWrong(level: Int, index: Int)
        case hashMissing(level: Int, index: Int)
        case hashOutOfOrder(level: Int, index: Int)
        /// A checkpoint, by its number from 0, whose bytes or signature are wrong.
        case checkpointUnreadable(number: Int, says: String)
        /// A good checkpoint vouches for other leaves than stand here.
        case checkpointWrong(number: Int)
        /// A checkpoint that somebody kept outside vouches for other leaves.
        case witnessedWrong(size: Int)
        /// As many checkpoints as the head tells are not there.
        case checkpointsMiscounted(wanted: Int, found: Int)
        case headUnreadable(says: String)
        /// The head tells of another tree.
        case headWrong
        /// A file of an export.
        case fileMissing(path: String)
        case fileAdded(path: String)
        case fileUnreadable(path: String, says: String)
    }

    /// The leaves among which the first wrong one is; where only one can be meant it is alone.
    ///
    /// Empty, and at the end of the log, where the leaves verify and only what stands beside them
    /// is wrong.
    package let leaves: Range<Int>
    package let reason: Reason

    package init(leaves: Range<Int>, reason: Reason) {
        self.leaves = leaves
        self.reason = reason
    }

    /// The first leaf that does not verify; every leaf before it does.
    package var first: Int { leaves.lowerBound }

    package var description: String {
        let place = leaves.count > 1 ? " (or another up to \(leaves.upperBound - 1))" : ""
        return "The log does not verify from leaf \(first)\(place) on: \(says)."
    }

    private var says: String {
        switch reason {
        case .entryMissing: "it is missing"
        case .entryOutOfOrder(let found): "leaf \(found) stands in its place"
        case .entryChanged: "it is not what its hash was made of"
        case .entryAdded: "the log ended before it"
        case .hashWrong(let level, let index):
            "hash \(index) of level \(level) is not that of its leaves"
        case .hashMissing(let level, let index): "hash \(index) of level \(level) is missing"
        case .hashOutOfOrder(let level, let index):
            "hash \(index) of level \(level) stands where none may"
        case .checkpointUnreadable(let number, let says): "checkpoint \(number): \(says)"
        case .checkpointWrong(let number): "checkpoint \(number) vouches for other leaves"
        case .witnessedWrong(let size):
            "the checkpoint of \(size) leaves that was kept elsewhere vouches for other leaves"
        case .checkpointsMiscounted(let wanted, let found):
            "there are \(found) checkpoints and not \(wanted)"
        case .headUnreadable(let says): says
        case .headWrong: "the head tells of another tree"
        case .fileMissing(let path): "\(path) is missing"
        case .fileAdded(let path): "\(path) is no file of this log"
        case .fileUnreadable(let path, let says): "\(path): \(says)"
        }
    }
}
