/// Sounds of characters: toneless syllables (无声调拼音), ranked readings, near-sound classes.
///
/// A syllable's number is 1 and up, 0 means no sound. Two syllables are of one class when people
/// mix them up: n/l, f/h, zh/z, ch/c, sh/s at the beginning, -ng/-n at the end. A class, as
/// `TextTables` is.
package final class Pinyin: Sendable {
    /// Han characters of the basic block have readings here.
    private static let block: ClosedRange<UInt32> = 0x4E00...0x9FFF

    package let names: [String]
    /// The near-sound class of each syllable; classes are 1 and up.
    package let classes: [UInt16]
    package let classCount: Int
    /// The class of each syllable in f- when it is heard with a plain h-, 0 for all others.
    private let others: [UInt16]
    /// Readings by place in the block, the most used first, one character's after another's.
    private let starts: [UInt32]
    private let readings: [UInt16]
    private let trie: SyllableTrie
    /// The first letter of each syllable as a bit, a is the lowest.
    private let letters: [UInt32]

    /// Reads `pinyin.tsv`: a syllable, then the characters that have it as first, second … reading.
    ///
    /// - Throws: `TextError.tableMalformed`, `.tableEmpty`.
    package init(table bytes: [UInt8]) throws(TextError) {
        var names = [""]
        var ranked: [[(rank: Int, syllable: UInt16)]] = Array(
            repeating: [], count: Self.block.count)
        var reader = TableReader(bytes)
        while let cells = reader.cells() {
            let syllable = UInt16(names.count)
            guard cells.count >= 2, let letters = cells[0].scalars, !letters.isEmpty,
                letters.allSatisfy(Script.isLatin), names.count < 2_048
            else { throw .tableMalformed(table: "pinyin", line: reader.line) }
            names.append(String(decoding: cells[0], as: UTF8.self))
            for (rank, cell) in cells.dropFirst().enumerated() {
                guard let characters = cell.scalars, characters.allSatisfy(Self.block.contains)
                else { throw .tableMalformed(table: "pinyin", line: reader.line) }
                for character in characters {
                    ranked[Int(character - Self.block.lowerBound)].append((rank, syllable))
                }
            }
        }
        if names.count == 1 { throw .tableEmpty(table: "pinyin") }
        self.names = names
        var starts: [UInt32] = [0]
        var readings: [UInt16] = []
        for list in ranked {
            readings += list.sorted { $0.rank < $1.rank }.map(\.syllable)
            starts.append(UInt32(readings.count))
        }
        self.starts = starts
        self.readings = readings
        let (classes, numbers) = Self.classes(of: names)
        self.classes = classes
        classCount = numbers.count
        others = names.enumerated().map { syllable, name in
            guard name.hasPrefix("f"),
                let other = numbers[Self.nearSound("h" + name.dropFirst())],
                other != classes[syllable]
            else { return 0 }
            return other
        }
        trie = SyllableTrie(names)
        letters = names.map { name in name.utf8.first.map { 1 << UInt32($0 - 0x61) } ?? 0 }
    }

    /// The first letters of all readings of `scalar` as bits, a the lowest.
    func firstLetters(of scalar: UInt32) -> UInt32 {
        var result: UInt32 = 0
        for syllable in syllables(of: scalar) { result |= letters[Int(syllable)] }
        return result
    }

    /// The most used reading of `scalar`, 0 where it has none.
    package func syllable(of scalar: UInt32) -> UInt16 { syllables(of: scalar).first ?? 0 }

    /// All common readings of `scalar`, the most used first.
    package func syllables(of scalar: UInt32) -> ArraySlice<UInt16> {
        guard Self.block.contains(scalar) else { return [] }
        let place = Int(scalar - Self.block.lowerBound)
        return readings[Int(starts[place])..<Int(starts[place + 1])]
    }

    /// The near-sound classes of `scalar`, each once, in rising order.
    package func classes(of scalar: UInt32) -> [UInt16] {
        var result: Set<UInt16> = []
        for syllable in syllables(of: scalar) {
            forEachClass(ofSyllable: syllable) { result.insert($0) }
        }
        return result.sorted()
    }

    /// Calls `body` with the class of a syllable, and for one in f- also with that of the plain h-:
    /// `fan` is heard as `huan` in one place and as `han` in another.
    @inline(__always)
    func forEachClass(ofSyllable syllable: UInt16, _ body: (UInt16) -> Void) {
        body(classes[Int(syllable)])
        let other = others[Int(syllable)]
        if other != 0 { body(other) }
    }

    /// Calls `body` with the classes of `scalar`, where it has several readings perhaps one twice.
    @inline(__always)
    func forEachClass(of scalar: UInt32, _ body: (UInt16) -> Void) {
        guard Self.block.contains(scalar) else { return }
        let place = Int(scalar - Self.block.lowerBound)
        for reading in Int(starts[place])..<Int(starts[place + 1]) {
            forEachClass(ofSyllable: readings[reading], body)
        }
    }

    /// Cuts a run of Latin letters into syllables: lengths and numbers, in order; false where it is
    /// no pinyin.
    ///
    /// Of several ways the one with the fewest syllables is taken, the longer syllable first.
    package func segment(
        _ letters: ArraySlice<UInt32>, into result: inout [(length: Int, syllable: UInt16)]
    ) -> Bool {
        trie.segment(letters, into: &result)
    }

    /// Calls `body` with every syllable that `letters` begins with, the shortest first.
    func forEachPrefix(of letters: ArraySlice<UInt32>, _ body: (Int, UInt16) -> Void) {
        trie.forEachPrefix(of: letters, body)
    }

    /// The same for what stands in `symbols` from `place` up to `end`.
    @inline(__always)
    func forEachPrefix(
        of symbols: borrowing [UInt32], from place: Int, to end: Int, _ body: (Int, UInt16) -> Void
    ) {
        trie.forEachPrefix(of: symbols, from: place, to: end, body)
    }

    /// Whether a syllable can begin with the two symbols, the first of them a Latin letter.
    @inline(__always)
    func canBegin(_ first: UInt32, _ second: UInt32) -> Bool { trie.canBegin(first, second) }

    private static func classes(of names: [String]) -> ([UInt16], [String: UInt16]) {
        var numbers: [String: UInt16] = [:]
        let classes = names.map { name -> UInt16 in
            if name.isEmpty { return 0 }
            let key = nearSound(name)
            let number = numbers[key] ?? UInt16(numbers.count + 1)
            numbers[key] = number
            return number
        }
        return (classes, numbers)
    }

    /// The syllable that stands for all that sound near: `huang` and `fang` give `huan`.
    package static func nearSound(_ name: String) -> String {
        var letters = Array(name.utf8)
        if letters.count > 2, letters[1] == 0x68, [0x7A, 0x63, 0x73].contains(letters[0]) {
            letters.remove(at: 1)
        }
        if letters.first == 0x6E, letters.count > 1 { letters[0] = 0x6C }
        if letters.first == 0x66 {
            let isFu = letters.dropFirst() == [0x75]
            letters.replaceSubrange(0..<1, with: isFu ? [0x68] : [0x68, 0x75])
        }
        if letters.count > 2, letters.suffix(2) == [0x6E, 0x67] { letters.removeLast() }
        let result = String(decoding: letters, as: UTF8.self)
        // fei, fen, feng, fou: written out, hu + ei is hui, hu + en is hun, hu + eng is hong.
        return ["huei": "hui", "huen": "hun", "huou": "hou", "hon": "hun"][result] ?? result
    }
}

/// Pinyin syllables as a trie of 26 children a node.
struct SyllableTrie: Sendable {
    /// Longer runs are no pinyin but words, links and codes.
    static let lettersMax = 32
    /// The longest syllables: zhuang, chuang, shuang.
    static let syllableLettersMax = 6

    private var children: [UInt16] = [UInt16](repeating: 0, count: 26)
    private var syllables: [UInt16] = [0]
    /// For each first letter the second ones that a syllable can go on with; the bit behind the
    /// letters says that the first is a syllable by itself.
    private var seconds = InlineArray<26, UInt32>(repeating: 0)

    init(_ names: [String]) {
        for (number, name) in names.enumerated() where !name.isEmpty {
            var node = 0
            for letter in name.utf8 { node = child(of: node, Int(letter) - 0x61) }
            syllables[node] = UInt16(number)
        }
        for first in 0..<26 {
            let node = Int(children[first])
            if node == 0 { continue }
            if syllables[node] != 0 { seconds[first] |= 1 << 26 }
            for second in 0..<26 where children[node * 26 + second] != 0 {
                seconds[first] |= 1 << UInt32(second)
            }
        }
    }

    @inline(__always)
    func canBegin(_ first: UInt32, _ second: UInt32) -> Bool {
        let ways = seconds[Int(first &- 0x61)]
        let letter = second &- 0x61
        return ways & (1 << 26 | (letter < 26 ? 1 << letter : 0)) != 0
    }

    @inline(__always)
    func forEachPrefix(
        of symbols: borrowing [UInt32], from place: Int, to end: Int, _ body: (Int, UInt16) -> Void
    ) {
        var node = 0
        var next = place
        while next < min(end, place + Self.syllableLettersMax), Script.isLatin(symbols[next]) {
            node = Int(children[node * 26 + Int(symbols[next]) - 0x61])
            if node == 0 { return }
            next += 1
            if syllables[node] != 0 { body(next - place, syllables[node]) }
        }
    }

    private mutating func child(of node: Int, _ letter: Int) -> Int {
        if children[node * 26 + letter] == 0 {
            children[node * 26 + letter] = UInt16(syllables.count)
            syllables.append(0)
            children += [UInt16](repeating: 0, count: 26)
        }
        return Int(children[node * 26 + letter])
    }

    func forEachPrefix(of letters: ArraySlice<UInt32>, _ body: (Int, UInt16) -> Void) {
        var node = 0
        for (place, letter) in letters.prefix(Self.syllableLettersMax).enumerated() {
            guard Script.isLatin(letter) else { return }
            node = Int(children[node * 26 + Int(letter) - 0x61])
            if node == 0 { return }
            if syllables[node] != 0 { body(place + 1, syllables[node]) }
        }
    }

    func segment(
        _ letters: ArraySlice<UInt32>, into result: inout [(length: Int, syllable: UInt16)]
    ) -> Bool {
        let count = letters.count
        guard count >= 1, count <= Self.lettersMax else { return false }
        // Fewest syllables from each place to the end; 255 is none. Small, so on the stack.
        var fewest = InlineArray<33, UInt8>(repeating: 255)
        var lengths = InlineArray<33, UInt8>(repeating: 0)
        var numbers = InlineArray<33, UInt16>(repeating: 0)
        fewest[count] = 0
        for place in (0..<count).reversed() {
            forEachPrefix(of: letters.dropFirst(place)) { length, syllable in
                let rest = fewest[place + length]
                if rest != 255, rest + 1 <= fewest[place] {
                    fewest[place] = rest + 1
                    lengths[place] = UInt8(length)
                    numbers[place] = syllable
                }
            }
        }
        guard fewest[0] != 255 else { return false }
        var place = 0
        while place < count {
            result.append((Int(lengths[place]), numbers[place]))
            place += Int(lengths[place])
        }
        return true
    }
}
