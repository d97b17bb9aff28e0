import Foundation
import TestKit
import Testing

/// `journal` and `trace` as somebody types them.
@Suite struct JournalTests {
    @Test(arguments: [
        ["journal", "verify"], ["journal", "prove", "--leaf", "0"],
        ["journal", "export", "--out", "out"], ["trace", "x"],
    ])
    func aMistypedDatabaseIsNotMade(arguments: [String]) throws {
        let folder = try TemporaryFolder()
        let outcome = try Binary().run(
            arguments + ["--database", "sqlite:none.sqlite"], in: folder)
        #expect(outcome.code == 66)
        #expect(outcome.errorText.contains("[bootstrap.database_missing]"))
        let made = try FileManager.default.contentsOfDirectory(atPath: folder.url.path)
        #expect(made.isEmpty)
    }

    @Test func theWayFromAnImportToAStrangersFiles() throws {
        let folder = try TemporaryFolder()
        let program = try Binary()
        let database = ["--database", "sqlite:a.sqlite"]
        let line = """
            {"id":"L1","platform":"p","account":"a","nickname":"n","kind":"listing","text":"旧书",\
            "at":"2025-12-01T08:00:00+08:00"}
            """
        let imported = try program.run(
            ["import", "listings", "-"] + database, input: Array(line.utf8), in: folder)
        #expect(imported.code == 0, "\(imported.errorText)")
        let verified = try program.run(["journal", "verify"] + database, in: folder)
        #expect(verified.code == 0)
        // The import, the linking and the pass over the leads.
        #expect(verified.outputText.hasPrefix("3 "))
        let export = ["journal", "export", "--out", "out"] + database
        let first = try program.run(export, in: folder)
        #expect(first.code == 0)
        let key = try folder.read("out/verifier-key")
        #expect(first.outputText == String(decoding: key, as: UTF8.self))
        #expect(try !folder.read("out/log/checkpoint").isEmpty)
        let second = try program.run(export, in: folder)
        #expect(second.code == 74)
        #expect(second.errorText.contains("[bootstrap.cannot_write]"))
        let proof = try program.run(["journal", "prove", "--leaf", "2"] + database, in: folder)
        #expect(proof.outputText.hasPrefix("c2sp.org/tlog-proof@v1\n"))
        let beyond = try program.run(["journal", "prove", "--leaf", "3"] + database, in: folder)
        #expect(beyond.code == 1 && beyond.errorText.contains("[journal.out_of_range]"))
    }
}
