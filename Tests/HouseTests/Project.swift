import Foundation
import TestKit

/// The project's own files, read once as text.
enum Project {
    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// Every Swift file under Sources/, Tests/ and Benchmarks/, in order of their paths.
    static let swiftFiles: [SourceFile] =
        ["Sources", "Tests", "Benchmarks"].flatMap { files(under: $0) }
        .filter { $0.hasSuffix(".swift") }
        .map { SourceFile(path: $0, text: text($0) ?? "") }

    static let sources: [SourceFile] = swiftFiles.filter(\.isSource)

    /// Markdown files of the project, in order of their paths.
    static let documents: [String] =
        (names(in: "").filter { $0.hasSuffix(".md") }
        + ["docs", "Sources", "Tests", "Training", "Benchmarks", "scripts"]
        .flatMap { files(under: $0) }.filter { $0.hasSuffix(".md") }).sorted()

    /// The file's text; nil where there is none at `path`.
    static func text(_ path: String) -> String? {
        FileManager.default.contents(atPath: root.appendingPathComponent(path).path)
            .map { String(decoding: $0, as: UTF8.self) }
    }

    static func exists(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: root.appendingPathComponent(path).path)
    }

    /// Names directly inside the folder, hidden ones left out, in order.
    static func names(in folder: String) -> [String] {
        let path = root.appendingPathComponent(folder).path
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        return names.filter { !$0.hasPrefix(".") }.sorted()
    }

    /// Paths, relative to the root, of all files below the folder, hidden ones left out.
    static func files(under folder: String) -> [String] {
        names(in: folder).flatMap { name -> [String] in
            let path = folder + "/" + name
            var isFolder: ObjCBool = false
            let isThere = FileManager.default.fileExists(
                atPath: root.appendingPathComponent(path).path, isDirectory: &isFolder)
            if !isThere || name == "__pycache__" { return [] }
            return isFolder.boolValue ? files(under: path) : [path]
        }
    }

    /// What `git ls-files` lists; nil where this is no checkout or there is no git.
    static let tracked: [String]? = {
        guard exists(".git") else { return nil }
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["git", "-C", root.path, "ls-files", "-z"]
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        process.standardInput = FileHandle.nullDevice
        guard (try? process.runAlone()) != nil else { return nil }
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { return nil }
        return data.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
    }()
}
