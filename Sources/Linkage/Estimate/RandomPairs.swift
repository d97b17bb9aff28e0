/// How often each level occurs among all pairs, whether they match or not.
///
/// Exact agreement is counted from the values' frequencies, looser levels are sampled: records in
/// canonical order, which is a random order that follows from the ids alone, each with the records
/// some places further on.
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
            for field in counts.indices { counts[field][Int(scratch.digits[field])] += 1 }
            sampled += 1
        }
        self.sampled = sampled
        chances = counts.enumerated().map { field, counts in
            Self.smoothed(counts, exact: Self.exact(comparer.fields[field], table))
        }
    }

    private static func smoothed(_ counts: [Double], exact: Double) -> [Double] {
        var chances = counts
        chances[0] = 1
        let others = counts.dropFirst(2).reduce(0, +) + 0.5 * Double(counts.count - 2)
        for digit in counts.indices.dropFirst(2) {
            chances[digit] = (counts[digit] + 0.5) / others * (1 - exact)
        }
        chances[1] = max(exact, 1e-9)
        return chances
    }

    /// The part of all pairs with the field that have the same value.
    private static func exact(_ field: ComparedField, _ table: LinkTable) -> Double {
        var same = 0.0
        var present = 0.0
        if table.isLink {
            var left = [Double](repeating: 0, count: field.counts.count)
            var right = left
            for record in field.codes.indices where field.codes[record] != 0 {
                if record < table.leftCount {
                    left[Int(field.codes[record])] += 1
                } else {
                    right[Int(field.codes[record])] += 1
                }
            }
            for value in left.indices { same += left[value] * right[value] }
            present = left.reduce(0, +) * right.reduce(0, +)
        } else {
            var count = [Double](repeating: 0, count: field.counts.count)
            for code in field.codes where code != 0 { count[Int(code)] += 1 }
            for value in count { same += value * (value - 1) / 2 }
            let all = count.reduce(0, +)
            present = all * (all - 1) / 2
        }
        return present > 0 ? same / present : 0
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
