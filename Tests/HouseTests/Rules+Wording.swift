extension Rules {
    /// What an engine, or a room below, must not say: it computes, and does nothing else.
    static func impurities(in file: SourceFile) -> [Finding] {
        let banned = [
            ("async", "an engine does not wait"), ("await", "an engine does not wait"),
            ("Date(", "time comes in as `now:`"), ("print(", "an engine writes nothing"),
            ("nonisolated(unsafe)", "an engine has no global state"),
        ]
        return findings(in: file, rule: "pure") { line in
            banned.filter { occurs($0.0, in: line) }.map { "`\($0.0)`: \($0.1)" }
        }
    }

    /// What no file of `Sources/` says.
    static func bannedWords(in file: SourceFile) -> [Finding] {
        let banned = [
            ("try!", "throw, or handle it"), ("as!", "use `as?` and say what else it was"),
            (
                "fatalError(",
                "outside input never ends the process; a mistake of ours is a precondition"
            ),
        ]
        return findings(in: file, rule: "banned") { line in
            banned.filter { occurs($0.0, in: line) }.map { "`\($0.0)`: \($0.1)" }
        }
    }

    /// Steps the compiler can not check, each of which needs its reason in a comment on the line
    /// above.
    static func uncommentedUnsafety(in file: SourceFile) -> [Finding] {
        let unchecked = [
            "@unchecked Sendable", "nonisolated(unsafe)", "unsafe", "unsafeBitCast",
            "unsafeDowncast", "-Ounchecked", "unowned(unsafe)",
        ]
        return file.codeLines.indices.compactMap { index in
            let line = file.codeLines[index]
            guard let word = unchecked.first(where: { occurs($0, in: line) }) else { return nil }
            let above = index > 0 ? file.lines[index - 1].trimmed : ""
            guard !above.hasPrefix("//") else { return nil }
            return Finding(
                rule: "unsafe", path: file.path, line: index + 1,
                says: "`\(word)` needs the reason why it is safe in a comment on the line above")
        }
    }

    /// Tests that are switched off, or narrowed down and forgotten.
    static func disabledTests(in file: SourceFile) -> [Finding] {
        let words = [
            ".disabled(", "withKnownIssue", "XCTSkip", ".only(", "#if false",
        ]
        return findings(in: file, rule: "disabled") { line in
            words.filter { line.contains($0) }.map { "`\($0)`: mend the test, or delete it" }
        }
    }

    /// Whether `word` stands in `line` by itself, not as a part of a longer name.
    static func occurs(_ word: String, in line: String) -> Bool {
        guard line.contains(word) else { return false }
        let text = Array(line)
        let sought = Array(word)
        return (0...(text.count - sought.count)).contains { start in
            guard text[start..<(start + sought.count)].elementsEqual(sought) else { return false }
            let before = start > 0 ? text[start - 1] : " "
            let end = start + sought.count
            let after = end < text.count ? text[end] : " "
            let opens = sought.first.map { isNamePart($0) } ?? false
            let closes = sought.last.map { isNamePart($0) } ?? false
            return !(opens && isNamePart(before)) && !(closes && isNamePart(after))
        }
    }

    private static func isNamePart(_ character: Character) -> Bool {
        character.isLetter || character.isNumber || character == "_"
    }

    private static func findings(
        in file: SourceFile, rule: String, says: (String) -> [String]
    ) -> [Finding] {
        file.codeLines.enumerated().flatMap { index, line in
            says(line).map { Finding(rule: rule, path: file.path, line: index + 1, says: $0) }
        }
    }
}
