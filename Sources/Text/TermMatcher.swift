import Primitives

/// Finds terms however they are written: folded, parted, hidden, by sound, in pinyin, by initials,
/// taken apart, painted, turned round.
///
/// Anchors, the first two symbols or sounds of a term, are looked up at every place of the text;
/// few pass, and those are laid along the text character by character, which tells the disguises
/// they needed. What is by sound, taken apart or turned round is then weighed against ordinary text
/// (`CharacterPairs.chance`): 演化 sounds like 烟花 but is a word, 咽哗 is not. Of overlapping finds the
/// longest, then the plainest, is kept. Read-only; a class, as `TextTables` is.
package final class TermMatcher: Sendable {
    /// What finds have to show.
    package struct Demands: Sendable {
        /// Log-odds in bits against an accident, for characters of the very same sound.
        package var sameSound: Float = 0.55
        package var nearSound: Float = 2.65
        package var split: Float = -4
        package var reversed: Float = -3
        /// Bits by which a term that may be hidden in every way can stay below these and be kept
        /// as a faint find.
        package var leeway: Float = 0
        /// Keep every find but those inside a plain one; otherwise of overlapping finds the best.
        package var keepsAll = false

        package init() {}
    }

    private let tables: TextTables
    private let index: TermIndex
    private let aligner: TermAligner
    private let anchors: AnchorTable
    private let sounds: SoundAnchors
    private let hitsMax: Int
    private let demands: Demands

    /// - Parameter hitsMax: finds kept of one text; what is beyond is cut and `isCut` says so.
    package init(
        terms: [MatchTerm], tables: TextTables, hitsMax: Int, demands: Demands = Demands()
    ) {
        let index = TermIndex(terms: terms, tables: tables)
        self.tables = tables
        self.index = index
        self.hitsMax = hitsMax
        self.demands = demands
        aligner = TermAligner(index: index, tables: tables)
        anchors = index.anchorTable
        sounds = index.soundAnchors
    }

    /// Finds the terms in `text`; the result is in `scratch.hits`.
    ///
    /// - Complexity: O(scalars + candidates): three looks into bit maps at each place.
    package func match(_ text: borrowing FoldedText, into scratch: inout MatchScratch) {
        scratch.work.found.clear()
        scratch.work.parts.clear()
        scratch.hits.clear()
        scratch.work.isCut = false
        scratch.stream.fill(
            from: text, sounds: tables.sounds, known: index.known, keepingSymbols: false)
        walk(scratch.stream, &scratch.work, in: text)
        if scratch.stream.hasSymbols {
            scratch.stream.fill(
                from: text, sounds: tables.sounds, known: index.known, keepingSymbols: true)
            walk(scratch.stream, &scratch.work, in: text)
        }
        keepBest(&scratch.work, &scratch.hits, count: text.count)
    }

    // MARK: Anchors

    private func walk(
        _ stream: borrowing SymbolStream, _ work: inout MatchScratch.Work,
        in text: borrowing FoldedText
    ) {
        var place = 0
        while let next = nextAnchor(from: place, stream) {
            visit(next, stream, &work, in: text)
            if work.found.count > hitsMax * 4 {
                work.isCut = true
                return
            }
            place = next.place + 1
        }
        if !work.parts.isEmpty { InitialsPart.keepFilled(stream, &work) }
    }

    /// A place where a term may begin, and by which of the tables.
    private struct Anchor {
        let place: Int
        let pair: Bool
        let single: Bool
        let sound: Bool
    }

    /// The first place from `start` on where a term may begin.
    private func nextAnchor(from start: Int, _ stream: borrowing SymbolStream) -> Anchor? {
        let count = stream.count
        let pinyin = tables.pinyin
        return stream.withSymbolsAndSounds { symbols, numbers in
            anchors.withFilter { anchors in
                sounds.withFilter { sounds in
                    var place = start
                    while place + 1 < count {
                        let symbol = symbols[place]
                        let next = symbols[place + 1]
                        let pair = anchors.mayHold(symbol, next)
                        let single = anchors.mayHold(symbol)
                        let sound =
                            Script.isLatin(symbol)
                            ? pinyin.canBegin(symbol, next)
                            : Script.isLatin(next)
                                ? sounds.mayBegin(numbers[place])
                                : sounds.mayHold(numbers[place], numbers[place + 1])
                        if pair || single || sound {
                            return Anchor(place: place, pair: pair, single: single, sound: sound)
                        }
                        place += 1
                    }
                    if place < count, anchors.mayHold(symbols[place]) {
                        return Anchor(place: place, pair: false, single: true, sound: false)
                    }
                    return nil
                }
            }
        }
    }

    private func visit(
        _ anchor: Anchor, _ stream: borrowing SymbolStream, _ work: inout MatchScratch.Work,
        in text: borrowing FoldedText
    ) {
        work.triedCount = 0
        let place = anchor.place
        let symbol = stream.symbols[place]
        if anchor.pair {
            for number in anchors.candidates(symbol, stream[place + 1]) {
                lay(anchors.candidate(number), at: place, stream, &work, in: text)
            }
        }
        if anchor.single {
            for number in anchors.candidates(symbol, 0) {
                lay(anchors.candidate(number), at: place, stream, &work, in: text)
            }
        }
        if !anchor.sound || sounds.isEmpty { return }
        let firsts = Sounds(at: place, stream, tables)
        for one in 0..<firsts.count {
            let seconds = Sounds(at: Int(firsts.ends[one]), stream, tables)
            for two in 0..<seconds.count {
                for number in sounds.terms(firsts.classes[one], seconds.classes[two]) {
                    let candidate = AnchorTable.Candidate(
                        term: sounds.term(number), way: .forward)
                    lay(candidate, at: place, stream, &work, in: text)
                }
            }
        }
    }

    /// The near-sound classes that a place of the stream can be read as, each with the place after.
    private struct Sounds {
        private(set) var classes = InlineArray<8, UInt16>(repeating: 0)
        private(set) var ends = InlineArray<8, Int32>(repeating: 0)
        private(set) var count = 0

        init(at place: Int, _ stream: borrowing SymbolStream, _ tables: TextTables) {
            guard place < stream.count else { return }
            let symbol = stream.symbols[place]
            if Script.isLatin(symbol) {
                tables.pinyin.forEachPrefix(of: stream.symbols, from: place, to: stream.count) {
                    length, syllable in
                    tables.pinyin.forEachClass(ofSyllable: syllable) { add($0, place + length) }
                }
                return
            }
            let number = stream.sounds[place]
            if number == SoundSets.any {
                tables.pinyin.forEachClass(of: symbol) { add($0, place + 1) }
            } else {
                for index in tables.sounds.range(of: number) {
                    add(tables.sounds.member(index), place + 1)
                }
            }
        }

        private mutating func add(_ number: UInt16, _ end: Int) {
            guard count < 8 else { return }
            classes[count] = number
            ends[count] = Int32(end)
            count += 1
        }
    }

    private func lay(
        _ candidate: AnchorTable.Candidate, at place: Int, _ stream: borrowing SymbolStream,
        _ work: inout MatchScratch.Work, in text: borrowing FoldedText
    ) {
        for index in 0..<work.triedCount where work.tried[index] == candidate { return }
        if work.triedCount < MatchScratch.Work.triedMax {
            work.tried[work.triedCount] = candidate
            work.triedCount += 1
        }
        let term = index.terms[Int(candidate.term)]
        let hit: TermHit? =
            switch candidate.way {
            case .forward where !aligner.mayGoOn(term.cells, at: place, in: stream): nil
            case .forward: forward(term, at: place, stream, &work, in: text)
            case .reversed: reversed(term, at: place, stream, in: text)
            case .initials: initials(term, at: place, stream, &work, in: text)
            }
        if let hit { work.found.append(hit) }
    }

    // MARK: Judging

    private func forward(
        _ term: TermIndex.Term, at place: Int, _ stream: borrowing SymbolStream,
        _ work: inout MatchScratch.Work, in text: borrowing FoldedText
    ) -> TermHit? {
        guard
            let found = aligner.align(
                term.cells, from: term.cells.lowerBound, at: place, in: stream)
        else { return nil }
        let isBySound = found.unlike > 0 || found.letters > 0
        guard
            let dress = dress(
                place..<found.end, stream, text, mayPartClauses: !isBySound)
        else { return nil }
        let isChanged = isBySound || !found.disguises.isDisjoint(with: .remade)
        var chance: Float = 0
        var isFaint = false
        if found.letters > 0 {
            guard isSpelled(term, found, place, stream, &work) else { return nil }
        } else if isChanged {
            let isOdd =
                dress.contains(.traditional)
                && isAlone(.traditional, place..<found.end, stream, text)
            chance = self.chance(of: place..<found.end, found, stream, isOdd: isOdd)
            // What is told is the chance by the neighbours alone: a seldom name is no disguise.
            let demand = demand(found) - (isOdd ? Self.oddBits : 0)
            isFaint = chance < demand
            if chance < demand - leeway(term) { return nil }
        } else {
            if !isWholeWord(place..<found.end, stream) { return nil }
            if term.disguises.contains(.initials), isOrdinary(place..<found.end, stream) {
                return nil
            }
            if term.length == 1, term.cells.count == 1, isPartOfWord(place, stream) {
                return nil
            }
        }
        let disguises = term.disguises.union(found.disguises).union(dress)
        if !isChanged, dress.contains(.inserted), isAccident(place..<found.end, stream) {
            return nil
        }
        let isOther = found.unlike > 0 && found.exact == 0
        return hit(
            term, place..<found.end, stream,
            isOther ? disguises.union(.whollyOther) : disguises, chance, isFaint: isFaint)
    }

    /// Only what may be hidden in every way has leeway: names of goods, in screening.
    private func leeway(_ term: TermIndex.Term) -> Float {
        term.ways.isSuperset(of: .hidden) ? demands.leeway : 0
    }

    private func demand(_ found: TermAligner.Alignment) -> Float {
        if found.unlike == 0 {
            // A picture alone hides nothing that a neighbour could tell.
            return found.disguises.contains(.split) ? demands.split : -.infinity
        }
        return found.disguises.contains(.nearSound) ? demands.nearSound : demands.sameSound
    }

    /// Whether next to nothing else in the text is written so: a traditional form among simplified
    /// ones does not stand there by accident.
    private func isAlone(
        _ mark: FoldMarks, _ places: Range<Int>, _ stream: borrowing SymbolStream,
        _ text: borrowing FoldedText
    ) -> Bool {
        let own = stream.places[places.lowerBound]...stream.places[places.upperBound - 1]
        var others = 0
        for index in 0..<text.count
        where text.marks[index].contains(mark) && !own.contains(Int32(index)) {
            others += 1
        }
        return others * Self.oddShare <= text.count
    }

    /// Of so many characters one more may be written so.
    private static let oddShare = 40
    /// Bits that a find is surer by for a writing that nothing else in the text has.
    private static let oddBits: Float = 10

    private func chance(
        of places: Range<Int>, _ found: TermAligner.Alignment, _ stream: borrowing SymbolStream,
        isOdd: Bool = false
    ) -> Float {
        // Two characters that make a common word: no neighbours can outweigh that.
        if places.count == 2, found.unlike > 0, !isOdd,
            tables.pairs.isCommonWord(
                stream.symbols[places.lowerBound], stream.symbols[places.lowerBound + 1])
        {
            return -16
        }
        let before = stream.gaps[places.lowerBound].isEmpty ? stream[places.lowerBound - 1] : 0
        let isOpen = places.upperBound < stream.count && stream.gaps[places.upperBound].isEmpty
        return tables.pairs.chance(
            before: Script.isHan(before) ? before : 0, stream.symbols[places],
            after: isOpen && Script.isHan(stream[places.upperBound])
                ? stream[places.upperBound] : 0,
            unlike: found.unlike == 0 ? 2 : found.unlike,
            near: found.disguises.contains(.nearSound))
    }

    /// Whether letters are read as pinyin with right: enough of them, no ordinary word, and cut
    /// where a reader of pinyin would cut.
    private func isSpelled(
        _ term: TermIndex.Term, _ found: TermAligner.Alignment, _ place: Int,
        _ stream: borrowing SymbolStream, _ work: inout MatchScratch.Work
    ) -> Bool {
        let isAllLetters = found.letters == found.end - place
        if isAllLetters {
            if found.letters < max(4, term.cells.count + 2) { return false }
        } else if found.exact == 0, found.letters < 3 {
            return false
        }
        // So many letters are no accident, whatever Latin stands around them.
        if found.letters >= (isAllLetters ? 5 : found.exact == 0 ? 4 : 3),
            isAllLetters || !isCutShort(found.end, stream)
        {
            return !isAllLetters || !isOrdinary(place..<found.end, stream)
        }
        return isCut(at: place, isStart: true, stream, &work)
            && isCut(at: found.end, isStart: false, stream, &work)
            && !isOrdinary(place..<found.end, stream)
    }

    /// Whether the letters are one whole run and an ordinary word: women is not 我们.
    private func isOrdinary(_ places: Range<Int>, _ stream: borrowing SymbolStream) -> Bool {
        isWholeWord(places, stream) && tables.latin.contains(stream.symbols[places])
    }

    /// Whether the last syllable goes on: 这gu in 这guang.
    private func isCutShort(_ end: Int, _ stream: borrowing SymbolStream) -> Bool {
        guard end > 0, end < stream.count, stream.gaps[end].isEmpty,
            Script.isLatin(stream.symbols[end - 1]), Script.isLatin(stream.symbols[end])
        else { return false }
        var start = end - 1
        while start > 0, stream.gaps[start].isEmpty, Script.isLatin(stream.symbols[start - 1]) {
            start -= 1
        }
        var goesOn = false
        tables.pinyin.forEachPrefix(of: stream.symbols[start..<stream.count]) { length, _ in
            if start + length > end { goesOn = true }
        }
        return goesOn
    }

    /// Whether the run of letters around `place` is pinyin on the other side too, and has no fewer
    /// syllables when it is read as one.
    private func isCut(
        at place: Int, isStart: Bool, _ stream: borrowing SymbolStream,
        _ work: inout MatchScratch.Work
    ) -> Bool {
        guard place > 0, place < stream.count, stream.gaps[place].isEmpty,
            Script.isLatin(stream.symbols[place]), Script.isLatin(stream.symbols[place - 1])
        else { return true }
        var start = place
        while start > 0, start == place || stream.gaps[start].isEmpty,
            Script.isLatin(stream.symbols[start - 1])
        {
            start -= 1
        }
        var end = place
        while end < stream.count, end == place || stream.gaps[end].isEmpty,
            Script.isLatin(stream.symbols[end])
        {
            end += 1
        }
        guard let left = syllables(start..<place, stream, &work),
            let right = syllables(place..<end, stream, &work),
            let whole = syllables(start..<end, stream, &work)
        else { return false }
        return left + right <= whole
    }

    private func syllables(
        _ places: Range<Int>, _ stream: borrowing SymbolStream, _ work: inout MatchScratch.Work
    ) -> Int? {
        work.segments.clear()
        return tables.pinyin.segment(stream.symbols[places], into: &work.segments)
            ? work.segments.count : nil
    }

    private func reversed(
        _ term: TermIndex.Term, at place: Int, _ stream: borrowing SymbolStream,
        in text: borrowing FoldedText
    ) -> TermHit? {
        let end = place + term.cells.count
        guard end <= stream.count else { return nil }
        for (offset, cell) in term.cells.reversed().enumerated()
        where stream.symbols[place + offset] != index.cells[cell].scalar {
            return nil
        }
        guard let dress = dress(place..<end, stream, text, mayPartClauses: false) else {
            return nil
        }
        var found = TermAligner.Alignment(end: end)
        found.disguises = .reversed
        let chance = chance(of: place..<end, found, stream)
        if chance < demands.reversed - leeway(term) { return nil }
        return hit(
            term, place..<end, stream,
            dress.union(.reversed).union(term.disguises), chance,
            isFaint: chance < demands.reversed)
    }

    /// The letters must be a whole run: `hp` is no 鞭炮 in `http`.
    private func initials(
        _ term: TermIndex.Term, at place: Int, _ stream: borrowing SymbolStream,
        _ work: inout MatchScratch.Work, in text: borrowing FoldedText
    ) -> TermHit? {
        let end = place + term.cells.count
        guard end <= stream.count else { return nil }
        for offset in 0..<term.cells.count {
            let cell = term.cells.lowerBound + offset
            let letter = stream.symbols[place + offset] &- 0x61
            if letter >= 26 || index.cells[cell].letters & 1 << letter == 0 { return nil }
            if offset > 0, !stream.gaps[place + offset].isEmpty { return nil }
        }
        let isWhole = isWholeWord(place..<end, stream)
        if !isWhole, leeway(term) == 0 { return nil }
        if tables.latin.contains(stream.symbols[place..<end]) { return nil }
        // HP, GSM: two or three capitals are the name of something.
        if term.cells.count <= 3,
            (place..<end).allSatisfy({ isCapital($0, stream, text) })
        {
            return nil
        }
        // gl40, 8th: letters beside a digit are the name of a model.
        if isDigit(place - 1, before: place, stream) { return nil }
        if end < stream.count, isDigit(end, before: end, stream) { return nil }
        let found = hit(
            term, place..<end, stream, term.disguises.union(.initials), 0)
        if isWhole { return found }
        // yhbp: part of a run, which counts only if others fill the rest of it.
        if !InitialsPart.mayFill(place, stream) { return nil }
        work.parts.append(InitialsPart(hit: found, start: place, end: end))
        return nil
    }

    private func isCapital(
        _ place: Int, _ stream: borrowing SymbolStream, _ text: borrowing FoldedText
    ) -> Bool {
        text.marks[Int(stream.places[place])].contains(.letterCase)
    }

    private func isDigit(
        _ place: Int, before next: Int, _ stream: borrowing SymbolStream
    ) -> Bool {
        stream.gaps[next].isEmpty && Script.isDigit(stream[place])
    }

    private func hit(
        _ term: TermIndex.Term, _ places: Range<Int>, _ stream: borrowing SymbolStream,
        _ disguises: Disguise, _ chance: Float, isFaint: Bool = false
    ) -> TermHit {
        TermHit(
            term: term.number, first: stream.places[places.lowerBound],
            last: stream.places[places.upperBound - 1], disguises: disguises,
            length: term.length, cost: UInt8(min(disguises.cost, 255)), chance: chance,
            isFaint: isFaint)
    }

    // MARK: Dress and surroundings

    /// What lies between and upon the symbols; nil where a term does not reach over it.
    private func dress(
        _ places: Range<Int>, _ stream: borrowing SymbolStream, _ text: borrowing FoldedText,
        mayPartClauses: Bool
    ) -> Disguise? {
        var result: Disguise = []
        var clauses = 0
        for place in places {
            if place > places.lowerBound {
                let gap = stream.gaps[place]
                if !gap.isEmpty {
                    if gap.contains(.wide) { return nil }
                    if gap.contains(.separator) { result.insert(.inserted) }
                    if gap.contains(.invisible) { result.insert(.invisible) }
                    if gap.contains(.clause) { clauses += 1 }
                }
            }
            let marks = text.marks[Int(stream.places[place])]
            if marks.contains(.width) { result.insert(.width) }
            if marks.contains(.traditional) { result.insert(.traditional) }
            if marks.contains(.glyph) { result.insert(.glyph) }
        }
        // 抽烟,花钱: a clause ends inside, unless all characters are parted so (烟,花,爆,竹).
        if clauses > 0, !mayPartClauses || clauses < max(2, places.count - 1) { return nil }
        return result
    }

    /// Latin letters count only as whole runs: `vx` is not in `vxlan`.
    private func isWholeWord(_ places: Range<Int>, _ stream: borrowing SymbolStream) -> Bool {
        let first = places.lowerBound
        let end = places.upperBound
        if first > 0, stream.gaps[first].isEmpty, Script.isLatin(stream.symbols[first]),
            Script.isLatin(stream.symbols[first - 1])
        {
            return false
        }
        return
            !(end < stream.count && stream.gaps[end].isEmpty
            && Script.isLatin(stream.symbols[end - 1]) && Script.isLatin(stream.symbols[end]))
    }

    /// 私 alone is a term; in 隐私 it is not.
    private func isPartOfWord(_ place: Int, _ stream: borrowing SymbolStream) -> Bool {
        let symbol = stream.symbols[place]
        if place > 0, stream.gaps[place].isEmpty,
            tables.pairs.isWord(stream.symbols[place - 1], symbol)
        {
            return true
        }
        return place + 1 < stream.count && stream.gaps[place + 1].isEmpty
            && tables.pairs.isWord(symbol, stream.symbols[place + 1])
    }

    /// 女士香烟 花朵图案: both sides of the gap are ends of common words.
    private func isAccident(_ places: Range<Int>, _ stream: borrowing SymbolStream) -> Bool {
        guard places.count <= 2 else { return false }
        for place in places.dropFirst() where stream.gaps[place].contains(.separator) {
            let leftJoins =
                place >= 2 && stream.gaps[place - 1].isEmpty
                && tables.pairs.isWord(stream.symbols[place - 2], stream.symbols[place - 1])
            let rightJoins =
                place + 1 < stream.count && stream.gaps[place + 1].isEmpty
                && tables.pairs.isWord(stream.symbols[place], stream.symbols[place + 1])
            if leftJoins && rightJoins { return true }
        }
        return false
    }

    // MARK: Overlaps

    /// Keeps of overlapping finds the longest term, then the plainest writing, then the earliest.
    private func keepBest(
        _ work: inout MatchScratch.Work, _ hits: inout [TermHit], count: Int
    ) {
        if work.found.isEmpty { return }
        if work.found.count == 1 {
            hits.append(work.found[0])
            return
        }
        work.found.sort(by: Self.isBefore)
        work.covered.clear()
        work.covered.append(contentsOf: repeatElement(false, count: count))
        for hit in work.found {
            if hit == hits.last { continue }
            let span = Int(hit.first)...Int(hit.last)
            let covered = work.covered[span]
            if demands.keepsAll ? !covered.contains(false) : covered.contains(true) { continue }
            if hits.count == hitsMax {
                work.isCut = true
                break
            }
            if !demands.keepsAll || hit.cost == 0 {
                for place in span { work.covered[place] = true }
            }
            hits.append(hit)
        }
        hits.sort { ($0.first, $0.term) < ($1.first, $1.term) }
    }

    private static func isBefore(_ left: TermHit, _ right: TermHit) -> Bool {
        if left.isFaint != right.isFaint { return right.isFaint }
        if left.length != right.length { return left.length > right.length }
        if left.cost != right.cost { return left.cost < right.cost }
        if left.first != right.first { return left.first < right.first }
        if left.last != right.last { return left.last < right.last }
        return left.term < right.term
    }
}
