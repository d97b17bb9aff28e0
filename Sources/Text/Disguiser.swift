package import Primitives

/// Hides words as sellers do: what `TermMatcher` undoes, done on purpose, for attacks and training.
///
/// The same seed gives the same texts. Read-only; a class, as `TextTables` is.
package final class Disguiser: Sendable {
    /// One way of hiding.
    package enum Way: String, CaseIterable, Sendable {
        case width, traditional, glyph, invisible, inserted, homophone, nearSound, pinyin, initials
        case split, picture, reversed, repeated
    }

    private let tables: TextTables
    private let bySyllable: [UInt16: [UInt32]]
    private let byClass: [UInt16: [UInt32]]
    private let traditional: [UInt32: [UInt32]]

    /// Characters of a sound that sellers choose from: the commonest.
    private static let choicesMax = 14
    private static let separators: [Character] = ["*", "-", " ", "·", ".", "_", "/", "❤", "~"]
    private static let invisibles: [Character] = ["\u{200B}", "\u{200D}", "\u{2060}", "\u{FEFF}"]
    /// Bold, script and wide letters that begin an alphabet: a letter's own is as far behind.
    private static let alphabets: [UInt32] = [0x1D41A, 0x1D4EA, 0x1D5EE, 0xFF41]

    package init(tables: TextTables) {
        self.tables = tables
        var bySyllable: [UInt16: [UInt32]] = [:]
        var byClass: [UInt16: [UInt32]] = [:]
        // The characters that people know, the commonest first.
        let known = (0x4E00...0x9FFF).map { UInt32($0) }
            .filter { tables.pairs.surprise(of: $0) < 19 }
            .sorted {
                (tables.pairs.surprise(of: $0), $0) < (tables.pairs.surprise(of: $1), $1)
            }
        for scalar in known {
            let syllable = tables.pinyin.syllable(of: scalar)
            guard syllable != 0 else { continue }
            bySyllable[syllable, default: []].append(scalar)
            byClass[tables.pinyin.classes[Int(syllable)], default: []].append(scalar)
        }
        self.bySyllable = bySyllable.mapValues { Array($0.prefix(Self.choicesMax)) }
        self.byClass = byClass.mapValues { Array($0.prefix(Self.choicesMax * 2)) }
        traditional = tables.folder.table.sources(of: .traditional)
    }

    /// `word` hidden in one way; nil where it can not be hidden so.
    ///
    /// - Parameter share: the part of the characters that change, 0 (one of them) to 1 (all), in
    /// the   ways that change characters one by one.
    package func hide(
        _ word: String, _ way: Way, share: Double, _ random: inout SeededRandom
    ) -> String? {
        let scalars = word.unicodeScalars.map(\.value)
        guard scalars.count >= 2, scalars.allSatisfy(Script.isHan) else { return nil }
        switch way {
        case .inserted: return between(scalars, Self.separators, share, &random)
        case .invisible: return between(scalars, Self.invisibles, share, &random)
        case .reversed:
            return scalars.first == scalars.last && scalars.count < 3
                ? nil : Self.text(scalars.reversed())
        case .initials:
            let letters = scalars.compactMap { self.letters(of: $0).first }
            return letters.count == scalars.count ? String(letters) : nil
        default:
            var result = ""
            var changed = false
            for (scalar, isChosen) in zip(scalars, chosen(scalars.count, share, &random)) {
                if isChosen, let other = stand(for: scalar, way, &random) {
                    result += other
                    changed = true
                } else {
                    result += Self.text([scalar])
                }
            }
            return changed ? result : nil
        }
    }

    /// Which of `count` characters change: at least one.
    private func chosen(
        _ count: Int, _ share: Double, _ random: inout SeededRandom
    ) -> [Bool] {
        var result = (0..<count).map { _ in random.chance(share) }
        if !result.contains(true) { result[random.below(count)] = true }
        return result
    }

    private func between(
        _ scalars: [UInt32], _ marks: [Character], _ share: Double, _ random: inout SeededRandom
    ) -> String {
        let mark = random.pick(marks)
        let gaps = chosen(scalars.count - 1, share, &random)
        var result = ""
        for (place, scalar) in scalars.enumerated() {
            if place > 0, gaps[place - 1] { result.append(mark) }
            result += Self.text([scalar])
        }
        return result
    }

    private func stand(
        for scalar: UInt32, _ way: Way, _ random: inout SeededRandom
    ) -> String? {
        switch way {
        case .homophone:
            let same = bySyllable[tables.pinyin.syllable(of: scalar)] ?? []
            return other(than: scalar, among: same, &random)
        case .nearSound:
            let syllable = tables.pinyin.syllable(of: scalar)
            let near = (byClass[tables.pinyin.classes[Int(syllable)]] ?? []).filter {
                !tables.pinyin.syllables(of: $0).contains(syllable)
            }
            return other(than: scalar, among: near, &random)
        case .traditional: return traditional[scalar].map { Self.text([random.pick($0)]) }
        case .pinyin: return tables.pinyin.syllable(of: scalar) == 0 ? nil : letters(of: scalar)
        case .width, .glyph:
            let alphabet = way == .width ? Self.alphabets[3] : random.pick(Self.alphabets)
            let letters = letters(of: scalar)
            if letters.isEmpty { return nil }
            return Self.text(letters.utf8.map { alphabet + UInt32($0) - 0x61 })
        case .split: return tables.splits.ways(of: scalar).first.map(Self.text)
        case .picture:
            let pictures = tables.pictures.ways(of: scalar)
            return pictures.isEmpty ? nil : Self.text(random.pick(pictures))
        case .repeated:
            return Self.text([UInt32](repeating: scalar, count: 2 + random.below(2)))
        case .inserted, .invisible, .initials, .reversed: return nil
        }
    }

    private func other(
        than scalar: UInt32, among all: [UInt32], _ random: inout SeededRandom
    ) -> String? {
        let others = all.filter { $0 != scalar }
        return others.isEmpty ? nil : Self.text([random.pick(others)])
    }

    private func letters(of scalar: UInt32) -> String {
        tables.pinyin.names[Int(tables.pinyin.syllable(of: scalar))]
    }

    private static func text(_ scalars: [UInt32]) -> String {
        var result = String.UnicodeScalarView()
        for scalar in scalars {
            if let scalar = Unicode.Scalar(scalar) { result.append(scalar) }
        }
        return String(result)
    }
}
