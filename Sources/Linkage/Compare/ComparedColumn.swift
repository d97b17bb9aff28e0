import Primitives

/// The distinct values of a column, each prepared once.
package protocol PreparedValues: Sendable {
    /// The level of two different values by their numbers, both there.
    func level(_ left: UInt32, _ right: UInt32) -> Int
    /// The level of a value with itself; 0 for one that is missing.
    func levelOfEqual(_ value: UInt32) -> Int
    /// Whether the value says anything.
    func isPresent(_ value: UInt32) -> Bool
    /// Prepares one more value, which takes the next number.
    mutating func append(_ value: String)
}

struct PreparedColumn<Comparator: FieldComparator>: PreparedValues {
    let comparator: Comparator
    private var prepared: [Comparator.Prepared?]

    init(_ comparator: Comparator, _ values: [String]) {
        self.comparator = comparator
        prepared = values.enumerated().map { $0 == 0 ? nil : comparator.prepare($1) }
    }

    func level(_ left: UInt32, _ right: UInt32) -> Int {
        guard let a = prepared[Int(left)], let b = prepared[Int(right)] else {
            return comparator.levelCount
        }
        return comparator.level(a, b)
    }

    func levelOfEqual(_ value: UInt32) -> Int {
        prepared[Int(value)].map { comparator.levelOfEqual($0) } ?? 0
    }

    func isPresent(_ value: UInt32) -> Bool { prepared[Int(value)] != nil }

    mutating func append(_ value: String) { prepared.append(comparator.prepare(value)) }
}

/// A field of the model, bound to a table.
struct ComparedField: Sendable {
    let column: String
    let levelCount: Int
    let levelNames: [String]
    /// No two different values can be above "else".
    let isExactOnly: Bool
    let hasTermFrequency: Bool
    var values: any PreparedValues
    /// By record; 0 where the value is missing or says nothing.
    var codes: [UInt32]
    /// By value: records that have it.
    var counts: [UInt32]
    var texts: [String]
    /// Whether some value is not at level 0 with itself.
    private(set) var tellsParts = false
    /// By value, where some value tells a part only: the digit of the value with itself.
    private(set) var equalDigits: [UInt8] = []

    /// Digits of a pattern: 0 for no evidence, then the levels, then "else".
    var digitCount: Int { levelCount + 2 }

    init(_ field: LinkModel.Field, _ comparator: any FieldComparator, _ column: LinkTable.Column) {
        self.column = field.column
        levelCount = comparator.levelCount
        levelNames = (0...comparator.levelCount).map { comparator.name(ofLevel: $0) }
        isExactOnly = comparator is ExactComparator
        hasTermFrequency = field.termFrequency
        let values = comparator.prepared(column.values)
        self.values = values
        counts = column.counts
        texts = column.values
        if column.values.indices.dropFirst().allSatisfy({ values.isPresent(UInt32($0)) }) {
            codes = column.codes
        } else {
            codes = column.codes.map { $0 != 0 && values.isPresent($0) ? $0 : 0 }
        }
        for value in column.values.indices { noteEqual(value) }
    }

    /// Takes in a value that no record had.
    mutating func append(_ value: String) {
        values.append(value)
        texts.append(value)
        counts.append(1)
        noteEqual(texts.count - 1)
    }

    /// The digit of a value with itself.
    @inline(__always)
    func equalDigit(_ value: UInt32) -> UInt8 { tellsParts ? equalDigits[Int(value)] : 1 }

    private mutating func noteEqual(_ value: Int) {
        let digit = UInt8(values.levelOfEqual(UInt32(value)) + 1)
        if digit != 1, !tellsParts {
            tellsParts = true
            equalDigits = [UInt8](repeating: 1, count: value)
        }
        if tellsParts { equalDigits.append(digit) }
    }
}

/// Levels of value pairs looked up lately: a direct-mapped table, so that its size is fixed.
///
/// It saves work and changes no result; each thread has its own.
struct LevelCache: Sendable {
    private var keys: [UInt64]
    private let mask: Int

    init(bits: Int = 16) {
        keys = [UInt64](repeating: 0, count: 1 << bits)
        mask = (1 << bits) - 1
    }

    /// The level of values `left` < `right`, numbers below 2^28, levels below 256; `compute`
    /// where it is not at hand.
    @inline(__always)
    mutating func level(_ left: UInt32, _ right: UInt32, _ compute: () -> Int) -> Int {
        let key = UInt64(left) << 28 | UInt64(right)
        let mixed = key &* 0x9E37_79B9_7F4A_7C15
        let slot = Int(truncatingIfNeeded: mixed >> 40) & mask
        let held = keys[slot]
        if held >> 8 == key { return Int(held & 0xFF) }
        let level = compute()
        keys[slot] = key << 8 | UInt64(level)
        return level
    }
}
