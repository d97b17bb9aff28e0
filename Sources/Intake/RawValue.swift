/// One value as a file gave it, before anything is known of its meaning.
enum RawValue: Equatable {
    /// The record does not have the field, or a CSV column is empty.
    case absent
    case null
    case bool(Bool)
    case number(Double)
    case text(String)
    case list([RawValue])
    /// Members in order, each key once; `offset` is the byte offset of the opening brace.
    case object([Member], offset: Int)

    struct Member: Equatable {
        let key: String
        let value: RawValue
    }

    var isAbsent: Bool {
        if case .absent = self { true } else { false }
    }

    /// What it is, for a sentence: "found a number".
    var noun: String {
        switch self {
        case .absent: "nothing"
        case .null: "null"
        case .bool: "true or false"
        case .number: "a number"
        case .text: "a string"
        case .list: "a list"
        case .object: "an object"
        }
    }
}
