/// Which terms can begin with two given symbols: a bit map that most pairs of a text do not pass,
/// and behind it an open-addressed table of exact keys.
struct AnchorTable: Sendable {
    /// A term that may stand where its anchor was found.
    struct Candidate: Hashable, Sendable {
        enum Way: UInt8, Sendable {
            /// As written, with every way of hiding that the term allows.
            case forward
            case reversed
            case initials
        }

        let term: Int32
        let way: Way
    }

    private var filter: [UInt64]
    private let filterShift: UInt32
    private var keys: [UInt64]
    private var ranges: [(start: Int32, end: Int32)]
    private var candidates: [Candidate] = []

    /// - Parameter anchors: pairs of symbols, the second 0 for a single one, with what begins so.
    init(_ anchors: [UInt64: Set<Candidate>]) {
        var bits: UInt32 = 13
        while 1 << bits < anchors.count * 16, bits < 20 { bits += 1 }
        filterShift = 32 - bits
        filter = [UInt64](repeating: 0, count: 1 << Int(bits - 6))
        var size = 64
        while size < anchors.count * 2 { size *= 2 }
        keys = [UInt64](repeating: 0, count: size)
        ranges = [(start: Int32, end: Int32)](repeating: (0, 0), count: size)
        for (key, members) in anchors.sorted(by: { $0.key < $1.key }) {
            precondition(key != 0, "an anchor has a symbol")
            let start = Int32(candidates.count)
            candidates += members.sorted {
                ($0.term, $0.way.rawValue) < ($1.term, $1.way.rawValue)
            }
            insert(key, (start, Int32(candidates.count)))
        }
    }

    static func key(_ first: UInt32, _ second: UInt32) -> UInt64 {
        UInt64(first) << 32 | UInt64(second)
    }

    @inline(__always)
    static func hash(_ first: UInt32, _ second: UInt32) -> UInt32 {
        (first &* 0x9E37_79B1) ^ (second &* 0x85EB_CA77)
    }

    /// The bit map for the length of one call, read without bounds checks: a hash shifted by
    /// `shift` is below the count of its bits.
    struct Filter {
        let words: UnsafePointer<UInt64>
        let shift: UInt32

        /// Whether something may begin with the two symbols; false is certain.
        @inline(__always)
        func mayHold(_ first: UInt32, _ second: UInt32) -> Bool {
            let bit = AnchorTable.hash(first, second) >> shift
            return words[Int(bit >> 6)] & 1 << UInt64(bit & 63) != 0
        }
    }

    func withFilter<Result>(_ body: (Filter) -> Result) -> Result {
        filter.withUnsafeBufferPointer { words in
            guard let base = words.baseAddress else { preconditionFailure("a filter has words") }
            return body(Filter(words: base, shift: filterShift))
        }
    }

    func candidate(_ number: Int) -> Candidate { candidates[number] }

    /// The numbers of the candidates that begin with the two symbols.
    func candidates(_ first: UInt32, _ second: UInt32) -> Range<Int> {
        let key = Self.key(first, second)
        var slot = Self.slot(of: key) & (keys.count - 1)
        while keys[slot] != 0 {
            if keys[slot] == key {
                return Int(ranges[slot].start)..<Int(ranges[slot].end)
            }
            slot = (slot + 1) & (keys.count - 1)
        }
        return 0..<0
    }

    private mutating func insert(_ key: UInt64, _ range: (start: Int32, end: Int32)) {
        let bit =
            Self.hash(UInt32(key >> 32), UInt32(truncatingIfNeeded: key)) >> filterShift
        filter[Int(bit >> 6)] |= 1 << UInt64(bit & 63)
        var slot = Self.slot(of: key) & (keys.count - 1)
        while keys[slot] != 0 { slot = (slot + 1) & (keys.count - 1) }
        keys[slot] = key
        ranges[slot] = range
    }

    private static func slot(of key: UInt64) -> Int {
        Int((key &* 0x9E37_79B9_7F4A_7C15) >> 40)
    }
}
