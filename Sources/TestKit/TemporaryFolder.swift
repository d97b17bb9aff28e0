package import Foundation

/// A folder of one test, removed when the last reference to it goes.
package final class TemporaryFolder: Sendable {
    package let url: URL

    /// Makes it under the system's temporary folder.
    ///
    /// - Throws: what the file system says.
    package init() throws {
        url = FileManager.default.temporaryDirectory
            .appendingPathComponent("fuseline-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    /// The path of `name` inside; nothing is made.
    package func path(_ name: String) -> String { url.appendingPathComponent(name).path }

    /// Writes `bytes` as the file `name`, making folders on the way, and gives its path.
    @discardableResult
    package func write(_ bytes: [UInt8], as name: String) throws -> String {
        let file = url.appendingPathComponent(name)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: file)
        return file.path
    }

    /// Writes `text` in UTF-8 as the file `name` and gives its path.
    @discardableResult
    package func write(_ text: String, as name: String) throws -> String {
        try write(Array(text.utf8), as: name)
    }

    /// The bytes of the file `name`.
    package func read(_ name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: url.appendingPathComponent(name)))
    }
}
