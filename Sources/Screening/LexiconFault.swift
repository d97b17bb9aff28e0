import Primitives

/// What is wrong with one entry of a lexicon, and where.
package struct LexiconFault: Hashable, Sendable {
    /// Which case it is; stable, since pages have words for each and programs read it.
    package enum Code: String, Sendable, CaseIterable {
        // Rows that cannot be used.
        /// The file's form is broken there; `reason` says how.
        case form
        /// `n` cells instead of `m`.
        case cells
        /// A tab or a line's end inside a cell.
        case control
        /// The term is empty or has more than `max` bytes.
        case length
        /// The term begins like a comment.
        case comment
        /// There is no group `value`.
        case group
        /// There is no way of matching `value`.
        case way
        /// More than `max` words that make it benign.
        case unless
        /// The very same term stands in line `line` already.
        case twice

        // Entries that can be used and should be looked at.
        /// Folded it is the same as `other`, whose ways cover its own.
        case duplicate
        case hitMissing = "hit-missing"
        /// The term is not found in its `hit`.
        case hit
        case missMissing = "miss-missing"
        /// Its `miss` would be called an offer.
        case miss

        /// Whether the row it stands for is refused.
        package var refuses: Bool {
            switch self {
            case .form, .cells, .control, .length, .comment, .group, .way, .unless, .twice: true
            case .duplicate, .hitMissing, .hit, .missMissing, .miss: false
            }
        }
    }

    /// The line of the file on which the row begins, 1-based; 0 where it came from no file.
    package let line: Int
    /// As the row has it; empty where the row cannot be read.
    package let term: String
    /// The column by its name in `Lexicon.header`, or empty for the row as a whole.
    package let field: String
    package let code: Code
    /// What the words of `code` have places for.
    package let values: [String: String]

    package init(
        line: Int, term: String, field: String, code: Code, values: [String: String] = [:]
    ) {
        self.line = line
        self.term = term
        self.field = field
        self.code = code
        self.values = values
    }

    /// A sentence for the command line.
    package var reason: String {
        func value(_ name: String) -> String { values[name] ?? "" }
        return switch code {
        case .form: value("reason")
        case .cells: "\(value("n")) cells instead of \(value("m"))"
        case .control: "a tab or a line's end stands inside the cell"
        case .length: "a term has 1 to \(value("max")) bytes"
        case .comment: "a term cannot begin with '#'"
        case .group: "there is no group '\(value("value"))'"
        case .way: "there is no way of matching '\(value("value"))'"
        case .unless: "more than \(value("max")) words make it benign"
        case .twice: "the term \(term) is there twice"
        case .duplicate: "folded it is the same as \(value("other"))"
        case .hitMissing: "there is no text in which the term must be found"
        case .hit: "the term is not found in '\(value("text"))'"
        case .missMissing: "there is no text in which the term must not count"
        case .miss: "'\(value("text"))' would be called an offer"
        }
    }
}
