/// A folded text without its separators, as terms are looked for in it.
///
/// The first `count` entries of the arrays are the stream; what lies behind is room. A value is a
/// buffer to be filled again for every text.
package struct SymbolStream: Sendable {
    /// What lies between a symbol and the one before it.
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

    /// Sellers put one to six separators between two characters; more is a layout.
    private static let separatorsMax = 6

    private(set) var symbols: [UInt32] = []
    /// Indices of the folded scalars.
    package private(set) var places: [Int32] = []
    private(set) var gaps: [Gap] = []
    /// Numbers of `SoundSets`, 0 for what is no Han character.
    package private(set) var sounds: [UInt16] = []
    package private(set) var count = 0
    /// Whether the text has separators that terms are made of (🧨, +) and that were passed over.
    private(set) var hasSymbols = false

    /// The symbol at `place`, 0 outside the stream.
    @inline(__always)
    subscript(place: Int) -> UInt32 { place >= 0 && place < count ? symbols[place] : 0 }

    /// - Parameter known: separators that terms have; kept in the stream if `keepingSymbols`.
    mutating func fill(
        from text: borrowing FoldedText, sounds table: borrowing SoundSets,
        known: borrowing SymbolSet, keepingSymbols: Bool
    ) {
        reserve(text.count)
        var hasSymbols = false
        // Invariant: no more symbols than scalars, and the arrays have room for `text.count`.
        count = symbols.withUnsafeMutableBufferPointer { symbols in
            places.withUnsafeMutableBufferPointer { places in
                gaps.withUnsafeMutableBufferPointer { gaps in
                    sounds.withUnsafeMutableBufferPointer { sounds in
                        table.withNumbers { table in
                            text.withScalarsAndMarks { scalars, marks in
                                Writer(
                                    symbols: symbols, places: places, gaps: gaps, sounds: sounds
                                ).fill(
                                    scalars, marks, table, known, keepingSymbols, &hasSymbols)
                            }
                        }
                    }
                }
            }
        }
        self.hasSymbols = hasSymbols
    }

    /// The four buffers for the length of one call.
    private struct Writer {
        let symbols: UnsafeMutableBufferPointer<UInt32>
        let places: UnsafeMutableBufferPointer<Int32>
        let gaps: UnsafeMutableBufferPointer<Gap>
        let sounds: UnsafeMutableBufferPointer<UInt16>

        /// Fills the buffers; the count of symbols.
        @inline(__always)
        func fill(
            _ scalars: UnsafeBufferPointer<UInt32>, _ marks: UnsafeBufferPointer<FoldMarks>,
            _ table: SoundSets.Numbers, _ known: borrowing SymbolSet, _ keepingSymbols: Bool,
            _ hasSymbols: inout Bool
        ) -> Int {
            let special = FoldMarks.separator.rawValue | FoldMarks.invisibleBefore.rawValue
            var gap: Gap = []
            var separators = 0
            var dots = 0
            var next = 0
            var index = 0
            while index < scalars.count {
                let scalar = scalars[index]
                let mark = marks[index].rawValue
                if mark & special != 0 {
                    if mark & FoldMarks.invisibleBefore.rawValue != 0 { gap.insert(.invisible) }
                    if mark & FoldMarks.separator.rawValue != 0 {
                        let isKnown = known.contains(scalar)
                        hasSymbols = hasSymbols || isKnown
                        if !(isKnown && keepingSymbols) {
                            separators &+= 1
                            dots = scalar == 0x2E || scalar == 0x3002 ? dots &+ 1 : 0
                            // Three dots trail off: nothing is read over them.
                            if dots == 3 { gap.insert(.clause) }
                            gap.formUnion(SymbolStream.gap(of: scalar, separators: separators))
                            index &+= 1
                            continue
                        }
                    }
                }
                // What follows without a mark lies side by side: nearly all of a text.
                repeat {
                    symbols[next] = scalars[index]
                    places[next] = Int32(truncatingIfNeeded: index)
                    gaps[next] = gap
                    sounds[next] = table.number(of: scalars[index])
                    next &+= 1
                    index &+= 1
                    gap = []
                } while index < scalars.count && marks[index].rawValue & special == 0
                separators = 0
                dots = 0
            }
            return next
        }
    }

    /// The symbols and sounds for the length of one call.
    func withSymbolsAndSounds<Result>(
        _ body: (UnsafeBufferPointer<UInt32>, UnsafeBufferPointer<UInt16>) -> Result
    ) -> Result {
        symbols.withUnsafeBufferPointer { symbols in
            sounds.withUnsafeBufferPointer { sounds in body(symbols, sounds) }
        }
    }

    @inline(__always)
    fileprivate static func gap(of scalar: UInt32, separators: Int) -> Gap {
        var result: Gap = .separator
        switch scalar {
        case 0x2C, 0x21, 0x3F, 0x3B, 0x3A, 0x3001, 0x3002, 0x0A: result.insert(.clause)
        default: break
        }
        if separators > separatorsMax { result.insert(.wide) }
        return result
    }

    private mutating func reserve(_ room: Int) {
        if symbols.count >= room { return }
        let more = room - symbols.count
        symbols.append(contentsOf: repeatElement(0, count: more))
        places.append(contentsOf: repeatElement(0, count: more))
        gaps.append(contentsOf: repeatElement([], count: more))
        sounds.append(contentsOf: repeatElement(0, count: more))
    }
}

/// A small set of scalars, open-addressed.
struct SymbolSet: Sendable {
    private var slots = [UInt32](repeating: 0, count: 64)
    private var count = 0

    mutating func insert(_ scalar: UInt32) {
        if scalar == 0 || contains(scalar) { return }
        if (count + 1) * 4 > slots.count {
            let old = slots
            slots = [UInt32](repeating: 0, count: old.count * 2)
            for member in old where member != 0 { put(member) }
        }
        put(scalar)
        count += 1
    }

    @inline(__always)
    func contains(_ scalar: UInt32) -> Bool {
        var slot = Self.hash(scalar) & (slots.count &- 1)
        while slots[slot] != 0 {
            if slots[slot] == scalar { return true }
            slot = (slot &+ 1) & (slots.count &- 1)
        }
        return false
    }

    private mutating func put(_ scalar: UInt32) {
        var slot = Self.hash(scalar) & (slots.count - 1)
        while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
        slots[slot] = scalar
    }

    @inline(__always)
    private static func hash(_ scalar: UInt32) -> Int { Int((scalar &* 0x9E37_79B1) >> 12) }
}
