import Primitives
package import Records

/// Why a verdict is as it is, in one line of Chinese or English.
///
/// Names the strongest finds of each kind with what they stand for: `疑似售卖(概率 0.97):商品“yan花”即烟花
/// (拼音);产地“浏阳”;销售“整箱批发”`.
package enum WhyLine {
    /// At most so many finds of one group are named.
    private static let namedMax = 3

    /// The line in Chinese, finds by group in the order goods, origin, sale.
    package static func chinese(_ verdict: Verdict) -> String {
        let said =
            switch verdict.advice {
            case .offer: "疑似售卖烟花爆竹"
            case .review: "值得一看,尚不确定"
            case .clear: "未见售卖"
            }
        return line(verdict, said, groups: chineseGroups, evasions: chineseEvasions) {
            found, term in
            found == term ? "“\(found)”" : "“\(found)”即\(term)"
        }
    }

    /// The same line in English.
    package static func english(_ verdict: Verdict) -> String {
        let said =
            switch verdict.advice {
            case .offer: "looks like an offer of fireworks"
            case .review: "worth a look, not sure"
            case .clear: "no offer found"
            }
        let names = Dictionary(
            uniqueKeysWithValues: Evasion.allCases.map { ($0, $0.rawValue) })
        return line(verdict, said, groups: englishGroups, evasions: names) { found, term in
            found == term ? "'\(found)'" : "'\(found)' for \(term)"
        }
    }

    private static func line(
        _ verdict: Verdict, _ said: String, groups: [(String, String)],
        evasions: [Evasion: String], _ told: (String, String) -> String
    ) -> String {
        var parts: [String] = []
        for (group, name) in groups {
            let finds = verdict.reasons.filter { $0.code == "term" && $0.group == group }
            if finds.isEmpty { continue }
            let words = finds.prefix(namedMax).map { reason in
                let ways = reason.evasion.compactMap { evasions[$0] }.joined(separator: "、")
                return told(reason.found, reason.term) + (ways.isEmpty ? "" : "(\(ways))")
            }
            parts.append("\(name) \(words.joined(separator: "、"))")
        }
        let other = verdict.reasons.filter { $0.code == "sense" }.map(\.found)
        if !other.isEmpty {
            let name = groups.first { $0.0 == "benign" }?.1 ?? ""
            parts.append("\(name) \(other.prefix(namedMax).joined(separator: "、"))")
        }
        let hundredths = Int((verdict.probability * 100).rounded())
        let head = "\(said) (\(hundredths)%)"
        return parts.isEmpty ? head : head + ": " + parts.joined(separator: "; ")
    }

    private static let chineseGroups = [
        ("product", "商品"), ("slang", "代称"), ("origin", "产地"), ("sale", "销售"),
        ("delivery", "送货"), ("contact", "联系"), ("evasion", "规避"), ("declared", "笼统品名"),
        ("handling", "搬运"), ("authority", "执法与新闻"), ("trade", "正常经营"), ("benign", "另有所指"),
    ]
    private static let englishGroups = [
        ("product", "goods"), ("slang", "slang"), ("origin", "origin"), ("sale", "sale"),
        ("delivery", "delivery"), ("contact", "contact"), ("evasion", "evasion"),
        ("declared", "vague name"), ("handling", "handling"), ("authority", "authority"),
        ("trade", "ordinary trade"), ("benign", "another sense"),
    ]
    private static let chineseEvasions: [Evasion: String] = [
        .width: "全角", .traditional: "繁体", .glyph: "形近", .invisible: "隐形字符",
        .inserted: "夹字符", .homophone: "谐音", .pinyin: "拼音", .initials: "首字母",
        .split: "拆字", .emoji: "表情", .reversed: "倒写",
    ]
}
