import Foundation
import TestKit
import Testing

/// `fuseline screen` on files as they come: nothing lost, nothing crashes, the counts add up.
@Suite struct ScreenTests {
    @Test func aHostileFileIsScreenedToItsEnd() throws {
        let long = String(repeating: "今年天气很好，", count: 50_000)
        let rows: [(line: [UInt8], text: String?)] = [
            record("a", "同城送烟花爆竹，加微信"),
            broken("{\"id\": \"b\", \"kind\": \"chat\", \"text\": \"缺了"),
            broken("{\"id\": 3, \"kind\": [], \"text\": {}}"),
            broken("null"), broken("[1, 2]"), broken("}{"), broken("plain text"),
            broken("{\"id\": \"\", \"kind\": \"chat\", \"text\": \"x\"}"),
            broken("{\"kind\": \"chat\", \"text\": \"没有编号\"}"),
            record("c", long + "卖yan花"),
            (
                Array("{\"id\":\"d\",\"kind\":\"chat\",\"text\":\"".utf8) + [
                    0xE7, 0x83, 0x22, 0x7D,
                ], nil
            ),
            ([0, 0, 0, 0], nil), ([0xFF, 0xFE], nil),
            record("e", "烟\u{200B}花🧨，🎆"), record("f", ""),
            record("g", "今晚吃什么"),
        ]
        let bytes: [UInt8] = rows.reduce(into: []) { $0 += $1.line + [0x0A] }
        let folder = try TemporaryFolder()
        try folder.write(bytes, as: "in.jsonl")
        let outcome = try Binary().run(
            ["screen", "--rejects", "rejects.jsonl", "in.jsonl"], in: folder)
        #expect(outcome.code == 0, "\(outcome.errorText)")

        let texts = rows.compactMap(\.text)
        let verdicts = try outcome.outputLines.map(Verdict.init)
        #expect(verdicts.map(\.id) == ["a", "c", "e", "f", "g"], "in input order, none lost")
        for (verdict, text) in zip(verdicts, texts) { verdict.check(against: text) }

        let rejects = try Reject.all(in: folder.read("rejects.jsonl"))
        let places = rows.indices.filter { rows[$0].text == nil }.map { $0 + 1 }
        #expect(rejects.map(\.line) == places)
        #expect(rejects.allSatisfy { $0.file == "in.jsonl" && !$0.reason.isEmpty })
        #expect(
            outcome.errorLines.last
                == "read \(rows.count), accepted \(texts.count), rejected \(places.count)")
    }

    @Test func offersAndOrdinaryTextsPart() throws {
        let offers = ["同城送烟花爆竹，量大从优，加微信", "加特林烟花现货 38一支 南昌可送", "yan花炮竹批发，私聊发价"]
        let ordinary = ["今晚吃什么", "二手婴儿车九成新，青山湖自提", "南昌市春节期间禁止燃放烟花爆竹的通告"]
        let input = lines((offers + ordinary).enumerated().map { ("\($0.offset)", $0.element) })
        let outcome = try Binary().run(["screen", "-"], input: input)
        let verdicts = try outcome.outputLines.map(Verdict.init)
        #expect(verdicts.prefix(3).map(\.verdict) == ["offer", "offer", "offer"])
        #expect(!verdicts.dropFirst(3).map(\.verdict).contains("offer"))
    }

    @Test func aFileInGB18030ReadsAsTheSameTextInUTF8() throws {
        // 卖烟花 in GB18030.
        let sold: [UInt8] = [0xC2, 0xF4, 0xD1, 0xCC, 0xBB, 0xA8]
        let line =
            Array("{\"id\":\"1\",\"kind\":\"chat\",\"text\":\"".utf8) + sold
            + Array("\"}\n".utf8)
        let chinese = try Binary().run(["screen", "-"], input: line)
        let utf8 = try Binary().run(["screen", "-"], input: record("1", "卖烟花").line + [0x0A])
        #expect(chinese.code == 0)
        #expect(!chinese.output.isEmpty)
        #expect(chinese.outputText == utf8.outputText)
    }

    @Test func aMarkAtTheStartAndWindowsLineEndsAreNoText() throws {
        let plain = record("1", "卖烟花").line
        let one = try Binary().run(["screen", "-"], input: plain)
        let other = try Binary().run(
            ["screen", "-"], input: [0xEF, 0xBB, 0xBF] + plain + [0x0D, 0x0A])
        #expect(!one.output.isEmpty)
        #expect(one.outputText == other.outputText)
    }

    @Test func rejectsGoToStandardErrorByDefault() throws {
        let outcome = try Binary().run(["screen", "-"], input: Array("null\n".utf8))
        #expect(outcome.code == 0)
        #expect(outcome.output.isEmpty)
        let rejects = try Reject.all(in: Array((outcome.errorLines.first ?? "").utf8))
        #expect(rejects.map(\.line) == [1])
        #expect(outcome.errorLines.last == "read 1, accepted 0, rejected 1")
    }

    @Test func theSameInputGivesTheSameBytes() throws {
        let input = lines((0..<500).map { ("\($0)", "烟花\($0)号，微信 abc\($0)") })
        let one = try Binary().run(["screen", "-"], input: input)
        let other = try Binary().run(["screen", "-"], input: input)
        #expect(one.outputLines.count == 500)
        #expect(one.output == other.output)
    }

    private func lines(_ records: [(id: String, text: String)]) -> [UInt8] {
        records.reduce(into: []) { $0 += record($1.id, $1.text).line + [0x0A] }
    }

    private func record(_ id: String, _ text: String) -> (line: [UInt8], text: String?) {
        (Array("{\"id\":\"\(id)\",\"kind\":\"chat\",\"text\":\"\(text)\"}".utf8), text)
    }

    private func broken(_ line: String) -> (line: [UInt8], text: String?) {
        (Array(line.utf8), nil)
    }
}
