/// The patterns that terms are looked for by, for the two automata of a `TermMatcher`.
struct TermPatterns {
    /// What a pattern stands for.
    struct Origin: Sendable {
        let term: Int32
        /// Characters of the term.
        let length: UInt8
        /// What the pattern itself adds: nothing, initials, split, picture.
        let disguises: Disguise
    }

    /// Written variants of one term: enough for a few characters with several ways each, a bound
    /// for a term that would explode.
    static let variantsPerTermMax = 96
    /// Sound variants of one term, from characters of several readings.
    static let readingsPerTermMax = 12
    /// Fewer letters than two are no initials.
    static let initialsMin = 2
    /// Two characters in reverse are too often words of their own.
    static let reversedMin = 3

    var written: [[UInt32]] = []
    var writtenOrigins: [Origin] = []
    var sounded: [[UInt32]] = []
    var soundedOrigins: [Origin] = []
    /// The folded characters of each term, against which a find by sound is compared.
    var folded: [[UInt32]] = []

    private let tables: TextTables

    init(terms: [MatchTerm], tables: TextTables) {
        self.tables = tables
        folded = terms.map { Self.symbols(tables.folder.fold($0.text)) }
        for (number, term) in terms.enumerated() {
            let symbols = folded[number]
            guard !symbols.isEmpty, symbols.count <= Int(UInt8.max) else { continue }
            if term.base != nil || !term.disguises.isEmpty {
                addWriting(symbols, term, number: number)
            } else {
                add(symbols, number: Int32(number), ways: term.ways)
            }
        }
    }

    /// A term keeps its separators only where it is more than spaces between letters: `+v`, 🧨.
    private static func symbols(_ folded: FoldedText) -> [UInt32] {
        folded.scalars.indices.filter { folded.scalars[$0] != 0x20 }.map { folded.scalars[$0] }
    }

    /// One more writing of a base term, or a term that is a disguise as it stands.
    private mutating func addWriting(_ symbols: [UInt32], _ term: MatchTerm, number: Int) {
        let base = term.base ?? number
        let length = term.base.map { folded[$0].count } ?? symbols.count
        append(
            symbols,
            Origin(
                term: Int32(base), length: UInt8(min(max(length, 1), 255)),
                disguises: term.disguises))
    }

    private mutating func add(_ symbols: [UInt32], number: Int32, ways: MatchWays) {
        let length = UInt8(symbols.count)
        let plain = Origin(term: number, length: length, disguises: [])
        if ways.contains(.literal) || ways.isEmpty { append(symbols, plain) }
        let isHan = symbols.allSatisfy(Script.isHan)
        guard isHan else {
            if ways.contains(.picture), !ways.contains(.literal) { append(symbols, plain) }
            return
        }
        if !ways.isDisjoint(with: [.split, .picture]) {
            addVariants(of: symbols, number: number, ways: ways)
        }
        if ways.contains(.reversed), symbols.count >= Self.reversedMin {
            append(
                symbols.reversed(), Origin(term: number, length: length, disguises: .reversed))
        }
        if ways.contains(.initials), let letters = initials(of: symbols) {
            append(letters, Origin(term: number, length: length, disguises: .initials))
        }
        if ways.contains(.sound), symbols.count >= 2 { addSounds(of: symbols, plain) }
    }

    private mutating func append(_ symbols: [UInt32], _ origin: Origin) {
        written.append(symbols)
        writtenOrigins.append(origin)
    }

    /// Every mixture of characters as they are, taken apart and painted, but for the plain one.
    private mutating func addVariants(of symbols: [UInt32], number: Int32, ways: MatchWays) {
        var variants: [(symbols: [UInt32], disguises: Disguise)] = [([], [])]
        for symbol in symbols {
            var choices: [([UInt32], Disguise)] = [([symbol], [])]
            if ways.contains(.split) { choices += splitChoices(symbol, ways: ways) }
            if ways.contains(.picture) {
                choices += tables.pictures.ways(of: symbol).map { ($0, .picture) }
            }
            variants = Array(
                variants.flatMap { variant in
                    choices.map { (variant.symbols + $0.0, variant.disguises.union($0.1)) }
                }.prefix(Self.variantsPerTermMax))
        }
        for variant in variants where !variant.disguises.isEmpty {
            append(
                variant.symbols,
                Origin(
                    term: number, length: UInt8(symbols.count), disguises: variant.disguises))
        }
    }

    /// 火因 for 烟, and 🔥因 where pictures are looked for too.
    private func splitChoices(_ symbol: UInt32, ways: MatchWays) -> [([UInt32], Disguise)] {
        var result: [([UInt32], Disguise)] = []
        for parts in tables.splits.ways(of: symbol).prefix(3) {
            result.append((parts, .split))
            guard ways.contains(.picture) else { continue }
            for (place, part) in parts.enumerated() {
                for picture in tables.pictures.ways(of: part).prefix(2) {
                    var painted = parts
                    painted.replaceSubrange(place...place, with: picture)
                    result.append((painted, [.split, .picture]))
                }
            }
        }
        return result
    }

    private func initials(of symbols: [UInt32]) -> [UInt32]? {
        guard symbols.count >= Self.initialsMin else { return nil }
        let letters = symbols.compactMap { symbol -> UInt32? in
            let syllable = Int(tables.pinyin.syllable(of: symbol))
            return syllable == 0 ? nil : tables.pinyin.names[syllable].unicodeScalars.first?.value
        }
        return letters.count == symbols.count ? letters : nil
    }

    /// All mixtures of the characters' common readings, as near-sound classes.
    private mutating func addSounds(of symbols: [UInt32], _ origin: Origin) {
        var variants: [[UInt32]] = [[]]
        for symbol in symbols {
            let readings = Set(tables.pinyin.syllables(of: symbol).map { classOf($0) }).sorted()
            if readings.isEmpty { return }
            variants = Array(
                variants.flatMap { variant in readings.map { variant + [$0] } }
                    .prefix(Self.readingsPerTermMax))
        }
        for variant in variants {
            sounded.append(variant)
            soundedOrigins.append(origin)
        }
    }

    private func classOf(_ syllable: UInt16) -> UInt32 {
        UInt32(tables.pinyin.classes[Int(syllable)])
    }
}
