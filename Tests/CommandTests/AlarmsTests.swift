import Foundation
import TestKit
import Testing

/// `fuseline alarms replay` and `fuseline simulate factory` as scripts call them.
@Suite struct AlarmsTests {
    static let site = """
        {"enterprise":"E","name":"E","rooms":[{"id":"R1","name":"ramming","process":"ramming",
        "hazard":"1.1-1","max_people":1,"max_charge_kg":5,"limits":{"temperature_c":{"max":35}},
        "sensors":[{"id":"p","quantity":"people","every_s":10},
        {"id":"t","quantity":"temperature_c","every_s":600}]}]}
        """

    static func reading(_ value: String, _ second: Int, _ seq: Int, sensor: String = "p") -> String
    {
        let quantity = sensor == "p" ? "people" : "temperature_c"
        let clock = "0\(second / 60):\(second % 60 < 10 ? "0" : "")\(second % 60)"
        return """
            {"enterprise":"E","room":"R1","sensor":"\(sensor)","quantity":"\(quantity)",\
            "value":\(value),"at":"2026-03-01T08:\(clock)+08:00","seq":\(seq)}
            """
    }

    private func replay(_ lines: [String], _ more: [String] = []) throws -> Binary.Outcome {
        let folder = try TemporaryFolder()
        try folder.write(Self.site, as: "site.json")
        try folder.write(lines.joined(separator: "\n") + "\n", as: "r.jsonl")
        return try Binary().run(
            ["alarms", "replay", "--site", "site.json"] + more + ["r.jsonl"], in: folder)
    }

    /// A second person for four seconds: raised at that reading, once, though all comes twice.
    @Test func aSecondPersonIsAlarmedOnce() throws {
        let lines = [
            Self.reading("1", 0, 1), Self.reading("2", 5, 2), Self.reading("2", 5, 2),
            Self.reading("1", 9, 3), Self.reading("2", 5, 2),
        ]
        for given in [lines, lines + lines] {
            let outcome = try replay(given)
            #expect(outcome.code == 0)
            #expect(
                outcome.errorLines.last
                    == "read \(given.count), accepted \(given.count), rejected 0")
            let found = outcome.outputLines
            #expect(found.count == 2)
            #expect(
                found.first?.hasPrefix(
                    """
                    {"at":"2026-03-01T08:00:05+08:00","alarm":"R1/p/over-headcount","room":"R1",\
                    "kind":"over-headcount","from":"normal","to":"unacknowledged","value":2,\
                    "limit":1,"rule":"over-headcount@
                    """) ?? false)
            #expect(found.last?.contains(#""to":"return-unacknowledged""#) ?? false)
        }
    }

    @Test func silenceIsToldAtItsDueTime() throws {
        let outcome = try replay([
            Self.reading("1", 0, 1), Self.reading("20", 60, 1, sensor: "t"),
        ])
        #expect(outcome.outputLines.count == 1)
        #expect(
            outcome.outputText.contains(
                #""at":"2026-03-01T08:00:10.500000+08:00","alarm":"R1/p/blind-spot""#))
        #expect(outcome.outputText.contains(#""cause":"silent""#))
    }

    /// Every refused record has a line and a reason, and the counts add up.
    @Test func badReadingsAreRefusedOneByOne() throws {
        let good = Self.reading("1", 0, 1)
        let bad = [
            "{", good.replacing("\"seq\":1", with: "\"seq\":-1"),
            good.replacing("R1", with: "R9"), good.replacing("people", with: "flame"),
            good.replacing("\"E\"", with: "\"X\""), good.replacing("+08:00", with: ""),
            good.replacing("\"value\":1", with: "\"value\":-1"),
            good.replacing("\"value\":1", with: "\"value\":null"),
            good.replacing("2026-", with: "9026-"),
        ]
        let outcome = try replay(bad + [good], ["--kpis"])
        #expect(outcome.code == 0)
        #expect(outcome.errorLines.last == "read 10, accepted 1, rejected 9")
        let fields = outcome.errorLines.compactMap { line in
            line.firstMatch(of: /"field":"([a-z]*)"/).map { String($0.1) }
        }
        #expect(
            fields == ["", "seq", "sensor", "quantity", "enterprise", "at", "value", "value", "at"])
        #expect(
            outcome.errorText.firstMatch(
                of: /\n  calls per operator and 10 minutes +0   ≤ 1\n/) != nil)
    }

    /// Four weeks of the made-up factory: the same bytes each time, and nothing missed.
    @Test func aSimulatedFactoryMissesNothing() throws {
        let folder = try TemporaryFolder()
        for name in ["a", "b"] {
            let made = try Binary().run(
                ["simulate", "factory", "--seed", "7", "--hours", "672", "--out", name],
                in: folder)
            #expect(made.code == 0, "\(made.errorText)")
        }
        for file in ["site.json", "readings.jsonl", "truth.jsonl"] {
            #expect(try folder.read("a/\(file)") == folder.read("b/\(file)"), "\(file)")
        }
        let replayed = try (0..<2).map { _ in
            try Binary().run(
                [
                    "alarms", "replay", "--site", "a/site.json", "--truth", "a/truth.jsonl",
                    "a/readings.jsonl",
                ], in: folder)
        }
        #expect(replayed[0].output == replayed[1].output)
        let told = replayed[0].errorText
        let all = try #require(told.firstMatch(of: /\n  all +(\d+) +(\d+)\n/), "\(told)")
        #expect(Int(all.1) ?? 0 > 30)
        #expect(all.2 == "0", "\(told)")
        // A counter that sees somebody who is not there is a false alarm, and is told as one.
        let wrong = try #require(told.firstMatch(of: /\n  false alarms +(\d+)\n/), "\(told)")
        #expect(1...20 ~= Int(wrong.1) ?? 0)
    }

    /// What cannot be read ends the run, with the file and the place.
    @Test(arguments: [
        ("site.json", #""hazard":"1.1-1""#, #""hazard":"9""#, "rooms[0]: hazard: 1.1-1, 1.1-2 or"),
        ("site.json", #""every_s":10"#, #""every_s":0"#, "rooms[0], sensors[0]: every_s"),
        ("site.json", "}]}]}", "}]}]", "line 5, byte offset"),
        ("truth.jsonl", #""kind":"door""#, #""kind":7"#, "whole: line 2: "),
        ("policy.json", #""average-per-10-minutes""#, #""average""#, "has no target 'average-"),
        ("policy.json", #""value": 0.5, "unit": "s""#, #""value": "x""#, "settings [0] value:"),
        ("policy.json", #""1.1-1": "high", "1.1-2""#, #""1.1-1": "hi", "1.1-2""#, "over-headcount"),
    ])
    func aBadFileIsNamedWithThePlace(
        file: String, good: String, bad: String, message: String
    ) throws {
        let line = #"{"room":"R1","kind":"door","from":"2026-03-01T08:00:00Z","#
        let truth = line + #""to":"2026-03-01T08:01:00Z"}"#
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let policy = root.appendingPathComponent("Sources/Bootstrap/Data/alarms.json")
        var files = [
            "site.json": Self.site, "truth.jsonl": truth + "\n" + truth + "\n",
            "policy.json": try String(contentsOf: policy, encoding: .utf8), "r.jsonl": "",
        ]
        let whole = try #require(files[file])
        let place = try #require(whole.range(of: good, options: .backwards))
        let first = try #require(whole.range(of: good))
        files[file]?.replaceSubrange(file == "truth.jsonl" ? place : first, with: bad)
        let folder = try TemporaryFolder()
        for (name, text) in files { try folder.write(text, as: name) }
        let outcome = try Binary().run(
            [
                "alarms", "replay", "--site", "site.json", "--truth", "truth.jsonl", "--policy",
                "policy.json", "r.jsonl",
            ], in: folder)
        #expect(outcome.code == 65)
        #expect(outcome.output.isEmpty)
        #expect(outcome.errorText.contains(file), "\(outcome.errorText)")
        #expect(outcome.errorText.contains(message), "\(outcome.errorText)")
    }
}
