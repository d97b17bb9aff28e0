import Foundation
import Primitives
import TestKit
import Testing

/// The tools of the tests, tested.
@Suite struct TestKitTests {
    @Test(arguments: [
        ("卖⟦yan花⟧爆竹", "卖yan花爆竹", [MarkedText.Span(found: "yan花", start: 3, end: 9)]),
        ("⟦烟花|yan花⟧", "yan花", [MarkedText.Span(label: "烟花", found: "yan花", start: 0, end: 6)]),
        ("a|b ⟦x⟧", "a|b x", [MarkedText.Span(found: "x", start: 4, end: 5)]),
        (
            "⟦a⟦b⟧⟧",
            "ab",
            [
                MarkedText.Span(found: "ab", start: 0, end: 2),
                MarkedText.Span(found: "b", start: 1, end: 2),
            ]
        ),
        (
            "e\u{301}⟦\u{200B}花⟧", "e\u{301}\u{200B}花",
            [
                MarkedText.Span(found: "\u{200B}花", start: 3, end: 9)
            ]
        ),
        ("none", "none", []),
    ])
    func marksAreReadAsBytes(marked: String, text: String, spans: [MarkedText.Span]) {
        let read = MarkedText(marked)
        #expect(Array(read.text.unicodeScalars) == Array(text.unicodeScalars))
        #expect(read.spans == spans)
        #expect(read.description == marked)
    }

    @Test func aCrossingOrImpossibleSpanIsShownApart() {
        let crossing = MarkedText(
            "abcd",
            spans: [
                .init(label: "1", found: "abc", start: 0, end: 3),
                .init(label: "2", found: "cd", start: 2, end: 4),
                .init(label: "3", found: "", start: 9, end: 12),
            ])
        #expect(crossing.description == "⟦1|abc⟧d {2..<4 2} {9..<12 3}")
    }

    @Test func anUnpairedMarkIsAMistakeOfTheTest() async {
        await #expect(processExitsWith: .failure) { _ = MarkedText("⟦a") }
        await #expect(processExitsWith: .failure) { _ = MarkedText("a⟧") }
    }

    @Test func theClockStandsUntilItIsMoved() {
        let clock = FakeClock()
        let first = clock.now()
        #expect(clock.now() == first)
        clock.advance(by: .hours(2))
        #expect(clock.now().seconds(since: first) == .hours(2))
        clock.set(to: first)
        #expect(clock.now() == first)
        #expect(first.text() == "2026-11-23T12:00:00+08:00")
    }

    @Test func namesFollowEachOther() {
        let names = NumberedNames("lead")
        #expect([names.next(), names.next()] == ["lead-1", "lead-2"])
    }

    @Test(arguments: [
        ("a\nb\n", "a\nb\n", 0), ("a\nb\n", "a\nc\n", 2), ("a\n", "a\nb\n", 2), ("", "x\n", 1),
    ])
    func aSnapshotTellsTheLineThatDiffers(kept: String, now: String, line: Int) {
        #expect((Snapshot.firstDifference(kept: kept, now: now)?.line ?? 0) == line)
    }

    @Test func aFolderGoesWithItsTest() throws {
        var path = ""
        do {
            let folder = try TemporaryFolder()
            path = try folder.write("x", as: "deep/file.txt")
            #expect(try folder.read("deep/file.txt") == [UInt8(ascii: "x")])
        }
        #expect(!FileManager.default.fileExists(atPath: path))
    }
}
