/// The n-grams of one text that may have a weight: keys, and where each stands.
///
/// Collected in one pass without branches on what is in the model, and weighed in a second: most
/// n-grams have no weight, and which ones have cannot be foretold.
struct GramCandidates: Sendable {
    /// Length of an n-gram less one, and whether it is one of sounds, in the low bits of a spot.
    static let soundBit: UInt32 = 4
    static let lengthMask: UInt32 = 3
    static let placeShift: UInt32 = 3

    private(set) var keys: [UInt32] = []
    private(set) var spots: [UInt32] = []
    private(set) var slots: [WeightTable.Slot] = []
    private(set) var count = 0

    /// Empties it and makes room: three n-grams begin at each token, two at each symbol, and one
    /// more is written than kept.
    mutating func begin(tokens: Int, symbols: Int) {
        count = 0
        let room = tokens * 3 + symbols * 2 + 1
        if keys.count >= room { return }
        keys.append(contentsOf: repeatElement(0, count: room - keys.count))
        spots.append(contentsOf: repeatElement(0, count: room - spots.count))
        slots.append(contentsOf: repeatElement(WeightTable.Slot(), count: room - slots.count))
    }

    /// Reads the likely slot of every key.
    @inline(__always)
    mutating func look<Filter: KeyFilter>(_ filter: Filter) {
        let count = count
        keys.withUnsafeBufferPointer { keys in
            slots.withUnsafeMutableBufferPointer { slots in
                for index in 0..<count { slots[index] = filter.slot(of: keys[index]) }
            }
        }
    }

    /// Keeps what has a weight, each key once.
    @inline(__always)
    mutating func weigh<Filter: KeyFilter>(_ filter: Filter, _ seen: inout KeySet) {
        let count = count
        self.count = seen.withWriter { seen in
            keys.withUnsafeMutableBufferPointer { keys in
                spots.withUnsafeMutableBufferPointer { spots in
                    slots.withUnsafeMutableBufferPointer { slots in
                        var kept = 0
                        for index in 0..<count {
                            let key = keys[index]
                            let weight = filter.weight(of: key, in: slots[index])
                            let isNew = weight != 0 && seen.insert(key)
                            keys[kept] = key
                            spots[kept] = spots[index]
                            slots[kept].weight = weight
                            kept &+= isNew ? 1 : 0
                        }
                        return kept
                    }
                }
            }
        }
    }

    /// Keys, spots and weights for the length of one call.
    @inline(__always)
    func read(
        _ body: (
            UnsafeBufferPointer<UInt32>, UnsafeBufferPointer<UInt32>,
            UnsafeBufferPointer<WeightTable.Slot>, Int
        ) -> Void
    ) {
        keys.withUnsafeBufferPointer { keys in
            spots.withUnsafeBufferPointer { spots in
                slots.withUnsafeBufferPointer { slots in body(keys, spots, slots, count) }
            }
        }
    }

    /// Hands out both buffers and the count, and takes the new count, so that it can stay in a
    /// register meanwhile.
    ///
    /// The caller keeps to the room that `begin` made.
    @inline(__always)
    mutating func write(
        _ body: (UnsafeMutablePointer<UInt32>, UnsafeMutablePointer<UInt32>, Int) -> Int
    ) {
        let before = count
        count = keys.withUnsafeMutableBufferPointer { keys in
            spots.withUnsafeMutableBufferPointer { spots in
                guard let key = keys.baseAddress, let spot = spots.baseAddress else {
                    return before
                }
                return body(key, spot, before)
            }
        }
    }
}
