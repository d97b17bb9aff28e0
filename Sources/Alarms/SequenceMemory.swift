import Primitives

/// Which sequence numbers of one sensor have been seen since it last began to count.
///
/// The numbers up to `top` have been seen except those in `gaps`. At most
/// `Limits.sequenceGapsMax` gaps are remembered; when one more opens, the oldest is forgotten, and
/// its numbers count as seen. What is forgotten is counted by the caller.
struct SequenceMemory: Hashable {
    /// Numbers not seen, first and last, oldest first.
    struct Gap: Hashable {
        var first: Int64
        var last: Int64
    }

    private(set) var top: Int64
    private(set) var gaps: [Gap] = []
    /// The time of the reading with which the counting began.
    let began: Int64

    /// Counting that began with `sequence`; what may have come before is open.
    init(first sequence: Int64, at time: Int64) {
        top = sequence
        began = time
        if sequence > 0 { gaps = [Gap(first: 0, last: sequence - 1)] }
    }

    init(top: Int64, gaps: [Gap], began: Int64) {
        self.top = top
        self.gaps = gaps
        self.began = began
    }

    func hasSeen(_ sequence: Int64) -> Bool {
        if sequence > top { return false }
        return !gaps.contains { $0.first <= sequence && sequence <= $0.last }
    }

    /// Notes `sequence`.
    @inline(__always)
    mutating func see(_ sequence: Int64) {
        if sequence == top + 1 { top = sequence } else { seeOutOfTurn(sequence) }
    }

    private mutating func seeOutOfTurn(_ sequence: Int64) {
        if sequence > top {
            gaps.append(Gap(first: top + 1, last: sequence - 1))
            top = sequence
        } else if let index = gaps.firstIndex(where: {
            $0.first <= sequence && sequence <= $0.last
        }) {
            let gap = gaps[index]
            gaps.remove(at: index)
            if sequence < gap.last {
                gaps.insert(Gap(first: sequence + 1, last: gap.last), at: index)
            }
            if gap.first < sequence {
                gaps.insert(Gap(first: gap.first, last: sequence - 1), at: index)
            }
        }
        while gaps.count > Limits.sequenceGapsMax { gaps.removeFirst() }
    }
}
