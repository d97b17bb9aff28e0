/// What people write in place of a character: its parts (拆字, 火因 for 烟) or a picture that is called
/// so (🐟 for 鱼).
package struct StandIns: Sendable {
    private var ways: [UInt32: [[UInt32]]] = [:]

    init(table bytes: [UInt8], named name: String, waysAreSpaced: Bool) throws(TextError) {
        var reader = TableReader(bytes)
        while let cells = reader.cells() {
            guard cells.count == 2, let character = cells[0].scalars, character.count == 1,
                let listed = cells[1].scalars, !listed.isEmpty
            else { throw .tableMalformed(table: name, line: reader.line) }
            ways[character[0]] =
                waysAreSpaced
                ? listed.split(separator: 0x20).map(Array.init) : listed.map { [$0] }
        }
        if ways.isEmpty { throw .tableEmpty(table: name) }
    }

    /// The sequences that can stand for `scalar`, in the table's order.
    package func ways(of scalar: UInt32) -> [[UInt32]] { ways[scalar] ?? [] }
}
