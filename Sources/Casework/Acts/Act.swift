/// What people and the machine do, as the journal calls it: one for each use case that changes
/// something or shows personal data.
///
/// Each declares who may and for what purpose; `CaseworkDesk.act` and `look` hold it, and nothing
/// else opens a write.
package enum Act: String, Sendable, CaseIterable {
    case importListings = "record.import-listings"
    case importWaybills = "record.import-waybills"
    case importLicences = "registry.import-licences"
    case link = "actor.link"
    case updateLeads = "lead.update"
    case seeLead = "lead.see"
    case listRecords = "lead.list-records"
    case unmaskLead = "lead.unmask"
    case seeActor = "lead.see-actor"
    case compareActors = "actor.compare"
    case severActor = "actor.sever"
    case rejoinActor = "actor.rejoin"
    case dispatchLead = "lead.dispatch"
    case giveBackLead = "lead.give-back"
    case verifyLead = "lead.verify"
    case closeLead = "lead.close"
    case dismissLead = "lead.dismiss"
    case proposeLexicon = "lexicon.propose"
    case decideLexicon = "lexicon.decide"
    case putPerson = "person.put"
    case addAccount = "person.add"
    case resetPassword = "person.reset-password"
    case switchAccount = "person.switch"
    case grantRole = "person.grant"
    case unlockAccount = "person.unlock"
    case resetSecondFactor = "person.reset-second-factor"
    case changePassword = "person.change-password"
    case offerSecondFactor = "person.offer-second-factor"
    case bindSecondFactor = "person.bind-second-factor"
    case addUnit = "unit.add"
    case addKey = "key.add"
    case grantKey = "key.grant"
    case revokeKey = "key.revoke"
    case rotateKey = "key.rotate"
    case openMatter = "matter.open"
    case changeMatter = "matter.change"
    case seeMatter = "matter.see"
    case askApproval = "approval.ask"
    case decideApproval = "approval.decide"
    case exportLeads = "lead.export"
    case readJournal = "journal.read"
    case reportOnPerson = "person.report"
    case purge = "record.purge"
    case deleteRecord = "record.delete"
    case rotateKeys = "keys.rotate"
    case retireKey = "keys.retire"
    case exchangeSigningKey = "journal.exchange-key"
    /// Readings, and what alarms did of themselves.
    case tellAlarm = "alarm.tell"
    case acknowledgeAlarm = "alarm.acknowledge"
    case resetAlarm = "alarm.reset"
    case shelveAlarm = "alarm.shelve"
    case unshelveAlarm = "alarm.unshelve"
    case disableAlarm = "alarm.disable"
    case enableAlarm = "alarm.enable"
    /// Somebody was called for an alarm that nobody answered.
    case callForAlarm = "alarm.call"
    case putSite = "site.put"
    case signIn = "session.open"
    case refuseSignIn = "session.refuse"
    case signOut = "session.close"
    /// Somebody asked for what their role does not include.
    case refuse = "act.refuse"

    /// Who may; nil where no role is asked for: it proves or ends one, is a person's own account,
    /// or its use case asks for the permission of what is approved.
    package var permission: Permission? {
        switch self {
        case .importListings, .importWaybills, .importLicences, .link, .updateLeads:
            .importRecords
        case .seeLead, .listRecords, .seeActor: .seeLeads
        case .compareActors: .seeLinking
        case .severActor, .rejoinActor: .severActor
        case .dispatchLead: .dispatchLead
        case .giveBackLead, .verifyLead: .verifyLead
        case .closeLead: .closeLead
        case .dismissLead: .dismissLead
        case .proposeLexicon: .proposeLexicon
        case .decideLexicon: .adoptLexicon
        case .putPerson, .grantRole, .unlockAccount, .resetSecondFactor, .grantKey: .grantRights
        case .addAccount, .resetPassword, .switchAccount, .addUnit, .addKey, .revokeKey,
            .rotateKey:
            .manageAccounts
        case .openMatter, .changeMatter: .manageMatters
        case .seeMatter: .seeMatters
        case .exportLeads: .exportLeads
        case .unmaskLead: .unmaskLead
        case .reportOnPerson: .reportOnPerson
        case .purge, .deleteRecord: .purgeRecords
        case .readJournal: .seeJournal
        case .rotateKeys, .retireKey, .exchangeSigningKey: .manageKeys
        case .tellAlarm, .callForAlarm: .sendReadings
        case .acknowledgeAlarm, .resetAlarm, .shelveAlarm, .unshelveAlarm, .disableAlarm,
            .enableAlarm:
            .handleAlarms
        case .putSite: .manageSites
        case .changePassword, .offerSecondFactor, .bindSecondFactor, .askApproval,
            .decideApproval, .signIn, .refuseSignIn, .signOut, .refuse:
            nil
        }
    }

    package var purpose: Purpose {
        switch self {
        case .importListings, .importWaybills, .importLicences, .link, .updateLeads: .screening
        case .seeLead, .listRecords, .seeActor, .compareActors, .severActor, .rejoinActor,
            .dispatchLead, .giveBackLead, .verifyLead, .closeLead,
            .dismissLead:
            .leadWork
        case .proposeLexicon, .decideLexicon: .lexicon
        case .openMatter, .changeMatter, .seeMatter, .exportLeads, .unmaskLead: .leadWork
        case .readJournal, .reportOnPerson, .purge, .deleteRecord: .audit
        case .tellAlarm, .callForAlarm, .acknowledgeAlarm, .resetAlarm, .shelveAlarm,
            .unshelveAlarm,
            .disableAlarm, .enableAlarm, .putSite:
            .safety
        case .putPerson, .addAccount, .resetPassword, .switchAccount, .grantRole, .unlockAccount,
            .resetSecondFactor, .changePassword, .offerSecondFactor, .bindSecondFactor, .addUnit,
            .addKey, .grantKey, .revokeKey, .rotateKey, .rotateKeys, .retireKey,
            .exchangeSigningKey,
            .askApproval, .decideApproval, .signIn, .refuseSignIn, .signOut, .refuse:
            .access
        }
    }
}

/// For what something is done (处理目的): the declared list, of which every leaf names one.
package enum Purpose: String, Sendable, CaseIterable {
    /// Finding leads in records (线索发现).
    case screening
    /// Checking and closing a lead (线索核查).
    case leadWork = "lead-work"
    /// Keeping the lexicon (词库维护).
    case lexicon
    /// Accounts, rights and sessions (账号、授权与登录).
    case access
    /// Looking at who did what (安全审计).
    case audit
    /// Watching over work rooms (安全监测预警).
    case safety
}

/// What one act did, told by its body while it does it.
package struct ActLog: Sendable {
    /// What one leaf will say.
    struct Entry: Sendable {
        let kind: String
        let id: String
        let before: [UInt8]?
        let after: [UInt8]?
    }

    private(set) var entries: [Entry] = []

    /// One leaf: what was acted on, and its content before and after, which the leaf keeps as keyed
    /// digests alone; nil where there was or is none, or it was only read.
    mutating func add(
        _ kind: String, _ id: String, before: String? = nil, after: String? = nil
    ) {
        entries.append(
            Entry(
                kind: kind, id: id, before: before.map { Array($0.utf8) },
                after: after.map { Array($0.utf8) }))
    }
}
