/// The buffers of one caller of a `TermMatcher`, used again for every text.
///
/// After a match `hits` holds the finds that were kept, in the order of their place in the text.
package struct MatchScratch: Sendable {
    /// What grows while a stream is read, apart from the stream itself.
    struct Work: Sendable {
        var segments: [(length: Int, syllable: UInt16)] = []
        var found: [TermHit] = []
        /// Terms already laid at the place in hand; more than `triedMax` may be laid twice.
        static let triedMax = 32
        var tried = [AnchorTable.Candidate](
            repeating: .init(term: -1, way: .forward), count: Work.triedMax)
        var triedCount = 0
        /// Initials that are not a whole run of letters.
        var parts: [InitialsPart] = []
        var covered: [Bool] = []
        var isCut = false
    }

    package internal(set) var stream = SymbolStream()
    var work = Work()

    package init() {}

    /// The finds that were kept.
    package internal(set) var hits: [TermHit] = []
    /// Whether `hits` was cut at the limit.
    package var isCut: Bool { work.isCut }
}
