import Primitives
import Testing
import Text

/// Plain matching against a slow search that cannot be wrong.
@Suite struct LiteralScannerTests {
    private func naive(_ terms: [String], _ text: [UInt8]) -> Set<LiteralScanner.Hit> {
        var result: Set<LiteralScanner.Hit> = []
        for (number, term) in terms.enumerated() {
            let bytes = Array(term.utf8)
            if bytes.isEmpty || bytes.count > text.count { continue }
            for start in 0...(text.count - bytes.count)
            where Array(text[start..<start + bytes.count]) == bytes {
                // A term begins where a character begins.
                if text[start] & 0xC0 == 0x80 { continue }
                result.insert(
                    .init(
                        term: Int32(number), start: Int32(start),
                        end: Int32(start + bytes.count)))
            }
        }
        return result
    }

    private func scan(_ terms: [String], _ text: [UInt8]) -> [LiteralScanner.Hit] {
        var hits: [LiteralScanner.Hit] = []
        LiteralScanner(terms: terms).scan(text.span, into: &hits)
        return hits
    }

    @Test(arguments: [
        (["烟花", "花炮", "烟花炮"], "卖烟花炮的烟花"), (["a", "ab", "abc"], "xabcab"),
        (["🧨", "🧨炮"], "🧨炮🧨"), (["烟"], "烟"), (["烟花"], "烟"), (["加v", "v我"], "加v我加v"),
        ([""], "烟花"), (["烟花"], ""), (["é花", "花é"], "é花é"),
    ])
    func findsEveryOccurrence(terms: [String], text: String) {
        let bytes = Array(text.utf8)
        let hits = scan(terms, bytes)
        #expect(Set(hits) == naive(terms, bytes))
        #expect(hits.count == Set(hits).count)
    }

    @Test func aSingleBeforeANulIsToldOnceAndBeforeLongerOnes() {
        #expect(scan(["花"], Array("花\u{0}".utf8)).count == 1)
        let hits = scan(["花火", "花"], Array("卖花火的人啊啊".utf8))
        #expect(hits.map(\.term) == [1, 0])
    }

    @Test func randomTextsAgreeWithTheSlowSearch() {
        let alphabet = Array("烟花爆竹炮a1é🧨 ,").map(String.init)
        var random = SeededRandom(seed: 5)
        for _ in 0..<400 {
            let terms = (0..<8).map { _ in
                (0..<(1 + random.below(4))).map { _ in random.pick(alphabet) }.joined()
            }
            let unique = Array(Set(terms)).sorted()
            let text = (0..<random.below(40)).map { _ in random.pick(alphabet) }.joined()
            let bytes = Array(text.utf8)
            #expect(Set(scan(unique, bytes)) == naive(unique, bytes), "\(unique) in \(text)")
        }
    }

    @Test func brokenBytesBreakNothing() {
        var random = SeededRandom(seed: 6)
        for _ in 0..<2_000 {
            let bytes = (0..<random.below(24)).map { _ in
                UInt8(truncatingIfNeeded: random.next())
            }
            for hit in scan(["烟花", "\u{0}", "ab"], bytes) {
                #expect(hit.start >= 0 && Int(hit.end) <= bytes.count)
            }
        }
    }
}
