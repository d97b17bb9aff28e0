/// How one lexicon differs from another, entry by entry; terms are told apart as they are written.
package struct LexiconChanges: Sendable {
    /// One entry in both, with the columns that differ.
    package struct Change: Sendable {
        package let old: LexiconTerm
        package let new: LexiconTerm
        /// By their names in `Lexicon.header`, in its order.
        package let fields: [String]
    }

    package let added: [LexiconTerm]
    package let removed: [LexiconTerm]
    package let changed: [Change]

    package var isEmpty: Bool { added.isEmpty && removed.isEmpty && changed.isEmpty }

    /// The terms whose entry is new or another one.
    package var touched: Set<String> { Set(added.map(\.term) + changed.map(\.new.term)) }

    /// Another order of the same entries is no change.
    ///
    /// - Parameter refused: Terms whose rows were refused: they are not said to be removed.
    package init(from old: Lexicon, to new: Lexicon, refused: Set<String> = []) {
        let before = Dictionary(old.terms.map { ($0.term, $0) }) { first, _ in first }
        let after = Set(new.terms.map(\.term))
        var added: [LexiconTerm] = []
        var changed: [Change] = []
        for term in new.terms {
            guard let earlier = before[term.term] else {
                added.append(term)
                continue
            }
            let (cells, earlierCells) = (term.cells, earlier.cells)
            let fields = cells.indices.filter { cells[$0] != earlierCells[$0] }
                .map { Lexicon.header[$0] }
            if !fields.isEmpty {
                changed.append(Change(old: earlier, new: term, fields: fields))
            }
        }
        self.added = added
        self.changed = changed
        removed = old.terms.filter { !after.contains($0.term) && !refused.contains($0.term) }
    }
}
