/// The entries of one tile as C2SP tlog-tiles writes them: each with its length before it, two
/// bytes, the higher first.
package enum EntryBundle {
    /// Each entry must have at most 65,535 bytes.
    package static func bytes(_ entries: [[UInt8]]) -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(entries.reduce(0) { $0 + $1.count + 2 })
        for entry in entries {
            precondition(entry.count <= Int(UInt16.max), "the log takes no entry that long")
            out.append(UInt8(entry.count >> 8))
            out.append(UInt8(entry.count & 255))
            out += entry
        }
        return out
    }

    /// Where in `bytes` each of exactly `count` entries stands.
    ///
    /// - Throws: `journal.unreadable` where the bytes end too early or too late.
    package static func ranges(
        in bytes: [UInt8], count: Int
    ) throws(JournalError) -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        ranges.reserveCapacity(count)
        var at = 0
        while ranges.count < count {
            guard at + 2 <= bytes.count else {
                throw .unreadable(
                    .bundle, at: at, reason: "it ends after \(ranges.count) of \(count) entries")
            }
            let start = at + 2
            let end = start + Int(bytes[at]) << 8 + Int(bytes[at + 1])
            guard end <= bytes.count else {
                throw .unreadable(
                    .bundle, at: at, reason: "entry \(ranges.count) is longer than the bundle")
            }
            ranges.append(start..<end)
            at = end
        }
        guard at == bytes.count else {
            throw .unreadable(.bundle, at: at, reason: "there is more after \(count) entries")
        }
        return ranges
    }
}
