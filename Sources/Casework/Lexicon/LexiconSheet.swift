package import Screening

/// What a lexicon's file turned out to hold, before anything of it is judged.
package struct LexiconSheet: Sendable {
    package let rows: [LexiconRow]
    /// Rows without cells to judge, one fault each, with the code `form`.
    package let unreadable: [LexiconFault]
    /// Why the file as a whole cannot be read; it then has no rows.
    package let problem: String?

    package init(
        rows: [LexiconRow] = [], unreadable: [LexiconFault] = [], problem: String? = nil
    ) {
        self.rows = rows
        self.unreadable = unreadable
        self.problem = problem
    }
}
