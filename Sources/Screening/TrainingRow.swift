package import Records

/// What a training text is, as its writer labelled it.
package enum TrainingLabel: String, Sendable, CaseIterable {
    case offer
    case benign
    case parcelCamouflage = "parcel_camouflage"
    case parcelBenign = "parcel_benign"

    /// Whether the text is what screening looks for.
    package var isOffer: Bool { self == .offer || self == .parcelCamouflage }
}

/// One labelled text, as a line of `Training/*.jsonl` tells it.
package struct TrainingRow: Hashable, Sendable {
    package let id: String
    package let kind: TextKind
    package let text: String
    package let label: TrainingLabel
    /// Where the text or its idea comes from; rows of one source never stand on both sides of a
    /// test.
    package let source: String
    /// The disguises its writer meant, by the names of docs/screening.md.
    package let evasion: [String]
    /// Ambiguous rows are neither trained on nor counted.
    package let isAmbiguous: Bool

    package init(
        id: String, kind: TextKind, text: String, label: TrainingLabel, source: String,
        evasion: [String] = [], isAmbiguous: Bool = false
    ) {
        self.id = id
        self.kind = kind
        self.text = text
        self.label = label
        self.source = source
        self.evasion = evasion
        self.isAmbiguous = isAmbiguous
    }

    /// Whether it is an offer that never names its goods.
    package var isVeiled: Bool { label == .offer && evasion == ["omission"] }

    /// Whether it is plain everyday text, on which false alarms are budgeted: reviews, talk, goods.
    package var isEveryday: Bool {
        source.contains("everyday") || source.contains("reviews") || source.contains("plain")
    }

    /// The source without the words that tell a constructed text from a quoted one, so that both
    /// kinds of one page stay together.
    package var sourceGroup: String {
        let prefix = "constructed after "
        return source.hasPrefix(prefix) ? String(source.dropFirst(prefix.count)) : source
    }
}
