import Foundation
import Primitives
import Registry

/// The data files as the product ships them, read from beside the tests.
enum DataFiles {
    private static let folder = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Sources/Bootstrap/Data")

    static func read<File: Decodable>(_ name: String, as: File.Type) throws -> File {
        try JSONDecoder().decode(
            File.self, from: Data(contentsOf: folder.appending(path: name)))
    }

    static func decode<File: Decodable>(_ text: String, as: File.Type) throws -> File {
        try JSONDecoder().decode(File.self, from: Data(text.utf8))
    }

    static func day(_ text: String) throws -> CivilDate {
        guard let day = CivilDate(text) else { throw NotADate(text: text) }
        return day
    }

    struct NotADate: Error { let text: String }
}
