import Foundation
import Mustache

/// The pages' templates, parsed once.
struct Templates: Sendable {
    private let library: MustacheLibrary

    /// Reads every `*.mustache` of `folder`.
    ///
    /// - Throws: `WebError.fileUnreadable`, `.templateBroken`.
    init(folder: URL) throws(WebError) {
        MustacheContentTypes.register(ByteEscapedHTML(), named: ByteEscapedHTML.name)
        var library = MustacheLibrary()
        for (path, file) in ResourceFolder.files(under: folder) where path.hasSuffix(".mustache") {
            let text = String(decoding: try ResourceFolder.read(file), as: UTF8.self)
            let name = String(path.dropLast(".mustache".count))
            do {
                try library.register(
                    "{{% CONTENT_TYPE:\(ByteEscapedHTML.name)}}\n\(text)", named: name)
            } catch {
                throw .templateBroken(name: name, reason: "\(error)")
            }
        }
        self.library = library
    }

    func render(_ name: String, _ values: [String: Any]) -> String {
        guard let page = library.render(values, withTemplate: name) else {
            preconditionFailure("there is no template '\(name)'")
        }
        return page
    }
}
