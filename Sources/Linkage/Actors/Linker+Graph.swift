import Primitives
import Records

extension Linker {
    /// The graph over the parties in an order that does not depend on that of the records, and
    /// where each party went.
    func evidence(_ isGeneric: [Bool]) -> (graph: EvidenceGraph, partyNumbers: [UInt32]) {
        let all = parties?.all ?? []
        let order = all.indices.sorted { all[$0].first < all[$1].first }
        var numbers = [UInt32](repeating: 0, count: all.count)
        for (place, index) in order.enumerated() { numbers[index] = UInt32(place) }
        let sorted = order.map { all[$0] }
        let labels = goodsOfLabels.map { (party: numbers[Int($0.party)], goods: $0.goods) }
        let sent = SentGoods(
            labels: labels, senders: sorted.map(\.key.sender), kinds: goodsNumbers.count)
        return (EvidenceGraph(parties: sorted, goods: sent, isGeneric: isGeneric), numbers)
    }

    /// By record: the element of the graph it is part of; nil where nothing links it.
    func units(
        _ byRecord: Adjacency, _ isGeneric: [Bool], _ partyNumbers: [UInt32]
    ) -> [UInt32?] {
        let offset = UInt32(isGeneric.count)
        return records.indices.map { record in
            if let party = partyOfRecord[record] { return offset + partyNumbers[Int(party)] }
            let linking = byRecord[record].filter { !isGeneric[Int($0)] }
            // The account before contacts, whatever the order in which they were numbered.
            return linking.min { left, right in
                let (one, other) = (identifiers[Int(left)], identifiers[Int(right)])
                if (one.kind == .phone) != (other.kind == .phone) { return other.kind == .phone }
                return one < other
            }
        }
    }

    /// Joins what stands on one record: every identifier without a reader, all but phones with one.
    func joinIdentifiers(
        _ byRecord: Adjacency, _ isGeneric: [Bool], _ units: [UInt32?],
        _ graph: inout EvidenceGraph
    ) {
        var joins: [UInt64: Int] = [:]
        for record in records.indices {
            guard let unit = units[record] else { continue }
            for identifier in byRecord[record] where !isGeneric[Int(identifier)] {
                if parties != nil, identifiers[Int(identifier)].kind == .phone { continue }
                if graph.partings == nil {
                    graph.sets.join(unit, identifier)
                } else {
                    joins[UInt64(unit) << 32 | UInt64(identifier), default: 0] += 1
                }
            }
        }
        graph.join(joins, bits: EvidenceGraph.identifierBits)
    }

    /// Joins the posts that show a whole phone, and its sender, where it has one.
    ///
    /// All phones are judged by what was joined before.
    func joinPhones(
        _ byIdentifier: Adjacency, _ isGeneric: [Bool], _ units: [UInt32?],
        _ graph: inout EvidenceGraph
    ) {
        guard parties != nil else { return }
        let claims = graph.claims()
        var hasHandle: Set<UInt32> = []
        for index in identifiers.indices where !isGeneric[index] {
            let kind = identifiers[index].kind
            if kind == .wechat || kind == .qq { hasHandle.insert(graph.sets.root(UInt32(index))) }
        }
        var joins: [(UInt32, UInt32)] = []
        for identifier in identifiers.indices
        where identifiers[identifier].kind == .phone && !isGeneric[identifier] {
            let phone = UInt32(identifier)
            var posts: Set<UInt32> = []
            for record in byIdentifier[identifier] where partyOfRecord[Int(record)] == nil {
                if let unit = units[Int(record)] { posts.insert(graph.sets.root(unit)) }
            }
            // Two people of one phone have handles of their own.
            guard posts.count(where: { hasHandle.contains($0) }) <= 1 else { continue }
            for post in posts { joins.append((post, phone)) }
            if case .one(let party)? = claims[phone] { joins.append((phone, party)) }
        }
        if let ranks = graph.partings?.ranks(of: graph.sets) {
            // Of sets only what is in them is the same whatever the order of records.
            func key(_ join: (UInt32, UInt32)) -> (UInt32, UInt32) {
                let (left, right) = (
                    ranks[graph.sets.rootWithoutHalving(join.0)] ?? 0,
                    ranks[graph.sets.rootWithoutHalving(join.1)] ?? 0
                )
                return (min(left, right), max(left, right))
            }
            let keyed = joins.map { (key($0), $0) }
            joins = keyed.sorted { $0.0 < $1.0 }.map(\.1)
        }
        for (left, right) in joins { graph.join(left, right) }
    }
}

/// Who is behind a phone.
enum PhoneClaim: Equatable {
    case one(UInt32)
    /// Two persons, and nothing says whose a post with it is.
    case contested
}

extension EvidenceGraph {
    /// For each whole phone on labels, the element of its one sender.
    ///
    /// Labels on which the middle of it is hidden have a say, where they come from the same street.
    func claims() -> [UInt32: PhoneClaim] {
        var voices: [UInt32: [UInt32: Int]] = [:]
        for (index, party) in parties.enumerated() {
            guard let phone = party.key.phone else { continue }
            voices[phone, default: [:]][UInt32(index), default: 0] += party.records
        }
        for block in byStreet {
            let phones = Set(block.compactMap { parties[Int($0)].key.phone })
            for phone in phones {
                for party in block where parties[Int(party)].key.phone == nil {
                    voices[phone, default: [:]][party, default: 0] += parties[Int(party)].records
                }
            }
        }
        return voices.mapValues { claim(of: $0) }
    }

    private func claim(of voices: [UInt32: Int]) -> PhoneClaim {
        var senders: [UInt32: (records: Int, isPerson: Bool)] = [:]
        for (party, records) in voices {
            let root = sets.rootWithoutHalving(offset + party)
            senders[root, default: (0, false)].records += records
            if name(party).kind != .alias { senders[root]?.isPerson = true }
        }
        let most = senders.max { ($0.value.records, $1.key) < ($1.value.records, $0.key) }
        // Of two who use a phone alike, n labels in a row are one's with 1 in 2^(n - 1).
        guard let most,
            Bits(probability: phoneWeights.share).value + Double(most.value.records - 1)
                >= LinkPolicy.evidenceFloorBits
        else { return .contested }
        let others = senders.filter { $0.key != most.key }
        let sum = senders.values.reduce(0) { $0 + $1.records }
        if others.values.contains(where: \.isPerson) || most.value.records * 5 < sum * 4 {
            return .contested
        }
        return .one(most.key)
    }
}
