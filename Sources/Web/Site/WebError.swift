import Primitives

/// Why the pages cannot be served at all.
package enum WebError: CodedError, Hashable {
    /// The folder with templates, words and style is not beside the program.
    case resourcesMissing(searched: [String])
    case fileUnreadable(String)
    case templateBroken(name: String, reason: String)
    case wordsBroken(name: String)
    case tileAddressInvalid(String)

    package var code: String {
        switch self {
        case .resourcesMissing: "web.resources_missing"
        case .fileUnreadable: "web.file_unreadable"
        case .templateBroken: "web.template_broken"
        case .wordsBroken: "web.words_broken"
        case .tileAddressInvalid: "web.tile_address_invalid"
        }
    }

    package var message: String {
        switch self {
        case .resourcesMissing(let searched):
            "The pages' folder fuseline_Web.resources is in none of "
                + searched.joined(separator: ", ")
                + ". Keep it beside the program when you copy it."
        case .fileUnreadable(let path): "\(path) cannot be read."
        case .templateBroken(let name, let reason): "Template \(name) does not parse: \(reason)."
        case .wordsBroken(let name): "\(name) is no JSON object of texts."
        case .tileAddressInvalid(let address):
            "'\(address)' is no tile address: it takes https://host/…/{z}/{x}/{y}.png."
        }
    }
}
