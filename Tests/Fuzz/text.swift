import Foundation
import Primitives
import Text

// Folding, matching and scanning of any bytes, and the reading of broken tables.

private struct Room: Sendable {
    let tables: TextTables
    /// Of overlapping finds the best; few are kept, so that the limit is met often.
    let strict: TermMatcher
    let loose: TermMatcher
    let scanner: LiteralScanner
    let plain: [[UInt8]]
    /// The first lines of each table: enough to be tables, and quick to read with a broken one.
    let heads: [[UInt8]]

    static let hitsMax = 16
    static let headRows = 16
    static let rowBytesMax = 600
    static let names = ["fold", "pinyin", "split", "emoji", "pairs", "latin"]
    static let ways: MatchWays = [.literal, .sound, .initials, .split, .picture, .reversed]
    static let terms = [
        "烟花", "爆竹", "花炮", "鞭炮", "加特林", "仙女棒", "二踢脚", "摔炮", "火", "花", "礼花弹",
        "烟花爆竹", "yh", "vx", "+v", "🧨", "🎆", "c4", "8", "冷烟花", "孔雀开屏", "烟烟", "弹花礼",
    ]

    init() throws {
        let files = try Self.names.map { try Fuzzing.data("\($0).tsv") }
        tables = try Self.tables(files)
        heads = files.map { file in
            Array(
                file.split(separator: 0x0A).filter { $0.count < Self.rowBytesMax }
                    .prefix(Self.headRows).joined(separator: [0x0A]))
        }
        _ = try Self.tables(heads)
        let terms = Self.terms.map { MatchTerm($0, ways: Self.ways) }
        strict = TermMatcher(terms: terms, tables: tables, hitsMax: Self.hitsMax)
        var demands = TermMatcher.Demands()
        demands.keepsAll = true
        loose = TermMatcher(
            terms: terms, tables: tables, hitsMax: Self.hitsMax, demands: demands)
        scanner = LiteralScanner(terms: Self.terms)
        plain = Self.terms.map { Array($0.utf8) }
    }

    static func tables(_ files: [[UInt8]]) throws(TextError) -> TextTables {
        try TextTables(
            fold: files[0], pinyin: files[1], split: files[2], emoji: files[3], pairs: files[4],
            latin: files[5])
    }
}

private let room = Fuzzing.must { try Room() }

// libFuzzer calls from one thread; buffers of earlier texts are part of what is tried.
nonisolated(unsafe) private var folded = FoldedText()
// As above.
nonisolated(unsafe) private var scratch = MatchScratch()

private func checkFolding(
    _ bytes: UnsafeBufferPointer<UInt8>, _ folded: borrowing FoldedText, isValid: Bool
) {
    let count = folded.count
    Fuzzing.require(count <= bytes.count, "no more scalars than bytes")
    var isReplaced = false
    for place in 0..<count {
        let (start, end) = (Int(folded.starts[place]), Int(folded.ends[place]))
        let mark = folded.marks[place]
        Fuzzing.require(start >= 0 && start < end && end <= bytes.count, "spans lie inside")
        Fuzzing.require(Unicode.Scalar(folded.scalars[place]) != nil, "scalars are scalars")
        if mark.contains(.replaced) { isReplaced = true }
        if isValid {
            Fuzzing.require(
                Fuzzing.isBoundary(start, in: bytes) && Fuzzing.isBoundary(end, in: bytes),
                "spans begin and end with characters")
        }
        if place == 0 { continue }
        let (before, last) = (Int(folded.starts[place - 1]), Int(folded.ends[place - 1]))
        Fuzzing.require(before <= start && last <= end, "places never fall")
        Fuzzing.require(
            start >= last || mark.contains(.continued) && start == before, "spans part")
    }
    Fuzzing.require(isReplaced == !isValid, "what is not UTF-8 is marked, and nothing else")
}

private func checkMatches(
    _ matcher: TermMatcher, _ text: borrowing FoldedText, mayOverlap: Bool
) {
    matcher.match(text, into: &scratch)
    var fresh = MatchScratch()
    matcher.match(text, into: &fresh)
    Fuzzing.require(
        fresh.hits == scratch.hits && fresh.isCut == scratch.isCut, "a used buffer is a new one")
    Fuzzing.require(fresh.hits.count <= Room.hitsMax, "no more finds than the limit")
    var end: Int32 = -1
    var start: Int32 = 0
    for hit in fresh.hits {
        Fuzzing.require(
            hit.first >= 0 && hit.first <= hit.last && Int(hit.last) < text.count, "finds inside")
        Fuzzing.require(hit.first >= start, "finds in order")
        Fuzzing.require(mayOverlap || hit.first > end, "finds do not overlap")
        Fuzzing.require(Room.terms.indices.contains(Int(hit.term)), "finds have terms")
        Fuzzing.require(hit.chance.isFinite, "chances are numbers")
        start = hit.first
        end = max(end, hit.last)
    }
}

private func checkScan(
    _ scanner: LiteralScanner, _ terms: [[UInt8]], _ bytes: UnsafeBufferPointer<UInt8>,
    isValid: Bool
) {
    var hits: [LiteralScanner.Hit] = []
    scanner.scan(bytes.span, into: &hits)
    for hit in hits {
        Fuzzing.require(hit.start >= 0 && Int(hit.end) <= bytes.count, "hits inside")
        Fuzzing.require(
            bytes[Int(hit.start)..<Int(hit.end)].elementsEqual(terms[Int(hit.term)]),
            "hits are their terms")
    }
    if !isValid { return }
    var expected: [[Int]] = []
    for start in bytes.indices where Fuzzing.isBoundary(start, in: bytes) {
        for (number, term) in terms.enumerated() where !term.isEmpty {
            if bytes[start...].starts(with: term) {
                expected.append([start, start + term.count, number])
            }
        }
    }
    let told = hits.map { [Int($0.start), Int($0.end), Int($0.term)] }
    // The order has a check of its own, so that a fault of one is not taken for one of the other.
    Fuzzing.require(
        told.sorted(by: { $0.lexicographicallyPrecedes($1) })
            == expected.sorted(by: { $0.lexicographicallyPrecedes($1) }),
        "all occurrences, each once: \(told) for \(expected)")
    Fuzzing.require(
        zip(told, told.dropFirst()).allSatisfy {
            !$1.prefix(2).lexicographicallyPrecedes($0.prefix(2))
        },
        "hits in order of start and length: \(told)")
}

/// A table of any bytes is refused or can be used.
private func tryTable(_ kind: UInt8, _ bytes: UnsafeBufferPointer<UInt8>) {
    let (table, text) = Fuzzing.halves(bytes)
    var files = room.heads
    files[Int(kind)] = table
    do throws(TextError) {
        let tables = try Room.tables(files)
        var result = FoldedText()
        text.withUnsafeBufferPointer {
            tables.folder.fold($0.span, into: &result)
            checkFolding($0, result, isValid: Fuzzing.isUTF8($0))
        }
        let matcher = TermMatcher(
            terms: [MatchTerm("烟花", ways: Room.ways)], tables: tables, hitsMax: Room.hitsMax)
        checkMatches(matcher, result, mayOverlap: false)
    } catch {}
}

/// Folds, matches and scans one input, or reads it as a table.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzText(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    guard let (control, bytes) = Fuzzing.input(start, count) else { return 0 }
    if control < 6 {
        tryTable(control, bytes)
        return 0
    }
    let isValid = Fuzzing.isUTF8(bytes)
    room.tables.folder.fold(bytes.span, into: &folded)
    var fresh = FoldedText()
    room.tables.folder.fold(bytes.span, into: &fresh)
    Fuzzing.require(
        fresh.count == folded.count && fresh.text == folded.text
            && fresh.starts.prefix(fresh.count) == folded.starts.prefix(fresh.count)
            && fresh.ends.prefix(fresh.count) == folded.ends.prefix(fresh.count)
            && fresh.marks.prefix(fresh.count) == folded.marks.prefix(fresh.count),
        "a used buffer is a new one")
    checkFolding(bytes, folded, isValid: isValid)
    checkMatches(room.strict, folded, mayOverlap: false)
    checkMatches(room.loose, folded, mayOverlap: true)
    checkScan(room.scanner, room.plain, bytes, isValid: isValid)
    if control >= 0xF0 {
        let (first, second) = Fuzzing.halves(bytes)
        let terms = Fuzzing.terms(first, most: 8)
        second.withUnsafeBufferPointer {
            checkScan(
                LiteralScanner(terms: terms), terms.map { Array($0.utf8) }, $0,
                isValid: Fuzzing.isUTF8($0))
        }
    }
    return 0
}
