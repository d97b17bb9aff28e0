import Journal
import Primitives
import Testing
import journal_bench

@Suite struct ProofTests {
    let sample: SampleLog
    var crypto: LogCrypto { sample.crypto }

    init() throws { sample = try Fixture.sample() }

    private func digests(_ text: String) -> [Digest] {
        text.split(separator: " ").compactMap { Digest(base64: $0.utf8) }
    }

    private func root(_ size: Int) -> Digest? {
        Oracle(Vectors.leaves, crypto).root(0..<size)
    }

    @Test func theVectorsVerify() throws {
        let oracle = Oracle(Vectors.leaves, crypto)
        for (index, size, text) in Vectors.inclusion {
            let proof = InclusionProof(index: index, size: size, hashes: digests(text))
            #expect(
                proof.proves(oracle.leaves[index], root: oracle.root(0..<size), crypto: crypto))
        }
        for (old, size, text) in Vectors.consistency {
            let proof = ConsistencyProof(oldSize: old, newSize: size, hashes: digests(text))
            #expect(
                proof.proves(
                    oldRoot: oracle.root(0..<old), newRoot: oracle.root(0..<size),
                    crypto: crypto))
        }
    }

    @Test func oursAreTheVectors() throws {
        var log = StoredLog(crypto)
        try log.append(Vectors.leaves.map { $0.isEmpty ? [0x2E] : $0 }, crypto)
        // The first of the vectors' leaves is empty, which our log does not take: set by its hash.
        log.leaves[0].hash = crypto.leaf([UInt8]().span)
        for (index, size, text) in Vectors.inclusion {
            var reader = TreeReader(size: size, crypto: crypto, read: log.hashes)
            #expect(try reader.inclusion(of: index).hashes == digests(text))
        }
        for (old, size, text) in Vectors.consistency {
            var reader = TreeReader(size: size, crypto: crypto, read: log.hashes)
            #expect(try reader.consistency(from: old).hashes == digests(text))
        }
    }

    @Test func everyPairTo64AgreesWithTheOracleAndVerifies() throws {
        let entries = Fixture.entries(64)
        let oracle = Oracle(entries, crypto)
        var log = StoredLog(crypto)
        try log.append(entries, crypto)
        for size in 1...64 {
            let root = oracle.root(0..<size)
            var reader = TreeReader(size: size, crypto: crypto, read: log.hashes)
            for index in 0..<size {
                let proof = try reader.inclusion(of: index)
                #expect(proof.hashes == oracle.inclusion(index, 0..<size))
                #expect(proof.proves(oracle.leaves[index], root: root, crypto: crypto))
            }
            for old in 0...size {
                let proof = try reader.consistency(from: old)
                if old > 0 { #expect(proof.hashes == oracle.consistency(old, 0..<size)) }
                #expect(
                    proof.proves(oldRoot: oracle.root(0..<old), newRoot: root, crypto: crypto))
            }
        }
    }

    @Test func randomSizesAgreeWithTheOracle() throws {
        var random = SeededRandom(seed: 11)
        let entries = Fixture.entries(5_000)
        let oracle = Oracle(entries, crypto)
        var log = StoredLog(crypto)
        try log.append(entries, crypto)
        for _ in 0..<40 {
            let size = 1 + random.below(5_000)
            var reader = TreeReader(size: size, crypto: crypto, read: log.hashes)
            for _ in 0..<4 {
                let index = random.below(size)
                #expect(
                    try reader.inclusion(of: index).hashes == oracle.inclusion(index, 0..<size))
                let old = 1 + random.below(size)
                #expect(
                    try reader.consistency(from: old).hashes == oracle.consistency(old, 0..<size))
            }
        }
    }

    @Test func aTamperedInclusionProofNeverVerifies() throws {
        var random = SeededRandom(seed: 13)
        let log = try sample.stored(700, seed: 5, isSealed: true)
        let root = try log.audit(sample).root
        var reader = TreeReader(size: 700, crypto: crypto, read: log.hashes)
        for _ in 0..<2_000 {
            let proof = try reader.inclusion(of: random.below(700))
            let leaf = log.leaves[proof.index].hash
            #expect(proof.proves(leaf, root: root, crypto: crypto))
            let index = random.chance(0.2) ? random.below(700) : proof.index
            let hashes = tampered(proof.hashes, &random)
            if index == proof.index, hashes == proof.hashes { continue }
            let wrong = InclusionProof(index: index, size: proof.size, hashes: hashes)
            #expect(!wrong.proves(leaf, root: root, crypto: crypto))
            let other = log.leaves[(proof.index + 1 + random.below(699)) % 700].hash
            #expect(!proof.proves(other, root: root, crypto: crypto))
        }
    }

    @Test func aTamperedConsistencyProofNeverVerifies() throws {
        var random = SeededRandom(seed: 17)
        let entries = Fixture.entries(300)
        let oracle = Oracle(entries, crypto)
        var log = StoredLog(crypto)
        try log.append(entries, crypto)
        for _ in 0..<1_000 {
            let size = 2 + random.below(299)
            let old = 1 + random.below(size - 1)
            var reader = TreeReader(size: size, crypto: crypto, read: log.hashes)
            let proof = try reader.consistency(from: old)
            let oldRoot = oracle.root(0..<old)
            let newRoot = oracle.root(0..<size)
            let hashes = tampered(proof.hashes, &random)
            if hashes != proof.hashes {
                let wrong = ConsistencyProof(oldSize: old, newSize: size, hashes: hashes)
                #expect(!wrong.proves(oldRoot: oldRoot, newRoot: newRoot, crypto: crypto))
            }
            #expect(!proof.proves(oldRoot: newRoot, newRoot: newRoot, crypto: crypto))
            #expect(!proof.proves(oldRoot: oldRoot, newRoot: oldRoot, crypto: crypto))
        }
    }

    @Test func sizesThatCanNotBeProveNothing() throws {
        let empty = crypto.sha256([])
        let leaf = crypto.leaf([1].span)
        #expect(
            !InclusionProof(index: 0, size: 0, hashes: [])
                .proves(leaf, root: leaf, crypto: crypto))
        #expect(
            !InclusionProof(index: -1, size: 1, hashes: [])
                .proves(leaf, root: leaf, crypto: crypto))
        #expect(
            !InclusionProof(index: 1, size: 1, hashes: [])
                .proves(leaf, root: leaf, crypto: crypto))
        for (old, new) in [(2, 1), (-1, 1), (0, -1)] {
            #expect(
                !ConsistencyProof(oldSize: old, newSize: new, hashes: [])
                    .proves(oldRoot: empty, newRoot: empty, crypto: crypto))
        }
        #expect(
            !ConsistencyProof(oldSize: 0, newSize: 1, hashes: [])
                .proves(oldRoot: leaf, newRoot: leaf, crypto: crypto))
    }

    private func tampered(_ hashes: [Digest], _ random: inout SeededRandom) -> [Digest] {
        var hashes = hashes
        guard !hashes.isEmpty else { return [crypto.leaf([9].span)] }
        let at = random.below(hashes.count)
        switch random.below(6) {
        case 0: hashes.remove(at: at)
        case 1: hashes.insert(hashes[at], at: random.below(hashes.count))
        case 2: hashes.swapAt(at, random.below(hashes.count))
        case 3: hashes.append(crypto.leaf([UInt8(at)].span))
        case 4: hashes.removeLast()
        default:
            var bytes = hashes[at].bytes
            bytes[random.below(32)] ^= 1 << UInt8(random.below(8))
            hashes[at] = Digest(bytes) ?? Digest()
        }
        return hashes
    }
}
