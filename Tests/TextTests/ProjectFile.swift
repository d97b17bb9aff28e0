import Foundation
import Testing

/// The bytes of a file of this project, by its path from the project's root.
func projectFile(_ path: String) throws -> [UInt8] {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    return [UInt8](try Data(contentsOf: root.appending(path: path)))
}

func shippedTable(_ name: String) throws -> [UInt8] {
    try projectFile("Sources/Bootstrap/Data/\(name)")
}
