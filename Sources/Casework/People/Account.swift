package import Primitives

/// A person's account, as administrators see it.
package struct Account: Hashable, Sendable {
    package let person: Person
    /// What whoever made the account asked for; nil once a role was given.
    package let askedRole: Role?
    package let createdBy: ID<Person>
    package let createdAt: Timestamp
    package let hasSecondFactor: Bool
    package let mustChangePassword: Bool
    package let disabledAt: Timestamp?
    /// Wrong passwords and codes since the last right one.
    package let failures: Int
    package let failedAt: Timestamp?
    /// At the issuer of single sign-on (统一身份认证): `ISSUER SUBJECT`; nil where there is none.
    package let subject: String?

    package init(
        person: Person, askedRole: Role?, createdBy: ID<Person>, createdAt: Timestamp,
        hasSecondFactor: Bool, mustChangePassword: Bool, disabledAt: Timestamp?, failures: Int,
        failedAt: Timestamp?, subject: String?
    ) {
        self.person = person
        self.askedRole = askedRole
        self.createdBy = createdBy
        self.createdAt = createdAt
        self.hasSecondFactor = hasSecondFactor
        self.mustChangePassword = mustChangePassword
        self.disabledAt = disabledAt
        self.failures = failures
        self.failedAt = failedAt
        self.subject = subject
    }
}

/// A new account, or what the machine gives one that it has.
package struct AccountDraft: Hashable, Sendable {
    package var name: String
    package var displayName: String
    package var unit: ID<Unit>
    /// What it is to be given by somebody else.
    package var role: Role
    package var subject: String?

    package init(
        name: String, displayName: String, unit: ID<Unit>, role: Role, subject: String? = nil
    ) {
        self.name = name
        self.displayName = displayName
        self.unit = unit
        self.role = role
        self.subject = subject
    }
}

/// What an administrator does to an account.
package enum AccountChange: Hashable, Sendable {
    /// A new password, shown once, to be changed at the next sign-in.
    case resetPassword
    case disable
    case enable
    /// Gives a role, or takes it away (`unassigned`).
    case grant(Role)
    /// Lets somebody who was locked out try again.
    case unlock
    /// Takes the second factor away, so that a new one can be bound.
    case resetSecondFactor

    var act: Act {
        switch self {
        case .resetPassword: .resetPassword
        case .disable, .enable: .switchAccount
        case .grant: .grantRole
        case .unlock: .unlockAccount
        case .resetSecondFactor: .resetSecondFactor
        }
    }

    package var permission: Permission {
        switch self {
        case .resetPassword, .disable, .enable: .manageAccounts
        case .grant, .unlock, .resetSecondFactor: .grantRights
        }
    }
}

/// A program's key (接口密钥), without its secret.
package struct APIKey: Hashable, Sendable {
    package let id: ID<APIKey>
    /// What it is called: `顺意速运 收寄系统`.
    package let name: String
    package let unit: ID<Unit>
    package let role: Role
    package let scopes: Set<Permission>
    package let requestsPerMinute: Int
    package let createdBy: ID<Person>
    package let createdAt: Timestamp
    package let expiresAt: Timestamp
    /// By whom its rights were granted; nil before that: it opens nothing.
    package let grantedBy: ID<Person>?
    package let revokedAt: Timestamp?
    /// Until when the secret before the last rotation still opens.
    package let overlapsUntil: Timestamp?

    package init(
        id: ID<APIKey>, name: String, unit: ID<Unit>, role: Role, scopes: Set<Permission>,
        requestsPerMinute: Int, createdBy: ID<Person>, createdAt: Timestamp, expiresAt: Timestamp,
        grantedBy: ID<Person>? = nil, revokedAt: Timestamp? = nil, overlapsUntil: Timestamp? = nil
    ) {
        self.id = id
        self.name = name
        self.unit = unit
        self.role = role
        self.scopes = scopes
        self.requestsPerMinute = requestsPerMinute
        self.createdBy = createdBy
        self.createdAt = createdAt
        self.expiresAt = expiresAt
        self.grantedBy = grantedBy
        self.revokedAt = revokedAt
        self.overlapsUntil = overlapsUntil
    }
}

/// What is asked for with a new key.
package struct APIKeyDraft: Hashable, Sendable {
    package var name: String
    package var unit: ID<Unit>
    package var role: Role
    package var scopes: Set<Permission>
    /// 1...`Limits.keyRequestsPerMinuteMax`.
    package var requestsPerMinute: Int
    /// 1...`Limits.keyDaysMax`.
    package var days: Int

    package init(
        name: String, unit: ID<Unit>, role: Role, scopes: Set<Permission>, requestsPerMinute: Int,
        days: Int
    ) {
        self.name = name
        self.unit = unit
        self.role = role
        self.scopes = scopes
        self.requestsPerMinute = requestsPerMinute
        self.days = days
    }
}

/// What is done to a key.
package enum APIKeyChange: Hashable, Sendable {
    /// Makes it open what it was asked for.
    case grant
    case revoke
    /// A new secret; the old one opens for `Limits.keyOverlapDays` more days.
    case rotate

    var act: Act {
        switch self {
        case .grant: .grantKey
        case .revoke: .revokeKey
        case .rotate: .rotateKey
        }
    }
}

/// Who may sign in, in which unit, with what rights, and which programs may ask.
package struct PeoplePage: Sendable {
    package let units: [Unit]
    package let accounts: [Account]
    package let keys: [APIKey]
    package let mayManage: Bool
    package let mayGrant: Bool

    package init(
        units: [Unit], accounts: [Account], keys: [APIKey], mayManage: Bool, mayGrant: Bool
    ) {
        self.units = units
        self.accounts = accounts
        self.keys = keys
        self.mayManage = mayManage
        self.mayGrant = mayGrant
    }
}

/// A second factor that waits for its first code (RFC 6238).
package struct SecondFactorOffer: Hashable, Sendable {
    /// For typing: base 32.
    package let secret: String
    /// `otpauth://totp/…`, for a picture that a phone reads.
    package let address: String

    package init(secret: String, address: String) {
        self.secret = secret
        self.address = address
    }
}
