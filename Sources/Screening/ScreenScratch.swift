import Text

/// The buffers of one caller of a `Screener`, used again for every text.
package struct ScreenScratch: Sendable {
    var folded = FoldedText()
    var match = MatchScratch()
    var tokens = TokenBuffer()
    var candidates = GramCandidates()
    var groupTokens: [Token] = []
    var patterns: [PatternFind] = []
    var sections: [Section] = []
    var seen = KeySet()
    /// What each find counts as, and whether goods among them have another sense here.
    var groups: [TermGroup] = []
    var benign: [Bool] = []
    /// What holds of the text, as bits of `Circumstance`.
    var circumstances: UInt32 = 0

    /// Whether the text names goods, or a place that makes them.
    var namesGoods: Bool {
        let named: [Circumstance] = [.product, .slang, .origin, .disguisedGoods]
        return named.contains { circumstances & $0.bit != 0 }
    }

    /// Whether something may be goods: initials, or a sound that can be an accident.
    var hasFaintGoods: Bool {
        circumstances & (Circumstance.faintGoods.bit | Circumstance.initials.bit) != 0
    }

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

    /// The name of a text that has none.
    static let none = Section(kind: .name, first: 0, end: 0)
}

/// Keys seen in one text, emptied without touching every slot.
///
/// A key that falls into the slot of another one takes its place, so that a text of thousands of
/// features may count one twice; the same text always counts the same.
struct KeySet: Sendable {
    private static let size = 2_048
    /// A key in the upper half, the number of the text that it was seen in below.
    private var slots = [UInt64](repeating: 0, count: KeySet.size)
    private var text: UInt64 = 0

    /// Whether `key` was new.
    @inline(__always)
    mutating func insert(_ key: UInt32) -> Bool {
        withWriter { $0.insert(key) }
    }

    /// The set for the length of one call: a key shifted so is below `size`.
    struct Writer {
        fileprivate let slots: UnsafeMutablePointer<UInt64>
        fileprivate let text: UInt64

        @inline(__always)
        func insert(_ key: UInt32) -> Bool {
            let slot = Int((key &* 0x9E37_79B1) &>> 21)
            let entry = UInt64(key) << 32 | text
            if slots[slot] == entry { return false }
            slots[slot] = entry
            return true
        }
    }

    @inline(__always)
    mutating func withWriter<Result>(_ body: (Writer) -> Result) -> Result {
        let text = text
        return slots.withUnsafeMutableBufferPointer { slots in
            guard let base = slots.baseAddress else { preconditionFailure("a set has slots") }
            return body(Writer(slots: base, text: text))
        }
    }

    mutating func removeAll() {
        text &+= 1
        // After four thousand million texts the numbers begin again.
        if text > UInt64(UInt32.max) {
            slots = [UInt64](repeating: 0, count: Self.size)
            text = 1
        }
    }
}
