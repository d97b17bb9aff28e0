import Foundation
import Journal
import TestKit
import Testing
import journal_bench

/// A verifier that is not ours: golang.org/x/mod/sumdb, as Debian packages it, run over our export.
///
/// `scripts/setup --for-tests` installs it; without it the runner lists these as skipped.
@Suite(.enabled(if: Outside.isThere, "there is no go, or no golang-golang-x-mod-dev"))
struct OutsideTests {
    let sample: SampleLog

    init() throws { sample = try Fixture.sample() }

    private func handedOut(_ size: Int) throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        let log = try sample.stored(size, seed: UInt64(size), isSealed: true)
        for (path, bytes) in try OutsideFiles.all(of: log, sample) {
            try folder.write(bytes, as: path)
        }
        return folder
    }

    @Test(arguments: [1, 2, 255, 256, 257, 700, 66_000])
    func aThirdPartyAcceptsOurExport(size: Int) throws {
        let folder = try handedOut(size)
        let (code, says) = try Outside.verify(folder)
        #expect(code == 0, "\(says)")
        #expect(says.hasPrefix("verified: \(size) entries"), "\(says)")
    }

    @Test(arguments: [
        "log/tile/entries/001.p/44", "log/tile/0/001.p/44", "log/tile/1/000.p/1", "log/checkpoint",
        "inclusion/0.tlog-proof", "consistency/299", "verifier-key",
    ])
    func andRefusesAnEdited(path: String) throws {
        let folder = try handedOut(300)
        var bytes = try folder.read(path)
        bytes[bytes.count * 2 / 3] ^= 1
        try folder.write(bytes, as: path)
        #expect(try Outside.verify(folder).code == 1)
    }
}

/// Proofs, good and tampered, that others wrote for their own verifiers: transparency-dev/merkle.
@Suite struct StrangersProofTests {
    struct Row: Decodable {
        let kind: String
        /// The leaf's index, or the old size.
        let place: Int
        let size: Int
        /// The leaf's hash, or the old root.
        let first: String
        let root: String
        let proof: [String]
        let holds: Bool
        let says: String
    }

    @Test func theVerdictsAreTheSame() throws {
        let crypto = try Fixture.sample().crypto
        let file = Outside.folder.appendingPathComponent("proofs.jsonl")
        let rows = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
            .map { try JSONDecoder().decode(Row.self, from: Data($0.utf8)) }
        #expect(rows.count == 193)
        #expect(rows.count { $0.holds } >= 10)
        for row in rows {
            let hashes = row.proof.compactMap { Digest(base64: $0.utf8) }
            // What is no hash can not be told to us at all, and none of those is to hold.
            guard hashes.count == row.proof.count, let first = Digest(base64: row.first.utf8),
                let root = Digest(base64: row.root.utf8)
            else {
                #expect(!row.holds, "\(row.says)")
                continue
            }
            let holds =
                row.kind == "inclusion"
                ? InclusionProof(index: row.place, size: row.size, hashes: hashes)
                    .proves(first, root: root, crypto: crypto)
                : ConsistencyProof(oldSize: row.place, newSize: row.size, hashes: hashes)
                    .proves(oldRoot: first, newRoot: root, crypto: crypto)
            #expect(holds == row.holds, "\(row.kind): \(row.says)")
        }
    }
}

enum Outside {
    /// Tests/JournalOutside.
    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("JournalOutside")
    private static let library = "/usr/share/gocode"
    private static let go = ["/usr/bin/go", "/usr/local/go/bin/go"].first {
        FileManager.default.isExecutableFile(atPath: $0)
    }

    static var isThere: Bool {
        go != nil
            && FileManager.default.fileExists(atPath: library + "/src/golang.org/x/mod/sumdb/tlog")
    }

    /// Runs Tests/JournalOutside/verify.go; builds it once.
    static func verify(_ folder: TemporaryFolder) throws -> (code: Int, says: String) {
        try run(program.get(), [folder.url.path])
    }

    private static let builds = Result { try TemporaryFolder() }
    private static let program = Result {
        let path = try builds.get().path("verify")
        let source = folder.appendingPathComponent("verify.go")
        let (code, says) = try run(go ?? "go", ["build", "-o", path, source.path])
        try #require(code == 0, "\(says)")
        return path
    }

    private static func run(
        _ path: String, _ arguments: [String]
    ) throws -> (code: Int, says: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        process.environment = [
            "GO111MODULE": "off", "GOPATH": library, "GOFLAGS": "", "CGO_ENABLED": "0",
            "GOCACHE": try builds.get().path("cache"), "PATH": "/usr/bin:/bin",
        ]
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        try process.runAlone()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (Int(process.terminationStatus), String(decoding: output, as: UTF8.self))
    }
}
