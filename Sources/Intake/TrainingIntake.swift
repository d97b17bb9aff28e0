import Primitives
package import Records

/// What a labelled text truly is.
package enum TextLabel: String, Sendable, CaseIterable {
    /// An offer of fireworks.
    case offer
    case benign
    /// The declaration of a parcel that hides fireworks.
    case parcelCamouflage = "parcel_camouflage"
    case parcelBenign = "parcel_benign"
}

/// One text with its label, to train and to measure with.
package struct LabelledRow: Hashable, Sendable {
    package let id: String
    package let kind: TextKind
    package let text: String
    package let label: TextLabel
    /// Where the text comes from; texts of one source never stand on both sides of a split.
    package let source: String
    /// Names of the ways in which it hides what it says, as the labeller wrote them.
    package let evasion: [String]
    /// A careful person could not tell from the text alone.
    package let ambiguous: Bool

    package init(
        id: String, kind: TextKind, text: String, label: TextLabel, source: String = "",
        evasion: [String] = [], ambiguous: Bool = false
    ) {
        self.id = id
        self.kind = kind
        self.text = text
        self.label = label
        self.source = source
        self.evasion = evasion
        self.ambiguous = ambiguous
    }
}

/// Labelled texts, as `fuseline train` takes them; other keys are ignored.
package enum TrainingIntake: IntakeRow {
    package static let tellsUnknownKeys = false

    static let id = RecordField(0, "id")
    static let kind = RecordField(1, "kind")
    static let text = RecordField(2, "text")
    static let label = RecordField(3, "label")
    static let source = RecordField(4, "source")
    static let evasion = RecordField(5, "evasion")
    static let ambiguous = RecordField(6, "ambiguous")

    package static let schema = Schema(
        [id, kind, text, label, source, evasion, ambiguous], required: [id, kind, text, label])

    /// Reads a labelled text; its kind and label must be given.
    package static func record(_ fields: inout FieldReader) -> LabelledRow? {
        let id = fields.requiredID(id)
        let kind = fields.requiredWord(
            kind, ScreeningIntake.kinds, choices: ScreeningIntake.kindNames)
        let text = fields.requiredVerbatim(text)
        let label = fields.requiredWord(label, labels, choices: labelNames)
        let source = fields.text(source, bytesMax: Limits.urlBytesMax) ?? ""
        let evasion = fields.strings(evasion, countMax: Limits.labelTagsMax)
        let ambiguous = fields.flag(ambiguous) ?? false
        guard let kind, let text, let label else { return nil }
        return LabelledRow(
            id: id, kind: kind, text: text, label: label, source: source, evasion: evasion,
            ambiguous: ambiguous)
    }

    private static let labelNames = TextLabel.allCases.map(\.rawValue).joined(separator: ", ")
    private static let labels = Dictionary(
        uniqueKeysWithValues: TextLabel.allCases.map { ($0.rawValue, $0) })
}
