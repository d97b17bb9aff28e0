/// How often each agreement pattern occurs, with a note of which fields the blocking had no part
/// in.
///
/// Open addressing; adding the counts of two threads gives the same whatever the order.
struct PatternCounts: Sendable {
    private(set) var keys: [UInt64]
    private(set) var counts: [Int]
    private(set) var used = 0

    init() {
        keys = [UInt64](repeating: .max, count: 1 << 10)
        counts = [Int](repeating: 0, count: 1 << 10)
    }

    @inline(__always)
    mutating func add(_ key: UInt64, _ count: Int = 1) {
        var slot = Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 32) & (keys.count - 1)
        while keys[slot] != key, keys[slot] != .max { slot = (slot + 1) & (keys.count - 1) }
        if keys[slot] == .max {
            keys[slot] = key
            used += 1
        }
        counts[slot] += count
        if used * 2 > keys.count { grow() }
    }

    mutating func add(_ other: PatternCounts) {
        for slot in other.keys.indices where other.keys[slot] != .max {
            add(other.keys[slot], other.counts[slot])
        }
    }

    /// Every key with its count, by key.
    var sorted: [(key: UInt64, count: Int)] {
        var found: [(key: UInt64, count: Int)] = []
        for slot in keys.indices where keys[slot] != .max {
            found.append((keys[slot], counts[slot]))
        }
        return found.sorted { $0.key < $1.key }
    }

    private mutating func grow() {
        let old = (keys, counts)
        keys = [UInt64](repeating: .max, count: old.0.count * 2)
        counts = [Int](repeating: 0, count: old.0.count * 2)
        used = 0
        for slot in old.0.indices where old.0[slot] != .max { add(old.0[slot], old.1[slot]) }
    }
}
