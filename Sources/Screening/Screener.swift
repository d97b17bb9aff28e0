package import Primitives
package import Records
package import Text

/// Says of a text whether it offers fireworks, how sure that is, and why.
///
/// A value of read-only tables: one is shared by all threads, each with a `ScreenScratch` of its
/// own.
package struct Screener: Sendable {
    /// `name@version` of the model and of the lexicon: `base@1+lexicon@3`.
    package let name: String
    let reader: TextReader
    let lexicon: Lexicon
    let weights: WeightTable
    let model: ScreeningModel

    /// - Throws: `ScreeningError.modelForOtherLexicon` where the model was trained with another
    ///   lexicon.
    package init(
        tables: TextTables, lexicon: Lexicon, model: ScreeningModel
    ) throws(ScreeningError) {
        guard model.lexiconDigest == lexicon.digest else {
            throw .modelForOtherLexicon(model: model.name, lexicon: lexicon.name)
        }
        self.lexicon = lexicon
        self.model = model
        name = "\(model.name)+\(lexicon.name)"
        reader = TextReader(tables: tables, lexicon: lexicon)
        weights = WeightTable(model)
    }

    /// Builds everything from bytes.
    ///
    /// - Throws: `ScreeningError` that names the part that cannot be used.
    package init(resources: ScreeningResources) throws(ScreeningError) {
        try self.init(
            tables: TextTables(resources: resources), lexicon: Lexicon.parse(resources.lexicon),
            model: ScreeningModel.parse(resources.model))
    }

    /// The verdict with its reasons.
    package func screen(_ text: String, kind: TextKind) -> Verdict {
        var scratch = ScreenScratch()
        return screen(text, kind: kind, using: &scratch)
    }

    /// The verdict with its reasons; `scratch` is only memory and can be of any text before.
    package func screen(
        _ text: String, kind: TextKind, using scratch: inout ScreenScratch
    ) -> Verdict {
        screen(text.utf8.span, kind: kind, using: &scratch)
    }

    /// The verdict on bytes that should be UTF-8; what is not is read as U+FFFD.
    package func screen(
        _ utf8: Span<UInt8>, kind: TextKind, using scratch: inout ScreenScratch
    ) -> Verdict {
        let isWhole = reader.read(utf8, into: &scratch)
        var sink = ReasonSink(weights: weights)
        reader.extractor.extract(&scratch, kind: kind, into: &sink)
        let half = model.half(TextDomain(kind == .declaration))
        let writer = ReasonWriter(
            folded: scratch.folded, hits: scratch.match.hits, lexicon: lexicon)
        let reasons = writer.reasons(of: sink, prior: half.prior, in: utf8)
        let score = reasons.reduce(Bits.zero) { $0 + $1.weight }
        return Verdict(
            advice: Self.advice(score, half), probability: score.probability, score: score,
            reasons: reasons, model: name, partial: !isWhole)
    }

    /// The advice and the score alone, which need no reasons: the way for millions of texts.
    package func advise(
        _ utf8: Span<UInt8>, kind: TextKind, using scratch: inout ScreenScratch
    ) -> (advice: Advice, score: Bits, isPartial: Bool) {
        let isWhole = reader.read(utf8, into: &scratch)
        var sink = SumSink(weights: weights)
        reader.extractor.extract(&scratch, kind: kind, into: &sink)
        let half = model.half(TextDomain(kind == .declaration))
        let score = half.prior + Bits(sink.sum)
        return (Self.advice(score, half), score, !isWhole)
    }

    /// All finds of the lexicon's terms in `text`, in order, with a weight of 0: what `explain` and
    /// an analyst who edits the lexicon look at.
    package func finds(in text: String) -> [Reason] {
        var scratch = ScreenScratch()
        let utf8 = text.utf8.span
        _ = reader.read(utf8, into: &scratch)
        let writer = ReasonWriter(
            folded: scratch.folded, hits: scratch.match.hits, lexicon: lexicon)
        return writer.finds(in: utf8)
    }

    private static func advice(_ score: Bits, _ half: ScreeningModel.Half) -> Advice {
        score >= half.offer ? .offer : score >= half.review ? .review : .clear
    }
}

extension TextTables {
    /// - Throws: `ScreeningError.table`.
    package init(resources: ScreeningResources) throws(ScreeningError) {
        do throws(TextError) {
            try self.init(
                fold: resources.fold, pinyin: resources.pinyin, split: resources.split,
                emoji: resources.emoji, words: resources.words)
        } catch {
            throw .table(error)
        }
    }
}

/// Sums the weights of a text's features.
private struct SumSink: FeatureSink {
    let weights: WeightTable
    var sum = 0.0

    @inline(__always)
    mutating func add(_ key: UInt32, _ value: Double, _ origin: @autoclosure () -> FeatureOrigin) {
        sum += value * weights.weight(of: key)
    }
}
