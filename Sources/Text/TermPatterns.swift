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
    static let variantsPerTermMax = 256
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

    private typealias Choice = (symbols: [UInt32], disguises: Disguise)

    /// Mixtures of characters as they are, taken apart and painted, but for the plain one: every
    /// single replacement, then replacements together, the likeliest first.
    private mutating func addVariants(of symbols: [UInt32], number: Int32, ways: MatchWays) {
        let choices = symbols.map { self.choices(of: $0, ways: ways) }
        var variants: [Choice] = []
        for (place, replacements) in choices.enumerated() {
            for choice in replacements.dropFirst() {
                let around = (symbols[..<place], symbols[(place + 1)...])
                variants.append(
                    (Array(around.0) + choice.symbols + Array(around.1), choice.disguises))
            }
        }
        // As many choices a character as keep their product inside the limit.
        let width = [0, 0, 14, 6, 4, 3][min(symbols.count, 5)]
        variants += product(choices.map { Array($0.prefix(width)) })
        var seen: Set<[UInt32]> = [symbols]
        for variant in variants.prefix(Self.variantsPerTermMax * 2)
        where seen.insert(variant.symbols).inserted {
            append(
                variant.symbols,
                Origin(
                    term: number, length: UInt8(symbols.count), disguises: variant.disguises))
        }
    }

    private func product(_ choices: [[Choice]]) -> [Choice] {
        var variants: [Choice] = [([], [])]
        for replacements in choices {
            var longer: [Choice] = []
            for variant in variants {
                for choice in replacements where longer.count < Self.variantsPerTermMax {
                    longer.append(
                        (
                            variant.symbols + choice.symbols,
                            variant.disguises.union(choice.disguises)
                        ))
                }
            }
            variants = longer
        }
        return variants
    }

    /// The character itself first.
    private func choices(of symbol: UInt32, ways: MatchWays) -> [Choice] {
        var result: [Choice] = [([symbol], [])]
        if ways.contains(.split) { result += splitChoices(symbol, ways: ways) }
        if ways.contains(.picture) {
            result += tables.pictures.ways(of: symbol).map { ($0, .picture) }
        }
        return result
    }

    /// 火因 for 烟, and 🔥因 where pictures are looked for too.
    private func splitChoices(_ symbol: UInt32, ways: MatchWays) -> [Choice] {
        var result: [Choice] = []
        for parts in tables.splits.ways(of: symbol).prefix(3) {
            result.append((parts, .split))
            guard ways.contains(.picture) else { continue }
            for (place, part) in parts.enumerated() {
                for picture in tables.pictures.ways(of: part).prefix(6) {
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
