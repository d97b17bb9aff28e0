package import Text

/// An address ready to be compared.
package struct PreparedAddress: Hashable, Sendable {
    /// Numbers of units in the index; -1 where unknown.
    fileprivate(set) var province: Int32 = -1
    fileprivate(set) var city: Int32 = -1
    fileprivate(set) var county: Int32 = -1
    fileprivate(set) var town: Int32 = -1
    /// Where it stays open which of several divisions is meant.
    fileprivate(set) var candidates: [Int32] = []
    /// The county is one of those that others took over since: it contradicts none.
    fileprivate(set) var isCountyClosed = false
    /// The town's name without its rank; 0 where unknown.
    fileprivate(set) var townKey: UInt64 = 0
    fileprivate(set) var village: UInt64 = 0
    fileprivate(set) var group: UInt64 = 0
    fileprivate(set) var road: UInt64 = 0
    fileprivate(set) var lane: UInt64 = 0
    fileprivate(set) var number: UInt64 = 0
    fileprivate(set) var phase: UInt64 = 0
    fileprivate(set) var building: UInt64 = 0
    fileprivate(set) var unit: UInt64 = 0
    fileprivate(set) var room: UInt64 = 0
    /// The estate's name, folded; one name may be the end of the other (世纪城龙泉苑, 龙泉苑).
    package fileprivate(set) var estate: [UInt32] = []
    fileprivate(set) var isMasked = false

    /// It names something so small that two who share it share a door.
    package var namesDoor: Bool {
        room != 0 || (building == 0 && number != 0 && (road != 0 || lane != 0 || village != 0))
    }

    /// One number for all writings of one house, yard or flat; nil where none is named, or where a
    /// part of it is hidden.
    var doorKey: UInt64? {
        guard !isMasked, let street = frequencyKey else { return nil }
        // A workshop without a number is named by what it is (旧厂房), a flat's estate is not
        // always written.
        if number == 0, room == 0 {
            let kind = estate.dropFirst(namedEstate.count)
            return kind.isEmpty ? nil : kind.reduce(street) { AddressWords.mix($0, UInt64($1)) }
        }
        var key = street
        for part in [number, building, room] { key = AddressWords.mix(key, part) }
        return key
    }

    /// The estate without the words for a kind of place at its end: every village has a 旧厂房.
    private var namedEstate: ArraySlice<UInt32> {
        var name = estate[...]
        while let kind = AddressWords.kindsOfPlace.first(where: {
            name.count >= $0.count && name.suffix($0.count).elementsEqual($0)
        }) {
            name = name.dropLast(kind.count)
        }
        return name.count == 1 ? name.dropLast() : name
    }

    /// One number for all addresses of one estate, village or road and number, in one county; nil
    /// where none is told.
    ///
    /// By its count a value that many share (a courier's counter, a market) is seen to be generic.
    package var frequencyKey: UInt64? {
        var key = AddressWords.mix(AddressWords.seed, UInt64(bitPattern: Int64(county)))
        if road != 0, number != 0 {
            key = AddressWords.mix(AddressWords.mix(key, road), number)
            return AddressWords.mix(key, lane)
        }
        let name = namedEstate
        if !name.isEmpty { return name.reduce(key) { AddressWords.mix($0, UInt64($1)) } }
        return village == 0 ? nil : AddressWords.mix(AddressWords.mix(key, village), group)
    }
}

/// Compares Chinese addresses (地址).
///
/// Levels, from strict to loose, are those of `levels`. An address that names no door is at the
/// level of its smallest part even with itself: two people of one county share a county, no more.
package struct ChineseAddressComparator: Sendable {
    /// What each level means; the last but one is a contradiction of province or city.
    package static let levels = [
        "same door", "same building, unit hidden or missing", "same estate or road number",
        "same town, street or village", "same county", "same city", "contradiction", "else",
    ]

    /// The numbers of the levels, as `level` gives them.
    package enum Level {
        package static let door = 0
        package static let building = 1
        package static let estate = 2
        package static let town = 3
        package static let county = 4
        package static let city = 5
        package static let contradiction = 6
        package static let other = 7
    }

    private let index: DivisionIndex
    private let folder: Folder

    package init(index: DivisionIndex, folder: Folder) {
        self.index = index
        self.folder = folder
    }

    /// Nil where `value` names no division, road, village or door: no evidence.
    package func prepare(_ value: String) -> PreparedAddress? {
        let folded = folder.fold(value)
        guard let reading = AddressReading(folded, index) else { return nil }
        return prepare(reading)
    }

    private func prepare(_ reading: AddressReading) -> PreparedAddress {
        var result = PreparedAddress()
        let divisions = reading.divisions
        if let unit = divisions.unit {
            result.province = index.ancestor(unit, .province) ?? -1
            result.city = index.ancestor(unit, .city) ?? -1
            result.county = index.ancestor(unit, .county) ?? -1
            result.isCountyClosed = result.county >= 0 && index.closed[Int(result.county)]
        }
        result.candidates = divisions.candidates
        result.town = divisions.town ?? -1
        if let town = divisions.town {
            result.townKey = AddressWords.key(
                folder.folded(index.name(town).unicodeScalars.map(\.value))[...], of: .town)
        } else {
            result.townKey = reading[.town].key
        }
        result.village = reading[.village].key
        result.group = reading[.group].key
        result.road = reading[.road].key
        result.lane = reading[.lane].key
        result.number = reading[.number].key
        result.phase = reading[.phase].key
        result.building = reading[.building].key
        result.unit = reading[.unit].key
        result.room = reading[.room].key
        let estate = reading[.estate]
        result.estate = AddressWords.withoutNotes(
            reading.rest.scalars[estate.start..<estate.end].filter {
                !AddressWords.isSeparator($0)
            })
        result.isMasked = reading.isMasked
        // 樊家巷 without a number is a hamlet.
        let road = reading[.road]
        if result.village == 0, result.number == 0, road.end > road.start,
            reading.rest.scalars[road.end - 1] == AddressWords.alley
        {
            result.village = result.road
        }
        return result
    }

    /// The level at which two addresses agree: symmetric, 0 the strictest.
    ///
    /// - Complexity: O(characters of the estates' names).
    package func level(_ left: PreparedAddress, _ right: PreparedAddress) -> Int {
        let area = area(left, right)
        if area == Level.contradiction { return area }
        let detail = detail(left, right)
        if differs(left.county, right.county), !left.isCountyClosed, !right.isCountyClosed {
            // One road through two districts, or a district that was renamed: never one door.
            return detail <= Level.estate && left.road != 0 ? Level.estate : area
        }
        if detail <= Level.estate, !isTownContradicted(left, right) { return detail }
        if area <= Level.county || area == Level.other, isSameTown(left, right) {
            return Level.town
        }
        return area
    }

    /// County, city, contradiction or other, by the divisions alone.
    private func area(_ left: PreparedAddress, _ right: PreparedAddress) -> Int {
        if differs(left.province, right.province) || differs(left.city, right.city) {
            return Level.contradiction
        }
        if left.county >= 0, left.county == right.county { return Level.county }
        if !left.candidates.isEmpty || !right.candidates.isEmpty {
            return openArea(left, right)
        }
        return left.city >= 0 && left.city == right.city ? Level.city : Level.other
    }

    /// Where one or both stay open between candidates.
    private func openArea(_ left: PreparedAddress, _ right: PreparedAddress) -> Int {
        let lefts = left.candidates.isEmpty ? [left.county] : left.candidates
        let rights = right.candidates.isEmpty ? [right.county] : right.candidates
        let agree = lefts.contains { $0 >= 0 && rights.contains($0) }
        if agree { return Level.county }
        return left.city >= 0 && left.city == right.city ? Level.city : Level.other
    }

    @inline(__always)
    private func differs(_ left: Int32, _ right: Int32) -> Bool {
        left >= 0 && right >= 0 && left != right
    }

    private func isSameTown(_ left: PreparedAddress, _ right: PreparedAddress) -> Bool {
        if left.townKey != 0, left.townKey == right.townKey { return true }
        if left.townKey != 0, right.townKey != 0 { return false }
        return (left.village != 0 && left.village == right.village)
            || (left.road != 0 && left.road == right.road)
    }

    /// Roads of one name are in many towns of a county.
    private func isTownContradicted(_ left: PreparedAddress, _ right: PreparedAddress) -> Bool {
        left.townKey != 0 && right.townKey != 0 && left.townKey != right.townKey
            && left.estate.isEmpty && right.estate.isEmpty
    }

    // MARK: Below the divisions

    private func detail(_ left: PreparedAddress, _ right: PreparedAddress) -> Int {
        let isEstate = isSameEstate(left.estate, right.estate)
        let isNumber = isSameNumber(left, right)
        let isVillage =
            left.village != 0 && left.village == right.village && left.group != 0
            && left.group == right.group && !contradict(left.number, right.number)
        guard isEstate || isNumber || isVillage, !contradict(left.phase, right.phase) else {
            return Level.other
        }
        // Two numbers on one road, or two estates at one number, are two places.
        if isEstate, left.road != 0, left.road == right.road, contradict(left.number, right.number)
        {
            return Level.estate
        }
        if contradict(left.building, right.building) || contradict(left.unit, right.unit)
            || contradict(left.room, right.room)
        {
            return Level.estate
        }
        if isSameDoor(left, right, isNumber: isNumber) { return Level.door }
        let isBuilding = left.building != 0 && left.building == right.building
        // A house number without any building is one itself.
        let isHouse = isNumber && left.building == 0 && right.building == 0
        return isBuilding || isHouse ? Level.building : Level.estate
    }

    private func isSameDoor(
        _ left: PreparedAddress, _ right: PreparedAddress, isNumber: Bool
    ) -> Bool {
        if left.isMasked || right.isMasked { return false }
        if left.room != 0 {
            return left.room == right.room && left.building == right.building
                && (left.unit == right.unit || left.unit == 0 || right.unit == 0)
        }
        return right.room == 0 && isNumber && left.building == 0 && right.building == 0
    }

    private func isSameNumber(_ left: PreparedAddress, _ right: PreparedAddress) -> Bool {
        if left.lane != 0, right.lane != 0 {
            return left.lane == right.lane && left.road == right.road
                && !contradict(left.number, right.number)
        }
        let isRoad = left.road != 0 && left.road == right.road
        let isVillage =
            left.road == 0 && right.road == 0 && left.village != 0 && left.village == right.village
            && !contradict(left.group, right.group)
        return (isRoad || isVillage) && left.number != 0 && left.number == right.number
    }

    private func isSameEstate(_ left: [UInt32], _ right: [UInt32]) -> Bool {
        let (short, long) = left.count < right.count ? (left, right) : (right, left)
        guard short.count > 1 else { return false }
        if short.count == long.count { return short == long }
        guard short.count > 2 else { return false }
        return long.suffix(short.count).elementsEqual(short)
            || long.prefix(short.count).elementsEqual(short)
    }

    @inline(__always)
    private func contradict(_ left: UInt64, _ right: UInt64) -> Bool {
        left != 0 && right != 0 && left != right
    }
}
