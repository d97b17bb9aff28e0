import Primitives
import Records
import Screening
import Testing

@Suite struct DeclarationTextTests {
    private func waybill(
        name: String = "日用百货", from: String? = nil, to: String? = nil, pieces: Int = 1,
        grams: Int64? = nil, centimetres: [Double]? = nil, payer: FreightPayer? = nil,
        inspected: Bool? = nil, xray: XrayMark = .none, order: String? = nil, insured: Int64? = nil,
        remarks: String? = nil
    ) -> Waybill {
        Waybill(
            number: ID("W1"), courier: "test", acceptedAt: Timestamp(microseconds: 0),
            sender: Party(name: "刘某某", phone: Phone("13800138000"), address: from),
            receiver: Party(name: "王某某", phone: Phone("13900139000"), address: to),
            declaredName: name, pieces: pieces, weight: grams.map { Grams($0) },
            dimensions: centimetres.flatMap { Dimensions(centimetres: $0) }, freightPayer: payer,
            inspected: inspected, xray: xray, orderNumber: order, insured: insured.map { Fen($0) },
            remarks: remarks)
    }

    @Test func `writes all that the model reads, and no person`() {
        let text = DeclarationText.render(
            waybill(
                from: "湖南省浏阳市大瑶镇南川村12号", to: "浙江省杭州市余杭区文一西路8号", pieces: 2,
                grams: 24_600, centimetres: [35, 35, 40], payer: .receiver, inspected: false,
                xray: .suspect, order: "SO-1", insured: 120_000,
                remarks: "轻放勿压;打13800138000"))
        #expect(
            text
                == "品名:日用百货;湖南浏阳大瑶镇→浙江杭州余杭;24.6kg/2件;40*35*35;到付;电商订单;"
                + "保价1200元;未验视;过机可疑;备注 轻放勿压、打#")
    }

    @Test(arguments: [
        ("江西省南昌市进贤县李渡镇老街5号", "江西南昌进贤李渡镇"),
        ("河南省新乡市红旗区某路1号", "河南新乡红旗"),
        ("江西省景德镇市珠山区", "江西景德镇珠山"),
        ("上海市浦东新区世纪大道100号", "上海浦东新"),
        ("浏阳市大瑶镇工业园区3号", "浏阳大瑶镇"),
        ("湖南浏阳大瑶镇", "湖南浏阳大瑶镇"),
        ("内蒙古自治区呼和浩特市", "内蒙古呼和浩特"),
        ("某某花园8栋", "某某花园"),
    ])
    func `cuts a place to the town`(address: String, expected: String) {
        let text = DeclarationText.render(waybill(from: address, to: "北京市"))
        #expect(text == "品名:日用百货;\(expected)→北京")
    }

    @Test func `a bare waybill is its name`() {
        #expect(DeclarationText.render(waybill(name: "配件;五金\n件")) == "品名:配件、五金、件")
    }

    @Test(arguments: [(5_000 as Int64, "5.0kg"), (56, "0.056kg"), (12_345, "12.345kg")])
    func `writes kilograms`(grams: Int64, expected: String) {
        #expect(
            DeclarationText.render(waybill(grams: grams)) == "品名:日用百货;\(expected)")
    }

    @Test func `a waybill's text is read as the training rows are`() throws {
        let screener = try Shipped.screener.get()
        let text = DeclarationText.render(
            waybill(
                from: "湖南省浏阳市大瑶镇", to: "江苏省徐州市", grams: 21_000, payer: .receiver,
                remarks: "客户自提,勿压勿晒"))
        #expect(screener.screen(text, kind: .declaration).advice == .offer)
    }
}
