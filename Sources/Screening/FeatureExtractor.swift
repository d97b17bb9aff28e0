import Primitives
import Records
import Text

/// Reads the features of a text: finds, their groups together, forms of numbers, n-grams of
/// characters and of sounds.
///
/// The same code serves screening, reasons and training, so that they cannot differ.
struct FeatureExtractor: Sendable {
    /// Group and stable hash of each term, by its number in the matcher.
    private let groups: [TermGroup]
    private let termKeys: [UInt32]
    private let senses: SenseTable
    private let pairs: CharacterPairs

    static let pairValue: Float = 0.7

    init(terms: [LexiconTerm], tables: TextTables) {
        pairs = tables.pairs
        senses = SenseTable(terms: terms, folder: tables.folder)
        groups = terms.map(\.group)
        termKeys = terms.map { UInt32(truncatingIfNeeded: StableHash.of($0.term) >> 32) }
    }

    /// Adds the features of the folded and matched text in `scratch` to `sink`.
    @inline(__always)
    func extract<Sink: FeatureSink>(
        _ scratch: inout ScreenScratch, kind: TextKind, into sink: inout Sink
    ) {
        let domain = TextDomain(kind == .declaration)
        scratch.seen.removeAll()
        Tokenizer.fill(&scratch.tokens, from: scratch.folded)
        scratch.patterns.clear()
        if scratch.tokens.hasWords {
            PatternScanner.fill(&scratch.patterns, from: scratch.folded, pairs: pairs)
        }
        scratch.sections.clear()
        if domain == .declaration {
            DeclarationSections.fill(&scratch.sections, from: scratch.folded)
        }
        readSenses(&scratch, domain)
        GramReader.fillGroupTokens(
            &scratch.groupTokens, scratch.tokens, scratch.match.hits, scratch.groups)
        var circumstances = addHits(&scratch, domain, into: &sink)
        circumstances |= addPatterns(&scratch, domain, into: &sink)
        if domain == .declaration {
            circumstances |= addDeclaration(scratch, into: &sink)
        }
        scratch.circumstances = circumstances
        addContext(circumstances, kind, domain, into: &sink)
        addLength(scratch.tokens.count, domain, into: &sink)
        GramReader.addGroupGrams(scratch.groupTokens, domain, &scratch.seen, into: &sink)
        scratch.candidates.begin(tokens: scratch.tokens.count, symbols: scratch.match.stream.count)
        GramReader.collectGrams(
            scratch.tokens, name: scratch.sections.first ?? .none, domain, sink.filter,
            into: &scratch.candidates)
        scratch.candidates.weigh(sink.filter, &scratch.seen)
        // A text that is clear by far is not listened to: its sounds could not change that. Nor is
        // it told stretch by stretch.
        if domain == .speech {
            let sum = GramReader.sum(scratch.candidates, tokens: scratch.tokens.count)
            if !sink.isInDoubt(with: sum) { return sink.addRest(sum) }
        }
        GramReader.add(
            scratch.candidates, scratch.tokens, scratch.match.stream, into: &sink)
        scratch.candidates.begin(tokens: scratch.tokens.count, symbols: scratch.match.stream.count)
        GramReader.collectSounds(
            scratch.match.stream, domain, sink.filter, into: &scratch.candidates)
        scratch.candidates.weigh(sink.filter, &scratch.seen)
        GramReader.add(
            scratch.candidates, scratch.tokens, scratch.match.stream, into: &sink)
    }

    // MARK: Finds

    /// The group that each find counts as: `benign` where a word beside it tells another sense.
    ///
    /// In a declaration only goods have other senses: a place or a vague name beside 陶瓷 is just
    /// what a false name looks like.
    private func readSenses(_ scratch: inout ScreenScratch, _ domain: TextDomain) {
        scratch.groups.clear()
        scratch.benign.clear()
        for hit in scratch.match.hits {
            let group = groups[Int(hit.term)]
            let isGoods = group == .product || group == .slang
            let isBenign =
                (isGoods || domain == .speech) && senses.isBenign(hit, in: scratch.folded)
            scratch.groups.append(isBenign ? .benign : group)
            scratch.benign.append(isBenign && isGoods)
        }
    }

    private func addHits<Sink: FeatureSink>(
        _ scratch: inout ScreenScratch, _ domain: TextDomain, into sink: inout Sink
    ) -> UInt32 {
        var bits: UInt32 = 0
        var counts = InlineArray<12, UInt8>(repeating: 0)
        var styles: UInt32 = 0
        var disguised = 0
        for index in scratch.match.hits.indices {
            let hit = scratch.match.hits[index]
            // A declaration has too few words around a faint find to tell what it is.
            if hit.isFaint, domain == .declaration { continue }
            let group = scratch.groups[index]
            let style = DisguiseStyle(hit)
            let isOtherSense = group != groups[Int(hit.term)]
            // What may be an accident says the same whatever it would be.
            let termKey = FeatureKey.key(
                domain, .term, hit.isFaint ? 0 : termKeys[Int(hit.term)],
                isOtherSense ? 2 : hit.isFaint ? 4 : style == .initials ? 1 : hit.isDoubtful ? 3 : 0
            )
            if scratch.seen.insert(termKey) {
                sink.add(termKey, 1, .hit(index))
                if !hit.isFaint { counts[group.number] = min(counts[group.number] + 1, 4) }
            }
            if isOtherSense {
                if scratch.benign[index] { bits |= Circumstance.benignSense.bit }
                continue
            }
            let styleKey = FeatureKey.key(
                domain, .disguise, UInt32(group.tokenNumber), style.rawValue,
                (hit.length > 2 ? 1 : 0) + (hit.isFaint ? 4 : hit.isDoubtful ? 2 : 0))
            if scratch.seen.insert(styleKey) { sink.add(styleKey, 1, .hit(index)) }
            if style.hides, !hit.isFaint {
                styles |= 1 << style.rawValue
                disguised += 1
            }
            bits |= circumstance(of: hit, group, style, domain, scratch.sections)
            if domain == .declaration {
                let section = DeclarationSections.kind(at: hit.first, scratch.sections)
                let key = FeatureKey.key(
                    domain, .section, UInt32(group.tokenNumber), section.rawValue)
                if scratch.seen.insert(key) { sink.add(key, 1, .hit(index)) }
            }
        }
        if disguised > 1 || styles.nonzeroBitCount > 1 { bits |= Circumstance.muchDisguise.bit }
        addCounts(counts, domain, into: &sink)
        return bits
    }

    private func addCounts<Sink: FeatureSink>(
        _ counts: InlineArray<12, UInt8>, _ domain: TextDomain, into sink: inout Sink
    ) {
        // The first circumstances are the groups, in their order.
        for group in counts.indices where counts[group] >= 2 {
            let key = FeatureKey.key(domain, .count, UInt32(group), UInt32(min(counts[group], 3)))
            let circumstance = Circumstance(rawValue: group) ?? .product
            sink.add(key, Self.pairValue, .context(circumstance, circumstance))
        }
    }

    private func circumstance(
        of hit: TermHit, _ group: TermGroup, _ style: DisguiseStyle, _ domain: TextDomain,
        _ sections: [Section]
    ) -> UInt32 {
        let isGoods = group == .product || group == .slang
        if hit.isFaint { return Circumstance.faintGoods.bit }
        // Two letters stand for too much to name goods; three and more (jtl) do.
        if isGoods, style == .initials, hit.length <= 2 { return Circumstance.initials.bit }
        // Two characters that may only happen to sound so name no goods.
        if isGoods, hit.length <= 2, hit.isDoubtful { return Circumstance.faintGoods.bit }
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
                    FeatureOrigin(
                        kind: .pattern, pattern: find.pattern, first: find.first,
                        last: find.last))
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
        let kindNumber = kind.number
        sink.add(FeatureKey.key(domain, .kind, kindNumber), 0.5, .whole)
        var firsts = bits
        while firsts != 0 {
            let first = firsts.trailingZeroBitCount
            firsts &= firsts - 1
            guard let one = Circumstance(rawValue: first) else { continue }
            // A disguise says little where nothing is sold: what stands beside it has to speak.
            let alone: Float =
                one == .disguisedGoods || one == .muchDisguise || one == .faintGoods ? 0.25 : 1
            sink.add(FeatureKey.key(domain, .pair, UInt32(first), 99), alone, .context(one, one))
            if domain == .speech {
                let key = FeatureKey.key(domain, .kind, kindNumber, UInt32(first))
                sink.add(key, 0.4, .context(one, one))
            }
            var seconds = firsts
            while seconds != 0 {
                let second = seconds.trailingZeroBitCount
                seconds &= seconds - 1
                guard let other = Circumstance(rawValue: second) else { continue }
                if one == .noGoods, other == .faintGoods { continue }
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
        sink.add(FeatureKey.key(hash), 0.7, .gram(name.first, name.end - 1))
        let length = UInt32(min(Int(name.end - name.first), 12))
        sink.add(FeatureKey.key(.declaration, .length, 100 + length / 2), 0.5, .whole)
        if hasDigits { sink.add(FeatureKey.key(.declaration, .length, 200), 0.7, .whole) }
    }
}

extension TextKind {
    /// A small number for keys; stable, since models are trained with it.
    fileprivate var number: UInt32 {
        switch self {
        case .listing: 0
        case .caption: 1
        case .comment: 2
        case .chat: 3
        case .declaration: 4
        }
    }
}
