import Foundation
import TestKit
import Testing

/// `fuseline lexicon`: out to a spreadsheet, checked, and back.
@Suite struct LexiconTests {
    private static let header = "term,group,match,canonical,class,unless,hit,miss,source"

    /// One line of `lexicon check`.
    private struct Fault: Decodable {
        let file: String
        let line: Int
        let term: String
        let field: String
        let code: String
        let reason: String
    }

    @Test func theShippedLexiconComesBackToTheByte() throws {
        let folder = try TemporaryFolder()
        let out = try Binary().run(["lexicon", "export", "l.csv"], in: folder)
        #expect(out.code == 0, "\(out.errorText)")
        let csv = try folder.read("l.csv")
        #expect(csv.starts(with: [0xEF, 0xBB, 0xBF] + Array("\(Self.header)\r\n".utf8)))
        let name = try #require(out.errorLines.last?.split(separator: " ").dropLast(2).last)
        let back = try Binary().run(
            ["lexicon", "import", "l.csv", "--name", String(name), "--out", "l.tsv"], in: folder)
        #expect(back.code == 0, "\(back.errorText)")
        #expect(back.errorLines.last?.hasSuffix("rejected 0") == true)
        // The table reads as a lexicon, and gives the same file again.
        let again = try Binary().run(
            ["lexicon", "export", "--lexicon", "l.tsv", "-"], in: folder)
        #expect(again.output == csv)
        #expect(try folder.read("l.tsv").starts(with: Array("# \(name)\nterm\tgroup\t".utf8)))
        let screened = try Binary().run(
            ["screen", "--lexicon", "l.tsv", "-"],
            input: Array("{\"id\":\"1\",\"text\":\"烟花现货\"}\n".utf8), in: folder)
        #expect(screened.code == 0)
        #expect(!screened.outputText.contains("(edited)"), "the bytes are those of the shipped one")
    }

    @Test func withoutANameTheFileIsCalledAsTheLexicon() throws {
        let folder = try TemporaryFolder()
        try folder.write("\(Self.header)\n烟花,product,literal,烟花,,,卖烟花,今晚吃什么,own\n", as: "in.csv")
        _ = try Binary().run(
            ["lexicon", "import", "in.csv", "--name", "mine@3", "--out", "m.tsv"], in: folder)
        let out = try Binary().run(["lexicon", "export", "--lexicon", "m.tsv"], in: folder)
        #expect(out.code == 0)
        #expect(try folder.read("mine@3.csv").count > 60)
    }

    @Test func badRowsAreRefusedCountedAndTheRestGoesOn() throws {
        let folder = try TemporaryFolder()
        let rows = [
            Self.header, "烟花,product,literal,烟花,,,卖烟花,今晚吃什么,own", "花炮,nouns,smell,,,,h,m,s",
            "a,b", "烟花,product,,,,,h,m,s", "花炮,product,literal,花炮,,,卖花炮,今晚吃什么,own",
        ]
        try folder.write(rows.joined(separator: "\n"), as: "in.csv")
        let outcome = try Binary().run(
            [
                "lexicon", "import", "in.csv", "--name", "a@1", "--out", "o.tsv", "--rejects",
                "r.jsonl",
            ], in: folder)
        #expect(outcome.code == 0)
        #expect(outcome.errorLines.last == "read 5, accepted 2, rejected 3")
        let rejects = try Reject.all(in: folder.read("r.jsonl"))
        #expect(rejects.map(\.line) == [3, 4, 5])
        #expect(rejects.map(\.field) == ["group", "", "term"])
        #expect(rejects.first?.reason.contains("smell") == true, "all faults of a row are told")
        let table = String(decoding: try folder.read("o.tsv"), as: UTF8.self)
        #expect(table.split(separator: "\n").count == 4)
    }

    @Test func aCheckTellsEachFaultAndEndsWithOne() throws {
        let folder = try TemporaryFolder()
        let rows = [
            Self.header, "烟花,product,literal,烟花,,,卖烟花,今晚吃什么,own",
            "花炮,product,literal,花炮,,,没有,仙女棒加特林烟花都有 浏阳发货 要的私我 走物流,own", "a,b",
            "花 炮,product,literal,花炮,,,卖花炮,今晚吃什么,own",
        ]
        try folder.write(rows.joined(separator: "\n"), as: "in.csv")
        let outcome = try Binary().run(
            ["lexicon", "check", "--lexicon", "in.csv", "--rejects", "r.jsonl"], in: folder)
        #expect(outcome.code == 1)
        let faults = try outcome.outputLines.map {
            try JSONDecoder().decode(Fault.self, from: Data($0.utf8))
        }
        #expect(faults.map(\.code) == ["hit", "miss", "duplicate"])
        #expect(faults.map(\.line) == [3, 3, 5])
        #expect(faults.map(\.field) == ["hit", "miss", "term"])
        #expect(faults.allSatisfy { $0.file == "in.csv" && !$0.reason.isEmpty })
        #expect(outcome.errorLines.suffix(2) == ["read 4, accepted 3, rejected 1", "faults 3"])
        #expect(try Reject.all(in: folder.read("r.jsonl")).map(\.line) == [4])
    }

    @Test func aLexiconWithoutFaultsPasses() throws {
        let folder = try TemporaryFolder()
        try folder.write("\(Self.header)\n烟花,product,literal,烟花,,,卖烟花,今晚吃什么,own\n", as: "in.csv")
        let outcome = try Binary().run(["lexicon", "check", "--lexicon", "in.csv"], in: folder)
        #expect(outcome.code == 0, "\(outcome.outputText)")
        #expect(outcome.output.isEmpty)
    }
}
