/// How a found stretch of text differs from its term; several can hold at once.
package struct Disguise: OptionSet, Hashable, Sendable {
    package let rawValue: UInt16

    package init(rawValue: UInt16) { self.rawValue = rawValue }

    package static let width = Disguise(rawValue: 1)
    package static let traditional = Disguise(rawValue: 2)
    package static let glyph = Disguise(rawValue: 4)
    package static let invisible = Disguise(rawValue: 8)
    package static let inserted = Disguise(rawValue: 16)
    /// A character of the very same toneless sound (同音).
    package static let homophone = Disguise(rawValue: 32)
    /// A character of a near sound: n/l, zh/z, -ng/-n and their like (近音).
    package static let nearSound = Disguise(rawValue: 64)
    package static let pinyin = Disguise(rawValue: 128)
    package static let initials = Disguise(rawValue: 256)
    package static let split = Disguise(rawValue: 512)
    package static let picture = Disguise(rawValue: 1_024)
    package static let reversed = Disguise(rawValue: 2_048)

    /// By sound alone: no character of the term stands there.
    package static let whollyOther = Disguise(rawValue: 4_096)

    /// With other signs for its own: taken apart or painted.
    static let remade = Disguise(rawValue: split.rawValue | picture.rawValue)
    /// What an accident can look like.
    package static let likeAccidents = Disguise(
        rawValue: homophone.rawValue | nearSound.rawValue | split.rawValue | reversed.rawValue)
    /// With something between, around or in place of its characters that people read past.
    package static let parted = Disguise(
        rawValue: inserted.rawValue | invisible.rawValue | glyph.rawValue)

    /// What remains when the text was only read by its sound.
    package static let bySound: Disguise = [.homophone, .nearSound, .pinyin]

    /// How far the writing is from the plain one: 0 for the plain one, a step for each disguise,
    /// more for those that make more accidental likenesses.
    package var cost: Int {
        var sum = 0
        if contains(.width) { sum += 1 }
        if contains(.traditional) { sum += 1 }
        if contains(.glyph) { sum += 1 }
        if contains(.invisible) { sum += 1 }
        if contains(.inserted) { sum += 2 }
        if contains(.pinyin) { sum += 2 }
        if contains(.homophone) { sum += 3 }
        if contains(.nearSound) { sum += 4 }
        if contains(.split) { sum += 2 }
        if contains(.picture) { sum += 2 }
        if contains(.initials) { sum += 3 }
        if contains(.reversed) { sum += 3 }
        return sum
    }
}

/// The ways in which a term may be looked for.
package struct MatchWays: OptionSet, Hashable, Sendable {
    package let rawValue: UInt8

    package init(rawValue: UInt8) { self.rawValue = rawValue }

    /// As written, after folding, with separators and invisible characters passed over.
    package static let literal = MatchWays(rawValue: 1)
    /// By the sound of its characters, or their pinyin.
    package static let sound = MatchWays(rawValue: 2)
    /// By the first letters of its pinyin.
    package static let initials = MatchWays(rawValue: 4)
    /// With characters taken apart.
    package static let split = MatchWays(rawValue: 8)
    /// With pictures for characters.
    package static let picture = MatchWays(rawValue: 16)
    /// With its characters in reverse order.
    package static let reversed = MatchWays(rawValue: 32)
    /// Every way of hiding what people can still read.
    static let hidden = MatchWays(
        rawValue: sound.rawValue | initials.rawValue | split.rawValue | reversed.rawValue)
}

/// A term to look for.
package struct MatchTerm: Sendable {
    package let text: String
    package let ways: MatchWays
    /// The number of the term that this is only another writing of; finds are then of that one.
    package let base: Int?
    /// What this writing itself disguises.
    package let disguises: Disguise

    package init(
        _ text: String, ways: MatchWays = .literal, base: Int? = nil, disguises: Disguise = []
    ) {
        self.text = text
        self.ways = ways
        self.base = base
        self.disguises = disguises
    }
}

/// One find of a term in a text.
package struct TermHit: Hashable, Sendable {
    /// The number of the term in the list that the matcher was made of.
    package let term: Int32
    /// Folded scalars from `first` to `last`, both inclusive.
    package let first: Int32
    package let last: Int32
    package let disguises: Disguise
    /// Characters of the term; of overlapping finds the longest is kept.
    package let length: UInt8
    package let cost: UInt8
    /// Log-odds in bits that it stands there to hide the term rather than by accident; 0 where the
    /// term itself stands there.
    package let chance: Float
    /// Below what is asked of a find, within the leeway for such terms: only what stands around it
    /// can say whether it hides anything.
    package let isFaint: Bool
}
