import Foundation
import Intake
import Primitives
import Records
import Testing

/// docs/data.md says what the code does.
struct DataPageTests {
    private func page() throws -> String {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        return try String(contentsOf: root.appendingPathComponent("docs/data.md"), encoding: .utf8)
    }

    /// The part under a heading that begins so.
    private func section(_ heading: String) throws -> String {
        let parts = try page().components(separatedBy: "\n## ")
        return try #require(parts.first { $0.hasPrefix(heading) })
    }

    private func example(_ info: String) throws -> String {
        let after = try #require(page().components(separatedBy: "```\(info)\n").dropFirst().first)
        return try #require(after.components(separatedBy: "\n```").first)
    }

    @Test(arguments: [
        ("Listings", ListingIntake.schema), ("Waybills", WaybillIntake.schema),
        ("Texts to screen", ScreeningIntake.schema), ("Labelled", TrainingIntake.schema),
    ])
    func everyFieldHeaderAndUnitIsOnThePage(_ heading: String, _ schema: Schema) throws {
        let section = try section(heading)
        // Labelled texts refer to the texts to screen for three fields.
        let text = heading == "Labelled" ? section + (try self.section("Texts to screen")) : section
        let words = Set(
            text.components(separatedBy: CharacterSet(charactersIn: " |;,()\n、;`")).filter {
                !$0.isEmpty
            })
        for field in schema.fields {
            #expect(text.contains("`\(field.name)`"), "\(field.name)")
            for name in field.aliases + Array(field.units.keys) {
                #expect(words.contains(name), "\(field.name): \(name)")
            }
        }
    }

    @Test func theExamplesAreAccepted() throws {
        let forms: [(String, String)] = [("jsonl", "in.jsonl"), ("csv", "in.csv")]
        for (form, name) in forms {
            let listings = try read(ListingIntake.self, example("\(form) listing"), name: name)
            #expect(listings.rejects.isEmpty && listings.notes.isEmpty, "\(listings.rejects)")
            #expect(listings.tally.accepted > 0)
            let waybills = try read(WaybillIntake.self, example("\(form) waybill"), name: name)
            #expect(waybills.rejects.isEmpty && waybills.notes.isEmpty, "\(waybills.rejects)")
            #expect(waybills.tally.accepted > 0)
        }
        #expect(
            try read(ScreeningIntake.self, example("jsonl screening")).tally.line
                == "read 2, accepted 2, rejected 0")
        #expect(
            try read(TrainingIntake.self, example("jsonl training")).tally.line
                == "read 2, accepted 2, rejected 0")
        let registry = try RegistryFile.read(.bytes(Array(example("json registry").utf8)))
        #expect(registry.tally.line == "read 2, accepted 2, rejected 0")
    }

    @Test func theExampleOfARejectIsOne() throws {
        let reject = Reject(
            file: "waybills.csv", line: 7, field: "weight_kg",
            reason: "a number is needed, found \"2,5\"")
        #expect(try page().contains("```json\n\(reject.json)\n```"))
    }

    static let words: [(column: String, word: String, read: String)] = [
        ("付款方式", "寄付", "sender"), ("付款方式", "寄方付", "sender"), ("付款方式", "寄付现结", "sender"),
        ("付款方式", "寄付月结", "sender"), ("付款方式", "现付", "sender"), ("付款方式", "现结", "sender"),
        ("付款方式", "月结", "sender"), ("付款方式", "SENDER", "sender"), ("付款方式", "到付", "receiver"),
        ("付款方式", "收方付", "receiver"), ("付款方式", "到付现结", "receiver"), ("付款方式", "第三方", "third"),
        ("付款方式", "第三方付", "third"), ("付款方式", "第三方月结", "third"), ("安检", "无", "none"),
        ("安检", "否", "none"), ("安检", "未安检", "none"), ("安检", "未过机", "none"), ("安检", "通过", "passed"),
        ("安检", "合格", "passed"), ("安检", "正常", "passed"), ("安检", "已安检", "passed"),
        ("安检", "是", "passed"),
        ("安检", "可疑", "suspect"), ("安检", "异常", "suspect"), ("安检", "不通过", "suspect"),
        ("是否验视", "true", "true"), ("是否验视", "Yes", "true"), ("是否验视", "y", "true"),
        ("是否验视", "1", "true"),
        ("是否验视", "是", "true"), ("是否验视", "已验视", "true"), ("是否验视", "已验", "true"),
        ("是否验视", "false", "false"), ("是否验视", "no", "false"), ("是否验视", "n", "false"),
        ("是否验视", "0", "false"), ("是否验视", "否", "false"), ("是否验视", "未验视", "false"),
        ("是否验视", "未验", "false"),
    ]

    @Test(arguments: words)
    func everyWordOfThePageIsRead(_ example: (column: String, word: String, read: String)) throws {
        let text =
            "运单号,快递公司,收寄时间,品名,\(example.column)\n"
            + "1,中通,2026-01-31T08:00:00+08:00,鞋,\(example.word)\n"
        let waybill = try #require(try read(WaybillIntake.self, text, name: "in.csv").records.first)
        switch example.column {
        case "付款方式": #expect(waybill.freightPayer?.rawValue == example.read)
        case "安检": #expect(waybill.xray.rawValue == example.read)
        default: #expect(waybill.inspected.map { "\($0)" } == example.read)
        }
        #expect(try section("Waybills").contains(example.word.lowercased()))
    }
}
