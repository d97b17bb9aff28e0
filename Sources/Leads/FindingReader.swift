/// The words by which an inspection's finding is read, from the rules file.
package struct FindingWords: Decodable, Hashable, Sendable {
    package var fireworks: [String]
    package var banned: [String]
    package var mismatch: [String]
    package var asDeclared: [String]
    /// Words that deny what follows them within a few characters (未见, 没有).
    package var denials: [String]
    /// Words that make what follows a supposition (疑似).
    package var doubts: [String]

    enum CodingKeys: String, CodingKey {
        case fireworks, banned, mismatch, denials, doubts
        case asDeclared = "as_declared"
    }
}

/// Reads what an inspection or screening wrote down into one kind (查验结果).
package struct FindingReader: Sendable {
    /// A denial or doubt reaches this many characters: 未发现烟花, but not 未开箱,X光疑似烟花.
    private static let reach = 5
    private static let breaks: Set<Character> = [",", "，", "。", ";", "；", ".", " ", "、"]

    private let words: FindingWords

    package init(_ words: FindingWords) { self.words = words }

    /// What `text` says was found; `.none` for nil or an empty text.
    ///
    /// A parcel that went on (放行, 相符) held nothing, whatever its picture first looked like; else
    /// the gravest kind whose word stands there undenied; fireworks after a doubt (疑似) are only
    /// suspected, unless they are named without one too. A text that only denies is `.asDeclared`.
    package func read(_ text: String?) -> FindingKind {
        guard let text, !text.isEmpty else { return .none }
        let characters = Array(text)
        if case .said = firmly(words.asDeclared, in: characters) { return .asDeclared }
        var wasDenied = false
        let kinds: [(FindingKind, [String])] = [
            (.fireworks, words.fireworks), (.mismatch, words.mismatch), (.banned, words.banned),
        ]
        var doubted = false
        for (kind, group) in kinds {
            switch firmly(group, in: characters) {
            case .said: return kind
            case .doubted: doubted = doubted || kind == .fireworks
            case .denied: wasDenied = true
            case nil: break
            }
            if doubted { return .suspected }
        }
        return wasDenied ? .asDeclared : .unread
    }

    private enum Mood { case denied, doubted, said }

    /// The firmest mood in which one of `group` stands in `text`; nil where none does.
    private func firmly(_ group: [String], in text: [Character]) -> Mood? {
        var best: Mood?
        for word in group {
            for start in places(of: word, in: text) {
                if follows(words.denials, start, text) {
                    best = best ?? .denied
                } else if follows(words.doubts, start, text) {
                    best = .doubted
                } else {
                    return .said
                }
            }
        }
        return best
    }

    private func places(of word: String, in text: [Character]) -> [Int] {
        let word = Array(word)
        guard !word.isEmpty, text.count >= word.count else { return [] }
        return (0...(text.count - word.count)).filter {
            text[$0..<($0 + word.count)].elementsEqual(word)
        }
    }

    /// Whether one of `group` stands in the few characters before `start`, in the same clause.
    private func follows(_ group: [String], _ start: Int, _ text: [Character]) -> Bool {
        let before = text[max(0, start - Self.reach)..<start]
        let clause = before.split(
            omittingEmptySubsequences: false, whereSeparator: Self.breaks.contains
        ).last
        guard let clause else { return false }
        return group.contains { String(clause).contains($0) }
    }
}
