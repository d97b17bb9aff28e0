package import Primitives

extension CaseworkDesk {
    package func approvals(as principal: Principal) async throws -> ApprovalsPage {
        guard principal.duty == nil else { throw CaseworkError.dutyFirst(.changePassword) }
        let (person, permissions) = (principal.person.id, principal.permissions)
        let now = environment.now()
        return try await database.read { transaction in
            let all = try transaction.approvals(limit: Limits.approvalsShown)
                .filter { $0.askedBy == person || permissions.contains($0.kind.decider) }
            let names = try transaction.accounts().map { ($0.person.id, $0.person.displayName) }
            return ApprovalsPage(
                approvals: all, names: Dictionary(names) { first, _ in first },
                decidable: Set(
                    all.filter { approval in
                        approval.decision == nil && approval.askedBy != person
                            && permissions.contains(approval.kind.decider)
                            && !approval.isOver(now)
                    }.map(\.id)))
        }
    }

    package func ask(
        _ kind: Approval.Kind, subject: String, purpose: StatedPurpose, as principal: Principal
    ) async throws -> ID<Approval> {
        try await allow(kind.asker, principal)
        guard subject.utf8.count <= Limits.noteBytesMax else { throw CaseworkError.reasonMissing }
        let approval = Approval(
            id: ID(environment.newID()), kind: kind, subject: subject, purpose: purpose,
            askedBy: principal.person.id, askedAt: environment.now())
        try await act(.askApproval, as: principal) { transaction, log in
            try transaction.add(approval)
            log.add("approval", approval.id.text, after: approval.journalText)
        }
        return approval.id
    }

    package func decide(
        _ id: ID<Approval>, isApproved: Bool, reason: String, as principal: Principal
    ) async throws {
        guard isApproved || !reason.isEmpty, reason.utf8.count <= Limits.noteBytesMax else {
            throw CaseworkError.reasonMissing
        }
        let now = environment.now()
        let found = try await database.read { try $0.approval(id) }
            .orThrow(.accessNotFound(id.text))
        try await allow(found.kind.decider, principal)
        try await act(.decideApproval, as: principal) { transaction, log in
            let approval = try transaction.approval(id).orThrow(.accessNotFound(id.text))
            guard approval.askedBy != principal.person.id else {
                throw CaseworkError.accessRefused(.own)
            }
            let decision = Approval.Decision(
                isApproved: isApproved, by: principal.person.id, at: now, reason: reason)
            guard !approval.isOver(now), try transaction.decide(id, decision) else {
                throw CaseworkError.accessRefused(.over)
            }
            log.add(
                "approval", id.text, before: approval.journalText,
                after: "\(approval.journalText)\u{1F}\(isApproved)\u{1F}\(reason)")
        }
    }
}

extension Approval {
    /// Whether it is too old to be decided or made use of.
    func isOver(_ now: Timestamp) -> Bool {
        now.seconds(since: decision?.at ?? askedAt) > .days(Int64(Limits.approvalDays))
    }

    /// What the journal digests of a request.
    var journalText: String {
        [kind.rawValue, subject, purpose.kind.rawValue, purpose.reason, askedBy.text]
            .joined(separator: "\u{1F}")
    }
}

extension Approval.Kind {
    /// Who may ask for it: whoever may do the thing itself.
    var asker: Permission {
        switch self {
        case .exportLeads: .exportLeads
        case .unmask: .unmaskLead
        case .delete: .purgeRecords
        }
    }
}

extension WriteTransaction {
    /// Makes use of what a second person agreed to: once, for the same subject, by who asked.
    ///
    /// - Throws: `CaseworkError.accessRefused(.approval)` where there is none.
    func useApproval(
        _ kind: Approval.Kind, subject: String, by person: ID<Person>, at now: Timestamp
    ) throws -> Approval {
        let found = try approvals(limit: Limits.approvalsShown).first { approval in
            approval.kind == kind && approval.subject == subject && approval.askedBy == person
                && approval.decision?.isApproved == true && approval.usedAt == nil
                && !approval.isOver(now)
        }
        guard let found, try use(found.id, at: now) else {
            throw CaseworkError.accessRefused(.approval)
        }
        return found
    }
}
