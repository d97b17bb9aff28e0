/// A model's weights by key, open-addressed and at most half full.
///
/// A bit map of the keys' low bits stands before it: most n-grams of a text have no weight, and
/// the map, small enough for the cache next to the core, says so without touching the table.
struct WeightTable: Sendable {
    private var slots: [Slot]
    private var present: [UInt64]
    private let shift: UInt32

    private struct Slot: Sendable {
        var key: UInt32 = 0
        var weight: Float = 0
    }

    private static let presentBits: UInt32 = 19

    init(_ model: ScreeningModel) {
        var bits: UInt32 = 10
        while 1 << bits < model.keys.count * 2 { bits += 1 }
        shift = 32 - bits
        slots = [Slot](repeating: Slot(), count: 1 << bits)
        present = [UInt64](repeating: 0, count: 1 << (Self.presentBits - 6))
        for (key, weight) in zip(model.keys, model.weights) {
            var slot = Int((key &* 0x9E37_79B1) >> shift)
            while slots[slot].key != 0 { slot = (slot + 1) & (slots.count - 1) }
            slots[slot] = Slot(key: key, weight: Float(Double(weight) * model.scale))
            let bit = (key >> 1) & ((1 << Self.presentBits) - 1)
            present[Int(bit >> 6)] |= 1 << UInt64(bit & 63)
        }
    }

    /// The weight of `key` in bits, 0 where it has none.
    @inline(__always)
    func weight(of key: UInt32) -> Double {
        let bit = (key >> 1) & ((1 << Self.presentBits) - 1)
        if present[Int(bit >> 6)] & 1 << UInt64(bit & 63) == 0 { return 0 }
        var slot = Int((key &* 0x9E37_79B1) >> shift)
        while slots[slot].key != 0 {
            if slots[slot].key == key { return Double(slots[slot].weight) }
            slot = (slot + 1) & (slots.count - 1)
        }
        return 0
    }
}
