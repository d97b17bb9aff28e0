import Primitives

/// Finds many terms as they are written, in bytes, without folding: the fast way for a plain list.
///
/// Nearly every place of a text begins no term. One bit map of hashes of the first two characters
/// (the first one, for terms of a single character) says so after one look; only where it does not
/// are the terms that begin so compared, shortest first. Places are bytes, 0-based, end exclusive;
/// all occurrences are told, overlapping ones too, in order of their start, then of their length.
///
/// Cost: one unaligned load of eight bytes, one multiplication and one look into a map of at most
/// 256 KB for each character, whatever the number of terms; a comparison for each true beginning.
package final class LiteralScanner: Sendable {
    private let filter: [UInt64]
    private let shift: UInt64
    /// Terms by hash of their beginning: slots of an open-addressed table, 0 for none, else one
    /// more than the first term of its bucket in `order`.
    private let slots: [UInt64]
    private let buckets: [(start: Int32, end: Int32)]
    /// The bytes of all terms, bucket by bucket.
    private let bytes: [UInt8]
    private let starts: [Int32]
    private let numbers: [Int32]
    private let hasSingles: Bool

    /// - Parameter terms: numbered by their place; empty ones and those that begin with NUL never
    ///   match.
    package init(terms: [String]) {
        var groups: [UInt64: [(number: Int32, bytes: [UInt8])]] = [:]
        var hasSingles = false
        for (number, term) in terms.enumerated() {
            let bytes = Array(term.utf8)
            if bytes.isEmpty || bytes[0] == 0 { continue }
            let key = Self.key(of: bytes)
            if Self.width(bytes[0]) >= bytes.count { hasSingles = true }
            groups[key, default: []].append((Int32(number), bytes))
        }
        var bits: UInt64 = 13
        while 1 << bits < groups.count * 32, bits < 21 { bits += 1 }
        let shift = 64 - bits
        var filter = [UInt64](repeating: 0, count: 1 << (bits - 6))
        var size = 64
        while size < groups.count * 2 { size *= 2 }
        var slots = [UInt64](repeating: 0, count: size)
        var buckets = [(start: Int32, end: Int32)](repeating: (0, 0), count: size)
        var all: [UInt8] = []
        var starts: [Int32] = [0]
        var numbers: [Int32] = []
        for (key, members) in groups.sorted(by: { $0.key < $1.key }) {
            let bit = Self.hash(key) >> shift
            filter[Int(bit >> 6)] |= 1 << (bit & 63)
            var slot = Int(truncatingIfNeeded: Self.hash(key) >> 20) & (size - 1)
            while slots[slot] != 0 { slot = (slot + 1) & (size - 1) }
            slots[slot] = key
            let first = Int32(numbers.count)
            for member in members.sorted(by: {
                ($0.bytes.count, $0.number) < ($1.bytes.count, $1.number)
            }) {
                all += member.bytes
                starts.append(Int32(all.count))
                numbers.append(member.number)
            }
            buckets[slot] = (first, Int32(numbers.count))
        }
        self.filter = filter
        self.shift = shift
        self.slots = slots
        self.buckets = buckets
        bytes = all
        self.starts = starts
        self.numbers = numbers
        self.hasSingles = hasSingles
    }

    /// Bytes of the tables.
    package var tableBytes: Int {
        filter.count * 8 + slots.count * 16 + bytes.count + starts.count * 4 + numbers.count * 4
    }

    /// The bytes of a character by its first one; 1 for what begins none.
    @inline(__always)
    private static func width(_ first: UInt8) -> Int {
        first < 0xC0 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
    }

    /// The first two characters of a term in one word, as `load` reads them from a text; the first
    /// one alone where there is no more.
    private static func key(of bytes: [UInt8]) -> UInt64 {
        let first = width(bytes[0])
        let count = first < bytes.count ? first + width(bytes[first]) : first
        return bytes.prefix(min(count, bytes.count, 8)).enumerated()
            .reduce(0) { $0 | UInt64($1.element) << UInt64($1.offset * 8) }
    }

    @inline(__always)
    private static func hash(_ key: UInt64) -> UInt64 { key &* 0x9E37_79B9_7F4A_7C15 }

    /// Calls `body` with the number of a term and where it stands.
    ///
    /// - Complexity: O(bytes + comparisons); allocates nothing.
    @inline(__always)
    private func forEach(_ text: UnsafeBufferPointer<UInt8>, _ body: (Int32, Int, Int) -> Void) {
        guard let base = text.baseAddress else { return }
        let raw = UnsafeRawPointer(base)
        let count = text.count
        let shift = shift
        filter.withUnsafeBufferPointer { filter in
            var place = 0
            // While eight bytes can be read: most of a text.
            while place &+ 8 <= count {
                let first = base[place]
                let word = UInt64(
                    littleEndian: raw.loadUnaligned(fromByteOffset: place, as: UInt64.self))
                let width = Self.width(first)
                let next = base[place &+ width]
                let both = width &+ Self.width(next)
                let key = both >= 8 ? word : word & ((1 &<< UInt64(both &* 8)) &- 1)
                if hasSingles {
                    single(word & ((1 &<< UInt64(width &* 8)) &- 1), text, place, body)
                }
                let bit = Self.hash(key) &>> shift
                if filter[Int(bit &>> 6)] & 1 &<< (bit & 63) != 0 {
                    compare(key, text, at: place, longerThan: width, body)
                }
                place &+= width
            }
            while place < count {
                place += tail(text, at: place, body)
            }
        }
    }

    /// The last bytes of a text, read one by one; the width of the character.
    private func tail(
        _ text: UnsafeBufferPointer<UInt8>, at place: Int, _ body: (Int32, Int, Int) -> Void
    ) -> Int {
        var word: UInt64 = 0
        for offset in 0..<min(8, text.count - place) {
            word |= UInt64(text[place + offset]) << UInt64(offset * 8)
        }
        let width = Self.width(text[place])
        let left = text.count - place
        if hasSingles, width <= left {
            single(word & ((1 << UInt64(width * 8)) - 1), text, place, body)
        }
        if width < left {
            let both = min(width + Self.width(text[place + width]), 8)
            if both <= left {
                let key = both == 8 ? word : word & ((1 << UInt64(both * 8)) - 1)
                compare(key, text, at: place, longerThan: width, body)
            }
        }
        return width
    }

    private func single(
        _ key: UInt64, _ text: UnsafeBufferPointer<UInt8>, _ place: Int,
        _ body: (Int32, Int, Int) -> Void
    ) {
        let bit = Self.hash(key) >> shift
        if filter[Int(bit >> 6)] & 1 << (bit & 63) != 0 {
            compare(key, text, at: place, longerThan: 0, body)
        }
    }

    private func compare(
        _ key: UInt64, _ text: UnsafeBufferPointer<UInt8>, at place: Int,
        longerThan least: Int, _ body: (Int32, Int, Int) -> Void
    ) {
        let mask = slots.count - 1
        var slot = Int(truncatingIfNeeded: Self.hash(key) >> 20) & mask
        while slots[slot] != key {
            if slots[slot] == 0 { return }
            slot = (slot + 1) & mask
        }
        for term in Int(buckets[slot].start)..<Int(buckets[slot].end) {
            let from = Int(starts[term])
            let length = Int(starts[term + 1]) - from
            if length <= least { continue }
            if place + length > text.count { return }
            var offset = 0
            while offset < length, bytes[from + offset] == text[place + offset] { offset += 1 }
            if offset == length { body(numbers[term], place, place + length) }
        }
    }

    /// One occurrence of a term.
    package struct Hit: Hashable, Sendable {
        package let term: Int32
        package let start: Int32
        package let end: Int32

        package init(term: Int32, start: Int32, end: Int32) {
            self.term = term
            self.start = start
            self.end = end
        }
    }

    /// Puts every occurrence in `text` into `hits`, whose former content goes.
    package func scan(_ text: Span<UInt8>, into hits: inout [Hit]) {
        hits.clear()
        text.withUnsafeBufferPointer { text in
            forEach(text) { term, start, end in
                hits.append(Hit(term: term, start: Int32(start), end: Int32(end)))
            }
        }
    }
}
