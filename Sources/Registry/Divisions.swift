package import Primitives
package import Records

/// A county or town from which fireworks come (烟花爆竹产区), such as Liuyang.
package struct ProductionArea: Hashable, Sendable {
    package let id: String
    package let name: String
    /// Short name of its province.
    package let province: String
    package let source: String
    package let confidence: Confidence
}

/// Where an address from a production area was found to be, and how exactly.
package struct ProductionOrigin: Hashable, Sendable {
    /// The area's id: `liuyang`.
    package let area: String
    /// The area's name: 浏阳.
    package let name: String
    /// The town that makes fireworks, where the address names one: a stronger sign than the county
    /// alone, from which all kinds of goods come.
    package let town: String?
}

/// What an address in words says of where it is.
package struct AddressReading: Hashable, Sendable {
    /// Code of the division of this city, or the city's own code where only the city is named; nil
    /// for an address elsewhere or without a place.
    package var division: String?
    /// The name in the address that decided `division`.
    package var decidedBy: String?
    /// Whole or short name of the first province or other city named, or nil.
    package var elsewhere: String?
    /// Set where the address lies in a production area.
    package var production: ProductionOrigin?

    /// One key for "which place is this parcel going to": a division of this city, else province.
    package var areaKey: String? { division ?? elsewhere }

    package init() {}
}

/// The city's divisions, their stations, and the reading of addresses (行政区划).
package struct Divisions: Sendable {
    package let version: String
    /// The city itself, whose brigade takes what no division can be found for.
    package let city: Division
    /// The counties and districts, by code.
    package let all: [Division]
    package let productionAreas: [ProductionArea]
    private let names: PlaceNames

    /// Checks every row and takes all that hold on `day`, or none.
    /// - Throws: `RegistryError`, code `registry.rows_refused`, naming every fault of every row.
    package init(_ file: DivisionsFile, on day: CivilDate) throws(RegistryError) {
        var reader = DivisionsReader(file: file, day: day)
        reader.read()
        guard reader.faults.isEmpty, let city = reader.city else {
            throw .rowsRefused(reader.faults)
        }
        version = file.version
        self.city = city
        all = reader.divisions
        productionAreas = reader.areas
        names = reader.names
    }

    /// The division of a code, the city included; nil for another code.
    package func division(_ code: String) -> Division? {
        code == city.code ? city : all.first { $0.code == code }
    }

    /// Reads an address: which division, which province, which production area.
    ///
    /// A division's own name decides before a town's, a town's before the city's. A name that other
    /// cities have too (西湖区) and a town's name count only beside the city's name; nothing counts
    /// after another province or city has been named first.
    package func read(_ address: String) -> AddressReading {
        var notes = AddressNotes()
        names.forEach(in: address) { name, meanings in
            for meaning in meanings { notes.take(name, meaning) }
        }
        return notes.reading(divisions: all, city: city, areas: productionAreas)
    }
}

/// The names met in one address, and what follows from them together.
private struct AddressNotes {
    var sawCity = false
    var elsewhere: String?
    /// The first province named, wherever it stands.
    var province: String?
    var division: (index: Int, name: String)?
    var doubtful: (index: Int, name: String)?
    var towns: [(index: Int, name: String, distinct: Bool)] = []
    var area: Int?
    var areaTowns: [(index: Int, name: String, distinct: Bool)] = []

    mutating func take(_ name: String, _ meaning: PlaceMeaning) {
        switch meaning {
        case .nothing: break
        case .city: if elsewhere == nil { sawCity = true }
        case .province(let place):
            if province == nil { province = place }
            takeElsewhere(place)
        case .otherCity(let place): takeElsewhere(place)
        case .division(let index, needsCity: true):
            if doubtful == nil { doubtful = (index, name) }
        case .division(let index, needsCity: false):
            if elsewhere == nil, division == nil { division = (index, name) }
        case .town(let index, name: _, let distinct): towns.append((index, name, distinct))
        case .area(let index): if area == nil { area = index }
        case .areaTown(let index, name: _, let distinct):
            areaTowns.append((index, name, distinct))
        }
    }

    private mutating func takeElsewhere(_ place: String) {
        if !sawCity, division == nil, elsewhere == nil { elsewhere = place }
    }

    func reading(divisions: [Division], city: Division, areas: [ProductionArea]) -> AddressReading {
        var result = AddressReading()
        result.elsewhere = elsewhere
        if let found = place() {
            result.division = divisions[found.index].code
            result.decidedBy = found.name
        } else if sawCity {
            result.division = city.code
            result.decidedBy = city.name
        }
        result.production = origin(areas)
        return result
    }

    private func place() -> (index: Int, name: String)? {
        if let division { return division }
        if sawCity, let doubtful { return doubtful }
        let town = towns.first { sawCity || ($0.distinct && elsewhere == nil) }
        return town.map { ($0.index, $0.name) }
    }

    private func origin(_ areas: [ProductionArea]) -> ProductionOrigin? {
        let town = areaTowns.first { $0.index == area || (area == nil && $0.distinct) }
        guard let index = area ?? town?.index else { return nil }
        guard province == nil || province == areas[index].province else { return nil }
        return ProductionOrigin(area: areas[index].id, name: areas[index].name, town: town?.name)
    }
}
