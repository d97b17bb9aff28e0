import Text

/// The parts of an address below its divisions, in the order in which they usually stand.
package enum AddressPart: Int, Sendable, CaseIterable {
    /// A town that the table of divisions does not have (镇、乡、街道).
    case town
    /// Village or community (村、社区).
    case village
    /// Village group (组、队).
    case group
    /// Road, street, lane with a name (路、街、巷).
    case road
    /// A numbered lane (弄).
    case lane
    /// House number (号).
    case number
    /// Estate, building with a name, any other named place (小区、大厦).
    case estate
    /// Part of an estate (期、区).
    case phase
    /// Building (栋、幢、座、号楼).
    case building
    /// Stairwell (单元、门).
    case unit
    /// Storey (层、楼).
    case floor
    /// Room (室、房).
    case room
}

/// One part as found: where it stands in the line of the rest, and a number that equal parts share.
struct FoundPart {
    var start = 0
    var end = 0
    /// 0 where the part was not found.
    var key: UInt64 = 0
}

/// What is left of an address when its divisions are taken out.
struct AddressRest {
    /// Folded scalars; a space where a division was.
    private(set) var scalars: [UInt32] = []
    /// The place of each in the folded address; -1 for the space of a division.
    private(set) var origins: [Int32] = []

    static let cut: UInt32 = 0x20

    init(_ line: AddressLine, _ mentions: [DivisionMention], _ isMeant: [Bool]) {
        scalars.reserveCapacity(line.scalars.count + 1)
        origins.reserveCapacity(line.scalars.count + 1)
        var next = 0
        for (mention, isMeant) in zip(mentions, isMeant) where isMeant {
            copy(line, next..<max(mention.start, next))
            append(Self.cut, -1)
            next = max(mention.end, next)
        }
        copy(line, next..<max(line.scalars.count, next))
    }

    private mutating func copy(_ line: AddressLine, _ range: Range<Int>) {
        for place in range { append(line.scalars[place], Int32(place)) }
    }

    private mutating func append(_ scalar: UInt32, _ origin: Int32) {
        scalars.append(scalar)
        origins.append(origin)
    }
}

/// Reads road, number, estate, building, unit and room out of the rest of an address.
///
/// One pass: words that end a name (路, 村) close a piece, numbers take their meaning from the word
/// behind them (栋, 单元, 室) or, without one, from what stands before. A piece that no word
/// explains is the estate if a building follows it, or else the first such piece.
struct AddressDetailScanner {
    private let text: [UInt32]
    private(set) var parts = InlineArray<12, FoundPart>(repeating: FoundPart())
    /// Something is hidden by stars: a unit or a room that the label does not show.
    private(set) var isMasked = false
    private var runStart = 0
    /// The last piece that nothing explained.
    private var loose = 0..<0
    private let hasTown: Bool

    init(_ rest: [UInt32], hasTown: Bool) {
        text = rest
        self.hasTown = hasTown
    }

    subscript(_ part: AddressPart) -> FoundPart { parts[part.rawValue] }

    private func has(_ part: AddressPart) -> Bool { parts[part.rawValue].key != 0 }

    mutating func scan() {
        var at = 0
        while at < text.count {
            let scalar = text[at]
            if AddressNumber.canBegin(text, at), let number = AddressNumber(text, at) {
                let next = take(number)
                if next > at {
                    at = next
                    runStart = at
                    continue
                }
                at = max(number.end, at + 1)
                continue
            }
            if AddressWords.isSeparator(scalar) {
                endRun(at)
                at += 1
                runStart = at
                continue
            }
            if at > runStart, let (part, length) = ending(at) {
                close(part, runStart..<(at + length))
                at += length
                runStart = at
                continue
            }
            at += 1
        }
        endRun(text.count)
        if !has(.estate), loose.count > 1 { set(.estate, loose) }
    }

    private mutating func endRun(_ end: Int) {
        guard end - runStart > 1 else { return }
        // The first piece counts, and any that a building follows.
        if loose.isEmpty, !has(.building) { loose = runStart..<end }
        recent = runStart..<end
    }

    /// The piece that ended last, for a building right behind it.
    private var recent = 0..<0

    // MARK: Words that end a piece

    private func ending(_ at: Int) -> (AddressPart, Int)? {
        let next = at + 1 < text.count ? text[at + 1] : 0
        switch text[at] {
        case AddressWords.road: return (.road, 1)
        case AddressWords.street:
            // 沙河街镇 is a town.
            if next == 0x9547 || next == 0x4E61 { return nil }
            guard next == AddressWords.way else { return (.road, 1) }
            return (.town, AddressWords.length(of: AddressWords.streetOffice, in: text, at: at))
        case AddressWords.way:
            let isRoad =
                AddressWords.beforeWay.contains(text[at - 1]) || next == 0
                || AddressWords.isSeparator(next) || AddressNumber.isDigit(next)
            return isRoad ? (.road, 1) : nil
        case AddressWords.alley: return (.road, 1)
        case 0x80E1: return next == 0x540C ? (.road, 2) : nil
        case AddressWords.village: return village(at, next)
        // 天府大道中段: the numbers of each stretch begin anew.
        case 0x6BB5: return has(.road) && runStart == self[.road].end ? (.phase, 1) : nil
        case 0x793E: return next == 0x533A ? (.village, 2) : nil
        case 0x9547, 0x4E61:
            let isTown = !hasTown && !has(.town) && !has(.road) && !has(.village)
            return isTown && !AddressWords.isRoadWord(next) ? (.town, 1) : nil
        case 0x529E: return next == 0x4E8B && !has(.town) ? (.town, 3) : nil
        default: return nil
        }
    }

    private func village(_ at: Int, _ next: UInt32) -> (AddressPart, Int)? {
        if AddressWords.isRoadWord(next) || next == 0x9547 || next == 0x4E61 { return nil }
        // 蒋村花园 is an estate.
        if DivisionWords.estates.contains(where: { AddressWords.begins($0, text, at + 1) }) {
            return nil
        }
        // 曹杨新村 is an estate.
        if text[at - 1] == 0x65B0, has(.road) || at - runStart > 2 { return nil }
        return (.village, AddressWords.length(of: AddressWords.villageOffice, in: text, at: at))
    }

    private mutating func close(_ part: AddressPart, _ range: Range<Int>) {
        let range = range.clamped(to: 0..<text.count)
        switch part {
        case .road where has(.number): break
        case .village where has(.village), .town where has(.town) || hasTown: break
        default: set(part, range)
        }
        if part == .village, range.count < 2 { return }
        recent = 0..<0
    }

    private mutating func set(_ part: AddressPart, _ range: Range<Int>) {
        parts[part.rawValue] = FoundPart(
            start: range.lowerBound, end: range.upperBound,
            key: AddressWords.key(text[range], of: part))
    }

    private mutating func set(_ part: AddressPart, _ number: AddressNumber, _ value: UInt64) {
        if number.isMasked {
            isMasked = true
            return
        }
        if part != .room, has(part) { return }
        parts[part.rawValue] = FoundPart(start: number.start, end: number.end, key: value)
    }

    private mutating func set(_ part: AddressPart, _ number: AddressNumber, _ of: Int) {
        let place = number.ranges[of]
        set(part, number, number.values[of])
        if parts[part.rawValue].start == number.start, number.values.count > 1 {
            parts[part.rawValue].start = place.lowerBound
            parts[part.rawValue].end =
                of == number.values.count - 1 ? number.end : place.upperBound
        }
    }

    // MARK: Numbers

    /// What follows a number gives its meaning; the place behind both, or the number's own start
    /// where it is part of a name.
    private mutating func take(_ number: AddressNumber) -> Int {
        let place = number.suffixStart(text)
        guard var (word, end) = AddressWords.suffix(text, place) else { return bare(number) }
        if isHouse(number, word, place) {
            // 317号仓库 behind a road is a warehouse at number 317, not warehouse 317.
            (word, end) = (.number, place + 1)
        }
        switch word {
        case .partOfName: return number.start
        default: endRun(number.start)
        }
        var number = number
        number.end = end
        switch word {
        case .building: building(number)
        case .unit: chain(number, last: .unit)
        case .room: chain(number, last: .room)
        case .storey:
            if !has(.building), AddressWords.unitFollows(text, end) {
                building(number)
            } else {
                set(.floor, number, number.value)
            }
        case .group: set(.group, number, number.value)
        case .lane: set(.lane, number, number.value)
        case .phase:
            if !has(.building) { set(.phase, number, number.value) }
            if loose.isEmpty { loose = recent }
        case .yard: set(.number, number, number.value)
        case .number:
            if has(.building) || has(.unit) || has(.floor) {
                chain(number, last: .room)
            } else if has(.number) {
                // 258号附3号 is a door at number 258.
                let isBeside = number.start > 0 && text[number.start - 1] == 0x9644
                if isBeside { chain(number, last: .room) } else { building(number) }
            } else {
                set(.number, number, number.value)
            }
        case .partOfName: break
        }
        return end
    }

    /// A number with 号 right behind a road or a village, whatever word follows but 楼 and the like.
    private func isHouse(_ number: AddressNumber, _ word: AddressWords.Suffix, _ place: Int) -> Bool
    {
        guard word == .building || word == .room, !has(.number), !has(.building),
            text[place] == AddressWords.houseNumber, place + 1 < text.count,
            !AddressWords.towers.contains(text[place + 1])
        else { return false }
        return (has(.road) && number.start == self[.road].end)
            || (has(.village) && number.start == self[.village].end)
    }

    private mutating func building(_ number: AddressNumber) {
        takeEstate(before: number)
        set(.building, number, number.value)
    }

    /// The piece right before a building is its estate.
    private mutating func takeEstate(before number: AddressNumber) {
        if !has(.building), recent.count > 1, isAdjacent(recent.upperBound, number.start) {
            set(.estate, recent)
        }
    }

    private func isAdjacent(_ left: Int, _ right: Int) -> Bool {
        left <= right
            && text[left..<right].allSatisfy {
                AddressWords.isSeparator($0) || AddressNumber.isDigit($0)
            }
    }

    /// Numbers joined by hyphens, the last of which is a room or a unit: 5-2-301室.
    private mutating func chain(_ number: AddressNumber, last: AddressPart) {
        let end = number.values.count - 1
        guard end >= 0 else { return set(last, number, number.value) }
        var next = 0
        if next < end, !has(.building) {
            takeEstate(before: number)
            set(.building, number, next)
            next += 1
        }
        if next < end, last == .room { set(.unit, number, next) }
        set(last, number, end)
    }

    /// A number with no word behind it.
    private mutating func bare(_ number: AddressNumber) -> Int {
        let isEnd =
            number.end >= text.count || AddressWords.isSeparator(text[number.end])
        if number.isMasked, has(.building) || has(.unit) || isEnd {
            endRun(number.start)
            isMasked = true
            return number.end
        }
        // 15号202 is a room right behind its number.
        let isBehind = has(.number) && number.start == runStart && isEnd
        let isInside = has(.building) || has(.unit) || has(.floor) || isBehind
        if isInside, isEnd || number.isPlain {
            endRun(number.start)
            chain(number, last: .room)
            return number.end
        }
        let hasPlace = number.start - runStart > 1 || recent.count > 1 || has(.number)
        if number.values.count > 1, hasPlace || has(.village) {
            endRun(number.start)
            chain(number, last: .room)
            return number.end
        }
        if isEnd, number.isPlain, has(.road), !has(.number), number.start == runStart {
            set(.number, number, number.value)
            return number.end
        }
        return number.start
    }
}
