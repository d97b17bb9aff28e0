/// All tables of this room, read once and shared.
///
/// A class, so that handing them on counts one reference and not one for each array inside.
package final class TextTables: Sendable {
    package let folder: Folder
    package let pinyin: Pinyin
    package let splits: StandIns
    package let pictures: StandIns
    package let pairs: CharacterPairs
    package let latin: OrdinaryLatin
    let sounds: SoundSets

    /// The bytes of `fold.tsv`, `pinyin.tsv`, `split.tsv`, `emoji.tsv`, `pairs.tsv` and `latin.tsv`
    /// (docs/screening.md).
    ///
    /// - Throws: `TextError` with the table and the line that cannot be read.
    package init(
        fold: [UInt8], pinyin: [UInt8], split: [UInt8], emoji: [UInt8], pairs: [UInt8],
        latin: [UInt8]
    ) throws(TextError) {
        folder = try Folder(table: fold)
        self.pinyin = try Pinyin(table: pinyin)
        splits = try StandIns(table: split, named: "split", waysAreSpaced: true)
        pictures = try StandIns(table: emoji, named: "emoji", waysAreSpaced: false)
        self.pairs = try CharacterPairs(table: pairs)
        self.latin = try OrdinaryLatin(table: latin)
        sounds = SoundSets(pinyin: self.pinyin, pairs: self.pairs)
    }
}
