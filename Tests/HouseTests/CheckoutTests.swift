import Foundation
import Testing

/// What is under version control.
///
/// These need a checkout and git. Without them (a tarball) the runner lists them as skipped, with
/// the reason, instead of passing them.
@Suite(
    .enabled(
        if: Project.tracked != nil,
        "this is no git checkout, or there is no git: what is tracked can not be checked"))
struct CheckoutTests {
    private let tracked = Project.tracked ?? []

    @Test func nothingBuiltOrFetchedIsTracked() {
        let wrong = tracked.filter { path in
            let parts = path.split(separator: "/")
            return path == "Package.resolved" || path.hasSuffix(".whl") || path.hasSuffix(".pyc")
                || path.hasSuffix(".sqlite")
                || parts.contains { [".build", ".venv", ".assets", ".demo"].contains($0) }
        }
        #expect(wrong.isEmpty)
    }

    /// A path of one developer's machine works on no other.
    @Test func noFileNamesADevelopersMachine() {
        var found: [String] = []
        for path in tracked {
            guard let text = Project.text(path) else { continue }
            found += MachinePaths.lines(of: text).map { "\(path):\($0)" }
        }
        #expect(found.isEmpty, "\(found.joined(separator: "\n"))")
    }

    @Test func trackedFilesAreSmall() {
        // Data that large is made by a program, or fetched by its digest.
        let limit = 2_000_000
        for path in tracked {
            let size = try? FileManager.default
                .attributesOfItem(atPath: Project.root.appendingPathComponent(path).path)[.size]
            #expect((size as? Int ?? 0) <= limit, "\(path)")
        }
    }
}

/// The test of the test above, and its search.
@Suite struct MachinePathTests {
    @Test(arguments: [
        "cd /" + "home/li/fuseline", "path: \"/" + "root/x\"", "(/" + "Users/wang/a)",
        "/" + "work/main",
    ])
    func aPathOfAMachineIsFound(text: String) {
        #expect(MachinePaths.lines(of: text) == [1])
    }

    @Test(arguments: [
        "https://example.org/home/x", "Sources/work/a", "a/root/b", "/usr/bin", "~/x",
    ])
    func anotherIsNot(text: String) {
        #expect(MachinePaths.lines(of: text).isEmpty)
    }
}

/// The search for folders in which people keep their own things.
enum MachinePaths {
    private static let folders = ["home", "root", "Users", "work"].map { "/\($0)/" }

    /// The lines, 1-based, on which such a path begins: at the start of the line or after a sign
    /// that ends a word.
    static func lines(of text: String) -> [Int] {
        text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
            .filter { names(String($0.element)) }.map { $0.offset + 1 }
    }

    private static func names(_ line: String) -> Bool {
        folders.contains { folder in
            line.ranges(of: folder).contains { range in
                guard range.lowerBound > line.startIndex else { return true }
                return " \t\"'`=:(<".contains(line[line.index(before: range.lowerBound)])
            }
        }
    }
}
