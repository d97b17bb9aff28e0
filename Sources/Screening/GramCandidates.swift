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
    private(set) var weights: [Float] = []
    private(set) var count = 0

    /// Empties it and makes room: three n-grams begin at each token, two at each symbol, and one
    /// more is written than kept.
    mutating func begin(tokens: Int, symbols: Int) {
        count = 0
        let room = tokens * 3 + symbols * 2 + 1
        if keys.count >= room { return }
        keys.append(contentsOf: repeatElement(0, count: room - keys.count))
        spots.append(contentsOf: repeatElement(0, count: room - spots.count))
        weights.append(contentsOf: repeatElement(0, count: room - weights.count))
    }

    /// Keeps what has a weight, each key once.
    @inline(__always)
    mutating func weigh<Filter: KeyFilter>(_ filter: Filter, _ seen: inout KeySet) {
        let count = count
        self.count = seen.withWriter { seen in
            keys.withUnsafeMutableBufferPointer { keys in
                spots.withUnsafeMutableBufferPointer { spots in
                    weights.withUnsafeMutableBufferPointer { weights in
                        // All weights first: the memory is waited for once.
                        for index in 0..<count { weights[index] = filter.weight(of: keys[index]) }
                        var kept = 0
                        for index in 0..<count where weights[index] != 0 {
                            let key = keys[index]
                            keys[kept] = key
                            spots[kept] = spots[index]
                            weights[kept] = weights[index]
                            kept &+= seen.insert(key) ? 1 : 0
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
            UnsafeBufferPointer<Float>, Int
        ) -> Void
    ) {
        keys.withUnsafeBufferPointer { keys in
            spots.withUnsafeBufferPointer { spots in
                weights.withUnsafeBufferPointer { weights in body(keys, spots, weights, count) }
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
