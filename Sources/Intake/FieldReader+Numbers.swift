package import Primitives

extension FieldReader {
    /// A decimal number, in the field's unit; nil where there is none or it is at fault.
    package mutating func decimal(_ field: RecordField) -> Double? {
        switch values[field.index] {
        case .absent, .null: return nil
        case .number(let value): return value
        case .text(let text) where isLoose:
            let inside = trimmed(text)
            if inside.isEmpty { return nil }
            if let value = LooseNumber.read(inside, units: field.units) {
                return value.stated ? value.number : value.number * scales[field.index]
            }
            refuse(field, "a number is needed, found \(clipped(inside))")
        default: refuseType(field, needed: "a number")
        }
        return nil
    }

    /// A whole number inside `range`.
    package mutating func whole(_ field: RecordField, in range: ClosedRange<Int>) -> Int? {
        guard let value = decimal(field) else { return nil }
        guard value.rounded() == value else {
            refuse(field, "a whole number is needed")
            return nil
        }
        guard value >= Double(range.lowerBound), value <= Double(range.upperBound) else {
            refuse(field, "must be \(range.lowerBound) to \(range.upperBound)")
            return nil
        }
        return Int(value)
    }

    /// A quantity that scales and rulers report as 0 where nobody measured: 0 is left out and
    /// noted.
    package mutating func measure(_ field: RecordField) -> Double? {
        guard let value = decimal(field) else { return nil }
        if value == 0 {
            omit(field, "0, read as not measured")
            return nil
        }
        return value
    }

    /// An amount of money in yuan.
    package mutating func yuan(_ field: RecordField) -> Fen? {
        guard let value = decimal(field) else { return nil }
        if let amount = Fen(yuan: value) { return amount }
        refuse(field, "must be 0 to \(Int(Limits.priceYuanMax)) yuan")
        return nil
    }

    /// A point: `{lon, lat, datum}` in JSON, three columns in CSV.
    package mutating func coordinate(
        _ field: RecordField, columns: (lon: RecordField, lat: RecordField, datum: RecordField)
    ) -> Coordinate? {
        if isLoose {
            guard has(columns.lon) || has(columns.lat) else { return nil }
            let before = faults.count
            let longitude = decimal(columns.lon)
            let latitude = decimal(columns.lat)
            let datum = word(columns.datum, Self.datums, choices: Self.datumNames)
            if faults.count > before { return nil }
            return point(field, longitude, latitude, datum)
        }
        switch values[field.index] {
        case .absent, .null: return nil
        case .object(let members, _): return point(field, members)
        default:
            refuseType(field, needed: "an object {lon, lat, datum}")
            return nil
        }
    }

    private mutating func point(_ field: RecordField, _ members: [RawValue.Member]) -> Coordinate? {
        let before = faults.count
        var degrees: [String: Double] = [:]
        var datum: Datum?
        for member in members {
            switch (member.key, member.value) {
            case ("lon", .number(let value)), ("lat", .number(let value)):
                degrees[member.key] = value
            case ("lon", let other), ("lat", let other):
                refuse(field, "\(member.key): a number is needed, found \(other.noun)")
            case ("datum", .text(let name)):
                datum = Datum(rawValue: name)
                if datum == nil {
                    refuse(
                        field, "datum: one of \(Self.datumNames) is needed, found \(clipped(name))")
                }
            case ("datum", .null), ("datum", .absent): continue
            case ("datum", let other):
                refuse(field, "datum: a string is needed, found \(other.noun)")
            default: continue
            }
        }
        if faults.count > before { return nil }
        return point(field, degrees["lon"], degrees["lat"], datum)
    }

    private mutating func point(
        _ field: RecordField, _ longitude: Double?, _ latitude: Double?, _ datum: Datum?
    ) -> Coordinate? {
        guard let longitude, let latitude else {
            refuse(field, "both lon and lat are needed")
            return nil
        }
        guard let datum else {
            refuse(
                field,
                "a datum is needed (\(Self.datumNames)): without one the point may be 700 m off")
            return nil
        }
        if let point = Coordinate(longitude: longitude, latitude: latitude, datum: datum) {
            return point
        }
        refuse(field, "lon must be -180 to 180 and lat -90 to 90")
        return nil
    }

    static let datumNames = Datum.allCases.map(\.rawValue).joined(separator: ", ")
    private static let datums: [String: Datum] = [
        "cgcs2000": .cgcs2000, "国家2000": .cgcs2000, "天地图": .cgcs2000, "wgs-84": .wgs84,
        "wgs84": .wgs84, "gps": .wgs84, "gcj-02": .gcj02, "gcj02": .gcj02, "火星坐标": .gcj02,
        "高德": .gcj02, "腾讯": .gcj02, "bd-09": .bd09, "bd09": .bd09, "百度": .bd09, "百度坐标": .bd09,
    ]
}

/// A number as people and spreadsheets write it into a cell.
enum LooseNumber {
    /// Reads `12.5`, `１２．５`, `1,234.50`, `¥12.5`, `12.5元`, `3件`, and a unit of `units` behind it;
    /// `stated` says that such a unit was there and is already reckoned in.
    ///
    /// Nil for anything that could mean two things: `1,5`, `1.2.3`, `12-15`, `1e3`.
    static func read(_ text: String, units: [String: Double]) -> (number: Double, stated: Bool)? {
        if isPlain(text), let value = Double(text) { return (value, false) }
        var symbols = Substring(narrowed(text))
        var scale: Double?
        if symbols.hasPrefix("¥") || symbols.hasPrefix("￥") { symbols = symbols.dropFirst() }
        let digitsEnd = symbols.lastIndex { $0.isASCII && $0.isNumber }
        guard let digitsEnd else { return nil }
        let tail = trimmed(String(symbols[symbols.index(after: digitsEnd)...])).lowercased()
        if !tail.isEmpty {
            if let worth = units[tail] { scale = worth } else { return nil }
        }
        guard let plain = withoutGroups(trimmed(String(symbols[...digitsEnd]))),
            let value = Double(plain), value.isFinite
        else { return nil }
        return (value * (scale ?? 1), scale != nil)
    }

    /// Digits, with at most one point between them.
    private static func isPlain(_ text: String) -> Bool {
        var points = 0
        var last: UInt8 = 46
        for byte in text.utf8 {
            if byte == 46 {
                if last == 46 { return false }
                points += 1
            } else if byte < 48 || byte > 57 {
                return false
            }
            last = byte
        }
        return points <= 1 && last != 46
    }

    /// Full-width digits and points made narrow.
    static func narrowed(_ text: String) -> String {
        if text.utf8.allSatisfy({ $0 < 0x80 }) { return text }
        var result = ""
        for scalar in text.unicodeScalars {
            if (0xFF0B...0xFF19).contains(scalar.value),
                let narrow = Unicode.Scalar(scalar.value - 0xFEE0)
            {
                result.unicodeScalars.append(narrow)
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// An optional sign, digits, at most one point between digits; commas only where they part
    /// thousands.
    private static func withoutGroups(_ text: String) -> String? {
        let sign = text.hasPrefix("-") || text.hasPrefix("+")
        let parts = text.dropFirst(sign ? 1 : 0).split(
            separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard let whole = parts.first, parts.allSatisfy({ !$0.isEmpty }) else { return nil }
        let groups = whole.split(separator: ",", omittingEmptySubsequences: false)
        let isGrouped = groups.count == 1 || (1...3).contains(groups[0].count)
        guard isGrouped, groups.dropFirst().allSatisfy({ $0.count == 3 }),
            (groups + parts.dropFirst()).allSatisfy({ $0.utf8.allSatisfy { $0 >= 48 && $0 <= 57 } })
        else { return nil }
        return (text.hasPrefix("-") ? "-" : "") + groups.joined()
            + (parts.count == 2 ? "." + parts[1] : "")
    }
}
