package import Journal
package import Primitives
package import Records

/// What the journal is written and signed with; Bootstrap reads it from the key file.
package struct JournalKeys: Sendable {
    package let crypto: LogCrypto
    /// The name of the log, which all its keys have.
    package let origin: String
    /// Who signs as the key file says now; to be asked within the transaction that signs.
    package let signing: @Sendable () throws -> JournalSigning
    /// Keyed, so that nobody who sees a leaf can try out contents.
    package let digest: @Sendable ([UInt8]) -> Digest

    package init(
        crypto: LogCrypto, origin: String, signing: @escaping @Sendable () throws -> JournalSigning,
        digest: @escaping @Sendable ([UInt8]) -> Digest
    ) {
        self.crypto = crypto
        self.origin = origin
        self.signing = signing
        self.digest = digest
    }
}

/// Who signs a checkpoint of the journal, and all keys that ever did.
package struct JournalSigning: Sendable {
    /// One; two while a key is handed over.
    package let signers: [NoteSigner]
    /// In order of time, the one in use last.
    package let keys: [LogKey]

    /// - Parameter keys: Nil for a log that only ever had its one signer.
    package init(_ signers: [NoteSigner], keys: [LogKey]? = nil) {
        precondition(!signers.isEmpty, "a journal has somebody who signs it")
        self.signers = signers
        self.keys = keys ?? signers.map { LogKey($0.key) }
    }

    /// Whether this key file knows all who signed the last checkpoint: one that does not is older
    /// than the journal, and what it signs would not verify.
    func knows(_ last: SignedNote) -> Bool {
        last.signatures.allSatisfy { signature in
            keys.contains { $0.key.id == signature.keyID && $0.key.name == signature.name }
        }
    }
}

/// A row of the journal: one leaf.
package struct JournalLeaf: Hashable, Sendable {
    package let number: Int
    /// The exact bytes that were hashed, UTF-8.
    package let entry: String
    /// Base 64.
    package let hash: String

    package init(number: Int, entry: String, hash: String) {
        self.number = number
        self.entry = entry
        self.hash = hash
    }
}

/// A row of the journal: the hash of 256 below it.
package struct JournalHash: Hashable, Sendable {
    package let level: Int
    package let number: Int
    /// Base 64.
    package let hash: String

    package init(level: Int, number: Int, hash: String) {
        self.level = level
        self.number = number
        self.hash = hash
    }
}

extension CaseworkDesk {
    /// Recomputes the whole journal from its leaves and holds every stored hash, checkpoint and
    /// signature against it.
    ///
    /// - Throws: `journal.does_not_verify` with the first leaf that does not.
    /// - Complexity: one pass; the checkpoints are held in memory.
    package func verifyJournal() async throws -> LogSummary {
        let journal = environment.journal
        let keys = try journal.signing().keys
        return try await database.read { transaction in
            let notes = try transaction.journalCheckpoints().map { Array($0.utf8) }
            // Without a head there must be nothing else.
            let empty = LogHead().bytes(journal.crypto)
            let head = try transaction.journalHead().map { Base64.bytes($0.utf8) ?? [] } ?? empty
            var audit = LogAudit(
                origin: journal.origin, keys: keys, crypto: journal.crypto,
                checkpoints: notes)
            try transaction.forEachJournalLeaf { leaf in
                try audit.leaf(
                    leaf.number, entry: Array(leaf.entry.utf8).span,
                    stored: Digest(base64: leaf.hash.utf8) ?? Digest())
            }
            try transaction.forEachJournalHash { row in
                try audit.hash(
                    TileHash(
                        level: row.level, index: row.number,
                        hash: Digest(base64: row.hash.utf8) ?? Digest()))
            }
            return try audit.finish(head: head)
        }
    }

    /// The way of one lead, as the journal has it: every leaf that speaks of it, in order.
    ///
    /// - Complexity: every leaf is read, some 3 µs each.
    package func trace(_ lead: ID<Lead>) async throws -> [(number: Int, leaf: Leaf)] {
        try await database.read { transaction in
            var found: [(number: Int, leaf: Leaf)] = []
            try transaction.forEachJournalLeaf { row in
                let leaf = try Leaf(Array(row.entry.utf8))
                guard leaf.subject == Leaf.Subject(kind: "lead", id: lead.text) else { return }
                found.append((row.number, leaf))
            }
            return found
        }
    }

    /// The last checkpoint and all that a stranger's program needs to verify the journal up to it,
    /// as the files of C2SP tlog-tiles.
    ///
    /// - Returns: The verifier key; nil where there is nothing yet.
    package func exportJournal(
        _ put: @escaping @Sendable (String, [UInt8]) throws -> Void
    ) async throws -> VerifierKey? {
        try await sealJournal()
        let key = try environment.journal.signing().keys.last?.key
        return try await database.read { transaction in
            guard let note = try transaction.lastJournalCheckpoint() else { return nil }
            try LogExport.write(
                try SignedNote(Array(note.utf8)),
                hashes: { try Self.hashes($0, transaction) },
                entries: { try transaction.journalEntries($0).map { Array($0.utf8) } }, put: put)
            return key
        }
    }

    /// A file that proves by itself, to whoever has the verifier key, that a leaf is in the
    /// journal as signed last (C2SP tlog-proof); it holds the leaf.
    ///
    /// - Throws: `journal.out_of_range`.
    /// - Complexity: two tiles of 256 hashes a level.
    package func proof(ofLeaf number: Int) async throws -> String {
        guard number >= 0, number < Int.max else {
            throw JournalError.outOfRange(number, size: 0)
        }
        return try await proof { reader, note, transaction in
            let entry = try transaction.journalEntries(number..<(number + 1)).first ?? ""
            return InclusionFile(
                try reader.inclusion(of: number), extra: Array(entry.utf8), checkpoint: note
            ).text
        }
    }

    /// A file that proves that the journal as signed last begins with the `size` leaves it had.
    ///
    /// - Throws: `journal.out_of_range`.
    package func proof(since size: Int) async throws -> String {
        try await proof { reader, note, _ in
            ConsistencyFile(try reader.consistency(from: size), checkpoint: note).text
        }
    }

    private func proof(
        _ body:
            @escaping @Sendable (
                inout TreeReader, SignedNote, any ReadTransaction
            ) throws -> String
    ) async throws -> String {
        try await sealJournal()
        let crypto = environment.journal.crypto
        return try await database.read { transaction in
            guard let text = try transaction.lastJournalCheckpoint() else {
                throw JournalError.outOfRange(0, size: 0)
            }
            let note = try SignedNote(Array(text.utf8))
            var reader = TreeReader(size: try Checkpoint(note.text).size, crypto: crypto) {
                try Self.hashes($0, transaction)
            }
            return try body(&reader, note, transaction)
        }
    }

    private static func hashes(
        _ tile: Tile, _ transaction: any ReadTransaction
    ) throws -> [Digest] {
        try transaction.journalHashes(level: tile.level, tile.hashes).map {
            Digest(base64: $0.utf8) ?? Digest()
        }
    }
}
