import Foundation
import Linkage
import Primitives
import Records
import Testing
import Text

struct ContactReaderTests {
    private func reader() throws -> ContactReader {
        let table = URL(filePath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Sources/Bootstrap/Data/fold.tsv")
        return ContactReader(folder: try Folder(table: Array(Data(contentsOf: table))))
    }

    private func found(_ text: String) throws -> [String] {
        try reader().read(text).map(\.identifier.text)
    }

    @Test(arguments: [
        "电话13800138000", "１３８００１３８０００", "138-0013-8000", "138 0013 8000", "1 3 8 0 0 1 3 8 0 0 0",
        "138oo138ooo", "①③⑧00①③⑧000", "一三八零零一三八零零零", "1️⃣3️⃣8️⃣0️⃣0️⃣1️⃣3️⃣8️⃣0️⃣0️⃣0️⃣",
        "壹叁捌零零壹叁捌零零零", "幺三八洞洞幺三八洞洞洞", "微信13800138000", "vx:138.0013.8000同号", "加薇一三8零零1三捌零零零",
        "138零零13八000v同步", "13800138000vx",
    ])
    func aWholeMobileIsReadInAnyDress(text: String) throws {
        #expect(try found(text) == ["phone:13800138000"])
    }

    @Test(arguments: [
        "138****8000", "138001380001", "订单号13800138000", "尺寸138 200 135 45", "12800138000",
        "1380013800",
        "a13800138000", "举报电话12345", "2026-11-23 18:00:00", "价格138-158-168-18", "139元1380013800件",
    ])
    func whatIsNoWholeMobileIsNotRead(text: String) throws {
        #expect(try found(text) == [])
    }

    @Test(arguments: [
        ("加微信abc123456", "abc123456"), ("加V信 fake_sl_000 备注省份", "fake_sl_000"),
        ("绿泡泡搜 fake_demo_2 看视频", "fake_demo_2"), ("VX:ABC123456", "abc123456"),
        ("➕v:ａｂｃ１２３４５６", "abc123456"), ("薇:abc123456", "abc123456"), ("加威abc123456私聊", "abc123456"),
        ("微信号:wx1234567_li", "wx1234567_li"), ("加vwx1234567_li", "wx1234567_li"),
        ("V❤abc·123456", "abc123456"), ("加薇a b c 1 2 3 4 5 6", "abc123456"),
        ("微信:abc123 (连着) 456def", "abc123456def"), ("V:abc12 3456要的来", "abc123456"),
        ("卫星:abc～123456", "abc123456"), ("加mo_1881345备注要货", "mo_1881345"),
        ("＋M7845825看图册", "m7845825"), ("绿色软件:w x 4 4 7 7 7 9 3 _ x i", "wx4477793_xi"),
        ("加wx8951 153_ya 晚上回", "wx8951153_ya"), ("加dahai2 (连着) 044641", "dahai2044641"),
        ("微信同号13x", nil),
    ])
    func aWechatIDIsReadAfterAWordForIt(text: String, id: String?) throws {
        #expect(try found(text) == (id.map { ["wechat:\($0)"] } ?? []))
    }

    @Test(arguments: [
        "微信支付", "加微信看款", "电脑加ssd512gb", "加ddr43200内存", "加rtx4090", "加t恤", "加班到10点",
        "V领毛衣 abc123456", "微信 iphone15pro", "wx1234567", "加微abc", "微风 abc123456",
        "薇娅同款 mk2024001", "v5 abc123456", "威海 abc123456", "微信转账,abc123456是编号", "msvx123456",
        "微信 please",
    ])
    func aWordNearAnIDIsNotEnough(text: String) throws {
        #expect(try found(text) == [])
    }

    @Test func twoReadingsOfAHyphenAreBothGiven() throws {
        #expect(
            try found("微信abc-123456") == ["wechat:abc-123456", "wechat:abc123456"])
        #expect(
            try found("加vxiaoming123") == ["wechat:iaoming123", "wechat:xiaoming123"])
    }

    @Test func aLetterBeforeANumberHasTwoReadings() throws {
        #expect(try found("加Q6080161说是京山的") == ["qq:6080161", "wechat:q6080161"])
    }

    @Test(arguments: [
        ("QQ:123456789", "qq:123456789"), ("扣扣二三四五六七八九", "qq:23456789"),
        ("企鹅号 1234567", "qq:1234567"), ("加扣1②③4⑤6", "qq:123456"),
        ("qq13800138000", "phone:13800138000"), ("q:1 2 3 4 5 6", "qq:123456"),
    ])
    func aQQNumberIsReadAfterAWordForIt(text: String, identifier: String) throws {
        #expect(try found(text) == [identifier])
    }

    @Test(arguments: [
        "q裙 123456789", "QQ群:123456789", "扣1拉群", "企鹅公仔25厘米", "qq1234", "qq:0123456", "扣123456",
        "QQ:1234567890123",
    ])
    func aGroupOrAnotherNumberIsNoQQ(text: String) throws {
        #expect(try found(text) == [])
    }

    @Test func spansAreBytesOfTheOriginal() throws {
        let text = "烟花现货➕薇:ＡＢＣ１２３456,电话一三八 零零一三 八零零零!"
        let bytes = Array(text.utf8)
        let found = try reader().read(text)
        let cut = found.map { String(decoding: bytes[$0.start..<$0.end], as: UTF8.self) }
        #expect(cut == ["ＡＢＣ１２３456", "一三八 零零一三 八零零零"])
        #expect(found.map(\.identifier.text) == ["wechat:abc123456", "phone:13800138000"])
    }

    @Test func oneContactIsToldOnceAndTheListIsLimited() throws {
        #expect(try found("微信abc123456 微信abc123456").count == 1)
        let many = (0..<100).map { "微信:abc\($0 + 123_456);" }.joined()
        #expect(try found(many).count == Limits.contactsMax)
    }
}
