import Foundation
import Hummingbird
import Primitives

/// The style sheet, scripts, pictures and outlines, held in memory: about 1.5 MB.
///
/// An address is looked up among the files read at the start, so no address can reach another file.
struct StaticFiles: Sendable {
    /// One file with what its answer says of it.
    struct File: Sendable {
        let body: ByteBuffer
        let type: String
        /// With its quotation marks.
        let tag: String
    }

    private var files: [String: File] = [:]

    /// `look` is served under `look/`, `assets` under `assets/`; a missing assets folder leaves
    /// pages without charts and maps, which all have tables beside them.
    ///
    /// - Throws: `WebError.fileUnreadable`.
    init(look: URL, assets: URL) throws(WebError) {
        for (path, file) in ResourceFolder.files(under: look) {
            try add(file, as: "look/\(path)")
        }
        for path in Self.assets {
            let file = assets.appendingPathComponent(path)
            guard FileManager.default.fileExists(atPath: file.path) else { continue }
            try add(file, as: "assets/\(path)")
        }
    }

    /// What is taken from the assets folder, which a setting names and which may hold anything.
    private static let assets = [
        "htmx.min.js", "echarts.min.js", "leaflet/leaflet.js", "leaflet/leaflet.css",
        "leaflet/images/layers.png", "leaflet/images/layers-2x.png",
        "leaflet/images/marker-icon.png", "leaflet/images/marker-icon-2x.png",
        "leaflet/images/marker-shadow.png", "nanchang.geojson",
    ]

    subscript(_ path: String) -> File? { files[path] }

    var isWithoutAssets: Bool { !files.keys.contains { $0.hasPrefix("assets/") } }

    /// The address of a file with its content's digest, so that it may be kept for ever; nil where
    /// it is missing.
    func address(_ path: String) -> String? {
        files[path].map { "/static/\(path)?v=\($0.tag.filter { $0 != "\"" })" }
    }

    private mutating func add(_ file: URL, as path: String) throws(WebError) {
        guard let type = Self.types[file.pathExtension] else { return }
        let data = try ResourceFolder.read(file)
        let hash = StableHash.mixed(data.reduce(StableHash.start) { StableHash.adding($1, to: $0) })
        files[path] = File(
            body: ByteBuffer(bytes: data), type: type, tag: "\"\(StableHash.hex(hash))\"")
    }

    /// Other kinds of files are not served.
    private static let types = [
        "css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8",
        "svg": "image/svg+xml; charset=utf-8", "png": "image/png",
        "geojson": "application/geo+json",
    ]
}
