import Primitives
import Records
import Text

/// Reads the features of a text: finds, their groups together, forms of numbers, n-grams.
///
/// The same code serves screening, reasons and training, so that they cannot differ.
struct FeatureExtractor: Sendable {
    /// Group and stable hash of each term, by its number in the matcher.
    private let groups: [TermGroup]
    private let termKeys: [UInt32]

    /// The share of all n-grams together: a text's n-grams have this length as a vector.
    static let gramScale = 2.5
    static let tokenScale = 2.0
    static let pairValue = 0.7
    /// A single character says little of its own.
    static let singleShare = 0.6

    private let words: CommonWords

    init(terms: [LexiconTerm], words: CommonWords) {
        self.words = words
        groups = terms.map(\.group)
        termKeys = terms.map { UInt32(truncatingIfNeeded: StableHash.of($0.term) >> 32) }
    }

    func group(of hit: TermHit) -> TermGroup { groups[Int(hit.term)] }

    /// Adds the features of the folded and matched text in `scratch` to `sink`.
    func extract<Sink: FeatureSink>(
        _ scratch: inout ScreenScratch, kind: TextKind, into sink: inout Sink
    ) {
        let domain = TextDomain(kind == .declaration)
        scratch.seen.removeAll()
        Tokenizer.fill(&scratch.tokens, from: scratch.folded)
        PatternScanner.fill(&scratch.patterns, from: scratch.folded, words: words)
        fillGroupTokens(&scratch)
        scratch.sections.removeAll(keepingCapacity: true)
        if domain == .declaration {
            DeclarationSections.fill(&scratch.sections, from: scratch.folded)
        }
        var circumstances = addHits(&scratch, domain, into: &sink)
        circumstances |= addPatterns(&scratch, domain, into: &sink)
        if domain == .declaration {
            circumstances |= addDeclaration(scratch, into: &sink)
        }
        addContext(circumstances, kind, domain, into: &sink)
        addLength(scratch.tokens.count, domain, into: &sink)
        addGrams(scratch.tokens, scratch.sections, domain, &scratch.seen, into: &sink)
        addGroupGrams(scratch.groupTokens, domain, &scratch.seen, into: &sink)
    }

    // MARK: Finds

    private func addHits<Sink: FeatureSink>(
        _ scratch: inout ScreenScratch, _ domain: TextDomain, into sink: inout Sink
    ) -> UInt32 {
        var bits: UInt32 = 0
        var counts = InlineArray<12, UInt8>(repeating: 0)
        for index in scratch.match.hits.indices {
            let hit = scratch.match.hits[index]
            let group = groups[Int(hit.term)]
            let term = termKeys[Int(hit.term)]
            let style = DisguiseStyle(hit)
            let termKey = FeatureKey.key(domain, .term, term, style == .initials ? 1 : 0)
            if scratch.seen.insert(termKey) {
                sink.add(termKey, 1, .hit(index))
                counts[group.number] = min(counts[group.number] + 1, 4)
            }
            let styleKey = FeatureKey.key(
                domain, .disguise, UInt32(group.tokenNumber), style.rawValue,
                hit.length > 2 ? 1 : 0)
            if scratch.seen.insert(styleKey) { sink.add(styleKey, 1, .hit(index)) }
            bits |= circumstance(of: hit, group, style, domain, scratch.sections)
            if domain == .declaration {
                let section = DeclarationSections.kind(at: hit.first, scratch.sections)
                let key = FeatureKey.key(
                    domain, .section, UInt32(group.tokenNumber), section.rawValue)
                if scratch.seen.insert(key) { sink.add(key, 1, .hit(index)) }
            }
        }
        for group in TermGroup.allCases where counts[group.number] >= 2 {
            let key = FeatureKey.key(
                domain, .count, UInt32(group.number), UInt32(min(counts[group.number], 3)))
            let circumstance = Circumstance(rawValue: group.number) ?? .product
            sink.add(key, Self.pairValue, .context(circumstance, circumstance))
        }
        return bits
    }

    private func circumstance(
        of hit: TermHit, _ group: TermGroup, _ style: DisguiseStyle, _ domain: TextDomain,
        _ sections: [Section]
    ) -> UInt32 {
        let isGoods = group == .product || group == .slang
        if isGoods, style == .initials { return Circumstance.initials.bit }
        // Two characters that only sound so (演话) say something of their own, but name no goods.
        if isGoods, hit.length <= 2, hit.disguises.contains(.whollyOther) { return 0 }
        var bits: UInt32 = 1 << UInt32(group.number)
        if isGoods, style != .plain { bits |= Circumstance.disguisedGoods.bit }
        guard domain == .declaration else { return bits }
        let section = DeclarationSections.kind(at: hit.first, sections)
        if group == .origin, section != .from {
            bits =
                section == .to
                ? Circumstance.originAsTarget.bit : Circumstance.originElsewhere.bit
        }
        if isGoods, section == .name { bits |= Circumstance.goodsInName.bit }
        return bits
    }

    // MARK: Forms and contexts

    private func addPatterns<Sink: FeatureSink>(
        _ scratch: inout ScreenScratch, _ domain: TextDomain, into sink: inout Sink
    ) -> UInt32 {
        var bits: UInt32 = 0
        for find in scratch.patterns {
            switch find.pattern {
            case .price: bits |= Circumstance.price.bit
            case .cartons, .shots, .pieces: bits |= Circumstance.count.bit
            case .phone, .handle: bits |= Circumstance.number.bit
            }
            let key = FeatureKey.key(domain, .pattern, UInt32(find.pattern.rawValue))
            if scratch.seen.insert(key) {
                sink.add(
                    key, 1,
                    .pattern(find.pattern, first: Int(find.first), last: Int(find.last)))
            }
        }
        return bits
    }

    private func addContext<Sink: FeatureSink>(
        _ found: UInt32, _ kind: TextKind, _ domain: TextDomain, into sink: inout Sink
    ) {
        var bits = found
        let goods = Circumstance.product.bit | Circumstance.slang.bit
        if bits & goods == 0 { bits |= Circumstance.noGoods.bit }
        let kindNumber = UInt32(TextKind.allCases.firstIndex(of: kind) ?? 0)
        sink.add(FeatureKey.key(domain, .kind, kindNumber), 0.5, .whole)
        var firsts = bits
        while firsts != 0 {
            let first = firsts.trailingZeroBitCount
            firsts &= firsts - 1
            guard let one = Circumstance(rawValue: first) else { continue }
            sink.add(FeatureKey.key(domain, .pair, UInt32(first), 99), 1, .context(one, one))
            if domain == .speech {
                let key = FeatureKey.key(domain, .kind, kindNumber, UInt32(first))
                sink.add(key, 0.4, .context(one, one))
            }
            var seconds = firsts
            while seconds != 0 {
                let second = seconds.trailingZeroBitCount
                seconds &= seconds - 1
                guard let other = Circumstance(rawValue: second) else { continue }
                let key = FeatureKey.key(domain, .pair, UInt32(first), UInt32(second))
                sink.add(key, Self.pairValue, .context(one, other))
            }
        }
    }

    private func addLength<Sink: FeatureSink>(
        _ tokens: Int, _ domain: TextDomain, into sink: inout Sink
    ) {
        let bucket = UInt32(min(Int.bitWidth - tokens.leadingZeroBitCount, 9))
        sink.add(FeatureKey.key(domain, .length, bucket), 0.5, .whole)
    }

    // MARK: Declarations

    private func addDeclaration<Sink: FeatureSink>(
        _ scratch: borrowing ScreenScratch, into sink: inout Sink
    ) -> UInt32 {
        var bits: UInt32 = 0
        if let name = scratch.sections.first {
            var vague = 0
            for hit in scratch.match.hits
            where groups[Int(hit.term)] == .declared && hit.first >= name.first
                && hit.last < name.end
            {
                vague += Int(hit.last - hit.first) + 1
            }
            let length = Int(name.end - name.first)
            let isVague = vague > 0 && length - vague <= 1
            bits |= (isVague ? Circumstance.vagueName : .detailedName).bit
            addName(scratch.folded, name, into: &sink)
        }
        guard let weight = PieceWeight.read(scratch.folded) else { return bits }
        if weight.gramsPerPiece >= 5_000 { bits |= Circumstance.heavy.bit }
        if weight.gramsPerPiece >= 12_000 { bits |= Circumstance.veryHeavy.bit }
        for (step, bound) in PieceWeight.steps.enumerated() where weight.gramsPerPiece >= bound {
            sink.add(FeatureKey.key(.declaration, .weight, UInt32(step)), 0.5, .whole)
        }
        sink.add(
            FeatureKey.key(.declaration, .weight, 100 + UInt32(min(weight.pieces, 5))), 0.5, .whole)
        return bits
    }

    /// The whole declared name, its length and whether it counts anything.
    private func addName<Sink: FeatureSink>(
        _ folded: borrowing FoldedText, _ name: Section, into sink: inout Sink
    ) {
        guard name.end > name.first else { return }
        var hash = FeatureKey.start(.declaration, .name)
        var hasDigits = false
        for index in Int(name.first)..<Int(name.end) {
            hash = FeatureKey.add(folded.scalars[index], to: hash)
            hasDigits = hasDigits || Script.isDigit(folded.scalars[index])
        }
        sink.add(
            FeatureKey.key(hash), 0.7, .gram(first: Int(name.first), last: Int(name.end) - 1))
        let length = UInt32(min(Int(name.end - name.first), 12))
        sink.add(FeatureKey.key(.declaration, .length, 100 + length / 2), 0.5, .whole)
        if hasDigits { sink.add(FeatureKey.key(.declaration, .length, 200), 0.7, .whole) }
    }

    // MARK: N-grams

    /// The value of each of `count` n-grams: together a vector of length `scale`, and for long
    /// texts their mean, so that repeating a text does not make it stronger.
    private static func value(_ scale: Double, of count: Int) -> Double {
        let bounded = Double(min(count, 300))
        return scale * bounded.squareRoot() / Double(max(count, 1))
    }

    private func addGrams<Sink: FeatureSink>(
        _ tokens: borrowing [Token], _ sections: borrowing [Section], _ domain: TextDomain,
        _ seen: inout KeySet, into sink: inout Sink
    ) {
        let value = Self.value(Self.gramScale, of: tokens.count * 3)
        let start = FeatureKey.start(domain, .gram)
        let nameStart = FeatureKey.start(domain, .nameGram)
        let name = sections.first ?? Section(kind: .name, first: 0, end: 0)
        for place in tokens.indices {
            let first = tokens[place]
            let isName = first.first >= name.first && first.first < name.end
            var hash = FeatureKey.add(first.symbol, to: isName ? nameStart : start)
            let key = FeatureKey.key(hash)
            if first.symbol != 0x20, first.symbol != 0x30, seen.insert(key) {
                sink.add(
                    key, value * Self.singleShare,
                    .gram(first: Int(first.first), last: Int(first.last)))
            }
            for next in place + 1..<min(place + 3, tokens.count) {
                hash = FeatureKey.add(tokens[next].symbol, to: hash)
                let key = FeatureKey.key(hash)
                guard seen.insert(key) else { continue }
                sink.add(
                    key, value,
                    .gram(first: Int(first.first), last: Int(tokens[next].last)))
            }
        }
    }

    /// Finds become their group, so that what stands beside any firework speaks for all of them.
    private func fillGroupTokens(_ scratch: inout ScreenScratch) {
        scratch.groupTokens.removeAll(keepingCapacity: true)
        guard !scratch.match.hits.isEmpty else { return }
        var hit = 0
        for token in scratch.tokens {
            while hit < scratch.match.hits.count, scratch.match.hits[hit].last < token.first {
                hit += 1
            }
            if hit < scratch.match.hits.count, token.last >= scratch.match.hits[hit].first {
                let find = scratch.match.hits[hit]
                if scratch.groupTokens.last?.first != find.first {
                    let number = UInt32(groups[Int(find.term)].tokenNumber)
                    scratch.groupTokens.append(
                        Token(symbol: Token.groups + number, first: find.first, last: find.last))
                }
            } else {
                scratch.groupTokens.append(token)
            }
        }
    }

    private func addGroupGrams<Sink: FeatureSink>(
        _ tokens: borrowing [Token], _ domain: TextDomain, _ seen: inout KeySet,
        into sink: inout Sink
    ) {
        guard !tokens.isEmpty else { return }
        let count = tokens.reduce(0) { $0 + ($1.symbol >= Token.groups ? 4 : 0) }
        let value = Self.value(Self.tokenScale, of: count)
        let start = FeatureKey.start(domain, .tokens)
        for place in tokens.indices {
            var hash = FeatureKey.add(tokens[place].symbol, to: start)
            var hasGroup = tokens[place].symbol >= Token.groups
            for next in place + 1..<min(place + 3, tokens.count) {
                hash = FeatureKey.add(tokens[next].symbol, to: hash)
                hasGroup = hasGroup || tokens[next].symbol >= Token.groups
                let key = FeatureKey.key(hash)
                guard hasGroup, seen.insert(key) else { continue }
                sink.add(
                    key, value,
                    .gram(first: Int(tokens[place].first), last: Int(tokens[next].last)))
            }
        }
    }
}
