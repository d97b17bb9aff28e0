/// Rules of accounts and rights, as a refusal names them.
package enum AccessRule: String, Sendable, CaseIterable {
    /// Nobody changes their own rights, blocks themselves or approves their own request.
    case own
    /// Whoever made an account or a key does not also give it its rights (三员分立).
    case made
    case nameTaken = "name_taken"
    case nameWrong = "name_wrong"
    /// A unit of this kind does not stand under that one.
    case place
    /// Only roles for people are given to people.
    case role
    case password
    /// The password before, or one that has the name in it.
    case passwordSame = "password_same"
    /// One that whoever guesses tries first.
    case passwordCommon = "password_common"
    case code
    case noOffer = "no_offer"
    /// The key asks for more than its role has, or for longer or more often than keys may.
    case key
    /// It was decided, closed, revoked or used before.
    case over
    /// So many at once need a second person.
    case approval

    var message: String {
        switch self {
        case .own: "Nobody does this to their own account or request; ask somebody else."
        case .made: "Whoever made an account or key can not give it its rights too."
        case .nameTaken: "There is an account of this name already."
        case .nameWrong: "A name has 2 to 32 small letters, digits, dots or dashes."
        case .place: "A unit of this kind does not stand under that one."
        case .role: "This role is not given to an account of a person."
        case .password: "The password is wrong, or the new one has fewer than 12 characters."
        case .passwordSame: "The new password must be another one and not have your name in it."
        case .passwordCommon: "The new password is one that is tried first; take an uncommon one."
        case .code: "The code is wrong or was used before; wait for the next one."
        case .noOffer: "Begin anew: no second factor waits for a code."
        case .key: "The key asks for a right that its role has not, or for more than keys get."
        case .over: "It was decided, closed, revoked or used before. Reload the page."
        case .approval: "So much at once needs the agreement of a second person; ask for it."
        }
    }
}
