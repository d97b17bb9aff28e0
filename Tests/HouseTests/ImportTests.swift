import Testing

/// Imports go down only, and every room is where the table says.
@Suite struct ImportTests {
    @Test(arguments: House.rooms.map(\.name))
    func aRoomImportsOnlyWhatItMayKnow(name: String) throws {
        let room = try #require(House.room(name))
        let found = Project.sources.filter { $0.room == name }
            .flatMap { Rules.forbiddenImports(in: $0, of: room) }
        #expect(found.isEmpty, "\(list(found))")
    }

    @Test func everyRoomStandsInTheTable() {
        let rooms = Set(Project.sources.map(\.room)).union(Project.names(in: "Sources"))
        #expect(rooms == Set(House.rooms.map(\.name)))
    }

    /// A row a room: name, what it may know, outside modules, in docs/ARCHITECTURE.md.
    @Test func theDocumentHasTheSameTable() throws {
        let text = try #require(Project.text("docs/ARCHITECTURE.md"))
        let rows = text.split(separator: "\n").map { line in
            line.split(separator: "|").map { $0.trimmed }
        }.filter { $0.count == 4 && $0[0].hasPrefix("`") }
        let written = rows.map { row in
            Room(row[0].trimming("`"), knows: row[2].words, outside: row[3].words)
        }
        for room in House.rooms {
            let row = try #require(
                written.first { $0.name == room.name },
                "docs/ARCHITECTURE.md has no row for the room \(room.name)")
            #expect(row.knows == room.knows, "\(room.name) in docs/ARCHITECTURE.md")
            #expect(row.outside == documented(room.outside), "\(room.name), outside modules")
        }
        #expect(Set(written.map(\.name)) == Set(House.rooms.map(\.name)))
    }

    @Test func theManifestDeclaresNoMoreThanTheTableAllows() throws {
        let manifest = Manifest(try #require(Project.text("Package.swift")))
        // Programs that measure or drill the product are no rooms: nobody ships them.
        let rooms = manifest.targets.filter {
            $0.kind != "tests" && !$0.name.hasSuffix("-bench") && $0.name != "drill"
        }
        #expect(Set(rooms.map(\.name)) == Set(House.rooms.map(\.name)))
        for target in rooms {
            let room = try #require(House.room(target.name))
            #expect(target.knows.isSubset(of: room.knows), "Package.swift, \(target.name)")
        }
        let tests = manifest.targets.filter { $0.kind == "tests" }
        #expect(Set(tests.map(\.name)) == Set(Project.names(in: "Tests").filter(isTestTarget)))
        for target in tests {
            let subject = String(target.name.dropLast("Tests".count))
            let room = House.room(subject).map { $0.knows.union([subject]) } ?? []
            // Pages and use cases are tried over a real store, signed in for real.
            // The journal's hashes and signatures come from outside of it; its benchmark runs tiny.
            let alsoSeen: Set<String> =
                switch subject {
                case "Web", "Casework": ["Secrets", "Store", "Bootstrap"]
                // Rows are sealed by keys as a key file has them.
                case "Store": ["Bootstrap"]
                case "Journal": ["Secrets", "journal-bench"]
                default: []
                }
            let seen = room.union(alsoSeen).union(House.nouns).union(["TestKit"])
            #expect(
                target.knows.isSubset(of: seen), "Package.swift, \(target.name)")
        }
    }

    @Test(arguments: [
        "import Linkage", "package import Linkage", "internal import Linkage",
        "@_exported import Linkage", "@_exported package import Linkage",
        "@_exported @preconcurrency import Linkage",
        "import struct Linkage.Actor", "import Linkage.Blocking", "import Records; import Linkage",
        "    import Linkage", "import Casework", "import Foundation", "@testable import Linkage",
        "/* why */ import Linkage", "#if canImport(Glibc)\nimport Glibc\n#endif",
    ])
    func aSiblingARoomAboveOrTheOutsideIsFound(text: String) throws {
        let room = try #require(House.room("Screening"))
        let file = SourceFile(path: "Sources/Screening/Sample.swift", text: text)
        #expect(!Rules.forbiddenImports(in: file, of: room).isEmpty)
    }

    @Test(arguments: [
        "package import Records", "import Primitives", "import Text", "// import Linkage",
        "/* import Linkage */", "let text = \"import Linkage\"", "let important = 1",
        "\"\"\"\nimport Linkage\n\"\"\"", "import class Text.Folded",
    ])
    func whatARoomMayKnowIsNoFinding(text: String) throws {
        let room = try #require(House.room("Screening"))
        let file = SourceFile(path: "Sources/Screening/Sample.swift", text: text)
        #expect(Rules.forbiddenImports(in: file, of: room).isEmpty)
    }

    /// The document writes `system` and `hummingbird` for the two families.
    private func documented(_ modules: Set<String>) -> Set<String> {
        var names = modules
        for (family, members) in [("system", House.system), ("hummingbird", House.hummingbird)]
        where names.isSuperset(of: members) {
            names.subtract(members)
            names.insert(family)
        }
        return names
    }

    private func isTestTarget(_ name: String) -> Bool {
        name.hasSuffix("Tests") && name != "BrowserTests"
    }
}

/// Findings one a line, as a failure shows them.
func list(_ findings: [Finding]) -> String {
    findings.map(\.description).joined(separator: "\n")
}
