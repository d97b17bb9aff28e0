// The fields of a waybill and what couriers' exports call them.

extension WaybillIntake {
    static let number = RecordField(
        0, "number",
        aliases: ["运单号", "快递单号", "运单编号", "运单号码", "邮件号", "面单号", "物流单号", "单号"])
    static let courier = RecordField(
        1, "courier", aliases: ["快递公司", "快递企业", "寄递企业", "快递品牌", "品牌", "物流公司", "承运商"])
    static let acceptedAt = RecordField(
        2, "accepted_at", aliases: ["收寄时间", "揽收时间", "揽件时间", "寄件时间"])
    static let deliveredAt = RecordField(3, "delivered_at", aliases: ["签收时间", "妥投时间"])
    static let senderName = RecordField(
        4, "sender_name", aliases: ["寄件人", "寄件人姓名", "寄件姓名", "发件人", "发件人姓名"])
    static let senderPhone = RecordField(
        5, "sender_phone",
        aliases: [
            "寄件电话", "寄件人电话", "寄件手机", "寄件人手机", "寄件人手机号", "寄件人联系方式", "发件电话", "发件人电话",
            "发件人手机",
        ])
    static let senderAddress = RecordField(
        6, "sender_address", aliases: ["寄件地址", "寄件人地址", "寄件详细地址", "发件地址", "发件人地址"])
    static let senderAccount = RecordField(
        7, "sender_account",
        aliases: ["客户编码", "客户编号", "客户代码", "月结账号", "月结卡号", "协议客户号", "大客户编码"])
    static let receiverName = RecordField(
        8, "receiver_name", aliases: ["收件人", "收件人姓名", "收件姓名", "收货人", "收货人姓名"])
    static let receiverPhone = RecordField(
        9, "receiver_phone",
        aliases: [
            "收件电话", "收件人电话", "收件手机", "收件人手机", "收件人手机号", "收件人联系方式", "收货电话", "收货人电话",
            "收货人手机",
        ])
    static let receiverAddress = RecordField(
        10, "receiver_address",
        aliases: ["收件地址", "收件人地址", "收件详细地址", "收货地址", "收货人地址"])
    static let outlet = RecordField(
        11, "outlet", aliases: ["网点", "网点名称", "收寄网点", "揽收网点", "寄件网点"])
    static let outletAddress = RecordField(
        12, "outlet_address", aliases: ["网点地址", "收寄网点地址", "揽收网点地址"])
    static let declaredName = RecordField(
        13, "declared_name",
        aliases: ["品名", "内件品名", "内件名称", "托寄物", "托寄物品名", "物品名称", "货物名称", "寄递物品"])
    static let quantity = RecordField(
        14, "quantity", aliases: ["件数", "数量", "内件数量"], units: ["件": 1, "个": 1, "箱": 1, "包": 1])
    static let weight = RecordField(
        15, "weight_kg", aliases: ["重量", "实际重量", "实重"],
        units: [
            "kg": 1, "公斤": 1, "千克": 1, "g": 0.001, "克": 0.001, "斤": 0.5, "t": 1_000, "吨": 1_000,
        ])
    static let length = RecordField(16, "length_cm", aliases: ["长", "长度"], units: lengths)
    static let width = RecordField(17, "width_cm", aliases: ["宽", "宽度"], units: lengths)
    static let height = RecordField(18, "height_cm", aliases: ["高", "高度"], units: lengths)
    static let freightPayer = RecordField(
        19, "freight_payer", aliases: ["付款方式", "付费方式", "运费付款方式", "结算方式"])
    static let inspected = RecordField(20, "inspected", aliases: ["是否验视", "验视", "收寄验视", "验视情况"])
    static let xray = RecordField(21, "xray", aliases: ["安检", "安检结果", "安检情况", "过机安检", "x光"])
    static let finding = RecordField(22, "finding", aliases: ["查验结果", "查验情况"])
    static let orderNumber = RecordField(23, "order_number", aliases: ["订单号", "平台订单号", "商家订单号"])
    static let insured = RecordField(
        24, "insured_yuan", aliases: ["保价金额", "保价", "声明价值"], units: ["元": 1, "分": 0.01])
    static let remarks = RecordField(25, "remarks", aliases: ["备注", "寄件备注", "面单备注"])
    static let size = RecordField(
        26, "size_cm", .csv, aliases: ["尺寸", "长宽高", "体积"], units: lengths)

    private static let lengths = [
        "cm": 1.0, "厘米": 1, "mm": 0.1, "毫米": 0.1, "m": 100, "米": 100,
    ]
}
