import Primitives

/// How far two names tell whether they are one person's.
enum NameClass: Int, Sendable, CaseIterable {
    /// Both told in full.
    case full
    /// One hidden in part, and more than the surname shows.
    case hidden
    /// One told by the surname alone.
    case surname
    /// Both no person's.
    case alias
    /// One a person's and one not: no evidence.
    case none

    init(_ left: SenderName, _ right: SenderName) {
        switch (left.kind, right.kind) {
        case (.alias, .alias): self = .alias
        case (.alias, _), (_, .alias): self = .none
        case (.full, .full): self = .full
        case (.surname, _), (_, .surname): self = .surname
        default: self = .hidden
        }
    }
}

/// Two names beside each other.
struct NamePair: Sendable {
    let kind: NameClass
    let agrees: Bool

    init(_ left: SenderName, _ right: SenderName) {
        kind = NameClass(left, right)
        switch kind {
        case .full, .alias: agrees = left.key == right.key
        case .hidden: agrees = left.agrees(with: right)
        case .surname: agrees = left.shown.first == right.shown.first
        case .none: agrees = false
        }
    }
}

/// By `NameClass`: pairs that agree, and all.
struct NameCounts: Sendable {
    var agreeing = [Double](repeating: 0, count: NameClass.allCases.count)
    var all = [Double](repeating: 0, count: NameClass.allCases.count)

    mutating func add(_ pair: NamePair, _ count: Double) {
        all[pair.kind.rawValue] += count
        if pair.agrees { agreeing[pair.kind.rawValue] += count }
    }

    /// Half a pair each way keeps every share between 0 and 1 (Jeffreys).
    func share(_ kind: Int) -> Double { (agreeing[kind] + 0.5) / (all[kind] + 1) }
}

/// What names weigh where something else is shared already: a phone or a door.
///
/// Fellegi and Sunter's weights, log2(m / u) beside the odds of the block, each class of names by
/// itself, because how much of a name is told says nothing about whose it is. m, how often names of
/// one sender agree, is counted on pairs that one customer account at a courier shows to be one.
/// Strangers of one full name are as rare as names are; from it and from how often full names agree
/// in the blocks follows the share of pairs that are one sender, and from that share u of the other
/// classes: families share phones, doors and surnames, so that u is theirs and not that of
/// strangers. With m and the first u known, this is where EM ends, in one step.
package struct SenderWeights: Sendable, Equatable {
    /// Share of the block's pairs that are one sender.
    package private(set) var share: Double
    /// By class of names: full, hidden in part, surname alone, no person's, one of each.
    package private(set) var m: [Double] = []
    package private(set) var u: [Double] = []
    /// How often two names that are no persons' are the same by chance.
    private var aliasChance: Double

    init(anchors: NameCounts, pairs: NameCounts, strangers: NameCounts) {
        let full = NameClass.full.rawValue
        let (m0, u0) = (anchors.share(full), strangers.share(full))
        let odds = m0 > u0 ? (pairs.share(full) - u0) / (m0 - u0) : 0
        aliasChance = strangers.share(NameClass.alias.rawValue)
        share = min(max(odds, 0.001), 0.98)
        for kind in pairs.all.indices {
            m.append(anchors.share(kind))
            let other = (pairs.share(kind) - share * m[kind]) / (1 - share)
            // A surname is shared in families where hidden names are not told apart by it.
            u.append(min(max(kind == full ? u0 : other, strangers.share(kind)), 0.98))
        }
    }

    /// Bits for one sender where so many names that are no persons' are used by both.
    func bits(aliases: Int) -> Double {
        Bits(probability: share).value
            + Double(aliases) * Bits(probability: 1 - aliasChance).value
    }

    /// Bits for one sender, the odds of the block included.
    func bits(_ pair: NamePair) -> Double {
        let prior = Bits(probability: share).value
        if pair.kind == .none || pair.kind == .alias { return bits(aliases: pair.agrees ? 1 : 0) }
        let (m, u) = (m[pair.kind.rawValue], u[pair.kind.rawValue])
        let (one, two) = pair.agrees ? (m, u) : (1 - m, 1 - u)
        // log2(one / two), through the one logarithm that the engines have.
        return prior + Bits(probability: one / (one + two)).value
    }
}
