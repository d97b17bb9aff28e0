/// A model's weights by key, open-addressed and at most half full.
///
/// A bit map of the keys stands before it: most n-grams of a text have no weight, and the map,
/// small enough for the cache next to the core, says so without touching the table.
struct WeightTable: Sendable {
    private var slots: [Slot]
    private var present: [UInt64]
    private let shift: UInt32

    struct Slot: Sendable {
        var key: UInt32 = 0
        var weight: Float = 0
    }

    private static let presentBits: UInt32 = 20

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
            let bit = key >> (32 - Self.presentBits)
            present[Int(bit >> 6)] |= 1 << UInt64(bit & 63)
        }
    }

    /// The table for the length of one call, read without bounds checks: a hash shifted by `shift`
    /// is below the count of the slots, which are never full.
    struct Reader: KeyFilter {
        fileprivate let slots: UnsafePointer<Slot>
        fileprivate let present: UnsafePointer<UInt64>
        fileprivate let shift: UInt32
        fileprivate let mask: Int

        /// Whether `key` may have a weight; a false is certain.
        @inline(__always)
        func mayHold(_ key: UInt32) -> Bool {
            let bit = key >> (32 - WeightTable.presentBits)
            return present[Int(bit >> 6)] & 1 << UInt64(bit & 63) != 0
        }

        @inline(__always)
        func slot(of key: UInt32) -> Slot { slots[Int((key &* 0x9E37_79B1) &>> shift)] }

        @inline(__always)
        func weight(of key: UInt32, in slot: Slot) -> Float {
            if slot.key == key { return slot.weight }
            return slot.key == 0 ? 0 : search(key)
        }

        /// The weight of `key` in bits, 0 where it has none.
        @inline(__always)
        func weight(of key: UInt32) -> Float {
            mayHold(key) ? weight(of: key, in: slot(of: key)) : 0
        }

        private func search(_ key: UInt32) -> Float {
            var slot = Int((key &* 0x9E37_79B1) &>> shift)
            while slots[slot].key != 0 {
                if slots[slot].key == key { return slots[slot].weight }
                slot = (slot &+ 1) & mask
            }
            return 0
        }
    }

    @inline(__always)
    func withReader<Result>(_ body: (Reader) -> Result) -> Result {
        slots.withUnsafeBufferPointer { slots in
            present.withUnsafeBufferPointer { present in
                guard let slot = slots.baseAddress, let words = present.baseAddress else {
                    preconditionFailure("a weight table has slots")
                }
                return body(
                    Reader(slots: slot, present: words, shift: shift, mask: slots.count - 1))
            }
        }
    }
}
