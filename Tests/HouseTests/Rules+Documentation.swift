extension Rules {
    /// Types and functions seen by other rooms that say nothing about themselves.
    ///
    /// Operators and functions of a single line (`static func days(_ count: Int64) -> Seconds`) may
    /// go without: a sentence would repeat the signature. So may what a protocol of the standard
    /// library already documents.
    /// `promised` names functions that a protocol of the project declares: the protocol says there
    /// what they do, once.
    static func undocumented(
        in file: SourceFile, promised: Set<String> = []
    ) -> [Finding] {
        file.codeLines.indices.compactMap { index in
            guard let declared = declaration(in: file.codeLines[index]),
                !(declared.kind == "func" && speaksForItself(declared.name, at: index, in: file)),
                !(declared.kind == "func" && promised.contains(declared.name)),
                !hasDocComment(above: index, in: file)
            else { return nil }
            return Finding(
                rule: "documented", path: file.path, line: index + 1,
                says: "`\(declared.kind) \(declared.name)` is seen by other rooms: say in a `///`"
                    + " sentence what its signature can not")
        }
    }

    /// Names of the functions that the protocols in `file` ask for.
    static func promises(of file: SourceFile) -> Set<String> {
        let tokens = Token.all(in: file.codeLines)
        var found: Set<String> = []
        var depth = 0
        var protocolDepth: Int?
        for (index, token) in tokens.enumerated() {
            if token.text == "protocol", protocolDepth == nil { protocolDepth = depth }
            if token.text == "{" { depth += 1 }
            if token.text == "}" {
                depth -= 1
                if depth == protocolDepth { protocolDepth = nil }
            }
            if token.text == "func", protocolDepth != nil, index + 1 < tokens.count {
                found.insert(tokens[index + 1].text)
            }
        }
        return found
    }

    /// The kind and name of a type or function that `line` declares for other rooms.
    private static func declaration(in line: String) -> (kind: String, name: String)? {
        var words = line.trimmed.split(separator: " ").map(String.init)
        while let first = words.first, first.hasPrefix("@") { words.removeFirst() }
        guard let access = words.first, access == "package" || access == "public" else {
            return nil
        }
        words.removeFirst()
        // `class` is a modifier before `func` and a kind elsewhere.
        while let first = words.first,
            modifiers.contains(first) || (first == "class" && words.dropFirst().first == "func")
        {
            words.removeFirst()
        }
        guard words.count > 1, kinds.contains(words[0]) else { return nil }
        let name = words[1].prefix { !"(<:{".contains($0) }
        return (words[0], name.isEmpty ? words[1] : String(name))
    }

    private static func speaksForItself(
        _ name: String, at index: Int, in file: SourceFile
    ) -> Bool {
        let isOperator = name.first.map { !($0.isLetter || $0 == "_" || $0 == "`") } ?? true
        if isOperator || documentedByTheLibrary.contains(name) { return true }
        let line = file.codeLines[index].trimmed
        return line.hasSuffix("}") && line.contains("{")
    }

    private static func hasDocComment(above index: Int, in file: SourceFile) -> Bool {
        var at = index - 1
        while at >= 0, file.codeLines[at].trimmed.hasPrefix("@") { at -= 1 }
        return at >= 0 && file.lines[at].trimmed.hasPrefix("///")
    }

    private static let kinds: Set<String> = [
        "struct", "class", "enum", "actor", "protocol", "typealias", "func", "macro",
    ]
    private static let modifiers: Set<String> = [
        "static", "final", "indirect", "mutating", "nonmutating", "override", "borrowing",
        "consuming", "nonisolated", "isolated", "distributed", "dynamic",
    ]
    private static let documentedByTheLibrary: Set<String> = [
        "hash", "encode", "next", "makeIterator",
    ]
}
