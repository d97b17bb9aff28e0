/// The common words of two characters, with which an accidental likeness of sound is explained: 演化
/// sounds like 烟花 and is a word of its own.
///
/// An open-addressed table of both characters in one 32-bit key; the basic plane alone, where all
/// of them are.
package struct CommonWords: Sendable {
    private var slots: [UInt32]
    private let mask: Int

    init(table bytes: [UInt8]) throws(TextError) {
        var keys: [UInt32] = []
        var reader = TableReader(bytes)
        while let cells = reader.cells() {
            guard cells.count == 2, let first = cells[0].scalars, first.count == 1,
                let seconds = cells[1].scalars, (first + seconds).allSatisfy({ $0 <= 0xFFFF })
            else { throw .tableMalformed(table: "words", line: reader.line) }
            keys += seconds.map { first[0] << 16 | $0 }
        }
        if keys.isEmpty { throw .tableEmpty(table: "words") }
        var size = 1_024
        while size < keys.count * 2 { size *= 2 }
        slots = [UInt32](repeating: 0, count: size)
        mask = size - 1
        for key in keys { insert(key) }
    }

    /// Whether the two folded characters make a common word.
    package func contains(_ first: UInt32, _ second: UInt32) -> Bool {
        guard first <= 0xFFFF, second <= 0xFFFF else { return false }
        let key = first << 16 | second
        var slot = Self.slot(of: key) & mask
        while slots[slot] != 0 {
            if slots[slot] == key { return true }
            slot = (slot + 1) & mask
        }
        return false
    }

    private mutating func insert(_ key: UInt32) {
        var slot = Self.slot(of: key) & mask
        while slots[slot] != 0, slots[slot] != key { slot = (slot + 1) & mask }
        slots[slot] = key
    }

    private static func slot(of key: UInt32) -> Int {
        Int((UInt64(key) &* 0x9E37_79B9_7F4A_7C15) >> 40)
    }
}
