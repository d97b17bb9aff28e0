/// What a person may do; each use case asks for exactly one.
package enum Permission: String, Sendable, CaseIterable {
    case seeLeads = "see-leads"
    case dispatchLead = "dispatch-lead"
    case verifyLead = "verify-lead"
    case closeLead = "close-lead"
    case dismissLead = "dismiss-lead"
    case importRecords = "import-records"
    case seeLexicon = "see-lexicon"
    case proposeLexicon = "propose-lexicon"
    /// Adopts or declines what somebody else proposed (四眼原则).
    case adoptLexicon = "adopt-lexicon"
    /// Looks at what the linking did and compares actors.
    case seeLinking = "see-linking"
    /// Parts what the linking joined, and takes that back.
    case severActor = "sever-actor"
    /// Asks about a text or a declaration before it is accepted (收寄前查询).
    case askScreening = "ask-screening"
    case seeMatters = "see-matters"
    /// Opens and closes matters (专案), and says which leads and people are in them.
    case manageMatters = "manage-matters"
    /// Takes a list of leads out of the system, with a stated purpose.
    case exportLeads = "export-leads"
    /// Sees the identifiers of a lead's persons in clear, with a stated purpose (调看明文).
    case unmaskLead = "unmask-lead"
    /// Gathers all that is held of one person, for their own request or an audit (个人信息查阅).
    case reportOnPerson = "report-on-person"
    /// Deletes what is over, and what a second person agreed to delete.
    case purgeRecords = "purge-records"
    /// Is the second person for what is shown or taken out in large numbers.
    case approveDisclosure = "approve-disclosure"
    /// Is the second person for what is deleted.
    case approveDeletion = "approve-deletion"
    /// Sees accounts, units and keys, not what they work on.
    case seeAccounts = "see-accounts"
    /// Makes and blocks accounts, units and keys, without giving them any right.
    case manageAccounts = "manage-accounts"
    /// Gives accounts and keys their rights, frees who is locked out.
    case grantRights = "grant-rights"
    /// Sees work rooms and their alarms (报警).
    case seeAlarms = "see-alarms"
    /// Acknowledges, shelves and resets alarms, takes them out of service.
    case handleAlarms = "handle-alarms"
    /// Puts sites under watch, and changes what is approved in their rooms.
    case manageSites = "manage-sites"
    /// Sends what sensors said.
    case sendReadings = "send-readings"
    /// Reads who did what.
    case seeJournal = "see-journal"
    /// Changes the keys that personal data are sealed with; whoever may, can read the key file.
    case manageKeys = "manage-keys"
}

/// What a person is here for.
///
/// Nobody has two. The three administrators (三员分立, GB/T 22239-2019, 8.1.4.2) hold each other: one
/// makes accounts, another gives them rights, the third reads what both did, and none of them sees
/// a lead.
package enum Role: String, Sendable, CaseIterable {
    /// Analyst (研判员) of the city: sees every lead, dispatches, dismisses, closes; edits the
    /// lexicon, and adopts what another analyst proposed for it; parts what was linked wrongly.
    case analyst
    /// Officer (民警) of a county or station: sees its leads, verifies, closes.
    case officer
    /// Leader (领导): sees, also the linking, changes no lead and no actor; adopts what an analyst
    /// proposed for the lexicon; is the second person for what leaves the system.
    case leader
    /// Officer of a partner agency (协作单位: 应急、市场监管、交通、邮政): sees the leads of the
    /// matters that the office made them part of, nothing else.
    case partner
    /// Safety officer of an enterprise (企业安全员): answers the alarms of its rooms.
    case safetyOfficer = "safety-officer"
    /// A program of an enterprise that sends what its sensors said (采集网关).
    case gateway
    /// A courier firm's or platform's program (寄递企业): asks before it accepts.
    case courier
    /// System administrator (系统管理员): accounts, units and keys, without rights.
    case systemAdministrator = "system-administrator"
    /// Security administrator (安全管理员): who has which right.
    case securityAdministrator = "security-administrator"
    /// Audit administrator (审计管理员): reads who did what.
    case auditor
    /// Not yet given a role (待授权): may sign in and see the own account.
    case unassigned
    /// The machine's own command line: imports and first accounts; sees leads and changes none.
    case machine

    /// What may be given to an account of a person.
    package static let assignable: [Role] = [
        .analyst, .officer, .leader, .partner, .safetyOfficer, .systemAdministrator,
        .securityAdministrator, .auditor,
    ]

    package var permissions: Set<Permission> {
        switch self {
        case .analyst:
            [
                .seeLeads, .dispatchLead, .verifyLead, .closeLead, .dismissLead, .seeLexicon,
                .proposeLexicon, .adoptLexicon, .seeLinking, .severActor, .askScreening,
                .seeMatters, .manageMatters, .exportLeads, .unmaskLead, .seeAlarms,
                .handleAlarms, .manageSites,
            ]
        case .officer:
            [
                .seeLeads, .verifyLead, .closeLead, .askScreening, .seeMatters, .unmaskLead,
                .seeAlarms, .handleAlarms,
            ]
        case .leader:
            [
                .seeLeads, .seeLexicon, .adoptLexicon, .seeLinking, .askScreening, .seeMatters,
                .exportLeads, .approveDisclosure, .reportOnPerson, .seeAlarms,
            ]
        case .partner: [.seeLeads, .seeMatters, .seeAlarms]
        case .safetyOfficer: [.seeAlarms, .handleAlarms]
        case .gateway: [.sendReadings]
        case .courier: [.askScreening]
        case .systemAdministrator: [.seeAccounts, .manageAccounts, .purgeRecords]
        case .securityAdministrator: [.seeAccounts, .grantRights, .approveDeletion]
        case .auditor: [.seeAccounts, .seeJournal]
        case .unassigned: []
        case .machine:
            [
                .importRecords, .seeLeads, .seeAccounts, .manageAccounts, .grantRights, .seeJournal,
                .askScreening, .manageKeys, .purgeRecords, .seeAlarms, .manageSites,
                .sendReadings,
            ]
        }
    }

    /// How far its right to see leads goes without a matter.
    var reach: LeadScope.Reach {
        switch self {
        case .analyst, .leader, .machine: .city
        case .officer: .division
        default: .matters
        }
    }
}
