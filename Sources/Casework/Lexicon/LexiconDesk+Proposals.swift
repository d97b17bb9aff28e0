package import Primitives
import Records
import Screening

extension CaseworkDesk {
    package func proposeLexicon(
        _ file: [UInt8], name: String, note: String, as principal: Principal
    ) async throws -> LexiconProposing {
        try await allow(.proposeLexicon, principal)
        guard Lexicon.isName(name) else { return .refused(LexiconRefusal(cause: .name)) }
        guard note.utf8.count <= Limits.noteBytesMax else {
            return .refused(LexiconRefusal(cause: .note))
        }
        let screener = try await screenerInUse()
        let (isTaken, samples) = try await database.read { transaction in
            (
                try transaction.isLexiconNameTaken(name),
                try transaction.recentTexts(limit: Limits.lexiconSampleTexts)
            )
        }
        if isTaken || name == screener.lexicon.name {
            return .refused(LexiconRefusal(cause: .nameTaken))
        }
        let sheet = environment.readLexicon(file)
        if let problem = sheet.problem {
            return .refused(LexiconRefusal(cause: .unreadable(problem)))
        }
        let draft = LexiconDraft(name: name, rows: sheet.rows, unreadable: sheet.unreadable)
        let refused = Set(draft.faults.map(\.term))
        let review = draft.lexicon.map { lexicon in
            LexiconReview(
                from: screener, to: screener.using(lexicon), lines: draft.lines,
                refused: refused, samples: samples)
        }
        var cause: LexiconRefusal.Cause?
        if review?.changes.isEmpty == true { cause = .same }
        if !draft.faults.isEmpty { cause = .rows }
        if draft.lexicon == nil { cause = .empty }
        guard cause == nil, let lexicon = draft.lexicon, let review else {
            return .refused(
                LexiconRefusal(
                    cause: cause ?? .empty, faults: draft.faults, read: draft.read,
                    accepted: draft.accepted, review: review))
        }
        return .stored(
            try await store(lexicon, review.changes, base: screener.lexicon.digest, note, principal)
        )
    }

    private func store(
        _ lexicon: Lexicon, _ changes: LexiconChanges, base: UInt64, _ note: String,
        _ principal: Principal
    ) async throws -> ID<LexiconProposal> {
        let proposal = LexiconProposal(
            id: ID(environment.newID()), name: lexicon.name, digest: lexicon.digest, base: base,
            terms: lexicon.terms.count,
            extent: LexiconProposal.Extent(
                added: changes.added.count, removed: changes.removed.count,
                changed: changes.changed.count),
            by: principal.person.id, byName: principal.person.displayName,
            at: environment.now(), note: note)
        try await act(.proposeLexicon, as: principal) { transaction, log in
            try transaction.add(StoredLexicon(proposal: proposal, lexicon: lexicon))
            log.add("lexicon", proposal.id.text, after: "\(lexicon.digest)")
        }
        return proposal.id
    }

    package func lexiconProposal(
        _ id: ID<LexiconProposal>, as principal: Principal
    ) async throws -> LexiconProposalDetail {
        try await allow(.seeLexicon, principal)
        let screener = try await screenerInUse()
        let (stored, samples) = try await database.read { transaction in
            guard let stored = try transaction.lexicon(id) else {
                throw CaseworkError.proposalNotFound(id.text)
            }
            let isOpen = stored.proposal.decision == nil
            return (
                stored,
                isOpen ? try transaction.recentTexts(limit: Limits.lexiconSampleTexts) : []
            )
        }
        let proposal = stored.proposal
        let isOpen = proposal.decision == nil
        let mayDecide = isOpen && principal.permissions.contains(.adoptLexicon)
        return LexiconProposalDetail(
            proposal: proposal,
            review: isOpen
                ? LexiconReview(
                    from: screener, to: screener.using(stored.lexicon), samples: samples) : nil,
            inUse: Self.name(screener.lexicon),
            mayAdopt: mayDecide && proposal.by != principal.person.id, mayDecline: mayDecide)
    }

    package func decideLexicon(
        _ id: ID<LexiconProposal>, _ outcome: LexiconProposal.Outcome, base: UInt64,
        reason: String, as principal: Principal
    ) async throws {
        try await allow(.adoptLexicon, principal)
        guard !reason.isEmpty, reason.utf8.count <= Limits.noteBytesMax else {
            throw CaseworkError.reasonMissing
        }
        let current = try await screenerInUse().lexicon.digest
        let isFixed = isLexiconFixed
        let decision = LexiconProposal.Decision(
            outcome: outcome, by: principal.person.id, byName: principal.person.displayName,
            at: environment.now(), reason: reason)
        let lexicon = try await act(.decideLexicon, as: principal) { transaction, log in
            guard let stored = try transaction.lexicon(id) else {
                throw CaseworkError.proposalNotFound(id.text)
            }
            let inUse = isFixed ? current : try transaction.adoptedLexiconDigest() ?? current
            guard inUse == base, stored.proposal.decision == nil else {
                throw CaseworkError.lexiconChanged
            }
            if outcome == .adopted, stored.proposal.by == principal.person.id {
                throw CaseworkError.ownProposal
            }
            guard try transaction.decide(id, decision) else { throw CaseworkError.lexiconChanged }
            log.add(
                "lexicon", id.text, before: "\(inUse)",
                after: "\(outcome.rawValue) \(stored.lexicon.digest) \(reason)")
            return stored.lexicon
        }
        if outcome == .adopted, !isLexiconFixed { await screeners.use(lexicon) }
    }
}
