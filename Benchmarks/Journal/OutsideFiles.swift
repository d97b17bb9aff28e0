import Journal
import Primitives

/// What an outsider is handed to verify a log: its files, its key, some proofs.
package enum OutsideFiles {
    /// By path: the export under `log/`, `verifier-key`, `inclusion/<index>.tlog-proof`,
    /// `consistency/<old size>` with the old root under `roots/<old size>`.
    package static func all(
        of log: StoredLog, _ sample: SampleLog
    ) throws -> [(path: String, bytes: [UInt8])] {
        guard let last = log.checkpoints.last else { return [] }
        let note = try SignedNote(last)
        let size = try Checkpoint(note.text).size
        var files = try log.export().map { (path: "log/\($0.key)", bytes: $0.value) }
        files.append((path: "verifier-key", bytes: Array("\(sample.signer.key.text)\n".utf8)))
        var reader = TreeReader(size: size, crypto: sample.crypto, read: log.hashes)
        var random = SeededRandom(seed: UInt64(size))
        let some = Set((0..<20).map { _ in random.below(size) } + [0, size - 1])
        for index in some {
            let file = InclusionFile(
                try reader.inclusion(of: index), extra: log.leaves[index].entry, checkpoint: note)
            files.append((path: "inclusion/\(index).tlog-proof", bytes: Array(file.text.utf8)))
        }
        for old in some where old > 0 {
            let file = ConsistencyFile(try reader.consistency(from: old), checkpoint: note)
            var before = TreeReader(size: old, crypto: sample.crypto, read: log.hashes)
            files.append((path: "consistency/\(old)", bytes: Array(file.text.utf8)))
            files.append(
                (path: "roots/\(old)", bytes: Array("\(try before.root().base64)\n".utf8)))
        }
        return files
    }
}
