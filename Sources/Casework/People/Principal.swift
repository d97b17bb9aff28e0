package import Primitives

/// What a person may do; each use case asks for exactly one.
package enum Permission: String, Sendable, CaseIterable {
    case seeLeads = "see-leads"
    case dispatchLead = "dispatch-lead"
    case verifyLead = "verify-lead"
    case closeLead = "close-lead"
    case dismissLead = "dismiss-lead"
    case importRecords = "import-records"
    case managePeople = "manage-people"
    case seeLexicon = "see-lexicon"
    case proposeLexicon = "propose-lexicon"
    /// Adopts or declines what somebody else proposed (四眼原则).
    case adoptLexicon = "adopt-lexicon"
    /// Looks at what the linking did and compares actors.
    case seeLinking = "see-linking"
    /// Parts what the linking joined, and takes that back.
    case severActor = "sever-actor"
}

/// What a person is here for.
package enum Role: String, Sendable, CaseIterable {
    /// Analyst (研判员) of the city: sees every lead, dispatches, dismisses, closes; edits the
    /// lexicon, and adopts what another analyst proposed for it; parts what was linked wrongly.
    case analyst
    /// Officer (民警) of a county or district: sees its leads, verifies, closes.
    case officer
    /// Leader (领导): sees, also the linking, changes no lead and no actor; adopts what an analyst
    /// proposed for the lexicon.
    case leader
    /// The machine's own administrator, at its command line: imports and accounts, no leads.
    case system

    package var permissions: Set<Permission> {
        switch self {
        case .analyst:
            [
                .seeLeads, .dispatchLead, .verifyLead, .closeLead, .dismissLead, .seeLexicon,
                .proposeLexicon, .adoptLexicon, .seeLinking, .severActor,
            ]
        case .officer: [.seeLeads, .verifyLead, .closeLead]
        case .leader: [.seeLeads, .seeLexicon, .adoptLexicon, .seeLinking]
        case .system: [.importRecords, .managePeople, .seeLeads]
        }
    }
}

/// A person with an account.
package struct Person: Hashable, Sendable {
    package let id: ID<Person>
    /// What is typed to sign in, lower case.
    package let name: String
    /// What others see: `研判员 甲`.
    package let displayName: String
    package let role: Role
    /// The division whose leads an officer sees; nil for the whole city.
    package let division: String?

    package init(
        id: ID<Person>, name: String, displayName: String, role: Role, division: String? = nil
    ) {
        self.id = id
        self.name = name
        self.displayName = displayName
        self.role = role
        self.division = division
    }
}

/// Who acts, proven for this call.
package struct Principal: Hashable, Sendable {
    package let person: Person

    package init(person: Person) { self.person = person }

    /// The command line of the machine itself, where whoever may run it may read the database file.
    package static let machine = Principal(
        person: Person(
            id: ID("machine"), name: "machine", displayName: "fuseline", role: .system))

    /// Passes where the person's role includes `permission`.
    ///
    /// - Throws: `CaseworkError.notAllowed`.
    package func require(_ permission: Permission) throws(CaseworkError) {
        guard person.role.permissions.contains(permission) else {
            throw .notAllowed(permission)
        }
    }
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
