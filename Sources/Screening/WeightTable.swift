/// A model's weights by key, each in a place of its own.
///
/// A perfect hash by displacement (Belazzougui, Botelho and Dietzfelbinger 2009): the upper bits of
/// a key pick one of many small displacements, the key hashed with it is a slot that no other key
/// has. So a key is read once and compared once, whatever it is, and nothing has to be foretold. A
/// bit map of the keys stands before it: most n-grams of a text have no weight, and the map, small
/// enough for the cache next to the core, says so without touching the table.
struct WeightTable: Sendable {
    /// The lower half of a key's hash over its weight in scales: a key that is none of the model's
    /// passes for one with a chance of 1 in 65,536.
    private let slots: [UInt32]
    private let scale: Float
    private let displacements: [UInt16]
    /// Two bits for each key, both in one word.
    private let present: [UInt64]
    private let slotShift: UInt64
    private let groupShift: UInt32

    private struct Entry {
        let key: UInt32
        let weight: Int16

        var slot: UInt32 { WeightTable.mark(of: key) | UInt32(UInt16(bitPattern: weight)) }
    }

    /// What of a key is not the number of its word in the bit map: 128 KB of words.
    private static let presentShift: UInt32 = 18
    /// Keys that share a displacement, in the mean.
    private static let groupMean = 3

    init(_ model: ScreeningModel) {
        let weights = zip(model.keys, model.weights).map { Entry(key: $0, weight: $1) }
        scale = Float(model.scale)
        var bits: UInt64 = 10
        while 1 << bits < weights.count * 3 / 2 { bits += 1 }
        var table = Self.placed(weights, bits: bits)
        while table == nil {
            bits += 1
            table = Self.placed(weights, bits: bits)
        }
        guard let table else { preconditionFailure("a larger table has room at last") }
        (slots, displacements, groupShift) = table
        slotShift = 64 - bits
        var present = [UInt64](repeating: 0, count: 1 << Int(32 - Self.presentShift))
        for entry in weights {
            present[Int(entry.key >> Self.presentShift)] |= Self.mask(entry.key)
        }
        self.present = present
    }

    /// Keys grouped by their first hash and laid down, the largest groups first, each with the
    /// least displacement that finds all its keys a free slot; nil where one finds none.
    private static func placed(
        _ weights: [Entry], bits: UInt64
    ) -> (slots: [UInt32], displacements: [UInt16], groupShift: UInt32)? {
        var groupBits: UInt32 = 4
        while 1 << groupBits < weights.count / groupMean { groupBits += 1 }
        let groupShift = 32 - groupBits
        var groups = [[Entry]](repeating: [], count: 1 << Int(groupBits))
        for entry in weights {
            groups[Int(entry.key >> groupShift)].append(entry)
        }
        var slots = [UInt32](repeating: 0, count: 1 << Int(bits))
        var isTaken = [Bool](repeating: false, count: slots.count)
        var displacements = [UInt16](repeating: 0, count: groups.count)
        let order = groups.indices.sorted {
            (groups[$1].count, $0) < (groups[$0].count, $1)
        }
        for group in order where !groups[group].isEmpty {
            guard
                let found = (0...UInt16.max).first(where: { displacement in
                    isFree(groups[group], displacement, 64 - bits, isTaken)
                })
            else { return nil }
            displacements[group] = found
            for entry in groups[group] {
                let place = place(of: entry.key, found, 64 - bits)
                slots[place] = entry.slot
                isTaken[place] = true
            }
        }
        return (slots, displacements, groupShift)
    }

    private static func isFree(
        _ group: [Entry], _ displacement: UInt16, _ shift: UInt64, _ isTaken: [Bool]
    ) -> Bool {
        for (number, entry) in group.enumerated() {
            let place = place(of: entry.key, displacement, shift)
            if isTaken[place] { return false }
            for other in group[..<number]
            where self.place(of: other.key, displacement, shift) == place {
                return false
            }
        }
        return true
    }

    /// What of a key stands in its slot: bits that its place does not tell.
    @inline(__always)
    private static func mark(of key: UInt32) -> UInt32 { (key &* 0x85EB_CA77) & 0xFFFF_0000 }

    /// The two bits of a key in its word of the map; keys are hashes, so any of their bits will do.
    @inline(__always)
    private static func mask(_ key: UInt32) -> UInt64 {
        1 << UInt64((key >> 12) & 63) | 1 << UInt64((key >> 6) & 63)
    }

    @inline(__always)
    private static func place(
        of key: UInt32, _ displacement: UInt16, _ shift: UInt64
    ) -> Int {
        let moved = (UInt64(displacement) << 32 | UInt64(key)) &* 0xBF58_476D_1CE4_E5B9
        return Int(truncatingIfNeeded: moved &>> shift)
    }

    /// The table for the length of one call, read without bounds checks: hashes shifted so are
    /// below the counts of what they are places in.
    struct Reader: KeyFilter {
        fileprivate let slots: UnsafePointer<UInt32>
        fileprivate let scale: Float
        fileprivate let displacements: UnsafePointer<UInt16>
        fileprivate let present: UnsafePointer<UInt64>
        fileprivate let slotShift: UInt64
        fileprivate let groupShift: UInt32

        /// Whether `key` may have a weight; a false is certain.
        @inline(__always)
        func mayHold(_ key: UInt32) -> Bool {
            let mask = WeightTable.mask(key)
            let word = present[Int(key &>> WeightTable.presentShift)]
            return word & mask == mask
        }

        /// The weight of `key` in bits, 0 where it has none.
        @inline(__always)
        func weight(of key: UInt32) -> Float {
            let displacement = displacements[Int(key &>> groupShift)]
            let slot = slots[WeightTable.place(of: key, displacement, slotShift)]
            // Without a branch, since which keys have a weight cannot be foretold.
            let isOther = (slot ^ WeightTable.mark(of: key)) >> 16
            let mask = Int32(truncatingIfNeeded: (UInt64(isOther) &- 1) >> 32)
            return Float(Int32(Int16(truncatingIfNeeded: slot)) & mask) * scale
        }
    }

    @inline(__always)
    func withReader<Result>(_ body: (Reader) -> Result) -> Result {
        slots.withUnsafeBufferPointer { slots in
            displacements.withUnsafeBufferPointer { displacements in
                present.withUnsafeBufferPointer { present in
                    guard let slot = slots.baseAddress, let moved = displacements.baseAddress,
                        let words = present.baseAddress
                    else { preconditionFailure("a weight table has slots") }
                    return body(
                        Reader(
                            slots: slot, scale: scale, displacements: moved, present: words,
                            slotShift: slotShift, groupShift: groupShift))
                }
            }
        }
    }
}
