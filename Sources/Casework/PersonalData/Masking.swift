package import Records

/// How persons show to one who has not asked for more: 张*, 138****8000, an address to its town.
package enum Masking {
    /// The first character and a star; a name that comes masked stays as it is.
    package static func name(_ name: String) -> String {
        guard let first = name.first else { return "" }
        return name.contains("*") || name.contains("＊") ? name : "\(first)*"
    }

    /// `138****8000` of a phone, `ab***yz` of any other name of a person; accounts of platforms are
    /// public and stay.
    package static func identifier(_ identifier: Identifier) -> String {
        switch identifier.kind {
        case .account: identifier.value
        case .phone: Phone(identifier.value)?.maskedText ?? middle(identifier.value)
        case .wechat, .qq: middle(identifier.value)
        case .courierAccount: courierAccount(identifier.value)
        }
    }

    private static func courierAccount(_ value: String) -> String {
        guard let slash = value.firstIndex(of: "/") else { return middle(value) }
        return value[...slash] + middle(String(value[value.index(after: slash)...]))
    }

    /// The first and the last two characters; of a short one only the first.
    static func middle(_ value: String) -> String {
        value.count >= 6 ? "\(value.prefix(2))***\(value.suffix(2))" : "\(value.prefix(1))***"
    }

    /// The address up to its county and town, the rest as `***`; only `***` where neither can be
    /// told.
    package static func address(_ address: String) -> String {
        let kept = levels(Array(address)).joined()
        return kept.count == address.count ? kept : "\(kept)***"
    }

    /// Province, city and county alone, for a route in words: `江西省南昌市进贤县`; nil where none of
    /// them can be told.
    package static func region(_ address: String) -> String? {
        let places = levels(Array(address)).filter { place in
            !townEndings.contains { place.hasSuffix($0) }
        }
        return places.isEmpty ? nil : places.joined()
    }

    private static let townEndings = ["街道", "镇", "乡"]

    /// The endings of each level, from province to town, as the names of GB/T 2260 and GB/T 10114
    /// end.
    private static let endings: [[String]] = [
        ["特别行政区", "自治区", "省"],
        ["自治州", "地区", "盟", "市"],
        ["自治县", "区", "县", "旗", "市"],
        townEndings,
    ]

    /// What ends like a division and is none: 小区, 园区, 超市.
    private static let lookalikes: Set<String> = [
        "小区", "社区", "园区", "校区", "厂区", "库区", "院区", "景区", "街区", "片区", "业区", "超市", "夜市",
        "门市", "城市",
    ]

    /// The longest name of a division without its ending, in characters.
    private static let nameMax = 9

    private static func levels(_ symbols: [Character]) -> [String] {
        var places: [String] = []
        var start = 0
        for level in endings {
            guard let end = end(of: level, in: symbols, from: start) else { continue }
            places.append(String(symbols[start..<end]))
            start = end
        }
        return places
    }

    /// Not `isNumber`: 京 is one to Unicode, ten to the sixteenth.
    private static func isDigit(_ symbol: Character) -> Bool {
        ("0"..."9").contains(symbol) || ("０"..."９").contains(symbol)
    }

    /// Where the nearest name of this level ends; a name has at least one character before its
    /// ending, and no digit.
    private static func end(of level: [String], in symbols: [Character], from start: Int) -> Int? {
        let last = min(start + nameMax + 2, symbols.count)
        for end in stride(from: start + 2, through: last, by: 1) {
            if isDigit(symbols[end - 1]) { return nil }
            let name = String(symbols[start..<end])
            let isPlace = level.contains { name.count > $0.count && name.hasSuffix($0) }
            if isPlace, !lookalikes.contains(String(symbols[(end - 2)..<end])) { return end }
        }
        return nil
    }
}
