import Journal
import Primitives
import Secrets
import Testing
import journal_bench

@Suite struct AuditTests {
    let sample: SampleLog

    init() throws { sample = try Fixture.sample() }

    @Test(arguments: [0, 1, 2, 255, 256, 257, 512, 700, 5_000], [true, false])
    func aLogAsItWasWrittenVerifies(size: Int, isSealed: Bool) throws {
        let log = try sample.stored(size, seed: UInt64(size), isSealed: isSealed)
        let summary = try log.audit(sample)
        #expect(summary.size == size)
        #expect(summary.checkpoints == log.checkpoints.count)
        if isSealed { #expect(summary.sealedSize == size) }
    }

    @Test func storedHashesMayComeBeforeAfterOrBetween() throws {
        let log = try sample.stored(66_000, seed: 1, isSealed: true)
        for when in 0..<3 {
            var audit = LogAudit(
                origin: SampleLog.origin, keys: sample.logKeys, crypto: sample.crypto,
                checkpoints: log.checkpoints)
            var hashes = log.hashes[...]
            if when == 0 { while let hash = hashes.popFirst() { try audit.hash(hash) } }
            for leaf in log.leaves {
                try audit.leaf(leaf.index, entry: leaf.entry.span, stored: leaf.hash)
                if when == 1, leaf.index % 256 == 99, let hash = hashes.popFirst() {
                    try audit.hash(hash)
                }
            }
            while let hash = hashes.popFirst() { try audit.hash(hash) }
            #expect(try audit.finish(head: log.head).size == 66_000)
        }
    }

    /// The log of the cases below: 700 leaves, checkpoints at 100, 300, 600 and 700.
    private func log() throws -> StoredLog {
        var log = StoredLog(sample.crypto)
        let entries = try SampleLog.entries(700, seed: 2)
        for part in [0..<100, 100..<300, 300..<600, 600..<700] {
            try log.append(Array(entries[part]), sample.crypto)
            try log.seal(origin: SampleLog.origin, by: sample.signer, crypto: sample.crypto)
        }
        return log
    }

    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let leaves: Range<Int>
        let reason: LogFault.Reason?
        let edit: @Sendable (inout StoredLog, LogCrypto) -> Void

        init(
            _ name: String, _ leaves: Range<Int>, _ reason: LogFault.Reason?,
            _ edit: @escaping @Sendable (inout StoredLog, LogCrypto) -> Void
        ) {
            testDescription = name
            self.leaves = leaves
            self.reason = reason
            self.edit = edit
        }
    }

    static let cases: [Case] = [
        Case("an entry changed", 431..<432, .entryChanged) { log, _ in
            log.leaves[431].entry[20] ^= 1
        },
        Case("its hash changed", 431..<432, .entryChanged) { log, crypto in
            log.leaves[431].hash = crypto.sha256([1])
        },
        Case("both, under a stored hash", 256..<512, .hashWrong(level: 1, index: 1)) {
            $0.change(431, $1)
        },
        Case("both, under no stored hash yet", 600..<700, .checkpointWrong(number: 3)) {
            $0.change(650, $1)
        },
        Case("both, before an early checkpoint", 0..<100, .checkpointWrong(number: 0)) {
            $0.change(50, $1)
        },
        Case("a leaf missing", 431..<432, .entryMissing) { log, _ in log.leaves.remove(at: 431) },
        Case("the last leaf missing", 699..<700, .entryMissing) { log, _ in
            log.leaves.removeLast()
        },
        Case("the end cut off", 20..<21, .entryMissing) { log, _ in
            log.leaves.removeSubrange(20...)
        },
        Case("all leaves missing", 0..<1, .entryMissing) { log, _ in log.leaves.removeAll() },
        Case("two rows swapped", 10..<11, .entryMissing) { log, _ in log.leaves.swapAt(10, 20) },
        Case("a row twice", 10..<11, .entryOutOfOrder(found: 10)) { log, _ in
            log.leaves.insert(log.leaves[10], at: 11)
        },
        Case("two entries swapped", 10..<11, .entryChanged) { log, _ in
            let entry = log.leaves[10].entry
            log.leaves[10].entry = log.leaves[20].entry
            log.leaves[20].entry = entry
        },
        Case("a leaf added at the end", 700..<701, .entryAdded) { log, crypto in
            log.leaves.append(.init(index: 700, entry: [1], hash: crypto.leaf([1].span)))
        },
        Case("a leaf put in between", 0..<256, .hashWrong(level: 1, index: 0)) { log, crypto in
            log.leaves.insert(
                .init(index: 0, entry: [1], hash: crypto.leaf([1].span)), at: 200)
            for index in log.leaves.indices { log.leaves[index].index = index }
        },
        Case("a stored hash changed", 256..<512, .hashWrong(level: 1, index: 1)) { log, _ in
            log.hashes[1] = TileHash(level: 1, index: 1, hash: log.hashes[0].hash)
        },
        Case("a stored hash missing", 256..<512, .hashMissing(level: 1, index: 1)) { log, _ in
            log.hashes.removeLast()
        },
        Case("a stored hash added", 512..<700, .hashOutOfOrder(level: 1, index: 2)) { log, _ in
            log.hashes.append(TileHash(level: 1, index: 2, hash: log.hashes[0].hash))
        },
        Case("a checkpoint's signature changed", 100..<101, nil) { log, _ in
            log.checkpoints[1][log.checkpoints[1].count - 20] ^= 1
        },
        Case("a checkpoint missing", 700..<700, .checkpointsMiscounted(wanted: 4, found: 3)) {
            log, _ in
            log.checkpoints.remove(at: 1)
        },
        Case("the last checkpoint missing", 600..<700, .headWrong) { log, _ in
            log.checkpoints.removeLast()
        },
        Case("checkpoints swapped", 300..<301, nil) { log, _ in log.checkpoints.swapAt(0, 1) },
        Case("the head changed", 700..<700, nil) { log, _ in log.head[30] ^= 1 },
        Case("the head of a shorter log", 3..<700, .entryAdded) { log, crypto in
            var head = LogHead()
            _ = try? head.append(log.leaves.prefix(3).map(\.entry), crypto: crypto)
            log.head = head.bytes(crypto)
        },
    ]

    @Test(arguments: cases)
    func theFirstLeafThatDoesNotVerifyIsNamed(example: Case) throws {
        var edited = try log()
        try edited.audit(sample)
        example.edit(&edited, sample.crypto)
        let error = #expect(throws: JournalError.self) { try edited.audit(sample) }
        guard case .doesNotVerify(let fault) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(fault.leaves == example.leaves)
        if let reason = example.reason { #expect(fault.reason == reason) }
        #expect(error?.message.contains("from leaf \(fault.first)") == true)
    }

    /// Who has no key can not write the log anew, even with every hash and the head set right.
    @Test func aLogWrittenAnewIsFoundByItsCheckpoints() throws {
        let log = try log()
        var forged = StoredLog(sample.crypto)
        var entries = log.leaves.map(\.entry)
        entries[350] = Array("nothing happened".utf8)
        try forged.append(entries, sample.crypto)
        forged.checkpoints = log.checkpoints
        let error = #expect(throws: JournalError.self) { try forged.audit(sample) }
        #expect(
            error
                == .doesNotVerify(
                    LogFault(leaves: 300..<600, reason: .checkpointWrong(number: 2))))
    }

    /// What the rows alone can not show, a checkpoint kept elsewhere does.
    @Test func aLogCutOffInAllItsPartsIsFoundByAWitness() throws {
        let whole = try log()
        let kept = try whole.checkpoints.map { try Checkpoint(try SignedNote($0).text) }
        var short = StoredLog(sample.crypto)
        try short.append(whole.leaves.prefix(300).map(\.entry), sample.crypto)
        try short.seal(origin: SampleLog.origin, by: sample.signer, crypto: sample.crypto)
        try short.audit(sample)
        func fault(_ log: StoredLog, _ witnessed: [Checkpoint]) -> JournalError? {
            #expect(throws: JournalError.self) {
                try log.audit(sample.crypto, keys: sample.logKeys, witnessed: witnessed)
            }
        }
        #expect(
            try whole.audit(
                sample.crypto, keys: sample.logKeys, witnessed: kept + kept.reversed()
            ).size == 700)
        #expect(
            fault(short, kept)
                == .doesNotVerify(LogFault(leaves: 300..<301, reason: .entryMissing)))
        // With the key in hand the log is written anew after leaf 250.
        var forged = StoredLog(sample.crypto)
        var entries = whole.leaves.map(\.entry)
        entries[250] = Array("nothing happened".utf8)
        try forged.append(entries, sample.crypto)
        try forged.seal(origin: SampleLog.origin, by: sample.signer, crypto: sample.crypto)
        try forged.audit(sample)
        #expect(
            fault(forged, kept)
                == .doesNotVerify(
                    LogFault(leaves: 100..<300, reason: .witnessedWrong(size: 300))))
    }

    /// 700 leaves whose checkpoints 0 and 1 the first key signed, 2 both, and 3 the second.
    private func handedOver() throws -> (log: StoredLog, second: NoteSigner) {
        let second = try Secrets().noteSigner(
            name: SampleLog.origin, seed: [UInt8](repeating: 9, count: 32))
        var log = StoredLog(sample.crypto)
        let entries = try SampleLog.entries(700, seed: 2)
        for (number, part) in [0..<100, 100..<300, 300..<600, 600..<700].enumerated() {
            try log.append(Array(entries[part]), sample.crypto)
            switch number {
            case 2:
                try log.seal(
                    origin: SampleLog.origin, by: sample.signer, second, crypto: sample.crypto)
            case 3: try log.seal(origin: SampleLog.origin, by: second, crypto: sample.crypto)
            default:
                try log.seal(
                    origin: SampleLog.origin, by: sample.signer, crypto: sample.crypto)
            }
        }
        return (log, second)
    }

    @Test func aKeyIsHandedOverByACheckpointOfBoth() throws {
        let (log, second) = try handedOver()
        let keys = [LogKey(sample.signer.key, last: 2), LogKey(second.key, first: 2)]
        #expect(try log.audit(sample.crypto, keys: keys).checkpoints == 4)
        // Nobody who still has the old key can go on with it, or begin with the new one earlier.
        for (first, last, wrong) in [(2, 3, 600), (2, 1, 300), (1, 2, 100), (3, 2, 300)] {
            let other = [LogKey(sample.signer.key, last: last), LogKey(second.key, first: first)]
            let error = #expect(throws: JournalError.self) {
                try log.audit(sample.crypto, keys: other)
            }
            guard case .doesNotVerify(let fault) = error else {
                Issue.record("\(String(describing: error))")
                continue
            }
            #expect(fault.first == wrong)
        }
    }

    @Test func aSignatureOfTheHandOverCanNotBeTakenOut() throws {
        let (log, second) = try handedOver()
        let keys = [LogKey(sample.signer.key, last: 2), LogKey(second.key, first: 2)]
        for place in 0..<2 {
            var edited = log
            var lines = String(decoding: log.checkpoints[2], as: UTF8.self)
                .split(separator: "\n", omittingEmptySubsequences: false)
            lines.remove(at: 4 + place)
            edited.checkpoints[2] = Array(lines.joined(separator: "\n").utf8)
            #expect(throws: JournalError.self) { try edited.audit(sample.crypto, keys: keys) }
        }
    }

    @Test func aKeyThatIsNotKnownVouchesForNothing() throws {
        let log = try log()
        let other = try Secrets().noteSigner(
            name: SampleLog.origin, seed: [UInt8](repeating: 9, count: 32))
        for keys in [[], [LogKey(other.key)]] {
            let error = #expect(throws: JournalError.self) {
                try log.audit(sample.crypto, keys: keys)
            }
            guard case .doesNotVerify(let fault) = error else { continue }
            #expect(fault.first == 0)
        }
    }

    /// The benchmark's random edits, few of them; `journal-bench edits 100000` tries many.
    @Test(arguments: [1, 7, 256, 300, 600])
    func everyRandomEditIsFound(size: Int) throws {
        var tampering = Tampering(sample, seed: UInt64(size))
        for round in 0..<4 {
            let log = try sample.stored(
                size, seed: UInt64(size + round), isSealed: round.isMultiple(of: 2))
            tampering.editRows(of: log, count: 150)
            try tampering.editFiles(of: log, count: 150)
        }
        #expect(tampering.tally.missed == [])
        #expect(tampering.tally.total >= 600)
        #expect(tampering.tally.found == tampering.tally.tried)
    }
}

extension StoredLog {
    /// Changes an entry and sets the hash beside it right.
    fileprivate mutating func change(_ index: Int, _ crypto: LogCrypto) {
        var entry = leaves[index].entry
        entry[20] ^= 1
        leaves[index].entry = entry
        leaves[index].hash = crypto.leaf(entry.span)
    }
}
