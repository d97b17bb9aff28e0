/// Lays a term along a stream, character by character, and tells what each needed.
///
/// Every character may stand there itself, by its sound, in letters, taken apart or painted, each
/// in its own way: 火因hua is 烟花. Of several ways the cheapest is taken. A class, as `TextTables` is.
final class TermAligner: Sendable {
    /// How a term lies in a stream from one place on.
    struct Alignment {
        /// The place after the last symbol.
        var end: Int
        var cost = 0
        var disguises: Disguise = []
        /// Characters of the term that stand there themselves.
        var exact = 0
        /// Characters that others of a like sound stand for.
        var unlike = 0
        /// Latin letters read as pinyin.
        var letters = 0
    }

    /// What one character of the term needs; in steps of `Disguise.cost`.
    private enum Step {
        static let letters = 2
        static let homophone = 3
        static let near = 4
        static let split = 2
        static let picture = 2
        static let repeated = 1
    }

    let index: TermIndex
    let tables: TextTables

    init(index: TermIndex, tables: TextTables) {
        self.index = index
        self.tables = tables
    }

    /// The cheapest way in which the cells from `cell` on lie from `place` on; nil if in none.
    ///
    /// - Complexity: O(cells) for ordinary texts; each cell has few ways that fit at one place.
    func align(
        _ cells: Range<Int>, from cell: Int, at place: Int, in stream: borrowing SymbolStream
    ) -> Alignment? {
        if cell == cells.upperBound { return Alignment(end: place) }
        guard place < stream.count else { return nil }
        let wanted = index.cells[cell]
        let symbol = stream.symbols[place]
        if symbol == wanted.scalar {
            guard var rest = align(cells, from: cell + 1, at: place + 1, in: stream) else {
                return repeated(cells, cell, place, stream)
            }
            rest.exact += 1
            return rest
        }
        var best = heard(wanted, cells, cell, place, stream)
        for way in wanted.splits {
            let parts = index.ways[way]
            guard let painted = match(parts, at: place, in: stream),
                var rest = align(cells, from: cell + 1, at: place + parts.count, in: stream)
            else { continue }
            rest.cost += Step.split + (painted ? Step.picture : 0)
            rest.disguises.insert(parts.count > 1 ? .split : .glyph)
            if painted { rest.disguises.insert(.picture) }
            Self.keep(rest, in: &best)
        }
        for picture in wanted.pictures where index.symbols[picture] == symbol {
            guard var rest = align(cells, from: cell + 1, at: place + 1, in: stream) else {
                continue
            }
            rest.cost += Step.picture
            rest.disguises.insert(.picture)
            Self.keep(rest, in: &best)
        }
        return best ?? repeated(cells, cell, place, stream)
    }

    /// Whether cells of which the first two may stand from `place` on can go on with the third; a
    /// false is certain.
    ///
    /// Most anchors of long terms stand in other words, and this says so without laying the term.
    @inline(__always)
    func mayGoOn(_ cells: Range<Int>, at place: Int, in stream: borrowing SymbolStream) -> Bool {
        guard cells.count > 2, place + 2 < stream.count else { return true }
        let start = cells.lowerBound
        // Taken apart, painted or in letters a cell is longer or shorter than one symbol.
        guard stream.symbols[place] == index.cells[start].scalar,
            stream.symbols[place + 1] == index.cells[start + 1].scalar
        else { return true }
        let wanted = index.cells[start + 2]
        let symbol = stream.symbols[place + 2]
        if symbol == wanted.scalar || symbol == stream.symbols[place + 1] { return true }
        if !Script.isHan(symbol) {
            return wanted.mask >= 0 || !wanted.splits.isEmpty || !wanted.pictures.isEmpty
        }
        if wanted.mask >= 0, sounds(stream.sounds[place + 2], symbol, like: wanted) { return true }
        return wanted.splits.contains { index.symbols[index.ways[$0].lowerBound] == symbol }
    }

    /// 烟烟烟花花: a symbol that only repeats the one before it is passed over.
    private func repeated(
        _ cells: Range<Int>, _ cell: Int, _ place: Int, _ stream: borrowing SymbolStream
    ) -> Alignment? {
        guard cell > cells.lowerBound, place > 0,
            stream.symbols[place] == stream.symbols[place - 1],
            Script.isHan(stream.symbols[place]),
            var rest = align(cells, from: cell, at: place + 1, in: stream)
        else { return nil }
        rest.cost += Step.repeated
        rest.disguises.insert(.inserted)
        return rest
    }

    private static func keep(_ other: Alignment, in best: inout Alignment?) {
        if let kept = best, kept.cost <= other.cost { return }
        best = other
    }

    // MARK: By sound

    private func heard(
        _ wanted: TermIndex.Cell, _ cells: Range<Int>, _ cell: Int, _ place: Int,
        _ stream: borrowing SymbolStream
    ) -> Alignment? {
        guard wanted.mask >= 0 else { return nil }
        if Script.isLatin(stream.symbols[place]) {
            return spelled(wanted, cells, cell, place, stream)
        }
        guard sounds(stream.sounds[place], stream.symbols[place], like: wanted),
            var rest = align(cells, from: cell + 1, at: place + 1, in: stream)
        else { return nil }
        let isSame = tables.pinyin.syllables(of: stream.symbols[place]).contains {
            index.readings[wanted.readings].contains($0)
        }
        rest.cost += isSame ? Step.homophone : Step.near
        rest.disguises.insert(isSame ? .homophone : .nearSound)
        rest.unlike += 1
        return rest
    }

    @inline(__always)
    private func sounds(
        _ number: UInt16, _ scalar: UInt32, like wanted: TermIndex.Cell
    ) -> Bool {
        if number == 0 { return false }
        if number == SoundSets.any {
            return tables.pinyin.syllables(of: scalar).contains { hasClass($0, wanted) }
        }
        return hasBit(Int(number), wanted)
    }

    private func hasClass(_ syllable: UInt16, _ wanted: TermIndex.Cell) -> Bool {
        var has = false
        tables.pinyin.forEachClass(ofSyllable: syllable) {
            if hasBit(Int(tables.sounds.number(ofClass: $0)), wanted) { has = true }
        }
        return has
    }

    @inline(__always)
    private func hasBit(_ number: Int, _ wanted: TermIndex.Cell) -> Bool {
        let word = Int(wanted.mask) * (SoundSets.limit / 64) + number >> 6
        return index.masks[word] & 1 << UInt64(number & 63) != 0
    }

    /// The letters from `place` on as a syllable that sounds like the character.
    private func spelled(
        _ wanted: TermIndex.Cell, _ cells: Range<Int>, _ cell: Int, _ place: Int,
        _ stream: borrowing SymbolStream
    ) -> Alignment? {
        var best: Alignment?
        tables.pinyin.forEachPrefix(of: stream.symbols, from: place, to: stream.count) {
            length, syllable in
            let isSame = index.readings[wanted.readings].contains(syllable)
            guard isSame || hasClass(syllable, wanted),
                var rest = align(cells, from: cell + 1, at: place + length, in: stream)
            else { return }
            rest.cost += Step.letters + (isSame ? 0 : Step.near)
            rest.disguises.insert(.pinyin)
            if !isSame { rest.disguises.insert(.nearSound) }
            rest.letters += length
            Self.keep(rest, in: &best)
        }
        return best
    }

    // MARK: Taken apart

    /// Whether the parts stand from `place` on, and whether a picture is among them; nil if not.
    private func match(
        _ parts: Range<Int>, at place: Int, in stream: borrowing SymbolStream
    ) -> Bool? {
        guard place + parts.count <= stream.count else { return nil }
        var painted = false
        for (offset, part) in parts.enumerated() {
            let symbol = stream.symbols[place + offset]
            if symbol == index.symbols[part] { continue }
            guard !Script.isHan(symbol), !Script.isLatin(symbol),
                index.pictures(of: index.symbols[part]).contains(symbol)
            else { return nil }
            painted = true
        }
        return painted
    }
}
