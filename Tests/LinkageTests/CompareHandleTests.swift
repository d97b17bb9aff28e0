import Linkage
import Testing
import Text

struct CompareHandleTests {
    @Test(arguments: [
        ("阿强", "阿强", 0), ("阿 强🎆", "阿强", 0), ("ABC_123456", "abc_123456", 0),
        ("ａｂｃ１２３４５６", "abc123456", 0), ("阿強煙花批發", "阿强烟花批发", 0),
        ("阿强烟花", "阿蔷烟花", 1), ("小红书", "晓红书", 1),
        ("阿强烟花批发", "阿强", 2), ("阿强烟花批发", "阿强鞭炮直销小店", 2), ("老王花炮1号", "老王花炮二号", 2),
        ("浏阳小李烟花", "小李", 2), ("🎆阿强🎆旗舰店", "阿强", 2),
        ("阿强", "阿明", 3), ("abc123456", "abc123457", 3), ("12345678", "12345679", 3),
        ("wxid_abc12345", "wxid_abc12346", 3), ("烟花批发", "鞭炮批发", 3), ("王", "王强", 3),
    ])
    func levelsSayHowNearTwoHandlesAre(left: String, right: String, level: Int) throws {
        let comparator = try CompareTables.handles()
        let a = try #require(comparator.prepare(left))
        let b = try #require(comparator.prepare(right))
        #expect(comparator.level(a, b) == level, "\(left) \(right)")
        #expect(comparator.level(b, a) == level)
        #expect(comparator.level(a, a) == 0)
    }

    @Test(arguments: [
        ("wxid_8k2j3h4g5f", PreparedHandle.Kind.wechatAccount), ("abc123", .wechatID),
        ("abcde", .nickname), ("1abcdef", .nickname), ("abcdefghijklmnopqrst", .wechatID),
        ("abcdefghijklmnopqrstu", .nickname), ("10001", .qq), ("1000", .nickname),
        ("12345678901", .qq), ("13800138000", .nickname), ("012345", .nickname), ("阿强", .nickname),
        ("a-b_c-1", .wechatID),
    ])
    func theKindOfAHandleIsTold(text: String, kind: PreparedHandle.Kind) throws {
        #expect(try CompareTables.handles().prepare(text)?.kind == kind)
    }

    @Test func hostileTextsNeverTrap() throws {
        let comparator = try CompareTables.handles()
        let prepared = Hostile.texts.compactMap { comparator.prepare($0) }
        for a in prepared {
            #expect(comparator.level(a, a) == 0)
            for b in prepared { #expect(comparator.level(a, b) == comparator.level(b, a)) }
        }
        for text in ["", " ", "😀", "_", "--__--", "!!!"] {
            #expect(comparator.prepare(text) == nil)
        }
    }
}
