import Primitives
package import Records
package import Text

/// Finds any list of terms however they are disguised: the engine of screening for other words.
///
/// A value of read-only tables; one is shared by all threads, each with a scratch of its own.
package struct TermFinder: Sendable {
    /// One find; `start` and `end` are UTF-8 bytes of the original, 0-based, end exclusive.
    package struct Found: Hashable, Sendable {
        package let term: String
        package let found: String
        package let start: Int
        package let end: Int
        package let evasion: [Evasion]
        /// Steps of disguise, 0 for the plain writing; see `Disguise.cost`.
        package let cost: Int
    }

    /// Buffers of one caller.
    package struct Scratch: Sendable {
        var folded = FoldedText()
        var match = MatchScratch()
        package init() {}
    }

    private let folder: Folder
    private let matcher: TermMatcher
    private let terms: [String]

    /// Terms of Han characters are looked for in every way; others as they are written.
    package init(terms: [String], tables: TextTables) {
        self.terms = terms
        folder = tables.folder
        var demands = TermMatcher.Demands()
        demands.keepsAll = true
        matcher = TermMatcher(
            terms: terms.map {
                MatchTerm(
                    $0, ways: [.literal, .sound, .initials, .split, .picture, .reversed])
            },
            tables: tables, hitsMax: Limits.hitsPerTextMax, demands: demands)
    }

    /// The finds in order of their place, and whether all of the text was read.
    package func find(
        in text: String, using scratch: inout Scratch
    ) -> (found: [Found], isWhole: Bool) {
        let utf8 = text.utf8.span
        folder.fold(utf8, into: &scratch.folded)
        matcher.match(scratch.folded, into: &scratch.match)
        let found = scratch.match.hits.map { hit in
            let start = Int(scratch.folded.starts[Int(hit.first)])
            let end = Int(scratch.folded.ends[Int(hit.last)])
            let bytes = (start..<end).map { utf8[$0] }
            return Found(
                term: terms[Int(hit.term)], found: String(decoding: bytes, as: UTF8.self),
                start: start, end: end, evasion: hit.disguises.evasions, cost: Int(hit.cost))
        }
        return (found, !scratch.match.isCut)
    }
}
