import Primitives
import Records

/// What joins two parties beside an identifier that stands on both.
package enum LinkEvidence: UInt8, Sendable, CaseIterable {
    /// One customer account at a courier, or another whole identifier on both.
    case identifier
    /// The same whole phone, and names that may be one.
    case phoneAndName
    /// What shows of the phone, the same street or village, and names that may be one.
    case hiddenPhoneAndStreet
    /// The same door and the same full name.
    case doorAndName
    /// The same door and rare names that are no person's (强哥, A仓).
    case doorAndAlias
    /// The same door and the same names of goods, rare ones, on most of what both send.
    case doorAndGoods
    /// Labels that name the sender alike in everything: name, phone, place and account.
    case sameLabel
}

/// An edge that was accepted, between elements: identifiers first, then parties.
struct EvidenceEdge: Sendable, Equatable {
    let left: UInt32
    let right: UInt32
    let evidence: LinkEvidence
    let bits: Float
}

/// The typed graph of one linking: which parties are one sender, by evidence that is enough.
///
/// Steps, each judged by what those before it joined, so that the order of records is nothing:
/// customer accounts; whole phones and hidden phones of one street, by name; doors, by name, by
/// alias, by what is sent. In a block (one phone, one door) two persons by name are never joined,
/// but where so many names come from one phone and door that no household has them; a label that
/// names nobody joins only where there is one it can belong to.
struct EvidenceGraph: Sendable {
    let parties: [SenderParty]
    let goods: SentGoods
    /// Identifiers, the first elements.
    let offset: UInt32
    private let isGeneric: [Bool]
    var sets: DisjointSets
    /// What a person parted; nil where nothing is.
    var partings: Partings?
    private(set) var edges: [EvidenceEdge] = []
    private(set) var phoneWeights: SenderWeights
    private(set) var streetWeights: SenderWeights
    private(set) var doorWeights: SenderWeights

    /// Parties by block, whose keys are left out.
    typealias Blocks = [ArraySlice<UInt32>]
    private let byAccount: Blocks
    private let byPhone: Blocks
    let byStreet: Blocks
    private let byDoor: Blocks

    init(parties: [SenderParty], goods: SentGoods, isGeneric: [Bool]) {
        self.parties = parties
        self.goods = goods
        self.isGeneric = isGeneric
        offset = UInt32(isGeneric.count)
        sets = DisjointSets(count: isGeneric.count + parties.count)
        byAccount = Self.blocks(parties) { party in
            party.account.flatMap { isGeneric[Int($0)] ? nil : UInt64($0) + 1 }
        }
        byPhone = Self.blocks(parties) { party in
            party.phone.flatMap { isGeneric[Int($0)] ? nil : UInt64($0) + 1 }
        }
        byStreet = Self.blocks(parties) { party in
            // A counter's phone says nothing, nor does it when its middle is hidden.
            guard party.pattern != 0, party.place.street != 0,
                party.phone.map({ !isGeneric[Int($0)] }) ?? true
            else { return nil }
            return StableHash.mixed(party.pattern ^ StableHash.mixed(party.place.street))
        }
        byDoor = Self.blocks(parties) { $0.place.door == 0 ? nil : $0.place.door }
        let anchors = Self.counts(parties, byAccount) { _, _ in true }
        let strangers = Self.strangers(parties)
        phoneWeights = SenderWeights(
            anchors: anchors, pairs: Self.counts(parties, byPhone) { _, _ in true },
            strangers: strangers)
        streetWeights = SenderWeights(
            anchors: anchors, pairs: Self.counts(parties, byStreet) { _, _ in true },
            strangers: strangers)
        doorWeights = SenderWeights(
            anchors: anchors,
            pairs: Self.counts(parties, byDoor) { $0.key.pattern != $1.key.pattern },
            strangers: strangers)
    }

    /// Names of parties that stand far apart in the order of the parties.
    private static func strangers(_ parties: [SenderParty]) -> NameCounts {
        var counts = NameCounts()
        let step = parties.count / 2 + 1
        for place in parties.indices.dropLast(step) {
            for shift in 0..<4 {
                let other = parties[(place + step + shift * 997) % parties.count]
                guard other.key.pattern != parties[place].key.pattern else { continue }
                counts.add(NamePair(parties[place].name, other.name), 1)
            }
        }
        return counts
    }

    private static func blocks(
        _ parties: [SenderParty], _ key: (SenderParty.Key) -> UInt64?
    ) -> Blocks {
        var keyed: [(key: UInt64, party: UInt32)] = []
        for (index, party) in parties.enumerated() {
            if let key = key(party.key) { keyed.append((key, UInt32(index))) }
        }
        keyed.sort { ($0.key, $0.party) < ($1.key, $1.party) }
        let order = keyed.map(\.party)
        var result: Blocks = []
        var start = 0
        for place in 1...max(1, keyed.count)
        where place >= keyed.count || keyed[place].key != keyed[start].key {
            if place - start > 1 { result.append(order[start..<place]) }
            start = place
        }
        return result
    }

    /// How names agree among pairs of records of a block, as shares of its pairs, summed over
    /// blocks: each block counts once, or the busiest senders would speak for all.
    private static func counts(
        _ parties: [SenderParty], _ blocks: Blocks,
        where isCounted: (SenderParty, SenderParty) -> Bool
    ) -> NameCounts {
        var sums = NameCounts()
        for block in blocks {
            let members = block.prefix(Limits.partiesComparedMax).map { parties[Int($0)] }
            var counts = NameCounts()
            for (place, left) in members.enumerated() {
                let records = Double(left.records)
                if isCounted(left, left) {
                    counts.add(NamePair(left.name, left.name), records * (records - 1) / 2)
                }
                for right in members.dropFirst(place + 1) where isCounted(left, right) {
                    counts.add(NamePair(left.name, right.name), records * Double(right.records))
                }
            }
            let sum = counts.all.reduce(0, +)
            guard sum > 0 else { continue }
            for kind in counts.all.indices {
                sums.all[kind] += counts.all[kind] / sum
                sums.agreeing[kind] += counts.agreeing[kind] / sum
            }
        }
        return sums
    }

    // MARK: Steps

    mutating func run() {
        apply(
            byAccount.flatMap { block in
                block.compactMap { party in
                    parties[Int(party)].key.account.map { account in
                        EvidenceEdge(
                            left: offset + party, right: account, evidence: .identifier,
                            bits: Self.identifierBits)
                    }
                }
            })
        apply(byStreet.flatMap { byName($0, streetWeights, .hiddenPhoneAndStreet) })
        apply(byPhone.flatMap { byName($0, phoneWeights, .phoneAndName) })
        apply(byDoor.flatMap { bySameName($0) })
        apply(byDoor.flatMap { byAlias($0) })
        apply(byDoor.flatMap { byGoods($0) })
    }

    /// What a whole identifier of an account weighs: one wrong digit in a million.
    static let identifierBits: Float = 20

    private mutating func apply(_ found: [EvidenceEdge]) {
        for edge in ordered(found) where join(edge.left, edge.right) { edges.append(edge) }
    }
}
