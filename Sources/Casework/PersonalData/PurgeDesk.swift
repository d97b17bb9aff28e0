import Journal
package import Primitives
import Records
import Registry

/// What is deleted because its time is over (留存期限), in the order in which it goes: a lead first,
/// whose records are kept no longer than others then.
package enum RetentionKind: String, Sendable, CaseIterable {
    /// An ended lead (已办结线索) with its history, from its end.
    case lead
    /// An offer (商品、帖文) that belongs to no lead, from its time.
    case listing
    /// A parcel (运单) that belongs to no lead, from its acceptance.
    case waybill
    /// A licence (许可证), from the end of its validity.
    case licence
    /// That a second person was asked (审批), from then.
    case approval
    /// That somebody saw identifiers in clear (调看记录), from then.
    case unmasking

    /// The dated rule that says for how many days.
    package var rule: String { "retention-\(rawValue)" }
}

/// Some records that were deleted together, with what proves later that one was among them.
package struct PurgeBatch: Hashable, Sendable {
    package let id: ID<PurgeBatch>
    package let at: Timestamp
    package let kind: RetentionKind
    /// Keyed digests of what was deleted (`PurgeBatch.subject`), sorted, in base 64.
    package let digests: [String]
    /// Keyed digest over all of them, of which the journal keeps a digest in turn.
    package let root: String

    package init(
        id: ID<PurgeBatch>, at: Timestamp, kind: RetentionKind, digests: [String], root: String
    ) {
        self.id = id
        self.at = at
        self.kind = kind
        self.digests = digests
        self.root = root
    }
}

/// What a purge did, or would do.
package struct PurgeCount: Hashable, Sendable {
    package let kind: RetentionKind
    /// Nil where no rule stands: nothing of this kind goes.
    package let days: Int?
    package let removed: Int

    package init(kind: RetentionKind, days: Int?, removed: Int) {
        self.kind = kind
        self.days = days
        self.removed = removed
    }
}

/// That a record was deleted, as the journal proves it.
package struct PurgeProof: Hashable, Sendable {
    package let kind: RetentionKind
    package let id: String
    package let at: Timestamp
    package let batch: ID<PurgeBatch>
    /// How many went with it.
    package let removed: Int
    /// The number of the leaf that holds the batch's root.
    package let leaf: Int

    package init(
        kind: RetentionKind, id: String, at: Timestamp, batch: ID<PurgeBatch>, removed: Int,
        leaf: Int
    ) {
        self.kind = kind
        self.id = id
        self.at = at
        self.batch = batch
        self.removed = removed
        self.leaf = leaf
    }
}

/// Retention and deletion: what is over goes, and the journal proves what went.
extension CaseworkDesk {
    /// Deletes what is older than the dated rules of today allow; with `isTrial` only counts.
    ///
    /// Batches of `Limits.purgeBatchRows`, one transaction and one leaf each: what dies half way is
    /// gone on with by the next call. The deleted bytes leave the files where the engine can.
    /// - Throws: `CaseworkError.notAllowed`.
    package func purge(isTrial: Bool, as principal: Principal) async throws -> [PurgeCount] {
        try await allow(.purgeRecords, principal)
        let today = environment.now().civilDate()
        var counts: [PurgeCount] = []
        for kind in RetentionKind.allCases {
            guard let days = days(kind, on: today) else {
                counts.append(PurgeCount(kind: kind, days: nil, removed: 0))
                continue
            }
            let end = environment.now().adding(.days(-Int64(days)))
            let removed =
                isTrial
                ? try await database.read { try $0.countOver(kind, until: end) }
                : try await purge(kind, until: end, as: principal)
            counts.append(PurgeCount(kind: kind, days: days, removed: removed))
        }
        if !isTrial, counts.contains(where: { $0.removed > 0 }) { try await database.scrub() }
        return counts
    }

    /// For how many days a kind is kept by the rules of `day`; nil where none stands.
    package func days(_ kind: RetentionKind, on day: CivilDate) -> Int? {
        settings.rules.rule(kind.rule, on: day)?.maximum.map { Int($0) }
    }

    private func purge(
        _ kind: RetentionKind, until end: Timestamp, as principal: Principal
    ) async throws -> Int {
        var total = 0
        while true {
            let ids = try await database.read {
                try $0.over(kind, until: end, limit: Limits.purgeBatchRows)
            }
            guard !ids.isEmpty else { return total }
            let batchID = ID<PurgeBatch>(environment.newID())
            total += try await act(.purge, as: principal, alone: true) { transaction, log in
                // What changed since it was looked at is looked at again.
                let ids = try transaction.over(kind, until: end, limit: Limits.purgeBatchRows)
                try self.remove(ids, kind, batchID, in: transaction, &log)
                return ids.count
            }
        }
    }

    /// Deletes one record before its time: a wrong one, or one that its person may have deleted
    /// (个人信息保护法第四十七条).
    ///
    /// Its request is agreed to by a second person, and serves once.
    ///
    /// - Parameter id: Of the request, whose subject is `listing:…`, `waybill:…`, `licence:…` or
    ///   `lead:…`.
    /// - Throws: `CaseworkError.notAllowed`, `.accessNotFound`, `.accessRefused(.approval)`,
    ///   `.recordNotFound`.
    package func delete(approved id: ID<Approval>, as principal: Principal) async throws {
        let now = environment.now()
        let batchID = ID<PurgeBatch>(environment.newID())
        try await act(.deleteRecord, as: principal) { transaction, log in
            let approval = try transaction.approval(id).orThrow(.accessNotFound(id.text))
            guard let (kind, record) = Self.deletable(approval.subject) else {
                throw CaseworkError.recordNotFound(approval.subject)
            }
            let used = try transaction.useApproval(
                .delete, subject: approval.subject, by: principal.person.id, at: now)
            log.add("approval", used.id.text, after: "used")
            guard try transaction.has(kind, record) else {
                throw CaseworkError.recordNotFound(approval.subject)
            }
            try self.remove([record], kind, batchID, in: transaction, &log)
        }
        try await database.scrub()
    }

    /// The kind and id of what may be deleted before its time; nil for anything else.
    package static func deletable(_ subject: String) -> (RetentionKind, String)? {
        guard let colon = subject.firstIndex(of: ":"),
            let kind = RetentionKind(rawValue: String(subject[..<colon])),
            [.lead, .listing, .waybill, .licence].contains(kind)
        else { return nil }
        let id = String(subject[subject.index(after: colon)...])
        return id.isEmpty ? nil : (kind, id)
    }

    private func remove(
        _ ids: [String], _ kind: RetentionKind, _ batch: ID<PurgeBatch>,
        in transaction: any WriteTransaction, _ log: inout ActLog
    ) throws {
        let digests = ids.map { purgeDigest(kind, $0) }.sorted()
        let removed = PurgeBatch(
            id: batch, at: environment.now(), kind: kind, digests: digests,
            root: purgeRoot(kind, digests))
        try transaction.remove(kind, ids)
        if !ids.isEmpty { try transaction.add(removed) }
        log.add("purge", batch.text, after: removed.journalText)
    }

    /// Holds against the journal that a record was deleted.
    ///
    /// - Returns: Nil where no purge deleted it.
    /// - Throws: `CaseworkError.purgeDoesNotProve` where the batch is not what the journal says.
    /// - Complexity: O(batches + leaves).
    package func purgeProof(
        _ kind: RetentionKind, _ id: String, as principal: Principal
    ) async throws -> PurgeProof? {
        try await allow(.purgeRecords, principal)
        let digest = purgeDigest(kind, id)
        let (found, leaves) = try await database.read { transaction in
            var found: PurgeBatch?
            try transaction.forEachPurgeBatch { batch in
                if batch.kind == kind, batch.digests.contains(digest) { found = batch }
            }
            var leaves: [(number: Int, leaf: Leaf)] = []
            if let found {
                let subject = Leaf.Subject(kind: "purge", id: found.id.text)
                try transaction.forEachJournalLeaf { row in
                    let leaf = try Leaf(Array(row.entry.utf8))
                    if leaf.subject == subject { leaves.append((row.number, leaf)) }
                }
            }
            return (found, leaves)
        }
        guard let batch = found else { return nil }
        let stated = environment.journal.digest(Array(batch.journalText.utf8))
        guard batch.root == purgeRoot(kind, batch.digests),
            let leaf = leaves.first(where: { $0.leaf.after == stated })
        else { throw CaseworkError.purgeDoesNotProve(batch.id.text) }
        return PurgeProof(
            kind: kind, id: id, at: batch.at, batch: batch.id, removed: batch.digests.count,
            leaf: leaf.number)
    }

    private func purgeDigest(_ kind: RetentionKind, _ id: String) -> String {
        environment.journal.digest(Array("purged\n\(kind.rawValue)\n\(id)".utf8)).base64
    }

    private func purgeRoot(_ kind: RetentionKind, _ digests: [String]) -> String {
        let text = "purge\n\(kind.rawValue)\n" + digests.joined(separator: "\n")
        return environment.journal.digest(Array(text.utf8)).base64
    }
}

extension PurgeBatch {
    /// What the journal digests of a batch.
    var journalText: String {
        [id.text, kind.rawValue, "\(digests.count)", root].joined(separator: "\u{1F}")
    }
}
