import Primitives
package import Records

/// Waybills as couriers export them (快递运单数据); docs/data.md has the table.
package enum WaybillIntake: IntakeRow {
    package static let tellsUnknownKeys = true

    package static let schema = Schema(
        [
            number, courier, acceptedAt, deliveredAt, senderName, senderPhone, senderAddress,
            senderAccount, receiverName, receiverPhone, receiverAddress, outlet, outletAddress,
            declaredName, quantity, weight, length, width, height, freightPayer, inspected, xray,
            finding, orderNumber, insured, remarks, size,
        ],
        required: [number, courier, acceptedAt, declaredName])

    /// Reads a waybill; nil or a fault where it is none.
    package static func record(_ fields: inout FieldReader) -> Waybill? {
        let number = fields.requiredID(number)
        let courier = fields.requiredText(courier)
        let accepted = fields.requiredTime(acceptedAt)
        let declared = fields.requiredText(declaredName)
        let waybill = Waybill(
            number: ID(number), courier: courier,
            acceptedAt: accepted ?? Timestamp(microseconds: 0),
            deliveredAt: fields.time(deliveredAt),
            sender: Party(
                name: fields.text(senderName), phone: fields.phone(senderPhone),
                address: fields.text(senderAddress)),
            senderAccount: fields.id(senderAccount),
            receiver: Party(
                name: fields.text(receiverName), phone: fields.phone(receiverPhone),
                address: fields.text(receiverAddress)),
            outlet: fields.text(outlet), outletAddress: fields.text(outletAddress),
            declaredName: declared, pieces: fields.whole(quantity, in: 1...Limits.piecesMax) ?? 1,
            weight: mass(&fields), dimensions: dimensions(&fields),
            freightPayer: fields.word(freightPayer, payers, choices: "sender, receiver, third"),
            inspected: fields.flag(inspected),
            xray: fields.word(xray, xrayMarks, choices: "none, passed, suspect") ?? .none,
            finding: fields.text(finding, bytesMax: Limits.noteBytesMax),
            orderNumber: fields.id(orderNumber), insured: fields.yuan(insured),
            remarks: fields.text(remarks, bytesMax: Limits.noteBytesMax))
        return accepted == nil ? nil : waybill
    }

    private static func mass(_ fields: inout FieldReader) -> Grams? {
        guard let kilograms = fields.measure(weight) else { return nil }
        if let grams = Grams(kilograms: kilograms), grams.count > 0 { return grams }
        fields.refuse(
            weight, "must be at least 0.001 and at most \(Int(Limits.parcelKilogramsMax)) kg")
        return nil
    }

    private static func dimensions(_ fields: inout FieldReader) -> Dimensions? {
        let sides = [length, width, height]
        let given = sides.filter { fields.has($0) }
        if given.isEmpty { return fields.isLoose ? product(&fields) : nil }
        if given.count < 3 {
            let missing = sides.filter { !fields.has($0) }
            fields.refuse(
                missing[0], "is missing; length_cm, width_cm and height_cm stand together")
            return nil
        }
        let before = fields.faults.count
        let measured = sides.map { fields.measure($0) }
        if fields.faults.count > before || measured.contains(nil) { return nil }
        for (side, value) in zip(sides, measured) where !isLength(value) {
            fields.refuse(side, "must be at least 0.1 and at most \(centimetresMax) cm")
        }
        return fields.faults.count > before
            ? nil : Dimensions(centimetres: measured.compactMap { $0 })
    }

    /// `30*20*10`, as one column of a CSV file has it; a bare volume says too little and is left
    /// out.
    private static func product(_ fields: inout FieldReader) -> Dimensions? {
        guard let text = fields.text(size) else { return nil }
        let parts = text.split(omittingEmptySubsequences: false) { "*xX×＊".contains($0) }
        let numbers = parts.compactMap { LooseNumber.read(trimmed(String($0)), units: size.units) }
        if parts.count == 1 {
            fields.omit(size, "a volume without the three measures")
            return nil
        }
        let scale = fields.scales[size.index]
        let sides = numbers.map { $0.stated ? $0.number : $0.number * scale }
        guard parts.count == 3, sides.count == 3 else {
            fields.refuse(
                size, "three measures such as 30*20*10 are needed, found \(clipped(text))")
            return nil
        }
        if sides.contains(0) {
            fields.omit(size, "0, read as not measured")
            return nil
        }
        guard sides.allSatisfy({ isLength($0) }) else {
            fields.refuse(size, "each must be at least 0.1 and at most \(centimetresMax) cm")
            return nil
        }
        return Dimensions(centimetres: sides)
    }

    private static let centimetresMax = Limits.parcelMillimetresMax / 10

    /// At least a millimetre, so that no side rounds to nothing.
    private static func isLength(_ centimetres: Double?) -> Bool {
        guard let centimetres else { return false }
        return centimetres >= 0.1 && centimetres <= Double(centimetresMax)
    }

    private static let payers: [String: FreightPayer] = [
        "sender": .sender, "寄付": .sender, "寄方付": .sender, "寄付现结": .sender, "寄付月结": .sender,
        "现付": .sender, "现结": .sender, "月结": .sender, "receiver": .receiver, "到付": .receiver,
        "收方付": .receiver, "到付现结": .receiver, "third": .third, "第三方": .third, "第三方付": .third,
        "第三方月结": .third,
    ]
    private static let xrayMarks: [String: XrayMark] = [
        "none": .none, "无": .none, "否": .none, "未安检": .none, "未过机": .none, "passed": .passed,
        "通过": .passed, "合格": .passed, "正常": .passed, "已安检": .passed, "是": .passed,
        "suspect": .suspect, "可疑": .suspect, "异常": .suspect, "不通过": .suspect,
    ]
}
