import Foundation
import Testing

/// What lies in the folders: rooms, documents, data.
@Suite struct FilesTests {
    @Test(arguments: House.rooms.map(\.name))
    func noRoomIsEmpty(name: String) {
        let files = Project.files(under: "Sources/\(name)")
        if files.contains(where: { $0.hasSuffix("module.modulemap") }) { return }
        let declares = Project.sources.filter { $0.room == name }.contains { file in
            Token.all(in: file.codeLines).contains {
                ["struct", "enum", "class", "actor", "func", "extension"].contains($0.text)
            }
        }
        #expect(declares, "the room \(name) declares nothing; a room is made with its first code")
        let stubs = files.filter { $0.hasSuffix("/_Stub.swift") }
        #expect(stubs.isEmpty, "\(stubs)")
    }

    @Test(
        arguments: Project.names(in: "Tests").filter {
            $0.hasSuffix("Tests") && $0 != "BrowserTests"
        })
    func noTestTargetIsEmpty(name: String) {
        let tests = Project.swiftFiles.filter { $0.room == name }
        #expect(
            tests.contains { $0.codeLines.contains { $0.contains("@Test") } },
            "Tests/\(name) tests nothing")
    }

    @Test func relativeLinksOfDocumentsLeadToFiles() {
        #expect(Project.documents.contains("README.md"))
        for document in Project.documents {
            let folder = document.split(separator: "/").dropLast().joined(separator: "/")
            for link in Documents.relativeLinks(in: Project.text(document) ?? "") {
                let path = folder.isEmpty ? link : "\(folder)/\(link)"
                #expect(Project.exists(path), "\(document) links to \(link), which is not there")
            }
        }
    }

    @Test(arguments: [
        ("[a](docs/x.md) ![b](../y.png \"t\")", ["docs/x.md", "../y.png"]),
        ("[a](x.md#part) [b](#part) [c](https://e.org/x.md)", ["x.md"]),
        ("```\n[a](gone.md)\n```\n`[b](gone.md)`", []),
    ])
    func linksAreReadFromMarkdown(text: String, links: [String]) {
        #expect(Documents.relativeLinks(in: text) == links)
    }

    /// A path in a document's `code` is a promise too.
    @Test func pathsInDocumentsLeadToFiles() {
        for document in Project.documents where document != "CHANGELOG.md" {
            for path in Documents.paths(in: Project.text(document) ?? "") {
                #expect(Project.exists(path), "\(document) names \(path), which is not there")
            }
        }
    }

    @Test(arguments: [
        (
            "`Sources/Text/Folder.swift` and `Tests/` `scripts/test`",
            ["Sources/Text/Folder.swift", "Tests/", "scripts/test"]
        ),
        ("`Tests/<Room>Tests` `Sources/…` `scripts/demo --once` Sources/X", ["scripts/demo"]),
        ("```\nscripts/gone\n```", []),
    ])
    func pathsAreReadFromCode(text: String, paths: [String]) {
        #expect(Documents.paths(in: text) == paths)
    }

    @Test func migrationsAreNumberedWithoutGaps() {
        let names = Project.names(in: "Sources/Store/Migrations").filter { $0.hasSuffix(".sql") }
        #expect(!names.isEmpty)
        #expect(Documents.numberingFault(of: names) == nil)
    }

    @Test(arguments: [
        (["001_first.sql", "002_second.sql"], false),
        (["0001_a.sql", "002_b.sql"], true), (["0001_a.sql", "0003_b.sql"], true),
        (["0002_a.sql"], true), (["0001_a.sql", "0001_b.sql"], true), (["1_a.sql"], true),
    ])
    func aGapInTheNumbersIsFound(names: [String], wrong: Bool) {
        #expect((Documents.numberingFault(of: names) != nil) == wrong)
    }

    @Test func bothLanguagesHaveTheSameWords() throws {
        let chinese = try words("zh")
        let english = try words("en")
        #expect(chinese.count > 0)
        #expect(Set(chinese.keys).subtracting(english.keys).sorted() == [], "missing in en.json")
        #expect(Set(english.keys).subtracting(chinese.keys).sorted() == [], "missing in zh.json")
        for (key, text) in chinese.merging(english, uniquingKeysWith: { $1 }) {
            #expect(!text.trimmed.isEmpty, "\(key) has no text")
        }
    }

    /// The keys and texts of `Sources/Web/Words/<language>.json`: one flat object of strings.
    private func words(_ language: String) throws -> [String: String] {
        let path = "Sources/Web/Words/\(language).json"
        let text = try #require(Project.text(path), "there is no \(path)")
        let object = try JSONSerialization.jsonObject(with: Data(text.utf8))
        let flat = try #require(object as? [String: String], "\(path) is no flat object of strings")
        // A key written twice is silently one in the parsed object.
        let colons = SourceFile(path: path, text: text).codeLines.joined().count { $0 == ":" }
        #expect(colons == flat.count, "\(path) has a key twice")
        return flat
    }
}

/// Reading what is no Swift.
enum Documents {
    /// Targets of links and images that are neither addresses nor places in the same document.
    ///
    /// The part after `#` is left out. What stands in code is no link.
    static func relativeLinks(in markdown: String) -> [String] {
        prose(of: markdown).flatMap { line in
            line.components(separatedBy: "](").dropFirst().compactMap { part in
                let target = part.prefix { $0 != ")" && $0 != " " }.prefix { $0 != "#" }
                let isElsewhere = target.contains("://") || target.hasPrefix("mailto:")
                return target.isEmpty || isElsewhere ? nil : String(target)
            }
        }
    }

    /// Paths of the project that stand in `code` of the text, the arguments behind them left out;
    /// patterns such as `Tests/<Room>Tests` are none.
    static func paths(in markdown: String) -> [String] {
        let folders = ["Sources/", "Tests/", "Benchmarks/", "Training/", "scripts/", "docs/"]
        return lines(of: markdown).flatMap { line in
            line.split(separator: "`", omittingEmptySubsequences: false).enumerated()
                .filter { !$0.offset.isMultiple(of: 2) }
                .compactMap { $0.element.split(separator: " ").first.map(String.init) }
                .filter { span in
                    folders.contains { span.hasPrefix($0) } && !span.contains { "<*…".contains($0) }
                }
        }
    }

    /// Lines outside of fenced code.
    private static func lines(of markdown: String) -> [Substring] {
        var isCode = false
        return markdown.split(separator: "\n", omittingEmptySubsequences: false).filter { line in
            if line.trimmed.hasPrefix("```") {
                isCode.toggle()
                return false
            }
            return !isCode
        }
    }

    /// Lines without the code in them.
    private static func prose(of markdown: String) -> [String] {
        lines(of: markdown).map { line in
            line.split(separator: "`", omittingEmptySubsequences: false).enumerated()
                .filter { $0.offset.isMultiple(of: 2) }.map { String($0.element) }
                .joined(separator: "`")
        }
    }

    /// What is wrong with the numbers of migration files, in order; nil where nothing is.
    ///
    /// Names are `001_what_it_does.sql`: three digits or more, as many in each name, from 1 on.
    static func numberingFault(of names: [String]) -> String? {
        let width = names.first?.prefix { $0.isASCII && $0.isNumber }.count ?? 0
        guard width >= 3 else { return "\(names.first ?? "") should begin with 001_" }
        for (index, name) in names.sorted().enumerated() {
            let digits = String(index + 1)
            let number = String(repeating: "0", count: max(width - digits.count, 0)) + digits
            if !name.hasPrefix(number + "_") { return "\(name) should begin with \(number)_" }
        }
        return nil
    }
}
