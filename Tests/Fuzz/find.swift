import Foundation
import Primitives
import Records
import Screening
import Text

// A list of terms, ours or one out of the input, found in any text.

private struct Room: Sendable {
    let tables: TextTables
    let finder: TermFinder
    let terms: Set<String>

    init() throws {
        let resources = try ScreeningResources(reading: Fuzzing.data)
        tables = try TextTables(resources: resources)
        let lexicon = try Lexicon.parse(resources.lexicon)
        let list =
            lexicon.terms.map(\.term) + [
                "", " ", "\0", "a", "🧨", "👨‍👩‍👧", "+v", "⑩⑩", "𝙮𝙝", "一一一一", "\u{FEFF}", "\u{FFFD}",
                String(repeating: "花", count: 24), String(repeating: "花", count: 64),
            ]
        terms = Set(list)
        finder = TermFinder(terms: list, tables: tables)
    }
}

private let room = Fuzzing.must { try Room() }

// libFuzzer calls from one thread; buffers of earlier texts are part of what is tried.
nonisolated(unsafe) private var scratch = TermFinder.Scratch()

private func check(_ finder: TermFinder, _ text: String, _ terms: Set<String>) {
    let (found, isWhole) = finder.find(in: text, using: &scratch)
    var fresh = TermFinder.Scratch()
    let again = finder.find(in: text, using: &fresh)
    Fuzzing.require(
        found == again.found && isWhole == again.isWhole, "same text, same finds")
    Fuzzing.require(found.count <= Limits.hitsPerTextMax, "no more finds than the limit")
    let bytes = Array(text.utf8)
    Fuzzing.require(
        isWhole || bytes.count > Limits.hitsPerTextMax / 4, "only a long text is cut")
    var start = 0
    for one in found {
        Fuzzing.require(
            one.start >= start && one.start < one.end && one.end <= bytes.count,
            "finds inside the text and in order")
        Fuzzing.require(
            Array(one.found.utf8) == Array(bytes[one.start..<one.end]),
            "places cut out what was found: \(one)")
        Fuzzing.require(terms.contains(one.term), "finds have terms")
        Fuzzing.require(one.cost >= 0, "costs are steps")
        start = one.start
    }
}

/// Finds terms in one input.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzFind(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    guard let (control, bytes) = Fuzzing.input(start, count) else { return 0 }
    if control < 32 {
        // Terms out of the input, one a line, and the text behind them.
        let (first, second) = Fuzzing.halves(bytes)
        let terms = Fuzzing.terms(first, most: 8)
        check(
            TermFinder(terms: terms, tables: room.tables), String(decoding: second, as: UTF8.self),
            Set(terms))
        return 0
    }
    let text = String(decoding: bytes, as: UTF8.self)
    // A few inputs are repeated until a text of nothing but terms meets the limit.
    check(
        room.finder, control < 40 ? String(repeating: text, count: Int(control) - 30) : text,
        room.terms)
    return 0
}
