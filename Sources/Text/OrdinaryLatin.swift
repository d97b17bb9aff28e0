/// Short Latin words of ordinary Chinese texts (usb, hp, ok), which are initials of nothing.
package struct OrdinaryLatin: Sendable {
    private var words: Set<UInt64> = []
    /// Five bits a letter in one word.
    private static let lettersMax = 12

    /// - Throws: `TextError.tableMalformed`, `.tableEmpty`.
    init(table bytes: [UInt8]) throws(TextError) {
        var reader = TableReader(bytes)
        while let cells = reader.cells() {
            for cell in cells {
                guard let letters = cell.scalars, let key = Self.key(letters[...]) else {
                    throw .tableMalformed(table: "latin", line: reader.line)
                }
                words.insert(key)
            }
        }
        if words.isEmpty { throw .tableEmpty(table: "latin") }
    }

    /// Whether the lower-case letters are such a word.
    package func contains(_ letters: ArraySlice<UInt32>) -> Bool {
        Self.key(letters).map(words.contains) ?? false
    }

    private static func key(_ letters: ArraySlice<UInt32>) -> UInt64? {
        guard !letters.isEmpty, letters.count <= lettersMax, letters.allSatisfy(Script.isLatin)
        else { return nil }
        return letters.reduce(0) { $0 << 5 | UInt64($1 - 0x60) }
    }
}
