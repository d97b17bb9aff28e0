import Primitives

/// Records as columns of numbered values: number 0 is a missing value, equal values have equal
/// numbers.
///
/// Records stand in canonical order: the left file before the right, then by hash of the id, then
/// by id. Nothing computed from a table depends on the order in which its rows came.
package struct LinkTable: Sendable {
    /// One column.
    package struct Column: Sendable {
        package let name: String
        /// By record: the number of its value.
        package let codes: [UInt32]
        /// By number: the value; empty for 0.
        package let values: [String]
        /// By number: how many records have it.
        package let counts: [UInt32]

        package init(name: String, codes: [UInt32], values: [String], counts: [UInt32]) {
            self.name = name
            self.codes = codes
            self.values = values
            self.counts = counts
        }
    }

    package let columns: [Column]
    /// By record: its id.
    package let ids: [String]
    /// Records of the left file, which come first; all of them where there is one file.
    package let leftCount: Int
    /// Whether pairs are sought between two files only.
    package let isLink: Bool

    package var count: Int { ids.count }

    /// The column of that name.
    /// - Throws: `LinkError.column` where there is none.
    package func column(_ name: String) throws(LinkError) -> Column {
        guard let found = columns.first(where: { $0.name == name }) else { throw .column(name) }
        return found
    }

    /// Pairs that could be linked, blocking aside.
    package var pairsPossible: Double {
        if isLink { return Double(leftCount) * Double(count - leftCount) }
        return Double(count) * Double(count - 1) / 2
    }

    /// The records of pairs of ids, as `key` spells them; pairs with an unknown id are left out.
    package func numbers(of pairs: [(String, String)]) -> [(UInt32, UInt32)] {
        if pairs.isEmpty { return [] }
        let sought = Set(pairs.flatMap { [$0.0, $0.1] })
        var found: [String: UInt32] = [:]
        for record in 0..<UInt32(count) {
            let key = key(record)
            if sought.contains(key) { found[key] = record }
        }
        return pairs.compactMap { left, right in
            guard let a = found[left], let b = found[right] else { return nil }
            return (a, b)
        }
    }

    /// A name of record `index` that both files can not share.
    package func key(_ index: UInt32) -> String {
        isLink ? (Int(index) < leftCount ? "L:" : "R:") + ids[Int(index)] : ids[Int(index)]
    }
}

/// Collects rows and makes a table of them.
package struct LinkTableBuilder: Sendable {
    private let names: [String]
    private var interners: [Interner]
    private var codes: [[UInt32]]
    private var ids: [String] = []
    private var rights: [Bool] = []
    private let isLink: Bool

    /// A builder of a table with these columns; `isLink` where rows of two files will come.
    package init(columns: [String], isLink: Bool = false) {
        names = columns
        self.isLink = isLink
        interners = columns.map { _ in Interner() }
        codes = columns.map { _ in [] }
    }

    package var count: Int { ids.count }

    /// Adds a row whose id is new in its file.
    ///
    /// `values` stand in the order of the columns; blanks at their ends do not count, an empty one
    /// is missing.
    package mutating func add(id: String, values: [String], isRight: Bool = false) {
        precondition(values.count == names.count, "a row has a value for each column")
        ids.append(id)
        rights.append(isRight)
        for index in values.indices {
            codes[index].append(interners[index].number(of: trimmed(values[index])))
        }
    }

    private func trimmed(_ text: String) -> String {
        let bytes = text.utf8
        guard let first = bytes.first, let last = bytes.last else { return text }
        if first > 0x20, last > 0x20 { return text }
        let start = bytes.firstIndex { $0 > 0x20 } ?? bytes.endIndex
        let end = bytes.lastIndex { $0 > 0x20 }.map { bytes.index(after: $0) } ?? start
        return String(text[start..<end])
    }

    /// The table; values are numbered in canonical order.
    /// - Throws: `LinkError.size`.
    package consuming func finish() throws(LinkError) -> LinkTable {
        guard ids.count < Int(UInt32.max) / 4 else { throw .size(ids.count) }
        let order = canonicalOrder()
        var columns: [LinkTable.Column] = []
        for index in names.indices {
            columns.append(
                renumbered(name: names[index], codes[index], interners[index].values, order))
            codes[index] = []
            interners[index] = Interner()
        }
        let lefts = rights.count { !$0 }
        let old = ids
        return LinkTable(
            columns: columns, ids: order.map { old[Int($0)] }, leftCount: lefts, isLink: isLink)
    }

    private func canonicalOrder() -> [UInt32] {
        var keys: [(hash: UInt64, row: UInt32)] = []
        keys.reserveCapacity(ids.count)
        for (row, id) in ids.enumerated() {
            // The top bit is the file, so that the left one comes first.
            let hash = StableHash.of(id) >> 1 | (rights[row] ? 1 << 63 : 0)
            keys.append((hash, UInt32(row)))
        }
        keys.sort {
            $0.hash != $1.hash ? $0.hash < $1.hash : ids[Int($0.row)] < ids[Int($1.row)]
        }
        return keys.map(\.row)
    }

    private func renumbered(
        name: String, _ codes: [UInt32], _ values: [String], _ order: [UInt32]
    ) -> LinkTable.Column {
        var new = [UInt32](repeating: 0, count: values.count)
        var sorted: [String] = [""]
        sorted.reserveCapacity(values.count)
        var counts: [UInt32] = [0]
        counts.reserveCapacity(values.count)
        var result: [UInt32] = []
        result.reserveCapacity(codes.count)
        for row in order {
            let code = Int(codes[Int(row)])
            if code != 0, new[code] == 0 {
                new[code] = UInt32(sorted.count)
                sorted.append(values[code])
                counts.append(0)
            }
            counts[Int(new[code])] += 1
            result.append(new[code])
        }
        return LinkTable.Column(name: name, codes: result, values: sorted, counts: counts)
    }
}

/// Distinct texts of one column, numbered from 1 as they come; the empty text is 0.
///
/// Open addressing over a power of two, grown at half full.
struct Interner: Sendable {
    private(set) var values: [String] = [""]
    private var hashes: [UInt64] = [0]
    private var slots = [UInt32](repeating: 0, count: 16)

    init() {}

    mutating func number(of text: String) -> UInt32 {
        if text.isEmpty { return 0 }
        let hash = ValueHash.of(text)
        var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
        while slots[slot] != 0 {
            let number = slots[slot]
            if hashes[Int(number)] == hash, values[Int(number)] == text { return number }
            slot = (slot + 1) & (slots.count - 1)
        }
        let number = UInt32(values.count)
        slots[slot] = number
        values.append(text)
        hashes.append(hash)
        if values.count * 2 > slots.count { grow() }
        return number
    }

    private mutating func grow() {
        slots = [UInt32](repeating: 0, count: slots.count * 2)
        for number in 1..<values.count {
            var slot = Int(truncatingIfNeeded: hashes[number]) & (slots.count - 1)
            while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
            slots[slot] = UInt32(number)
        }
    }
}

/// A 64-bit hash of a value, eight bytes at a step: stable, for tables in memory and block keys.
enum ValueHash {
    static func of(_ text: String) -> UInt64 {
        var hash = StableHash.start
        var word: UInt64 = 0
        var filled: UInt64 = 0
        for byte in text.utf8 {
            word |= UInt64(byte) << filled
            filled += 8
            if filled == 64 {
                hash = step(hash, word)
                word = 0
                filled = 0
            }
        }
        return StableHash.mixed(step(hash, word ^ (filled << 56)))
    }

    @inline(__always)
    private static func step(_ hash: UInt64, _ word: UInt64) -> UInt64 {
        let mixed = (hash ^ word) &* 0x9E37_79B9_7F4A_7C15
        return mixed ^ (mixed >> 29)
    }
}
