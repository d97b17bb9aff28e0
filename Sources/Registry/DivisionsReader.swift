import Primitives
import Records

/// Turns a `divisions.json` into divisions and names, collecting every fault.
struct DivisionsReader {
    let file: DivisionsFile
    let day: CivilDate
    var city: Division?
    var divisions: [Division] = []
    var areas: [ProductionArea] = []
    var names: PlaceNames
    var faults: [RowFault] = []

    init(file: DivisionsFile, day: CivilDate) {
        self.file = file
        self.day = day
        names = PlaceNames(roadWords: file.roadWords)
    }

    mutating func read() {
        readCity()
        for (row, division) in file.divisions.enumerated() { read(division, row) }
        for (row, area) in file.productionAreas.enumerated() { read(area, row) }
        for province in file.provinces where province.short != file.city.province {
            names.add(province.name, .province(province.short))
            names.add(province.short, isShort: true, .province(province.short))
        }
        for other in file.otherCities {
            names.add(other + "市", .otherCity(other))
            names.add(other, isShort: true, .otherCity(other))
        }
        for word in file.notNames { names.add(word, .nothing) }
    }

    private mutating func readCity() {
        let row = file.city
        let seat = checkedSeat(row.seat, "city", 0, row.code)
        checkCode(row.code, "city", 0)
        if let seat {
            city = Division(code: row.code, name: row.name, seat: seat, station: row.station)
        }
        names.add(row.name, .city)
        for short in row.short { names.add(short, isShort: true, .city) }
    }

    private mutating func read(_ row: DivisionRow, _ position: Int) {
        checkCode(row.code, "divisions", position)
        let seat = checkedSeat(row.seat, "divisions", position, row.code)
        if divisions.contains(where: { $0.code == row.code }) {
            refuse("divisions", position, row.code, "code", "stands twice on \(day.text)")
        }
        let holds = held(row.validFrom, row.validTo, "divisions", position, row.code)
        guard holds, let seat else { return }
        let index = divisions.count
        divisions.append(
            Division(code: row.code, name: row.name, seat: seat, station: row.station))
        let needsCity = row.needsCity ?? false
        for name in [row.name] + (row.aliases ?? []) {
            names.add(name, .division(index, needsCity: needsCity))
        }
        for name in row.short ?? [] {
            names.add(name, isShort: true, .division(index, needsCity: needsCity))
        }
        for name in row.towns ?? [] { names.add(name, .town(index, name: name, distinct: false)) }
        for name in row.distinctTowns ?? [] {
            names.add(name, isShort: true, .town(index, name: name, distinct: true))
        }
    }

    private mutating func read(_ row: ProductionAreaRow, _ position: Int) {
        let list = "production_areas"
        let confidence = Confidence(rawValue: row.confidence)
        if confidence == nil { refuse(list, position, row.id, "confidence", "is unknown") }
        if row.names.isEmpty { refuse(list, position, row.id, "names", "is empty") }
        let holds = held(row.validFrom, row.validTo, list, position, row.id)
        guard holds, let confidence else { return }
        let index = areas.count
        areas.append(
            ProductionArea(
                id: row.id, name: row.name, province: row.province, source: row.source,
                confidence: confidence))
        for name in row.names { names.add(name, isShort: true, .area(index)) }
        for name in row.towns ?? [] {
            names.add(name, isShort: true, .areaTown(index, name: name, distinct: false))
        }
        for name in row.distinctTowns ?? [] {
            names.add(name, isShort: true, .areaTown(index, name: name, distinct: true))
        }
    }

    /// Whether a row's dates hold on `day`; faults where they are no dates.
    private mutating func held(
        _ from: String, _ to: String?, _ list: String, _ position: Int, _ id: String
    ) -> Bool {
        guard let first = CivilDate(from) else {
            refuse(list, position, id, "valid_from", "is not a date such as 2026-01-01")
            return false
        }
        guard let to else { return first <= day }
        guard let last = CivilDate(to), last >= first else {
            refuse(list, position, id, "valid_to", "is no date at or after valid_from")
            return false
        }
        return first <= day && day <= last
    }

    private mutating func checkCode(_ code: String, _ list: String, _ position: Int) {
        let isCode = code.utf8.count == 6 && code.utf8.allSatisfy { (48...57).contains($0) }
        if !isCode { refuse(list, position, code, "code", "is not six digits of GB/T 2260") }
    }

    private mutating func checkedSeat(
        _ seat: PointRow, _ list: String, _ position: Int, _ id: String
    ) -> Coordinate? {
        let point = seat.coordinate
        if point?.datum != .cgcs2000 {
            refuse(list, position, id, "seat", "is no point in CGCS2000 degrees")
        }
        return point
    }

    private mutating func refuse(
        _ list: String, _ position: Int, _ id: String, _ field: String, _ reason: String
    ) {
        faults.append(
            RowFault(
                list: list, row: position, id: id, fault: Fault(field: field, reason: reason)))
    }
}
