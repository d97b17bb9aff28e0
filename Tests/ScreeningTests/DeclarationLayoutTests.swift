import Records
import Screening
import Testing

/// The same parcel in the layouts of different couriers: its name, its origin and its weight are
/// read in each.
@Suite struct DeclarationLayoutTests {
    @Test(arguments: [
        "品名:日用百货;湖南浏阳大瑶镇→浙江杭州;24.6kg/1件;到付;备注 勿压 自提 未验视",
        "寄:湖南浏阳大瑶 收:浙江杭州 物:日用百货 重:24.6kg 件:1 费:到付 注:勿压 自提 未验视",
        "托寄物=日用百货 重量=24.6kg 件数=1 寄=湖南浏阳大瑶 收=浙江杭州 付款=到付 备注=勿压 自提 未验视",
        "运单|发 湖南浏阳大瑶|收 浙江杭州|物 日用百货|24.6kg|1件|到付|勿压 自提 未验视",
        "【零担】货名 日用百货/始发 湖南浏阳大瑶/到站 浙江杭州/1件 24.6kg/提付/勿压 自提 未验视",
        "2026-01-15,湖南浏阳大瑶,浙江杭州,日用百货,24.6kg,1,到付,勿压 自提 未验视",
    ])
    func camouflageIsSeenInEveryLayout(declaration: String) throws {
        let verdict = try Shipped.screener.get().screen(declaration, kind: .declaration)
        #expect(verdict.advice == .offer, "\(declaration): \(verdict.probability)")
    }

    @Test(arguments: [
        "品名:机械零件 铸件;江苏无锡→浙江杭州;24.6kg/1件;月结;备注 附图纸 发票随货",
        "寄:江苏无锡 收:浙江杭州 物:铸件 重:24.6kg 件:1 费:月结 注:附图纸 发票随货",
        "【零担】货名 铸件/始发 江苏无锡/到站 浙江杭州/1件 24.6kg/月结/附图纸",
    ])
    func anHonestParcelIsNot(declaration: String) throws {
        let verdict = try Shipped.screener.get().screen(declaration, kind: .declaration)
        #expect(verdict.advice != .offer, "\(declaration): \(verdict.probability)")
    }
}
