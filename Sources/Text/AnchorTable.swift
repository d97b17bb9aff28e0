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

    /// Two bits for each pair, both in one word.
    private var filter: [UInt64]
    private let filterShift: UInt64
    /// One bit for each symbol that a term can begin with by itself.
    private var singles = [UInt64](repeating: 0, count: Int(Self.singlesEnd) / 64)
    /// Characters and pictures lie below; what is above may always begin a term.
    fileprivate static let singlesEnd: UInt32 = 0x2_0000
    private var keys: [UInt64]
    private var ranges: [(start: Int32, end: Int32)]
    private var candidates: [Candidate] = []

    /// - Parameter anchors: pairs of symbols, the second 0 for a single one, with what begins so.
    init(_ anchors: [UInt64: Set<Candidate>]) {
        var bits: UInt32 = 13
        while 1 << bits < anchors.count * 16, bits < 20 { bits += 1 }
        filterShift = UInt64(64 - (bits - 6))
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
    static func hash(_ first: UInt32, _ second: UInt32) -> UInt64 {
        key(first, second) &* 0x9E37_79B9_7F4A_7C15
    }

    /// The two bits of a hash, from its middle.
    @inline(__always)
    static func mask(_ hash: UInt64) -> UInt64 {
        1 << ((hash >> 26) & 63) | 1 << ((hash >> 32) & 63)
    }

    /// The bit maps for the length of one call, read without bounds checks: a hash shifted by
    /// `shift` is below the count of its words.
    struct Filter {
        let words: UnsafePointer<UInt64>
        let singles: UnsafePointer<UInt64>
        let shift: UInt64

        /// Whether something may begin with the two symbols; false is certain.
        @inline(__always)
        func mayHold(_ first: UInt32, _ second: UInt32) -> Bool {
            let hash = AnchorTable.hash(first, second)
            let mask = AnchorTable.mask(hash)
            return words[Int(truncatingIfNeeded: hash &>> shift)] & mask == mask
        }

        /// Whether something may begin with the symbol, whatever follows.
        @inline(__always)
        func mayHold(_ symbol: UInt32) -> Bool {
            symbol >= AnchorTable.singlesEnd
                || singles[Int(symbol >> 6)] & 1 << UInt64(symbol & 63) != 0
        }
    }

    func withFilter<Result>(_ body: (Filter) -> Result) -> Result {
        filter.withUnsafeBufferPointer { words in
            singles.withUnsafeBufferPointer { singles in
                guard let base = words.baseAddress, let first = singles.baseAddress else {
                    preconditionFailure("a filter has words")
                }
                return body(Filter(words: base, singles: first, shift: filterShift))
            }
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
        let first = UInt32(key >> 32)
        let second = UInt32(truncatingIfNeeded: key)
        if second == 0, first < Self.singlesEnd {
            singles[Int(first >> 6)] |= 1 << UInt64(first & 63)
        }
        let hash = Self.hash(first, second)
        filter[Int(hash >> filterShift)] |= Self.mask(hash)
        var slot = Self.slot(of: key) & (keys.count - 1)
        while keys[slot] != 0 { slot = (slot + 1) & (keys.count - 1) }
        keys[slot] = key
        ranges[slot] = range
    }

    private static func slot(of key: UInt64) -> Int {
        Int((key &* 0x9E37_79B9_7F4A_7C15) >> 40)
    }
}
