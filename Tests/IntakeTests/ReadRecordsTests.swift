import Foundation
import Intake
import Primitives
import Records
import Testing

/// A directory of its own for the files of one test.
private struct Files: ~Copyable {
    let directory: URL

    init() throws {
        directory = FileManager.default.temporaryDirectory
            .appendingPathComponent("intake-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: directory) }

    func path(_ name: String) -> String { directory.appendingPathComponent(name).path }

    func put(_ name: String, _ bytes: [UInt8]) throws -> String {
        try Data(bytes).write(to: URL(fileURLWithPath: path(name)))
        return path(name)
    }
}

struct ReadRecordsTests {
    private func row(_ id: Int) -> String {
        "{\"id\":\"\(id)\",\"kind\":\"chat\",\"text\":\"烟花\(id)\"}\n"
    }

    @Test func batchesComeInOrderAcrossFiles() async throws {
        let files = try Files()
        let first = try files.put("a.jsonl", Array((0..<5).map(row).joined().utf8))
        let second = try files.put(
            "b", Array("not json\n".utf8) + Array((5..<7).map(row).joined().utf8))
        let third = try files.put("c.CSV", Array("id,text\n7,烟花7\n".utf8))
        let written = Collected<[UInt8]>()
        let rejects = RejectWriter { written.add($0) }
        var batches: [[String]] = []
        let tally = try await readScreeningRows(
            paths: [first, second, third], options: IntakeOptions(progress: false),
            rejects: rejects, batch: 2
        ) { rows in
            batches.append(rows.map(\.id))
        }
        #expect(batches == [["0", "1"], ["2", "3"], ["4"], ["5", "6"], ["7"]])
        #expect(tally.line == "read 9, accepted 8, rejected 1")
        let text = written.all.map { String(decoding: $0, as: UTF8.self) }.joined()
        #expect(
            text
                == "{\"file\":\"\(second)\",\"line\":1,\"field\":\"\",\"reason\":\"not JSON at byte"
                + " offset 0: a value is needed here\"}\n")
    }

    @Test func everyInputIsLookedAtBeforeAnythingIsRead() async throws {
        let files = try Files()
        let good = try files.put("a.jsonl", Array(row(1).utf8))
        let wide = try files.put("b.jsonl", [0xFF, 0xFE, 0x7B, 0])
        let bad: [(String, Int32)] = [
            (wide, 65), (files.directory.path, 65), (files.path("none.jsonl"), 66),
            (good + "/none", 66),
        ]
        for (path, exitCode) in bad {
            let seen = Collected<Int>()
            do {
                _ = try await readScreeningRows(
                    paths: [good, path], options: IntakeOptions(progress: false),
                    rejects: RejectWriter { _ in }
                ) { seen.add($0.count) }
                Issue.record("\(path) must end the run")
            } catch let error as IntakeError {
                #expect(error.exitCode == exitCode)
                #expect(error.message.contains(path))
            }
            #expect(seen.all.isEmpty)
        }
    }

    @Test func whatEachThrowsEndsTheRun() async throws {
        struct Full: Error {}
        let files = try Files()
        let path = try files.put("a.jsonl", Array((0..<5).map(row).joined().utf8))
        await #expect(throws: Full.self) {
            _ = try await readScreeningRows(
                paths: [path], options: IntakeOptions(progress: false),
                rejects: RejectWriter { _ in }, batch: 2
            ) { _ in throw Full() }
        }
    }

    /// A writer that waits for the answer to its first line before it writes the second.
    @Test func aSlowPipeIsAnsweredLineByLine() async throws {
        let pipe = Pipe()
        let path = "/proc/self/fd/\(pipe.fileHandleForReading.fileDescriptor)"
        try pipe.fileHandleForWriting.write(contentsOf: Data(row(1).utf8))
        var answered: [String] = []
        // Looking at the pipe must not take bytes from it either.
        let tally = try await readScreeningRows(
            paths: [path], options: IntakeOptions(progress: false), rejects: RejectWriter { _ in }
        ) { rows in
            answered += rows.map(\.id)
            if answered == ["1"] {
                try pipe.fileHandleForWriting.write(contentsOf: Data(row(2).utf8))
                try pipe.fileHandleForWriting.close()
            }
        }
        #expect(answered == ["1", "2"])
        #expect(tally.accepted == 2)
    }

    @Test func aBatchOfLongTextsIsCutByItsBytes() async throws {
        let files = try Files()
        let text = String(repeating: "a", count: 1 << 20)
        let lines = (0..<40).map { "{\"id\":\"\($0)\",\"text\":\"\(text)\"}\n" }.joined()
        let path = try files.put("long.jsonl", Array(lines.utf8))
        var sizes: [Int] = []
        _ = try await readScreeningRows(
            paths: [path], options: IntakeOptions(progress: false), rejects: RejectWriter { _ in }
        ) { sizes.append($0.count) }
        #expect(sizes.reduce(0, +) == 40)
        #expect(sizes.allSatisfy { $0 <= Limits.batchBytesMax >> 20 })
    }

    @Test func notesAreToldOnceAFile() async throws {
        let files = try Files()
        let path = try files.put("a.csv", Array("id,text,颜色\n1,a,红\n2,b,绿\n".utf8))
        let told = Collected<String>()
        _ = try await readScreeningRows(
            paths: [path, path], options: IntakeOptions(progress: false, note: { told.add($0) }),
            rejects: RejectWriter { _ in }
        ) { _ in }
        let line = "\(path): columns not read, because their names are not known: \"颜色\""
        #expect(told.all == [line, line])
    }

    @Test func rejectsGoToAFileButNeverOverAnInput() async throws {
        let files = try Files()
        let input = try files.put("a.jsonl", Array("x\n{\"id\":1}\n".utf8))
        let output = files.path("rejects.jsonl")
        let rejects = try RejectWriter.file(output, inputs: [input])
        let tally = try await readScreeningRows(
            paths: [input], options: IntakeOptions(progress: false), rejects: rejects
        ) { _ in }
        let lines = try String(contentsOfFile: output, encoding: .utf8).split(separator: "\n")
        #expect(lines.count == tally.rejected)
        for line in lines {
            let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
            #expect(object.map { Set($0.keys) } == ["file", "line", "field", "reason"])
        }
        let link = files.path("same.jsonl")
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: input)
        for path in [input, link] {
            #expect(throws: IntakeError.self) { try RejectWriter.file(path, inputs: [input]) }
        }
        #expect(try String(contentsOfFile: input, encoding: .utf8).hasPrefix("x\n"))
        let error = #expect(throws: IntakeError.self) {
            try RejectWriter.file(files.path("no/where"))
        }
        #expect(error?.exitCode == 74)
    }

    @Test func aFullDiskIsAnInputOutputError() async throws {
        let files = try Files()
        let path = try files.put("a.jsonl", Array("x\n".utf8))
        let rejects = try RejectWriter.file("/dev/full")
        do {
            _ = try await readScreeningRows(
                paths: [path], options: IntakeOptions(progress: false), rejects: rejects
            ) { _ in }
            Issue.record("a full disk must end the run")
        } catch let error as IntakeError {
            #expect(error.exitCode == 74)
        }
    }

    @Test func listingsAndWaybillsAreReadTheSameWay() async throws {
        let files = try Files()
        let listings = try files.put("l.jsonl", Array(FieldTests.listing([:]).utf8))
        let waybills = try files.put("w.jsonl", Array(FieldTests.waybill([:]).utf8))
        let labelled = try files.put(
            "t.jsonl", Array(#"{"id":"1","kind":"chat","text":"a","label":"benign"}"#.utf8))
        let options = IntakeOptions(progress: false)
        let rejects = RejectWriter { _ in }
        var ids: [String] = []
        _ = try await readListings(paths: [listings], options: options, rejects: rejects) {
            ids += $0.map(\.id.text)
        }
        _ = try await readWaybills(paths: [waybills], options: options, rejects: rejects) {
            ids += $0.map(\.number.text)
        }
        _ = try await readLabelledRows(paths: [labelled], options: options, rejects: rejects) {
            ids += $0.map(\.id)
        }
        #expect(ids == ["L1", "SF1001", "1"])
    }
}

struct RejectTests {
    @Test func aRejectIsOneLineOfJSON() throws {
        let reject = Reject(file: "a \"b\"\\c", line: 7, field: "", reason: "tab\tnl\n烟\u{7F}\u{1}")
        #expect(
            reject.json
                == #"{"file":"a \"b\"\\c","line":7,"field":"","#
                + #""reason":"tab\u0009nl\u000a烟\u007f\u0001"}"#
        )
        let object =
            try JSONSerialization.jsonObject(with: Data(reject.json.utf8)) as? [String: Any]
        #expect(object?["reason"] as? String == "tab\tnl\n烟\u{7F}\u{1}")
    }

    @Test func tallies() {
        var tally = Tally()
        #expect(tally.line == "read 0, accepted 0, rejected 0")
        tally.accept()
        tally.accept()
        tally.reject()
        #expect((tally + tally).line == "read 6, accepted 4, rejected 2")
    }

    @Test func manyRejectsAreWrittenInPieces() throws {
        let pieces = Collected<Int>()
        let writer = RejectWriter { pieces.add($0.count) }
        let reject = Reject(
            file: "f", line: 1, field: "a", reason: String(repeating: "r", count: 99))
        for _ in 0..<10_000 { try writer.write(reject) }
        try writer.flush()
        #expect(pieces.all.reduce(0, +) == 10_000 * (reject.json.utf8.count + 1))
        #expect(
            pieces.all.allSatisfy { $0 <= Limits.rejectBufferBytes + reject.json.utf8.count + 1 })
    }

    @Test func codesAreUniqueAndExitCodesAreAsPromised() {
        let errors: [(IntakeError, Int32)] = [
            (.missing("f"), 66), (.directory("f"), 65), (.wideText("f"), 65),
            (.binary("f", what: "x"), 65), (.header("f", why: "x"), 65),
            (.document("f", why: "x"), 65), (.noConverter, 65), (.io("f", why: "x"), 74),
        ]
        #expect(Set(errors.map(\.0.code)).count == errors.count)
        for (error, exitCode) in errors {
            #expect(error.exitCode == exitCode)
            #expect(error.code.hasPrefix("intake."))
            #expect(error.message.hasSuffix("."))
        }
    }
}

struct ProgressBarTests {
    @Test func itIsDrawnSeldomAndGoesAway() {
        var time = Duration.zero
        var drawn: [String] = []
        var bar = ProgressBar(total: 1_000, now: { time }, write: { drawn.append($0) })
        bar.clear()
        time = .seconds(2)
        bar.show(bytes: 250, records: 500)
        time += .milliseconds(99)
        bar.show(bytes: 251, records: 501)
        time += .seconds(6)
        bar.show(bytes: 1_001, records: 2_000)
        bar.clear()
        #expect(
            drawn == [
                "\r\u{1B}[2K[######..................] 25 %  500 records, 250/s  0:06 left",
                "\r\u{1B}[2K[########################] 100 %  2000 records, 246/s  0:00 left",
                "\r\u{1B}[2K",
            ])
    }

    @Test func withoutASizeItOnlyCounts() {
        var drawn: [String] = []
        var time = Duration.zero
        var bar = ProgressBar(total: nil, now: { time }, write: { drawn.append($0) })
        time = .seconds(1)
        bar.show(bytes: 5, records: 7)
        #expect(drawn == ["\r\u{1B}[2K7 records, 7/s"])
    }
}
