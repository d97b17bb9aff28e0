import Linkage
import Testing
import Text

struct CompareNameTests {
    @Test(arguments: [
        ("王小明", "王小明", 0), ("張偉", "张伟", 0), ("王 小 明", "王小明", 0), ("歐陽鋒", "欧阳锋", 0),
        ("John Smith", "JOHN SMITH", 0), ("王小明先生", "王小明", 0), ("单小红（收）", "单小红", 0),
        ("张伟", "章伟", 1), ("李静", "李婧", 1), ("单田芳", "山田芳", 1), ("解小东", "谢小东", 1),
        ("曾志伟", "增志伟", 1), ("仇英", "邱英", 1), ("王小明", "wang xiaoming", 1),
        ("王小明", "Xiaoming Wang", 1), ("查良镛", "渣良镛", 1),
        ("陈刚", "程刚", 2), ("林芳", "凌芳", 2), ("刘娜", "刘拉", 2), ("John Smith", "Jon Smith", 2),
        ("王小明", "王小刚", 3), ("王小明", "王明小", 3), ("王小明", "王明", 3), ("欧阳小明", "欧阳小刚", 3),
        ("王*明", "王小明", 4), ("王*明", "王*明", 4), ("*小明", "王小明", 4), ("王某明", "王小明", 4),
        ("王先生", "王小明", 5), ("王**", "王小明", 5), ("小王", "王先生", 5), ("王女士", "王女士", 5),
        ("欧阳先生", "欧阳锋", 5), ("老李", "李建国", 5), ("王某某", "王小明", 5), ("李老板", "李建国", 5),
        ("王明", "王强", 6), ("王小明", "李小明", 6), ("王先生", "李小明", 6), ("王*明", "王小刚", 6),
        ("王*明", "王明", 6), ("欧阳锋", "欧锋", 6), ("王伟", "Smith", 6), ("王小明", "王大刚", 6),
        ("王先生", "王小二先生", 5),
    ])
    func levelsSayHowNearTwoNamesAre(left: String, right: String, level: Int) throws {
        let comparator = try CompareTables.names()
        let a = try #require(comparator.prepare(left))
        let b = try #require(comparator.prepare(right))
        #expect(comparator.level(a, b) == level, "\(left) \(right)")
        #expect(comparator.level(b, a) == level)
    }

    @Test(arguments: ["", "123", "***", "先生123*", "😀", "A"])
    func whatIsNoNameIsNil(text: String) throws {
        let prepared = try CompareTables.names().prepare(text)
        #expect(prepared == nil || text == "先生123*")
    }

    @Test func aNameNotToldInFullHasNoFrequency() throws {
        let comparator = try CompareTables.names()
        #expect(comparator.prepare("王先生")?.frequencyKey == nil)
        #expect(comparator.prepare("王*明")?.frequencyKey == nil)
        let plain = try #require(comparator.prepare("张伟")?.frequencyKey)
        #expect(comparator.prepare("張 偉")?.frequencyKey == plain)
        #expect(comparator.prepare("张伟")?.length == 2)
    }

    @Test func levelsAreSymmetricAndEqualNamesAreTheSame() throws {
        let comparator = try CompareTables.names()
        let names = [
            "王伟", "汪伟", "王小明", "王小民", "王明", "欧阳锋", "欧阳", "买买提·吐尔逊", "买买提吐尔逊江", "Li Wei",
            "李伟", "Wei Li", "王**", "王*明", "小王", "*明", "诸葛亮", "John", "阿卜杜拉",
        ]
        let prepared = names.compactMap { comparator.prepare($0) }
        #expect(prepared.count == names.count)
        for (name, a) in zip(names, prepared) {
            let isFull = !name.contains("*") && name != "小王"
            #expect((comparator.level(a, a) == 0) == isFull, "\(name)")
            for b in prepared { #expect(comparator.level(a, b) == comparator.level(b, a)) }
        }
    }

    @Test func hostileTextsNeverTrap() throws {
        let comparator = try CompareTables.names()
        let prepared = Hostile.texts.compactMap { comparator.prepare($0) }
        for a in prepared {
            for b in prepared { #expect(comparator.level(a, b) == comparator.level(b, a)) }
        }
    }

    @Test(arguments: ["", "王\n", "王王王\t1\n", "\t1\n"])
    func aBrokenTableIsRefused(table: String) throws {
        let folder = try #require(CompareTables.folder)
        #expect(throws: SurnameTableError.self) {
            try SurnameTable(table: Array(table.utf8), folder: folder)
        }
    }
}
