/// A table of sentences: a name that templates can use as a slot, and its lines.
struct PhraseTable: Sendable {
    let name: String
    let lines: String

    init(_ name: String, _ lines: String) {
        self.name = name
        self.lines = lines
    }
}

/// Every table of the simulator.
enum PhraseTables {
    static let all: [PhraseTable] =
        SlotLines.tables + OfferLines.tables + OfferLines.veiledTables + OfferLines.tradeTables
        + GoodsLines.tables + GoodsLines.confusableTables + GoodsLines.localTables
        + StreetLines.tables + StreetLines.talkTables + FireLines.tables + NickLines.tables
        + ParcelLines.tables
}
