import Primitives
import Text

/// Folds a text and finds the lexicon's terms in it: what screening and training share.
///
/// Read-only; a class, so that a text costs no counting of references to its tables.
final class TextReader: Sendable {
    let folder: Folder
    let matcher: TermMatcher
    let extractor: FeatureExtractor

    init(tables: TextTables, lexicon: Lexicon) {
        folder = tables.folder
        matcher = TermMatcher(
            terms: lexicon.terms.map { term in
                MatchTerm(
                    term.term, ways: Self.ways(of: term), base: term.base,
                    disguises: term.disguises)
            }, tables: tables,
            hitsMax: Limits.hitsPerTextMax, demands: Self.demands)
        extractor = FeatureExtractor(terms: lexicon.terms, tables: tables)
    }

    /// Stricter than a plain search for terms: what is found here weighs in a verdict on somebody.
    private static var demands: TermMatcher.Demands {
        var demands = TermMatcher.Demands()
        demands.sameSound = 2.5
        demands.nearSound = 4.5
        demands.split = -1
        demands.reversed = 0
        demands.leeway = 5
        return demands
    }

    /// Names of goods may be heard, cut to initials, painted, taken apart and turned round,
    /// whatever the lexicon says: what is for sale is what sellers hide, and accidents are told by
    /// their neighbours.
    private static func ways(of term: LexiconTerm) -> MatchWays {
        let isGoods = term.group == .product || term.group == .slang
        let isHan = term.term.unicodeScalars.allSatisfy { Script.isHan($0.value) }
        guard isGoods, isHan, term.term.unicodeScalars.count >= 2 else { return term.ways }
        return term.ways.union([.sound, .initials, .split, .picture, .reversed])
    }

    /// Whether all of `utf8` was read; a text above the limit is read up to it.
    func read(_ utf8: Span<UInt8>, into scratch: inout ScreenScratch) -> Bool {
        let isWhole = utf8.count <= Limits.textBytesMax
        let part = isWhole ? utf8 : utf8.extracting(first: Self.cut(utf8, Limits.textBytesMax))
        folder.fold(part, into: &scratch.folded)
        matcher.match(scratch.folded, into: &scratch.match)
        return isWhole && !scratch.match.isCut
    }

    /// The last place up to `limit` where a character begins.
    private static func cut(_ utf8: Span<UInt8>, _ limit: Int) -> Int {
        var place = limit
        while place > limit - 3, utf8[place] & 0xC0 == 0x80 { place -= 1 }
        return place
    }
}
