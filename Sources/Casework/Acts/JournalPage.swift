package import Journal
package import Primitives

/// Which leaves an auditor asks for.
package struct JournalQuery: Hashable, Sendable {
    package var who: ID<Person>?
    package var act: Act?
    /// Id of what was acted on.
    package var subject: String?
    /// The number of the last leaf of the page before; nil for the latest.
    package var before: Int?

    package init(
        who: ID<Person>? = nil, act: Act? = nil, subject: String? = nil, before: Int? = nil
    ) {
        self.who = who
        self.act = act
        self.subject = subject
        self.before = before
    }
}

/// A page of the journal, the latest first.
package struct JournalPage: Sendable {
    package let leaves: [(number: Int, leaf: Leaf)]
    /// The number to go on before; nil at the beginning.
    package let next: Int?
    package let names: [ID<Person>: String]
    package let people: [Person]

    package init(
        leaves: [(number: Int, leaf: Leaf)], next: Int?, names: [ID<Person>: String],
        people: [Person]
    ) {
        self.leaves = leaves
        self.next = next
        self.names = names
        self.people = people
    }
}

extension CaseworkDesk {
    package func journalCheckpoint(as principal: Principal) async throws -> String {
        try await allow(.seeJournal, principal)
        try await sealJournal()
        return try await database.read { transaction in
            guard let note = try transaction.lastJournalCheckpoint() else {
                throw JournalError.outOfRange(0, size: 0)
            }
            return note
        }
    }

    package func journalProof(
        ofLeaf number: Int, as principal: Principal
    ) async throws -> String {
        try await allow(.seeJournal, principal)
        return try await proof(ofLeaf: number)
    }

    package func journalProof(since size: Int, as principal: Principal) async throws -> String {
        try await allow(.seeJournal, principal)
        return try await proof(since: size)
    }

    /// Whether a text may be an id: short, visible, without what a leaf would escape.
    private static func isPlain(_ text: String?) -> Bool {
        guard let text else { return true }
        return text.utf8.count <= Limits.idBytesMax
            && text.unicodeScalars.allSatisfy {
                $0.value > 0x20 && $0.value != 0x7F && $0 != "\"" && $0 != "\\"
            }
    }

    /// Who did what; the look itself is on record.
    ///
    /// - Complexity: the leaves are searched from the latest on until a page is full.
    package func journal(
        _ query: JournalQuery, as principal: Principal
    ) async throws -> JournalPage {
        let limit = Limits.journalLeavesPerPage
        return try await look(
            .readJournal, as: principal, at: "journal",
            query.who.flatMap { Self.isPlain($0.text) ? $0.text : nil } ?? "all"
        ) { transaction in
            var parts: [String] = []
            guard [query.who?.text, query.subject].allSatisfy(Self.isPlain) else {
                return JournalPage(leaves: [], next: nil, names: [:], people: [])
            }
            // As the leaf spells them; ids that need an escape are none of ours.
            if let who = query.who { parts.append("\"who\":\"\(who)\"") }
            if let act = query.act { parts.append("\"act\":\"\(act.rawValue)\"") }
            if let subject = query.subject { parts.append("\"id\":\"\(subject)\"") }
            let rows = try transaction.journalLeaves(
                before: query.before ?? Int.max, containing: parts, limit: limit + 1)
            let people = try transaction.accounts().map(\.person)
            return JournalPage(
                leaves: try rows.prefix(limit).map {
                    ($0.number, try Leaf(Array($0.entry.utf8)))
                },
                next: rows.count > limit ? rows[limit - 1].number : nil,
                names: Dictionary(people.map { ($0.id, $0.displayName) }) { first, _ in first },
                people: people)
        }
    }
}
