/// A language that the pages speak.
package enum Language: String, Sendable, CaseIterable {
    /// Chinese comes first: what a browser without a choice gets.
    case chinese = "zh"
    case english = "en"

    /// What the `lang` attribute of a page says.
    var tag: String {
        switch self {
        case .chinese: "zh-CN"
        case .english: "en"
        }
    }
}
