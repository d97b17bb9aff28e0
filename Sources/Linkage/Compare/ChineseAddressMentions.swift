import Text

/// A stretch of an address that can name divisions.
struct DivisionMention {
    /// Folded scalars, end exclusive.
    let start: Int
    let end: Int
    /// What the name stands for: places in `NameTrie.entries`.
    let entries: Range<Int>
    /// Forms, as bits of `NameForm`, and ranks, as bits of `DivisionLevel`, in which it may be
    /// taken.
    let forms: UInt8
    let ranks: UInt8
    let strength: Strength

    enum Strength: UInt8 {
        /// Part of another word: decides only between equals.
        case weak
        /// A whole name in the middle of a word.
        case inside
        /// Behind a separator or another division.
        case plain
    }

    @inline(__always)
    func allows(_ form: UInt32, _ level: DivisionLevel) -> Bool {
        forms >> UInt8(form) & 1 != 0 && ranks >> level.rawValue & 1 != 0
    }
}

/// Finds what can name a division in a folded address.
///
/// A full name counts anywhere; a short one (祁阳) only behind a separator or another division, and
/// not before a word that makes it a road's or a place's (北仑大道, 龙泉苑), for most roads and
/// estates are named after some division.
struct MentionScanner {
    private let index: DivisionIndex
    private let scalars: [UInt32]
    private let isSeparator: [Bool]
    private(set) var mentions: [DivisionMention] = []

    /// The longest name of the table is 27 characters long.
    private static let lettersMax = 32

    init(_ index: DivisionIndex, _ line: AddressLine) {
        self.index = index
        scalars = line.scalars
        isSeparator = line.isSeparator
        mentions.reserveCapacity(8)
    }

    mutating func scan() {
        var at = 0
        var isBoundary = true
        while at < scalars.count {
            if isSeparator[at] {
                isBoundary = true
                at += 1
            } else if let country = DivisionWords.countries.first(where: { begins($0, at) }) {
                append(word: at..<(at + country.count))
                at += country.count
                isBoundary = true
            } else if let mention = mention(at: at, isBoundary: isBoundary) {
                mentions.append(mention)
                at = mention.end
                isBoundary = true
            } else if isBoundary, let end = unknownCounty(at) {
                append(word: at..<end)
                at = end
            } else {
                isBoundary = false
                at += 1
            }
        }
    }

    /// A word that is no part of the rest, and says nothing.
    private mutating func append(word: Range<Int>) {
        mentions.append(
            DivisionMention(
                start: word.lowerBound, end: word.upperBound, entries: 0..<0, forms: 0, ranks: 0,
                strength: .plain))
    }

    /// The end of a county that the table does not have (宣武区): two or three characters and 区, 县
    /// or 市 behind a province or city, or between any division and a town.
    private func unknownCounty(_ start: Int) -> Int? {
        guard follows(start), let last = mentions.last(where: { $0.strength != .weak }) else {
            return nil
        }
        for length in 2...3 where start + length < scalars.count {
            switch scalars[start + length] {
            case 0x533A, 0x53BF, 0x5E02:
                let end = start + length + 1
                let isExpected = last.ranks != 0 && last.ranks & 0b1100 == 0
                let isCounty =
                    isExpected && !DivisionWords.beforeOtherAreas.contains(scalars[end - 2])
                    && scalars[end - 1] != 0x5E02
                return isCounty || isStrong(end) ? end : nil
            default: continue
            }
        }
        return nil
    }

    /// Whether a whole name of a division begins at `start`.
    private func isStrong(_ start: Int) -> Bool {
        var node: UInt32 = 0
        var at = start
        while at < scalars.count, at - start < Self.lettersMax {
            node = index.trie.step(node, scalars[at])
            if node == 0 { return false }
            at += 1
            if at - start > 2,
                index.trie.range(node).contains(where: { index.trie.entries[$0] & 7 < 2 })
            {
                return true
            }
        }
        return false
    }

    private mutating func mention(at start: Int, isBoundary: Bool) -> DivisionMention? {
        var ends = InlineArray<32, (end: Int, node: UInt32)>(repeating: (0, 0))
        var found = 0
        var node: UInt32 = 0
        var at = start
        while at < scalars.count, at - start < Self.lettersMax {
            node = index.trie.step(node, scalars[at])
            if node == 0 { break }
            at += 1
            if at - start > 1, !index.trie.range(node).isEmpty {
                ends[found] = (at, node)
                found += 1
            }
        }
        while found > 0 {
            found -= 1
            let (end, node) = ends[found]
            if let mention = accept(start, end, index.trie.range(node), isBoundary) {
                return mention
            }
        }
        return nil
    }

    private mutating func accept(
        _ start: Int, _ end: Int, _ range: Range<Int>, _ isBoundary: Bool
    ) -> DivisionMention? {
        var strong: UInt8 = 0
        var short: UInt8 = 0
        for place in range {
            let entry = index.trie.entries[place]
            let rank = UInt8(1) << index.levels[Int(entry >> 3)].rawValue
            switch entry & 7 {
            case NameForm.short.rawValue: short |= rank
            case NameForm.zone.rawValue: if isBoundary { strong |= rank }
            default: strong |= rank
            }
        }
        if strong != 0, isWhole(end), isBoundary || end - start > 2 {
            // A short name beside it (吉林 is a province and a city) is one as well.
            let forms = Self.strongForms | (isBoundary ? Self.shortForm : 0)
            return DivisionMention(
                start: start, end: end, entries: range, forms: forms, ranks: strong | short,
                strength: isBoundary ? .plain : .inside)
        }
        guard short != 0 else { return nil }
        if isBoundary, let longer = extended(start, end, range, short) { return longer }
        // 南京东路 is a road before it is 南京东路街道.
        let isTown =
            short & 0b1000 != 0 && follows(start) && !AddressWords.isRoadWord(scalars[end - 1])
            && !isFormerCounty(end)
        if isBoundary, short & 0b111 != 0 || isTown, !isPartOfName(end) {
            return DivisionMention(
                start: start, end: end, entries: range, forms: Self.shortForm,
                ranks: isTown ? short : short & 0b111, strength: .plain)
        }
        if short & 0b1000 != 0, mentions.count < 64 {
            mentions.append(
                DivisionMention(
                    start: start, end: end, entries: range, forms: Self.shortForm, ranks: 0b1000,
                    strength: .weak))
        }
        return nil
    }

    /// 萝岗区 was a district before it was 萝岗街道.
    private func isFormerCounty(_ end: Int) -> Bool {
        end < scalars.count && (scalars[end] == 0x533A || scalars[end] == 0x53BF)
    }

    private static let strongForms: UInt8 = 0b1_0011
    private static let shortForm: UInt8 = 0b100

    /// A short name with another word for its rank: 从化市, 七里办事处.
    private func extended(
        _ start: Int, _ end: Int, _ range: Range<Int>, _ short: UInt8
    ) -> DivisionMention? {
        var longest = 0
        var ranks: UInt8 = 0
        for (rank, words) in DivisionWords.ranks.enumerated() where short >> UInt8(rank) & 1 != 0 {
            guard let word = words.first(where: { begins($0, end) }) else { continue }
            if word.count > longest {
                longest = word.count
                ranks = 0
            }
            if word.count == longest { ranks |= 1 << UInt8(rank) }
        }
        guard longest > 0, isWhole(end + longest) else { return nil }
        return DivisionMention(
            start: start, end: end + longest, entries: range, forms: Self.shortForm, ranks: ranks,
            strength: .plain)
    }

    /// Whether a name can end before `end`: 市 before 场 and 区 before 域 belong to another word.
    private func isWhole(_ end: Int) -> Bool {
        guard end < scalars.count, end > 0 else { return true }
        switch scalars[end - 1] {
        case 0x5E02: return !DivisionWords.afterCity.contains(scalars[end])
        case 0x533A: return !DivisionWords.afterCounty.contains(scalars[end])
        default: return true
        }
    }

    /// Whether the division before it ends right where `start` is, separators left out.
    private func follows(_ start: Int) -> Bool {
        guard let last = mentions.last(where: { $0.strength != .weak }) else { return false }
        return last.end <= start && (last.end..<start).allSatisfy { isSeparator[$0] }
    }

    /// Whether the short name that ends at `end` is part of a road's or a place's name.
    private func isPartOfName(_ end: Int) -> Bool {
        guard end < scalars.count, !isSeparator[end], !isStrong(end) else { return false }
        if DivisionWords.places.contains(where: { begins($0, end) }) { return true }
        var at = end
        while at < scalars.count, at - end < 3, DivisionWords.directions.contains(scalars[at]) {
            if isRoad(at) { return true }
            at += 1
        }
        return isRoad(at)
    }

    private func isRoad(_ place: Int) -> Bool {
        DivisionWords.roads.contains { begins($0, place) }
    }

    @inline(__always)
    private func begins(_ word: [UInt32], _ place: Int) -> Bool {
        guard place + word.count <= scalars.count, scalars[place] == word[0] else { return false }
        for offset in 1..<max(word.count, 1) where scalars[place + offset] != word[offset] {
            return false
        }
        return true
    }
}

/// A folded address as its readers look at it.
struct AddressLine {
    let scalars: [UInt32]
    let isSeparator: [Bool]

    /// Longer addresses are cut: no address has so many characters.
    static let scalarsMax = 512

    init(_ text: FoldedText) {
        let count = min(text.count, Self.scalarsMax)
        scalars = Array(text.scalars[0..<count])
        isSeparator = text.marks[0..<count].map { $0.contains(.separator) }
    }
}
