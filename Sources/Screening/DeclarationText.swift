import Primitives
package import Records

/// Writes a waybill as the one-line declaration that the model reads.
///
/// `品名:日用百货;湖南浏阳大瑶镇→浙江杭州;24.6kg/1件;35*35*40;到付;备注 轻放勿压勿晒`. Names of
/// persons and phone numbers are left out: no score may use who a person is. Places are cut to
/// province, city, county and town.
package enum DeclarationText {
    /// The one line for `waybill`; the same waybill always gives the same line.
    ///
    /// The one line of `waybill`, its parts in the order of the example, each left out where the
    /// waybill does not tell it.
    package static func render(_ waybill: Waybill) -> String {
        var parts = ["品名:\(clean(waybill.declaredName))"]
        let from = place(waybill.sender.address ?? waybill.outletAddress)
        let to = place(waybill.receiver.address)
        if !from.isEmpty || !to.isEmpty { parts.append("\(from)→\(to)") }
        if let weight = waybill.weight {
            let kilograms = decimal(weight.count)
            parts.append(
                waybill.pieces > 1 ? "\(kilograms)kg/\(waybill.pieces)件" : "\(kilograms)kg")
        }
        if let size = waybill.dimensions {
            parts.append(size.millimetres.map { String(($0 + 5) / 10) }.joined(separator: "*"))
        }
        switch waybill.freightPayer {
        case .receiver: parts.append("到付")
        case .third: parts.append("月结")
        case .sender, nil: break
        }
        if waybill.orderNumber != nil { parts.append("电商订单") }
        if let insured = waybill.insured, insured.count > 0 {
            parts.append("保价\(insured.count / 100)元")
        }
        if waybill.inspected == false { parts.append("未验视") }
        if waybill.xray == .suspect { parts.append("过机可疑") }
        if let remarks = waybill.remarks, !remarks.isEmpty {
            parts.append("备注 \(withoutNumbers(clean(remarks)))")
        }
        return parts.joined(separator: ";")
    }

    /// A field cannot end its own part.
    private static func clean(_ text: String) -> String {
        String(text.map { ";；,，|｜".contains($0) || $0.isNewline ? "、" : $0 })
    }

    /// Kilograms with one to three decimals: `24.6`, `5.0`.
    private static func decimal(_ grams: Int64) -> String {
        var decimals = String(grams % 1_000)
        decimals = String(repeating: "0", count: 3 - decimals.count) + decimals
        while decimals.count > 1, decimals.hasSuffix("0") { decimals.removeLast() }
        return "\(grams / 1_000).\(decimals)"
    }

    /// Endings of the levels of a place, from large to small; the first of a level is left out as
    /// senders leave it out: 湖南浏阳大瑶镇.
    private static let levels: [(endings: [String], isKept: Bool)] = [
        (["省", "自治区", "特别行政区"], false), (["市", "自治州", "地区"], false),
        (["县", "区", "市", "旗"], false), (["镇", "乡", "街道"], true),
    ]

    /// Up to and with the town; streets, villages and house numbers would name a household.
    static func place(_ address: String?) -> String {
        var rest = Substring((address ?? "").filter { !$0.isWhitespace })
        var result = ""
        var level = 0
        while level < levels.count, let found = next(in: rest, from: level) {
            let isWhole = levels[found.level].isKept || found.name.count < 2
            result += isWhole ? found.name + found.ending : found.name
            rest = rest.dropFirst(found.name.count + found.ending.count)
            level = found.level + 1
        }
        return result.isEmpty ? String(rest.prefix(8).prefix { !$0.isNumber }) : result
    }

    /// The earliest ending of a level at or below `level`, after a name of one to eight characters.
    ///
    /// 新乡市 and 景德镇市 end at 市: an ending right before another one is part of the name.
    private static func next(
        in text: Substring, from level: Int
    ) -> (level: Int, name: String, ending: String)? {
        let characters = Array(text.prefix(16))
        for place in characters.indices where place > 0 && place <= 8 {
            for (number, entry) in levels.enumerated() where number >= level {
                for ending in entry.endings where characters[place...].starts(with: ending) {
                    let after = characters[(place + ending.count)...].first
                    if let after, "市县区".contains(after) { continue }
                    return (number, String(characters[..<place]), ending)
                }
            }
        }
        return nil
    }

    /// Runs of five and more digits could be a phone, an order or an identity; they become `#`.
    private static func withoutNumbers(_ text: String) -> String {
        var result = ""
        var run = ""
        for character in text + " " {
            if character.isNumber || (character == "*" && !run.isEmpty) {
                run.append(character)
            } else {
                result += run.count >= 5 ? "#" : run
                run = ""
                result.append(character)
            }
        }
        return String(result.dropLast())
    }
}
