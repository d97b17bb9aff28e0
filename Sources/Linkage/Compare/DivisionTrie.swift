/// Collects names letter by letter, with what each of them stands for.
///
/// Children stand in one open-addressed table of 64-bit words, so that a step of the walk is one
/// look: bits 20 and up are the parent's number and the scalar, bits 0 to 19 the child; 0 is free.
struct TrieBuilder {
    private(set) var slots = [UInt64](repeating: 0, count: 1 << 10)
    private(set) var nodes: UInt32 = 1
    private(set) var entries: [(node: UInt32, entry: UInt32)] = []
    /// A child's number has 20 bits.
    static let nodesMax: UInt32 = 1 << 20

    mutating func insert(_ name: [UInt32], entry: UInt32) {
        guard !name.isEmpty else { return }
        var node: UInt32 = 0
        for scalar in name { node = child(of: node, scalar) }
        entries.append((node, entry))
    }

    private mutating func child(of node: UInt32, _ scalar: UInt32) -> UInt32 {
        let key = NameTrie.key(node, scalar)
        var at = NameTrie.slot(key, slots.count)
        while slots[at] != 0 {
            if slots[at] >> 20 == key { return UInt32(slots[at] & 0xFFFFF) }
            at = (at + 1) & (slots.count - 1)
        }
        precondition(nodes < Self.nodesMax, "the names of divisions need more than 20 bits")
        slots[at] = key << 20 | UInt64(nodes)
        nodes += 1
        if Int(nodes) * 2 > slots.count { grow() }
        return nodes - 1
    }

    private mutating func grow() {
        var larger = [UInt64](repeating: 0, count: slots.count * 2)
        for slot in slots where slot != 0 {
            var at = NameTrie.slot(slot >> 20, larger.count)
            while larger[at] != 0 { at = (at + 1) & (larger.count - 1) }
            larger[at] = slot
        }
        slots = larger
    }
}

/// Names as a trie, and for each the entries it stands for, in rising order.
struct NameTrie: Sendable {
    private let slots: [UInt64]
    /// Where the entries of each node begin; one more than there are nodes.
    private let starts: [UInt32]
    let entries: [UInt32]

    init(_ builder: TrieBuilder) {
        slots = builder.slots
        let sorted = builder.entries.sorted { left, right in
            left.node != right.node ? left.node < right.node : left.entry < right.entry
        }
        var starts: [UInt32] = []
        var entries: [UInt32] = []
        starts.reserveCapacity(Int(builder.nodes) + 1)
        var next = 0
        for node in 0..<builder.nodes {
            starts.append(UInt32(entries.count))
            while next < sorted.count, sorted[next].node == node {
                let entry = sorted[next].entry
                // A unit stands once, in the strongest form.
                let isNew =
                    entries.count == Int(starts[Int(node)])
                    || entries[entries.count - 1] >> 3 != entry >> 3
                if isNew { entries.append(entry) }
                next += 1
            }
        }
        starts.append(UInt32(entries.count))
        self.starts = starts
        self.entries = entries
    }

    @inline(__always)
    static func key(_ node: UInt32, _ scalar: UInt32) -> UInt64 {
        UInt64(node) << 21 | UInt64(scalar & 0x1F_FFFF)
    }

    @inline(__always)
    static func slot(_ key: UInt64, _ count: Int) -> Int {
        // The count is a power of two; Fibonacci hashing takes the product's upper bits.
        let bits = UInt64(count.trailingZeroBitCount)
        return Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> (64 &- bits))
    }

    /// The node that `scalar` leads to from `node`; 0 where none does.
    @inline(__always)
    func step(_ node: UInt32, _ scalar: UInt32) -> UInt32 {
        let key = Self.key(node, scalar)
        return slots.withUnsafeBufferPointer { slots in
            var at = Self.slot(key, slots.count)
            while slots[at] != 0 {
                if slots[at] >> 20 == key { return UInt32(slots[at] & 0xFFFFF) }
                at = (at &+ 1) & (slots.count &- 1)
            }
            return 0
        }
    }

    /// Where in `entries` those of `node` stand.
    @inline(__always)
    func range(_ node: UInt32) -> Range<Int> {
        Int(starts[Int(node)])..<Int(starts[Int(node) + 1])
    }
}
