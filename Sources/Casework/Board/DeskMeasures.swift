import Journal
package import Primitives
package import Records

/// What whoever watches over the server is told: numbers alone, nothing of anybody.
package struct DeskMeasures: Hashable, Sendable {
    package let status: DeskStatus
    package let leads: [LeadState: Int]
    /// Leaves of the journal.
    package let journalLeaves: Int
    /// Leaves that no signed checkpoint speaks for yet.
    package let unsignedLeaves: Int
    /// When the first of them was written; nil where all are signed.
    package let unsignedSince: Timestamp?

    package init(
        status: DeskStatus, leads: [LeadState: Int], journalLeaves: Int, unsignedLeaves: Int,
        unsignedSince: Timestamp?
    ) {
        self.status = status
        self.leads = leads
        self.journalLeaves = journalLeaves
        self.unsignedLeaves = unsignedLeaves
        self.unsignedSince = unsignedSince
    }
}

extension CaseworkDesk {
    package func measures() async throws -> DeskMeasures {
        let status = try await status()
        let crypto = environment.journal.crypto
        return try await database.read { transaction in
            let head =
                try transaction.journalHead()
                .map { try LogHead(Base64.bytes($0.utf8) ?? [], crypto: crypto) } ?? LogHead()
            let first = head.sealedSize
            let oldest = try transaction.journalEntries(first..<(first + 1)).first
            var counted = LeadQuery()
            counted.limit = 1
            return DeskMeasures(
                status: status,
                leads: try transaction.leadPage(counted, scope: Principal.machine.scope).byState,
                journalLeaves: head.size, unsignedLeaves: head.size - first,
                unsignedSince: try oldest.map { try Leaf(Array($0.utf8)).at })
        }
    }
}
