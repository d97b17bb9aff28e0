import Primitives

/// Initials that are part of a run of letters: `yh` and `bp` in `yhbp`.
struct InitialsPart: Sendable {
    let hit: TermHit
    /// Places of the stream, the end exclusive.
    let start: Int
    let end: Int

    /// Two terms need four letters; longer runs are codes and words.
    private static let lettersMax = 10

    /// Whether the run of letters around `place` is short enough to be filled by parts.
    ///
    /// - Complexity: O(lettersMax), however long the run is.
    static func mayFill(_ place: Int, _ stream: borrowing SymbolStream) -> Bool {
        run(around: place, stream).count <= lettersMax
    }

    /// Moves to the finds what fills a whole run of letters together with others, and drops the
    /// rest.
    ///
    /// The parts are in the order of their places, as they were found, so those of one run stand
    /// together.
    /// - Complexity: O(parts): a run has few letters and few parts.
    static func keepFilled(_ stream: borrowing SymbolStream, _ work: inout MatchScratch.Work) {
        var next = 0
        while next < work.parts.count {
            let run = run(around: work.parts[next].start, stream)
            let first = next
            while next < work.parts.count, work.parts[next].start < run.upperBound { next += 1 }
            for number in first..<next {
                let part = work.parts[number]
                guard reaches(from: run.lowerBound, to: part.start, work.parts, first..<next),
                    reaches(from: part.end, to: run.upperBound, work.parts, first..<next)
                else { continue }
                let hit = part.hit
                // So many letters that all stand for goods are no accident; a term of the whole run
                // is longer still.
                work.found.append(
                    TermHit(
                        term: hit.term, first: hit.first, last: hit.last,
                        disguises: hit.disguises, length: UInt8(run.count - 1), cost: hit.cost,
                        chance: 0, isFaint: false))
            }
        }
        work.parts.clear()
    }

    /// The letters around `place`, and no more than one beyond the most that matter.
    private static func run(around place: Int, _ stream: borrowing SymbolStream) -> Range<Int> {
        var start = place
        while start > 0, place - start <= lettersMax, stream.gaps[start].isEmpty,
            Script.isLatin(stream.symbols[start - 1])
        {
            start -= 1
        }
        var end = place + 1
        while end < stream.count, end - place <= lettersMax, stream.gaps[end].isEmpty,
            Script.isLatin(stream.symbols[end])
        {
            end += 1
        }
        return start..<end
    }

    /// Whether parts laid one behind the other lead from one place to another; at most
    /// `lettersMax` letters lie between, so the places fit into the bits of a word.
    private static func reaches(
        from start: Int, to end: Int, _ parts: borrowing [InitialsPart], _ own: Range<Int>
    ) -> Bool {
        if start == end { return true }
        guard start < end, end - start <= lettersMax else { return false }
        var reached: UInt32 = 1
        for place in start..<end where reached & 1 << UInt32(place - start) != 0 {
            for number in own where parts[number].start == place && parts[number].end <= end {
                reached |= 1 << UInt32(parts[number].end - start)
            }
        }
        return reached & 1 << UInt32(end - start) != 0
    }
}
