import Primitives

/// Initials that are part of a run of letters: `yh` and `bp` in `yhbp`.
struct InitialsPart: Sendable {
    let hit: TermHit
    /// Places of the stream, the end exclusive.
    let start: Int
    let end: Int

    /// Two terms need four letters; longer runs are codes and words.
    private static let lettersMax = 10

    /// Moves to the finds what fills a whole run of letters together with others, and drops the
    /// rest.
    ///
    /// - Complexity: O(parts * letters); runs are short and rare.
    static func keepFilled(_ stream: borrowing SymbolStream, _ work: inout MatchScratch.Work) {
        for part in work.parts {
            let run = run(around: part.start, stream)
            guard run.count <= lettersMax,
                reaches(from: run.lowerBound, to: part.start, work.parts),
                reaches(from: part.end, to: run.upperBound, work.parts)
            else { continue }
            let hit = part.hit
            // So many letters that all stand for goods are no accident; a term of the whole run is
            // longer still.
            work.found.append(
                TermHit(
                    term: hit.term, first: hit.first, last: hit.last, disguises: hit.disguises,
                    length: UInt8(run.count - 1), cost: hit.cost, chance: 0, isFaint: false))
        }
        work.parts.clear()
    }

    private static func run(around place: Int, _ stream: borrowing SymbolStream) -> Range<Int> {
        var start = place
        while start > 0, stream.gaps[start].isEmpty, Script.isLatin(stream.symbols[start - 1]) {
            start -= 1
        }
        var end = place + 1
        while end < stream.count, stream.gaps[end].isEmpty, Script.isLatin(stream.symbols[end]) {
            end += 1
        }
        return start..<end
    }

    /// Whether parts laid one behind the other lead from one place to another; at most
    /// `lettersMax` letters lie between, so the places fit into the bits of a word.
    private static func reaches(from start: Int, to end: Int, _ parts: [InitialsPart]) -> Bool {
        if start == end { return true }
        guard start < end, end - start <= lettersMax else { return false }
        var reached: UInt32 = 1
        for place in start..<end where reached & 1 << UInt32(place - start) != 0 {
            for part in parts where part.start == place && part.end <= end {
                reached |= 1 << UInt32(part.end - start)
            }
        }
        return reached & 1 << UInt32(end - start) != 0
    }
}
