/// The words that explain the parts of an address, and the keys of parts.
enum AddressWords {
    static let road: UInt32 = 0x8DEF
    static let street: UInt32 = 0x8857
    static let way: UInt32 = 0x9053
    static let alley: UInt32 = 0x5DF7
    static let village: UInt32 = 0x6751
    static let houseNumber: UInt32 = 0x53F7
    /// 楼, 栋, 幢, 室: behind 号 they count buildings and rooms even on a road.
    static let towers = Set("楼栋幢室".unicodeScalars.map(\.value))
    /// What a place without a number is called by: no name, every village has one.
    static let kindsOfPlace = words(
        "旧厂房 老厂房 厂房 仓库 库房 仓 出租屋 出租房 门面 门店 店面 店铺 小卖部 小店 院子 大院 院 老屋 老房子 民房 "
            + "作坊 云仓 冷库 车库")
    /// What a sender adds for the courier.
    private static let notes = words("放门口 打电话 门口 附近 旁边 对面 隔壁 楼下")

    /// `name` without notes for the courier at its end.
    static func withoutNotes(_ name: [UInt32]) -> [UInt32] {
        var name = name[...]
        while let note = notes.first(where: {
            name.count > $0.count && name.suffix($0.count).elementsEqual($0)
        }) {
            name = name.dropLast(note.count)
        }
        return Array(name)
    }

    /// 大道, 国道, 省道, 县道, 辅道, 干道, 步道, 环道.
    static let beforeWay = Set("大国省县辅干步环".unicodeScalars.map(\.value))

    private static func words(_ text: String) -> [[UInt32]] {
        text.split(separator: " ").map { $0.unicodeScalars.map(\.value) }
            .sorted { $0.count > $1.count }
    }

    static let streetOffice = words("街道办事处 街道办 街道")
    static let villageOffice = words("村民委员会 村委会 村")

    static func length(of words: [[UInt32]], in text: [UInt32], at place: Int) -> Int {
        words.first { begins($0, text, place) }?.count ?? 1
    }

    @inline(__always)
    static func begins(_ word: [UInt32], _ text: [UInt32], _ place: Int) -> Bool {
        guard place + word.count <= text.count else { return false }
        for offset in word.indices where text[place + offset] != word[offset] { return false }
        return true
    }

    /// 路, 街, 巷, 道 or 大 (大道): what stands before is part of a road's name.
    static func isRoadWord(_ scalar: UInt32) -> Bool {
        switch scalar {
        case road, street, alley, way, 0x5927: true
        default: false
        }
    }

    @inline(__always)
    static func isSeparator(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0...0x22, 0x24...0x29, 0x2B...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0xD6: true
        case 0xD8...0xFF, 0x2000...0x206F, 0x2190...0x2BFF, 0x3000...0x3004, 0x3008...0x303F: true
        case 0xFE30...0xFE4F, 0xFF00...0xFF0F, 0xFFFD, 0x1F000...0x1FAFF: true
        default: false
        }
    }

    static func isHyphen(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0x2D, 0x2F, 0x7E, 0x2010...0x2015, 0x4E4B: true
        default: false
        }
    }

    // MARK: Words behind numbers

    enum Suffix {
        case building, unit, room, storey, group, lane, phase, yard, number
        /// 107国道, 中山一路: the number belongs to a name.
        case partOfName
    }

    private static let suffixes: [(Suffix, [[UInt32]])] = [
        (.partOfName, words("路 街 大街 大道 国道 省道 县道 高速 号线 环 里 号路 号街 中 小 线 村 号村 号桥")),
        (.building, words("号楼 号栋 号幢 栋楼 栋 幢 座 懂 冻 # 号馆 #楼 #栋 号厂房 号库 号仓 号公寓")),
        (.room, words("号室 号房 室 房 户 号铺 号商铺 号门面 号门市 号店 号房间")),
        (.unit, words("单元 单 门")),
        (.yard, words("号院 号大院 号小区")),
        (.storey, words("楼 层 f")),
        (.group, words("组 队 社 生产队 村民小组 小组")),
        (.lane, words("弄 巷 号弄 胡同")),
        (.phase, words("期 区")),
        (.number, words("号 號 号门")),
    ]

    /// All words behind numbers by their first scalar, the longest first.
    private static let bySuffixStart: [UInt32: [(Suffix, [UInt32])]] = {
        var table: [UInt32: [(Suffix, [UInt32])]] = [:]
        for (kind, words) in suffixes {
            for word in words { table[word[0], default: []].append((kind, word)) }
        }
        return table.mapValues { $0.sorted { $0.1.count > $1.1.count } }
    }()

    /// The word that explains a number before `place`, and where it ends.
    static func suffix(_ text: [UInt32], _ place: Int) -> (Suffix, Int)? {
        guard place < text.count, let words = bySuffixStart[text[place]] else { return nil }
        for (kind, word) in words where begins(word, text, place) {
            return (kind, place + word.count)
        }
        return nil
    }

    /// Whether a number with 单元 or 门 stands at `place`: then the number before it was a building.
    static func unitFollows(_ text: [UInt32], _ place: Int) -> Bool {
        var at = place
        while at < text.count, at - place < 4,
            AddressNumber.isDigit(text[at]) || AddressNumber.numeral(text[at]) != nil
        {
            at += 1
        }
        guard at > place, let (word, _) = suffix(text, at) else { return false }
        return word == .unit
    }

    // MARK: Keys

    static let seed: UInt64 = 0xCBF2_9CE4_8422_2325

    /// One step of FNV-1a over 64-bit words, with a last shift so that upper bits reach the lower.
    @inline(__always)
    static func mix(_ key: UInt64, _ value: UInt64) -> UInt64 {
        let product = (key ^ value) &* 0x0000_0100_0000_01B3
        return product ^ (product >> 29)
    }

    static func hash(decimal: Int) -> UInt64 {
        var digits: [UInt64] = []
        var rest = max(decimal, 0)
        repeat {
            digits.append(UInt64(0x30 + rest % 10))
            rest /= 10
        } while rest > 0
        return digits.reversed().reduce(seed, mix)
    }

    /// The key of a name: without what says its rank or its office, numerals as digits.
    static func key(_ name: ArraySlice<UInt32>, of part: AddressPart) -> UInt64 {
        let name = trimmed(name, of: part)
        var key = seed
        for scalar in name where !isSeparator(scalar) {
            if let digit = AddressNumber.numeral(scalar), digit < 10 {
                key = mix(key, UInt64(0x30 + digit))
            } else {
                key = mix(key, UInt64(scalar))
            }
        }
        return key == 0 ? 1 : key
    }

    /// 七里街道 and 七里办事处 are one town, 春光村 and 春光村委会 one village.
    static func trimmed(_ name: ArraySlice<UInt32>, of part: AddressPart) -> ArraySlice<UInt32> {
        let suffixes: [[UInt32]]
        switch part {
        case .town: suffixes = townSuffixes
        case .village: suffixes = villageSuffixes
        default: return name
        }
        for suffix in suffixes where name.count > suffix.count + 1 {
            if name.suffix(suffix.count).elementsEqual(suffix) {
                return name.dropLast(suffix.count)
            }
        }
        return name
    }

    private static let townSuffixes = words("街道办事处 街道办 办事处 街办 街道 镇 乡")
    private static let villageSuffixes = words("村民委员会 村委会 村 社区")
}
