import Text

/// The buffers of one caller of a `Screener`, used again for every text.
package struct ScreenScratch: Sendable {
    var folded = FoldedText()
    var match = MatchScratch()
    var tokens: [Token] = []
    var groupTokens: [Token] = []
    var patterns: [PatternFind] = []
    var sections: [Section] = []
    var seen = KeySet()

    package init() {}
}

/// A symbol of the text as n-grams see it: a character, a collapsed number, a collapsed gap, or a
/// group of the lexicon in place of a find.
struct Token: Sendable {
    var symbol: UInt32
    var first: Int32
    var last: Int32

    /// Above every code point.
    static let groups: UInt32 = 0x20_0000
}

/// A price, count or contact found by its form, over folded scalars from `first` to `last`.
struct PatternFind: Sendable {
    var pattern: Pattern
    var first: Int32
    var last: Int32
}

/// A part of a declaration: folded scalars from `first` up to `end`, which is not in it.
struct Section: Sendable {
    enum Kind: UInt32, Sendable { case name, from, to, rest }
    var kind: Kind
    var first: Int32
    var end: Int32
}

/// Keys seen in one text, emptied without touching every slot.
struct KeySet: Sendable {
    private static let size = 4_096
    private var slots = [UInt32](repeating: 0, count: KeySet.size)
    private var used: [UInt16] = []

    /// Whether `key` was new.
    ///
    /// A full set remembers no more: a text of thousands of features is not made wrong by one that
    /// counts twice.
    @inline(__always)
    mutating func insert(_ key: UInt32) -> Bool {
        var slot = Int((key &* 0x9E37_79B1) >> 20)
        while slots[slot] != 0 {
            if slots[slot] == key { return false }
            slot = (slot + 1) & (Self.size - 1)
        }
        guard used.count < Self.size / 2 else { return true }
        slots[slot] = key
        used.append(UInt16(slot))
        return true
    }

    mutating func removeAll() {
        for slot in used { slots[Int(slot)] = 0 }
        used.removeAll(keepingCapacity: true)
    }
}
