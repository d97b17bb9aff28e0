import Foundation
import TestKit
import Testing

/// How the binary answers to right and wrong usage: exit codes that scripts rely on, and messages
/// that name what is wrong.
///
/// One row a case; add a row with each command.
@Suite struct UsageTests {
    /// A run and what must hold afterwards.
    struct Case: Sendable, CustomTestStringConvertible {
        let arguments: [String]
        let code: Int
        /// Each must stand in standard output.
        var output: [String] = []
        /// Each must stand in standard error.
        var errors: [String] = []
        /// Files to write before, name to text.
        var files: [String: String] = [:]
        var input: String = ""

        var testDescription: String { "fuseline \(arguments.joined(separator: " "))" }
    }

    private static let cases: [Case] = [
        Case(arguments: ["--help"], code: 0, output: ["USAGE: fuseline", "screen", "import"]),
        Case(
            arguments: ["screen", "--help"], code: 0, output: ["USAGE:", "--model", "--rejects"]),
        Case(arguments: ["--version"], code: 0, output: ["."]),
        // 2: wrong usage; the message names the option and what it takes.
        Case(arguments: ["--bogus"], code: 2, errors: ["--bogus"]),
        Case(arguments: ["no-such-command"], code: 2, errors: ["no-such-command"]),
        Case(arguments: ["screen", "--bogus"], code: 2, errors: ["--bogus"]),
        Case(arguments: ["screen", "--model"], code: 2, errors: ["--model"]),
        Case(
            arguments: ["find", "--terms", "no.txt", "in.jsonl"], code: 66, errors: ["no.txt"],
            files: ["in.jsonl": ""]),
        Case(
            arguments: ["find", "--terms", "t.txt", "in.jsonl"], code: 2, errors: ["--terms"],
            files: ["t.txt": " \n", "in.jsonl": ""]),
        Case(
            arguments: ["find", "--terms", "t.txt", "in.jsonl"], code: 0,
            output: [#""term":"烟花","found":"yan花","start":3,"end":9"#],
            errors: ["read 2, accepted 1, rejected 1"],
            files: ["t.txt": "烟花\n", "in.jsonl": "{\"id\":\"1\",\"text\":\"卖yan花\"}\n{}\n"]),
        Case(
            arguments: ["explain", "浏阳yan花批发", "--kind", "caption"], code: 0,
            output: ["find", "reason", "sum", "烟花"]),
        Case(arguments: ["explain", "烟花", "--kind", "poem"], code: 2, errors: ["poem"]),
        Case(
            arguments: ["attack", "--rows", "r.jsonl"], code: 1, errors: ["plainly written offer"],
            files: ["r.jsonl": "{}\n"]),
        Case(arguments: ["import"], code: 0, output: ["listings", "waybills", "registry"]),
        Case(arguments: ["import", "listings"], code: 2, errors: ["file"]),
        Case(arguments: ["import", "parcels", "a.jsonl"], code: 2, errors: ["parcels"]),
        Case(arguments: ["leads", "--top", "many"], code: 2, errors: ["--top", "many"]),
        Case(arguments: ["leads", "--top", "-1"], code: 2, errors: ["--top"]),
        Case(arguments: ["leads", "--database", "ftp://x"], code: 2, errors: ["--database"]),
        Case(arguments: ["serve", "--listen", "nonsense"], code: 2, errors: ["--listen"]),
        Case(arguments: ["serve", "--listen", "127.0.0.1:70000"], code: 2, errors: ["--listen"]),
        Case(arguments: ["simulate", "city", "--seed", "x"], code: 2, errors: ["--seed"]),
        Case(
            arguments: ["simulate", "city", "--seed", "1", "--listings", "-5"], code: 2,
            errors: ["--listings"]),
        Case(arguments: ["alarms"], code: 0, output: ["replay"]),
        Case(arguments: ["alarms", "replay", "r.jsonl"], code: 2, errors: ["--site"]),
        Case(
            arguments: ["alarms", "replay", "--site", "s.json", "--operators", "0"], code: 2,
            errors: ["--operators"]),
        Case(
            arguments: ["alarms", "replay", "--site", "gone.json", "-"], code: 66,
            errors: ["gone.json"]),
        Case(
            arguments: ["alarms", "replay", "--site", "s.json", "-"], code: 65,
            errors: ["s.json", "rooms[0]", "max_people"],
            files: [
                "s.json":
                    #"{"enterprise":"E","rooms":[{"id":"R","process":"p","hazard":"1.3"}]}"#
            ]),
        Case(
            arguments: ["simulate", "factory", "--hours", "0", "--out", "o"], code: 2,
            errors: ["--hours"]),
        Case(
            arguments: ["leads", "--database", "postgres://u:pa/ss@h/db"], code: 2,
            errors: ["--database takes sqlite:PATH", "%2F", "postgres://…@h/db"]),
        Case(
            arguments: ["leads", "--database", "postgres://u:pass@127.0.0.1:1/city"], code: 74,
            errors: ["'postgres://127.0.0.1:1/city' cannot be opened", "Check that the server"]),
        Case(arguments: ["backup"], code: 2, errors: ["file"]),
        Case(arguments: ["restore"], code: 2, errors: ["file"]),
        Case(
            arguments: ["restore", "notes.txt"], code: 65, errors: ["notes.txt", "no backup"],
            files: ["notes.txt": "fuseline-backup 2\n"]),
        Case(arguments: ["lexicon"], code: 0, output: ["export", "check", "import"]),
        Case(arguments: ["lexicon", "import"], code: 2, errors: ["file"]),
        Case(
            arguments: ["lexicon", "import", "a.csv", "--name", "a b", "--out", "o.tsv"], code: 2,
            errors: ["--name"], files: ["a.csv": ""]),
        // 66: a file is missing; the message names it.
        Case(
            arguments: ["lexicon", "import", "gone.csv", "--name", "a@1", "--out", "o.tsv"],
            code: 66, errors: ["gone.csv"]),
        Case(
            arguments: ["lexicon", "check", "--lexicon", "gone.tsv"], code: 66,
            errors: ["gone.tsv"]),
        Case(arguments: ["backup", "b"], code: 66, errors: ["fuseline.sqlite"]),
        Case(arguments: ["restore", "gone.backup"], code: 66, errors: ["gone.backup"]),
        Case(arguments: ["screen", "gone.jsonl"], code: 66, errors: ["gone.jsonl"]),
        Case(arguments: ["screen", "--model", "gone.bin", "-"], code: 66, errors: ["gone.bin"]),
        Case(arguments: ["import", "listings", "gone.jsonl"], code: 66, errors: ["gone.jsonl"]),
        Case(arguments: ["import", "waybills", "gone.csv"], code: 66, errors: ["gone.csv"]),
        Case(arguments: ["import", "registry", "gone.json"], code: 66, errors: ["gone.json"]),
        // A good file beside a missing one: nothing is done by halves.
        Case(
            arguments: ["screen", "good.jsonl", "gone.jsonl"], code: 66, errors: ["gone.jsonl"],
            files: ["good.jsonl": "{\"id\":\"1\",\"kind\":\"chat\",\"text\":\"x\"}\n"]),
        // 65: unreadable as a whole.
        Case(
            arguments: ["screen", "book.jsonl"], code: 65, errors: ["book.jsonl"],
            files: ["book.jsonl": "PK\u{3}\u{4}rest of a ZIP archive"]),
        Case(
            arguments: ["screen", "--model", "bad.bin", "-"], code: 65, errors: ["bad.bin"],
            files: ["bad.bin": "no model"]),
        Case(
            arguments: ["lexicon", "import", "a.csv", "--name", "a@1", "--out", "o.tsv"],
            code: 65, errors: ["a.csv"], files: ["a.csv": "term,group\nx,y\n"]),
        // 74: the system refuses.
        Case(
            arguments: ["lexicon", "export", "no/such/folder/l.csv"], code: 74,
            errors: ["no/such/folder/l.csv"]),
        Case(
            arguments: ["screen", "--rejects", "no/such/folder/r.jsonl", "-"], code: 74,
            errors: ["no/such/folder/r.jsonl"]),
        // 0: nothing to do is no error, and is said.
        Case(
            arguments: ["screen", "-"], code: 0, errors: ["read 0, accepted 0, rejected 0"]),
        Case(
            arguments: ["screen", "empty.jsonl"], code: 0,
            errors: ["read 0, accepted 0, rejected 0"], files: ["empty.jsonl": ""]),
        Case(arguments: ["leads", "--json"], code: 0),
    ]

    @Test(arguments: cases)
    func aRunEndsAsPromised(_ row: Case) throws {
        let folder = try TemporaryFolder()
        for (name, text) in row.files { try folder.write(text, as: name) }
        let outcome = try Binary().run(row.arguments, input: Array(row.input.utf8), in: folder)
        #expect(outcome.code == row.code, "\(outcome.errorText)")
        for text in row.output { #expect(outcome.outputText.contains(text)) }
        for text in row.errors {
            #expect(outcome.errorText.contains(text), "standard error: \(outcome.errorText)")
        }
        if row.code != 0 {
            #expect(!outcome.errorText.isEmpty, "an error must say something")
            #expect(outcome.output.isEmpty, "an error writes no results: \(outcome.outputText)")
        }
    }

    /// What a newcomer reads first; a change of it is reviewed.
    @Test func helpReadsAsKept() throws {
        let outcome = try Binary().run(["--help"], environment: ["COLUMNS": "80"])
        Snapshot.expect(outcome.outputText, is: "help.txt")
    }
}
