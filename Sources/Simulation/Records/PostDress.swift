import Primitives

/// Small habits of typing that honest and hidden people share.
enum PostDress {
    private static let marks = [
        "✨", "🎉", "😂", "👍", "❤️", "🔥", "🌟", "🧧", "🏮", "😭", "🌸", "💪", "📍", "🎁",
    ]
    private static let tags = [
        "#南昌", "#南昌同城", "#过年", "#年货", "#年味", "#{c}", "#好物分享", "#日常", "#春节", "#元旦", "#同城好物", "#生活记录",
    ]

    static func dressed(
        _ text: String, kind: PostKind, county: String, _ random: inout SeededRandom
    ) -> String {
        var text = tidied(text)
        switch random.below(8) {
        case 0: text = replacing("，", with: " ", in: text)
        case 1: text = replacing("，", with: ",", in: text)
        case 2 where kind == .listing || kind == .caption:
            text = replacing("，", with: "\n", in: text)
        default: break
        }
        if random.chance(0.18) { text = random.pick(marks) + text }
        if random.chance(0.22) { text += random.pick(marks) }
        if random.chance(0.1) { text += random.pick(["！", "。", "~", "...", "！！"]) }
        if kind == .caption, random.chance(0.35) {
            for tag in random.sample(tags, 1 + random.below(3)) {
                text += " " + (tag == "#{c}" ? "#\(county)" : tag)
            }
        }
        return text
    }

    /// Empty alternatives of a template leave double spaces behind.
    private static func tidied(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if scalar == " ", result.isEmpty || result.last == " " { continue }
            if scalar == "，" {
                while result.last == " " { result.removeLast() }
            }
            result.append(scalar)
        }
        while result.last == " " { result.removeLast() }
        return String(result)
    }

    static func replacing(_ old: Unicode.Scalar, with new: String, in text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            if scalar == old { result += new } else { result.unicodeScalars.append(scalar) }
        }
        return result
    }
}
