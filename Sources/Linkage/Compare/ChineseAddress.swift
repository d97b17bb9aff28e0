package import Text

/// An address (地址) taken apart: its divisions with their codes, and the parts below them.
///
/// Names of divisions are the official ones of today, whatever the address calls them; parts below
/// are as written, folded.
package struct ChineseAddress: Hashable, Sendable {
    /// A part as written, with the bytes it stands in.
    package struct Part: Hashable, Sendable {
        /// Folded: simplified, half width, lower case.
        package let text: String
        /// UTF-8 bytes of the original, 0-based, end exclusive.
        package let start: Int
        package let end: Int
    }

    package fileprivate(set) var province: String?
    /// Filled in where the county tells; nil below 省直辖 counties, which are in no city.
    package fileprivate(set) var city: String?
    /// The county's name, also where it stays open which of several counties of that name it is.
    package fileprivate(set) var county: String?
    package fileprivate(set) var town: String?
    /// The code of the lowest division that is sure, six digits; nil where none is.
    package fileprivate(set) var code: UInt32?
    /// More than one division fits equally well.
    package fileprivate(set) var isAmbiguous = false
    /// Stars hide a unit or a room.
    package fileprivate(set) var isMasked = false
    package fileprivate(set) var parts: [AddressPart: Part] = [:]

    package subscript(_ part: AddressPart) -> Part? { parts[part] }
}

/// Takes addresses apart.
///
/// Partial, reordered, repeated, with former names, without the words for ranks. What it does not
/// know it leaves out: a road is found by its form, for no table of roads exists. Never throws:
/// whatever the bytes, the answer is an address or nil.
package struct ChineseAddressParser: Sendable {
    let index: DivisionIndex
    let folder: Folder

    package init(index: DivisionIndex, folder: Folder) {
        self.index = index
        self.folder = folder
    }

    /// The parts of `text`; nil where it names no division, road, village or door.
    ///
    /// - Complexity: O(characters), the first 512 of them.
    package func parse(_ text: String) -> ChineseAddress? {
        let folded = folder.fold(text)
        guard let reading = AddressReading(folded, index) else { return nil }
        return address(reading, folded)
    }

    private func address(_ reading: AddressReading, _ folded: FoldedText) -> ChineseAddress {
        var result = ChineseAddress()
        let divisions = reading.divisions
        if let unit = divisions.unit {
            result.code = index.codes[Int(unit)]
            result.province = name(unit, .province)
            result.city = name(unit, .city)
            result.county = name(unit, .county)
            if let province = index.ancestor(unit, .province), result.city == nil,
                DivisionWords.isMunicipality(index.codes[Int(province)])
            {
                result.city = result.province
            }
        }
        if let first = divisions.candidates.first {
            result.isAmbiguous = true
            let county = name(first, .county)
            if divisions.candidates.allSatisfy({ name($0, .county) == county }) {
                result.county = county
            }
        }
        if let town = divisions.town { result.town = index.name(town) }
        result.isMasked = reading.isMasked
        for part in AddressPart.allCases {
            let found = reading[part]
            guard found.key != 0 else { continue }
            let spelled = self.part(found, reading.rest, folded)
            result.parts[part] = spelled
            if part == .town, result.town == nil { result.town = spelled.text }
        }
        return result
    }

    private func name(_ unit: Int32, _ level: DivisionLevel) -> String? {
        guard let unit = index.ancestor(unit, level) else { return nil }
        let name = index.name(unit)
        return name.isEmpty ? nil : name
    }

    private func part(
        _ found: FoundPart, _ rest: AddressRest, _ folded: FoldedText
    ) -> ChineseAddress.Part {
        var text = String.UnicodeScalarView()
        var start = Int.max
        var end = 0
        for place in found.start..<found.end where rest.origins[place] >= 0 {
            let origin = Int(rest.origins[place])
            text.append(Unicode.Scalar(rest.scalars[place]) ?? "\u{FFFD}")
            start = min(start, Int(folded.starts[origin]))
            end = max(end, Int(folded.ends[origin]))
        }
        return ChineseAddress.Part(text: String(text), start: min(start, end), end: end)
    }
}

/// An address as numbers and places, before any text is made of it.
struct AddressReading {
    let divisions: ResolvedDivisions
    let rest: AddressRest
    private let detail: AddressDetailScanner

    var isMasked: Bool { detail.isMasked }

    subscript(_ part: AddressPart) -> FoundPart { detail[part] }

    /// Nil where `text` names no division, road, village or door.
    init?(_ text: FoldedText, _ index: DivisionIndex) {
        let line = AddressLine(text)
        guard line.scalars.count > 1 else { return nil }
        var scanner = MentionScanner(index, line)
        scanner.scan()
        divisions = DivisionResolver(index: index, mentions: scanner.mentions).resolve()
        rest = AddressRest(line, scanner.mentions, divisions.isMeant)
        var detail = AddressDetailScanner(rest.scalars, hasTown: divisions.town != nil)
        detail.scan()
        self.detail = detail
        let isDivision = divisions.unit != nil || !divisions.candidates.isEmpty
        let telling: [AddressPart] = [.town, .village, .road, .building, .lane]
        guard isDivision || telling.contains(where: { detail[$0].key != 0 }) else { return nil }
    }
}
