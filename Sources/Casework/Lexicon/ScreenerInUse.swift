package import Screening

/// The screener that texts are read with, which an adopted lexicon replaces while the server runs.
///
/// An actor because it outlives every call and changes; whoever reads a text takes the screener
/// once and keeps it for that text.
package actor ScreenerInUse {
    package private(set) var current: Screener

    package init(_ screener: Screener) { current = screener }

    /// Builds a screener with `lexicon` and uses it from the next text on.
    func use(_ lexicon: Lexicon) {
        if current.lexicon.digest == lexicon.digest { return }
        current = current.using(lexicon)
    }
}
