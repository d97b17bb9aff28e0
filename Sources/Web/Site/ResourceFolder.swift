import Foundation

/// Where the folder `fuseline_Web.resources` lies.
///
/// `Bundle.module` ends the program where the folder is missing; this says where it looked.
enum ResourceFolder {
    static let name = "fuseline_Web.resources"

    /// Looks beside the running program, then beside the program as it was called, then in the
    /// build folders under the working directory.
    ///
    /// - Throws: `WebError.resourcesMissing`.
    static func find() throws(WebError) -> URL {
        let places = candidates()
        for place in places {
            let folder = place.appendingPathComponent(name, isDirectory: true)
            if FileManager.default.fileExists(atPath: folder.appendingPathComponent("Words").path) {
                return folder
            }
        }
        throw .resourcesMissing(searched: places.map(\.path))
    }

    private static func candidates() -> [URL] {
        let working = URL(fileURLWithPath: FileManager.default.currentDirectoryPath)
        var places = [Bundle.main.bundleURL]
        if let called = CommandLine.arguments.first {
            let file = URL(fileURLWithPath: called).resolvingSymlinksInPath()
            places.append(file.deletingLastPathComponent())
        }
        places += ["release", "debug"].map { working.appendingPathComponent(".build/\($0)") }
        var seen: Set<String> = []
        return places.filter { seen.insert($0.path).inserted }
    }

    /// - Throws: `WebError.fileUnreadable`.
    static func read(_ file: URL) throws(WebError) -> Data {
        do { return try Data(contentsOf: file) } catch { throw .fileUnreadable(file.path) }
    }

    /// Every file under `folder`, by its path below it, sorted; none where there is no folder.
    static func files(under folder: URL) -> [(path: String, file: URL)] {
        let base = folder.resolvingSymlinksInPath().path
        let below = FileManager.default.enumerator(atPath: base)
        let paths = (below?.compactMap { $0 as? String } ?? []).sorted()
        return paths.compactMap { path in
            let file = URL(fileURLWithPath: base).appendingPathComponent(path)
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: file.path, isDirectory: &isFolder),
                !isFolder.boolValue
            else { return nil }
            return (path, file)
        }
    }
}
