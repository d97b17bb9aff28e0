package import Primitives

/// What the screening of one text advises.
///
/// Never a finding of guilt: a person decides.
package enum Advice: String, Sendable, CaseIterable {
    /// Put it before a person as an offer.
    case offer
    /// Worth a look, not sure.
    case review
    case clear
}

/// How a found stretch of text differs from the plain writing of its term.
package enum Evasion: String, Sendable, CaseIterable {
    /// Full-width or other compatibility forms.
    case width
    /// Traditional characters where the term is simplified.
    case traditional
    /// Look-alike characters, mathematical letters, radicals.
    case glyph
    /// Invisible or combining characters inside.
    case invisible
    /// Spaces, punctuation or symbols put between the characters.
    case inserted
    /// Another character of the same or a near sound.
    case homophone
    /// Pinyin in place of a character.
    case pinyin
    /// The first letters of the pinyin.
    case initials
    /// A character taken apart: 火因 for 烟.
    case split
    /// A picture for a word.
    case emoji
    /// The characters in reverse order (倒写).
    case reversed
}

/// One summand of a verdict's score, pointing at what it was found in.
package struct Reason: Hashable, Sendable {
    /// Stable kind of the summand: `prior`, `term`, `context`, `text`, …; documented in
    /// docs/screening.md.
    package let code: String
    /// Bits of log-odds towards (positive) or against (negative) an offer.
    package let weight: Bits
    /// The lexicon term or feature meant, as a person would write it; empty where there is none.
    package let term: String
    /// The lexicon group of `term` (product, slang, sale, …), or empty.
    package let group: String
    /// What stands in the text, and where: UTF-8 byte offsets into the original, 0-based, end
    /// exclusive.
    ///
    /// An empty `found` with start == end == 0 says that the summand belongs to the text as a
    /// whole.
    package let found: String
    package let start: Int
    package let end: Int
    package let evasion: [Evasion]

    package init(
        code: String, weight: Bits, term: String = "", group: String = "", found: String = "",
        start: Int = 0,
        end: Int = 0, evasion: [Evasion] = []
    ) {
        precondition(start >= 0 && end >= start, "a span ends at or after its start")
        self.code = code
        self.weight = weight
        self.term = term
        self.group = group
        self.found = found
        self.start = start
        self.end = end
        self.evasion = evasion
    }
}

/// The result of screening one text: advice, probability, and reasons whose weights sum to the
/// score.
package struct Verdict: Hashable, Sendable {
    package let advice: Advice
    /// Calibrated probability that the text is an offer of fireworks, 0...1: `score.probability`.
    package let probability: Double
    /// The sum of all reasons' weights, the prior's included.
    package let score: Bits
    /// Strongest first by absolute weight, the prior last.
    package let reasons: [Reason]
    /// `name@version` of the model and lexicon that said so.
    package let model: String
    /// True where a limit cut the work short; the reasons are then of a part of the text.
    package let partial: Bool

    package init(
        advice: Advice, probability: Double, score: Bits, reasons: [Reason], model: String,
        partial: Bool = false
    ) {
        self.advice = advice
        self.probability = probability
        self.score = score
        self.reasons = reasons
        self.model = model
        self.partial = partial
    }
}
