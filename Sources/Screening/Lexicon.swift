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
    package internal(set) var base: Int?
    /// What such a writing disguises.
    package internal(set) var disguises: Disguise = []
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
        guard let name = nameLine(bytes) else { throw .lexiconHeader }
        var reader = TableReader(bytes)
        guard let head = reader.cells(), head.map({ String(decoding: $0, as: UTF8.self) }) == header
        else { throw .lexiconHeader }
        var terms: [LexiconTerm] = []
        var seen: Set<String> = []
        while let cells = reader.cells() {
            let row = LexiconRow(
                line: reader.line, cells: cells.map { String(decoding: $0, as: UTF8.self) })
            var faults: [LexiconFault] = []
            guard let term = LexiconTerm(row, faults: &faults) else {
                throw .lexiconLine(reader.line, reason: faults.first?.reason ?? "cannot be read")
            }
            guard seen.insert(term.term).inserted else {
                throw .lexiconLine(reader.line, reason: "the term \(term.term) is there twice")
            }
            terms.append(term)
        }
        if terms.isEmpty { throw .lexiconEmpty }
        return Lexicon(name: name, terms: terms, bytes: bytes)
    }

    /// A lexicon of `terms`, whose digest is that of `bytes`, the file that holds them.
    init(name: String, terms: [LexiconTerm], bytes: [UInt8]) {
        var terms = terms
        Self.resolveWritings(&terms)
        self.name = name
        self.terms = terms
        digest = StableHash.mixed(
            bytes.reduce(StableHash.start) { StableHash.adding($1, to: $0) })
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

    /// The name on a file's first line, `# name@version`; nil where it has none.
    package static func nameLine(_ bytes: [UInt8]) -> String? {
        let line = String(decoding: bytes.prefix { $0 != 0x0A && $0 != 0x0D }, as: UTF8.self)
        guard line.hasPrefix("# ") else { return nil }
        let name = String(line.dropFirst(2))
        return isName(name) ? name : nil
    }

    /// Whether `text` can name a lexicon: `name@version`.
    ///
    /// At most `Limits.idBytesMax` bytes, without white space, slashes, quotes and what a file's
    /// name must not hold.
    package static func isName(_ text: String) -> Bool {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        let isPlain = text.unicodeScalars.allSatisfy { scalar in
            scalar.value > 0x20 && scalar.value != 0x7F && !scalar.properties.isWhitespace
                && !"/\\\"'<>|:*?".unicodeScalars.contains(scalar)
        }
        return parts.count == 2 && parts.allSatisfy { !$0.isEmpty } && isPlain
            && text.utf8.count <= Limits.idBytesMax
    }
}
