/// Pairs that are never one entity: by contradicting identifiers, or because a person said so.
package struct ForbiddenPairs: Sendable {
    /// Far below what any sum of evidence reaches, and what a mean can not outweigh.
    static let weight: Float = -1e9

    /// By identifying column: the numbers of the values by record, 0 for none.
    private var identifiers: [[UInt32]]
    private var pairs: Set<UInt64>

    /// `identifiers`: by column, the number of the value of each record, 0 for none; `pairs`:
    /// what a person parted, by number of the record.
    package init(identifiers: [[UInt32]] = [], pairs: [(UInt32, UInt32)] = []) {
        self.identifiers = identifiers
        self.pairs = Set(pairs.map { Self.key($0, $1) })
    }

    /// Takes in one more record, by the numbers of its identifying values.
    mutating func append(_ values: [UInt32]) {
        for index in identifiers.indices { identifiers[index].append(values[index]) }
    }

    package var isEmpty: Bool { identifiers.isEmpty && pairs.isEmpty }

    /// Whether the two records may not be one entity.
    @inline(__always)
    package func contains(_ a: UInt32, _ b: UInt32) -> Bool {
        if isEmpty { return false }
        for codes in identifiers {
            let x = codes[Int(a)]
            let y = codes[Int(b)]
            if x != 0, y != 0, x != y { return true }
        }
        return pairs.contains(Self.key(a, b))
    }

    /// Parts two records for good.
    mutating func part(_ a: UInt32, _ b: UInt32) { pairs.insert(Self.key(a, b)) }

    private static func key(_ a: UInt32, _ b: UInt32) -> UInt64 {
        UInt64(min(a, b)) << 32 | UInt64(max(a, b))
    }
}
