/// What each character folds to, in pages of 256 code points.
///
/// An entry is 0 for a character that stands for itself; otherwise bits 0 to 20 are the target
/// scalar (0: itself), bits 21 to 29 the marks, and bit 31 says that bits 0 to 20 index
/// `expansions`, where a length stands before the scalars. Pages without entries share one, so
/// that the tables a Chinese text touches stay in cache.
struct FoldTable: Sendable {
    /// The code that the decoder gives for bytes that are no character; above every code point.
    static let invalid: UInt32 = 0xFFFF_FFFF

    private var pages: [UInt16]
    private var entries: [UInt32]
    private var expansions: [UInt32] = []

    init(_ bytes: [UInt8]) throws(TextError) {
        pages = [UInt16](repeating: 0, count: 0x1100)
        entries = [UInt32](repeating: 0, count: 256)
        var reader = TableReader(bytes)
        var isEmpty = true
        while let cells = reader.cells() {
            isEmpty = false
            guard cells.count == 3, add(cells) else {
                throw .tableMalformed(table: "fold", line: reader.line)
            }
        }
        if isEmpty { throw .tableEmpty(table: "fold") }
    }

    /// The table's arrays for the length of one call, read without bounds checks.
    ///
    /// Safe for every `scalar` up to 0x10FFFF: `pages` has 0x1100 entries, and each of them is
    /// below the count of pages in `entries`, by `set`.
    struct Entries {
        let pages: UnsafePointer<UInt16>
        let entries: UnsafePointer<UInt32>
        let expansions: [UInt32]

        @inline(__always)
        func entry(of scalar: UInt32) -> UInt32 {
            entries[Int(pages[Int(scalar >> 8)]) << 8 | Int(scalar & 0xFF)]
        }

        func expansion(of entry: UInt32) -> ArraySlice<UInt32> {
            let at = Int(FoldTable.target(of: entry))
            return expansions[(at + 1)..<(at + 1 + Int(expansions[at]))]
        }
    }

    func withEntries<Result>(_ body: (Entries) -> Result) -> Result {
        pages.withUnsafeBufferPointer { pages in
            entries.withUnsafeBufferPointer { entries in
                guard let pages = pages.baseAddress, let entries = entries.baseAddress else {
                    preconditionFailure("a fold table has pages")
                }
                return body(Entries(pages: pages, entries: entries, expansions: expansions))
            }
        }
    }

    @inline(__always)
    static func marks(of entry: UInt32) -> FoldMarks {
        FoldMarks(rawValue: UInt16((entry >> 21) & 0x1FF))
    }

    @inline(__always)
    static func target(of entry: UInt32) -> UInt32 { entry & 0x1F_FFFF }

    @inline(__always)
    static func isExpansion(_ entry: UInt32) -> Bool { entry >> 31 != 0 }

    /// The characters that fold to each one with the mark `mark`, by that one.
    func sources(of mark: FoldMarks) -> [UInt32: [UInt32]] {
        var result: [UInt32: [UInt32]] = [:]
        for scalar in UInt32(0x3400)...0x9FFF {
            let entry = entries[Int(pages[Int(scalar >> 8)]) << 8 | Int(scalar & 0xFF)]
            guard Self.marks(of: entry) == mark, !Self.isExpansion(entry) else { continue }
            result[Self.target(of: entry), default: []].append(scalar)
        }
        return result
    }

    /// Marks, target, code points: see docs/screening.md.
    private mutating func add(_ cells: [ArraySlice<UInt8>]) -> Bool {
        guard let marks = Self.marks(cells[0]), let target = cells[1].scalars else { return false }
        var entry = UInt32(marks.rawValue) << 21
        if target == [0x5F] {
            entry |= 0x20
        } else if target.count > 1 {
            entry |= 0x8000_0000 | UInt32(expansions.count)
            expansions.append(UInt32(target.count))
            expansions += target
        } else if let scalar = target.first, scalar != 0x3D || !marks.contains(.separator) {
            entry |= scalar
        }
        for range in cells[2].split(separator: 0x2C) {
            let ends = range.split(separator: 0x2D)
            guard let first = ends.first?.hexadecimal, let last = ends.last?.hexadecimal,
                first <= last, last <= 0x10FFFF, ends.count <= 2,
                target.count <= Self.bytes(of: first)
            else { return false }
            for scalar in first...last { set(scalar, entry) }
        }
        return true
    }

    private mutating func set(_ scalar: UInt32, _ entry: UInt32) {
        let page = Int(scalar >> 8)
        if pages[page] == 0 {
            pages[page] = UInt16(entries.count >> 8)
            entries += [UInt32](repeating: 0, count: 256)
        }
        entries[Int(pages[page]) << 8 | Int(scalar & 0xFF)] = entry
    }

    private static func marks(_ cell: ArraySlice<UInt8>) -> FoldMarks? {
        var result: FoldMarks = []
        for byte in cell {
            switch byte {
            case 0x77: result.insert(.width)
            case 0x63: result.insert(.letterCase)
            case 0x74: result.insert(.traditional)
            case 0x67: result.insert(.glyph)
            case 0x73: result.insert(.separator)
            case 0x69: result.insert(.invisible)
            default: return nil
            }
        }
        return result
    }

    private static func bytes(of scalar: UInt32) -> Int {
        scalar < 0x80 ? 1 : scalar < 0x800 ? 2 : scalar < 0x10000 ? 3 : 4
    }
}
