import Foundation

/// Templates, words and style, read and parsed once from the folder beside the program.
package struct WebResources: Sendable {
    let templates: Templates
    let look: URL
    private let words: [Language: Words]

    /// - Throws: `WebError` where the folder or a file in it is missing or broken.
    package init() throws(WebError) {
        let folder = try ResourceFolder.find()
        templates = try Templates(folder: folder.appendingPathComponent("Templates"))
        look = folder.appendingPathComponent("Look")
        var words: [Language: Words] = [:]
        for language in Language.allCases { words[language] = try Words.shipped(language) }
        self.words = words
    }

    /// The words of `language`; reading them succeeded when this was made.
    package func words(_ language: Language) -> Words {
        words[language] ?? Words(language: language, texts: [:])
    }
}
