import Foundation
import TestKit
import Testing

/// `fuseline link`: files, exit codes and counts as docs/linkage.md promises.
@Suite struct LinkTests {
    private static let model = """
        {"id": "id",
         "fields": [{"column": "name", "compare": "jaro-winkler", "levels": [0.9, 0.7]},
                    {"column": "born", "compare": "date"},
                    {"column": "phone", "compare": "damerau-levenshtein", "levels": [1, 2]}],
         "block": [["name"], ["born"], ["phone"]]}
        """

    /// Two hundred people, every third of them twice, with an error in one of three columns.
    private static func rows() -> [String] {
        var rows: [String] = []
        for person in 0..<200 {
            let name = "\(["Ann", "Bob", "Cem", "Dora", "Emil"][person % 5])\(person * 7919 % 97)x"
            let born = String(
                format: "19%02d%02d%02d", person % 80, 1 + person % 12, 1 + person % 28)
            let phone = "138\(String(format: "%08d", person * 7_654_321 % 100_000_000))"
            rows.append("p\(person),\(name),\(born),\(phone)")
            if person % 3 == 0 {
                rows.append(
                    "q\(person),\(person % 2 == 0 ? name + "y" : name),\(born),"
                        + (person % 2 == 0 ? phone : ""))
            }
        }
        return rows
    }

    private func folder(_ rows: [String] = rows(), model: String = model) throws
        -> TemporaryFolder
    {
        let folder = try TemporaryFolder()
        try folder.write(model, as: "model.json")
        try folder.write((["id,name,born,phone"] + rows).joined(separator: "\n"), as: "in.csv")
        return folder
    }

    private func lines(_ name: String, in folder: TemporaryFolder) throws -> [String] {
        String(decoding: try folder.read(name), as: UTF8.self).split(separator: "\n")
            .map(String.init)
    }

    @Test func duplicatesAreFoundAndTheCountsAddUp() throws {
        let bad = [",nobody,19700101,1", "p0,twice,19700101,1", "p9999,too,many,fields,here"]
        let folder = try folder(Self.rows() + bad)
        let outcome = try Binary().run(
            [
                "link", "--model", "model.json", "--pairs", "pairs.csv", "--clusters",
                "clusters.csv", "--rejects", "rejects.jsonl", "--report", "page.html", "in.csv",
            ], in: folder)
        #expect(outcome.code == 0, "\(outcome.errorText)")
        let count = Self.rows().count
        #expect(
            outcome.errorLines.last == "read \(count + 3), accepted \(count), rejected 3")
        #expect(try lines("rejects.jsonl", in: folder).count == 3)
        let pairs = try lines("pairs.csv", in: folder)
        #expect(pairs.first == "left_id,right_id,probability,weight")
        let hits = pairs.dropFirst().count { line in
            let ids = line.split(separator: ",").prefix(2)
            return ids[0].dropFirst() == ids[1].dropFirst()
        }
        #expect(hits >= 60, "of 67 pairs; \(pairs.count - 1) given")
        #expect(hits >= pairs.count - 4)
        let clusters = try lines("clusters.csv", in: folder)
        #expect(clusters.count == count + 1)
        #expect(Set(clusters.dropFirst().map { $0.split(separator: ",")[1] }).count == count)
        let page = String(decoding: try folder.read("page.html"), as: UTF8.self)
        #expect(!page.contains("<script") && !page.contains("http"))
    }

    @Test func rowOrderThreadsAndASavedModelGiveTheSameFiles() throws {
        var files: [[UInt8]] = []
        let runs: [([String], [String], String)] = [
            (Self.rows(), ["--threads", "1", "--save-model", "saved.json"], "model.json"),
            (Self.rows().reversed(), ["--threads", "2"], "model.json"),
        ]
        for (rows, options, model) in runs {
            let folder = try folder(rows)
            let outcome = try Binary().run(
                ["link", "--model", model, "--pairs", "p.csv", "--clusters", "c.csv"] + options
                    + ["in.csv"], in: folder)
            #expect(outcome.code == 0, "\(outcome.errorText)")
            files.append(try folder.read("p.csv") + folder.read("c.csv"))
            if model == "model.json", options.contains("--save-model") {
                let again = try Binary().run(
                    [
                        "link", "--model", "saved.json", "--pairs", "p2.csv", "--clusters",
                        "c2.csv", "in.csv",
                    ], in: folder)
                #expect(again.code == 0, "\(again.errorText)")
                files.append(try folder.read("p2.csv") + folder.read("c2.csv"))
            }
        }
        #expect(files.count == 3 && files[0] == files[1] && files[0] == files[2])
    }

    @Test func whyIsAnswered() throws {
        let folder = try folder()
        let outcome = try Binary().run(
            ["link", "--why", "p0", "q0", "--model", "model.json", "in.csv"], in: folder)
        #expect(outcome.code == 0, "\(outcome.errorText)")
        let text = outcome.outputLines.joined(separator: "\n")
        #expect(text.contains("match weight") && text.contains("in one cluster"))
    }

    @Test(arguments: [
        ("{", 65, "byte offset"), ("[]", 65, "an object is needed"),
        ("{\"id\": \"id\"}", 65, "fields"),
        ("{\"id\": \"id\", \"fields\": [{\"column\": \"name\"}]}", 65, "fields[0].compare"),
        (
            "{\"id\": \"id\", \"fields\": [{\"column\": \"name\", \"compare\": \"guess\"}]}", 65,
            "fields[0]"
        ),
        (
            "{\"id\": \"id\", \"fields\": [{\"column\": \"no\", \"compare\": \"exact\"}]}", 65,
            "no column \"no\""
        ),
        (
            "{\"id\": \"id\", \"fields\": [{\"column\": \"name\", \"compare\": \"exact\"}], \"x\": 1}",
            65, "wrong at x"
        ),
        (
            "{\"id\": \"id\", \"fields\": [{\"column\": \"name\", \"compare\": \"exact\"}],"
                + " \"threshold\": 2}", 65, "threshold"
        ),
    ])
    func aWrongModelNamesThePlace(_ model: String, _ code: Int, _ says: String) throws {
        let outcome = try Binary().run(
            ["link", "--model", "model.json", "in.csv"], in: try folder(model: model))
        #expect(outcome.code == code)
        #expect(outcome.errorText.contains(says), "\(outcome.errorText)")
    }

    @Test func wrongUsageAndMissingFiles() throws {
        let folder = try folder()
        func code(_ arguments: [String]) throws -> Int {
            Int(try Binary().run(["link"] + arguments, in: folder).code)
        }
        #expect(try code(["in.csv"]) == 2)
        #expect(try code(["--model", "model.json", "a.csv", "b.csv", "c.csv"]) == 2)
        #expect(try code(["--model", "model.json", "none.csv"]) == 66)
        #expect(try code(["--model", "none.json", "in.csv"]) == 66)
        #expect(try code(["--model", "model.json", "--pairs", "no/such/dir", "in.csv"]) == 74)
    }

    @Test(arguments: [true, false])
    func labelsJudgeAndTrain(_ byPairs: Bool) throws {
        let folder = try folder()
        let twice = stride(from: 0, to: 200, by: 3)
        let labels =
            byPairs
            ? ["left_id,right_id"] + twice.map { "p\($0),q\($0)" }
            : ["id,entity"] + (0..<200).map { "p\($0),\($0)" } + twice.map { "q\($0),\($0)" }
        try folder.write(labels.joined(separator: "\n"), as: "labels.csv")
        let outcome = try Binary().run(
            [
                "link", "--model", "model.json", "--labels", "labels.csv", "--train-on-labels",
                "--fairness", "name", "--report", "page.html", "in.csv",
            ], in: folder)
        #expect(outcome.code == 0, "\(outcome.errorText)")
        let line = try #require(outcome.errorLines.first { $0.hasPrefix("labels of ") })
        #expect(line.contains("labels of 267 records: pairs precision"), "\(line)")
        #expect(line.hasSuffix("of the true pairs"))
        #expect(outcome.errorText.contains("by no other rule"))
        let page = String(decoding: try folder.read("page.html"), as: UTF8.self)
        #expect(page.contains("Precision and recall on labels"))
        #expect(page.contains("Who is merged, by name") && page.contains("wrongly, by labels"))
    }

    @Test func wrongLabelsAreRefused() throws {
        let folder = try folder()
        try folder.write("a,b\n1,2\n", as: "labels.csv")
        func run(_ options: [String]) throws -> (Int, String) {
            let outcome = try Binary().run(
                ["link", "--model", "model.json"] + options + ["in.csv"], in: folder)
            return (Int(outcome.code), outcome.errorText)
        }
        let (code, text) = try run(["--labels", "labels.csv"])
        #expect(code == 65 && text.contains("neither id,entity nor left_id,right_id"), "\(text)")
        #expect(try run(["--train-on-labels"]).0 == 2)
        #expect(try run(["--fairness", "name"]).0 == 2)
        #expect(try run(["--fairness", "no", "--report", "page.html"]).0 == 65)
    }
}
