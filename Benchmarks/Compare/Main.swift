import Foundation
import Linkage
import Text

/// Measures the Chinese comparators, and shows what they read.
///
/// usage: compare-bench addresses|phones … (Benchmarks/run compare)
@main
enum CompareBench {
    static func main() throws {
        var words = Array(CommandLine.arguments.dropFirst())
        guard let command = words.first else { return usage() }
        words.removeFirst()
        let tables = try Tables(folder: option("--tables", in: &words) ?? Tables.shipped)
        switch command {
        case "phone": Showing.phones(tables)
        case "parse": try Showing.addresses(tables)
        default: usage()
        }
    }

    static func option(_ name: String, in words: inout [String]) -> String? {
        guard let place = words.firstIndex(of: name), place + 1 < words.count else { return nil }
        let value = words[place + 1]
        words.removeSubrange(place...(place + 1))
        return value
    }

    private static func usage() {
        print("usage: compare-bench parse [--tables FOLDER]")
    }
}

/// The tables the comparators are made of.
struct Tables {
    static let shipped = "Sources/Bootstrap/Data"
    let folder: Folder
    let index: DivisionIndex

    init(folder path: String) throws {
        let root = URL(fileURLWithPath: path)
        func bytes(_ name: String) throws -> [UInt8] {
            [UInt8](try Data(contentsOf: root.appendingPathComponent(name)))
        }
        folder = try Folder(table: try bytes("fold.tsv"))
        index = try DivisionIndex(table: try bytes("divisions.tsv"), folder: folder)
    }
}

enum Showing {
    /// The numbers of each line of standard input that has one.
    static func phones(_ tables: Tables) {
        let comparator = PhoneComparator(folder: tables.folder)
        while let line = readLine() {
            let found = comparator.all(in: line).map(\.text).joined(separator: " ")
            let first = comparator.prepare(line)?.text ?? "-"
            if !found.isEmpty || first != "-" { print("\(first)\t\(found)\t\(line)") }
        }
    }

    /// The parts of each address of standard input, a line each.
    static func addresses(_ tables: Tables) throws {
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
            let flags = (address.isAmbiguous ? " ambiguous" : "") + (address.isMasked ? " masked" : "")
            print("\(line)\t\(divisions)\t\(parts.joined(separator: " "))\(flags)")
        }
    }
}
