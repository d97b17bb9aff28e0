/// Which terms can begin with two given sounds: one bit for every pair of `SoundSets`, 32 KB, and
/// behind it the terms by pair of near-sound classes.
struct SoundAnchors: Sendable {
    private var filter: [UInt64]
    /// One bit for each number of `SoundSets` with which a term can begin.
    private var firsts = [UInt64](repeating: 0, count: SoundSets.limit / 64)
    private var starts: [Int32] = [0]
    private var terms: [Int32] = []
    private let side: Int

    /// - Parameter byClasses: the terms by `first class * side + second class`, where `side` is one
    ///   more than the number of classes.
    init(byClasses: [Int: Set<Int32>], side: Int, sets: SoundSets) {
        self.side = side
        filter = [UInt64](repeating: 0, count: SoundSets.limit * SoundSets.limit / 64)
        for pair in 0..<side * side {
            terms += (byClasses[pair] ?? []).sorted()
            starts.append(Int32(terms.count))
        }
        // For each class the sets that have it; a set of any sound has them all.
        var setsOf = [[Int]](repeating: [Int(SoundSets.any)], count: side)
        for (number, classes) in sets.members.enumerated() {
            for member in classes { setsOf[Int(member)].append(number) }
        }
        for pair in byClasses.keys {
            for first in setsOf[pair / side] {
                firsts[first >> 6] |= 1 << UInt64(first & 63)
                for second in setsOf[pair % side] {
                    let bit = first * SoundSets.limit + second
                    filter[bit >> 6] |= 1 << UInt64(bit & 63)
                }
            }
        }
    }

    var isEmpty: Bool { terms.isEmpty }

    /// The bit map for the length of one call, read without bounds checks: every number is below
    /// `SoundSets.limit`.
    struct Filter {
        let words: UnsafePointer<UInt64>
        let firsts: UnsafePointer<UInt64>

        /// Whether a term may begin with a character of the set; false is certain.
        @inline(__always)
        func mayBegin(_ first: UInt16) -> Bool {
            firsts[Int(first >> 6)] & 1 << UInt64(first & 63) != 0
        }

        /// Whether a term may begin with characters of the two sets; false is certain.
        @inline(__always)
        func mayHold(_ first: UInt16, _ second: UInt16) -> Bool {
            let bit = Int(first) * SoundSets.limit + Int(second)
            return words[bit >> 6] & 1 << UInt64(bit & 63) != 0
        }
    }

    func withFilter<Result>(_ body: (Filter) -> Result) -> Result {
        filter.withUnsafeBufferPointer { words in
            firsts.withUnsafeBufferPointer { firsts in
                guard let base = words.baseAddress, let first = firsts.baseAddress else {
                    preconditionFailure("a filter has words")
                }
                return body(Filter(words: base, firsts: first))
            }
        }
    }

    func term(_ number: Int) -> Int32 { terms[number] }

    /// The numbers of the terms that begin with the two classes.
    func terms(_ first: UInt16, _ second: UInt16) -> Range<Int> {
        let pair = Int(first) * side + Int(second)
        return Int(starts[pair])..<Int(starts[pair + 1])
    }
}
