/// How often each level occurs among all pairs, whether they match or not.
///
/// Agreement of equal values is counted from their frequencies, at the level that a value has with
/// itself; pairs of different values are sampled: records in canonical order, which is a random
/// order that follows from the ids alone, each with the records some places further on.
struct RandomPairs: Sendable {
    /// By field, then digit from 1: its probability among pairs that have the field.
    let chances: [[Double]]
    let sampled: Int

    init(_ comparer: PairComparer, _ table: LinkTable, pairs: Int) {
        var counts = comparer.fields.map { [Double](repeating: 0, count: $0.digitCount) }
        var scratch = PairComparer.Scratch(comparer)
        var sampled = 0
        Self.forEachPair(of: table, pairs) { a, b in
            _ = comparer.pattern(a, b, &scratch)
            let rowA = Int(a) * counts.count
            let rowB = Int(b) * counts.count
            for field in counts.indices
            where comparer.codes[rowA + field] != comparer.codes[rowB + field] {
                counts[field][Int(scratch.digits[field])] += 1
            }
            sampled += 1
        }
        self.sampled = sampled
        chances = counts.enumerated().map { field, counts in
            Self.smoothed(counts, equal: Self.equal(comparer.fields[field], table))
        }
    }

    private static func smoothed(_ counts: [Double], equal: [Double]) -> [Double] {
        var chances = counts
        chances[0] = 1
        let sampled = counts.dropFirst().reduce(0, +) + 0.5 * Double(counts.count - 2)
        let different = 1 - equal.reduce(0, +)
        for digit in counts.indices.dropFirst(2) {
            chances[digit] = equal[digit] + (counts[digit] + 0.5) / sampled * different
        }
        chances[1] = max(equal[1] + counts[1] / sampled * different, 1e-9)
        return chances
    }

    /// By digit: the part of all pairs with the field that have the same value.
    private static func equal(_ field: ComparedField, _ table: LinkTable) -> [Double] {
        var left = [Double](repeating: 0, count: field.counts.count)
        var right = left
        for record in field.codes.indices where field.codes[record] != 0 {
            if !table.isLink || record < table.leftCount {
                left[Int(field.codes[record])] += 1
            } else {
                right[Int(field.codes[record])] += 1
            }
        }
        let all = left.reduce(0, +)
        let present = table.isLink ? all * right.reduce(0, +) : all * (all - 1) / 2
        var same = [Double](repeating: 0, count: field.digitCount)
        for value in left.indices.dropFirst() {
            let pairs =
                table.isLink
                ? left[value] * right[value] : left[value] * (left[value] - 1) / 2
            same[Int(field.equalDigit(UInt32(value)))] += pairs
        }
        return present > 0 ? same.map { $0 / present } : same
    }

    private static func forEachPair(
        of table: LinkTable, _ pairs: Int, _ body: (UInt32, UInt32) -> Void
    ) {
        let left = table.isLink ? table.leftCount : table.count
        let right = table.isLink ? table.count - table.leftCount : table.count
        guard left > 0, right > 1 || (table.isLink && right > 0) else { return }
        let most = table.isLink ? right : (right - 1) / 2
        let steps = min(most, max(1, pairs / left))
        // Spread over the whole range, so that neighbours by hash are not all there is.
        let stride = max(1, most / steps)
        for a in 0..<left {
            for step in 0..<steps {
                let gap = table.isLink ? step * stride : step * stride + 1
                let b = (a + gap) % right
                if table.isLink {
                    body(UInt32(a), UInt32(table.leftCount + b))
                } else {
                    body(UInt32(min(a, b)), UInt32(max(a, b)))
                }
            }
        }
    }
}
