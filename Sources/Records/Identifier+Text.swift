extension Identifier {
    /// Reads `wechat:abc123`; nil for an unknown kind or an empty value.
    package init?(text: String) {
        guard let colon = text.firstIndex(of: ":"),
            let kind = IdentifierKind(rawValue: String(text[..<colon]))
        else { return nil }
        let value = String(text[text.index(after: colon)...])
        guard !value.isEmpty else { return nil }
        self.init(kind: kind, value: value)
    }
}
