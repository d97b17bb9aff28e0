/// The sounds of each character as one small number, so that a pair of characters is one look into
/// a bit map.
///
/// Characters with the same near-sound classes share a number: 1 and up in the order of classes for
/// those with one class, then sets of several. The last number stands for sets of rare characters
/// whose own would not fit: it may be any sound, and only the comparison with a term tells. 0 is no
/// sound. A class, as `TextTables` is.
final class SoundSets: Sendable {
    /// So many numbers that a bit map of all pairs fits the cache next to a core: 32 KB.
    static let limit = 512
    static let any = UInt16(limit - 1)
    private static let block: ClosedRange<UInt32> = 0x4E00...0x9FFF

    let numbers: [UInt16]
    /// The classes of each number; none for `any`.
    let members: [[UInt16]]
    /// The classes of all sets, one set's after another's.
    private let flat: [UInt16]
    private let starts: [Int32]
    /// The number of the set of one class.
    private let single: [UInt16]

    init(pinyin: Pinyin, pairs: CharacterPairs) {
        var shares: [[UInt16]: Double] = [:]
        var sets: [[UInt16]] = []
        for scalar in Self.block {
            let classes = pinyin.classes(of: scalar)
            sets.append(classes)
            if classes.count > 1 {
                shares[classes, default: 0] += exp2Share(pairs.surprise(of: scalar))
            }
        }
        var members: [[UInt16]] = [[]]
        single = (0...pinyin.classCount).map { UInt16($0) }
        for number in 1...pinyin.classCount { members.append([UInt16(number)]) }
        let several = shares.sorted { left, right in
            left.value != right.value
                ? left.value > right.value : left.key.lexicographicallyPrecedes(right.key)
        }
        var numberOf: [[UInt16]: UInt16] = [:]
        for (number, classes) in members.enumerated() { numberOf[classes] = UInt16(number) }
        for entry in several where members.count < Self.limit - 1 {
            numberOf[entry.key] = UInt16(members.count)
            members.append(entry.key)
        }
        while members.count < Self.limit { members.append([]) }
        self.members = members
        flat = members.flatMap { $0 }
        var starts: [Int32] = [0]
        for classes in members { starts.append((starts.last ?? 0) + Int32(classes.count)) }
        self.starts = starts
        numbers = sets.map { numberOf[$0] ?? Self.any }
    }

    /// Where the classes of the set `number` stand among those of all sets.
    @inline(__always)
    func range(of number: UInt16) -> Range<Int> {
        Int(starts[Int(number)])..<Int(starts[Int(number) + 1])
    }

    @inline(__always)
    func member(_ place: Int) -> UInt16 { flat[place] }

    @inline(__always)
    func number(of scalar: UInt32) -> UInt16 {
        let place = scalar &- Self.block.lowerBound
        return place < UInt32(numbers.count) ? numbers[Int(place)] : 0
    }

    /// The numbers for the length of one call.
    struct Numbers {
        fileprivate let numbers: UnsafeBufferPointer<UInt16>
        fileprivate let first: UInt32

        @inline(__always)
        func number(of scalar: UInt32) -> UInt16 {
            let place = scalar &- first
            return place < UInt32(truncatingIfNeeded: numbers.count) ? numbers[Int(place)] : 0
        }
    }

    @inline(__always)
    func withNumbers<Result>(_ body: (Numbers) -> Result) -> Result {
        numbers.withUnsafeBufferPointer {
            body(Numbers(numbers: $0, first: Self.block.lowerBound))
        }
    }

    /// The number of the set of the class `number` alone.
    @inline(__always)
    func number(ofClass number: UInt16) -> UInt16 { single[Int(number)] }
}

private func exp2Share(_ surprise: Float) -> Double {
    var share = 1.0
    var left = surprise
    while left >= 1 {
        share /= 2
        left -= 1
    }
    return share * (1 - 0.5 * Double(left))
}
