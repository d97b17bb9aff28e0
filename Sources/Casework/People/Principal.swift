package import Primitives

/// A person with an account, or a program with a key.
package struct Person: Hashable, Sendable {
    package let id: ID<Person>
    /// What is typed to sign in, lower case.
    package let name: String
    /// What others see: `研判员 甲`.
    package let displayName: String
    package let role: Role
    package let unit: ID<Unit>
    /// The division the unit works in; nil for the whole city.
    package let division: String?

    package init(
        id: ID<Person>, name: String, displayName: String, role: Role, unit: ID<Unit>? = nil,
        division: String? = nil
    ) {
        self.id = id
        self.name = name
        self.displayName = displayName
        self.role = role
        self.unit = unit ?? division.map(Unit.county) ?? Unit.city
        self.division = division
    }
}

/// Who acts, proven for this call.
package struct Principal: Hashable, Sendable {
    /// What a person has to do before anything else.
    package enum Duty: String, Sendable {
        /// The password was given by somebody else.
        case changePassword = "change-password"
        /// A second factor is asked for and there is none yet.
        case addSecondFactor = "add-second-factor"
    }

    package let person: Person
    /// Of a key: what it may do of all that its role may; nil for a person.
    package let scopes: Set<Permission>?
    /// Of a key: how often it may ask; nil for a person.
    package let requestsPerMinute: Int?
    package let duty: Duty?
    /// The name of the request that this call makes, where its caller gave it one.
    package var request: RequestKey?

    package init(
        person: Person, scopes: Set<Permission>? = nil, requestsPerMinute: Int? = nil,
        duty: Duty? = nil
    ) {
        self.person = person
        self.scopes = scopes
        self.requestsPerMinute = requestsPerMinute
        self.duty = duty
    }

    /// The command line of the machine itself, where whoever may run it may read the database file.
    package static let machine = Principal(
        person: Person(
            id: ID("machine"), name: "machine", displayName: "fuseline", role: .machine))

    /// All that this call may do; nothing while a duty stands.
    package var permissions: Set<Permission> {
        guard duty == nil else { return [] }
        let ofRole = person.role.permissions
        return scopes.map(ofRole.intersection) ?? ofRole
    }

    /// Passes where `permission` is included: the one place where a right is decided.
    ///
    /// - Throws: `CaseworkError.notAllowed`, or `.dutyFirst`.
    package func require(_ permission: Permission) throws(CaseworkError) {
        if let duty { throw .dutyFirst(duty) }
        guard permissions.contains(permission) else { throw .notAllowed(permission) }
    }

    /// Which leads this principal may look at.
    package var scope: LeadScope {
        switch person.role.reach {
        case .division where person.division == nil:
            // An officer of the city's own bureau.
            LeadScope(reach: .city, division: nil, person: person.id)
        case let reach:
            LeadScope(reach: reach, division: person.division, person: person.id)
        }
    }
}

/// Which leads somebody may look at: those of their unit, and those of matters they are in.
package struct LeadScope: Hashable, Sendable {
    /// How far a role's sight goes by itself.
    package enum Reach: Hashable, Sendable {
        case city
        /// Those of one division.
        case division
        /// None but those of matters.
        case matters
    }

    package let reach: Reach
    package let division: String?
    package let person: ID<Person>

    package init(reach: Reach, division: String?, person: ID<Person>) {
        self.reach = reach
        self.division = division
        self.person = person
    }

    /// Whether matters with limited sight (限知) are no bar: the machine's own work.
    package var isMachine: Bool { person == Principal.machine.person.id }
}

/// A signed-in browser: the secret goes into its cookie once and is kept only as a digest.
package struct Session: Hashable, Sendable {
    package let token: String
    package let principal: Principal
    /// Must come back with every form.
    package let formToken: String
    package let expiresAt: Timestamp

    package init(token: String, principal: Principal, formToken: String, expiresAt: Timestamp) {
        self.token = token
        self.principal = principal
        self.formToken = formToken
        self.expiresAt = expiresAt
    }
}
