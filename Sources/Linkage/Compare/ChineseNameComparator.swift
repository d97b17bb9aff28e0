package import Text

/// A person's name (姓名) ready to be compared.
package struct PreparedName: Hashable, Sendable {
    /// Folded characters of a Chinese name; 0 for one that is hidden.
    ///
    /// Empty for a Latin one.
    let characters: [UInt32]
    /// For each character up to four readings without tones, 16 bits each; of a Latin name its
    /// syllables, where it is pinyin.
    let sounds: [UInt64]
    /// For each up to four classes of near sound.
    let nearSounds: [UInt64]
    /// How many of the characters are the surname.
    let surnameLength: Int
    /// The given name is not told (王先生, 王**): `characters` is the surname alone.
    let isSurnameOnly: Bool
    /// Some character is hidden by a star or 某.
    let isMasked: Bool
    /// Lower-case letters of a Latin name, one space between words.
    let latin: [UInt8]

    /// One number for all names written alike; nil for a name that is not told in full.
    ///
    /// By its count a common name (王伟) weighs less than a rare one.
    package var frequencyKey: UInt64? {
        if isSurnameOnly || isMasked { return nil }
        let key = characters.reduce(AddressWords.seed) { AddressWords.mix($0, UInt64($1)) }
        return latin.reduce(key) { AddressWords.mix($0, UInt64($1)) }
    }

    /// How many characters of the name show; a Latin name has as many as syllables or words.
    package var length: Int {
        latin.isEmpty
            ? characters.count { $0 != 0 } : max(sounds.count, latin.split(separator: 0x20).count)
    }
}

/// Compares names of persons as Chinese names are written, misheard, mistyped and hidden.
///
/// Names have two or three characters, so that a share of edits means little: a name of two allows
/// another writing of the same or a near sound and no other edit, one of three or more a single
/// other character in the given name. Latin names are compared as pinyin where they are, else by
/// Jaro and Winkler's measure.
package struct ChineseNameComparator: Sendable {
    /// What each level means.
    package static let levels = [
        "same", "same sound", "near sound", "same surname, one given character differs",
        "hidden in part, what shows agrees", "surname only", "else",
    ]

    /// The numbers of the levels, as `level` gives them.
    package enum Level {
        package static let same = 0
        package static let sameSound = 1
        package static let nearSound = 2
        package static let oneCharacter = 3
        package static let masked = 4
        package static let surname = 5
        package static let other = 6
    }

    private let folder: Folder
    private let pinyin: Pinyin
    let surnames: SurnameTable

    /// Characters of a name that are kept: the longest names of minorities have some twenty.
    private static let charactersMax = 24

    package init(folder: Folder, pinyin: Pinyin, surnames: SurnameTable) {
        self.folder = folder
        self.pinyin = pinyin
        self.surnames = surnames
    }

    /// Nil where `value` holds neither a Han character nor two letters.
    package func prepare(_ value: String) -> PreparedName? {
        let folded = folder.fold(value)
        var han: [UInt32] = []
        var latin: [UInt8] = []
        var isMasked = false
        for place in 0..<folded.count {
            let scalar = folded.scalars[place]
            if Script.isHan(scalar), han.count < Self.charactersMax {
                han.append(scalar)
            } else if NameWords.isStar(scalar), han.count < Self.charactersMax {
                han.append(0)
                isMasked = true
            } else if Script.isLatin(scalar), latin.count < 64 {
                latin.append(UInt8(scalar))
            } else if let last = latin.last, last != 0x20 {
                latin.append(0x20)
            }
        }
        if han.contains(where: { $0 != 0 }) { return chinese(han, isMasked: isMasked) }
        while latin.last == 0x20 { latin.removeLast() }
        return latin.count > 1 ? self.latin(latin) : nil
    }

    private func chinese(_ characters: [UInt32], isMasked: Bool) -> PreparedName? {
        var name = characters
        var isMasked = isMasked
        let isTitled = NameWords.dropTitle(&name)
        // 小王 and 老李 are called by the surname.
        let isFamiliar =
            name.count == 2 && NameWords.familiar.contains(name[0]) && surnames.isSurname(name[1])
        if isFamiliar { name.removeFirst() }
        if name.count > 1 {
            for place in 1..<name.count where name[place] == NameWords.somebody {
                name[place] = 0
                isMasked = true
            }
        }
        guard !name.isEmpty else { return nil }
        let surnameLength = surnames.length(in: name)
        let given = name.dropFirst(surnameLength)
        let isSurname = (isTitled || isFamiliar) && (name.count == 1 || surnames.isCompound(name))
        let isHidden = !given.isEmpty && given.allSatisfy { $0 == 0 }
        if isSurname || isHidden {
            if isHidden { name = Array(name.prefix(surnameLength)) }
            guard name.contains(where: { $0 != 0 }) else { return nil }
            return prepared(
                name, surnameLength: name.count, isSurnameOnly: true, isMasked: isMasked)
        }
        return prepared(
            name, surnameLength: surnameLength, isSurnameOnly: false, isMasked: isMasked)
    }

    private func prepared(
        _ name: [UInt32], surnameLength: Int, isSurnameOnly: Bool, isMasked: Bool
    ) -> PreparedName {
        PreparedName(
            characters: name, sounds: name.map { Self.pack(pinyin.syllables(of: $0)) },
            nearSounds: name.map { Self.pack(pinyin.classes(of: $0)[...]) },
            surnameLength: surnameLength, isSurnameOnly: isSurnameOnly, isMasked: isMasked,
            latin: [])
    }

    private func latin(_ letters: [UInt8]) -> PreparedName {
        var syllables: [(length: Int, syllable: UInt16)] = []
        var isPinyin = true
        for word in letters.split(separator: 0x20) where isPinyin {
            isPinyin = pinyin.segment(word.map(UInt32.init)[...], into: &syllables)
        }
        if !(2...4).contains(syllables.count) { isPinyin = false }
        return PreparedName(
            characters: [], sounds: isPinyin ? syllables.map { Self.pack([$0.syllable]) } : [],
            nearSounds: [], surnameLength: 1, isSurnameOnly: false, isMasked: false, latin: letters)
    }

    private static func pack(_ numbers: ArraySlice<UInt16>) -> UInt64 {
        numbers.prefix(4).reduce(0) { $0 << 16 | UInt64($1) }
    }

    // MARK: Levels

    /// The level at which two names agree: symmetric, 0 the strictest.
    ///
    /// A name that is hidden in part is at `masked` or `surname` even with itself.
    package func level(_ left: PreparedName, _ right: PreparedName) -> Int {
        guard left.latin.isEmpty, right.latin.isEmpty else { return latinLevel(left, right) }
        if left.isSurnameOnly || right.isSurnameOnly { return surnameLevel(left, right) }
        if left.isMasked || right.isMasked { return maskedLevel(left, right) }
        if left.characters == right.characters { return Level.same }
        if left.characters.count == right.characters.count {
            if Self.agree(left.sounds, right.sounds) { return Level.sameSound }
            if Self.agree(left.nearSounds, right.nearSounds) { return Level.nearSound }
        }
        return isOneCharacterOff(left, right) ? Level.oneCharacter : Level.other
    }

    private func isOneCharacterOff(_ left: PreparedName, _ right: PreparedName) -> Bool {
        guard left.surnameLength == right.surnameLength,
            left.sounds.prefix(left.surnameLength).elementsEqual(
                right.sounds.prefix(right.surnameLength), by: Self.share)
        else { return false }
        let lefts = left.characters.dropFirst(left.surnameLength)
        let rights = right.characters.dropFirst(right.surnameLength)
        guard max(lefts.count, rights.count) > 1, min(lefts.count, rights.count) > 0 else {
            return false
        }
        // Long names of minorities may differ in more.
        return NameWords.isWithin(max(1, max(lefts.count, rights.count) / 4), lefts, rights)
    }

    private func surnameLevel(_ left: PreparedName, _ right: PreparedName) -> Int {
        let count = min(left.surnameLength, right.surnameLength)
        guard left.surnameLength == right.surnameLength else { return Level.other }
        for place in 0..<count where left.characters[place] != right.characters[place] {
            return Level.other
        }
        return Level.surname
    }

    /// 王*明 and 王小明: equal length, and what both show is the same.
    private func maskedLevel(_ left: PreparedName, _ right: PreparedName) -> Int {
        guard left.characters.count == right.characters.count else { return Level.other }
        var shown = 0
        for (a, b) in zip(left.characters, right.characters) where a != 0 && b != 0 {
            if a != b { return Level.other }
            shown += 1
        }
        return shown > 0 ? Level.masked : Level.other
    }

    private static func agree(_ left: [UInt64], _ right: [UInt64]) -> Bool {
        for (a, b) in zip(left, right) where !share(a, b) { return false }
        return true
    }

    /// Whether two packed sets have a number in common.
    @inline(__always)
    private static func share(_ left: UInt64, _ right: UInt64) -> Bool {
        var rest = left
        while rest != 0 {
            let one = rest & 0xFFFF
            if one != 0 {
                if right & 0xFFFF == one || right >> 16 & 0xFFFF == one
                    || right >> 32 & 0xFFFF == one || right >> 48 == one
                {
                    return true
                }
            }
            rest >>= 16
        }
        return false
    }

    private func latinLevel(_ left: PreparedName, _ right: PreparedName) -> Int {
        if left.latin == right.latin { return Level.same }
        if left.isSurnameOnly || right.isSurnameOnly || left.isMasked || right.isMasked {
            return Level.other
        }
        if !left.sounds.isEmpty, left.sounds.count == right.sounds.count {
            if Self.agree(left.sounds, right.sounds) { return Level.sameSound }
            // Xiaoming Wang: the surname may stand last in letters.
            if Self.agree(Self.turned(left), right.sounds)
                || Self.agree(left.sounds, Self.turned(right))
            {
                return Level.sameSound
            }
        }
        guard !left.latin.isEmpty, !right.latin.isEmpty else { return Level.other }
        let likeness = NameWords.jaroWinkler(left.latin, right.latin)
        return likeness >= 0.92
            ? Level.nearSound : likeness >= 0.85 ? Level.oneCharacter : Level.other
    }

    private static func turned(_ name: PreparedName) -> [UInt64] {
        name.latin.isEmpty ? name.sounds : Array(name.sounds.suffix(1) + name.sounds.dropLast())
    }
}
