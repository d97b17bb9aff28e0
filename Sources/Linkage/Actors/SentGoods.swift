import Primitives

/// What senders declare their parcels to be (品名), by party.
///
/// What is sent tells one sender from another of the same door: relatives have goods of their own,
/// and who hides behind two phones writes the same few words on both.
struct SentGoods: Sendable {
    /// By party: where its names of goods begin in `names`; one more at the end.
    private let starts: [UInt32]
    /// Numbers of goods, one a label.
    private let names: [UInt32]
    /// By number: bits that a sender drawn at random leaves against declaring it.
    private let rarity: [Double]

    /// `labels` are the party and the number of the goods of each label that declares any;
    /// `senders` by party what tells senders apart.
    init(labels: [(party: UInt32, goods: UInt32)], senders: [UInt64], kinds: Int) {
        let sorted = labels.sorted { ($0.party, $0.goods) < ($1.party, $1.goods) }
        var starts = [UInt32](repeating: 0, count: senders.count + 1)
        for label in sorted { starts[Int(label.party) + 1] += 1 }
        for party in senders.indices { starts[party + 1] += starts[party] }
        self.starts = starts
        names = sorted.map(\.goods)
        let declared = Set(sorted.map { Declared(goods: $0.goods, by: senders[Int($0.party)]) })
        var counts = [Double](repeating: 0, count: kinds)
        for one in declared { counts[Int(one.goods)] += 1 }
        // Half a sender each way keeps every share between 0 and 1 (Jeffreys).
        let all = Double(Set(senders).count) + 1
        rarity = counts.map { -Bits(probability: ($0 + 0.5) / (all + $0 + 0.5)).value }
    }

    private struct Declared: Hashable {
        let goods: UInt32
        let by: UInt64
    }

    /// Labels by number of goods that these parties have.
    func counts(of parties: [UInt32]) -> [UInt32: Int] {
        var result: [UInt32: Int] = [:]
        for party in parties {
            for name in names[Int(starts[Int(party)])..<Int(starts[Int(party) + 1])] {
                result[name, default: 0] += 1
            }
        }
        return result
    }

    /// Bits for one sender where so much is declared by both; 0 where less than half of what either
    /// sends is declared by the other too.
    ///
    /// The three rarest names count, at half of what independent ones would weigh: neighbours send
    /// the same kinds of things. Both figures are our guess; in made-up cities no two strangers of
    /// one door reach the floor.
    func bits(_ left: [UInt32: Int], _ right: [UInt32: Int]) -> Double {
        let shared = left.keys.filter { right[$0] != nil }
        func covered(_ counts: [UInt32: Int]) -> Bool {
            let sum = counts.values.reduce(0, +)
            return shared.reduce(0) { $0 + (counts[$1] ?? 0) } * 2 >= sum
        }
        guard !shared.isEmpty, covered(left), covered(right) else { return 0 }
        return shared.map { rarity[Int($0)] }.sorted(by: >).prefix(3).reduce(0, +) / 2
    }
}
