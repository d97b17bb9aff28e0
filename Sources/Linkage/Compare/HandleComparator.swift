package import Text

/// A nickname or an account's id (昵称、微信号、QQ号) ready to be compared.
package struct PreparedHandle: Hashable, Sendable {
    /// What the writing is.
    package enum Kind: UInt8, Sendable {
        /// A name that somebody gave himself; others may have the same.
        case nickname
        /// WeChat's own id of an account: `wxid_` and what follows.
        case wechatAccount
        /// A WeChat id that its owner chose: a letter and 5 to 19 letters, digits, `_` or `-`.
        case wechatID
        /// A QQ number: 5 to 11 digits that begin with no 0 and are no mobile.
        case qq
    }

    package let kind: Kind
    /// Folded, without spaces, pictures and other separators.
    let symbols: [UInt32]
    /// The readings of Han characters, four of 16 bits; the scalar itself above bit 48 for others.
    let sounds: [UInt64]
    /// `symbols` without words of the trade (烟花批发, 旗舰店, 小号).
    let core: [UInt32]

    /// One number for all handles written alike.
    package var frequencyKey: UInt64 {
        symbols.reduce(AddressWords.seed) { AddressWords.mix($0, UInt64($1)) }
    }

    /// Whether it names one account by its nature.
    package var isAccount: Bool { kind == .wechatAccount || kind == .qq || kind == .wechatID }
}

/// Compares nicknames and account ids.
///
/// Case, width, traditional forms, look-alike letters, spaces and pictures make no difference. Two
/// ids of accounts are the same or they are not: a letter's difference is another account.
package struct HandleComparator: Sendable {
    /// What each level means.
    package static let levels = ["same", "same sound", "one within the other, decorated", "else"]

    /// The numbers of the levels, as `level` gives them.
    package enum Level {
        package static let same = 0
        package static let sameSound = 1
        package static let decorated = 2
        package static let other = 3
    }

    private let folder: Folder
    private let pinyin: Pinyin
    private static let symbolsMax = 64

    package init(folder: Folder, pinyin: Pinyin) {
        self.folder = folder
        self.pinyin = pinyin
    }

    /// Nil where `value` holds no letter, digit or Han character.
    package func prepare(_ value: String) -> PreparedHandle? {
        let folded = folder.fold(value)
        var symbols: [UInt32] = []
        for place in 0..<folded.count where symbols.count < Self.symbolsMax {
            let scalar = folded.scalars[place]
            let isPart = scalar == 0x5F || (scalar == 0x2D && !symbols.isEmpty)
            if isPart || !folded.marks[place].contains(.separator) {
                symbols.append(scalar)
            }
        }
        while symbols.last == 0x2D || symbols.last == 0x5F { symbols.removeLast() }
        guard symbols.contains(where: { $0 != 0x5F && $0 != 0x2D }) else { return nil }
        return PreparedHandle(
            kind: Self.kind(symbols), symbols: symbols, sounds: symbols.map(sound),
            core: HandleWords.core(of: symbols))
    }

    private func sound(_ scalar: UInt32) -> UInt64 {
        let readings = pinyin.syllables(of: scalar).prefix(3)
        guard !readings.isEmpty else { return 1 << 63 | UInt64(scalar) }
        return readings.reduce(0) { $0 << 16 | UInt64($1) }
    }

    private static func kind(_ symbols: [UInt32]) -> PreparedHandle.Kind {
        let isASCII = symbols.allSatisfy {
            Script.isLatin($0) || Script.isDigit($0) || $0 == 0x5F || $0 == 0x2D
        }
        guard isASCII else { return .nickname }
        if symbols.allSatisfy(Script.isDigit) {
            let isMobile = symbols.count == 11 && symbols[0] == 0x31 && symbols[1] >= 0x33
            return (5...11).contains(symbols.count) && symbols[0] != 0x30 && !isMobile
                ? .qq : .nickname
        }
        guard (6...20).contains(symbols.count), Script.isLatin(symbols[0]) else {
            return .nickname
        }
        let prefix: [UInt32] = [0x77, 0x78, 0x69, 0x64, 0x5F]
        return symbols.starts(with: prefix) ? .wechatAccount : .wechatID
    }

    /// The level at which two handles agree: symmetric, 0 for equal ones.
    package func level(_ left: PreparedHandle, _ right: PreparedHandle) -> Int {
        if left.symbols == right.symbols { return Level.same }
        if left.isAccount, right.isAccount { return Level.other }
        if left.symbols.count == right.symbols.count,
            zip(left.sounds, right.sounds).allSatisfy(Self.share)
        {
            return Level.sameSound
        }
        return isDecorated(left, right) ? Level.decorated : Level.other
    }

    private static func share(_ left: UInt64, _ right: UInt64) -> Bool {
        if left == right { return true }
        if (left | right) >> 63 != 0 { return false }
        var rest = left
        while rest != 0 {
            let one = rest & 0xFFFF
            if one != 0,
                right & 0xFFFF == one || right >> 16 & 0xFFFF == one || right >> 32 & 0xFFFF == one
            {
                return true
            }
            rest >>= 16
        }
        return false
    }

    /// 阿强 and 阿强烟花批发: the same core, or one stands at the beginning or end of the other.
    private func isDecorated(_ left: PreparedHandle, _ right: PreparedHandle) -> Bool {
        if left.core == right.core, Self.isTelling(left.core) { return true }
        let (short, long) =
            left.core.count < right.core.count ? (left.core, right.core) : (right.core, left.core)
        guard Self.isTelling(short), short.count * 3 >= long.count else { return false }
        return long.starts(with: short) || long.suffix(short.count).elementsEqual(short)
    }

    /// Two Han characters, or four others: less is found in half of all names.
    private static func isTelling(_ core: [UInt32]) -> Bool {
        core.count >= 4 || core.count { Script.isHan($0) } >= 2
    }
}

/// What people put around a nickname.
enum HandleWords {
    private static let decorations: [[UInt32]] =
        """
        烟花爆竹 烟花 花炮 鞭炮 爆竹 烟火 礼花 批发部 批发 零售 官方旗舰店 旗舰店 专卖店 专营店 直播间 直播 小店 \
        商行 经营部 总代理 总代 代理 厂家直销 厂家 直销 正品 官方 小号 大号 备用号 备用 新号 老号 总店 分店 店铺 \
        工作室 本人 真人 一号 二号 三号 号
        """
        .split { $0 == " " || $0 == "\n" }.map { $0.unicodeScalars.map(\.value) }
        .sorted { $0.count > $1.count }

    /// `symbols` without decorations and without the digits at its end; all of it where nothing
    /// else would be left.
    static func core(of symbols: [UInt32]) -> [UInt32] {
        guard symbols.contains(where: Script.isHan) else { return symbols }
        var core: [UInt32] = []
        var at = 0
        while at < symbols.count {
            if let word = decorations.first(where: { AddressWords.begins($0, symbols, at) }) {
                at += word.count
            } else {
                core.append(symbols[at])
                at += 1
            }
        }
        while let last = core.last, Script.isDigit(last) { core.removeLast() }
        return core.count > 1 ? core : symbols
    }
}
