import Primitives

extension EvidenceGraph {
    /// Edges within parties that share a phone, or what shows of it and a street.
    ///
    /// Each full name is a person; a name that is hidden in part belongs to the only full one that
    /// it can be; what names nobody belongs to the block's only sender. More names at one door than
    /// a household has, of both kinds, are one sender's.
    func byName(
        _ block: ArraySlice<UInt32>, _ weights: SenderWeights, _ evidence: LinkEvidence
    ) -> [EvidenceEdge] {
        var block = BlockJoin(self, block, evidence)
        var persons: [(name: SenderName, party: UInt32)] = []
        var neutral: [UInt32] = []
        let crowd = Crowd(self, block.members)
        if let crowd, let first = crowd.members.first {
            for party in crowd.members.dropFirst() { block.join(first, party, crowd.bits) }
            persons.append((name(first), first))
        }
        let others = crowd.map { crowd in block.members.filter { !crowd.contains($0) } }
        let members = others.map { $0[...] } ?? block.members
        for party in members where name(party).kind == .full {
            if let one = persons.first(where: { $0.name.key == name(party).key }) {
                block.join(one.party, party, weights.bits(NamePair(one.name, name(party))))
            } else {
                persons.append((name(party), party))
            }
        }
        let full = persons.count
        for party in members where name(party).kind == .hidden {
            let fitting = persons.indices.filter { persons[$0].name.agrees(with: name(party)) }
            if fitting.count == 1 {
                let person = persons[fitting[0]]
                block.join(person.party, party, weights.bits(NamePair(person.name, name(party))))
            } else if !fitting.contains(where: { $0 < full }) {
                persons.append((name(party), party))
            }
        }
        for party in members where !name(party).isPersonal {
            guard name(party).kind == .surname else {
                neutral.append(party)
                continue
            }
            let fitting = persons.filter { NamePair($0.name, name(party)).agrees }
            if persons.count == 1, let one = fitting.first {
                block.join(one.party, party, weights.bits(NamePair(one.name, name(party))))
            }
        }
        joinNeutral(neutral, persons.map(\.party), weights, &block)
        return block.edges
    }

    private func joinNeutral(
        _ neutral: [UInt32], _ persons: [UInt32], _ weights: SenderWeights,
        _ block: inout BlockJoin
    ) {
        guard let first = neutral.first else { return }
        // Who hides his name from one phone does it on all of its labels.
        for party in neutral.dropFirst() {
            block.join(first, party, neutralBits(first, party, weights))
        }
        let heads = Set(persons.map { block.root($0) })
        if heads.count == 1, let person = persons.first {
            block.join(person, first, neutralBits(person, first, weights))
        }
    }

    /// A label that names nobody, beside the only sender of its phone.
    ///
    /// That a family's second member hides behind an alias is our guess at one in 32; no source
    /// counts it.
    private func neutralBits(_ left: UInt32, _ right: UInt32, _ weights: SenderWeights) -> Double {
        let pair = NamePair(name(left), name(right))
        return pair.kind == .alias || pair.kind == .none ? Self.aliasBits : weights.bits(pair)
    }

    private static var aliasBits: Double { 5 }

    func name(_ party: UInt32) -> SenderName { parties[Int(party)].name }

    /// Edges between labels of one full name at one door, whatever their phones.
    func bySameName(_ block: ArraySlice<UInt32>) -> [EvidenceEdge] {
        var block = BlockJoin(self, block, .doorAndName)
        var first: [UInt64: UInt32] = [:]
        for party in block.members
        where name(party).kind == .full && name(party).shown.count >= Self.tellingCharacters {
            if let one = first[name(party).key] {
                block.join(one, party, doorWeights.bits(NamePair(name(one), name(party))))
            } else {
                first[name(party).key] = party
            }
        }
        return block.edges
    }

    /// Characters from which a name tells two of a family apart: of two, one is the family's.
    private static var tellingCharacters: Int { 3 }

    /// Edges between senders at one door who use the same names that are no persons'.
    func byAlias(_ block: ArraySlice<UInt32>) -> [EvidenceEdge] {
        var block = BlockJoin(self, block, .doorAndAlias)
        let phones = Set(block.members.map { parties[Int($0)].key.pattern })
        guard phones.count <= Limits.phonesPerDoorMax else { return [] }
        var aliases: [UInt32: [UInt64: UInt32]] = [:]
        for party in block.members where name(party).kind == .alias {
            let known = aliases[block.root(party)]?[name(party).key] ?? party
            aliases[block.root(party), default: [:]][name(party).key] = min(known, party)
        }
        let order = aliases.keys.sorted {
            (aliases[$0]?.values.min() ?? 0) < (aliases[$1]?.values.min() ?? 0)
        }
        for (place, left) in order.enumerated() {
            for right in order.dropFirst(place + 1) {
                guard let one = aliases[left], let other = aliases[right] else { continue }
                let shared = one.keys.filter { other[$0] != nil }
                let parties = shared.compactMap { one[$0] }
                guard let first = parties.min(), let second = other[name(first).key] else {
                    continue
                }
                block.join(first, second, doorWeights.bits(aliases: shared.count))
            }
        }
        return block.edges
    }
}

extension EvidenceGraph {
    /// Edges between senders at one door who declare the same goods.
    func byGoods(_ block: ArraySlice<UInt32>) -> [EvidenceEdge] {
        var block = BlockJoin(self, block, .doorAndGoods)
        let phones = Set(block.members.map { parties[Int($0)].key.pattern })
        guard phones.count <= Limits.phonesPerDoorMax else { return [] }
        let senders = Dictionary(grouping: block.members) { block.root($0) }.values
            .sorted { $0[0] < $1[0] }
        guard senders.count > 1 else { return [] }
        let sent = senders.map { goods.counts(of: $0) }
        // That most of one door are one sender is no reason that these two are.
        let prior = min(Bits(probability: doorWeights.share).value, 0)
        for (place, left) in senders.enumerated() {
            for other in senders.indices.dropFirst(place + 1) {
                let bits = prior + goods.bits(sent[place], sent[other])
                block.join(left[0], senders[other][0], bits)
            }
        }
        return block.edges
    }
}

/// One sender who gives another name each time: more names, full ones and such that are no
/// person's, from one phone at one door than a household has.
struct Crowd {
    /// Parties at the door, those that hide the door, and those elsewhere with the surname that
    /// most of its names have; rising.
    let members: [UInt32]
    let bits: Double
    private let isMember: Set<UInt32>

    /// Nil where the block has no such door.
    init?(_ graph: EvidenceGraph, _ block: ArraySlice<UInt32>) {
        guard block.count >= Limits.namesPerCrowdMin else { return nil }
        var names: [UInt64: Set<UInt64>] = [:]
        var aliases: [UInt64: Set<UInt64>] = [:]
        var surnames: [UInt64: [UInt32: Int]] = [:]
        for party in block {
            let (name, door) = (graph.name(party), graph.parties[Int(party)].key.place.door)
            guard door != 0 else { continue }
            if name.kind == .alias { aliases[door, default: []].insert(name.key) }
            guard name.kind == .full, names[door, default: []].insert(name.key).inserted else {
                continue
            }
            surnames[door, default: [:]][name.shown[0], default: 0] += 1
        }
        let crowded = names.filter { door, names in
            let aliases = aliases[door]?.count ?? 0
            return min(names.count, aliases) >= Limits.namesPerCrowdKindMin
                && names.count + aliases >= Limits.namesPerCrowdMin
        }
        let sizes = crowded.map { $0.value.count + (aliases[$0.key]?.count ?? 0) }
        guard let most = sizes.max() else { return nil }
        bits = LinkPolicy.crowdBits + Double(most - Limits.namesPerCrowdMin)
        var families: Set<UInt32> = []
        for door in crowded.keys {
            for (surname, count) in surnames[door] ?? [:]
            where count * 2 > crowded[door]?.count ?? 0 {
                families.insert(surname)
            }
        }
        members = block.filter { party in
            let (name, place) = (graph.name(party), graph.parties[Int(party)].key.place)
            if crowded[place.door] != nil || place.door == 0 { return true }
            return name.shown.first.map { families.contains($0) } ?? false
        }
        isMember = Set(members)
    }

    func contains(_ party: UInt32) -> Bool { isMember.contains(party) }
}

/// Joins within one block, judged by what was joined before the step began.
struct BlockJoin {
    let members: ArraySlice<UInt32>
    private(set) var edges: [EvidenceEdge] = []
    private let evidence: LinkEvidence
    private let offset: UInt32
    private var roots: [UInt32: UInt32] = [:]

    init(_ graph: EvidenceGraph, _ members: ArraySlice<UInt32>, _ evidence: LinkEvidence) {
        self.members = members
        self.evidence = evidence
        offset = graph.offset
        for party in members { roots[party] = graph.sets.rootWithoutHalving(graph.offset + party) }
    }

    func root(_ party: UInt32) -> UInt32 { roots[party] ?? party }

    /// Joins two members, if the evidence is enough.
    mutating func join(_ left: UInt32, _ right: UInt32, _ bits: Double) {
        let (one, other) = (root(left), root(right))
        guard one != other, bits >= LinkPolicy.evidenceFloorBits else { return }
        for member in members where roots[member] == other { roots[member] = one }
        edges.append(
            EvidenceEdge(
                left: offset + left, right: offset + right, evidence: evidence, bits: Float(bits)))
    }
}
