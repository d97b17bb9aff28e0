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

enum Outside {
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
        let source = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("JournalOutside/verify.go")
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
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (Int(process.terminationStatus), String(decoding: output, as: UTF8.self))
    }
}
