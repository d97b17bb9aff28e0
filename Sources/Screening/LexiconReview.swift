package import Primitives
package import Records
import Text

/// Looks at a lexicon that somebody wants to use in place of another.
///
/// Pure: two screeners with the same model and two lexicons in, what differs out. On one core of a
/// shared AMD EPYC the shipped 2,245 entries and 3,000 short texts take about a third of a second.
package struct LexiconReview: Sendable {
    /// A stored text to try both lexicons on.
    package struct Sample: Hashable, Sendable {
        package let id: String
        package let kind: TextKind
        package let text: String

        package init(id: String, kind: TextKind, text: String) {
            self.id = id
            self.kind = kind
            self.text = text
        }
    }

    /// A text whose advice would be another one.
    package struct VerdictChange: Hashable, Sendable {
        package let sample: Sample
        package let before: Advice
        package let after: Advice
        package let scoreBefore: Bits
        package let scoreAfter: Bits
    }

    package let changes: LexiconChanges
    /// Faults that the lexicon in use does not have already.
    package let faults: [LexiconFault]
    /// Faults that it has too.
    package let standing: [LexiconFault]
    /// Texts that both were tried on.
    package let tried: Int
    /// Those whose advice would change.
    package let verdictsChanged: Int
    /// The first of them in the order of the samples, at most `Limits.verdictChangesShownMax`.
    package let verdicts: [VerdictChange]

    /// - Parameter lines: The line of each entry of the new lexicon's file; none where it has none.
    /// - Complexity: two readings of every sample and of every example of both lexicons.
    package init(
        from old: Screener, to new: Screener, lines: [Int] = [], refused: Set<String> = [],
        samples: [Sample]
    ) {
        changes = LexiconChanges(from: old.lexicon, to: new.lexicon, refused: refused)
        let known = Set(Self.faults(of: old).map(Self.sameFault))
        let all = Self.faults(of: new, lines: lines)
        faults = all.filter { !known.contains(Self.sameFault($0)) }
        standing = all.filter { known.contains(Self.sameFault($0)) }
        tried = samples.count
        (verdictsChanged, verdicts) = Self.verdicts(from: old, to: new, samples)
    }

    /// A fault without the line, which another file has elsewhere.
    private static func sameFault(_ fault: LexiconFault) -> LexiconFault {
        LexiconFault(
            line: 0, term: fault.term, field: fault.field, code: fault.code, values: fault.values)
    }

    private static func verdicts(
        from old: Screener, to new: Screener, _ samples: [Sample]
    ) -> (count: Int, first: [VerdictChange]) {
        var scratch = ScreenScratch()
        var count = 0
        var first: [VerdictChange] = []
        for sample in samples {
            let utf8 = sample.text.utf8.span
            let before = old.advise(utf8, kind: sample.kind, using: &scratch)
            let after = new.advise(utf8, kind: sample.kind, using: &scratch)
            if before.advice == after.advice { continue }
            count += 1
            if first.count == Limits.verdictChangesShownMax { continue }
            first.append(
                VerdictChange(
                    sample: sample, before: before.advice, after: after.advice,
                    scoreBefore: before.score, scoreAfter: after.score))
        }
        return (count, first)
    }
}

extension LexiconReview {
    /// What should be looked at in `screener`'s lexicon, in its order: examples that do not do what
    /// they are there for, and terms that are one after folding.
    ///
    /// - Parameter lines: The line of each entry in its file; none where it has none.
    /// - Complexity: one reading of every example.
    package static func faults(of screener: Screener, lines: [Int] = []) -> [LexiconFault] {
        let terms = screener.lexicon.terms
        var scratch = ScreenScratch()
        var first: [String: Int] = [:]
        var result: [LexiconFault] = []
        for (number, term) in terms.enumerated() {
            func add(
                _ field: String, _ code: LexiconFault.Code, _ values: [String: String] = [:]
            ) {
                result.append(
                    LexiconFault(
                        line: number < lines.count ? lines[number] : 0, term: term.term,
                        field: field, code: code, values: values))
            }
            let key = foldedKey(term.term, screener.folder)
            let isSecond = first[key] != nil
            if let other = first[key] {
                add("term", .duplicate, ["other": terms[other].term])
            } else {
                first[key] = number
            }
            if term.hit.isEmpty {
                add("hit", .hitMissing)
            } else if !isSecond, !isFound(term, in: term.hit, by: screener) {
                // Finds of a second entry are finds of the first.
                add("hit", .hit, ["text": term.hit])
            }
            if term.miss.isEmpty {
                add("miss", .missMissing)
            } else if screener.advise(
                term.miss.utf8.span, kind: kind(of: term), using: &scratch
            ).advice == .offer {
                add("miss", .miss, ["text": term.miss])
            }
        }
        return result
    }

    /// Equal for terms that are one after folding.
    ///
    /// Pictures fold to nothing, and tell terms apart as they are written.
    private static func foldedKey(_ term: String, _ folder: Folder) -> String {
        let pictures = term.unicodeScalars.filter { $0.value >= 0x2000 && $0.properties.isEmoji }
        return folder.fold(term).denseText + " " + pictures.map(String.init).joined()
    }

    /// Whether `text` holds the term: itself, the term that it is another writing of, or a longer
    /// term whose find covers it.
    package static func isFound(
        _ term: LexiconTerm, in text: String, by screener: Screener
    ) -> Bool {
        let base = term.base.map { screener.lexicon.terms[$0].term }
        return screener.finds(in: text).contains { find in
            find.term == term.term || find.term == base || find.found.contains(term.term)
        }
    }

    /// What the examples of a term are: words of parcels stand in declarations, all others in
    /// listings.
    package static func kind(of term: LexiconTerm) -> TextKind {
        term.group == .declared || term.group == .handling ? .declaration : .listing
    }
}
