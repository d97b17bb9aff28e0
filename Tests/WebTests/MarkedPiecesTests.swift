import Primitives
import Records
import Testing
import Web

/// A reason at bytes `start..<end` with a name and a weight.
private func reason(_ name: String, _ start: Int, _ end: Int, _ weight: Double = 1) -> Reason {
    Reason(code: "term", weight: Bits(weight), term: name, start: start, end: end)
}

/// `[name:text]` for marked pieces, plain text as it is, `…` for a gap.
private func shown(_ marked: MarkedPieces) -> String {
    marked.pieces.map { piece in
        if piece.isGap { return "…" }
        return piece.reason.map { "[\($0.term):\(piece.text)]" } ?? piece.text
    }.joined()
}

@Suite struct MarkedPiecesTests {
    @Test(arguments: [
        ("", [], ""), ("烟花", [], "烟花"), ("烟花", [reason("a", 0, 6)], "[a:烟花]"),
        ("卖烟花吗", [reason("a", 3, 9)], "卖[a:烟花]吗"),
        // Neighbours touch and stay two.
        ("烟花爆竹", [reason("a", 0, 6), reason("b", 6, 12)], "[a:烟花][b:爆竹]"),
        // Where two meet, the heavier one has the bytes; a benign reason by its absolute weight.
        ("烟花爆竹", [reason("a", 0, 6, 2), reason("b", 0, 12)], "[a:烟花][b:爆竹]"),
        ("烟花爆竹", [reason("a", 0, 6), reason("b", 0, 12, 2)], "[b:烟花爆竹]"),
        ("烟花壁纸", [reason("a", 0, 9, 1), reason("b", 3, 12, -4)], "[a:烟][b:花壁纸]"),
        // Equal weights: the first named keeps them.
        ("烟花", [reason("a", 0, 6), reason("b", 0, 6)], "[a:烟花]"),
        // Ends inside a character move outward.
        ("卖烟花吗", [reason("a", 4, 8)], "卖[a:烟花]吗"), ("加🌲林", [reason("a", 4, 5)], "加[a:🌲]林"),
        // Outside the text, empty, or the whole text's: no mark.
        ("烟花", [reason("a", 6, 9)], "烟花"), ("烟花", [reason("a", 90, 99)], "烟花"),
        ("烟花", [reason("a", 3, 3), reason("b", 0, 0)], "烟花"),
        ("烟花", [reason("a", 3, 400)], "烟[a:花]"),
        // A family of four joined by invisible characters, marked from its middle.
        ("x👨‍👩‍👧‍👦y", [reason("a", 5, 8)], "x👨[a:\u{200D}]👩‍👧‍👦y"),
        ("e\u{301}x", [reason("a", 1, 3)], "e[a:\u{301}]x"),
    ])
    func spans(text: String, reasons: [Reason], expected: String) {
        let marked = MarkedPieces(text, reasons: reasons)
        #expect(Array(shown(marked).utf8) == Array(expected.utf8))
        #expect(Array(marked.pieces.map(\.text).joined().utf8) == Array(text.utf8))
    }

    @Test func aReasonOfTheWholeTextLeavesTheWords() {
        let text = "卖烟花" + String(repeating: "，很多很多", count: 20)
        let reasons = [reason("whole", 0, text.utf8.count, 9), reason("word", 3, 9, 1)]
        let pieces = MarkedPieces(text, reasons: reasons).pieces
        #expect(pieces.map { $0.reason?.term } == ["whole", "word", "whole"])
    }

    /// Whatever the spans, the pieces are the text again and no character breaks.
    @Test func anySpansGiveTheTextBack() {
        var random = SeededRandom(seed: 7)
        let alphabet = ["烟", "a", "🌲", "e\u{301}", " ", "火", "👨‍👩‍👧", "\r\n", "\u{FEFF}"]
        for _ in 0..<300 {
            let text = (0..<random.below(30)).map { _ in random.pick(alphabet) }.joined()
            let reasons = (0..<random.below(8)).map { index in
                let start = random.below(60)
                return reason("\(index)", start, start + random.below(40), random.unit() * 4 - 2)
            }
            let marked = MarkedPieces(text, reasons: reasons)
            #expect(Array(marked.pieces.map(\.text).joined().utf8) == Array(text.utf8))
            #expect(marked.pieces.allSatisfy { !$0.text.isEmpty })
            #expect(!marked.pieces.contains { $0.text.contains("\u{FFFD}") })
            let short = marked.shortened(to: 40)
            #expect(!short.pieces.contains { $0.text.contains("\u{FFFD}") })
        }
    }

    @Test func longTextsKeepWhatIsBesideTheirMarks() {
        let filler = String(repeating: "很", count: 5_000)
        let text = filler + "烟花" + filler
        let marked = MarkedPieces(text, reasons: [reason("a", 15_000, 15_006)])
        let short = marked.shortened(to: 600)
        #expect(short.pieces.reduce(0) { $0 + $1.text.utf8.count } <= 620)
        #expect(short.pieces.count == 5)
        #expect(short.pieces[0].isGap)
        #expect(short.pieces[2].reason?.term == "a")
        #expect(short.pieces[4].isGap)
        let plain = MarkedPieces(filler, reasons: []).shortened(to: 600)
        #expect(plain.pieces.map(\.isGap) == [false, true])
        #expect(MarkedPieces("短", reasons: []).shortened(to: 600).pieces.count == 1)
    }
}
