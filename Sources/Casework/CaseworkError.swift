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
    /// There is no such entry in the lexicon in use.
    case entryNotFound(String)
    case proposalNotFound(String)
    /// The proposal was decided, or the lexicon in use is another one than the page showed; nothing
    /// was done.
    case lexiconChanged
    /// Whoever proposed a lexicon cannot adopt it: two people must have looked.
    case ownProposal
    /// A decision needs a reason of at most `Limits.noteBytesMax` bytes.
    case reasonMissing
    /// Everything was linked anew since the page was shown; nothing was done.
    case linkingChanged
    /// Both records are of one account, or labels alike: no identifier and no pair parts them.
    case cannotPart
    case severanceNotFound(String)
    /// There is no record, actor or lead to compare with.
    case recordNotFound(String)
    /// Something has to be done first: a password changed, a second factor bound.
    case dutyFirst(Principal.Duty)
    /// No account, unit, key, matter or request of this id that the person may see.
    case accessNotFound(String)
    /// A key that rows are sealed with, or that servers may still seal with, is not taken away.
    case keyInUse(id: String, rows: Int)
    /// There is no such site, room or alarm that this person may see.
    case alarmNotFound(String)
    /// The alarm was raised again since it was looked at.
    case alarmChanged(String)
    case alarmRefused(String)
    case planUnreadable(String)
    case planChanged(String)
    /// The journal was signed with a key that this program's key file does not have.
    case signedElsewhere
    case keyNotFound(String)
    /// What is stored of a purge is not what the journal says of it.
    case purgeDoesNotProve(String)
    /// A rule of accounts and rights stands against it; nothing was done.
    case accessRefused(AccessRule)
    /// A request of this name was done before; nothing was done now.
    case requestDone
    /// The request's name was given to another one before; nothing was done.
    case requestKeyReused

    package var code: String {
        switch self {
        case .notSignedIn: "casework.not_signed_in"
        case .notAllowed: "casework.not_allowed"
        case .leadNotFound: "casework.lead_not_found"
        case .leadChanged: "casework.lead_changed"
        case .stepRefused: "casework.step_refused"
        case .tooManyAttempts: "casework.too_many_attempts"
        case .entryNotFound: "casework.entry_not_found"
        case .proposalNotFound: "casework.proposal_not_found"
        case .lexiconChanged: "casework.lexicon_changed"
        case .ownProposal: "casework.own_proposal"
        case .reasonMissing: "casework.reason_missing"
        case .linkingChanged: "casework.linking_changed"
        case .cannotPart: "casework.cannot_part"
        case .severanceNotFound: "casework.severance_not_found"
        case .recordNotFound: "casework.record_not_found"
        case .dutyFirst: "casework.duty_first"
        case .accessNotFound: "casework.access_not_found"
        case .accessRefused: "casework.access_refused"
        case .keyInUse: "casework.key_in_use"
        case .keyNotFound: "casework.key_not_found"
        case .signedElsewhere: "casework.signed_elsewhere"
        case .alarmNotFound: "casework.alarm_not_found"
        case .alarmChanged: "casework.alarm_changed"
        case .alarmRefused: "casework.alarm_refused"
        case .planUnreadable: "casework.plan_unreadable"
        case .planChanged: "casework.plan_changed"
        case .purgeDoesNotProve: "casework.purge_does_not_prove"
        case .requestDone: "casework.request_done"
        case .requestKeyReused: "casework.request_key_reused"
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
        case .entryNotFound(let term): "The lexicon in use has no entry '\(term)'."
        case .proposalNotFound(let id): "There is no proposal '\(id)' for the lexicon."
        case .lexiconChanged:
            "The proposal or the lexicon in use changed meanwhile. Reload it and decide again."
        case .ownProposal: "You proposed this lexicon; somebody else must adopt it."
        case .reasonMissing:
            "Give a reason of at most \(Limits.noteBytesMax) bytes for the decision."
        case .linkingChanged:
            "The records were linked anew meanwhile. Reload the page and decide again."
        case .cannotPart: "The two are one account or labels alike in everything."
        case .severanceNotFound(let id): "There is no parting '\(id)'."
        case .recordNotFound(let text): "There is no record, actor or lead '\(text)' to compare."
        case .dutyFirst(.changePassword): "Change your password first, on your account's page."
        case .dutyFirst(.addSecondFactor): "Bind a second factor first, on your account's page."
        case .accessNotFound(let id): "There is no account, unit, key, matter or request '\(id)'."
        case .accessRefused(let rule): rule.message
        case .keyInUse(let id, let rows):
            rows > 0
                ? "Key \(id) still opens \(rows) rows. Run keys rotate or keys reseal first."
                : "Key \(id) seals now, or did within \(Limits.keySettleSeconds) seconds. Run"
                    + " keys rotate first, or wait."
        case .keyNotFound(let id): "The key file has no key '\(id)'."
        case .alarmNotFound(let id): "There is no site, room or alarm '\(id)' that you may see."
        case .alarmChanged(let id):
            "Alarm '\(id)' was raised again meanwhile. Look at it and decide again."
        case .alarmRefused(let why): why
        case .planUnreadable(let why): "The site's plan cannot be read: \(why)"
        case .planChanged(let id):
            "The plan of '\(id)' was changed by somebody else meanwhile. Reload it."
        case .signedElsewhere:
            "The journal's key was exchanged, and the key file here does not have the new one. Copy"
                + " the key file from where journal exchange-key ran."
        case .purgeDoesNotProve(let id):
            "What is stored of the purge '\(id)' is not what the journal says of it."
        case .requestDone: "This was sent already; it was done once."
        case .requestKeyReused:
            "The request's key was used for another request. Give each request its own."
        }
    }
}
