import Foundation
import Linkage
import Text

/// Measures the Chinese comparators, and shows what they read (Benchmarks/run compare).
@main
enum CompareBench {
    static func main() throws {
        var words = Array(CommandLine.arguments.dropFirst())
        let folder = option("--tables", in: &words) ?? Tables.shipped
        guard let command = words.first else { return usage() }
        let tables = try Tables(folder: folder)
        switch command {
        case "addresses": try Measuring.addresses(tables)
        case "phones": Measuring.phones(tables)
        case "names": try Measuring.names(tables)
        case "parse": Showing.addresses(tables)
        case "find": Showing.phones(tables)
        default: usage()
        }
    }

    private static func option(_ name: String, in words: inout [String]) -> String? {
        guard let place = words.firstIndex(of: name), place + 1 < words.count else { return nil }
        let value = words[place + 1]
        words.removeSubrange(place...(place + 1))
        return value
    }

    private static func usage() {
        print(
            """
            usage: compare-bench addresses   texts of standard input, one JSON line each, then speed
                   compare-bench phones      the same of telephone numbers
                   compare-bench names       names compared in a second
                   compare-bench parse       the parts of each line of standard input
                   compare-bench find        the lines of standard input that hold a number
                   --tables FOLDER           where divisions.tsv and the others are
            """)
    }
}

/// The tables the comparators are made of.
struct Tables {
    static let shipped = "Sources/Bootstrap/Data"
    let folder: Folder
    let index: DivisionIndex
    let pinyin: Pinyin
    let surnames: SurnameTable
    /// Milliseconds to read the divisions.
    let indexMilliseconds: Double

    init(folder path: String) throws {
        let root = URL(fileURLWithPath: path)
        func bytes(_ name: String) throws -> [UInt8] {
            [UInt8](try Data(contentsOf: root.appendingPathComponent(name)))
        }
        folder = try Folder(table: try bytes("fold.tsv"))
        let table = try bytes("divisions.tsv")
        let start = Measuring.processorSeconds()
        index = try DivisionIndex(table: table, folder: folder)
        indexMilliseconds = (Measuring.processorSeconds() - start) * 1_000
        pinyin = try Pinyin(table: try bytes("pinyin.tsv"))
        surnames = try SurnameTable(table: try bytes("surnames.tsv"), folder: folder)
    }
}

/// What the comparators read, for people.
enum Showing {
    static func phones(_ tables: Tables) {
        let comparator = PhoneComparator(folder: tables.folder)
        while let line = readLine() {
            let found = comparator.all(in: line).map(\.text).joined(separator: " ")
            if !found.isEmpty { print("\(found)\t\(line)") }
        }
    }

    static func addresses(_ tables: Tables) {
        let parser = ChineseAddressParser(index: tables.index, folder: tables.folder)
        while let line = readLine() {
            guard let address = parser.parse(line) else {
                print("\(line)\t-")
                continue
            }
            let divisions = [address.province, address.city, address.county, address.town]
                .map { $0 ?? "-" }.joined(separator: "|")
            let parts = AddressPart.allCases.compactMap { part in
                address[part].map { "\(part)=\($0.text)" }
            }
            let flags =
                (address.isAmbiguous ? " ambiguous" : "") + (address.isMasked ? " masked" : "")
            print("\(line)\t\(divisions)\t\(parts.joined(separator: " "))\(flags)")
        }
    }
}
