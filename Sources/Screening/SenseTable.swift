import Text

/// Which words, standing near a find, make its sense a benign one (词义): 水枪 near 加特林.
struct SenseTable: Sendable {
    /// Folded scalars on either side of a find in which its words are looked for.
    static let reach = 12

    /// The folded words of all terms, one after another, and where each begins.
    private var symbols: [UInt32] = []
    private var words: [Range<Int>] = []
    /// The words of each term.
    private var wordsOf: [Range<Int>] = []

    init(terms: [LexiconTerm], folder: Folder) {
        for term in terms {
            let start = words.count
            for word in term.unless {
                let folded = folder.fold(word)
                // A word of nothing but invisible characters stands nowhere.
                if folded.count == 0 { continue }
                let first = symbols.count
                symbols += folded.scalars.prefix(folded.count)
                words.append(first..<symbols.count)
            }
            wordsOf.append(start..<words.count)
        }
    }

    /// Whether one of the term's words stands near the find, or reaches into it from outside.
    func isBenign(_ hit: TermHit, in text: borrowing FoldedText) -> Bool {
        let own = wordsOf[Int(hit.term)]
        if own.isEmpty { return false }
        let start = max(0, Int(hit.first) - Self.reach)
        let end = min(text.count, Int(hit.last) + 1 + Self.reach)
        // Most words have no first character here: a bit map of the stretch says so.
        var seen: UInt64 = 0
        for place in start..<end { seen |= 1 << UInt64(text.scalars[place] & 63) }
        for word in own where seen & 1 << UInt64(symbols[words[word].lowerBound] & 63) != 0 {
            if stands(words[word], in: start..<end, of: text, outside: hit) { return true }
        }
        return false
    }

    private func stands(
        _ word: Range<Int>, in places: Range<Int>, of text: borrowing FoldedText,
        outside hit: TermHit
    ) -> Bool {
        let first = symbols[word.lowerBound]
        guard places.count >= word.count else { return false }
        for place in places.lowerBound...(places.upperBound - word.count)
        where text.scalars[place] == first {
            // A word inside the find says nothing of it.
            if place >= Int(hit.first), place + word.count <= Int(hit.last) + 1 { continue }
            var length = 1
            while length < word.count,
                text.scalars[place + length] == symbols[word.lowerBound + length]
            {
                length += 1
            }
            if length == word.count { return true }
        }
        return false
    }
}
