import Journal
import Primitives

/// Random edits of a log's stored bytes and rows, each of which a verification must find.
///
/// Edits that leave everything as it was are not counted. Whoever edits has no key, and edits one
/// thing at a time, but may know the format: some edits set the hash beside an entry right again.
package struct Tampering {
    /// How often each kind of edit was tried and found.
    package struct Tally: Sendable {
        package var tried: [String: Int] = [:]
        package var found: [String: Int] = [:]
        /// What was edited without being found, as far as the first few.
        package var missed: [String] = []

        package var total: Int { tried.values.reduce(0, +) }
    }

    private let sample: SampleLog
    private var random: SeededRandom
    private(set) package var tally = Tally()

    package init(_ sample: SampleLog, seed: UInt64) {
        self.sample = sample
        random = SeededRandom(seed: seed)
    }

    /// Tries `count` edits of `log`, of its rows.
    package mutating func editRows(of log: StoredLog, count: Int) {
        let sample = sample
        var done = 0
        while done < count {
            var edited = log
            let name = edit(&edited)
            if edited == log { continue }
            done += 1
            record(name) { try edited.audit(sample) }
        }
    }

    /// Tries `count` edits of the files of `log`'s export.
    package mutating func editFiles(of log: StoredLog, count: Int) throws {
        let files = try log.export()
        let paths = files.keys.sorted()
        guard !paths.isEmpty else { return }
        let sample = sample
        var done = 0
        while done < count {
            var edited = files
            let name = edit(&edited, paths)
            if edited == files { continue }
            done += 1
            record(name) {
                try LogExport.verify(
                    paths: Array(edited.keys), origin: SampleLog.origin, keys: sample.keys,
                    crypto: sample.crypto, read: { edited[$0] ?? [] })
            }
        }
    }

    private mutating func record(_ name: String, _ verify: () throws -> LogSummary) {
        tally.tried[name, default: 0] += 1
        do {
            let summary = try verify()
            if tally.missed.count < 20 { tally.missed.append("\(name): \(summary)") }
        } catch is JournalError {
            tally.found[name, default: 0] += 1
        } catch {
            if tally.missed.count < 20 { tally.missed.append("\(name): \(error)") }
        }
    }
}

// MARK: - Rows

extension Tampering {
    private mutating func edit(_ log: inout StoredLog) -> String {
        switch random.below(10) {
        case 0..<5 where !log.leaves.isEmpty: return "leaf \(editLeaves(&log))"
        case 5, 6:
            return "hash \(edit(&log.hashes) { $0 = Self.flipped($0, &$1) })"
        case 7, 8: return "checkpoint \(edit(&log.checkpoints) { _ = Self.edit(&$0, &$1) })"
        default: return "head \(Self.edit(&log.head, &random))"
        }
    }

    private mutating func editLeaves(_ log: inout StoredLog) -> String {
        let at = random.below(log.leaves.count)
        switch random.below(7) {
        case 0: return "entry \(Self.edit(&log.leaves[at].entry, &random))"
        case 1:
            // The editor knows the format and sets the hash beside the entry right.
            let name = Self.edit(&log.leaves[at].entry, &random)
            let entry = log.leaves[at].entry
            log.leaves[at].hash = sample.crypto.leaf(entry.span)
            return "entry and hash \(name)"
        case 2:
            var bytes = log.leaves[at].hash.bytes
            bytes[random.below(32)] ^= 1 << UInt8(random.below(8))
            log.leaves[at].hash = Digest(bytes) ?? Digest()
            return "hash bit"
        case 3:
            log.leaves[at].index ^= 1 << random.below(20)
            return "index bit"
        case 4:
            let other = random.below(log.leaves.count)
            let entry = log.leaves[at].entry
            log.leaves[at].entry = log.leaves[other].entry
            log.leaves[other].entry = entry
            if random.chance(0.5) {
                let hash = log.leaves[at].hash
                log.leaves[at].hash = log.leaves[other].hash
                log.leaves[other].hash = hash
            }
            return "contents swapped"
        default:
            let name = edit(&log.leaves) { $0.index = $1.below(1 << 20) }
            let isRenumbered = random.chance(0.5)
            if isRenumbered {
                for index in log.leaves.indices { log.leaves[index].index = index }
            }
            return "\(name)\(isRenumbered ? ", renumbered" : "")"
        }
    }

    /// One of the edits of a list: of an element, or of the rows as wholes.
    private mutating func edit<Row>(
        _ rows: inout [Row], one: (inout Row, inout SeededRandom) -> Void
    ) -> String {
        guard !rows.isEmpty else { return "none" }
        let at = random.below(rows.count)
        let other = random.below(rows.count)
        switch random.below(7) {
        case 0:
            rows.swapAt(at, other)
            return "rows swapped"
        case 1:
            rows.remove(at: at)
            return "row deleted"
        case 2:
            rows.removeSubrange(at...)
            return "rows truncated"
        case 3:
            rows[min(at, other)...max(at, other)].reverse()
            return "rows reordered"
        case 4:
            rows.insert(rows[at], at: other)
            return "row doubled"
        case 5:
            var row = rows[at]
            one(&row, &random)
            rows.insert(row, at: other)
            return "row inserted"
        default:
            one(&rows[at], &random)
            return "row changed"
        }
    }

    private static func flipped(_ hash: TileHash, _ random: inout SeededRandom) -> TileHash {
        var bytes = hash.hash.bytes
        switch random.below(3) {
        case 0:
            return TileHash(
                level: hash.level ^ 1 << random.below(4), index: hash.index, hash: hash.hash)
        case 1:
            return TileHash(
                level: hash.level, index: hash.index ^ 1 << random.below(62), hash: hash.hash)
        default:
            bytes[random.below(32)] ^= 1 << UInt8(random.below(8))
            return TileHash(
                level: hash.level, index: hash.index, hash: Digest(bytes) ?? Digest())
        }
    }
}

// MARK: - Files and bytes

extension Tampering {
    private mutating func edit(_ files: inout [String: [UInt8]], _ paths: [String]) -> String {
        let path = random.pick(paths)
        let other = random.pick(paths)
        switch random.below(12) {
        case 0:
            files[path] = nil
            return "file deleted"
        case 1:
            (files[path], files[other]) = (files[other], files[path])
            return "files swapped"
        case 2:
            files[other] = files[path]
            return "file doubled"
        case 3:
            files[path + ".p/\(1 + random.below(255))"] = files[path]
            return "file inserted"
        default:
            var bytes = files[path] ?? []
            let name = Self.edit(&bytes, &random)
            files[path] = bytes
            return "file \(name)"
        }
    }

    /// One edit of `bytes`; where they are empty, an insertion.
    private static func edit(_ bytes: inout [UInt8], _ random: inout SeededRandom) -> String {
        guard !bytes.isEmpty else {
            bytes = [UInt8(truncatingIfNeeded: random.next())]
            return "bytes inserted"
        }
        let at = random.below(bytes.count)
        let length = min(1 + random.below(40), bytes.count - at)
        switch random.below(8) {
        case 0, 1:
            bytes[at] ^= 1 << UInt8(random.below(8))
            return "bit"
        case 2:
            bytes.swapAt(at, random.below(bytes.count))
            return "bytes swapped"
        case 3:
            bytes.removeSubrange(at..<(at + length))
            return "bytes deleted"
        case 4:
            bytes.removeSubrange(at...)
            return "bytes truncated"
        case 5:
            bytes[at..<(at + length)].reverse()
            return "bytes reordered"
        case 6:
            bytes.insert(contentsOf: bytes[at..<(at + length)], at: random.below(bytes.count))
            return "bytes doubled"
        default:
            let new = (0..<length).map { _ in UInt8(truncatingIfNeeded: random.next()) }
            bytes.insert(contentsOf: new, at: at)
            return "bytes inserted"
        }
    }
}
