import Primitives
package import Text

/// Why the table of divisions cannot be used.
package enum DivisionIndexError: CodedError, Equatable {
    /// Line `line` (1-based) does not have the form that docs/linkage-comparators.md gives.
    case malformed(line: Int)
    /// The table has no province.
    case empty

    package var code: String {
        switch self {
        case .malformed: "linkage.divisions_malformed"
        case .empty: "linkage.divisions_empty"
        }
    }

    package var message: String {
        switch self {
        case .malformed(let line):
            "Line \(line) of divisions.tsv cannot be read; generate it again with "
                + "scripts/tables/generate."
        case .empty:
            "divisions.tsv names no province; generate it again with scripts/tables/generate."
        }
    }
}

/// The rank of a division (行政区划).
package enum DivisionLevel: UInt8, Sendable, Comparable {
    /// Province, autonomous region, municipality (省、自治区、直辖市).
    case province
    /// Prefecture-level city, prefecture, league (地级市、地区、州、盟).
    case city
    /// County, district, county-level city, banner, development zone (县、区、县级市、旗、开发区).
    case county
    /// Town, township, street office (镇、乡、街道).
    case town

    package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// The divisions of China down to towns, found by any name they are written with.
///
/// Units are numbered in preorder, so that all below one stand right behind it. About 47,000 units
/// and 7 MB in memory with the names; 40 ms to read on a 2.5 GHz core. A class, so that handing it
/// on counts one reference.
package final class DivisionIndex: Sendable {
    let levels: [DivisionLevel]
    let parents: [Int32]
    /// The number after the last unit below each one.
    let ends: [Int32]
    /// Six digits; 0 for a town, of which the table has none.
    let codes: [UInt32]
    /// Units that were merged into others: they still stand in addresses.
    let closed: [Bool]
    private let names: NameStore
    let trie: NameTrie

    /// Reads `divisions.tsv`: lines `P`, `C`, `D`, `X` (code, name, short names, former names, kind
    /// of zone) in preorder, and `T` with the towns of the unit before it
    /// (docs/linkage-comparators.md).
    ///
    /// - Throws: `DivisionIndexError`.
    /// - Complexity: O(bytes).
    package init(table bytes: [UInt8], folder: Folder) throws(DivisionIndexError) {
        var builder = DivisionBuilder(folder: folder)
        var reader = TableReader(bytes)
        while let cells = reader.cells() {
            guard builder.add(cells) else { throw .malformed(line: reader.line) }
        }
        guard !builder.levels.isEmpty else { throw .empty }
        levels = builder.levels
        parents = builder.parents
        ends = builder.ends()
        codes = builder.codes
        closed = builder.closed
        names = builder.names
        trie = NameTrie(builder.trie)
    }

    /// How many units there are.
    package var count: Int { levels.count }

    /// The official name of the unit `unit`, empty for a level that only nests others.
    package func name(_ unit: Int32) -> String { names[Int(unit)] }

    /// The unit of `level` that `unit` is or lies in; nil where there is none.
    @inline(__always)
    func ancestor(_ unit: Int32, _ level: DivisionLevel) -> Int32? {
        var at = unit
        while at >= 0 {
            if levels[Int(at)] == level { return at }
            at = parents[Int(at)]
        }
        return nil
    }

    @inline(__always)
    func isWithin(_ unit: Int32, _ outer: Int32) -> Bool {
        unit >= outer && unit < ends[Int(outer)]
    }

    /// The lowest unit that both lie in; nil for units of two provinces.
    func common(_ left: Int32, _ right: Int32) -> Int32? {
        var at = left
        while at >= 0 {
            if isWithin(right, at) { return at }
            at = parents[Int(at)]
        }
        return nil
    }
}

/// How a name is written.
enum NameForm: UInt32, Sendable {
    case full
    case former
    /// Without what says its rank: 永州, 祁阳, 梅溪.
    case short
    /// With another word for its rank: 从化市, 七里办事处.
    case variant
    /// A zone by its kind alone: 高新区, 经开区.
    case zone
}

/// Names one after another as UTF-8.
struct NameStore: Sendable {
    private var bytes: [UInt8] = []
    private var starts: [UInt32] = [0]

    mutating func append(_ name: ArraySlice<UInt8>) {
        bytes += name
        starts.append(UInt32(bytes.count))
    }

    subscript(_ place: Int) -> String {
        String(decoding: bytes[Int(starts[place])..<Int(starts[place + 1])], as: UTF8.self)
    }
}

/// Reads the lines of the table and collects the names.
struct DivisionBuilder {
    private let folder: Folder
    private(set) var levels: [DivisionLevel] = []
    private(set) var parents: [Int32] = []
    private(set) var codes: [UInt32] = []
    private(set) var closed: [Bool] = []
    private(set) var names = NameStore()
    private(set) var trie = TrieBuilder()
    /// The last province, city and county.
    private var path: [Int32] = []

    init(folder: Folder) { self.folder = folder }

    mutating func add(_ cells: [ArraySlice<UInt8>]) -> Bool {
        guard let kind = cells[0].first, cells[0].count == 1 else { return false }
        switch kind {
        case 0x50: return addUnit(cells, .province, isClosed: false)
        case 0x43: return addUnit(cells, .city, isClosed: false)
        case 0x44: return addUnit(cells, .county, isClosed: false)
        case 0x58: return addUnit(cells, .county, isClosed: true)
        case 0x54: return addTowns(cells)
        default: return false
        }
    }

    func ends() -> [Int32] {
        var result = (0..<Int32(levels.count)).map { $0 + 1 }
        for unit in result.indices.reversed() where parents[unit] >= 0 {
            let parent = Int(parents[unit])
            result[parent] = max(result[parent], result[unit])
        }
        return result
    }

    private mutating func addUnit(
        _ cells: [ArraySlice<UInt8>], _ level: DivisionLevel, isClosed: Bool
    ) -> Bool {
        guard cells.count >= 2, let code = UInt32(String(decoding: cells[1], as: UTF8.self)),
            path.count >= Int(level.rawValue)
        else { return false }
        path = Array(path.prefix(Int(level.rawValue)))
        let name = cells.count > 2 ? cells[2] : []
        let unit = append(name, level, code, parent: path.last ?? -1, isClosed: isClosed)
        path.append(unit)
        guard let full = name.scalars else { return false }
        if full.isEmpty { return true }
        // 北京市 the city adds nothing to 北京市 the municipality.
        if level == .city, names[Int(unit)] == names[Int(path[0])] { return true }
        insert(full, unit, .full)
        let zone = cells.count > 5 ? String(decoding: cells[5], as: UTF8.self) : ""
        for name in DivisionWords.zoneNames[zone] ?? [] { insert(scalars(name), unit, .zone) }
        let shorts = cells.count > 3 ? cells[3].split(separator: 0x2F) : []
        for cell in shorts {
            guard let short = cell.scalars else { return false }
            if short.count > 1, short != full, !DivisionWords.isZoneName(short) {
                insert(short, unit, .short)
            }
        }
        for cell in cells.count > 4 ? cells[4].split(separator: 0x20) : [] {
            guard let former = cell.scalars else { return false }
            insert(former, unit, .former)
            if former.count > 2 { insert(Array(former.dropLast()), unit, .short) }
        }
        return true
    }

    private mutating func addTowns(_ cells: [ArraySlice<UInt8>]) -> Bool {
        guard cells.count == 2, let parent = path.last else { return false }
        for cell in cells[1].split(separator: 0x20) {
            guard let full = cell.scalars else { return false }
            let unit = append(cell, .town, 0, parent: parent, isClosed: false)
            insert(full, unit, .full)
            let stem = DivisionWords.townStem(full)
            if stem.count > 1, stem.count < full.count { insert(stem, unit, .short) }
        }
        return true
    }

    private mutating func append(
        _ name: ArraySlice<UInt8>, _ level: DivisionLevel, _ code: UInt32, parent: Int32,
        isClosed: Bool
    ) -> Int32 {
        levels.append(level)
        parents.append(parent)
        codes.append(code)
        closed.append(isClosed)
        names.append(name)
        return Int32(levels.count - 1)
    }

    /// Texts are folded before they are read, so the names are too.
    private mutating func insert(_ name: [UInt32], _ unit: Int32, _ form: NameForm) {
        trie.insert(folder.folded(name), entry: UInt32(unit) << 3 | form.rawValue)
    }

    private func scalars(_ text: String) -> [UInt32] { text.unicodeScalars.map(\.value) }
}

extension Folder {
    /// The folded form of `scalars`.
    func folded(_ scalars: [UInt32]) -> [UInt32] {
        var view = String.UnicodeScalarView()
        for value in scalars { view.append(Unicode.Scalar(value) ?? "\u{FFFD}") }
        let result = fold(String(view))
        return Array(result.scalars.prefix(result.count))
    }
}
