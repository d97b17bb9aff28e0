import Foundation
package import Testing

/// What a person reads, kept under version control: `Tests/Snapshots/<Target>/<name>`.
///
/// `RECORD_SNAPSHOTS=1 scripts/test` writes them anew; the difference is then reviewed like code.
/// A recording run passes, a missing snapshot does not: it would be a test that asserts nothing.
package enum Snapshot {
    /// Records an issue where `text` differs from the snapshot `name`, with the first line that
    /// does.
    ///
    /// `name` is a file name with its ending (`help.txt`, `leads.json`), unique in the test target.
    package static func expect(
        _ text: String, is name: String, file: String = #filePath,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let path = location(of: name, besideTestFile: file)
        let written = text.hasSuffix("\n") ? text : text + "\n"
        if ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] == "1" {
            record(written, at: path, sourceLocation: sourceLocation)
            return
        }
        guard let data = FileManager.default.contents(atPath: path.path) else {
            Issue.record(
                "There is no snapshot \(name). Make it with RECORD_SNAPSHOTS=1, then review it.",
                sourceLocation: sourceLocation)
            return
        }
        let kept = String(decoding: data, as: UTF8.self)
        if let difference = firstDifference(kept: kept, now: written) {
            Issue.record(
                """
                Snapshot \(name) differs at line \(difference.line).
                kept: \(difference.kept)
                now:  \(difference.now)
                If the change is meant, write it anew with RECORD_SNAPSHOTS=1 and review it.
                """, sourceLocation: sourceLocation)
        }
    }

    /// Where two texts part: the 1-based line and both sides of it; nil where they are equal.
    package static func firstDifference(
        kept: String, now: String
    ) -> (line: Int, kept: String, now: String)? {
        guard kept != now else { return nil }
        let old = kept.split(separator: "\n", omittingEmptySubsequences: false)
        let new = now.split(separator: "\n", omittingEmptySubsequences: false)
        let shared = zip(old, new).prefix { $0 == $1 }.count
        let gone = "(nothing)"
        return (
            shared + 1, shared < old.count ? String(old[shared]) : gone,
            shared < new.count ? String(new[shared]) : gone
        )
    }

    private static func location(of name: String, besideTestFile file: String) -> URL {
        precondition(!name.contains("/"), "a snapshot's name has no folder")
        var folder = URL(fileURLWithPath: file).deletingLastPathComponent()
        var target = folder.lastPathComponent
        while folder.deletingLastPathComponent().lastPathComponent != "Tests" {
            precondition(folder.path != "/", "a snapshot's test stands under Tests/")
            folder = folder.deletingLastPathComponent()
            target = folder.lastPathComponent
        }
        return folder.deletingLastPathComponent()
            .appendingPathComponent("Snapshots/\(target)/\(name)")
    }

    private static func record(_ text: String, at path: URL, sourceLocation: SourceLocation) {
        do {
            try FileManager.default.createDirectory(
                at: path.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: path, options: .atomic)
        } catch {
            Issue.record("Can not write \(path.path): \(error)", sourceLocation: sourceLocation)
        }
    }
}
