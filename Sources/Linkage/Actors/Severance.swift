package import Records

/// What a person has parted (人工拆分): it holds against any evidence, until he takes it back.
package struct Severance: Sendable {
    /// Identifiers that name no one sender; they link nothing, as generic ones do.
    package var identifiers: Set<Identifier>
    /// Records of two persons, which come together by no chain of evidence.
    package var pairs: [(RecordRef, RecordRef)]

    package init(identifiers: Set<Identifier> = [], pairs: [(RecordRef, RecordRef)] = []) {
        self.identifiers = identifiers
        self.pairs = pairs
    }
}

/// Elements of a graph that a person parted, while its sets grow.
///
/// A join that would bring two of them into one set is refused. Which join of a chain is the
/// refused one depends on their order, so that whoever has partings joins in an order that is the
/// same whatever the order of records: the strongest first, of two alike the one more records speak
/// for, then by identifier and label.
struct Partings: Sendable {
    /// By element: its place in an order that does not depend on that of the records.
    let ranks: [UInt32]
    /// By root: elements that may not come into its set.
    private var others: [UInt32: Set<UInt32>] = [:]
    /// Joins that were refused, both ways round.
    private var refused: Set<UInt64> = []

    /// Nil where no pair parts two elements: nothing then costs anything.
    ///
    /// A pair on one element cannot be parted and is left out.
    init?(_ pairs: [(RecordRef, RecordRef)], linker: Linker, units: [UInt32?], elements: Int) {
        guard !pairs.isEmpty else { return nil }
        let named = Set(pairs.flatMap { [$0.0, $0.1] })
        var elementOf: [RecordRef: UInt32] = [:]
        for (position, record) in linker.records.enumerated() where named.contains(record) {
            elementOf[record] = units[position]
        }
        var others: [UInt32: Set<UInt32>] = [:]
        for (left, right) in pairs {
            guard let left = elementOf[left], let right = elementOf[right], left != right else {
                continue
            }
            others[left, default: []].insert(right)
            others[right, default: []].insert(left)
        }
        guard !others.isEmpty else { return nil }
        let count = linker.identifiers.count
        var ranks = (0..<elements).map { UInt32($0) }
        let order = (0..<count).sorted { linker.identifiers[$0] < linker.identifiers[$1] }
        for (rank, index) in order.enumerated() { ranks[index] = UInt32(rank) }
        self.ranks = ranks
        self.others = others
    }

    /// Joins two elements unless that is refused; false where it is.
    mutating func join(_ left: UInt32, _ right: UInt32, in sets: inout DisjointSets) -> Bool {
        let (one, other) = (sets.root(left), sets.root(right))
        guard one != other else { return true }
        if let kept = others[one], kept.contains(where: { sets.root($0) == other }) {
            refused.insert(Self.key(left, right))
            refused.insert(Self.key(right, left))
            return false
        }
        sets.join(one, other)
        let both = (others.removeValue(forKey: one) ?? [])
            .union(others.removeValue(forKey: other) ?? [])
        if !both.isEmpty { others[sets.root(one)] = both }
        return true
    }

    func isRefused(_ left: UInt32, _ right: UInt32) -> Bool {
        refused.contains(Self.key(left, right))
    }

    private static func key(_ left: UInt32, _ right: UInt32) -> UInt64 {
        UInt64(left) << 32 | UInt64(right)
    }

    /// By root: the least rank in its set, which stands for the set in an order.
    func ranks(of sets: DisjointSets) -> [UInt32: UInt32] {
        var least: [UInt32: UInt32] = [:]
        for element in ranks.indices {
            let root = sets.rootWithoutHalving(UInt32(element))
            least[root] = min(least[root] ?? .max, ranks[element])
        }
        return least
    }
}

/// A join before it is made, with what it is ordered by.
struct SupportedJoin {
    let left: UInt32
    let right: UInt32
    let bits: Float
    /// Records that speak for it.
    let support: Int
    let ranks: (UInt32, UInt32)

    static func isBefore(_ left: Self, _ right: Self) -> Bool {
        if left.bits != right.bits { return left.bits > right.bits }
        if left.support != right.support { return left.support > right.support }
        return left.ranks < right.ranks
    }
}

extension EvidenceGraph {
    /// Brings two elements into one set, unless a person parted something in them.
    ///
    /// - Returns: Whether they are in one set now.
    @discardableResult
    mutating func join(_ left: UInt32, _ right: UInt32) -> Bool {
        guard partings != nil else {
            sets.join(left, right)
            return true
        }
        return partings?.join(left, right, in: &sets) ?? true
    }

    /// Whether a person's parting stands between an element and an identifier on its records.
    func isRefused(_ left: UInt32, _ right: UInt32) -> Bool {
        partings?.isRefused(left, right) ?? false
    }

    /// Edges in the order in which they are applied; as they come where nothing is parted.
    func ordered(_ edges: [EvidenceEdge]) -> [EvidenceEdge] {
        guard let partings else { return edges }
        func support(_ element: UInt32) -> Int {
            element < offset ? 0 : parties[Int(element - offset)].records
        }
        let keyed = edges.enumerated().map { place, edge in
            let ranks = (partings.ranks[Int(edge.left)], partings.ranks[Int(edge.right)])
            return (
                place,
                SupportedJoin(
                    left: edge.left, right: edge.right, bits: edge.bits,
                    support: support(edge.left) + support(edge.right),
                    ranks: (min(ranks.0, ranks.1), max(ranks.0, ranks.1)))
            )
        }
        return keyed.sorted { SupportedJoin.isBefore($0.1, $1.1) }.map { edges[$0.0] }
    }

    /// Makes joins of elements with how many records speak for each, in the order of `ordered`.
    mutating func join(_ joins: [UInt64: Int], bits: Float) {
        guard let partings else { return }
        let all = joins.map { key, support in
            let (left, right) = (UInt32(key >> 32), UInt32(truncatingIfNeeded: key))
            let ranks = (partings.ranks[Int(left)], partings.ranks[Int(right)])
            return SupportedJoin(
                left: left, right: right, bits: bits, support: support,
                ranks: (min(ranks.0, ranks.1), max(ranks.0, ranks.1)))
        }
        for one in all.sorted(by: SupportedJoin.isBefore) { join(one.left, one.right) }
    }
}
