import Primitives

/// A value that too many records share to say who somebody is; it stopped blocking.
package struct GenericValue: Sendable, Equatable {
    /// The blocking rule, as the model spells it.
    package let rule: String
    /// The values of its keys in one record that has them, with " / " between.
    package let value: String
    package let records: Int
}

/// Which records are compared: for each blocking rule its blocks of records that share a key.
///
/// A pair that several rules give counts for the first. Cost and memory grow with records times
/// rules; pairs are never stored.
package struct Blocking: Sendable {
    /// Some blocks of one rule, about equal work for a thread.
    package struct Part: Sendable, Equatable {
        let rule: Int
        let blocks: Range<Int>
    }

    /// One rule's blocks of at least two records that can be linked.
    struct Rule: Sendable {
        let text: String
        /// The columns it reads.
        let columns: [String]
        var members: [UInt32] = []
        /// By block: where its members begin; one more for the end.
        var starts: [UInt32] = [0]
        /// By block: how many of its members are of the left file (all of them with one file).
        var lefts: [UInt32] = []
        /// Pairs the rule gives alone.
        var pairs = 0
    }

    let rules: [Rule]
    /// By record, then rule: the number of its block from 1; 0 for none.
    let membership: [UInt32]
    let isLink: Bool
    package let generics: [GenericValue]

    /// Pairs by rule, those that an earlier rule gives as well included.
    package var pairsByRule: [(rule: String, pairs: Int)] { rules.map { ($0.text, $0.pairs) } }
    /// At most so many pairs are compared.
    package var pairsMost: Int { rules.reduce(0) { $0 + $1.pairs } }

    /// Blocks a table.
    /// - Throws: `LinkError.column`.
    /// - Complexity: O(records * rules) table look-ups.
    package init(
        _ rules: [LinkModel.BlockRule], of table: LinkTable, blockSizeMax: Int
    ) throws(LinkError) {
        var built: [Rule] = []
        var membership = [UInt32](repeating: 0, count: table.count * rules.count)
        var generics: [GenericValue] = []
        for (index, rule) in rules.enumerated() {
            let keys = try BlockKeys(rule, of: table)
            built.append(
                Self.grouped(
                    keys, rule, table, blockSizeMax, index, rules.count, &membership, &generics))
        }
        self.rules = built
        self.membership = membership
        self.generics = generics
        isLink = table.isLink
    }

    private static func grouped(
        _ keys: BlockKeys, _ rule: LinkModel.BlockRule, _ table: LinkTable, _ sizeMax: Int,
        _ index: Int, _ stride: Int, _ membership: inout [UInt32],
        _ generics: inout [GenericValue]
    ) -> Rule {
        var result = Rule(text: rule.text, columns: rule.keys.map(\.column))
        var (blocks, sizes, lefts) = keys.numbered(leftCount: table.leftCount)
        // Blocks that stay get new numbers from 1; 0 for the rest.
        var new = [UInt32](repeating: 0, count: sizes.count)
        for block in sizes.indices.dropFirst() {
            let size = Int(sizes[block])
            let left = Int(lefts[block])
            let pairs = table.isLink ? left * (size - left) : size * (size - 1) / 2
            if pairs == 0 { continue }
            if size > sizeMax {
                let member = blocks.firstIndex(of: UInt32(block)) ?? 0
                generics.append(
                    GenericValue(
                        rule: rule.text, value: keys.text(of: member, in: table),
                        records: size))
                continue
            }
            result.lefts.append(UInt32(left))
            new[block] = UInt32(result.lefts.count)
            result.starts.append(result.starts[result.starts.count - 1] + UInt32(size))
            result.pairs += pairs
        }
        var next = result.starts
        result.members = [UInt32](repeating: 0, count: Int(result.starts.last ?? 0))
        for record in blocks.indices {
            let block = new[Int(blocks[record])]
            if block == 0 { continue }
            membership[record * stride + index] = block
            result.members[Int(next[Int(block) - 1])] = UInt32(record)
            next[Int(block) - 1] += 1
        }
        blocks = []
        return result
    }

    /// The work in parts of about `pairs` pairs, in order; a block is never split.
    package func parts(ofPairs pairs: Int) -> [Part] {
        var found: [Part] = []
        for (index, rule) in rules.enumerated() {
            var start = 0
            var held = 0
            for block in rule.lefts.indices {
                held += self.pairs(in: block, of: rule)
                if held >= pairs {
                    found.append(Part(rule: index, blocks: start..<(block + 1)))
                    start = block + 1
                    held = 0
                }
            }
            if start < rule.lefts.count {
                found.append(Part(rule: index, blocks: start..<rule.lefts.count))
            }
        }
        return found
    }

    /// Pairs of a part, those that an earlier rule gives as well included.
    func pairs(in part: Part) -> Int {
        part.blocks.reduce(0) { $0 + pairs(in: $1, of: rules[part.rule]) }
    }

    private func pairs(in block: Int, of rule: Rule) -> Int {
        let size = Int(rule.starts[block + 1] - rule.starts[block])
        let left = Int(rule.lefts[block])
        return isLink ? left * (size - left) : size * (size - 1) / 2
    }

    /// Every pair of a part that no earlier rule gives, the lower record first.
    @inline(__always)
    func forEachPair(in part: Part, _ body: (UInt32, UInt32) -> Void) {
        let rule = rules[part.rule]
        let stride = rules.count
        for block in part.blocks {
            let start = Int(rule.starts[block])
            let end = Int(rule.starts[block + 1])
            let left = start + Int(rule.lefts[block])
            for i in start..<(isLink ? left : end) {
                let a = rule.members[i]
                let rowA = Int(a) * stride
                for j in (isLink ? left : i + 1)..<end {
                    let b = rule.members[j]
                    let rowB = Int(b) * stride
                    var isFirst = true
                    for earlier in 0..<part.rule {
                        let held = membership[rowA + earlier]
                        if held != 0, held == membership[rowB + earlier] {
                            isFirst = false
                            break
                        }
                    }
                    if isFirst { body(a, b) }
                }
            }
        }
    }

    /// The rules that give a pair, a bit each.
    @inline(__always)
    func rules(of a: UInt32, _ b: UInt32) -> UInt64 {
        let stride = rules.count
        var mask: UInt64 = 0
        for rule in 0..<stride {
            let held = membership[Int(a) * stride + rule]
            if held != 0, held == membership[Int(b) * stride + rule] { mask |= 1 << UInt64(rule) }
        }
        return mask
    }
}

/// The key of every record under one rule.
struct BlockKeys {
    /// By record; 0 where a column is missing.
    var hashes: [UInt64]
    private let columns: [(column: LinkTable.Column, key: LinkModel.BlockKey)]

    init(_ rule: LinkModel.BlockRule, of table: LinkTable) throws(LinkError) {
        var columns: [(column: LinkTable.Column, key: LinkModel.BlockKey)] = []
        for key in rule.keys { columns.append((try table.column(key.column), key)) }
        var hashes = [UInt64](repeating: StableHash.start, count: table.count)
        for (column, key) in columns {
            let parts = column.values.map { Self.hash(of: $0, key.part) }
            for record in hashes.indices {
                hashes[record] = Self.mixed(
                    hashes[record], parts[Int(column.codes[record])])
            }
        }
        self.hashes = hashes
        self.columns = columns
    }

    func text(of record: Int, in table: LinkTable) -> String {
        columns.map { column, key in
            let value = column.values[Int(column.codes[record])]
            return Self.part(of: value, key.part) ?? ""
        }.joined(separator: " / ")
    }

    /// The key of one record's values of the rule's columns; 0 where one is missing.
    static func hash(of values: [String], _ rule: LinkModel.BlockRule) -> UInt64 {
        var hash = StableHash.start
        for (value, key) in zip(values, rule.keys) {
            hash = mixed(hash, Self.hash(of: value, key.part))
        }
        return hash
    }

    @inline(__always)
    private static func mixed(_ hash: UInt64, _ part: UInt64) -> UInt64 {
        part == 0 || hash == 0
            ? 0 : StableHash.mixed(hash &* 0x9E37_79B9_7F4A_7C15 ^ part) | 1
    }

    private static func hash(of value: String, _ part: LinkModel.BlockKey.Part) -> UInt64 {
        if value.isEmpty { return 0 }
        if part == .whole { return ValueHash.of(value) | 1 }
        return Self.part(of: value, part).map { ValueHash.of($0) | 1 } ?? 0
    }

    static func part(of value: String, _ part: LinkModel.BlockKey.Part) -> String? {
        switch part {
        case .whole: return value
        case .prefix(let count):
            return String(String.UnicodeScalarView(value.unicodeScalars.prefix(count)))
        case .suffix(let count):
            return String(String.UnicodeScalarView(value.unicodeScalars.suffix(count)))
        case .sound: return Soundex.code(of: value)
        }
    }

    /// By record the number of its key from 1 (0 for none), and by number how many records have it,
    /// in all and of the left file.
    func numbered(leftCount: Int) -> (blocks: [UInt32], sizes: [UInt32], lefts: [UInt32]) {
        var size = 16
        while size < hashes.count * 2 { size *= 2 }
        var slots = [UInt32](repeating: 0, count: size)
        var held: [UInt64] = [0]
        var blocks = [UInt32](repeating: 0, count: hashes.count)
        var sizes: [UInt32] = [0]
        var lefts: [UInt32] = [0]
        for record in hashes.indices where hashes[record] != 0 {
            let hash = hashes[record]
            var slot = Int(truncatingIfNeeded: hash >> 1) & (size - 1)
            while slots[slot] != 0, held[Int(slots[slot])] != hash {
                slot = (slot + 1) & (size - 1)
            }
            if slots[slot] == 0 {
                slots[slot] = UInt32(held.count)
                held.append(hash)
                sizes.append(0)
                lefts.append(0)
            }
            let block = Int(slots[slot])
            blocks[record] = UInt32(block)
            sizes[block] += 1
            if record < leftCount { lefts[block] += 1 }
        }
        return (blocks, sizes, lefts)
    }
}

/// Soundex of the Latin letters of a text (Russell 1918): a letter and three digits.
package enum Soundex {
    /// The code, such as `R163`; nil for a text without Latin letters.
    package static func code(of text: String) -> String? {
        var code = ""
        var last: UInt8 = 0
        for byte in text.utf8 {
            let upper = byte & 0xDF
            guard (0x41...0x5A).contains(upper) else { continue }
            let digit = digits[Int(upper) - 0x41]
            if code.isEmpty {
                code.unicodeScalars.append(Unicode.Scalar(upper))
                last = digit
                continue
            }
            // H and W do not part equal digits; vowels do.
            if digit == 9 { continue }
            if digit != 0, digit != last { code += String(digit) }
            last = digit
            if code.utf8.count == 4 { break }
        }
        if code.isEmpty { return nil }
        return code + String(repeating: "0", count: 4 - code.utf8.count)
    }

    //  A  B  C  D  E  F  G  H  I  J  K  L  M  N  O  P  Q  R  S  T  U  V  W  X  Y  Z
    private static let digits: [UInt8] = [
        0, 1, 2, 3, 0, 1, 2, 9, 0, 2, 2, 4, 5, 5, 0, 1, 2, 6, 2, 3, 0, 1, 9, 2, 0, 2,
    ]
}
