import Primitives

/// How ordinary a stretch of Chinese text is: shares of characters, counts of neighbours, words.
///
/// From `pairs.tsv` (docs/screening.md). What sounds like a term but is ordinary text (演化 for 烟花,
/// 结账 for 结帐) is an accident; what nobody would write but to hide something is not. All logarithms
/// are to the base 2. Outside the basic block characters are unknown, which is as rare as it gets.
/// A class, as `TextTables` is.
package final class CharacterPairs: Sendable {
    private static let block: ClosedRange<UInt32> = 0x4E00...0x9FFF
    /// Surprise of a character that ordinary text does not have, in bits.
    private static let unknown: Float = 24
    /// Pseudo-counts of a row, spread by the characters' shares: some, and more where much is seen
    /// behind a character; and what the dictionary adds to a row.
    ///
    /// As in `scripts/tables/chance.py`, which fits the weights.
    private static let smooth: (least: Float, each: Float) = (20, 3)
    private static let wordShare: Float = 0.3

    /// Weights of the circumstances, in the order of `chance.py`; the last is the bias.
    private let weights: [Float]
    private let corpus: Float
    /// -log2 of a character's share, by its place in the block, and the share.
    private let surprises: [Float]
    private let shares: [Float]
    private let starts: [Int32]
    private let seconds: [UInt16]
    /// Level of the count in the upper five bits, level of the word in the lower three.
    private let codes: [UInt8]

    /// - Throws: `TextError.tableMalformed`, `.tableEmpty`.
    init(table bytes: [UInt8]) throws(TextError) {
        var surprises = [Float](repeating: Self.unknown, count: Self.block.count)
        var rows: [Int: [(UInt16, UInt8)]] = [:]
        var reader = TableReader(bytes)
        guard let head = reader.cells() else { throw .tableEmpty(table: "pairs") }
        let numbers = head.dropFirst().compactMap { Float(String(decoding: $0, as: UTF8.self)) }
        guard head[0].elementsEqual("=".utf8), numbers.count == Self.circumstances + 2 else {
            throw .tableMalformed(table: "pairs", line: reader.line)
        }
        corpus = numbers[0]
        weights = Array(numbers.dropFirst())
        while let cells = reader.cells() {
            guard let (place, surprise, row) = Self.row(cells) else {
                throw .tableMalformed(table: "pairs", line: reader.line)
            }
            surprises[place] = surprise
            rows[place] = row.sorted { $0.0 < $1.0 }
        }
        var starts: [Int32] = [0]
        var seconds: [UInt16] = []
        var codes: [UInt8] = []
        for place in 0..<Self.block.count {
            for (second, code) in rows[place] ?? [] {
                seconds.append(second)
                codes.append(code)
            }
            starts.append(Int32(seconds.count))
        }
        self.surprises = surprises
        shares = surprises.map { Float(exp2(Double(-$0))) }
        self.starts = starts
        self.seconds = seconds
        self.codes = codes
    }

    /// Character, level of its share, then groups: a code of two digits and second characters.
    private static func row(
        _ cells: [ArraySlice<UInt8>]
    ) -> (place: Int, surprise: Float, pairs: [(UInt16, UInt8)])? {
        guard cells.count >= 2, let first = cells[0].scalars, first.count == 1,
            block.contains(first[0]),
            let level = Float(String(decoding: cells[1], as: UTF8.self))
        else { return nil }
        var pairs: [(UInt16, UInt8)] = []
        for cell in cells.dropFirst(2) {
            guard let code = cell.prefix(2).hexadecimal, code <= 0xFF,
                let others = cell.dropFirst(2).scalars, others.allSatisfy(block.contains)
            else { return nil }
            pairs += others.map { (UInt16($0), UInt8(code)) }
        }
        return (Int(first[0] - block.lowerBound), level / 4, pairs)
    }

    /// -log2 of the share of `scalar` in ordinary text; 24 for one that it does not have.
    @inline(__always)
    package func surprise(of scalar: UInt32) -> Float {
        let place = scalar &- Self.block.lowerBound
        return place < UInt32(surprises.count) ? surprises[Int(place)] : Self.unknown
    }

    /// Whether the two characters make a word of the dictionary that people use.
    package func isWord(_ first: UInt32, _ second: UInt32) -> Bool { code(first, second) & 7 >= 2 }

    /// Whether the two characters make a word that everybody uses.
    func isCommonWord(_ first: UInt32, _ second: UInt32) -> Bool { code(first, second) & 7 >= 4 }

    /// Level of the word that the two make, 0 for none: half the log2 of its count.
    func wordLevel(_ first: UInt32, _ second: UInt32) -> Int { Int(code(first, second) & 7) }

    private func code(_ first: UInt32, _ second: UInt32) -> UInt8 {
        guard Self.block.contains(first), Self.block.contains(second) else { return 0 }
        let place = Int(first - Self.block.lowerBound)
        let start = Int(starts[place])
        let wanted = UInt16(truncatingIfNeeded: second)
        return seconds.withUnsafeBufferPointer { seconds in
            // Invariant: what is wanted, if it is there, is among `length` entries from `low` on.
            // Halved without a branch, since which half it is cannot be foretold.
            var low = start
            var length = Int(starts[place + 1]) - start
            if length == 0 { return 0 }
            while length > 1 {
                let half = length / 2
                low &+= seconds[low &+ half] <= wanted ? half : 0
                length &-= half
            }
            return seconds[low] == wanted ? codes[low] : 0
        }
    }

    /// Whether it is a Han character that ordinary text does not have.
    private func isStrange(_ scalar: UInt32) -> Bool {
        scalar != 0 && surprise(of: scalar) > 20.5
    }

    /// How many characters were seen after `scalar`.
    private func seen(after scalar: UInt32) -> Int {
        guard Self.block.contains(scalar) else { return 0 }
        let place = Int(scalar - Self.block.lowerBound)
        return Int(starts[place + 1] - starts[place])
    }

    /// -log2 of the chance that ordinary text goes on with `second` after `first`.
    func surprise(of second: UInt32, after first: UInt32) -> Float {
        let level = Int(code(first, second) >> 3)
        let count = Float((1 << level) - 1) / 4
        let smooth = Self.smooth.least + Self.smooth.each * Float(seen(after: first))
        let own = share(of: first)
        let row = own * corpus * (1 + Self.wordShare) + smooth
        let mass = count + smooth * share(of: second)
        return Self.roughLog2(row / mass)
    }

    private func share(of scalar: UInt32) -> Float {
        let place = scalar &- Self.block.lowerBound
        return place < UInt32(shares.count) ? shares[Int(place)] : 6e-8
    }

    /// log2 to a hundredth: exponent, and a parabola for the rest.
    private static func roughLog2(_ value: Float) -> Float {
        let bits = value.bitPattern
        let exponent = Float(Int(bits >> 23) - 127)
        let rest = Float(bitPattern: bits & 0x7F_FFFF | 0x3F80_0000)
        return exponent + (-0.335_828_78 * rest + 2) * rest - 1.658_717_6
    }

    // MARK: Chance

    private static let circumstances = 10

    /// The log-odds in bits that `found` was written to hide a term rather than by accident.
    ///
    /// `before` and `after` are the neighbours without a gap, 0 where there is none; `unlike`
    /// counts the characters that are not the term's own; `near` says that one only sounds near.
    /// The weights are fitted on stretches of two; each further one that fits makes an accident
    /// rarer by some 6 bits, as there are hundreds of sounds. Below two characters nothing can be
    /// said.
    /// - Complexity: O(found) binary searches.
    package func chance(
        before: UInt32, _ found: ArraySlice<UInt32>, after: UInt32, unlike: Int, near: Bool
    ) -> Float {
        guard let first = found.first, let last = found.last, found.count >= 2 else { return 0 }
        // Broken encodings are full of characters that nobody writes: there nothing hides.
        if isStrange(before) || isStrange(after) { return -Self.unknown }
        var inside: Float = 0
        var word = 0
        for place in found.indices.dropLast() {
            inside += surprise(of: found[place + 1], after: found[place])
            word = max(word, wordLevel(found[place], found[place + 1]))
        }
        inside /= Float(found.count - 1)
        let start = before == 0 ? surprise(of: first) : surprise(of: first, after: before)
        let end = after == 0 ? 0 : surprise(of: after, after: last) - surprise(of: after)
        // The fit was made with natural logarithms of the surprises.
        let nats: Float = 0.693_147_2
        var sum = weights[10]
        sum += nats * (weights[0] * start + weights[1] * inside + weights[2] * end)
        sum += nats * (weights[3] * surprise(of: first) + weights[4] * surprise(of: last))
        sum += weights[5] * Float(word)
        sum += weights[6] * Float(before == 0 ? 0 : wordLevel(before, first))
        sum += weights[7] * Float(after == 0 ? 0 : wordLevel(last, after))
        sum += weights[8] * Float(min(unlike, 2) - 1) + (near ? weights[9] : 0)
        return sum + 6 * Float(found.count - 2)
    }
}
