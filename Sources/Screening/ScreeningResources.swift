/// The bytes of everything that screening is built of, as they ship or as a user gives them.
package struct ScreeningResources: Sendable {
    package var fold: [UInt8]
    package var pinyin: [UInt8]
    package var split: [UInt8]
    package var emoji: [UInt8]
    package var pairs: [UInt8]
    package var latin: [UInt8]
    package var lexicon: [UInt8]
    package var model: [UInt8]

    /// File names of the tables, the lexicon and the model as they ship.
    package static let fileNames = [
        "fold.tsv", "pinyin.tsv", "split.tsv", "emoji.tsv", "pairs.tsv", "latin.tsv",
        "lexicon.tsv",
        "screening.model",
    ]

    package init(
        fold: [UInt8], pinyin: [UInt8], split: [UInt8], emoji: [UInt8], pairs: [UInt8],
        latin: [UInt8], lexicon: [UInt8], model: [UInt8]
    ) {
        self.fold = fold
        self.pinyin = pinyin
        self.split = split
        self.emoji = emoji
        self.pairs = pairs
        self.latin = latin
        self.lexicon = lexicon
        self.model = model
    }

    /// All eight files read by `read`, which is given their names.
    package init(reading read: (String) throws -> [UInt8]) throws {
        let files = try Self.fileNames.map(read)
        self.init(
            fold: files[0], pinyin: files[1], split: files[2], emoji: files[3], pairs: files[4],
            latin: files[5], lexicon: files[6], model: files[7])
    }
}
