/// The words by which an inspection's finding is read, from the rules file.
package struct FindingWords: Decodable, Hashable, Sendable {
    package var fireworks: [String]
    package var banned: [String]
    package var mismatch: [String]
    package var asDeclared: [String]
    /// Words that deny what follows them within a few characters (未见, 没有).
    package var denials: [String]

    enum CodingKeys: String, CodingKey {
        case fireworks, banned, mismatch, denials
        case asDeclared = "as_declared"
    }
}

/// Reads what an inspection or screening wrote down into one kind (查验结果).
package struct FindingReader: Sendable {
    /// A denial reaches this many characters: 未发现烟花, but not 未开箱,X光疑似烟花.
    private static let denialReach = 4

    private let words: FindingWords

    package init(_ words: FindingWords) { self.words = words }

    /// The gravest kind whose word stands in `text` undenied; `.none` for nil or an empty text.
    ///
    /// A text that only denies, or that none of the words read, is `.asDeclared` in the first case
    /// and `.none` in the second.
    package func read(_ text: String?) -> FindingKind {
        guard let text, !text.isEmpty else { return .none }
        let characters = Array(text)
        let groups: [(FindingKind, [String])] = [
            (.fireworks, words.fireworks), (.banned, words.banned), (.mismatch, words.mismatch),
        ]
        var denied = false
        for (kind, group) in groups {
            for word in group {
                for start in places(of: word, in: characters) {
                    guard isDenied(characters, start) else { return kind }
                    denied = true
                }
            }
        }
        let ordinary = words.asDeclared.contains { !places(of: $0, in: characters).isEmpty }
        return denied || ordinary ? .asDeclared : .none
    }

    private func places(of word: String, in text: [Character]) -> [Int] {
        let word = Array(word)
        guard !word.isEmpty, text.count >= word.count else { return [] }
        return (0...(text.count - word.count)).filter {
            text[$0..<($0 + word.count)].elementsEqual(word)
        }
    }

    private func isDenied(_ text: [Character], _ start: Int) -> Bool {
        let before = text[max(0, start - Self.denialReach)..<start]
        let breaks: Set<Character> = [",", "，", "。", ";", "；", ".", " "]
        let clause = before.split(whereSeparator: breaks.contains).last ?? []
        let isBroken = before.last.map(breaks.contains) ?? true
        guard !isBroken else { return false }
        return words.denials.contains { String(clause).contains($0) }
    }
}
