import Linkage
import Testing
import Text

struct CompareAddressTests {
    struct Case {
        let text: String
        let divisions: [String]
        let parts: [(name: String, text: String)]

        init?(_ line: Substring) {
            let halves = line.split(separator: "|", maxSplits: 1)
            guard halves.count == 2 else { return nil }
            let words = halves[1].split(separator: " ")
            text = String(halves[0])
            divisions = words[0].split(separator: "/").map(String.init)
            parts = words.dropFirst().map { word in
                let sides = word.split(separator: "=", maxSplits: 1)
                return (String(sides[0]), String(sides.last ?? ""))
            }
        }

        /// What `address` has otherwise than it must; empty where all is right.
        func faults(_ address: ChineseAddress?) -> [String] {
            guard let address else { return ["nothing"] }
            let found = [address.province, address.city, address.county, address.town]
            var faults: [String] = []
            for (wanted, found) in zip(divisions, found) where wanted != "?" {
                if wanted != found ?? "-" { faults.append("\(wanted): \(found ?? "-")") }
            }
            for part in parts {
                let kind = AddressPart.allCases.first { "\($0)" == part.name }
                let found = kind.flatMap { address[$0]?.text } ?? "-"
                if found != part.text { faults.append("\(part.name) \(part.text): \(found)") }
            }
            return faults
        }
    }

    private func cases(_ table: String) -> [Case] {
        table.split(separator: "\n").compactMap(Case.init)
    }

    @Test func allThatUsersReportedIsRight() throws {
        let parser = try CompareTables.parser()
        let cases = cases(CompareAddressCases.reported)
        #expect(cases.count == 15)
        for one in cases { #expect(one.faults(parser.parse(one.text)) == [], "\(one.text)") }
    }

    @Test func atLeastNinetySevenInAHundredOthersAreRight() throws {
        let parser = try CompareTables.parser()
        let cases = cases(CompareAddressCases.further)
        #expect(cases.count >= 100)
        let wrong = cases.filter { !$0.faults(parser.parse($0.text)).isEmpty }
        #expect(wrong.count * 100 <= cases.count * 3, "\(wrong.map(\.text))")
    }

    /// Written after the rules were, and looked at only as a count.
    @Test func addressesOfTheSecondTableAreRight() throws {
        let parser = try CompareTables.parser()
        let cases = cases(CompareAddressCases.second)
        let wrong = cases.filter { !$0.faults(parser.parse($0.text)).isEmpty }
        #expect(wrong.count * 100 <= cases.count * 10, "\(wrong.map(\.text))")
    }

    @Test func partsKnowWhereTheyStand() throws {
        let text = "湖南省　瀏陽市大瑤鎮金剛大道１２８號"
        let address = try #require(try CompareTables.parser().parse(text))
        let road = try #require(address[.road])
        let number = try #require(address[.number])
        let bytes = Array(text.utf8)
        #expect(String(decoding: bytes[road.start..<road.end], as: UTF8.self) == "金剛大道")
        #expect(String(decoding: bytes[number.start..<number.end], as: UTF8.self) == "１２８號")
    }

    @Test(arguments: ["", "家里", "你好", "***", "5", "abc", "明天下午三点"])
    func whatIsNoAddressIsNil(text: String) throws {
        #expect(try CompareTables.parser().parse(text) == nil)
        #expect(try CompareTables.addresses().prepare(text) == nil)
    }

    @Test(arguments: [
        ("江西省南昌市西湖区站前西路128号金城大厦A座1203室", "南昌西湖区站前西路128号A座1203", 0),
        ("上海市闵行区七莘路1855弄32号501室", "闵行区七莘路1855弄32号501", 0),
        ("湖南省浏阳市大瑶镇金刚大道128号", "浏阳大瑶镇金刚大道一百二十八号", 0),
        ("贵阳市观山湖区龙泉苑29懂1单元2", "贵州省贵阳市观山湖区金阳世纪城龙泉苑29栋1单元2室", 0),
        ("北京市通州区云景里小区8号楼3单元0301", "通州区云景里小区8号楼3单元301室", 0),
        ("湖南省长沙县星沙街道开元路17号湘商世纪鑫城3栋**", "长沙县星沙街道开元路17号湘商世纪鑫城3栋1单元301", 1),
        ("义乌市春晗一区32栋3单元401", "浙江省义乌市春晗一区32栋", 1),
        ("义乌市北苑街道锦绣家园32栋3单元401", "义乌市锦绣家园32栋3单元502", 2),
        ("义乌市北苑街道锦绣家园32栋", "义乌市锦绣家园15栋", 2),
        ("长沙市岳麓区麓谷大道668号", "长沙市岳麓区麓谷大道668号A座201", 2),
        ("湖南省浏阳市大瑶镇金刚大道128号", "湖南省浏阳市大瑶镇金刚大道15号", 3),
        ("上栗县金山镇高山村", "江西省萍乡市上栗县金山镇小水村", 3),
        ("湖南省浏阳市大瑶镇", "湖南省浏阳市永和镇", 4),
        ("湖南省祁阳县", "永州市祁阳市浯溪街道", 4),
        ("长沙市岳麓区麓谷大道668号", "长沙市芙蓉区五一大道1号", 5),
        ("长沙市", "长沙市岳麓区", 5),
        ("湖南省长沙市", "湖南省株洲市", 6),
        ("湖南省", "江西省", 6),
        ("湖南省", "湖南省浏阳市", 7),
    ])
    func levelsSayHowNearTwoAddressesAre(left: String, right: String, level: Int) throws {
        let comparator = try CompareTables.addresses()
        let a = try #require(comparator.prepare(left))
        let b = try #require(comparator.prepare(right))
        #expect(comparator.level(a, b) == level)
        #expect(comparator.level(b, a) == level)
    }

    @Test func anAddressIsAtItsOwnSmallestPart() throws {
        let comparator = try CompareTables.addresses()
        let lines = (CompareAddressCases.reported + "\n" + CompareAddressCases.further)
        for one in cases(lines) {
            guard let address = comparator.prepare(one.text) else { continue }
            let own = comparator.level(address, address)
            #expect(own < ChineseAddressComparator.Level.contradiction || !one.text.contains("市"))
            if address.namesDoor, !one.text.contains("*") { #expect(own == 0, "\(one.text)") }
        }
    }

    @Test func levelsAreSymmetricAndIgnoreWidthAndTraditionalForms() throws {
        let comparator = try CompareTables.addresses()
        let prepared = cases(CompareAddressCases.further).compactMap { comparator.prepare($0.text) }
        for a in prepared {
            for b in prepared { #expect(comparator.level(a, b) == comparator.level(b, a)) }
        }
        let plain = try #require(comparator.prepare("湖南省浏阳市大瑶镇金刚大道128号A座"))
        let dressed = try #require(comparator.prepare("湖南省 瀏陽市，大瑤鎮 金剛大道１２８號ａ座"))
        #expect(plain == dressed)
    }

    @Test func ambiguousCountiesStayOpen() throws {
        let parser = try CompareTables.parser()
        let open = try #require(parser.parse("西湖区文三路477号"))
        #expect(open.isAmbiguous && open.code == nil && open.county == "西湖区")
        let comparator = try CompareTables.addresses()
        let a = try #require(comparator.prepare("西湖区文三路477号"))
        let b = try #require(comparator.prepare("杭州市西湖区文三路477号"))
        let c = try #require(comparator.prepare("南昌市西湖区文三路477号"))
        #expect(comparator.level(a, b) == 0)
        #expect(comparator.level(b, c) == ChineseAddressComparator.Level.contradiction)
    }

    @Test func hostileTextsNeverTrap() throws {
        let parser = try CompareTables.parser()
        let comparator = try CompareTables.addresses()
        var prepared: [PreparedAddress] = []
        for text in Hostile.texts {
            _ = parser.parse(text)
            if let one = comparator.prepare(text) { prepared.append(one) }
        }
        for a in prepared {
            for b in prepared { #expect(comparator.level(a, b) == comparator.level(b, a)) }
        }
    }

    @Test(arguments: ["", "# nothing\n", "Q\t1\t甲\n", "C\t110100\t甲\n", "P\tabc\t甲\n", "T\t甲\n"])
    func aBrokenTableIsRefused(table: String) throws {
        let folder = try #require(CompareTables.folder)
        #expect(throws: DivisionIndexError.self) {
            try DivisionIndex(table: Array(table.utf8), folder: folder)
        }
    }
}
