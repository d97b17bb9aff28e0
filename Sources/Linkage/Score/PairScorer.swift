import Primitives

/// Two records, by their number in the table, and the match weight between them.
package struct ScoredPair: Sendable, Equatable {
    package let left: UInt32
    package let right: UInt32
    /// Bits; the probability is `Bits(weight).probability`.
    package let weight: Float

    package init(left: UInt32, right: UInt32, weight: Float) {
        self.left = left
        self.right = right
        self.weight = weight
    }
}

/// Match weights of pairs: the prior, each field's log2(m / u), adjustments for the frequency of
/// the values agreed on, and what a common circumstance takes away.
package struct PairScorer: Sendable {
    var comparer: PairComparer
    let parameters: LinkParameters
    /// By kind of non-match: its constant, log2(prior / share).
    let bases: [Double]
    /// By kind, field and digit, flat: log2(m / chance).
    let weights: [Double]
    /// By field: where its digits begin within a kind.
    let offsets: [Int]
    /// By kind: where its fields begin.
    let kindSize: Int
    /// By field: bits by value agreed on; empty without term frequencies.
    var rarity: [[Float]]
    /// By field: records that have it, where values have a rarity.
    let present: [Double]
    /// By kind, then field: whether rarity counts, for the field agrees by chance.
    let countsRarity: [[Bool]]

    init(_ comparer: PairComparer, _ parameters: LinkParameters) {
        self.comparer = comparer
        self.parameters = parameters
        var offsets: [Int] = []
        var size = 0
        for field in comparer.fields {
            offsets.append(size)
            size += field.digitCount
        }
        self.offsets = offsets
        kindSize = size
        let shares = parameters.circumstances.map(\.share)
        let unrelated = max(1e-12, 1 - parameters.prior - shares.reduce(0, +))
        bases = ([unrelated] + shares).map { log2(parameters.prior / $0) }
        var weights: [Double] = []
        var countsRarity: [[Bool]] = []
        for kind in -1..<parameters.circumstances.count {
            var counts: [Bool] = []
            for (index, field) in parameters.fields.enumerated() {
                let own = kind < 0 ? nil : parameters.circumstances[kind].levels[index]
                let chances = own ?? field.u
                weights.append(0)
                for (m, chance) in zip(field.m, chances) {
                    weights.append(log2(max(m, 1e-12) / max(chance, 1e-12)))
                }
                counts.append(own == nil && comparer.fields[index].hasTermFrequency)
            }
            countsRarity.append(counts)
        }
        self.weights = weights
        self.countsRarity = countsRarity
        var rarity: [[Float]] = []
        var present: [Double] = []
        for (index, field) in comparer.fields.enumerated() {
            let (bits, records) =
                field.hasTermFrequency
                ? Self.rarity(of: field, parameters.fields[index].u) : ([], 1)
            rarity.append(bits)
            present.append(records)
        }
        self.rarity = rarity
        self.present = present
    }

    /// By value: log2(u of agreeing on a value / frequency of this one); and records with the
    /// field.
    private static func rarity(of field: ComparedField, _ u: [Double]) -> ([Float], Double) {
        var counts = [Int](repeating: 0, count: field.counts.count)
        for code in field.codes where code != 0 { counts[Int(code)] += 1 }
        let present = Double(max(1, counts.reduce(0, +)))
        let bits = counts.indices.map { value in
            counts[value] == 0
                ? 0 : rarity(of: value, in: field, u, frequency: Double(counts[value]) / present)
        }
        return (bits, present)
    }

    /// A value that tells a part only loses by being common and gains nothing by being rare: two
    /// owners of numbers that are masked to one pattern share no more than the pattern.
    private static func rarity(
        of value: Int, in field: ComparedField, _ u: [Double], frequency: Double
    ) -> Float {
        let digit = Int(field.equalDigit(UInt32(value)))
        let bits = Float(log2(max(u[digit - 1], 1e-12) / frequency))
        return digit == 1 ? bits : min(0, bits)
    }

    /// Bits for the frequency of what a pair agrees on in a field.
    ///
    /// One value written in two ways counts as the commoner of the two.
    @inline(__always)
    func rarity(_ field: Int, _ digit: Int, _ x: UInt32, _ y: UInt32) -> Double {
        if x == y { return Double(rarity[field][Int(x)]) }
        return digit == 1 ? Double(min(rarity[field][Int(x)], rarity[field][Int(y)])) : 0
    }

    /// Takes in a value of a field that no record had; one record has it now.
    mutating func append(_ value: String, toField index: Int) {
        comparer.fields[index].append(value)
        let field = comparer.fields[index]
        guard field.hasTermFrequency else { return }
        rarity[index].append(
            Self.rarity(
                of: field.texts.count - 1, in: field, parameters.fields[index].u,
                frequency: 1 / present[index]))
    }

    /// The match weight of a pair, in bits.
    @inline(__always)
    func weight(_ a: UInt32, _ b: UInt32, _ scratch: inout PairComparer.Scratch) -> Double {
        _ = comparer.pattern(a, b, &scratch)
        return weight(ofDigits: scratch.digits, a, b)
    }

    @inline(__always)
    private func weight(ofDigits digits: [UInt8], _ a: UInt32, _ b: UInt32) -> Double {
        let count = comparer.fieldCount
        var total = 0.0
        for kind in bases.indices {
            var weight = bases[kind]
            let start = kind * kindSize
            for field in 0..<count {
                let digit = Int(digits[field])
                weight += weights[start + offsets[field] + digit]
                if digit != 0, countsRarity[kind][field],
                    digit == 1 || comparer.fields[field].tellsParts
                {
                    weight += rarity(
                        field, digit, comparer.codes[Int(a) * count + field],
                        comparer.codes[Int(b) * count + field])
                }
            }
            total = kind == 0 ? weight : SmoothMinimum.of(total, weight)
        }
        return total
    }

    /// Pairs of a part of the blocking at or above a weight, in its order.
    package func score(
        _ part: Blocking.Part, of blocking: Blocking, atLeast least: Double,
        except forbidden: ForbiddenPairs, _ scratch: inout LinkScratch
    ) -> [ScoredPair] {
        var found: [ScoredPair] = []
        blocking.forEachPair(in: part) { a, b in
            let weight = weight(a, b, &scratch.compare)
            scratch.histogram.add(weight)
            if weight >= least, !forbidden.contains(a, b) {
                found.append(ScoredPair(left: a, right: b, weight: Float(weight)))
            }
        }
        return found
    }
}

/// One thread's memory for counting and scoring.
package struct LinkScratch: Sendable {
    var compare: PairComparer.Scratch
    /// Weights of the pairs scored since it was last emptied.
    package var histogram = WeightHistogram()

    init(_ comparer: PairComparer) { compare = PairComparer.Scratch(comparer) }
}

/// -log2(2^-x + 2^-y): the weight against two kinds of non-match together.
enum SmoothMinimum {
    /// log2(1 + 2^-d) for d from 0 to 24 in steps of 1/64; linear between, error below 1e-4.
    private static let table: [Double] = (0...(24 * 64)).map { log2(1 + exp2(-Double($0) / 64)) }

    @inline(__always)
    static func of(_ x: Double, _ y: Double) -> Double {
        let low = min(x, y)
        let apart = abs(x - y) * 64
        guard apart < Double(24 * 64) else { return low }
        let cell = Int(apart)
        let part = apart - Double(cell)
        return low - (table[cell] * (1 - part) + table[cell + 1] * part)
    }
}
