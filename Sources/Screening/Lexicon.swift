import Primitives
package import Text

/// One term of the lexicon.
package struct LexiconTerm: Hashable, Sendable {
    package let term: String
    package let group: TermGroup
    package let ways: MatchWays
    /// What a person would call it: the class of goods or the meaning.
    package let canonical: String
    /// Its class by GB 10631 (烟花爆竹类别), empty where it has none or it is not known.
    package let goodsClass: String
    /// Words that, standing near, make its sense a benign one: 水枪 for 加特林.
    package let unless: [String]
    /// A text in which it must be found, and one in which it must not.
    package let hit: String
    package let miss: String
    package let source: String
    /// The number of the term that this is only another writing of: its canonical name is that
    /// term's with the way in brackets, `烟花(同音)`.
    package fileprivate(set) var base: Int?
    /// What such a writing disguises.
    package fileprivate(set) var disguises: Disguise = []
}

/// The terms that screening knows (词库): data, versioned, editable as a tab-separated table.
///
/// The first line is `# name@version`, the second the header `Lexicon.header`; then one term a
/// line. The ways of `match`: literal, sound, initials, split, emoji, parted by commas. The words
/// of `unless` are parted by spaces.
package struct Lexicon: Sendable {
    package static let header = [
        "term", "group", "match", "canonical", "class", "unless", "hit", "miss", "source",
    ]

    /// `name@version` of its first line.
    package let name: String
    package let terms: [LexiconTerm]
    /// Of the file's bytes; a model carries the digest of the lexicon it was trained with.
    package let digest: UInt64

    /// - Throws: `ScreeningError.lexiconHeader`, `.lexiconLine` with the first bad line,
    ///   `.lexiconEmpty`.
    package static func parse(_ bytes: [UInt8]) throws(ScreeningError) -> Lexicon {
        guard let name = firstLine(bytes) else { throw .lexiconHeader }
        var reader = TableReader(bytes)
        guard let head = reader.cells(), head.map({ String(decoding: $0, as: UTF8.self) }) == header
        else { throw .lexiconHeader }
        var terms: [LexiconTerm] = []
        var seen: Set<String> = []
        while let cells = reader.cells() {
            let term = try parse(
                cells.map { String(decoding: $0, as: UTF8.self) }, line: reader.line)
            guard seen.insert(term.term).inserted else {
                throw .lexiconLine(reader.line, reason: "the term \(term.term) is there twice")
            }
            terms.append(term)
        }
        if terms.isEmpty { throw .lexiconEmpty }
        resolveWritings(&terms)
        let digest = bytes.reduce(StableHash.start) { StableHash.adding($1, to: $0) }
        return Lexicon(name: name, terms: terms, digest: StableHash.mixed(digest))
    }

    /// Ties 咽花, whose canonical name is `烟花(同音)`, to 烟花.
    ///
    /// Pictures alone stay terms of their own: 🎆 in a greeting is no word for goods.
    private static func resolveWritings(_ terms: inout [LexiconTerm]) {
        var numbers: [String: Int] = [:]
        for (number, term) in terms.enumerated() { numbers[term.term] = number }
        for number in terms.indices {
            if isHalfPinyin(terms[number]) { terms[number].disguises = .pinyin }
            let parts = terms[number].canonical.split(separator: "(", maxSplits: 1)
            guard parts.count == 2, parts[1].hasSuffix(")"),
                let disguise = disguise(String(parts[1].dropLast()))
            else { continue }
            terms[number].disguises = disguise
            let isWritten = terms[number].term.unicodeScalars.contains {
                $0.properties.isAlphabetic
            }
            if isWritten, terms[number].group != .benign,
                let base = numbers[String(parts[0])], base != number
            {
                terms[number].base = base
            }
        }
    }

    /// 浏阳yan花: goods written half in letters are in disguise as they stand.
    private static func isHalfPinyin(_ term: LexiconTerm) -> Bool {
        guard term.group == .product || term.group == .slang else { return false }
        let scalars = term.term.unicodeScalars.map(\.value)
        return scalars.contains(where: Script.isHan) && scalars.count(where: Script.isLatin) >= 2
    }

    private static func disguise(_ name: String) -> Disguise? {
        switch name {
        case "同音": .homophone
        case "近音": .nearSound
        case "形近": .glyph
        case "拼音", "半拼音": .pinyin
        case "首字母", "近音首字母": .initials
        case "拆字": .split
        case "表情": .picture
        case "倒写": .reversed
        default: nil
        }
    }

    private static func firstLine(_ bytes: [UInt8]) -> String? {
        let line = String(decoding: bytes.prefix { $0 != 0x0A && $0 != 0x0D }, as: UTF8.self)
        guard line.hasPrefix("# ") else { return nil }
        let name = line.dropFirst(2)
        let parts = name.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty }), !name.contains(" ") else {
            return nil
        }
        return String(name)
    }

    private static func parse(
        _ cells: [String], line: Int
    ) throws(ScreeningError) -> LexiconTerm {
        guard cells.count == header.count else {
            throw .lexiconLine(
                line, reason: "\(cells.count) cells instead of \(header.count)")
        }
        guard !cells[0].isEmpty, cells[0].utf8.count <= Limits.lexiconTermBytesMax else {
            throw .lexiconLine(
                line, reason: "a term has 1 to \(Limits.lexiconTermBytesMax) bytes")
        }
        guard let group = TermGroup(rawValue: cells[1]) else {
            throw .lexiconLine(line, reason: "there is no group '\(cells[1])'")
        }
        var ways: MatchWays = []
        for name in cells[2].split(separator: ",") {
            guard let way = way(String(name)) else {
                throw .lexiconLine(line, reason: "there is no way of matching '\(name)'")
            }
            ways.formUnion(way)
        }
        let unless = cells[5].split(separator: " ").map(String.init)
        guard unless.count <= Limits.unlessWordsMax else {
            throw .lexiconLine(
                line, reason: "more than \(Limits.unlessWordsMax) words make it benign")
        }
        return LexiconTerm(
            term: cells[0], group: group, ways: ways.isEmpty ? .literal : ways,
            canonical: cells[3], goodsClass: cells[4], unless: unless, hit: cells[6],
            miss: cells[7], source: cells[8])
    }

    private static func way(_ name: String) -> MatchWays? {
        switch name {
        case "literal": .literal
        case "sound": .sound
        case "initials": .initials
        case "split": .split
        case "emoji": .picture
        default: nil
        }
    }
}
