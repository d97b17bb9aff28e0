import Intake
import Primitives
import Testing

/// A lexicon's CSV as spreadsheet programs write it.
@Suite struct LexiconTableTests {
    private static let header = "term,group,match,canonical,class,unless,hit,miss,source"

    private func read(_ text: String) throws -> LexiconTable {
        try LexiconTable.read(.bytes(Array(text.utf8), name: "l.csv"))
    }

    @Test(
        arguments: [
            // The line itself.
            (
                "烟花,product,literal,烟花,,,卖烟花,看烟花,own",
                ["烟花", "product", "literal", "烟花", "", "", "卖烟花", "看烟花", "own"]
            ),
            // Quotes, commas and doubled quotes.
            (
                "烟花,product,\"literal,sound\",\"a\"\"b\",,,\"卖,烟花\",x,y",
                ["烟花", "product", "literal,sound", "a\"b", "", "", "卖,烟花", "x", "y"]
            ),
            // A formula's apostrophe, and one that is text.
            (
                "'+v,contact,literal,加微,,,'=1+1,'x,'@me",
                ["+v", "contact", "literal", "加微", "", "", "=1+1", "'x", "@me"]
            ),
            ("''+v,contact,,,,,,,", ["'+v", "contact", "", "", "", "", "", "", ""]),
            // Lists as people part them; blanks at the ends.
            (
                " 烟花 ,product,\"literal、 sound；split\",x,,\"水枪、玩具，儿童  泡泡\",h,m,s",
                ["烟花", "product", "literal,sound,split", "x", "", "水枪 玩具 儿童 泡泡", "h", "m", "s"]
            ),
        ] as [(String, [String])])
    func cells(line: String, expected: [String]) throws {
        for text in ["\(Self.header)\r\n\(line)\r\n", "\u{FEFF}\(Self.header)\n\(line)"] {
            let table = try read(text)
            #expect(table.rejects == [])
            #expect(table.rows.map(\.cells) == [expected])
            #expect(table.rows.map(\.line) == [2])
        }
    }

    @Test func columnsMayBeInAnyOrderAndInChinese() throws {
        let table = try read("分组,词,找,匹配,本名,类别,排除词,正例,反例,来源\nslang,花花,?,literal,a,b,c,d,e,f\n")
        #expect(
            table.rows.map(\.cells) == [["花花", "slang", "literal", "a", "b", "c", "d", "e", "f"]])
        #expect(table.notes.count == 1, "the column that is not read is told")
    }

    /// A column left out would empty it in every entry.
    @Test(arguments: ["term,group", "a,b,c", "x"])
    func everyColumnMustBeThere(header: String) {
        #expect(throws: IntakeError.self) { try read("\(header)\n1,2,3\n") }
    }

    @Test func badRowsAreRefusedWithTheirLineAndTheRestGoesOn() throws {
        let good = "烟花,product,literal,烟花,,,h,m,s"
        let long = String(repeating: "长", count: 400)
        let table = try read(
            "\(Self.header)\n\(good)\n1,2\n\"open,product\n\(good)\n花炮,product,,,,,\(long),,\(long)\n"
        )
        #expect(table.rows.map(\.line) == [2, 5])
        #expect(table.rejects.map(\.line) == [3, 4, 6])
        #expect(table.rejects.last?.field == "hit")
        #expect(table.rejects.last?.reason.contains("source") == true, "all faults are told")
    }

    @Test func aSpreadsheetsChineseEncodingIsRead() throws {
        // 卖烟花 in GB18030.
        let sold: [UInt8] = [0xC2, 0xF4, 0xD1, 0xCC, 0xBB, 0xA8]
        let bytes = Array("\(Self.header)\n".utf8) + sold + Array(",product,,,,,,,\n".utf8)
        let table = try LexiconTable.read(.bytes(bytes, name: "l.csv"))
        #expect(table.rows.first?.cells.first == "卖烟花")
    }

    @Test func aFileBeyondTheLimitsIsRefusedAsAWhole() {
        let rows = String(repeating: "a,b,,,,,,,\n", count: Limits.lexiconTermsMax + 1)
        #expect(throws: IntakeError.self) { try read("\(Self.header)\n\(rows)") }
    }

    @Test func anEmptyFileHasNoHeader() throws {
        #expect(try read("").rows == [])
    }
}
