import Primitives
import Text

/// The n-grams of a text: of characters, of sounds, and of finds with what stands beside them.
///
/// All n-grams of a kind together are one vector of fixed length, and for long texts their mean, so
/// that a long text is not louder than a short one and repeating a text does not make it stronger.
enum GramReader {
    private static let gramScale: Float = 2.5
    private static let soundScale: Float = 1.2
    private static let tokenScale: Float = 2
    /// A single picture says less than what stands beside it.
    private static let singleShare: Float = 0.6

    private static func value(_ scale: Float, of count: Int) -> Float {
        let bounded = Float(min(count, 300))
        return scale * bounded.squareRoot() / Float(max(count, 1))
    }

    /// Two and three neighbouring symbols, numbers and gaps collapsed, and single pictures; those
    /// that begin in the name of a declaration apart.
    @inline(__always)
    static func collectGrams<Filter: KeyFilter>(
        _ buffer: borrowing TokenBuffer, name: Section, _ domain: TextDomain, _ filter: Filter,
        into candidates: inout GramCandidates
    ) {
        let plainStart = FeatureKey.start(domain, .gram)
        let nameStart = FeatureKey.start(domain, .nameGram)
        candidates.write { keys, spots, before in
            buffer.symbols.withUnsafeBufferPointer { tokens in
                let count = buffer.count
                var next = before
                for place in 0..<count {
                    let first = tokens[place]
                    let isName =
                        domain == .declaration && buffer.firsts[place] >= name.first
                        && buffer.firsts[place] < name.end
                    let spot = UInt32(truncatingIfNeeded: place) << GramCandidates.placeShift
                    var hash = FeatureKey.add(first, to: isName ? nameStart : plainStart)
                    // A character alone says nothing of its own but in the few words of a
                    // declaration; a picture does.
                    if first >= 0x1F000 || domain == .declaration {
                        let single = FeatureKey.key(hash)
                        keys[next] = single
                        spots[next] = spot
                        next &+= filter.mayHold(single) ? 1 : 0
                    }
                    guard place + 1 < count else { break }
                    hash = FeatureKey.add(tokens[place + 1], to: hash)
                    let double = FeatureKey.key(hash)
                    keys[next] = double
                    spots[next] = spot | 1
                    next &+= filter.mayHold(double) ? 1 : 0
                    guard place + 2 < count else { continue }
                    hash = FeatureKey.add(tokens[place + 2], to: hash)
                    let triple = FeatureKey.key(hash)
                    keys[next] = triple
                    spots[next] = spot | 2
                    next &+= filter.mayHold(triple) ? 1 : 0
                }
                return next
            }
        }
    }

    /// Two and three neighbouring sounds, whatever stands between them: 包油 is 包邮.
    @inline(__always)
    static func collectSounds<Filter: KeyFilter>(
        _ stream: borrowing SymbolStream, _ domain: TextDomain, _ filter: Filter,
        into candidates: inout GramCandidates
    ) {
        let count = stream.count
        guard count > 1 else { return }
        let start = FeatureKey.start(domain, .sound)
        candidates.write { keys, spots, before in
            stream.sounds.withUnsafeBufferPointer { sounds in
                var next = before
                for place in 0..<count - 1 where sounds[place] != 0 && sounds[place + 1] != 0 {
                    let spot =
                        UInt32(truncatingIfNeeded: place) << GramCandidates.placeShift
                        | GramCandidates.soundBit
                    var hash = FeatureKey.add(UInt32(sounds[place]), to: start)
                    hash = FeatureKey.add(UInt32(sounds[place + 1]), to: hash)
                    let double = FeatureKey.key(hash)
                    keys[next] = double
                    spots[next] = spot | 1
                    next &+= filter.mayHold(double) ? 1 : 0
                    guard place + 2 < count, sounds[place + 2] != 0 else { continue }
                    hash = FeatureKey.add(UInt32(sounds[place + 2]), to: hash)
                    let triple = FeatureKey.key(hash)
                    keys[next] = triple
                    spots[next] = spot | 2
                    next &+= filter.mayHold(triple) ? 1 : 0
                }
                return next
            }
        }
    }

    /// The bits of all that was collected and weighed of characters.
    @inline(__always)
    static func sum(_ candidates: borrowing GramCandidates, tokens: Int) -> Double {
        let gram = value(gramScale, of: tokens * 3)
        var singles: Float = 0
        var others: Float = 0
        candidates.read { _, spots, weights, count in
            for index in 0..<count {
                let isSingle = spots[index] & GramCandidates.lengthMask == 0
                singles += isSingle ? weights[index] : 0
                others += isSingle ? 0 : weights[index]
            }
        }
        return Double(gram * (others + singleShare * singles))
    }

    /// Adds what was collected and weighed.
    @inline(__always)
    static func add<Sink: FeatureSink>(
        _ candidates: borrowing GramCandidates, _ tokens: borrowing TokenBuffer,
        _ stream: borrowing SymbolStream, into sink: inout Sink
    ) {
        let gram = value(gramScale, of: tokens.count * 3)
        let single = gram * singleShare
        let sound = value(soundScale, of: stream.count * 2)
        var batch = sink.begin()
        candidates.read { keys, spots, weights, count in
            tokens.firsts.withUnsafeBufferPointer { firsts in
                stream.places.withUnsafeBufferPointer { places in
                    for index in 0..<count {
                        let spot = spots[index]
                        let place = Int(spot &>> GramCandidates.placeShift)
                        let length = spot & GramCandidates.lengthMask
                        let last = place &+ Int(length)
                        let isSound = spot & GramCandidates.soundBit != 0
                        let value = isSound ? sound : length == 0 ? single : gram
                        batch.add(keys[index], value, weight: weights[index]) {
                            isSound
                                ? .gram(places[place], places[last])
                                : .gram(firsts[place], firsts[last + 1] - 1)
                        }
                    }
                }
            }
        }
        sink.end(batch)
    }

    // MARK: Beside finds

    /// Finds become their group, so that what stands beside any firework speaks for all of them;
    /// of the rest only what stands within two tokens of a find, stretches parted by a token of 0.
    static func fillGroupTokens(
        _ result: inout [Token], _ buffer: borrowing TokenBuffer, _ hits: borrowing [TermHit],
        _ groups: borrowing [TermGroup]
    ) {
        result.clear()
        if hits.isEmpty { return }
        let count = buffer.count
        var token = 0
        for index in hits.indices where !hits[index].isFaint {
            let hit = hits[index]
            var start = token
            while token < count, buffer.firsts[token + 1] <= hit.first { token += 1 }
            if token - start > 4 {
                if start > 0 { buffer.copy(start..<min(start + 2, token), to: &result) }
                if !result.isEmpty { result.append(Token(symbol: 0, first: 0, last: 0)) }
                start = token - 2
            }
            buffer.copy(start..<token, to: &result)
            if result.last.map({ $0.symbol < Token.groups || $0.first != hit.first }) ?? true {
                let number = UInt32(groups[index].tokenNumber)
                result.append(
                    Token(symbol: Token.groups + number, first: hit.first, last: hit.last))
            }
            while token < count, buffer.firsts[token] <= hit.last { token += 1 }
        }
        if !result.isEmpty { buffer.copy(token..<min(token + 2, count), to: &result) }
    }

    /// Two and three neighbours of which one is a find, shown as its group.
    static func addGroupGrams<Sink: FeatureSink>(
        _ tokens: borrowing [Token], _ domain: TextDomain, _ seen: inout KeySet,
        into sink: inout Sink
    ) {
        if tokens.isEmpty { return }
        var count = 0
        for place in tokens.indices where tokens[place].symbol >= Token.groups { count += 4 }
        let value = value(tokenScale, of: count)
        let start = FeatureKey.start(domain, .tokens)
        for place in tokens.indices where tokens[place].symbol != 0 {
            var hash = FeatureKey.add(tokens[place].symbol, to: start)
            var hasGroup = tokens[place].symbol >= Token.groups
            for next in place + 1..<min(place + 3, tokens.count) {
                let symbol = tokens[next].symbol
                if symbol == 0 { break }
                hash = FeatureKey.add(symbol, to: hash)
                hasGroup = hasGroup || symbol >= Token.groups
                let key = FeatureKey.key(hash)
                guard hasGroup, sink.filter.mayHold(key), seen.insert(key) else { continue }
                sink.add(key, value, .gram(tokens[place].first, tokens[next].last))
            }
        }
    }
}
