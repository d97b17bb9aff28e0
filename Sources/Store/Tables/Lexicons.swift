import Casework
import Primitives
import Records
import Screening

extension PortableTransaction {
    private static let proposalColumns = """
        id, name, digest, base_digest, terms, added, removed, changed, proposed_by, proposed_name,
        proposed_at, note, outcome, decided_by, decided_name, decided_at, reason
        """

    func adoptedLexicon() throws -> StoredLexicon? {
        try connection.first(
            """
            SELECT \(Self.proposalColumns), content FROM lexicon WHERE adoption IS NOT NULL
            ORDER BY adoption DESC LIMIT 1
            """, [], Self.lexicon)
    }

    func adoptedLexiconDigest() throws -> UInt64? {
        try connection.first(
            """
            SELECT id, digest FROM lexicon WHERE adoption IS NOT NULL
            ORDER BY adoption DESC LIMIT 1
            """, []
        ) { try Self.digest($0, 1) }
    }

    func lexicon(_ id: ID<LexiconProposal>) throws -> StoredLexicon? {
        try connection.first(
            "SELECT \(Self.proposalColumns), content FROM lexicon WHERE id = $1",
            [.text(id.text)], Self.lexicon)
    }

    func lexiconProposals(limit: Int) throws -> [LexiconProposal] {
        try connection.rows(
            """
            SELECT \(Self.proposalColumns) FROM lexicon ORDER BY proposed_at DESC, id LIMIT $1
            """, [.integer(Int64(limit))], Self.proposal)
    }

    func isLexiconNameTaken(_ name: String) throws -> Bool {
        try connection.first(
            """
            SELECT COUNT(*) FROM lexicon
            WHERE name = $1 AND (outcome IS NULL OR outcome <> 'declined')
            """, [.text(name)]
        ) { $0.integer(0) > 0 } ?? false
    }

    func recentTexts(limit: Int) throws -> [LexiconReview.Sample] {
        try connection.rows(
            "SELECT id, kind, sealed FROM listing ORDER BY at DESC, id DESC LIMIT $1",
            [.integer(Int64(limit))]
        ) { row in
            guard let kind = TextKind(rawValue: row.text(1)) else {
                throw StoreError.damaged(table: "listing", id: row.text(0), what: "unknown kind")
            }
            return LexiconReview.Sample(
                id: row.text(0), kind: kind,
                text: try opened(row, 2, of: .listing, row.text(0)).text(ListingField.text))
        }
    }

    func add(_ stored: StoredLexicon) throws {
        let proposal = stored.proposal
        precondition(proposal.decision == nil, "a proposal is decided after it was made")
        try connection.execute(
            """
            INSERT INTO lexicon (id, name, digest, base_digest, content, terms, added, removed,
                changed, proposed_by, proposed_name, proposed_at, note)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
            """,
            [
                .text(proposal.id.text), .text(proposal.name),
                .text(StableHash.hex(proposal.digest)), .text(StableHash.hex(proposal.base)),
                .text(String(decoding: stored.lexicon.table, as: UTF8.self)),
                .integer(Int64(proposal.terms)), .integer(Int64(proposal.extent.added)),
                .integer(Int64(proposal.extent.removed)),
                .integer(Int64(proposal.extent.changed)), .text(proposal.by.text),
                .text(proposal.byName), .integer(proposal.at.microseconds), .text(proposal.note),
            ])
    }

    func decide(_ id: ID<LexiconProposal>, _ decision: LexiconProposal.Decision) throws -> Bool {
        let number =
            decision.outcome == .adopted
            ? try connection.first("SELECT COALESCE(MAX(adoption), 0) + 1 FROM lexicon") {
                $0.integer(0)
            } : nil
        try connection.execute(
            """
            UPDATE lexicon SET outcome = $1, decided_by = $2, decided_name = $3, decided_at = $4,
                reason = $5, adoption = $6
            WHERE id = $7 AND outcome IS NULL
            """,
            [
                .text(decision.outcome.rawValue), .text(decision.by.text), .text(decision.byName),
                .integer(decision.at.microseconds), .text(decision.reason), .integer(number),
                .text(id.text),
            ])
        return connection.changes == 1
    }

    private static func lexicon(_ row: any SQLRow) throws -> StoredLexicon {
        let proposal = try proposal(row)
        let lexicon: Lexicon
        do throws(ScreeningError) {
            lexicon = try Lexicon.parse(Array(row.text(17).utf8))
        } catch {
            throw StoreError.damaged(table: "lexicon", id: row.text(0), what: error.code)
        }
        // What was reviewed is what is used.
        guard lexicon.digest == proposal.digest, lexicon.name == proposal.name else {
            throw StoreError.damaged(table: "lexicon", id: row.text(0), what: "another digest")
        }
        return StoredLexicon(proposal: proposal, lexicon: lexicon)
    }

    private static func proposal(_ row: any SQLRow) throws -> LexiconProposal {
        var decision: LexiconProposal.Decision?
        if let text = row.textOrNil(12) {
            guard let outcome = LexiconProposal.Outcome(rawValue: text), !row.isNull(13),
                !row.isNull(15)
            else {
                throw StoreError.damaged(
                    table: "lexicon", id: row.text(0), what: "a decision without its parts")
            }
            decision = LexiconProposal.Decision(
                outcome: outcome, by: ID(row.text(13)), byName: row.textOrNil(14) ?? "",
                at: Timestamp(microseconds: row.integer(15)), reason: row.textOrNil(16) ?? "")
        }
        return LexiconProposal(
            id: ID(row.text(0)), name: row.text(1), digest: try digest(row, 2),
            base: try digest(row, 3), terms: Int(row.integer(4)),
            extent: LexiconProposal.Extent(
                added: Int(row.integer(5)), removed: Int(row.integer(6)),
                changed: Int(row.integer(7))),
            by: ID(row.text(8)), byName: row.text(9),
            at: Timestamp(microseconds: row.integer(10)), note: row.text(11), decision: decision)
    }

    private static func digest(_ row: any SQLRow, _ column: Int) throws -> UInt64 {
        guard let digest = UInt64(row.text(column), radix: 16) else {
            throw StoreError.damaged(table: "lexicon", id: row.text(0), what: "no digest")
        }
        return digest
    }
}
