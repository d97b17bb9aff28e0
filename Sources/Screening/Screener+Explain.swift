import Primitives
package import Records
import Text

/// How a text was read, step by step: for a person who wants to know why, and for an analyst who
/// mends the lexicon.
package struct Explanation: Sendable {
    /// A term that was laid along the text.
    package struct Find: Sendable {
        package let term: String
        package let group: String
        /// The class of GB 10631, empty where it has none.
        package let goodsClass: String
        package let found: String
        package let start: Int
        package let end: Int
        package let evasion: [Evasion]
        package let cost: Int
        /// Log-odds in bits that it is meant and no accident; 0 for the plain writing.
        package let chance: Float
        /// Whether a word beside it tells another sense.
        package let isOtherSense: Bool
    }

    /// The text brought to one writing, separators and all.
    package let folded: String
    /// What terms are looked for in: without separators.
    package let dense: String
    package let finds: [Find]
    package let verdict: Verdict
}

extension Screener {
    /// Reads `text` as `screen` does, and keeps what each step made of it.
    package func explain(_ text: String, kind: TextKind) -> Explanation {
        var scratch = ScreenScratch()
        var assessment = Assessment()
        let utf8 = text.utf8.span
        assess(utf8, kind: kind, using: &scratch, into: &assessment)
        let finds = scratch.match.hits.enumerated().map { number, hit in
            let term = lexicon.terms[Int(hit.term)]
            let start = Int(scratch.folded.starts[Int(hit.first)])
            let end = Int(scratch.folded.ends[Int(hit.last)])
            return Explanation.Find(
                term: term.term, group: term.group.rawValue, goodsClass: term.goodsClass,
                found: String(decoding: (start..<end).map { utf8[$0] }, as: UTF8.self),
                start: start, end: end, evasion: hit.disguises.evasions, cost: Int(hit.cost),
                chance: hit.chance, isOtherSense: scratch.groups[number] != term.group)
        }
        return Explanation(
            folded: scratch.folded.text, dense: scratch.folded.denseText, finds: finds,
            verdict: verdict(of: assessment, in: utf8))
    }
}
