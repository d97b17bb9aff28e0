import Foundation
import Records
import Screening
import Testing
import Text

/// What ships, read from the project's own files.
enum Shipped {
    static func file(_ path: String) throws -> [UInt8] {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return [UInt8](try Data(contentsOf: root.appending(path: path)))
    }

    static let resources = Result {
        try ScreeningResources { try file("Sources/Bootstrap/Data/\($0)") }
    }
    static let screener = Result { try Screener(resources: resources.get()) }
    static let tables = Result { try TextTables(resources: resources.get()) }
    static let lexicon = Result { try Lexicon.parse(resources.get().lexicon) }
}

/// A text with one find marked in it, `卖[煙花]的`: the text, and the bytes of the mark.
struct MarkedText {
    let text: String
    let start: Int
    let end: Int
    let found: String

    init(_ marked: String) {
        let parts = marked.split(separator: "[", maxSplits: 1, omittingEmptySubsequences: false)
        text = marked.filter { $0 != "[" && $0 != "]" }
        guard parts.count == 2 else {
            (start, end, found) = (0, 0, "")
            return
        }
        found = String(parts[1].prefix { $0 != "]" })
        start = parts[0].utf8.count
        end = start + found.utf8.count
    }
}
