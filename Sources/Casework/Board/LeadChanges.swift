import Journal
package import Primitives
package import Records

/// Which leads changed since a page was drawn.
package struct LeadChanges: Hashable, Sendable {
    /// The size of the journal up to which was looked: where the next look goes on.
    package let upTo: Int
    /// Leads that this person may see, in order of their last change, oldest first.
    package let leads: [ID<Lead>]
    /// All leads were brought up to date at once, or too many to name changed.
    package let isWhole: Bool

    package init(upTo: Int, leads: [ID<Lead>], isWhole: Bool) {
        self.upTo = upTo
        self.leads = leads
        self.isWhole = isWhole
    }
}

extension CaseworkDesk {
    /// An element whenever something may have been committed, by any process on this database.
    package func ticks() -> AsyncStream<Void> { database.changes() }

    /// The leads that changed after the journal had `size` leaves; from now on where it is nil.
    ///
    /// Not an act: it names leads that the board shows and nothing of what is in them.
    ///
    /// - Complexity: the leaves since are read, at most `Limits.liveLeavesMax`.
    package func leadChanges(
        after size: Int?, as principal: Principal
    ) async throws -> LeadChanges {
        try principal.require(.seeLeads)
        let crypto = environment.journal.crypto
        return try await database.read { transaction in
            guard let text = try transaction.journalHead() else {
                return LeadChanges(upTo: 0, leads: [], isWhole: false)
            }
            let end = try LogHead(Base64.bytes(text.utf8) ?? [], crypto: crypto).size
            guard let size, size < end else {
                return LeadChanges(upTo: end, leads: [], isWhole: false)
            }
            guard size >= 0, end - size <= Limits.liveLeavesMax else {
                return LeadChanges(upTo: end, leads: [], isWhole: true)
            }
            var (leads, isWhole) = ([ID<Lead>](), false)
            for entry in try transaction.journalEntries(size..<end) {
                let leaf = try Leaf(Array(entry.utf8))
                guard let act = Act(rawValue: leaf.act), act.changesLeads else { continue }
                guard leaf.subject.kind == "lead" else {
                    // Who is in a matter decides which leads they see.
                    if act == .changeMatter { isWhole = true }
                    continue
                }
                let id = ID<Lead>(leaf.subject.id)
                leads.removeAll { $0 == id }
                if try transaction.sees(id, principal.scope) { leads.append(id) }
            }
            return LeadChanges(upTo: end, leads: leads, isWhole: isWhole)
        }
    }
}

extension Act {
    /// Whether a board may look otherwise after it.
    var changesLeads: Bool {
        switch self {
        case .updateLeads, .severActor, .rejoinActor, .dispatchLead, .giveBackLead, .verifyLead,
            .closeLead, .dismissLead, .changeMatter:
            true
        default: false
        }
    }
}
