package import Primitives

/// Why a use case was refused.
package enum CaseworkError: CodedError, Hashable {
    /// Name or password wrong, or nobody signed in; which of them is not told.
    case notSignedIn
    /// The person may not do this.
    case notAllowed(Permission)
    case leadNotFound(String)
    /// The lead changed since the page was shown; nothing was done.
    case leadChanged(String)
    /// The step is not in the lead's table from where it stands; the text says which are.
    case stepRefused(String)
    case tooManyAttempts(retryAfter: Seconds)

    package var code: String {
        switch self {
        case .notSignedIn: "casework.not_signed_in"
        case .notAllowed: "casework.not_allowed"
        case .leadNotFound: "casework.lead_not_found"
        case .leadChanged: "casework.lead_changed"
        case .stepRefused: "casework.step_refused"
        case .tooManyAttempts: "casework.too_many_attempts"
        }
    }

    package var message: String {
        switch self {
        case .notSignedIn: "Name or password is wrong. Try again, or ask your administrator."
        case .notAllowed(let permission): "Your role does not include '\(permission.rawValue)'."
        case .leadNotFound(let id): "There is no lead '\(id)' that you may see."
        case .leadChanged(let id):
            "Lead '\(id)' was changed by somebody else meanwhile. Reload it and decide again."
        case .stepRefused(let why): why
        case .tooManyAttempts(let wait): "Too many attempts. Try again in \(wait.count) seconds."
        }
    }
}
