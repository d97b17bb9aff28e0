import Primitives

/// A lexicon as somebody wrote it: what of it can be used, and what is wrong with the rest.
package struct LexiconDraft: Sendable {
    /// The rows that can be used, in their order; nil where there is none.
    package let lexicon: Lexicon?
    /// The line of each entry in the file.
    package let lines: [Int]
    /// All faults of the refused rows, in order of their lines.
    package let faults: [LexiconFault]
    /// Rows read; `accepted` and `rejected` add up to it.
    package let read: Int

    package var accepted: Int { lines.count }
    package var rejected: Int { read - accepted }

    /// Judges every row; one that is at fault is left out and the rest goes on.
    ///
    /// `unreadable` are rows that had no cells to judge, one fault each.
    /// - Complexity: O(bytes of the rows).
    package init(name: String, rows: [LexiconRow], unreadable: [LexiconFault] = []) {
        precondition(Lexicon.isName(name), "whoever takes a name from outside checks it")
        var terms: [LexiconTerm] = []
        var lines: [Int] = []
        var faults = unreadable
        var lineOf: [String: Int] = [:]
        for row in rows {
            guard let term = LexiconTerm(row, faults: &faults) else { continue }
            if let first = lineOf[term.term] {
                faults.append(
                    LexiconFault(
                        line: row.line, term: term.term, field: "term", code: .twice,
                        values: ["line": "\(first)"]))
                continue
            }
            lineOf[term.term] = row.line
            terms.append(term)
            lines.append(row.line)
        }
        lexicon =
            terms.isEmpty
            ? nil
            : Lexicon(name: name, terms: terms, bytes: Lexicon.table(name: name, terms: terms))
        self.lines = lines
        self.faults = faults.sorted { $0.line < $1.line }
        read = rows.count + unreadable.count
    }
}
