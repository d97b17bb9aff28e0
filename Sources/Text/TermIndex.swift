/// The terms of a `TermMatcher`, laid flat, with the anchors by which they are found.
struct TermIndex: Sendable {
    /// One character of a term and what may stand for it.
    struct Cell: Sendable {
        let scalar: UInt32
        /// The first letters of its readings as bits, a the lowest.
        let letters: UInt32
        /// Which of `masks` says what sounds like it; -1 where the term is not to be heard.
        let mask: Int32
        /// Its readings as syllables.
        let readings: Range<Int>
        /// Its parts, each a range of `symbols`; where the first of them stands in `ways`.
        let splits: Range<Int>
        let pictures: Range<Int>
    }

    struct Term: Sendable {
        let cells: Range<Int>
        let ways: MatchWays
        /// The number that finds are told by: its own, or that of the term it is a writing of.
        let number: Int32
        /// Characters of the term that is told.
        let length: UInt8
        /// What this writing disguises as it stands.
        let disguises: Disguise
    }

    /// Characters of a term that is looked for; a longer one is a sentence.
    static let cellsMax = 24
    /// Two characters in reverse can be told from accidents only by their neighbours.
    static let reversedMin = 2
    /// Fewer letters than two are no initials.
    static let initialsMin = 2
    /// Ways of taking a character apart that are looked for.
    private static let splitsMax = 3
    /// Pictures of one character or part.
    private static let picturesMax = 6

    private(set) var terms: [Term] = []
    private(set) var cells: [Cell] = []
    /// Sounds alike by number of `SoundSets`: 512 bits for each mask.
    private(set) var masks: [UInt64] = []
    private(set) var readings: [UInt16] = []
    /// Ranges of `symbols`.
    private(set) var ways: [Range<Int>] = []
    private(set) var symbols: [UInt32] = []
    /// Separators that terms are made of.
    private(set) var known = SymbolSet()
    private var maskOf: [UInt32: Int32] = [:]
    private var anchors: [UInt64: Set<AnchorTable.Candidate>] = [:]
    private var sounds: [Int: Set<Int32>] = [:]
    private let tables: TextTables

    var anchorTable: AnchorTable { AnchorTable(anchors) }
    var soundAnchors: SoundAnchors {
        SoundAnchors(
            byClasses: sounds, side: tables.pinyin.classCount + 1, sets: tables.sounds)
    }

    init(terms list: [MatchTerm], tables: TextTables) {
        self.tables = tables
        let folded = list.map { Self.symbols(of: $0.text, tables.folder) }
        for (number, term) in list.enumerated() {
            let scalars = folded[number]
            guard !scalars.isEmpty, scalars.count <= Self.cellsMax else { continue }
            let isWriting = term.base != nil || !term.disguises.isEmpty
            let told = term.base ?? number
            let length = term.base.map { folded[$0].count } ?? scalars.count
            add(
                scalars,
                Term(
                    cells: cells.count..<cells.count + scalars.count,
                    ways: isWriting ? .literal : term.ways.isEmpty ? .literal : term.ways,
                    number: Int32(told), length: UInt8(min(max(length, 1), 255)),
                    disguises: term.disguises))
        }
    }

    /// A term keeps its separators only where it is more than spaces between letters: `+v`, 🧨.
    private static func symbols(of text: String, _ folder: Folder) -> [UInt32] {
        let folded = folder.fold(text)
        return folded.scalars.prefix(folded.count).filter { $0 != 0x20 }
    }

    private mutating func add(_ scalars: [UInt32], _ term: Term) {
        let number = Int32(terms.count)
        let isHan = scalars.allSatisfy(Script.isHan)
        let ways = isHan ? term.ways : .literal
        terms.append(
            Term(
                cells: term.cells, ways: ways, number: term.number, length: term.length,
                disguises: term.disguises))
        for scalar in scalars {
            if !Script.isHan(scalar), !Script.isLatin(scalar), !Script.isDigit(scalar) {
                known.insert(scalar)
            }
            addCell(scalar, ways)
        }
        addAnchors(scalars, ways, number)
    }

    private mutating func addCell(_ scalar: UInt32, _ ways: MatchWays) {
        let readingStart = readings.count
        var mask: Int32 = -1
        if ways.contains(.sound) {
            readings += tables.pinyin.syllables(of: scalar)
            if readings.count > readingStart { mask = self.mask(of: scalar) }
        }
        let splitStart = self.ways.count
        if ways.contains(.split) {
            for parts in splits(of: scalar) { addWay(parts) }
        }
        let pictureStart = symbols.count
        let pictures = ways.contains(.picture) ? pictures(of: scalar) : []
        symbols += pictures
        for picture in pictures { known.insert(picture) }
        cells.append(
            Cell(
                scalar: scalar, letters: tables.pinyin.firstLetters(of: scalar), mask: mask,
                readings: readingStart..<readings.count,
                splits: splitStart..<self.ways.count, pictures: pictureStart..<symbols.count))
    }

    private mutating func addWay(_ parts: [UInt32]) {
        ways.append(symbols.count..<symbols.count + parts.count)
        symbols += parts
        for part in parts { for picture in pictures(of: part) { known.insert(picture) } }
    }

    /// The ways in which a character is taken apart, as a stream shows them: strokes that folding
    /// takes for separators are not there.
    private func splits(of scalar: UInt32) -> [[UInt32]] {
        tables.splits.ways(of: scalar).prefix(Self.splitsMax).compactMap { parts in
            let text = parts.reduce(into: String.UnicodeScalarView()) { result, part in
                if let part = Unicode.Scalar(part) { result.append(part) }
            }
            let folded = tables.folder.fold(String(text))
            let kept = (0..<folded.count).compactMap { place in
                folded.marks[place].contains(.separator) ? nil : folded.scalars[place]
            }
            return kept.isEmpty || kept == [scalar] ? nil : kept
        }
    }

    /// The pictures that are called as the character or part is.
    func pictures(of scalar: UInt32) -> [UInt32] {
        tables.pictures.ways(of: scalar).prefix(Self.picturesMax).compactMap(\.first)
    }

    private mutating func mask(of scalar: UInt32) -> Int32 {
        if let mask = maskOf[scalar] { return mask }
        let mask = Int32(masks.count / (SoundSets.limit / 64))
        var bits = [UInt64](repeating: 0, count: SoundSets.limit / 64)
        let classes = Set(tables.pinyin.classes(of: scalar))
        for (number, members) in tables.sounds.members.enumerated()
        where !classes.isDisjoint(with: members) {
            bits[number >> 6] |= 1 << UInt64(number & 63)
        }
        masks += bits
        maskOf[scalar] = mask
        return mask
    }

    // MARK: Anchors

    private mutating func addAnchors(_ scalars: [UInt32], _ ways: MatchWays, _ number: Int32) {
        let second = scalars.count > 1 ? scalars[1] : 0
        anchor(scalars[0], second, number, .forward)
        guard scalars.count > 1, scalars.allSatisfy(Script.isHan) else { return }
        if ways.contains(.split) { addSplitAnchors(scalars[0], second, ways, number) }
        if ways.contains(.picture) {
            for picture in pictures(of: scalars[0]) { anchor(picture, 0, number, .forward) }
            for picture in pictures(of: second) {
                anchor(scalars[0], picture, number, .forward)
            }
        }
        if ways.contains(.reversed), scalars.count >= Self.reversedMin, scalars[0] != second {
            anchor(scalars[scalars.count - 1], scalars[scalars.count - 2], number, .reversed)
        }
        if ways.contains(.initials), scalars.count >= Self.initialsMin {
            let firsts = Self.letters(tables.pinyin.firstLetters(of: scalars[0]))
            let seconds = Self.letters(tables.pinyin.firstLetters(of: second))
            for one in firsts { for two in seconds { anchor(one, two, number, .initials) } }
        }
        if ways.contains(.sound) {
            let side = tables.pinyin.classCount + 1
            for first in tables.pinyin.classes(of: scalars[0]) {
                for other in tables.pinyin.classes(of: second) {
                    sounds[Int(first) * side + Int(other), default: []].insert(number)
                }
            }
        }
    }

    private static func letters(_ bits: UInt32) -> [UInt32] {
        (0..<26).filter { bits & 1 << $0 != 0 }.map { 0x61 + $0 }
    }

    private mutating func addSplitAnchors(
        _ first: UInt32, _ second: UInt32, _ ways: MatchWays, _ number: Int32
    ) {
        func painted(_ part: UInt32) -> [UInt32] {
            ways.contains(.picture) ? [part] + pictures(of: part) : [part]
        }
        for parts in splits(of: first) {
            // A character of one part is another form of it: 叁 for 三.
            let next = parts.count > 1 ? painted(parts[1]) : [second]
            for one in painted(parts[0]) {
                for two in next { anchor(one, two, number, .forward) }
            }
        }
        for parts in splits(of: second) {
            for one in painted(parts[0]) { anchor(first, one, number, .forward) }
        }
    }

    private mutating func anchor(
        _ first: UInt32, _ second: UInt32, _ term: Int32, _ way: AnchorTable.Candidate.Way
    ) {
        anchors[AnchorTable.key(first, second), default: []]
            .insert(AnchorTable.Candidate(term: term, way: way))
    }
}
