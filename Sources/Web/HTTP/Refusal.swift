import Casework
import Hummingbird
import Primitives

/// An answer other than success, before it has become a page or a problem document.
struct Refusal: Error {
    let status: HTTPResponse.Status
    /// The key of its words: `refused-KEY-title`, `refused-KEY-text`.
    let key: String
    /// For a program: what is wrong and where, without personal data and without internals.
    let detail: String
    /// `Allow` of a 405.
    var allow: String?
    var retryAfter: Seconds?
    /// What the limiter said, for a program that is to ask less often.
    var judgement: RateLimiter.Judgement?
    /// What is wrong with which part of a program's request.
    var faults: [Fault] = []

    init(
        _ status: HTTPResponse.Status, _ key: String, detail: String = "", allow: String? = nil,
        retryAfter: Seconds? = nil, faults: [Fault] = []
    ) {
        self.status = status
        self.key = key
        self.detail = detail
        self.allow = allow
        self.retryAfter = retryAfter
        self.faults = faults
    }

    static let formToken = Refusal(
        .forbidden, "form", detail: "The form's token is missing or not this session's.")
    static let signIn = Refusal(.unauthorized, "signin", detail: "Sign in first.")
    static let notFound = Refusal(.notFound, "missing", detail: "There is nothing at this address.")
    static let tooLarge = Refusal(.contentTooLarge, "large", detail: "The request is too large.")

    /// What the outside is told of `error`: the kind, never its insides.
    init(_ error: any Error) {
        switch error {
        case let refusal as Refusal: self = refusal
        case let error as CaseworkError: self = Self.casework(error)
        case let error as any HTTPResponseError: self = Self.http(error.status)
        default:
            self = Refusal(
                .internalServerError, "failed",
                detail: "Something failed here; nothing was changed.")
        }
    }

    private static func casework(_ error: CaseworkError) -> Refusal {
        switch error {
        case .notSignedIn: .signIn
        case .notAllowed: Refusal(.forbidden, "role", detail: error.message)
        case .leadNotFound: Refusal(.notFound, "lead", detail: "There is no such lead.")
        case .leadChanged: Refusal(.conflict, "changed", detail: "The lead was changed meanwhile.")
        case .stepRefused:
            Refusal(.conflict, "step", detail: "The lead is not where this step goes.")
        case .tooManyAttempts(let wait):
            Refusal(.tooManyRequests, "attempts", detail: error.message, retryAfter: wait)
        case .entryNotFound:
            Refusal(.notFound, "entry", detail: "The lexicon in use has no such entry.")
        case .proposalNotFound:
            Refusal(.notFound, "proposal", detail: "There is no such proposal.")
        case .lexiconChanged: Refusal(.conflict, "lexicon", detail: error.message)
        case .ownProposal: Refusal(.forbidden, "own", detail: error.message)
        case .linkingChanged: Refusal(.conflict, "linking", detail: error.message)
        case .cannotPart: Refusal(.unprocessableContent, "part", detail: error.message)
        case .severanceNotFound:
            Refusal(.notFound, "severance", detail: "There is no such parting.")
        case .recordNotFound:
            Refusal(.notFound, "record", detail: "There is no such record, actor or lead.")
        case .dutyFirst: Refusal(.forbidden, "duty", detail: error.message)
        case .accessNotFound:
            Refusal(.notFound, "access", detail: "There is no such thing that you may see.")
        case .accessRefused(let rule):
            Refusal(.conflict, "access-\(rule.rawValue)", detail: error.message)
        // Keys are changed on the command line alone.
        case .keyInUse, .keyNotFound, .signedElsewhere, .purgeDoesNotProve:
            Refusal(.conflict, "failed", detail: error.message)
        case .alarmNotFound:
            Refusal(.notFound, "alarm", detail: "There is no such site, room or alarm.")
        case .alarmChanged: Refusal(.conflict, "alarm-changed", detail: error.message)
        case .alarmRefused: Refusal(.conflict, "alarm-refused", detail: error.message)
        case .planUnreadable: Refusal(.unprocessableContent, "plan", detail: error.message)
        case .planChanged: Refusal(.conflict, "plan-changed", detail: error.message)
        case .requestDone: Refusal(.conflict, "repeated", detail: error.message)
        case .requestKeyReused:
            Refusal(.unprocessableContent, "reused", detail: error.message)
        case .reasonMissing: Refusal(.unprocessableContent, "reason", detail: error.message)
        }
    }

    private static func http(_ status: HTTPResponse.Status) -> Refusal {
        switch status {
        case .notFound: .notFound
        case .contentTooLarge: .tooLarge
        case .internalServerError: Refusal(status, "failed", detail: "Something failed here.")
        default: Refusal(status, "request", detail: status.reasonPhrase)
        }
    }
}
