import Foundation
import Glibc
import Journal
import Primitives
import Secrets

@main
enum JournalBench {
    static let usage = """
        journal-bench leaf N            making and reading leaves
        journal-bench append N          appending N leaves in memory
        journal-bench verify N          verifying a log of N leaves again
        journal-bench durable N B FILE  appending N leaves in batches of B, each with fdatasync
        journal-bench edits N [SEED]    N random edits, all of which must be found
        journal-bench export N FOLDER   a log of N leaves as files, with proofs
        """

    static func main() throws {
        let words = Array(CommandLine.arguments.dropFirst())
        let secrets = try Secrets()
        let sample = try SampleLog(secrets)
        guard words.count >= 2, let count = Int(words[1]), count > 0 else { return help() }
        switch (words[0], words.count) {
        case ("leaf", 2): try leaf(count)
        case ("append", 2): try append(count, sample)
        case ("verify", 2): try verify(count, sample)
        case ("durable", 4):
            guard let batch = Int(words[2]), batch > 0 else { return help() }
            try durable(count, batch: batch, path: words[3], sample)
        case ("edits", 2...3):
            try edits(count, seed: words.count == 3 ? UInt64(words[2]) ?? 1 : 1, sample)
        case ("export", 3): try export(count, folder: words[2], sample)
        default: help()
        }
    }

    static func help() {
        print(usage)
        exit(2)
    }

    /// Processor time of this process and time on the wall, in seconds.
    static func now() -> (cpu: Double, wall: Double) {
        func read(_ clock: clockid_t) -> Double {
            var time = timespec()
            clock_gettime(clock, &time)
            return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
        }
        return (read(CLOCK_PROCESS_CPUTIME_ID), read(CLOCK_MONOTONIC))
    }

    static func report(_ what: String, _ count: Int, since start: (cpu: Double, wall: Double)) {
        let end = now()
        let cpu = end.cpu - start.cpu
        let wall = end.wall - start.wall
        print(
            "\(what): \(count) in \(text(wall)) s, processor \(text(cpu)) s:"
                + " \(Int(Double(count) / cpu)) a processor second,"
                + " \(Int(Double(count) / wall)) a second")
    }

    static func text(_ value: Double) -> String { String(format: "%.3f", value) }
}

extension JournalBench {
    static func leaf(_ count: Int) throws {
        var random = SeededRandom(seed: 1)
        let samples = try (0..<256).map { try SampleLog.entry($0, &random) }
        let leaves = try samples.map { try Leaf($0) }
        print("mean bytes: \(samples.reduce(0) { $0 + $1.count } / samples.count)")
        var sum = 0
        var start = now()
        for index in 0..<count { sum &+= leaves[index & 255].bytes.count }
        report("written", count, since: start)
        start = now()
        for index in 0..<count {
            sum &+= Int(truncatingIfNeeded: try Leaf(samples[index & 255]).at.microseconds)
        }
        report("read", count, since: start)
        print("check \(sum)")
    }

    static func append(_ count: Int, _ sample: SampleLog) throws {
        let entries = try SampleLog.entries(count, seed: 1)
        var head = LogHead()
        var rows = 0
        let start = now()
        var at = 0
        while at < count {
            let batch = Array(entries[at..<min(at + 1_000, count)])
            let new = try head.append(batch, crypto: sample.crypto)
            rows += new.leafHashes.count + new.tileHashes.count
            at += batch.count
        }
        report("appended", count, since: start)
        print("rows \(rows), root \(head.edge.root(sample.crypto).base64)")
    }

    static func verify(_ count: Int, _ sample: SampleLog) throws {
        var log = StoredLog(sample.crypto)
        let entries = try SampleLog.entries(count, seed: 1)
        for start in stride(from: 0, to: count, by: 10_000) {
            try log.append(Array(entries[start..<min(start + 10_000, count)]), sample.crypto)
            try log.seal(origin: SampleLog.origin, by: sample.signer, crypto: sample.crypto)
        }
        let start = now()
        let summary = try log.audit(sample)
        report("verified", count, since: start)
        print("root \(summary.root.base64), checkpoints \(summary.checkpoints)")
    }

    static func edits(_ count: Int, seed: UInt64, _ sample: SampleLog) throws {
        let sizes = [1, 2, 3, 7, 64, 255, 256, 257, 300, 511, 512, 600, 1_000]
        var tampering = Tampering(sample, seed: seed)
        let start = now()
        var round = 0
        while tampering.tally.total < count {
            let many = round % 40 == 39
            let size = many ? 66_000 : sizes[round % sizes.count]
            let log = try sample.stored(size, seed: seed &+ UInt64(round), isSealed: round % 2 == 0)
            let share = min(many ? 40 : 400, count - tampering.tally.total)
            tampering.editRows(of: log, count: (share + 1) / 2)
            try tampering.editFiles(of: log, count: share / 2)
            round += 1
        }
        let tally = tampering.tally
        for (name, tried) in tally.tried.sorted(by: { $0.key < $1.key }) {
            print("\(name): \(tally.found[name] ?? 0) of \(tried)")
        }
        let found = tally.found.values.reduce(0, +)
        report("found \(found) of", tally.total, since: start)
        for missed in tally.missed { print("MISSED \(missed)") }
        if found != tally.total { exit(1) }
    }

    /// The files of a log, its verifier key, and proofs of some leaves and some earlier sizes.
    static func export(_ count: Int, folder: String, _ sample: SampleLog) throws {
        let log = try sample.stored(count, seed: 1, isSealed: true)
        for (path, bytes) in try OutsideFiles.all(of: log, sample) {
            let url = URL(fileURLWithPath: folder).appendingPathComponent(path)
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(bytes).write(to: url)
        }
    }
}
