/// All tables of this room, read once and shared.
package struct TextTables: Sendable {
    package let folder: Folder
    package let pinyin: Pinyin
    package let splits: StandIns
    package let pictures: StandIns
    package let words: CommonWords

    /// The bytes of `fold.tsv`, `pinyin.tsv`, `split.tsv`, `emoji.tsv` and `words.tsv`
    /// (docs/screening.md).
    ///
    /// - Throws: `TextError` with the table and the line that cannot be read.
    package init(
        fold: [UInt8], pinyin: [UInt8], split: [UInt8], emoji: [UInt8], words: [UInt8]
    ) throws(TextError) {
        folder = try Folder(table: fold)
        self.pinyin = try Pinyin(table: pinyin)
        splits = try StandIns(table: split, named: "split", waysAreSpaced: true)
        pictures = try StandIns(table: emoji, named: "emoji", waysAreSpaced: false)
        self.words = try CommonWords(table: words)
    }
}
