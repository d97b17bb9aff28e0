import Primitives

/// A county or district of Nanchang, as the simulator uses it.
struct County: Sendable {
    let code: String
    let name: String
    /// Without 区 or 县 where people leave it out.
    let short: String
    let seat: MapPoint
    /// What to add to a CGCS2000 point to have it in GCJ-02.
    let shift: (Int, Int)
    let station: String
    var streets: [String]
    /// Indexes into `Atlas.towns`.
    var towns: [Int]
}

/// A town or sub-district of Nanchang.
struct Town: Sendable {
    let name: String
    let county: Int
    let people: Double
    let centre: MapPoint
    let isUrban: Bool

    /// Without 镇, 乡, 街道: `李渡`.
    var short: String {
        for tail in ["街道", "管理处", "镇", "乡"] where name.hasSuffix(tail) {
            return String(name.unicodeScalars.dropLast(tail.unicodeScalars.count))
        }
        return name
    }
}

/// A town outside Nanchang.
struct FarTown: Sendable {
    let province: String
    let city: String
    let county: String
    /// Empty where the county is precise enough for ordinary parcels.
    let town: String

    /// `广东省深圳市宝安区`; a municipality is written once.
    var text: String { (province == city ? city : province + city) + county + town }
}

/// A town of either kind.
enum Home: Sendable, Hashable {
    case local(Int)
    case far(Int)
    case production(Int)
}

/// All places of the simulation and how addresses in them are written.
struct Atlas: Sendable {
    private(set) var counties: [County] = []
    private(set) var towns: [Town] = []
    let far: [FarTown]
    let production: [FarTown]
    /// Towns by people.
    let townTable: WeightedTable
    let farTable: WeightedTable

    init() {
        var weights: [Double] = []
        far = lines(of: Elsewhere.towns).map { line in
            let parts = fields(of: line)
            weights.append(Double(parts[3]) ?? 1)
            return FarTown(province: parts[0], city: parts[1], county: parts[2], town: "")
        }
        production = lines(of: Elsewhere.production).flatMap { line in
            let parts = fields(of: line)
            return fields(of: parts[3], separator: " ").map {
                FarTown(province: parts[0], city: parts[1], county: parts[2], town: $0)
            }
        }
        farTable = WeightedTable(weights)
        (counties, towns) = Self.readTowns(into: Self.readCounties())
        townTable = WeightedTable(towns.map(\.people))
    }

    func county(of town: Int) -> County { counties[towns[town].county] }

    func far(_ home: Home) -> FarTown? {
        switch home {
        case .local: nil
        case .far(let index): far[index]
        case .production(let index): production[index]
        }
    }

    /// `江西省南昌市进贤县`, or the province, city and county of another place.
    func placeText(_ home: Home) -> String {
        guard case .local(let town) = home else {
            guard let place = far(home) else { return "" }
            let city = place.province == place.city ? place.city : place.province + place.city
            return city + place.county
        }
        return "江西省南昌市" + county(of: town).name
    }

    private static func readCounties() -> [County] {
        let streets = lines(of: Nanchang.streets).map { fields(of: $0, separator: ":") }
        return lines(of: Nanchang.divisions).enumerated().map { index, line in
            let parts = fields(of: line)
            let numbers = parts[3...6].map { Int($0) ?? 0 }
            return County(
                code: parts[0], name: parts[1], short: parts[2],
                seat: MapPoint(
                    longitude: numbers[0] * 1_000, latitude: numbers[1] * 1_000, datum: "CGCS2000"),
                shift: (numbers[2], numbers[3]), station: parts[7],
                streets: fields(of: streets[index][1], separator: " "), towns: [])
        }
    }

    private static func readTowns(into empty: [County]) -> ([County], [Town]) {
        var counties = empty
        var towns: [Town] = []
        for line in lines(of: Nanchang.towns) {
            let parts = fields(of: line)
            guard let county = counties.firstIndex(where: { $0.code == parts[0] }) else { continue }
            counties[county].towns.append(towns.count)
            let centre = MapPoint(
                longitude: (Int(parts[3]) ?? 0) * 1_000, latitude: (Int(parts[4]) ?? 0) * 1_000,
                datum: "CGCS2000")
            towns.append(
                Town(
                    name: parts[1], county: county, people: Double(parts[2]) ?? 1, centre: centre,
                    isUrban: parts[5] == "u"))
        }
        return (counties, towns)
    }
}

/// The non-empty lines of a table.
func lines(of table: String) -> [String] {
    table.utf8.split(separator: UInt8(ascii: "\n")).map { String(Substring($0)) }
}

/// The parts of a line.
func fields(of line: String, separator: Unicode.Scalar = "|") -> [String] {
    line.unicodeScalars.split(separator: separator, omittingEmptySubsequences: false)
        .map { String(String.UnicodeScalarView($0)) }
}
