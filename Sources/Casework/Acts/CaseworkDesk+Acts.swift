import Journal
import Primitives

extension CaseworkDesk {
    /// Does one act: its permission, its one transaction, its leaves in the journal; or nothing.
    ///
    /// `body` says in the log what it did, once at least; it may run more than once. Where the
    /// principal names its request, this act is it: `CaseworkError.requestDone` the second time.
    /// - Parameters:
    ///   - isSilent: Whether it may come to nothing, and leaves no leaf then.
    ///   - isLong: Whether it takes so long that no other act should share its transaction.
    ///   - mustBeSealed: Whether the journal is signed with it, whenever that was done last.
    func act<Value: Sendable>(
        _ act: Act, as principal: Principal, versions: Leaf.Versions = Leaf.Versions(),
        silent isSilent: Bool = false, alone isLong: Bool = false,
        sealed mustBeSealed: Bool = false,
        _ body: @escaping @Sendable (any WriteTransaction, inout ActLog) throws -> Value
    ) async throws -> Value {
        try await allow(act.permission, principal)
        let now = environment.now()
        let isDue = await sealing.isDue(now)
        return try await database.write(alone: isLong) { transaction in
            var log = ActLog()
            // Before the body, which would say that what it asks for was changed meanwhile.
            try self.remember(act, by: principal, in: transaction, at: now)
            let value = try body(transaction, &log)
            precondition(
                isSilent || !log.entries.isEmpty, "\(act.rawValue) does not say what it did")
            if log.entries.isEmpty { return value }
            let leaves = try log.entries.map { entry in
                try Leaf(
                    at: now, author: principal.author, purpose: act.purpose.rawValue,
                    act: act.rawValue, subject: Leaf.Subject(kind: entry.kind, id: entry.id),
                    before: entry.before.map(self.environment.journal.digest),
                    after: entry.after.map(self.environment.journal.digest), versions: versions)
            }
            try self.write(leaves, in: transaction, sealed: isDue || mustBeSealed)
            return value
        }
    }

    /// Keeps what the world said: a leaf for each thing that came of it, none where nothing did.
    func observe<Value: Sendable>(
        _ act: Act, as principal: Principal,
        _ body: @escaping @Sendable (any WriteTransaction, inout ActLog) throws -> Value
    ) async throws -> Value {
        try await self.act(act, as: principal, silent: true, body)
    }

    /// Shows personal data: what `body` reads is given out only once it is on record that it was.
    func look<Value: Sendable>(
        _ act: Act, as principal: Principal, at kind: String, _ id: String,
        _ body: @escaping @Sendable (any ReadTransaction) throws -> Value
    ) async throws -> Value {
        try await allow(act.permission, principal)
        let value = try await database.read(body)
        try await self.act(act, as: principal.naming(nil)) { _, log in log.add(kind, id) }
        return value
    }

    package func require(_ permission: Permission, of principal: Principal) async throws {
        try await allow(permission, principal)
    }

    /// Passes where the principal may; who asks for more than that is put on record.
    ///
    /// - Throws: `CaseworkError.notAllowed`, `.dutyFirst`.
    func allow(_ permission: Permission?, _ principal: Principal) async throws {
        guard let permission else { return }
        do {
            try principal.require(permission)
        } catch {
            if case .notAllowed = error {
                try await act(.refuse, as: principal.naming(nil)) { _, log in
                    log.add("permission", permission.rawValue)
                }
            }
            throw error
        }
    }

    /// Keeps a session's last sign of life, which is no act.
    func touch(_ digest: String, at now: Timestamp) async throws {
        try await database.write { try $0.touchSession(digest: digest, at: now) }
    }

    /// Signs the journal as it stands, where anything came to it since the last time.
    ///
    /// - Throws: `CaseworkError.signedElsewhere` where the key file is older than the journal.
    package func sealJournal() async throws {
        let isDue = try await database.read { transaction in
            let head = try self.head(transaction)
            return head.size > head.sealedSize
        }
        guard isDue else { return }
        try await database.write { transaction in
            var head = try self.head(transaction)
            guard try self.seal(&head, in: transaction) else {
                throw CaseworkError.signedElsewhere
            }
            try transaction.putJournalHead(Base64.text(head.bytes(self.environment.journal.crypto)))
        }
    }

    /// Does something outside the database, on which it depends how the journal is signed.
    func whileNobodySigns(_ body: @escaping @Sendable (LogHead) throws -> Void) async throws {
        try await database.write(alone: true) { try body(try self.head($0)) }
    }

    /// Appends to the journal, and signs it where that is asked for.
    private func write(
        _ leaves: [Leaf], in transaction: any WriteTransaction, sealed isSealed: Bool
    ) throws {
        let crypto = environment.journal.crypto
        var head = try head(transaction)
        let entries = leaves.map(\.bytes)
        let append = try head.append(entries, crypto: crypto)
        try transaction.appendToJournal(
            entries.enumerated().map { place, entry in
                JournalLeaf(
                    number: append.first + place, entry: String(decoding: entry, as: UTF8.self),
                    hash: append.leafHashes[place].base64)
            },
            hashes: append.tileHashes.map {
                JournalHash(level: $0.level, number: $0.index, hash: $0.hash.base64)
            })
        if isSealed { _ = try seal(&head, in: transaction) }
        try transaction.putJournalHead(Base64.text(head.bytes(crypto)))
    }

    func head(_ transaction: any ReadTransaction) throws -> LogHead {
        guard let text = try transaction.journalHead() else { return LogHead() }
        return try LogHead(Base64.bytes(text.utf8) ?? [], crypto: environment.journal.crypto)
    }

    /// Signs with the keys that the key file has at this moment; false where somebody else has
    /// exchanged them already, and this file does not know it.
    private func seal(
        _ head: inout LogHead, in transaction: any WriteTransaction
    ) throws -> Bool {
        let (journal, number) = (environment.journal, head.checkpoints)
        let signing = try journal.signing()
        if let last = try transaction.lastJournalCheckpoint(),
            !signing.knows(try SignedNote(Array(last.utf8)))
        {
            return false
        }
        if let note = head.seal(
            origin: journal.origin, by: signing.signers, crypto: journal.crypto)
        {
            try transaction.addJournalCheckpoint(note.encoded, number: number)
        }
        return true
    }
}

/// When the journal was signed last by an act of this process.
actor Sealing {
    private var last: Timestamp?

    /// True once in `Limits.journalSealMilliseconds`.
    func isDue(_ now: Timestamp) -> Bool {
        let pause = Int64(Limits.journalSealMilliseconds) * 1_000
        if let last, last <= now, now.microseconds - last.microseconds < pause { return false }
        last = now
        return true
    }
}

extension Principal {
    /// As whom the journal knows this person.
    var author: Leaf.Author {
        Leaf.Author(
            who: person.id.text, role: person.role.rawValue, unit: person.unit.text)
    }
}
