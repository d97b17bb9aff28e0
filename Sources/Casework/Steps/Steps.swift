import Leads
package import Primitives
package import Records
import Registry

extension CaseworkDesk {
    package func take(
        _ step: LeadStep, lead id: ID<Lead>, version: Int, as principal: Principal
    ) async throws {
        let now = environment.now()
        try await act(step.act, as: principal) { transaction, log in
            var stored = try transaction.visibleLead(id, to: principal)
            guard stored.version == version else { throw CaseworkError.leadChanged(id.text) }
            let before = stored.journalText
            let event = try self.apply(step, to: &stored, by: principal, now: now)
            guard try transaction.replace(stored, version: version) else {
                throw CaseworkError.leadChanged(id.text)
            }
            try transaction.add(event, by: principal.person.id, to: id)
            log.add("lead", id.text, before: before, after: stored.journalText + "\n" + event.note)
        }
    }

    package func proposedDeadline(_ lead: Lead) -> Timestamp {
        let now = environment.now()
        return deadline(lead.score, from: now) ?? now
    }

    /// Changes the lead as its machine allows, and tells what happened.
    private func apply(
        _ step: LeadStep, to stored: inout StoredLead, by principal: Principal, now: Timestamp
    ) throws -> LeadEvent {
        var machine = LeadMachine(state: stored.lead.state, due: stored.lead.dueAt)
        let transition: LeadTransition
        do {
            transition = try machine.take(try action(step, stored.lead, now: now))
        } catch let error as LeadError {
            throw CaseworkError.stepRefused(error.message)
        }
        stored.lead.state = transition.to
        stored.lead.dueAt = transition.due
        stored.outcome = transition.outcome ?? stored.outcome
        if transition.to.isFinal { stored.endedAt = now }
        var note = transition.note
        if case .dispatch(let division, _, let words) = step {
            stored.lead.division = division
            if !words.isEmpty { note += ": \(words)" }
        }
        if case .giveBack = step { stored.lead.dueAt = deadline(stored.lead.score, from: now) }
        return LeadEvent(
            at: now, by: principal.person.displayName, step: step.name, from: transition.from,
            to: transition.to, outcome: transition.outcome, note: note)
    }

    /// The machine's action for a person's step.
    private func action(_ step: LeadStep, _ lead: Lead, now: Timestamp) throws -> LeadAction {
        switch step {
        case .dispatch(let code, let due, let note):
            guard let division = settings.divisions.division(code) else {
                throw CaseworkError.stepRefused("There is no division '\(code)'.")
            }
            if let due, due <= now {
                throw CaseworkError.stepRefused("The deadline has passed already; set a later one.")
            }
            guard note.utf8.count <= Limits.noteBytesMax else {
                throw LeadError.reasonTooLong(step: step.name, bytes: note.utf8.count)
            }
            return .dispatch(
                station: division.station, due: due ?? deadline(lead.score, from: now))
        case .giveBack(let note): return .giveBack(reason: note)
        case .verify(let findings): return .verify(findings: findings)
        case .close(let outcome, let note): return .close(outcome: outcome, reason: note)
        case .dismiss(let note): return .dismiss(reason: note)
        }
    }

    /// What the rules give; nil only where no rule holds, which their own test rules out.
    func deadline(_ score: Bits, from now: Timestamp) -> Timestamp? {
        try? settings.leadRules.deadlines.due(found: now, score: score).at
    }
}
