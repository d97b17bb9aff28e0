import Journal
import Primitives
import Testing
import journal_bench

@Suite struct TreeTests {
    let sample: SampleLog
    var crypto: LogCrypto { sample.crypto }

    init() throws { sample = try Fixture.sample() }

    @Test func rootsAreThoseOfTheRFC() throws {
        var edge = RightEdge()
        var completed: [TileHash] = []
        #expect(edge.root(crypto).hex == Vectors.roots[0])
        for (size, entry) in Vectors.leaves.enumerated() {
            edge.append(crypto.leaf(entry.span), crypto: crypto, completed: &completed)
            #expect(edge.root(crypto).hex == Vectors.roots[size + 1])
        }
        #expect(
            Vectors.roots[8] == "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
            "the root that Certificate Transparency's tests have")
    }

    @Test func everySizeTo300HasTheOraclesRootAndEdge() {
        let oracle = Oracle(Fixture.entries(300), crypto)
        var edge = RightEdge()
        var completed: [TileHash] = []
        for size in 1...300 {
            edge.append(oracle.leaves[size - 1], crypto: crypto, completed: &completed)
            #expect(edge.size == size)
            #expect(edge.roots.count == size.nonzeroBitCount)
            #expect(edge.root(crypto) == oracle.root(0..<size))
        }
        #expect(completed == [TileHash(level: 1, index: 0, hash: oracle.root(0..<256))])
    }

    @Test func batchesOfAnySizeGiveTheSameLog() throws {
        var random = SeededRandom(seed: 7)
        for _ in 0..<12 {
            let count = 1 + random.below(5_000)
            let entries = Fixture.entries(count)
            let oracle = Oracle(entries, crypto)
            var log = StoredLog(crypto)
            var at = 0
            while at < count {
                let end = min(at + 1 + random.below(900), count)
                try log.append(Array(entries[at..<end]), crypto)
                at = end
            }
            let head = try LogHead(log.head, crypto: crypto)
            #expect(head.size == count)
            #expect(head.edge.root(crypto) == oracle.root(0..<count))
            #expect(log.leaves.map(\.hash) == oracle.leaves)
            #expect(log.leaves.map(\.index) == Array(0..<count))
            for hash in log.hashes { #expect(hash.hash == oracle.root(hash.leaves)) }
            #expect(log.hashes.count == count / 256 + count / 65_536)
            var reader = TreeReader(size: count, crypto: crypto, read: log.hashes)
            #expect(try reader.root() == oracle.root(0..<count))
        }
    }

    @Test func hashesOfLevelTwoAreCompletedToo() throws {
        let log = try sample.stored(65_536 + 700, seed: 3, isSealed: true)
        let levels = log.hashes.map(\.level)
        #expect(levels.count { $0 == 1 } == 258)
        #expect(levels.count { $0 == 2 } == 1)
        var reader = TreeReader(size: log.leaves.count, crypto: crypto, read: log.hashes)
        #expect(try reader.root() == (try log.audit(sample)).root)
        // An earlier size reads the same rows.
        var edge = RightEdge()
        var completed: [TileHash] = []
        for leaf in log.leaves.prefix(65_537) {
            edge.append(leaf.hash, crypto: crypto, completed: &completed)
        }
        var before = TreeReader(size: 65_537, crypto: crypto, read: log.hashes)
        #expect(try before.root() == edge.root(crypto))
    }

    @Test func aReaderAsksForEachTileOnce() throws {
        let log = try sample.stored(3_000, seed: 4, isSealed: true)
        var asked: [Tile] = []
        var reader = TreeReader(size: 3_000, crypto: crypto) {
            asked.append($0)
            return log.hashes($0)
        }
        for index in [0, 1, 255, 256, 2_999] { _ = try reader.inclusion(of: index) }
        #expect(Set(asked).count == asked.count)
        #expect(asked.count <= 2 * 2 + 3)
    }

    @Test func tooFewStoredHashesAreAnError() throws {
        let log = try sample.stored(300, seed: 4, isSealed: true)
        var reader = TreeReader(size: 300, crypto: crypto) {
            $0.level == 0 ? log.hashes($0).dropLast() : log.hashes($0)
        }
        #expect(
            throws: JournalError.hashesMissing(path: "tile/0/001.p/44", wanted: 44, found: 43)
        ) { try reader.inclusion(of: 299) }
        #expect(throws: JournalError.outOfRange(300, size: 300)) { try reader.inclusion(of: 300) }
        #expect(throws: JournalError.outOfRange(-1, size: 300)) { try reader.inclusion(of: -1) }
        #expect(throws: JournalError.outOfRange(301, size: 300)) {
            try reader.consistency(from: 301)
        }
    }

    @Test func anEntryTooLongLeavesTheHeadAsItWas() throws {
        var head = LogHead()
        _ = try head.append([[1]], crypto: crypto)
        let before = head
        for wrong in [[], [UInt8](repeating: 0, count: Limits.logEntryBytesMax + 1)] {
            let error = #expect(throws: JournalError.self) {
                try head.append([[2], wrong], crypto: crypto)
            }
            #expect(error?.code == "journal.field_refused")
            #expect(head == before)
        }
    }
}

@Suite struct HeadTests {
    let sample: SampleLog

    init() throws { sample = try Fixture.sample() }

    @Test(arguments: [0, 1, 2, 255, 256, 300, 1_023])
    func aHeadReadsBackAndNoOtherBytesDo(count: Int) throws {
        let crypto = sample.crypto
        var head = LogHead()
        _ = try head.append(Fixture.entries(count), crypto: crypto)
        _ = head.seal(origin: SampleLog.origin, by: [sample.signer], crypto: crypto)
        let bytes = head.bytes(crypto)
        #expect(try LogHead(bytes, crypto: crypto) == head)
        for at in bytes.indices where !(9..<25).contains(at) {
            for bit in 0..<8 {
                var wrong = bytes
                wrong[at] ^= 1 << UInt8(bit)
                #expect(throws: JournalError.self) { try LogHead(wrong, crypto: crypto) }
            }
        }
        for end in bytes.indices {
            #expect(throws: JournalError.self) {
                try LogHead(Array(bytes[..<end]), crypto: crypto)
            }
        }
        #expect(throws: JournalError.self) {
            try LogHead(bytes + bytes.suffix(32), crypto: crypto)
        }
    }

    @Test func aCheckpointIsSealedOnlyWhereThereIsSomethingNew() throws {
        var head = LogHead()
        let crypto = sample.crypto
        let none = head.seal(origin: "o", by: [sample.signer], crypto: crypto)
        #expect(none == nil)
        _ = try head.append(Fixture.entries(3), crypto: crypto)
        let sealed = head.seal(origin: "o", by: [sample.signer], crypto: crypto)
        let note = try #require(sealed)
        #expect(note.text == "o\n3\n\(head.edge.root(crypto).base64)\n")
        let again = head.seal(origin: "o", by: [sample.signer], crypto: crypto)
        #expect(again == nil)
        #expect(head.checkpoints == 1)
        #expect(head.sealedSize == 3)
    }
}
