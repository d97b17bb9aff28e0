import Foundation
import Primitives
import Records
import Screening
import Text

/// What each step of reading a text costs: `screening-bench phases --texts FILE`.
struct Phases {
    private let texts: [[UInt8]]
    private let tables: TextTables
    private let screener: Screener
    private let matcher: TermMatcher

    init(_ arguments: Arguments) throws {
        texts = try bytes(arguments.value("texts", "")).split(separator: 0x0A).map(Array.init)
        let resources = try ScreeningResources(reading: arguments.data)
        tables = try TextTables(resources: resources)
        screener = try Screener(resources: resources)
        let lexicon = try Lexicon.parse(resources.lexicon)
        matcher = TermMatcher(
            terms: lexicon.terms.map { MatchTerm($0.term, ways: $0.ways, base: $0.base) },
            tables: tables, hitsMax: Limits.hitsPerTextMax)
    }

    func run() {
        var folded = FoldedText()
        var match = MatchScratch()
        var scratch = ScreenScratch()
        var assessment = Assessment()
        var hits = 0
        measure("fold") { tables.folder.fold($0.span, into: &folded) }
        measure("fold and find") { text in
            tables.folder.fold(text.span, into: &folded)
            matcher.match(folded, into: &match)
            hits += match.hits.count
        }
        measure("verdict") { text in
            _ = screener.advise(text.span, kind: .comment, using: &scratch)
        }
        measure("verdict and reasons") { text in
            screener.assess(text.span, kind: .comment, using: &scratch, into: &assessment)
        }
        print("\(hits / 5) finds in \(texts.count) texts")
    }

    private func measure(_ name: String, _ body: ([UInt8]) -> Void) {
        var best = Double.infinity
        for _ in 0..<5 {
            let started = Double(clock()) / Double(CLOCKS_PER_SEC)
            for text in texts { body(text) }
            best = min(best, Double(clock()) / Double(CLOCKS_PER_SEC) - started)
        }
        print(name, String(format: "%.2f µs a text", best * 1e6 / Double(texts.count)))
    }
}
