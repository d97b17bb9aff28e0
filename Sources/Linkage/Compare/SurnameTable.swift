import Primitives
package import Text

/// Surnames (姓) of one and of two characters.
package struct SurnameTable: Sendable {
    private let singles: Set<UInt32>
    private let compounds: Set<UInt64>

    /// Reads `surnames.tsv`: a surname and its share in a million (docs/linkage-comparators.md).
    ///
    /// - Throws: `SurnameTableError`.
    package init(table bytes: [UInt8], folder: Folder) throws(SurnameTableError) {
        var singles: Set<UInt32> = []
        var compounds: Set<UInt64> = []
        var reader = TableReader(bytes)
        while let cells = reader.cells() {
            guard cells.count == 2, let raw = cells[0].scalars, (1...2).contains(raw.count) else {
                throw .malformed(line: reader.line)
            }
            let name = folder.folded(raw)
            if name.count == 1 {
                singles.insert(name[0])
            } else if name.count == 2 {
                compounds.insert(Self.pair(name[0], name[1]))
            }
        }
        guard !singles.isEmpty else { throw .malformed(line: reader.line) }
        self.singles = singles
        self.compounds = compounds
    }

    private static func pair(_ first: UInt32, _ second: UInt32) -> UInt64 {
        UInt64(first) << 32 | UInt64(second)
    }

    /// Whether `scalar` is a surname by itself.
    func isSurname(_ scalar: UInt32) -> Bool { singles.contains(scalar) }

    /// How many characters of `name` are its surname: 2 for a compound one (复姓, 欧阳), else 1.
    func length(in name: [UInt32]) -> Int {
        name.count > 2 && compounds.contains(Self.pair(name[0], name[1])) ? 2 : 1
    }

    /// Whether `name` is a compound surname and nothing else.
    func isCompound(_ name: [UInt32]) -> Bool {
        name.count == 2 && compounds.contains(Self.pair(name[0], name[1]))
    }
}

/// Why the table of surnames cannot be used.
package enum SurnameTableError: CodedError, Equatable {
    /// Line `line` (1-based) is not a surname and a number, or there are none.
    case malformed(line: Int)

    package var code: String {
        switch self {
        case .malformed: "linkage.surnames_malformed"
        }
    }

    package var message: String {
        switch self {
        case .malformed(let line):
            "Line \(line) of surnames.tsv cannot be read; generate it again with "
                + "scripts/tables/generate."
        }
    }
}
