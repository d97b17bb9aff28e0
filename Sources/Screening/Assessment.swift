package import Primitives
package import Records
package import Text

/// What screening says of one text, in numbers: a buffer that is filled again for every text and
/// turned into words (`Verdict`) only where somebody reads them.
package struct Assessment: Sendable {
    /// One reason: what weighs how much, and where it stands.
    package struct Mark: Sendable {
        /// What kind of reason it is; `sense` is goods that have another sense here.
        package enum Code: UInt8, Sendable {
            case term, sense, context, pattern, text, rest, prior
        }

        package let code: Code
        package let bits: Double
        /// The number of the find, of the first circumstance or of the pattern.
        package let number: Int32
        /// The second circumstance.
        package let other: Int32
        /// UTF-8 bytes of the original, 0-based, end exclusive; both 0 for the text as a whole.
        package let start: Int32
        package let end: Int32
    }

    package internal(set) var advice = Advice.clear
    package internal(set) var score = Bits.zero
    package internal(set) var isPartial = false
    /// Strongest first, then the rest, the prior last; their bits sum to the score.
    package internal(set) var marks: [Mark] = []
    /// The finds that marks of the code `term` and `sense` are numbered by.
    package internal(set) var hits: [TermHit] = []
    /// What the marks are made of.
    var sums = ReasonSums()

    package init() {}
}

extension Assessment {
    /// Smaller summands are not worth a line and go into the rest.
    private static let bitsShownMin = 0.1
    /// Stretches of characters shown; beyond these a person reads the text itself.
    ///
    /// Of a text that is clear nobody reads many, and of one that is clear by far none are kept.
    private static let stretchesMax = 8
    private static let stretchesOfClearMax = 2

    /// Fills the marks from the sums of one text.
    mutating func fill(
        from folded: borrowing FoldedText, benign: borrowing [Bool], prior: Bits, review: Bits
    ) {
        let isClear = sums.total + prior.value < review.value
        marks.clear()
        for (number, bits) in sums.hits.enumerated() {
            let hit = hits[number]
            marks.append(
                mark(
                    benign[number] ? .sense : .term, Double(bits), Int32(number), hit.first,
                    hit.last, folded))
        }
        for place in sums.touched where sums.contexts[Int(place)] != 0 {
            marks.append(
                Mark(
                    code: .context, bits: Double(sums.contexts[Int(place)]),
                    number: Int32(place) / Int32(ReasonSums.side),
                    other: Int32(place) % Int32(ReasonSums.side), start: 0, end: 0))
        }
        for form in sums.forms {
            marks.append(
                mark(
                    .pattern, Double(form.bits), Int32(form.pattern.rawValue), form.first,
                    form.last, folded))
        }
        addStretches(folded, isClear ? Self.stretchesOfClearMax : Self.stretchesMax)
        cut(rest: sums.rest, prior: prior)
    }

    /// The strongest n-grams, each with all n-grams inside it; what is left over goes to the rest.
    private mutating func addStretches(_ folded: borrowing FoldedText, _ limit: Int) {
        if sums.grams.isEmpty { return }
        var shown = 0
        while shown < limit, let best = Self.strongest(of: sums.grams),
            abs(Double(best.bits)) >= Self.bitsShownMin
        {
            var bits = 0.0
            sums.grams.removeAll { gram in
                guard gram.first >= best.first, gram.last <= best.last else { return false }
                bits += Double(gram.bits)
                return true
            }
            marks.append(mark(.text, bits, 0, best.first, best.last, folded))
            shown += 1
        }
        for gram in sums.grams { sums.rest += Double(gram.bits) }
    }

    private static func strongest(of grams: [ReasonSums.Gram]) -> ReasonSums.Gram? {
        var best: ReasonSums.Gram?
        var most: Float = 0
        for gram in grams where abs(gram.bits) > most {
            most = abs(gram.bits)
            best = gram
        }
        return best
    }

    private mutating func cut(rest: Double, prior: Bits) {
        marks.sort(by: Self.isBefore)
        // The rest and the prior have a place of their own.
        let limit = Limits.reasonsPerVerdictMax - 2
        var kept = 0
        while kept < min(limit, marks.count), abs(marks[kept].bits) >= Self.bitsShownMin {
            kept += 1
        }
        var rest = rest
        for place in kept..<marks.count { rest += marks[place].bits }
        marks.removeLast(marks.count - kept)
        if rest != 0 {
            marks.append(Mark(code: .rest, bits: rest, number: 0, other: 0, start: 0, end: 0))
        }
        marks.append(
            Mark(code: .prior, bits: prior.value, number: 0, other: 0, start: 0, end: 0))
        score = Bits(marks.reduce(0) { $0 + $1.bits })
    }

    private static func isBefore(_ left: Mark, _ right: Mark) -> Bool {
        let (a, b) = (abs(left.bits), abs(right.bits))
        if a != b { return a > b }
        if left.start != right.start { return left.start < right.start }
        if left.code != right.code { return left.code.rawValue < right.code.rawValue }
        return (left.number, left.other) < (right.number, right.other)
    }

    private func mark(
        _ code: Mark.Code, _ bits: Double, _ number: Int32, _ first: Int32, _ last: Int32,
        _ folded: borrowing FoldedText
    ) -> Mark {
        Mark(
            code: code, bits: bits, number: number, other: 0, start: folded.starts[Int(first)],
            end: folded.ends[Int(last)])
    }
}
