import Primitives
import Records
import Screening
import Testing
import Text

/// Rows of a lexicon as somebody wrote them.
@Suite struct LexiconDraftTests {
    private static func cells(
        _ term: String = "烟花", group: String = "product", match: String = "literal",
        unless: String = "", hit: String = "卖烟花", miss: String = "看烟花展", canonical: String = "烟花"
    ) -> [String] {
        [term, group, match, canonical, "", unless, hit, miss, "own"]
    }

    /// The table is the engine's format: whatever is read from it is written back to the byte.
    @Test func `the shipped lexicon comes back to the byte`() throws {
        let bytes = try Shipped.resources.get().lexicon
        let found = try #require(Lexicon.rows(ofTable: bytes))
        let draft = LexiconDraft(name: found.name, rows: found.rows)
        #expect(draft.faults == [])
        #expect(draft.read == draft.accepted)
        let lexicon = try #require(draft.lexicon)
        #expect(lexicon.table == bytes)
        let shipped = try Shipped.lexicon.get()
        #expect(lexicon.digest == shipped.digest)
        #expect(lexicon.terms == shipped.terms)
        #expect(draft.lines.first == 3)
    }

    @Test(
        arguments: [
            (cells(""), [("term", LexiconFault.Code.length)]),
            (cells(String(repeating: "烟", count: 65)), [("term", .length)]),
            (cells(String(repeating: "烟", count: 64)), []),
            (cells("#烟花"), [("term", .comment)]),
            (cells(group: "nouns"), [("group", .group)]), (cells(group: ""), [("group", .group)]),
            (cells(match: "smell,taste"), [("match", .way), ("match", .way)]),
            (cells(match: ""), []),
            (cells(hit: "a\tb"), [("hit", .control)]), (cells(miss: "a\nb"), [("miss", .control)]),
            (cells(canonical: "a\u{2028}b"), [("canonical", .control)]),
            (cells(unless: "a b c d e f g h i j k l"), []),
            (cells(unless: "a b c d e f g h i j k l m"), [("unless", .unless)]),
            (["烟花", "product"], [("", .cells)]), ([], [("", .cells)]),
            // All faults of a row are told.
            (
                cells("", group: "x", match: "y"),
                [("term", .length), ("group", .group), ("match", .way)]
            ),
        ] as [([String], [(String, LexiconFault.Code)])])
    func `every fault of a row is told and the rest goes on`(
        row: [String], expected: [(String, LexiconFault.Code)]
    ) throws {
        let good = LexiconRow(line: 9, cells: Self.cells("花炮"))
        let draft = LexiconDraft(name: "t@1", rows: [LexiconRow(line: 7, cells: row), good])
        #expect(draft.faults.map(\.field) == expected.map(\.0))
        #expect(draft.faults.map(\.code) == expected.map(\.1))
        #expect(draft.faults.allSatisfy { $0.line == 7 && !$0.reason.isEmpty && $0.code.refuses })
        #expect(draft.read == 2)
        #expect(draft.rejected == (expected.isEmpty ? 0 : 1))
        #expect(draft.lexicon?.terms.last?.term == "花炮")
        let again = try Lexicon.parse(try #require(draft.lexicon).table)
        #expect(again.digest == draft.lexicon?.digest)
    }

    @Test func `a term twice is refused with the line of the first`() {
        let rows = [2, 5].map { LexiconRow(line: $0, cells: Self.cells()) }
        let unreadable = LexiconFault(
            line: 3, term: "", field: "", code: .form, values: ["reason": "no end"])
        let draft = LexiconDraft(name: "t@1", rows: rows, unreadable: [unreadable])
        #expect(draft.faults.map(\.line) == [3, 5])
        #expect(draft.faults.last?.values == ["line": "2"])
        #expect((draft.read, draft.accepted, draft.rejected) == (3, 1, 2))
    }

    @Test func `no usable row is no lexicon`() {
        #expect(LexiconDraft(name: "t@1", rows: []).lexicon == nil)
    }

    @Test(arguments: [
        ("a@1", true), ("fuseline-lexicon@2026.11.2", true), ("词库@2", true), ("", false),
        ("a", false), ("@1", false), ("a@", false), ("a@b@c", false), ("a b@1", false),
        ("a/b@1", false), ("..\\a@1", false), ("a\n@1", false), ("a\"@1", false),
        ("a\u{3000}@1", false),
    ])
    func names(text: String, isName: Bool) {
        #expect(Lexicon.isName(text) == isName)
    }

    @Test(arguments: [
        ("a@1", "a@2"), ("a@2026.11.9", "a@2026.11.10"), ("a@1b", "a@1b.1"), ("a@09", "a@10"),
    ])
    func nextNames(name: String, next: String) throws {
        let row = LexiconRow(line: 1, cells: Self.cells())
        #expect(LexiconDraft(name: name, rows: [row]).lexicon?.nextName == next)
    }
}
