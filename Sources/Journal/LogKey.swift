/// A key of a log, and the checkpoints that bear its signature.
///
/// Where a key is exchanged, the checkpoint of the hand-over bears both signatures: the old key
/// vouches for the new one, and from the next on the new one signs alone.
package struct LogKey: Hashable, Sendable {
    package let key: VerifierKey
    /// Number of the first, 0-based.
    package let first: Int
    /// Number of the last; nil for a key in use.
    package let last: Int?

    package init(_ key: VerifierKey, first: Int = 0, last: Int? = nil) {
        self.key = key
        self.first = first
        self.last = last
    }

    /// Whether the checkpoint of this number, 0-based, must bear its signature.
    package func signs(_ checkpoint: Int) -> Bool {
        checkpoint >= first && checkpoint <= last ?? .max
    }
}
