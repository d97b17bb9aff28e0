import Foundation
import TestKit
import Testing

/// `fuseline link` over shops as they are written in Chinese.
@Suite struct LinkChineseTests {
    private static let model = """
        {"id": "id",
         "fields": [{"column": "owner", "compare": "chinese-name", "term_frequency": true},
                    {"column": "phone", "compare": "phone", "term_frequency": true},
                    {"column": "address", "compare": "chinese-address"},
                    {"column": "account", "compare": "handle"}],
         "block": [["phone:-4"], ["owner:1"], ["account"]]}
        """

    private static let surnames = Array("王李张刘陈杨黄赵吴周徐孙马朱胡林郭何高罗")
    private static let given = [
        "建国", "秀英", "志强", "丽华", "晓东", "桂兰", "海波", "玉梅", "文斌", "春燕", "立新", "雪琴",
    ]
    private static let roads = ["花炮大道", "建设路", "人民路", "解放路", "新屋路", "金刚路"]

    private static func masked(_ phone: String) -> String {
        "\(phone.prefix(3))****\(phone.suffix(4))"
    }

    /// Sixty shops, every third of them twice, the second time as somebody else writes it; and two
    /// strangers whose numbers are masked to one pattern.
    private static func rows() -> [String] {
        var rows: [String] = []
        for shop in 0..<60 {
            let owner = "\(surnames[shop % 20])\(given[shop * 7 % 12])"
            let phone = "13\(shop % 9)\(String(format: "%08d", shop * 7_654_321 % 100_000_000))"
            let place = "\(roads[shop % 6])\(10 + shop * 3)号"
            rows.append("a\(shop),\(owner),\(phone),湖南省长沙市浏阳市大瑶镇\(place),花炮\(owner)\(shop)")
            guard shop % 3 == 0 else { continue }
            let other =
                switch shop / 3 % 3 {
                case 0: "\(owner.prefix(1))**,\(masked(phone)),浏阳市大瑶镇\(place),花炮\(owner)\(shop)"
                case 1: "\(owner),\(phone.prefix(3))-\(phone.dropFirst(3)),大瑶镇\(place) 湖南浏阳,"
                default: "\(owner.prefix(1))先生,\(phone),浏阳大瑶\(place)二楼,"
                }
            rows.append("b\(shop),\(other)")
        }
        rows.append("x1,钱大勇,136****5678,浏阳市沿溪镇河西路3号,")
        rows.append("x2,冯小娟,136****5678,浏阳市古港镇老街88号,")
        return rows
    }

    private func run(_ model: String = model, _ rows: [String] = rows(), _ options: [String] = [])
        throws -> (code: Int, error: String, output: String, clusters: [String: String])
    {
        let folder = try TemporaryFolder()
        try folder.write(model, as: "model.json")
        try folder.write(
            (["id,owner,phone,address,account"] + rows).joined(separator: "\n"), as: "in.csv")
        let outcome = try Binary().run(
            ["link"] + options + ["--model", "model.json", "--clusters", "c.csv", "in.csv"],
            in: folder)
        var clusters: [String: String] = [:]
        if outcome.code == 0 {
            let text = String(decoding: try folder.read("c.csv"), as: UTF8.self)
            for line in text.split(separator: "\n").dropFirst() {
                let cells = line.split(separator: ",").map(String.init)
                clusters[cells[1]] = cells[0]
            }
        }
        return (
            Int(outcome.code), outcome.errorText, outcome.outputLines.joined(separator: "\n"),
            clusters
        )
    }

    @Test func shopsAreFoundHoweverTheyAreWritten() throws {
        let found = try run()
        #expect(found.code == 0, "\(found.error)")
        let twice = stride(from: 0, to: 60, by: 3)
        let together = twice.count { found.clusters["a\($0)"] == found.clusters["b\($0)"] }
        #expect(together >= 18, "of 20: \(found.clusters)")
        let firsts = (0..<60).map { found.clusters["a\($0)"] }
        #expect(Set(firsts).count == 60, "no two shops became one")
    }

    @Test func strangersWithOneMaskedNumberStayTwo() throws {
        let found = try run()
        #expect(found.clusters["x1"] != found.clusters["x2"])
        let why = try run(Self.model, Self.rows(), ["--why", "x1", "x2"])
        #expect(why.output.contains("phone: masked, what shows agrees"), "\(why.output)")
    }

    @Test(arguments: ["phone", "chinese-name", "chinese-address", "handle"])
    func theyTakeNoLevels(_ name: String) throws {
        let found = try run(
            "{\"id\": \"id\", \"fields\": [{\"column\": \"owner\", \"compare\": \"\(name)\","
                + " \"levels\": [1]}]}")
        #expect(found.code == 65)
        #expect(
            found.error.contains("fields[0]") && found.error.contains("levels of its own"),
            "\(found.error)")
    }

    @Test func anUnknownNameIsAnsweredWithAllNames() throws {
        let found = try run(
            "{\"id\": \"id\", \"fields\": [{\"column\": \"owner\", \"compare\": \"guess\"}]}")
        #expect(found.code == 65 && found.error.contains("chinese-address"), "\(found.error)")
    }
}
