import Primitives
package import Records

/// One text to screen.
package struct ScreeningRow: Hashable, Sendable {
    package let id: String
    package let kind: TextKind
    /// As given, byte for byte: findings point into it.
    package let text: String

    package init(id: String, kind: TextKind, text: String) {
        self.id = id
        self.kind = kind
        self.text = text
    }
}

/// Texts to screen, as `fuseline screen` takes them; other keys are ignored.
package enum ScreeningIntake: IntakeRow {
    package static let tellsUnknownKeys = false

    static let id = RecordField(0, "id", aliases: ["编号"])
    static let kind = RecordField(1, "kind", aliases: ["类型"])
    static let text = RecordField(2, "text", aliases: ["正文", "内容", "文本"])

    package static let schema = Schema([id, kind, text], required: [id, text])

    /// Reads a text to screen, which may be empty; its kind is `listing` where none is given.
    package static func record(_ fields: inout FieldReader) -> ScreeningRow? {
        let id = fields.requiredID(id)
        let kind = fields.word(kind, kinds, choices: kindNames) ?? .listing
        guard let text = fields.requiredVerbatim(text) else { return nil }
        return ScreeningRow(id: id, kind: kind, text: text)
    }

    static let kindNames = TextKind.allCases.map(\.rawValue).joined(separator: ", ")
    static let kinds = Dictionary(uniqueKeysWithValues: TextKind.allCases.map { ($0.rawValue, $0) })
}

extension FieldReader {
    /// A text to screen: it must be there, and may be empty.
    mutating func requiredVerbatim(_ field: RecordField) -> String? {
        let before = faults.count
        if let text = verbatim(field, bytesMax: Limits.textBytesMax) { return text }
        if isLoose { return "" }
        if faults.count == before { refuse(field, "is missing") }
        return nil
    }
}
