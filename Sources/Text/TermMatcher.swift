/// Finds terms however they are written: folded, parted, hidden, by sound, in pinyin, by initials,
/// taken apart, painted.
///
/// Two automata walk two streams of one folded text: the written one (folded scalars without
/// separators) and the sounded one (near-sound classes of syllables). A find by sound is compared
/// with its term character by character, which tells the disguises it needed, and is dropped where
/// every unlike character belongs to a common word beside it (演化 is not 烟花). Of overlapping
/// finds the longest, then the plainest, is kept.
package struct TermMatcher: Sendable {
    private let tables: TextTables
    private let written: TermAutomaton
    private let writtenOrigins: [TermPatterns.Origin]
    private let writtenLengths: [Int]
    private let sounded: TermAutomaton
    private let soundedOrigins: [TermPatterns.Origin]
    private let folded: [[UInt32]]
    private let hitsMax: Int

    /// - Parameter hitsMax: finds kept of one text; what is beyond is cut and `isCut` says so.
    package init(
        terms: [MatchTerm], tables: TextTables, hitsMax: Int
    ) {
        let patterns = TermPatterns(terms: terms, tables: tables)
        self.tables = tables
        self.hitsMax = hitsMax
        written = TermAutomaton(patterns: patterns.written)
        writtenOrigins = patterns.writtenOrigins
        writtenLengths = patterns.written.map(\.count)
        sounded = TermAutomaton(patterns: patterns.sounded)
        soundedOrigins = patterns.soundedOrigins
        folded = patterns.folded
    }

    /// Finds the terms in `text`; the result is in `scratch.hits`.
    ///
    /// - Complexity: O(scalars + finds).
    package func match(_ text: borrowing FoldedText, into scratch: inout MatchScratch) {
        scratch.found.removeAll(keepingCapacity: true)
        scratch.hits.removeAll(keepingCapacity: true)
        scratch.isCut = false
        let symbols = fillWritten(&scratch, from: text, keepingSymbols: false)
        walkWritten(&scratch, in: text)
        if symbols {
            _ = fillWritten(&scratch, from: text, keepingSymbols: true)
            walkWritten(&scratch, in: text)
        }
        fillSounded(&scratch, from: text)
        walkSounded(&scratch, in: text)
        keepBest(&scratch, count: text.count)
    }

    // MARK: The written stream

    /// Whether the text has separators that patterns know.
    private func fillWritten(
        _ scratch: inout MatchScratch, from text: borrowing FoldedText, keepingSymbols: Bool
    ) -> Bool {
        scratch.written.removeAll(keepingCapacity: true)
        var gap: MatchScratch.Gap = []
        var separators = 0
        var hasSymbols = false
        for index in 0..<text.count {
            let scalar = text.scalars[index]
            let marks = text.marks[index]
            if marks.contains(.invisibleBefore) { gap.insert(.invisible) }
            if marks.contains(.separator) {
                let known = written.code(of: scalar) != 0
                hasSymbols = hasSymbols || known
                if !(known && keepingSymbols) {
                    separators += 1
                    gap.formUnion(Self.gap(of: scalar, separators: separators))
                    continue
                }
            }
            scratch.written.append(.init(symbol: scalar, index: Int32(index), gap: gap))
            gap = []
            separators = 0
        }
        return hasSymbols
    }

    /// Sellers put one to six separators between two characters; more is a layout.
    private static let separatorsMax = 6

    @inline(__always)
    private static func gap(of scalar: UInt32, separators: Int) -> MatchScratch.Gap {
        var result: MatchScratch.Gap = .separator
        switch scalar {
        case 0x2C, 0x21, 0x3F, 0x3B, 0x3A, 0x3001, 0x3002, 0x0A: result.insert(.clause)
        default: break
        }
        if separators > separatorsMax { result.insert(.wide) }
        return result
    }

    private func walkWritten(_ scratch: inout MatchScratch, in text: borrowing FoldedText) {
        var state: Int32 = 0
        for place in scratch.written.indices {
            let symbol = scratch.written[place]
            if symbol.gap.contains(.wide) { state = 0 }
            state = written.step(state, written.code(of: symbol.symbol))
            if state == 0 { continue }
            written.forEachOutput(of: state) { pattern in
                let length = writtenLengths[Int(pattern)]
                if let hit = writtenHit(
                    Int(pattern), place - length + 1...place, scratch, in: text)
                {
                    scratch.found.append(hit)
                }
            }
            if scratch.found.count > hitsMax * 4 {
                scratch.isCut = true
                return
            }
        }
    }

    private func writtenHit(
        _ pattern: Int, _ places: ClosedRange<Int>, _ scratch: borrowing MatchScratch,
        in text: borrowing FoldedText
    ) -> TermHit? {
        let origin = writtenOrigins[pattern]
        var disguises = origin.disguises
        var clauses = 0
        for place in places {
            let symbol = scratch.written[place]
            if place > places.lowerBound {
                if symbol.gap.contains(.separator) { disguises.insert(.inserted) }
                if symbol.gap.contains(.invisible) { disguises.insert(.invisible) }
                if symbol.gap.contains(.clause) { clauses += 1 }
            }
            disguises.formUnion(Self.disguises(of: text.marks[Int(symbol.index)]))
        }
        if !isWholeWord(places, scratch) { return nil }
        if places.count == 1, isPartOfWord(places.lowerBound, written: scratch) { return nil }
        // 抽烟,花钱: a clause ends inside, unless all characters are parted so (烟,花,爆,竹).
        if clauses > 0, clauses < max(2, places.count - 1) { return nil }
        if disguises.contains(.inserted), isAccident(places, scratch) { return nil }
        return hit(
            origin, first: scratch.written[places.lowerBound].index,
            last: scratch.written[places.upperBound].index, disguises)
    }

    @inline(__always)
    private static func disguises(of marks: FoldMarks) -> Disguise {
        var result: Disguise = []
        if marks.contains(.width) { result.insert(.width) }
        if marks.contains(.traditional) { result.insert(.traditional) }
        if marks.contains(.glyph) { result.insert(.glyph) }
        return result
    }

    /// Latin letters and digits count only as whole runs: `vx` is not in `vxlan`.
    private func isWholeWord(
        _ places: ClosedRange<Int>, _ scratch: borrowing MatchScratch
    ) -> Bool {
        let first = scratch.written[places.lowerBound]
        let last = scratch.written[places.upperBound]
        if places.lowerBound > 0, Script.isLatin(first.symbol), first.gap.isEmpty,
            Script.isLatin(scratch.written[places.lowerBound - 1].symbol)
        {
            return false
        }
        if places.upperBound + 1 < scratch.written.count, Script.isLatin(last.symbol) {
            let next = scratch.written[places.upperBound + 1]
            if next.gap.isEmpty, Script.isLatin(next.symbol) { return false }
        }
        return true
    }

    /// 私 alone is a term; in 隐私 it is not.
    private func isPartOfWord(_ place: Int, written scratch: borrowing MatchScratch) -> Bool {
        let symbol = scratch.written[place]
        if place > 0, symbol.gap.isEmpty,
            tables.words.contains(scratch.written[place - 1].symbol, symbol.symbol)
        {
            return true
        }
        guard place + 1 < scratch.written.count, scratch.written[place + 1].gap.isEmpty else {
            return false
        }
        return tables.words.contains(symbol.symbol, scratch.written[place + 1].symbol)
    }

    /// 女士香烟 花朵图案: both sides of the gap are ends of common words.
    private func isAccident(
        _ places: ClosedRange<Int>, _ scratch: borrowing MatchScratch
    ) -> Bool {
        for place in places.dropFirst() where scratch.written[place].gap.contains(.separator) {
            let leftJoins =
                place >= 2 && scratch.written[place - 1].gap.isEmpty
                && tables.words.contains(
                    scratch.written[place - 2].symbol, scratch.written[place - 1].symbol)
            let rightJoins =
                place + 1 < scratch.written.count && scratch.written[place + 1].gap.isEmpty
                && tables.words.contains(
                    scratch.written[place].symbol, scratch.written[place + 1].symbol)
            if leftJoins && rightJoins && places.count <= 2 { return true }
        }
        return false
    }

    private func hit(
        _ origin: TermPatterns.Origin, first: Int32, last: Int32, _ disguises: Disguise
    ) -> TermHit {
        TermHit(
            term: origin.term, first: first, last: last, disguises: disguises,
            length: origin.length, cost: UInt8(min(disguises.cost, 255)))
    }

    // MARK: The sounded stream

    private func fillSounded(_ scratch: inout MatchScratch, from text: borrowing FoldedText) {
        scratch.sounded.removeAll(keepingCapacity: true)
        var gap: MatchScratch.Gap = []
        var separators = 0
        var index = 0
        while index < text.count {
            let scalar = text.scalars[index]
            if text.marks[index].contains(.invisibleBefore) { gap.insert(.invisible) }
            if text.marks[index].contains(.separator) {
                separators += 1
                gap.formUnion(Self.gap(of: scalar, separators: separators))
                index += 1
                continue
            }
            if Script.isLatin(scalar) {
                index = appendLatin(&scratch, from: index, gap, in: text)
            } else {
                scratch.sounded.append(
                    .init(
                        syllable: tables.pinyin.syllable(of: scalar), isLatin: false, gap: gap,
                        first: Int32(index), last: Int32(index), scalar: scalar))
                index += 1
            }
            gap = []
            separators = 0
        }
    }

    /// The index after the run of Latin letters that begins at `start`.
    private func appendLatin(
        _ scratch: inout MatchScratch, from start: Int, _ gap: MatchScratch.Gap,
        in text: borrowing FoldedText
    ) -> Int {
        var end = start
        while end < text.count, Script.isLatin(text.scalars[end]) { end += 1 }
        scratch.segments.removeAll(keepingCapacity: true)
        let isPinyin = tables.pinyin.segment(text.scalars[start..<end], into: &scratch.segments)
        guard isPinyin else {
            scratch.sounded.append(
                .init(
                    syllable: 0, isLatin: true, gap: gap, first: Int32(start),
                    last: Int32(end - 1), scalar: 0))
            return end
        }
        var place = start
        for (number, segment) in scratch.segments.enumerated() {
            let last = place + segment.length - 1
            // 炮pao: the letters only repeat the character before them.
            if number == 0, gap.isEmpty, let before = scratch.sounded.last, !before.isLatin,
                before.syllable == segment.syllable, scratch.segments.count == 1
            {
                scratch.sounded[scratch.sounded.count - 1].last = Int32(last)
                scratch.sounded[scratch.sounded.count - 1].isLatin = true
            } else {
                scratch.sounded.append(
                    .init(
                        syllable: segment.syllable, isLatin: true, gap: number == 0 ? gap : [],
                        first: Int32(place), last: Int32(last), scalar: 0))
            }
            place = last + 1
        }
        return end
    }

    private func walkSounded(_ scratch: inout MatchScratch, in text: borrowing FoldedText) {
        guard !soundedOrigins.isEmpty else { return }
        var state: Int32 = 0
        for place in scratch.sounded.indices {
            let symbol = scratch.sounded[place]
            if symbol.gap.contains(.wide) { state = 0 }
            let near = tables.pinyin.classes[Int(symbol.syllable)]
            state = sounded.step(state, near == 0 ? 0 : sounded.code(of: UInt32(near)))
            if state == 0 { continue }
            sounded.forEachOutput(of: state) { pattern in
                let origin = soundedOrigins[Int(pattern)]
                let places = (place - Int(origin.length) + 1)...place
                if let hit = soundedHit(origin, places, scratch, in: text) {
                    scratch.found.append(hit)
                }
            }
            if scratch.found.count > hitsMax * 4 {
                scratch.isCut = true
                return
            }
        }
    }

    private func soundedHit(
        _ origin: TermPatterns.Origin, _ places: ClosedRange<Int>,
        _ scratch: borrowing MatchScratch, in text: borrowing FoldedText
    ) -> TermHit? {
        let term = folded[Int(origin.term)]
        var disguises: Disguise = []
        var unexplained = 0
        var unlike = 0
        for (position, place) in places.enumerated() {
            let symbol = scratch.sounded[place]
            if position > 0 {
                if symbol.gap.contains(.clause) { return nil }
                if symbol.gap.contains(.separator) { disguises.insert(.inserted) }
                if symbol.gap.contains(.invisible) { disguises.insert(.invisible) }
            }
            if symbol.scalar == term[position] {
                if symbol.isLatin { disguises.insert(.pinyin) }
                continue
            }
            if symbol.scalar == 0 {
                disguises.insert(.pinyin)
                unexplained += 1
            } else {
                let isSame = tables.pinyin.syllables(of: term[position]).contains(symbol.syllable)
                disguises.insert(isSame ? .homophone : .nearSound)
                unlike += 1
                if !isPartOfWord(place, scratch) { unexplained += 1 }
            }
        }
        guard disguises.contains(anyOf: .bySound), unexplained > 0 || disguises.contains(.pinyin)
        else { return nil }
        // Two characters that are both others: only the very same sounds, in no word of their own.
        let isFarTwo = term.count == 2 && unlike == 2
        if unlike == term.count { disguises.insert(.whollyOther) }
        if isFarTwo, unexplained < 2 || disguises.contains(.nearSound) { return nil }
        return hit(
            origin, first: scratch.sounded[places.lowerBound].first,
            last: scratch.sounded[places.upperBound].last, disguises)
    }

    /// Whether the character at `place` makes a common word with a neighbour.
    private func isPartOfWord(_ place: Int, _ scratch: borrowing MatchScratch) -> Bool {
        let symbol = scratch.sounded[place]
        if place > 0, symbol.gap.isEmpty,
            tables.words.contains(scratch.sounded[place - 1].scalar, symbol.scalar)
        {
            return true
        }
        guard place + 1 < scratch.sounded.count, scratch.sounded[place + 1].gap.isEmpty else {
            return false
        }
        return tables.words.contains(symbol.scalar, scratch.sounded[place + 1].scalar)
    }

    // MARK: Overlaps

    /// Keeps of overlapping finds the longest term, then the plainest writing, then the earliest.
    private func keepBest(_ scratch: inout MatchScratch, count: Int) {
        if scratch.found.isEmpty { return }
        if scratch.found.count == 1 {
            scratch.hits.append(scratch.found[0])
            return
        }
        scratch.found.sort { left, right in
            if left.length != right.length { return left.length > right.length }
            if left.cost != right.cost { return left.cost < right.cost }
            if left.first != right.first { return left.first < right.first }
            if left.last != right.last { return left.last < right.last }
            return left.term < right.term
        }
        scratch.covered.removeAll(keepingCapacity: true)
        scratch.covered.append(contentsOf: repeatElement(false, count: count))
        for hit in scratch.found {
            let span = Int(hit.first)...Int(hit.last)
            if scratch.covered[span].contains(true) { continue }
            if scratch.hits.count == hitsMax {
                scratch.isCut = true
                break
            }
            for place in span { scratch.covered[place] = true }
            scratch.hits.append(hit)
        }
        scratch.hits.sort { $0.first < $1.first }
    }
}

extension Disguise {
    @inline(__always)
    func contains(anyOf other: Disguise) -> Bool { !isDisjoint(with: other) }
}
