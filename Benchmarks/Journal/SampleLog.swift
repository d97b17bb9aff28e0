package import Journal
package import Primitives
package import Secrets

/// A made-up log and its key, both from a seed; the same seed gives the same bytes.
package struct SampleLog: Sendable {
    package static let origin = "fuseline.example/journal"

    package let crypto: LogCrypto
    package let signer: NoteSigner

    package init(_ secrets: Secrets) throws {
        crypto = secrets.logCrypto
        signer = try secrets.noteSigner(
            name: Self.origin, seed: (0..<32).map { UInt8($0 * 7 & 255) })
    }

    package var keys: [VerifierKey] { [signer.key] }
    package var logKeys: [LogKey] { [LogKey(signer.key)] }

    /// The entry of leaf `index`: an act as the product writes them, about 300 bytes.
    package static func entry(_ index: Int, _ random: inout SeededRandom) throws -> [UInt8] {
        let acts = ["lead.decide", "listing.read", "lead.assign", "lexicon.adopt", "phone.unmask"]
        let act = random.pick(acts)
        return try Leaf(
            at: Timestamp(microseconds: 1_764_000_000_000_000 + Int64(index) * 1_337),
            author: .init(
                who: "p-\(random.below(500))", role: random.pick(["investigator", "station"]),
                unit: "u-\(random.below(60))"),
            purpose: random.pick(["case", "patrol", "audit"]), act: act,
            subject: .init(kind: "lead", id: "l-\(random.below(1_000_000))"),
            matter: random.chance(0.3) ? "m-\(random.below(900))" : nil,
            before: random.chance(0.5) ? digest(&random) : nil, after: digest(&random),
            versions: .init(rules: "2026-07", lexicon: "L\(random.below(40))")
        ).bytes
    }

    package static func entries(_ count: Int, seed: UInt64) throws -> [[UInt8]] {
        var random = SeededRandom(seed: seed)
        return try (0..<count).map { try entry($0, &random) }
    }

    /// A stored log of `count` such leaves, appended in batches and sealed now and then; the last
    /// leaves may lie beyond the last checkpoint.
    package func stored(_ count: Int, seed: UInt64, isSealed: Bool) throws -> StoredLog {
        var random = SeededRandom(seed: seed, part: "batches")
        var rest = try Self.entries(count, seed: seed)[...]
        var log = StoredLog(crypto)
        while !rest.isEmpty {
            let batch = Array(rest.prefix(1 + random.below(max(count / 3, 1))))
            rest = rest.dropFirst(batch.count)
            try log.append(batch, crypto)
            if random.chance(0.6) { try log.seal(origin: Self.origin, by: signer, crypto: crypto) }
        }
        if isSealed { try log.seal(origin: Self.origin, by: signer, crypto: crypto) }
        return log
    }

    private static func digest(_ random: inout SeededRandom) -> Digest? {
        Digest((0..<32).map { _ in UInt8(truncatingIfNeeded: random.next()) })
    }
}

/// The rows that a store keeps of a log, here in memory.
package struct StoredLog: Sendable, Equatable {
    /// A leaf's row.
    package struct Row: Sendable, Equatable {
        package var index: Int
        package var entry: [UInt8]
        package var hash: Digest

        package init(index: Int, entry: [UInt8], hash: Digest) {
            self.index = index
            self.entry = entry
            self.hash = hash
        }
    }

    package var leaves: [Row] = []
    package var hashes: [TileHash] = []
    package var checkpoints: [[UInt8]] = []
    package var head: [UInt8]

    package init(_ crypto: LogCrypto) { head = LogHead().bytes(crypto) }

    /// One transaction: reads the head, appends, writes the new rows and the head.
    package mutating func append(_ entries: [[UInt8]], _ crypto: LogCrypto) throws {
        var head = try LogHead(self.head, crypto: crypto)
        let new = try head.append(entries, crypto: crypto)
        for (offset, entry) in entries.enumerated() {
            leaves.append(
                Row(index: new.first + offset, entry: entry, hash: new.leafHashes[offset]))
        }
        hashes += new.tileHashes
        self.head = head.bytes(crypto)
    }

    package mutating func seal(
        origin: String, by signers: NoteSigner..., crypto: LogCrypto
    ) throws {
        var head = try LogHead(self.head, crypto: crypto)
        guard let note = head.seal(origin: origin, by: signers, crypto: crypto) else { return }
        checkpoints.append(Array(note.encoded.utf8))
        self.head = head.bytes(crypto)
    }

    /// Verifies every row.
    @discardableResult
    package func audit(_ sample: SampleLog) throws -> LogSummary {
        try audit(sample.crypto, keys: sample.logKeys)
    }

    /// Verifies every row against the log's name, `keys`, and checkpoints kept elsewhere.
    package func audit(
        _ crypto: LogCrypto, keys: [LogKey], witnessed: [Checkpoint] = []
    ) throws -> LogSummary {
        var audit = LogAudit(
            origin: SampleLog.origin, keys: keys, crypto: crypto, checkpoints: checkpoints,
            witnessed: witnessed)
        for hash in hashes { try audit.hash(hash) }
        for leaf in leaves {
            try audit.leaf(leaf.index, entry: leaf.entry.span, stored: leaf.hash)
        }
        return try audit.finish(head: head)
    }

    /// The stored hashes of a tile, as a store would select them.
    package func hashes(_ tile: Tile) -> [Digest] {
        if tile.level == 0 { return tile.hashes.map { leaves[$0].hash } }
        let level = hashes.filter { $0.level == tile.level }.sorted { $0.index < $1.index }
        return tile.hashes.map { level[$0].hash }
    }

    /// The export at the last checkpoint, by path; none before the first.
    package func export() throws -> [String: [UInt8]] {
        guard let last = checkpoints.last else { return [:] }
        var files: [String: [UInt8]] = [:]
        try LogExport.write(
            SignedNote(last), hashes: hashes,
            entries: { $0.map { leaves[$0].entry } }, put: { files[$0] = $1 })
        return files
    }
}
