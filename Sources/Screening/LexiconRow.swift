import Primitives
import Text

/// One row of a lexicon's table as a file has it: nothing of it judged yet.
package struct LexiconRow: Hashable, Sendable {
    /// The line of the file on which it begins, 1-based.
    package let line: Int
    /// In the order of `Lexicon.header`.
    package let cells: [String]

    package init(line: Int, cells: [String]) {
        self.line = line
        self.cells = cells
    }
}

extension LexiconTerm {
    /// Reads a row; every fault of it is added to `faults`, and with one it is nil.
    init?(_ row: LexiconRow, faults: inout [LexiconFault]) {
        let cells = row.cells
        guard cells.count == Lexicon.header.count else {
            faults.append(
                LexiconFault(
                    line: row.line, term: cells.first ?? "", field: "", code: .cells,
                    values: ["n": "\(cells.count)", "m": "\(Lexicon.header.count)"]))
            return nil
        }
        let before = faults.count
        func refuse(_ column: Int, _ code: LexiconFault.Code, _ values: [String: String] = [:]) {
            faults.append(
                LexiconFault(
                    line: row.line, term: cells[0], field: Lexicon.header[column], code: code,
                    values: values))
        }
        for column in cells.indices where cells[column].unicodeScalars.contains(where: Self.breaks)
        {
            refuse(column, .control)
        }
        let bytesMax = Limits.lexiconTermBytesMax
        if cells[0].isEmpty || cells[0].utf8.count > bytesMax {
            refuse(0, .length, ["max": "\(bytesMax)"])
        } else if cells[0].utf8.first == UInt8(ascii: "#") {
            // Such a line of the table is a comment.
            refuse(0, .comment)
        }
        let group = TermGroup(rawValue: cells[1])
        if group == nil { refuse(1, .group, ["value": cells[1]]) }
        var ways: MatchWays = []
        for name in cells[2].split(separator: ",") {
            if let way = Self.ways.first(where: { $0.name == name })?.way {
                ways.formUnion(way)
            } else {
                refuse(2, .way, ["value": String(name)])
            }
        }
        let unless = cells[5].split(separator: " ").map(String.init)
        if unless.count > Limits.unlessWordsMax {
            refuse(5, .unless, ["max": "\(Limits.unlessWordsMax)"])
        }
        guard faults.count == before, let group else { return nil }
        self.init(
            term: cells[0], group: group, ways: ways.isEmpty ? .literal : ways,
            canonical: cells[3], goodsClass: cells[4], unless: unless, hit: cells[6],
            miss: cells[7], source: cells[8])
    }

    /// The row that reads back as this term, in the order of `Lexicon.header`.
    package var cells: [String] {
        [
            term, group.rawValue, wayNames.joined(separator: ","), canonical, goodsClass,
            unless.joined(separator: " "), hit, miss, source,
        ]
    }

    /// The names of its ways of matching, as `match` spells them.
    package var wayNames: [String] {
        Self.ways.filter { ways.contains($0.way) }.map(\.name)
    }

    private static let ways: [(name: String, way: MatchWays)] = [
        ("literal", .literal), ("sound", .sound), ("initials", .initials), ("split", .split),
        ("emoji", .picture),
    ]

    /// What a cell of a table of lines and tabs cannot hold.
    private static func breaks(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value < 0x20 || scalar.value == 0x7F || scalar.value == 0x2028
            || scalar.value == 0x2029
    }
}

extension Lexicon {
    /// The file of `terms`: the name, the header, one term a line.
    ///
    /// `parse` reads it back to the same terms.
    static func table(name: String, terms: [LexiconTerm]) -> [UInt8] {
        var result = Array("# \(name)\n\(header.joined(separator: "\t"))\n".utf8)
        for term in terms {
            result += Array(term.cells.joined(separator: "\t").utf8)
            result.append(0x0A)
        }
        return result
    }

    /// The lexicon's file.
    package var table: [UInt8] { Self.table(name: name, terms: terms) }

    /// The rows of a table's bytes, nothing of them judged, and its name; nil where the first lines
    /// are not those of a lexicon.
    package static func rows(ofTable bytes: [UInt8]) -> (name: String, rows: [LexiconRow])? {
        guard let name = nameLine(bytes) else { return nil }
        var reader = TableReader(bytes)
        guard let head = reader.cells(), head.map({ String(decoding: $0, as: UTF8.self) }) == header
        else { return nil }
        var rows: [LexiconRow] = []
        while let cells = reader.cells() {
            rows.append(
                LexiconRow(
                    line: reader.line, cells: cells.map { String(decoding: $0, as: UTF8.self) }))
        }
        return (name, rows)
    }

    /// A name for the next state: the last number of the version one higher, or `.1` behind a
    /// version that ends in none.
    package var nextName: String {
        let digits = name.utf8.reversed().prefix { (48...57).contains($0) }.reversed()
        guard let number = Int(String(decoding: Array(digits), as: UTF8.self)), number < Int.max
        else { return "\(name).1" }
        return "\(name.dropLast(digits.count))\(number + 1)"
    }
}
