/// The log as files, in the layout of C2SP tlog-tiles: what an outsider verifies.
///
/// Below the log's prefix stand `checkpoint`, the tiles of hashes and the bundles of entries, the
/// last of each kind partial. Files are told by their paths; who calls reads and writes them.
package enum LogExport {
    /// Writes every file of the log at the size of `checkpoint`, a signed note.
    ///
    /// `hashes` gives a tile's hashes as for `TreeReader`, `entries` the entries of a range.
    /// - Throws: `journal.unreadable`, `journal.hashes_missing`, and what the closures throw.
    package static func write(
        _ checkpoint: SignedNote, hashes: (Tile) throws -> [Digest],
        entries: (Range<Int>) throws -> [[UInt8]], put: (_ path: String, [UInt8]) throws -> Void
    ) throws {
        let size = try Checkpoint(checkpoint.text).size
        for file in LogFile.all(size: size) {
            switch file {
            case .checkpoint: try put(file.path, Array(checkpoint.encoded.utf8))
            case .tile(let tile):
                let row = try hashes(tile)
                try check(row.count, tile, file)
                try put(file.path, row.flatMap(\.bytes))
            case .entries(let tile):
                let row = try entries(tile.hashes)
                try check(row.count, tile, file)
                try put(file.path, EntryBundle.bytes(row))
            }
        }
    }

    private static func check(_ found: Int, _ tile: Tile, _ file: LogFile) throws {
        guard found == tile.width else {
            throw JournalError.hashesMissing(path: file.path, wanted: tile.width, found: found)
        }
    }

    /// Verifies an export: `paths` are the files that are there, `read` gives the bytes of one.
    ///
    /// `witnessed` are checkpoints kept elsewhere, as for `LogAudit`.
    /// - Throws: `journal.does_not_verify`, and what `read` throws.
    package static func verify(
        paths: [String], origin: String, keys: [VerifierKey], crypto: LogCrypto,
        witnessed: [Checkpoint] = [], read: (_ path: String) throws -> [UInt8]
    ) throws -> LogSummary {
        let there = Set(paths)
        guard there.contains(LogFile.checkpoint.path) else {
            throw fault(0, .fileMissing(path: LogFile.checkpoint.path))
        }
        let note = try read(LogFile.checkpoint.path)
        // Signed, or refused: nothing is listed for a size that is damage.
        let size: Int
        do throws(JournalError) {
            size = try Checkpoint.open(
                try SignedNote(note), origin: origin, keys: keys, crypto: crypto
            ).size
        } catch {
            throw fault(0, .checkpointUnreadable(number: 0, says: error.message))
        }
        let due = LogFile.all(size: size)
        let missing = due.filter { !there.contains($0.path) }
        if let first = missing.min(by: { firstLeaf($0) < firstLeaf($1) }) {
            throw fault(firstLeaf(first), .fileMissing(path: first.path))
        }
        if let added = there.subtracting(due.map(\.path)).min() {
            throw fault(size, .fileAdded(path: added))
        }
        var audit = LogAudit(
            origin: origin, keys: keys.map { LogKey($0) }, crypto: crypto, checkpoints: [note],
            witnessed: witnessed)
        for case .tile(let tile) in due where tile.level > 0 {
            let row = try digests(tile, read)
            for (index, hash) in zip(tile.hashes, row) {
                try audit.hash(TileHash(level: tile.level, index: index, hash: hash))
            }
        }
        for case .entries(let tile) in due { try feed(tile, to: &audit, read) }
        return try audit.finishSealed()
    }

    private static func feed(
        _ tile: Tile, to audit: inout LogAudit, _ read: (String) throws -> [UInt8]
    ) throws {
        let path = LogFile.entries(tile).path
        let bytes = try read(path)
        let row = try digests(tile, read)
        let ranges: [Range<Int>]
        do throws(JournalError) {
            ranges = try EntryBundle.ranges(in: bytes, count: tile.width)
        } catch {
            throw fault(tile.firstLeaf, .fileUnreadable(path: path, says: error.message))
        }
        let all = bytes.span
        for (index, (range, hash)) in zip(tile.hashes, zip(ranges, row)) {
            try audit.leaf(index, entry: all.extracting(range), stored: hash)
        }
    }

    private static func digests(
        _ tile: Tile, _ read: (String) throws -> [UInt8]
    ) throws -> [Digest] {
        let path = LogFile.tile(tile).path
        let bytes = try read(path)
        guard bytes.count == tile.width * Digest.byteCount else {
            throw fault(
                tile.firstLeaf,
                .fileUnreadable(path: path, says: "it has \(bytes.count) bytes"))
        }
        return stride(from: 0, to: bytes.count, by: Digest.byteCount).compactMap {
            Digest(bytes[$0..<($0 + Digest.byteCount)])
        }
    }

    private static func firstLeaf(_ file: LogFile) -> Int {
        switch file {
        case .checkpoint: 0
        case .tile(let tile), .entries(let tile): tile.firstLeaf
        }
    }

    private static func fault(_ first: Int, _ reason: LogFault.Reason) -> JournalError {
        .doesNotVerify(LogFault(leaves: first..<(first + 1), reason: reason))
    }
}
