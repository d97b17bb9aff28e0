import Primitives

/// A point as data files spell it: degrees and the datum they are in.
package struct PointRow: Decodable, Sendable {
    package var lon: Double
    package var lat: Double
    package var datum: String

    package init(lon: Double, lat: Double, datum: String) {
        self.lon = lon
        self.lat = lat
        self.datum = datum
    }

    var coordinate: Coordinate? {
        guard let datum = Datum(rawValue: datum) else { return nil }
        return Coordinate(longitude: lon, latitude: lat, datum: datum)
    }
}

/// A county or district as the data file spells it, before it is checked.
package struct DivisionRow: Decodable, Sendable {
    package var code: String
    package var name: String
    /// Other whole names it has or had (新建县), which mean it wherever they stand.
    package var aliases: [String]?
    /// Forms without their last character (进贤), which are not read before a road word.
    package var short: [String]?
    /// True where other cities have a division of this name, so that it needs the city beside it.
    package var needsCity: Bool?
    package var seat: PointRow
    package var station: String
    /// Towns and sub-districts, read where the city or the division stands in the same address.
    package var towns: [String]?
    /// Those of `towns` whose name is enough by itself.
    package var distinctTowns: [String]?
    package var validFrom: String
    package var validTo: String?
    package var source: String

    enum CodingKeys: String, CodingKey {
        case code, name, aliases, short, seat, station, towns, source
        case needsCity = "needs_city"
        case distinctTowns = "distinct_towns"
        case validFrom = "valid_from"
        case validTo = "valid_to"
    }
}

/// A fireworks production area as the data file spells it, before it is checked.
package struct ProductionAreaRow: Decodable, Sendable {
    package var id: String
    package var name: String
    /// Short name of its province: an address of another province never lies in it.
    package var province: String
    /// Names that mean the area (浏阳市, 浏阳).
    package var names: [String]
    /// Towns that make fireworks, read where one of `names` stands in the same address.
    package var towns: [String]?
    /// Those of `towns` whose name is enough by itself.
    package var distinctTowns: [String]?
    package var validFrom: String
    package var validTo: String?
    package var source: String
    package var confidence: String

    enum CodingKeys: String, CodingKey {
        case id, name, province, names, towns, source, confidence
        case distinctTowns = "distinct_towns"
        case validFrom = "valid_from"
        case validTo = "valid_to"
    }
}

/// The city itself: its code takes what no division can be found for.
package struct CityRow: Decodable, Sendable {
    package var code: String
    package var name: String
    package var short: [String]
    package var province: String
    package var seat: PointRow
    package var station: String
    package var source: String
}

/// A province as addresses name it.
package struct ProvinceRow: Decodable, Sendable {
    package var name: String
    package var short: String
}

/// `divisions.json`: the city's divisions and the names by which addresses are read.
package struct DivisionsFile: Decodable, Sendable {
    package var version: String
    package var city: CityRow
    package var divisions: [DivisionRow]
    package var provinces: [ProvinceRow]
    /// Cities that stand in addresses without their province.
    package var otherCities: [String]
    package var productionAreas: [ProductionAreaRow]
    /// Words that contain a name and mean something else (东西湖区, 浏阳河).
    package var notNames: [String]
    /// What turns a short name into the name of a road, a gate or a bridge.
    package var roadWords: [String]

    enum CodingKeys: String, CodingKey {
        case version, city, divisions, provinces
        case otherCities = "other_cities"
        case productionAreas = "production_areas"
        case notNames = "not_names"
        case roadWords = "road_words"
    }
}
