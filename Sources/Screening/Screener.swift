package import Primitives
package import Records
package import Text

/// Says of a text whether it offers fireworks, how sure that is, and why.
///
/// A value of read-only tables: one is shared by all threads, each with a `ScreenScratch` of its
/// own.
package struct Screener: Sendable {
    /// `name@version` of the model and of the lexicon: `base@1+lexicon@3`, and `(edited)` behind it
    /// where the model was trained with another state of the lexicon.
    package let name: String
    /// The terms it finds.
    package let lexicon: Lexicon
    private let tables: TextTables
    let reader: TextReader
    let weights: WeightTable
    let model: ScreeningModel

    /// The lexicon may have been edited since the model was trained with it: terms that the model
    /// has not seen weigh as their group does, and the name says so.
    package init(tables: TextTables, lexicon: Lexicon, model: ScreeningModel) {
        self.lexicon = lexicon
        self.tables = tables
        self.model = model
        let edited = model.lexiconDigest == lexicon.digest ? "" : "(edited)"
        name = "\(model.name)+\(lexicon.name)\(edited)"
        reader = TextReader(tables: tables, lexicon: lexicon)
        weights = WeightTable(model)
    }

    /// The same tables and model with another lexicon.
    ///
    /// - Complexity: builds the automata of all its terms, some tenths of a second for ours.
    package func using(_ lexicon: Lexicon) -> Screener {
        Screener(tables: tables, lexicon: lexicon, model: model)
    }

    /// Builds everything from bytes.
    ///
    /// - Throws: `ScreeningError` that names the part that cannot be used.
    package init(resources: ScreeningResources) throws(ScreeningError) {
        self.init(
            tables: try TextTables(resources: resources),
            lexicon: try Lexicon.parse(resources.lexicon),
            model: try ScreeningModel.parse(resources.model))
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
        var assessment = Assessment()
        assess(utf8, kind: kind, using: &scratch, into: &assessment)
        return verdict(of: assessment, in: utf8)
    }

    /// Everything that a verdict says, in numbers and without words: `assessment` and `scratch` are
    /// buffers, and once they are warm nothing is allocated.
    package func assess(
        _ utf8: Span<UInt8>, kind: TextKind, using scratch: inout ScreenScratch,
        into assessment: inout Assessment
    ) {
        let isWhole = reader.read(utf8, into: &scratch)
        let half = model.half(TextDomain(kind == .declaration))
        assessment.hits.clear()
        assessment.hits.append(contentsOf: scratch.match.hits)
        assessment.sums.begin(hits: assessment.hits.count)
        withUnsafeMutablePointer(to: &assessment.sums) { sums in
            weights.withReader { weights in
                var sink = ReasonSink(filter: weights, doubt: half.doubt, sums: sums)
                reader.extractor.extract(&scratch, kind: kind, into: &sink)
            }
        }
        assessment.fill(
            from: scratch.folded, benign: scratch.benign, prior: half.prior, review: half.review)
        assessment.advice = Self.advice(assessment.score, half, scratch)
        assessment.isPartial = !isWhole
    }

    /// The assessment in words, for the text it was made of.
    package func verdict(of assessment: borrowing Assessment, in utf8: Span<UInt8>) -> Verdict {
        Verdict(
            advice: assessment.advice, probability: assessment.score.probability,
            score: assessment.score,
            reasons: ReasonWriter(lexicon: lexicon).reasons(of: assessment, in: utf8),
            model: name, partial: assessment.isPartial)
    }

    /// The advice and the score alone, which need no reasons.
    package func advise(
        _ utf8: Span<UInt8>, kind: TextKind, using scratch: inout ScreenScratch
    ) -> (advice: Advice, score: Bits, isPartial: Bool) {
        let isWhole = reader.read(utf8, into: &scratch)
        let half = model.half(TextDomain(kind == .declaration))
        let sum = weights.withReader { weights in
            var sink = SumSink(filter: weights, doubt: half.doubt)
            reader.extractor.extract(&scratch, kind: kind, into: &sink)
            return sink.sum
        }
        let score = half.prior + Bits(sum)
        return (Self.advice(score, half, scratch), score, !isWhole)
    }

    /// All finds of the lexicon's terms in `text`, in order, with a weight of 0: what an analyst
    /// who edits the lexicon looks at.
    package func finds(in text: String) -> [Reason] {
        var scratch = ScreenScratch()
        let utf8 = text.utf8.span
        _ = reader.read(utf8, into: &scratch)
        let writer = ReasonWriter(lexicon: lexicon)
        return scratch.match.hits.map { hit in
            writer.find(
                hit, "term", .zero, scratch.folded.starts[Int(hit.first)],
                scratch.folded.ends[Int(hit.last)], utf8)
        }
    }

    private static func advice(
        _ score: Bits, _ half: ScreeningModel.Half, _ scratch: borrowing ScreenScratch
    ) -> Advice {
        let line =
            scratch.namesGoods
            ? half.offer : max(half.offer, scratch.hasFaintGoods ? half.faint : half.unnamed)
        return score >= line ? .offer : score >= half.review ? .review : .clear
    }
}

extension TextTables {
    /// - Throws: `ScreeningError.table`.
    package convenience init(resources: ScreeningResources) throws(ScreeningError) {
        do throws(TextError) {
            try self.init(
                fold: resources.fold, pinyin: resources.pinyin, split: resources.split,
                emoji: resources.emoji, pairs: resources.pairs,
                latin: resources.latin)
        } catch {
            throw .table(error)
        }
    }
}
