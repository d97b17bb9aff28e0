import Foundation
import Glibc
import Journal

extension JournalBench {
    /// Appends as a store will: each batch one transaction, on the disk before the next begins.
    ///
    /// A transaction reads the head's bytes, appends, and writes the new rows and the head. A
    /// database does more work around it; this is the floor beneath it.
    static func durable(_ count: Int, batch: Int, path: String, _ sample: SampleLog) throws {
        let entries = try SampleLog.entries(count, seed: 1)
        let file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        guard file >= 0 else {
            print("\(path) can not be written")
            exit(1)
        }
        defer { close(file) }
        var stored = LogHead().bytes(sample.crypto)
        var took: [Double] = []
        let start = now()
        var at = 0
        while at < count {
            let began = now().wall
            let end = min(at + batch, count)
            var head = try LogHead(stored, crypto: sample.crypto)
            let new = try head.append(Array(entries[at..<end]), crypto: sample.crypto)
            stored = head.bytes(sample.crypto)
            var out: [UInt8] = []
            for (entry, hash) in zip(entries[at..<end], new.leafHashes) {
                out += EntryBundle.bytes([entry])
                out += hash.bytes
            }
            for hash in new.tileHashes { out += hash.hash.bytes }
            out += stored
            guard write(file, out, out.count) == out.count, fdatasync(file) == 0 else {
                print("\(path) could not be written to the disk")
                exit(1)
            }
            took.append(now().wall - began)
            at = end
        }
        report("durable in batches of \(batch)", count, since: start)
        took.sort()
        print(
            "a batch: median \(text(took[took.count / 2] * 1_000)) ms,"
                + " p99 \(text(took[took.count * 99 / 100] * 1_000)) ms")
    }
}
