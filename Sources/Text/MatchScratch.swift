/// The buffers of one caller of a `TermMatcher`, used again for every text.
///
/// After a match `hits` holds the finds that were kept, in the order of their place in the text.
package struct MatchScratch: Sendable {
    /// What lies between two neighbours of a stream.
    struct Gap: OptionSet, Sendable {
        let rawValue: UInt8
        /// Separators that people put inside words.
        static let separator = Gap(rawValue: 1)
        /// Punctuation that ends a clause: words do not reach over it, unless every character is
        /// parted so.
        static let clause = Gap(rawValue: 2)
        static let invisible = Gap(rawValue: 4)
        /// More separators than anyone reads over.
        static let wide = Gap(rawValue: 8)
    }

    /// One symbol of the written stream: a folded scalar that is no separator.
    struct Written: Sendable {
        var symbol: UInt32
        var index: Int32
        var gap: Gap
    }

    /// One symbol of the sounded stream: a character or a syllable in Latin letters.
    struct Sounded: Sendable {
        var syllable: UInt16
        var isLatin: Bool
        var gap: Gap
        var first: Int32
        var last: Int32
        /// The folded scalar of a character, 0 for Latin letters.
        var scalar: UInt32
    }

    var written: [Written] = []
    var sounded: [Sounded] = []
    var segments: [(length: Int, syllable: UInt16)] = []
    var found: [TermHit] = []
    var covered: [Bool] = []
    /// The finds that were kept.
    package internal(set) var hits: [TermHit] = []
    /// Whether `hits` was cut at the limit.
    package internal(set) var isCut = false

    package init() {}
}
