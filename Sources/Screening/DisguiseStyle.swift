package import Records
package import Text

/// The disguise of a find as one class, the strongest where there are several.
enum DisguiseStyle: UInt32 {
    case plain, parted, pinyin, split, picture, homophone, nearSound, initials, reversed

    init(_ hit: TermHit) {
        let disguises = hit.disguises
        if disguises.contains(.initials) {
            self = .initials
        } else if disguises.contains(.nearSound) || disguises.contains(.whollyOther) {
            self = .nearSound
        } else if disguises.contains(.homophone) {
            self = .homophone
        } else if disguises.contains(.picture) {
            self = .picture
        } else if disguises.contains(.split) {
            self = .split
        } else if disguises.contains(.pinyin) {
            self = .pinyin
        } else if !disguises.isDisjoint(with: .parted) {
            self = .parted
        } else if disguises.contains(.reversed) {
            self = .reversed
        } else {
            self = .plain
        }
    }
}

extension DisguiseStyle {
    /// Whether it hides a word from a list of words.
    var hides: Bool { self != .plain && self != .initials }
}

extension TermHit {
    /// Whether it may well stand there by accident: less than 5 bits speak against that; of two
    /// characters less than 7, or 10 where both only sound so.
    var isDoubtful: Bool {
        if disguises.isDisjoint(with: .likeAccidents) { return false }
        if length > 2 { return chance < 5 }
        return chance < (disguises.contains(.whollyOther) ? 10 : 7)
    }
}

extension Disguise {
    /// The disguises by the names that verdicts carry; same and near sound are both `homophone`.
    package var evasions: [Evasion] {
        var result: [Evasion] = []
        if contains(.width) { result.append(.width) }
        if contains(.traditional) { result.append(.traditional) }
        if contains(.glyph) { result.append(.glyph) }
        if contains(.invisible) { result.append(.invisible) }
        if contains(.inserted) { result.append(.inserted) }
        if contains(.homophone) || contains(.nearSound) { result.append(.homophone) }
        if contains(.pinyin) { result.append(.pinyin) }
        if contains(.initials) { result.append(.initials) }
        if contains(.split) { result.append(.split) }
        if contains(.picture) { result.append(.emoji) }
        if contains(.reversed) { result.append(.reversed) }
        return result
    }
}
