extension Rules {
    static let fileLinesMax = 600
    static let functionLinesMax = 70
    static let columnsMax = 100

    /// Files, functions and lines that are too long to read in one go.
    static func excesses(in file: SourceFile) -> [Finding] {
        guard file.generator == nil else { return [] }
        var found: [Finding] = []
        // The last line end closes a line; it does not open another.
        let count = file.lines.last == "" ? file.lines.count - 1 : file.lines.count
        if count > fileLinesMax {
            found.append(
                Finding(
                    rule: "file-length", path: file.path, line: 0,
                    says: "\(count) lines, at most \(fileLinesMax): is there a second topic inside?"
                ))
        }
        for function in functions(of: file) where function.lines > functionLinesMax {
            found.append(
                Finding(
                    rule: "function-length", path: file.path, line: function.line,
                    says: "`\(function.name)` has \(function.lines) lines, at most"
                        + " \(functionLinesMax)"))
        }
        for (index, line) in file.lines.enumerated() where line.count > columnsMax {
            if !file.isSource, isLongByItsData(file, at: index) { continue }
            found.append(
                Finding(
                    rule: "columns", path: file.path, line: index + 1,
                    says: "\(line.count) columns, at most \(columnsMax)"))
        }
        return found
    }

    /// Whether a line of a test is long only by what stands between quotes, which is data and
    /// can not be broken without becoming other data.
    private static func isLongByItsData(_ file: SourceFile, at index: Int) -> Bool {
        let code = file.codeLines[index].split(separator: " ").joined(separator: " ")
        return !file.lines[index].contains("//") && code.count <= columnsMax
    }

    /// Functions and initializers that have a body, and how many lines each takes, signature and
    /// closing brace included.
    static func functions(of file: SourceFile) -> [(name: String, line: Int, lines: Int)] {
        let tokens = Token.all(in: file.codeLines)
        var found: [(String, Int, Int)] = []
        for index in tokens.indices {
            let token = tokens[index]
            let isCall = index > 0 && tokens[index - 1].text == "."
            guard token.text == "func" || (token.text == "init" && !isCall),
                let open = bodyStart(after: index, in: tokens),
                let close = matching(open, in: tokens)
            else { continue }
            let name = token.text == "func" ? tokens[index + 1].text : "init"
            found.append((name, token.line, tokens[close].line - token.line + 1))
        }
        return found
    }

    /// The brace that opens the body of the function declared at `index`; nil where it has none, as
    /// in a protocol.
    private static func bodyStart(after index: Int, in tokens: [Token]) -> Int? {
        var at = index + 1
        var depth = 0
        var sawParameters = false
        while at < tokens.count {
            let text = tokens[at].text
            if text == "(" { depth += 1 }
            if text == ")" {
                depth -= 1
                sawParameters = true
            }
            if depth == 0, sawParameters {
                if text == "{" { return at }
                if declarations.contains(text) || text == "}" { return nil }
            }
            at += 1
        }
        return nil
    }

    private static func matching(_ open: Int, in tokens: [Token]) -> Int? {
        var depth = 0
        for at in open..<tokens.count {
            if tokens[at].text == "{" { depth += 1 }
            if tokens[at].text == "}" { depth -= 1 }
            if depth == 0 { return at }
        }
        return nil
    }

    private static let declarations: Set<String> = [
        "func", "init", "var", "let", "subscript", "case", "static", "mutating", "package",
        "public", "private", "typealias", "associatedtype", "@",
    ]
}

/// A word or a single sign of code, with its 1-based line.
struct Token {
    let text: String
    let line: Int

    static func all(in lines: [String]) -> [Token] {
        var tokens: [Token] = []
        for (index, line) in lines.enumerated() {
            var word = ""
            for character in line {
                if character.isLetter || character.isNumber || character == "_" {
                    word.append(character)
                    continue
                }
                if !word.isEmpty { tokens.append(Token(text: word, line: index + 1)) }
                word = ""
                if !character.isWhitespace {
                    tokens.append(Token(text: String(character), line: index + 1))
                }
            }
            if !word.isEmpty { tokens.append(Token(text: word, line: index + 1)) }
        }
        return tokens
    }
}
