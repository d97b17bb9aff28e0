/// One value as a file gave it, before anything is known of its meaning.
package enum RawValue: Equatable, Sendable {
    /// The record does not have the field, or a CSV column is empty.
    case absent
    case null
    case bool(Bool)
    case number(Double)
    case text(String)
    case list([RawValue])
    /// Members in order, each key once; `offset` is the byte offset of the opening brace.
    case object([Member], offset: Int)

    /// A key of an object, its escapes resolved, and what stands behind it.
    package struct Member: Equatable, Sendable {
        package let key: String
        package let value: RawValue

        package init(key: String, value: RawValue) {
            self.key = key
            self.value = value
        }
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
