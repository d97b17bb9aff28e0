extension Rules {
    /// The codes that the error types of `file` give: string literals in `var code: String { … }`
    /// and after the label `code:`.
    ///
    /// Empty for a file that does not speak of `CodedError`.
    static func errorCodes(in file: SourceFile) -> [SourceFile.Literal] {
        guard file.codeLines.contains(where: { occurs("CodedError", in: $0) }) else { return [] }
        var found: [SourceFile.Literal] = []
        for range in codeBodies(of: file) {
            found += file.literals.filter { range.contains($0.line) }
        }
        for literal in file.literals {
            let line = file.lines[literal.line - 1]
            if line.contains("code: \"\(literal.text)\""), !found.contains(literal) {
                found.append(literal)
            }
        }
        return found
    }

    /// Codes that are not spelled `room.what_happened`, or that two places give.
    static func wrongErrorCodes(in files: [SourceFile]) -> [Finding] {
        var owner: [String: String] = [:]
        var roomOfPrefix: [String: String] = [:]
        var found: [Finding] = []
        for file in files {
            for code in errorCodes(in: file) {
                func report(_ says: String) {
                    found.append(
                        Finding(rule: "error-codes", path: file.path, line: code.line, says: says))
                }
                let parts = code.text.split(separator: ".", omittingEmptySubsequences: false)
                guard parts.count == 2, parts.allSatisfy(isSnakeCase) else {
                    report("`\(code.text)` is not of the form `room.what_happened`")
                    continue
                }
                if let first = owner[code.text] {
                    report("`\(code.text)` is given by \(first) already")
                }
                owner[code.text] = "\(file.path):\(code.line)"
                let prefix = String(parts[0])
                if let other = roomOfPrefix[prefix], other != file.room {
                    report("codes `\(prefix).…` belong to the room \(other)")
                }
                roomOfPrefix[prefix] = file.room
            }
        }
        return found
    }

    private static func isSnakeCase(_ text: Substring) -> Bool {
        !text.isEmpty && text.allSatisfy { ("a"..."z").contains($0) || $0 == "_" || $0.isNumber }
    }

    /// The lines, 1-based, of each body of `var code: String`.
    private static func codeBodies(of file: SourceFile) -> [ClosedRange<Int>] {
        file.codeLines.indices.compactMap { start in
            guard file.codeLines[start].contains("var code: String {") else { return nil }
            var depth = 0
            for line in start..<file.codeLines.count {
                depth += file.codeLines[line].count { $0 == "{" }
                depth -= file.codeLines[line].count { $0 == "}" }
                if depth <= 0 { return (start + 1)...(line + 1) }
            }
            return nil
        }
    }
}
