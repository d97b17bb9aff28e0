import Primitives
import Records
import Text

/// Keeps the features of a text that have a weight, with where they come from.
struct ReasonSink: FeatureSink {
    struct Part {
        let bits: Double
        let origin: FeatureOrigin
    }

    /// A single feature below this is never shown; a megabyte of text has millions of them.
    private static let bitsKeptMin = 0.01

    let weights: WeightTable
    private(set) var parts: [Part] = []
    /// The sum of what was not kept.
    private(set) var rest = 0.0

    init(weights: WeightTable) { self.weights = weights }

    @inline(__always)
    mutating func add(_ key: UInt32, _ value: Double, _ origin: @autoclosure () -> FeatureOrigin) {
        let bits = value * weights.weight(of: key)
        if abs(bits) >= Self.bitsKeptMin {
            parts.append(Part(bits: bits, origin: origin()))
        } else {
            rest += bits
        }
    }
}

/// Writes the weighted features of one text as reasons for a person.
///
/// Codes: `term` (a find, with all that its term and disguise weigh), `context` (circumstances
/// together), `pattern` (a price, count or contact), `text` (a stretch of characters), `text.rest`
/// (all that is too small to show), `prior`. See docs/screening.md.
struct ReasonWriter {
    let folded: FoldedText
    let hits: [TermHit]
    let lexicon: Lexicon

    /// Smaller summands are not worth a line and go into `text.rest`.
    private static let bitsShownMin = 0.1
    /// Stretches of characters shown; beyond these a person reads the text itself.
    private static let stretchesMax = 8

    /// Strongest first, then `text.rest`, the prior last; the weights sum to the score.
    func reasons(of sink: ReasonSink, prior: Bits, in utf8: Span<UInt8>) -> [Reason] {
        var shown = termReasons(sink.parts, utf8)
        shown += contextReasons(sink.parts)
        shown += patternReasons(sink.parts, utf8)
        let (stretches, small) = stretchReasons(sink.parts, utf8)
        shown += stretches
        var rest = sink.rest + small
        for part in sink.parts {
            if case .whole = part.origin { rest += part.bits }
        }
        shown.sort { Self.isBefore($0, $1) }
        // The rest and the prior have a place of their own.
        let limit = Limits.reasonsPerVerdictMax - 2
        let cut = shown.prefix(limit).prefix { abs($0.weight.value) >= Self.bitsShownMin }.count
        for reason in shown[cut...] { rest += reason.weight.value }
        var result = Array(shown[..<cut])
        if rest != 0 { result.append(Reason(code: "text.rest", weight: Bits(rest))) }
        result.append(Reason(code: "prior", weight: prior))
        return result
    }

    /// Every find in order of place, unweighted.
    func finds(in utf8: Span<UInt8>) -> [Reason] {
        hits.map { hit in find(hit, 0, utf8) }
    }

    private func find(_ hit: TermHit, _ bits: Double, _ utf8: Span<UInt8>) -> Reason {
        let term = lexicon.terms[Int(hit.term)]
        return reason(
            "term", bits, term.term, Int(hit.first), Int(hit.last), utf8,
            group: term.group.rawValue, evasion: hit.disguises.evasions)
    }

    private static func isBefore(_ left: Reason, _ right: Reason) -> Bool {
        let (a, b) = (abs(left.weight.value), abs(right.weight.value))
        if a != b { return a > b }
        if left.start != right.start { return left.start < right.start }
        return (left.code, left.term) < (right.code, right.term)
    }

    private func termReasons(_ parts: [ReasonSink.Part], _ utf8: Span<UInt8>) -> [Reason] {
        var sums = [Double](repeating: 0, count: hits.count)
        var isCounted = [Bool](repeating: false, count: hits.count)
        for part in parts {
            guard case .hit(let hit) = part.origin else { continue }
            sums[hit] += part.bits
            isCounted[hit] = true
        }
        return hits.indices.filter { isCounted[$0] }.map { find(hits[$0], sums[$0], utf8) }
    }

    private func contextReasons(_ parts: [ReasonSink.Part]) -> [Reason] {
        let count = Circumstance.allCases.count
        var sums = [Double](repeating: 0, count: count * count)
        for part in parts {
            guard case .context(let one, let other) = part.origin else { continue }
            sums[one.rawValue * count + other.rawValue] += part.bits
        }
        return sums.indices.compactMap { place in
            guard sums[place] != 0, let one = Circumstance(rawValue: place / count),
                let other = Circumstance(rawValue: place % count)
            else { return nil }
            let name = one == other ? one.name : "\(one.name) + \(other.name)"
            return Reason(code: "context", weight: Bits(sums[place]), term: name)
        }
    }

    private func patternReasons(_ parts: [ReasonSink.Part], _ utf8: Span<UInt8>) -> [Reason] {
        parts.compactMap { part in
            guard case .pattern(let pattern, let first, let last) = part.origin else { return nil }
            return reason("pattern", part.bits, pattern.name, first, last, utf8)
        }
    }

    /// The strongest n-grams, each with all n-grams inside it, and the sum of those left over.
    private func stretchReasons(
        _ parts: [ReasonSink.Part], _ utf8: Span<UInt8>
    ) -> ([Reason], Double) {
        var grams: [(first: Int, last: Int, bits: Double)] = parts.compactMap { part in
            guard case .gram(let first, let last) = part.origin else { return nil }
            return (first, last, part.bits)
        }
        var result: [Reason] = []
        while result.count < Self.stretchesMax,
            let best = grams.max(by: { Self.isWeaker($0, $1) }),
            abs(best.bits) >= Self.bitsShownMin
        {
            var bits = 0.0
            grams.removeAll { gram in
                guard gram.first >= best.first, gram.last <= best.last else { return false }
                bits += gram.bits
                return true
            }
            let term = String(decoding: bytes(best.first, best.last, utf8), as: UTF8.self)
            result.append(reason("text", bits, term, best.first, best.last, utf8))
        }
        return (result, grams.reduce(0) { $0 + $1.bits })
    }

    private static func isWeaker(
        _ left: (first: Int, last: Int, bits: Double),
        _ right: (first: Int, last: Int, bits: Double)
    ) -> Bool {
        let (a, b) = (abs(left.bits), abs(right.bits))
        return a != b ? a < b : (left.first, left.last) > (right.first, right.last)
    }

    private func reason(
        _ code: String, _ bits: Double, _ term: String, _ first: Int, _ last: Int,
        _ utf8: Span<UInt8>, group: String = "", evasion: [Evasion] = []
    ) -> Reason {
        Reason(
            code: code, weight: Bits(bits), term: term, group: group,
            found: String(decoding: bytes(first, last, utf8), as: UTF8.self),
            start: Int(folded.starts[first]), end: Int(folded.ends[last]), evasion: evasion)
    }

    private func bytes(_ first: Int, _ last: Int, _ utf8: Span<UInt8>) -> [UInt8] {
        (Int(folded.starts[first])..<Int(folded.ends[last])).map { utf8[$0] }
    }
}
