import Journal
import Primitives
import Testing
import journal_bench

@Suite struct FileTests {
    let sample: SampleLog

    init() throws { sample = try Fixture.sample() }

    @Test(arguments: [
        (0, 0, 256, "000"), (1, 5, 256, "005"), (0, 1_234_067, 256, "x001/x234/067"),
        (0, 1_000, 256, "x001/000"), (2, 999, 1, "999.p/1"), (0, 999_999, 255, "x999/999.p/255"),
    ])
    func pathsAreThoseOfTheSpecification(
        level: Int, index: Int, width: Int, number: String
    ) throws {
        let tile = Tile(level: level, index: index, width: width)
        #expect(LogFile.tile(tile).path == "tile/\(level)/\(number)")
        #expect(LogFile(path: "tile/\(level)/\(number)") == .tile(tile))
        if level == 0 {
            #expect(LogFile.entries(tile).path == "tile/entries/\(number)")
            #expect(LogFile(path: "tile/entries/\(number)") == .entries(tile))
        }
    }

    @Test(arguments: [
        "", "tile", "tile/0", "tile/0/", "tile/0/0", "tile/0/00", "tile/0/x000", "tile/0/x000/001",
        "tile/0/1000", "tile/0/001/002", "tile/00/001", "tile/8/001", "tile/-1/001", "tile/0/+01",
        "tile/0/001.p/0", "tile/0/001.p/256", "tile/0/001.p/01", "tile/0/001.p", "tile/0/001.p/",
        "tile/entries", "tile/0/001/", "/tile/0/001", "Checkpoint", "checkpoint/", "tile/0/x1/001",
        "tile/7/x999/999", "tile/0/99999999999999999999", "tile/0/00\u{661}",
    ])
    func anotherPathIsRefused(path: String) {
        #expect(LogFile(path: path) == nil)
    }

    /// The worked example of tlog-tiles, "Partial Tiles", for a tree of 70,000 leaves, and its note
    /// on one of 256.
    @Test func aLogHasTheTilesOfTheSpecification() {
        let tiles = Tile.all(size: 70_000)
        #expect(tiles.count { $0.level == 0 && $0.width == 256 } == 273)
        #expect(tiles.filter { $0.level == 0 && $0.width < 256 }.map(\.width) == [112])
        #expect(tiles.filter { $0.level == 1 }.map(\.width) == [256, 17])
        #expect(tiles.filter { $0.level == 2 }.map(\.width) == [1])
        #expect(tiles.count { $0.level > 2 } == 0)
        #expect(
            Tile.all(size: 256).map(LogFile.tile).map(\.path) == ["tile/0/000", "tile/1/000.p/1"])
        #expect(Tile.all(size: 0).isEmpty)
    }

    @Test func bundlesReadBackAndNothingElseDoes() throws {
        let entries: [[UInt8]] = [[], [1], [UInt8](repeating: 7, count: 65_535), [2, 3]]
        let bytes = EntryBundle.bytes(entries)
        #expect(bytes.prefix(5) == [0, 0, 0, 1, 1])
        let ranges = try EntryBundle.ranges(in: bytes, count: 4)
        #expect(ranges.map { Array(bytes[$0]) } == entries)
        for (wrong, count) in [
            (Array(bytes.dropLast()), 4), (bytes + [0], 4), (bytes, 3), (bytes, 5), ([0], 1),
            ([], 1),
        ] {
            let error = #expect(throws: JournalError.self) {
                try EntryBundle.ranges(in: wrong, count: count)
            }
            #expect(error?.code == "journal.unreadable")
        }
    }

    @Test(arguments: [1, 2, 256, 257, 700])
    func anExportVerifiesAndMissesNothing(size: Int) throws {
        let log = try sample.stored(size, seed: 9, isSealed: true)
        let files = try log.export()
        #expect(Set(files.keys) == Set(LogFile.all(size: size).map(\.path)))
        let summary = try LogExport.verify(
            paths: Array(files.keys), origin: SampleLog.origin, keys: sample.keys,
            crypto: sample.crypto, read: { files[$0] ?? [] })
        #expect(summary.size == size)
        #expect(summary.root == (try log.audit(sample)).root)
    }

    @Test func aProofFileProvesAndReadsBack() throws {
        let log = try sample.stored(600, seed: 9, isSealed: true)
        let note = try SignedNote(try #require(log.checkpoints.last))
        var reader = TreeReader(size: 600, crypto: sample.crypto, read: log.hashes)
        for (index, extra) in [(0, nil), (599, log.leaves[599].entry), (255, [0])] {
            let file = InclusionFile(
                try reader.inclusion(of: index), extra: extra, checkpoint: note)
            let bytes = Array(file.text.utf8)
            #expect(try InclusionFile(bytes) == file)
            #expect(
                try file.proves(
                    entry: log.leaves[index].entry, origin: SampleLog.origin, keys: sample.keys,
                    crypto: sample.crypto))
            #expect(
                try !file.proves(
                    entry: log.leaves[index ^ 1].entry, origin: SampleLog.origin,
                    keys: sample.keys, crypto: sample.crypto))
            for at in bytes.indices {
                var wrong = bytes
                wrong[at] ^= 1
                guard let read = try? InclusionFile(wrong) else { continue }
                #expect(read.text.utf8.elementsEqual(wrong), "one form")
                let holds = try? read.proves(
                    entry: log.leaves[index].entry, origin: SampleLog.origin, keys: sample.keys,
                    crypto: sample.crypto)
                // Only what the specification leaves open may differ.
                #expect(holds != true || read.extra != file.extra)
            }
        }
    }

    @Test func aProofFileBeginsAsTheSpecificationSays() throws {
        let log = try sample.stored(5, seed: 9, isSealed: true)
        let note = try SignedNote(try #require(log.checkpoints.last))
        var reader = TreeReader(size: 5, crypto: sample.crypto, read: log.hashes)
        let text = InclusionFile(try reader.inclusion(of: 4), extra: [1], checkpoint: note).text
        let top = "c2sp.org/tlog-proof@v1\nextra AQ==\nindex 4\n"
        #expect(text.hasPrefix(top))
        let lines = text.dropFirst(top.count).split(
            separator: "\n", omittingEmptySubsequences: false)
        #expect(lines[1].isEmpty)
        #expect(lines[2] == SampleLog.origin)
        #expect(lines[3] == "5")
    }

    @Test func aConsistencyFileProvesAndReadsBack() throws {
        let log = try sample.stored(600, seed: 9, isSealed: true)
        let note = try SignedNote(try #require(log.checkpoints.last))
        var reader = TreeReader(size: 600, crypto: sample.crypto, read: log.hashes)
        for old in [0, 1, 256, 511, 600] {
            var before = TreeReader(size: old, crypto: sample.crypto, read: log.hashes)
            let file = ConsistencyFile(try reader.consistency(from: old), checkpoint: note)
            #expect(try ConsistencyFile(Array(file.text.utf8)) == file)
            #expect(
                try file.proves(
                    oldRoot: try before.root(), origin: SampleLog.origin, keys: sample.keys,
                    crypto: sample.crypto))
            #expect(
                try !file.proves(
                    oldRoot: Digest(), origin: SampleLog.origin, keys: sample.keys,
                    crypto: sample.crypto))
        }
    }
}
