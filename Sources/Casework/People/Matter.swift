package import Primitives
package import Records

/// A matter (专案): leads that are worked on together, and who works on them.
///
/// Its members see its leads wherever they belong, which is how a partner agency sees any; where
/// sight is limited (限知), nobody but its members does.
package struct Matter: Hashable, Sendable {
    package let id: ID<Matter>
    package let name: String
    package let isRestricted: Bool
    package let openedBy: ID<Person>
    package let openedAt: Timestamp
    package let closedAt: Timestamp?

    package init(
        id: ID<Matter>, name: String, isRestricted: Bool, openedBy: ID<Person>,
        openedAt: Timestamp, closedAt: Timestamp? = nil
    ) {
        self.id = id
        self.name = name
        self.isRestricted = isRestricted
        self.openedBy = openedBy
        self.openedAt = openedAt
        self.closedAt = closedAt
    }
}

/// A matter with what is in it.
package struct MatterDetail: Sendable {
    package let matter: Matter
    package let leads: [LeadSummary]
    package let members: [Person]
    /// Everybody who could be made a member; empty for whoever may not.
    package let candidates: [Person]
    package let mayManage: Bool

    package init(
        matter: Matter, leads: [LeadSummary], members: [Person], candidates: [Person],
        mayManage: Bool
    ) {
        self.matter = matter
        self.leads = leads
        self.members = members
        self.candidates = candidates
        self.mayManage = mayManage
    }
}

/// What is changed about a matter.
package enum MatterChange: Hashable, Sendable {
    case addLead(ID<Lead>)
    case removeLead(ID<Lead>)
    case addMember(ID<Person>)
    case removeMember(ID<Person>)
    case close
}

/// Something that a second person has to agree to (双人审批), asked for with its purpose.
package struct Approval: Hashable, Sendable {
    /// What it is about; each has its own second person.
    package enum Kind: String, Sendable, CaseIterable {
        /// A list of more leads than one may take out alone.
        case exportLeads = "export-leads"
        /// More identifiers than one may see in clear on one day.
        case unmask
        /// Records deleted before their time.
        case delete

        /// Who may be the second person.
        package var decider: Permission {
            switch self {
            case .exportLeads, .unmask: .approveDisclosure
            case .delete: .approveDeletion
            }
        }
    }

    /// How it was decided.
    package struct Decision: Hashable, Sendable {
        package let isApproved: Bool
        package let by: ID<Person>
        package let at: Timestamp
        package let reason: String

        package init(isApproved: Bool, by: ID<Person>, at: Timestamp, reason: String) {
            self.isApproved = isApproved
            self.by = by
            self.at = at
            self.reason = reason
        }
    }

    package let id: ID<Approval>
    package let kind: Kind
    /// What exactly, in the words of the use case: the filter of an export, the id of a lead.
    package let subject: String
    package let purpose: StatedPurpose
    package let askedBy: ID<Person>
    package let askedAt: Timestamp
    package let decision: Decision?
    /// When it was made use of; it serves once.
    package let usedAt: Timestamp?

    package init(
        id: ID<Approval>, kind: Kind, subject: String, purpose: StatedPurpose,
        askedBy: ID<Person>, askedAt: Timestamp, decision: Decision? = nil,
        usedAt: Timestamp? = nil
    ) {
        self.id = id
        self.kind = kind
        self.subject = subject
        self.purpose = purpose
        self.askedBy = askedBy
        self.askedAt = askedAt
        self.decision = decision
        self.usedAt = usedAt
    }
}

/// For what somebody says that they do something: a word of the list, and their own words.
package struct StatedPurpose: Hashable, Sendable {
    /// The declared list of purposes, of which one is chosen.
    package enum Kind: String, Sendable, CaseIterable {
        /// Checking on the spot (现场核查).
        case onTheSpot = "on-the-spot"
        /// Getting in touch to verify (联系核实).
        case contact
        /// Asking for evidence from somebody else (调取证据).
        case evidence
        /// Analysis (研判).
        case analysis
        /// Handing over to another agency (移送).
        case handover
        /// Supervision (监督检查).
        case supervision
    }

    package let kind: Kind
    /// At least one character, at most `Limits.noteBytesMax` bytes.
    package let reason: String

    /// - Throws: `CaseworkError.reasonMissing`.
    package init(kind: Kind, reason: String) throws(CaseworkError) {
        guard reason.contains(where: { $0 != " " }), reason.utf8.count <= Limits.noteBytesMax else {
            throw .reasonMissing
        }
        self.kind = kind
        self.reason = reason
    }
}

/// What waits for a second person, and what was decided.
package struct ApprovalsPage: Sendable {
    /// The latest first.
    package let approvals: [Approval]
    package let names: [ID<Person>: String]
    /// Those that this person may decide.
    package let decidable: Set<ID<Approval>>

    package init(
        approvals: [Approval], names: [ID<Person>: String], decidable: Set<ID<Approval>>
    ) {
        self.approvals = approvals
        self.names = names
        self.decidable = decidable
    }
}
