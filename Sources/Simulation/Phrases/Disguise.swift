import Primitives

/// One way to write a word so that a filter does not know it.
enum DisguiseWay: Int, Sendable, CaseIterable {
    case none, pinyin, homophone, parts, insertion, picture, traditional, initials, code
}

/// The habits of one seller in hiding words.
struct DisguiseHabit: Sendable {
    /// One weight a `DisguiseWay`, in the order of its cases.
    let ways: WeightedTable

    /// `strength` 0 writes plainly, 1 hides nearly every word; one or two ways are favourites.
    init(strength: Double, _ random: inout SeededRandom) {
        var weights = DisguiseWay.allCases.map { _ in 0.05 * strength }
        weights[DisguiseWay.none.rawValue] = max(0.02, 1 - strength) * 2
        let favourites = DisguiseWay.allCases.dropFirst().map(\.rawValue)
        for way in random.sample(favourites, 1 + random.below(2)) {
            weights[way] += strength * (0.6 + random.unit())
        }
        ways = WeightedTable(weights)
    }
}

/// Hides words in the ways of `DisguiseTables`.
struct Disguise: Sendable {
    private struct Glyph: Sendable {
        let pinyin: String
        let homophones: [Unicode.Scalar]
        let parts: String?
        let traditional: String?
    }

    private let glyphs: [Unicode.Scalar: Glyph]
    private let pictures: [String: [String]]

    init() {
        var glyphs: [Unicode.Scalar: Glyph] = [:]
        for line in lines(of: DisguiseTables.characters) {
            let parts = fields(of: line, separator: " ")
            guard let character = parts[0].unicodeScalars.first else { continue }
            glyphs[character] = Glyph(
                pinyin: parts[1], homophones: parts[2] == "-" ? [] : Array(parts[2].unicodeScalars),
                parts: parts[3] == "-" ? nil : parts[3],
                traditional: parts[4] == "-" ? nil : parts[4])
        }
        self.glyphs = glyphs
        var pictures: [String: [String]] = [:]
        for line in lines(of: DisguiseTables.pictures) {
            let parts = fields(of: line, separator: " ")
            pictures[parts[0], default: []].append(parts[1])
        }
        self.pictures = pictures
    }

    /// `word` as a seller of `habit` writes it this time.
    func hide(_ word: String, _ habit: DisguiseHabit, _ random: inout SeededRandom) -> String {
        let way = DisguiseWay(rawValue: habit.ways.draw(&random)) ?? .none
        let scalars = Array(word.unicodeScalars)
        switch way {
        case .none: return word
        case .code: return random.pick(DisguiseTables.codes)
        case .pinyin: return pinyin(scalars, &random)
        case .initials: return initials(scalars, &random) ?? pinyin(scalars, &random)
        case .insertion:
            let mark = random.pick(DisguiseTables.insertions)
            return scalars.map { String($0) }.joined(separator: mark)
        case .picture: return picture(word, scalars, &random)
        case .homophone:
            return replacingOne(scalars, &random) { glyph, random in
                glyph.homophones.isEmpty ? nil : String(random.pick(glyph.homophones))
            } ?? pinyin(scalars, &random)
        case .parts:
            return replacingOne(scalars, &random) { glyph, _ in glyph.parts }
                ?? scalars.map { String($0) }.joined(separator: " ")
        case .traditional:
            return scalars.map { glyphs[$0]?.traditional ?? String($0) }.joined()
        }
    }

    private func pinyin(_ word: [Unicode.Scalar], _ random: inout SeededRandom) -> String {
        let all = random.chance(0.35)
        let gap = all && random.chance(0.5) ? " " : ""
        let chosen = random.below(word.count)
        let style = random.below(5)
        return word.enumerated().map { index, scalar in
            guard all || index == chosen, let glyph = glyphs[scalar] else { return String(scalar) }
            switch style {
            case 0: return capitalised(glyph.pinyin)
            case 1 where !all: return String(glyph.pinyin.unicodeScalars.prefix(1))
            default: return glyph.pinyin
            }
        }.joined(separator: gap)
    }

    private func initials(_ word: [Unicode.Scalar], _ random: inout SeededRandom) -> String? {
        var letters = ""
        for scalar in word {
            guard let first = glyphs[scalar]?.pinyin.unicodeScalars.first else { return nil }
            letters.unicodeScalars.append(first)
        }
        switch random.below(4) {
        case 0: return letters.uppercased()
        case 1: return wide(letters)
        default: return letters
        }
    }

    private func picture(
        _ word: String, _ scalars: [Unicode.Scalar], _ random: inout SeededRandom
    ) -> String {
        if let options = pictures[word] { return random.pick(options) }
        let marks: [(Unicode.Scalar, String)] = [("花", "🌸"), ("炮", "💥"), ("火", "🔥"), ("雷", "⚡")]
        var hidden = false
        let text = scalars.map { scalar in
            guard let mark = marks.first(where: { $0.0 == scalar })?.1 else {
                return String(scalar)
            }
            hidden = true
            return mark
        }.joined()
        return hidden ? text : word + random.pick(["🎆", "🧨", "✨", "🎇"])
    }

    /// Replaces one character that `change` can change; nil where there is none.
    private func replacingOne(
        _ word: [Unicode.Scalar], _ random: inout SeededRandom,
        _ change: (Glyph, inout SeededRandom) -> String?
    ) -> String? {
        let start = random.below(word.count)
        for step in 0..<word.count {
            let index = (start + step) % word.count
            guard let glyph = glyphs[word[index]], let other = change(glyph, &random) else {
                continue
            }
            let head = word[..<index].map { String($0) }.joined()
            let tail = word[(index + 1)...].map { String($0) }.joined()
            return head + other + tail
        }
        return nil
    }

    private func capitalised(_ text: String) -> String {
        let scalars = text.unicodeScalars
        guard let first = scalars.first else { return text }
        return String(first).uppercased() + String(Substring(scalars.dropFirst()))
    }

    /// Full-width letters: ｙｈ.
    private func wide(_ letters: String) -> String {
        var text = ""
        for scalar in letters.unicodeScalars {
            text.unicodeScalars.append(Unicode.Scalar(scalar.value + 0xFEE0) ?? scalar)
        }
        return text
    }
}

/// Ways in which people write numbers and ids so that a filter does not see a contact.
enum ContactDisguise {
    private static let han = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"]
    private static let spoken = ["洞", "幺", "两", "三", "四", "五", "六", "拐", "八", "勾"]
    private static let capital = ["零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"]
    private static let keycaps = (0...9).map { "\($0)\u{FE0F}\u{20E3}" }
    private static let wide = ["０", "１", "２", "３", "４", "５", "６", "７", "８", "９"]

    static func number(_ digits: String, _ random: inout SeededRandom) -> String {
        let values = digits.utf8.map { Int($0) - 48 }
        switch random.below(8) {
        case 0: return grouped(digits, "-")
        case 1: return grouped(digits, " ")
        case 2: return values.map { han[$0] }.joined()
        case 3: return values.map { random.chance(0.4) ? capital[$0] : String($0) }.joined()
        case 4: return values.map { keycaps[$0] }.joined()
        case 5: return values.map { wide[$0] }.joined()
        case 6: return values.map { random.chance(0.5) ? spoken[$0] : String($0) }.joined()
        default: return digits
        }
    }

    static func account(_ name: String, _ random: inout SeededRandom) -> String {
        let scalars = Array(name.unicodeScalars)
        switch random.below(6) {
        case 0:
            let half = scalars.count / 2
            let mark = random.pick([" ", "-", "·", "～", " (连着) "])
            return scalars[..<half].map { String($0) }.joined() + mark
                + scalars[half...].map { String($0) }.joined()
        case 1: return name.uppercased()
        case 2: return scalars.map { String($0) }.joined(separator: " ")
        default: return name
        }
    }

    private static func grouped(_ digits: String, _ mark: String) -> String {
        let all = Array(digits.unicodeScalars).map { String($0) }
        guard all.count == 11 else { return digits }
        return [all[0..<3], all[3..<7], all[7..<11]].map { $0.joined() }.joined(separator: mark)
    }
}
