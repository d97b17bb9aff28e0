/// The divisions that an address lies in, as far as it tells.
struct ResolvedDivisions {
    /// The lowest province, city or county that is sure; nil where none is.
    var unit: Int32?
    /// Counties or cities that fit equally well, where more than one does.
    var candidates: [Int32] = []
    var town: Int32?
    /// Which mentions the address means as divisions; the others are words of its rest.
    var isMeant: [Bool]
}

/// Chooses, of all divisions that an address may mean, those that fit together best.
///
/// Each candidate is scored by how many mentions it agrees with, counted by how fully they are
/// written; a name that only another part of the country has (金阳 in 贵阳市) is outvoted. A lone
/// ambiguous county (西湖区) is settled by towns named after it, else it stays open between its
/// candidates.
struct DivisionResolver {
    let index: DivisionIndex
    let mentions: [DivisionMention]

    private static let candidatesMax = 96
    /// A name of so many towns (城关镇) proposes none.
    private static let townsProposedMax = 12
    private static let levelBonus = 3
    private static let tiesMax = 16

    func resolve() -> ResolvedDivisions {
        var result = ResolvedDivisions(isMeant: [Bool](repeating: false, count: mentions.count))
        var best = 0
        var ties: [Int32] = []
        for unit in candidates() {
            let score = score(unit)
            if score > best {
                best = score
                ties = [unit]
            } else if score == best, best > 0 {
                add(unit, to: &ties)
            }
        }
        if let first = ties.first {
            result.unit = ties.dropFirst().reduce(Optional(first)) { common, unit in
                common.flatMap { index.common($0, unit) }
            }
            if ties.count > 1 { result.candidates = ties }
        }
        chooseTown(&result)
        for place in mentions.indices where mentions[place].strength != .weak {
            result.isMeant[place] = isMeant(mentions[place], result)
        }
        return result
    }

    /// Of two that fit equally well the one around the other says less, and is sure.
    private func add(_ unit: Int32, to ties: inout [Int32]) {
        if ties.contains(where: { index.isWithin(unit, $0) }) { return }
        ties.removeAll { index.isWithin($0, unit) }
        if ties.count < Self.tiesMax { ties.append(unit) }
    }

    private func candidates() -> [Int32] {
        var result: [Int32] = []
        func propose(_ unit: Int32) {
            if unit >= 0, result.count < Self.candidatesMax, !result.contains(unit) {
                result.append(unit)
            }
        }
        for mention in mentions where mention.strength != .weak {
            for place in mention.entries {
                let entry = index.trie.entries[place]
                let unit = Int32(entry >> 3)
                let level = index.levels[Int(unit)]
                guard mention.allows(entry & 7, level) else { continue }
                if level < .town {
                    propose(unit)
                } else if mention.entries.count <= Self.townsProposedMax {
                    propose(index.parents[Int(unit)])
                }
            }
        }
        return result
    }

    private func score(_ unit: Int32) -> Int {
        var path = InlineArray<3, Int32>(repeating: -1)
        var at = unit
        while at >= 0 {
            path[Int(index.levels[Int(at)].rawValue)] = at
            at = index.parents[Int(at)]
        }
        let isCounty = index.levels[Int(unit)] == .county
        var covered: UInt8 = 0
        var score = 0
        var belowMost = 0
        for mention in mentions {
            var bits: UInt8 = 0
            var weight = 0
            for level in 0..<3 where path[level] >= 0 {
                guard let entry = entry(mention, of: path[level]) else { continue }
                bits |= 1 << UInt8(level)
                weight = max(weight, Self.weight(mention, entry, isTown: false))
            }
            if bits != 0 {
                let new = bits & ~covered
                if new != 0 {
                    covered |= 1 << UInt8(new.trailingZeroBitCount)
                    score += Self.levelBonus
                }
                score += weight
            } else if let below = firstBelow(mention, unit) {
                let isTown = index.levels[Int(below >> 3)] == .town
                let weight = Self.weight(mention, below, isTown: isTown)
                if isTown && isCounty {
                    score += weight + 1
                } else {
                    // Two units below one need not agree with each other: the stronger counts.
                    belowMost = max(belowMost, weight - 1)
                }
            } else if isCounty, isClosedBeside(mention, unit) {
                // Whoever took a county over may be called by its name.
                score += 9
            } else if mention.strength != .weak, mention.ranks & 0b111 != 0 {
                score -= penalty(mention)
            }
        }
        return score + belowMost
    }

    /// What a name costs that means something elsewhere; nothing for a kind of zone, which every
    /// city may have.
    private func penalty(_ mention: DivisionMention) -> Int {
        if mention.forms == 0b100 { return 3 }
        if isZone(mention) { return 0 }
        return mention.ranks & 0b011 == 0 ? 6 : 5
    }

    private func isZone(_ mention: DivisionMention) -> Bool {
        mention.entries.contains { index.trie.entries[$0] & 7 == NameForm.zone.rawValue }
    }

    private static func weight(_ mention: DivisionMention, _ entry: UInt32, isTown: Bool) -> Int {
        if mention.strength == .weak { return 1 }
        let full = isTown ? 5 : 10
        let weight: Int
        switch entry & 7 {
        case NameForm.full.rawValue: weight = full
        case NameForm.former.rawValue: weight = full - 1
        case NameForm.zone.rawValue: weight = 5
        default: weight = isTown ? 3 : mention.ranks & 0b1000 != 0 ? 6 : 7
        }
        return mention.strength == .inside ? (weight + 1) / 2 : weight
    }

    /// The first entry of `mention` at or behind `unit`, in the order of units.
    @inline(__always)
    private func lowerBound(_ mention: DivisionMention, _ unit: Int32) -> Int {
        var low = mention.entries.lowerBound
        var high = mention.entries.upperBound
        while low < high {
            let middle = (low + high) / 2
            if Int32(index.trie.entries[middle] >> 3) < unit {
                low = middle + 1
            } else {
                high = middle
            }
        }
        return low
    }

    private func entry(_ mention: DivisionMention, of unit: Int32) -> UInt32? {
        let place = lowerBound(mention, unit)
        guard place < mention.entries.upperBound else { return nil }
        let entry = index.trie.entries[place]
        guard Int32(entry >> 3) == unit,
            mention.allows(entry & 7, index.levels[Int(unit)])
        else { return nil }
        return entry
    }

    /// The first entry of a unit below `unit`.
    private func firstBelow(_ mention: DivisionMention, _ unit: Int32) -> UInt32? {
        var place = lowerBound(mention, unit + 1)
        while place < mention.entries.upperBound {
            let entry = index.trie.entries[place]
            guard Int32(entry >> 3) < index.ends[Int(unit)] else { return nil }
            if mention.allows(entry & 7, index.levels[Int(entry >> 3)]) { return entry }
            place += 1
        }
        return nil
    }

    /// Towns named in the resolved unit; one that only one county has makes the county sure.
    private func chooseTown(_ result: inout ResolvedDivisions) {
        for mention in mentions where mention.strength == .plain && mention.ranks & 0b1000 != 0 {
            guard let unit = result.unit else { return }
            var towns: [Int32] = []
            var place = lowerBound(mention, unit + 1)
            while place < mention.entries.upperBound, towns.count < 2 {
                let entry = index.trie.entries[place]
                let town = Int32(entry >> 3)
                guard town < index.ends[Int(unit)] else { break }
                if index.levels[Int(town)] == .town, mention.allows(entry & 7, .town) {
                    towns.append(town)
                }
                place += 1
            }
            guard towns.count == 1 else { continue }
            if result.town == nil { result.town = towns[0] }
            let parent = index.parents[Int(towns[0])]
            if result.candidates.isEmpty || result.candidates.contains(parent) {
                result.unit = parent
                result.candidates = []
            }
            return
        }
    }

    /// Whether `mention` names a county of the same city that others took over.
    private func isClosedBeside(_ mention: DivisionMention, _ unit: Int32) -> Bool {
        guard let city = index.ancestor(unit, .city) else { return false }
        return mention.entries.contains { place in
            let entry = index.trie.entries[place]
            let other = Int32(entry >> 3)
            return index.closed[Int(other)] && index.isWithin(other, city)
                && mention.allows(entry & 7, .county)
        }
    }

    private func isMeant(_ mention: DivisionMention, _ result: ResolvedDivisions) -> Bool {
        if mention.entries.isEmpty || isZone(mention) { return true }
        if let town = result.town, entry(mention, of: town) != nil { return true }
        if let unit = result.unit, isClosedBeside(mention, unit) { return true }
        var at = result.unit ?? -1
        while at >= 0 {
            if entry(mention, of: at) != nil { return true }
            at = index.parents[Int(at)]
        }
        return result.candidates.contains { entry(mention, of: $0) != nil }
    }
}
