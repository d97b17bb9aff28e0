import Foundation

extension Words {
    /// The shipped words of one language.
    ///
    /// - Throws: `WebError` where the file is missing or no flat JSON object of texts.
    package static func shipped(_ language: Language) throws(WebError) -> Words {
        let file = try ResourceFolder.find()
            .appendingPathComponent("Words/\(language.rawValue).json")
        let data = try ResourceFolder.read(file)
        guard let texts = try? JSONDecoder().decode([String: String].self, from: data) else {
            throw .wordsBroken(name: file.lastPathComponent)
        }
        return Words(language: language, texts: texts)
    }
}
