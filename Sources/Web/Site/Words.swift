/// The words of one language, by key, from `Words/zh.json` or `Words/en.json`.
package struct Words: Sendable {
    package let language: Language
    package let texts: [String: String]

    package init(language: Language, texts: [String: String]) {
        self.language = language
        self.texts = texts
    }

    /// The words of `key` with each `{name}` in them replaced.
    ///
    /// A key without words shows as itself, so that a gap is seen and nothing breaks.
    package func callAsFunction(_ key: String, _ values: [String: String] = [:]) -> String {
        fill(texts[key] ?? key, values)
    }

    /// The words of `key`, or nil where it has none, or where they ask for a value that `values`
    /// lacks.
    package func whole(_ key: String, _ values: [String: String]) -> String? {
        guard let text = texts[key] else { return nil }
        return Self.places(text).allSatisfy { values[$0] != nil } ? fill(text, values) : nil
    }

    /// The names in braces, in order.
    package static func places(_ text: String) -> [String] {
        text.split(separator: "{").dropFirst(text.hasPrefix("{") ? 0 : 1).compactMap { part in
            part.firstIndex(of: "}").map { String(part[..<$0]) }
        }
    }

    private func fill(_ text: String, _ values: [String: String]) -> String {
        guard text.contains("{") else { return text }
        var result = ""
        var rest = text[...]
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            result += rest[..<open]
            let name = String(rest[rest.index(after: open)..<close])
            result += values[name] ?? "{\(name)}"
            rest = rest[rest.index(after: close)...]
        }
        return result + rest
    }
}
