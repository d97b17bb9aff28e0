/// The rules, each a function from text to findings, so that a test can feed it a breach.
enum Rules {
    /// The modules that `file` imports, in any spelling: with an access level, an attribute, or a
    /// single declaration of the module.
    static func imports(of file: SourceFile) -> [(module: String, line: Int, spelling: String)] {
        var found: [(String, Int, String)] = []
        for (index, line) in file.codeLines.enumerated() {
            for statement in line.split(separator: ";") {
                var words = statement.trimmed.split(separator: " ").map(String.init)
                guard let at = words.firstIndex(of: "import"), at + 1 < words.count,
                    words[..<at].allSatisfy({ beforeImport.contains($0) || $0.hasPrefix("@") })
                else { continue }
                words.removeFirst(at + 1)
                if words.count > 1, importedKinds.contains(words[0]) { words.removeFirst() }
                guard let module = words[0].split(separator: ".").first else { continue }
                found.append((String(module), index + 1, statement.trimmed))
            }
        }
        return found
    }

    /// Imports that `room` must not have: a sibling, a room above, an outside module that is not
    /// its own; re-exports and `@testable` anywhere.
    static func forbiddenImports(in file: SourceFile, of room: Room) -> [Finding] {
        imports(of: file).flatMap { module, line, spelling -> [Finding] in
            var says: [String] = []
            if !room.knows.contains(module), !room.outside.contains(module) {
                let kind = House.room(module) == nil ? "the outside module" : "the room"
                says.append(
                    "\(room.name) may not know \(kind) \(module);"
                        + " docs/ARCHITECTURE.md says whom it may")
            }
            if spelling.contains("@_exported") {
                says.append("a re-export hides who knows whom; let each room import what it uses")
            }
            if spelling.contains("@testable") {
                says.append("tests see what is `package`; @testable does not exist in release")
            }
            return says.map { Finding(rule: "imports", path: file.path, line: line, says: $0) }
        }
    }

    private static let beforeImport: Set<String> = [
        "public", "package", "internal", "fileprivate", "private",
    ]
    private static let importedKinds: Set<String> = [
        "typealias", "struct", "class", "enum", "protocol", "let", "var", "func",
    ]
}
