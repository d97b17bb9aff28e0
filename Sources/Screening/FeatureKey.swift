/// Makes the 32-bit key of a feature from its kind and what it is of.
///
/// Keys depend on texts, never on positions in a lexicon, so that a lexicon with one term more
/// leaves the others' weights in place.
enum FeatureKey {
    enum Space: UInt32 {
        case term = 1
        case disguise, count, pair, kind, pattern, gram, tokens, nameGram, length, section, name
        case weight, sound
    }

    @inline(__always)
    static func start(_ domain: TextDomain, _ space: Space) -> UInt64 {
        add(space.rawValue, to: domain.salt)
    }

    /// The step of `StableHash`, written out here because a call into another room is not inlined
    /// and a text makes some hundreds of them.
    @inline(__always)
    static func add(_ word: UInt32, to hash: UInt64) -> UInt64 {
        let result = (hash ^ UInt64(word)) &* 0x9E37_79B9_7F4A_7C15
        return result ^ (result >> 29)
    }

    /// The upper half after one more mix; never 0, which marks an empty slot.
    @inline(__always)
    static func key(_ hash: UInt64) -> UInt32 {
        UInt32(truncatingIfNeeded: (hash &* 0xBF58_476D_1CE4_E5B9) >> 32) | 1
    }

    @inline(__always)
    static func key(_ domain: TextDomain, _ space: Space, _ one: UInt32) -> UInt32 {
        key(add(one, to: start(domain, space)))
    }

    @inline(__always)
    static func key(
        _ domain: TextDomain, _ space: Space, _ one: UInt32, _ two: UInt32
    ) -> UInt32 {
        key(add(two, to: add(one, to: start(domain, space))))
    }

    @inline(__always)
    static func key(
        _ domain: TextDomain, _ space: Space, _ one: UInt32, _ two: UInt32, _ three: UInt32
    ) -> UInt32 {
        key(add(three, to: add(two, to: add(one, to: start(domain, space)))))
    }
}
