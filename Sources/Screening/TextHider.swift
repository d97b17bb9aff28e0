import Primitives
import Text

/// Hides the words of a text that the lexicon knows, as sellers do: for attacks and for training.
struct TextHider: Sendable {
    private let reader: TextReader
    private let lexicon: Lexicon
    private let disguiser: Disguiser

    init(reader: TextReader, lexicon: Lexicon, tables: TextTables) {
        self.reader = reader
        self.lexicon = lexicon
        disguiser = Disguiser(tables: tables)
    }

    /// The text with its plainly written words hidden, each in one of `ways` in turn; nil where it
    /// has none that can be.
    func hide(
        _ text: String, _ ways: [Disguiser.Way], _ strength: Attack.Strength,
        _ random: inout SeededRandom
    ) -> String? {
        var scratch = ScreenScratch()
        _ = reader.read(text.utf8.span, into: &scratch)
        var result = Array(text.utf8)
        var isHidden = false
        for (number, hit) in scratch.match.hits.enumerated().reversed() {
            guard hit.disguises.isEmpty, Self.hides(lexicon.terms[Int(hit.term)].group, strength)
            else { continue }
            let start = Int(scratch.folded.starts[Int(hit.first)])
            let end = Int(scratch.folded.ends[Int(hit.last)])
            let way = ways[number % ways.count]
            let share = strength == .some ? 0.0 : 1.0
            let word = String(decoding: result[start..<end], as: UTF8.self)
            guard let other = disguiser.hide(word, way, share: share, &random) else { continue }
            result.replaceSubrange(start..<end, with: Array(other.utf8))
            isHidden = true
        }
        return isHidden ? String(decoding: result, as: UTF8.self) : nil
    }

    private static func hides(_ group: TermGroup, _ strength: Attack.Strength) -> Bool {
        switch group {
        case .product, .slang: true
        case .origin, .sale, .delivery, .contact: strength == .all
        default: false
        }
    }
}
