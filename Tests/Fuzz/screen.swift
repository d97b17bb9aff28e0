import Foundation
import Primitives
import Records
import Screening
import Text

// The verdict on any bytes, and the reading of broken lexicons and models.

private struct Room: Sendable {
    let screener: Screener

    init() throws {
        screener = try Screener(resources: ScreeningResources(reading: Fuzzing.data))
        // Longer than allowed, cut inside a character and inside of nothing but broken bytes.
        for filler in [Array("a烟花".utf8), [0x80], Array("𝙮".utf8)] as [[UInt8]] {
            var bytes: [UInt8] = []
            while bytes.count <= Limits.textBytesMax { bytes += filler }
            var scratch = ScreenScratch()
            let verdict = screener.screen(bytes.span, kind: .chat, using: &scratch)
            Fuzzing.require(verdict.partial, "a text above the limit is read in part")
        }
    }
}

private let room = Fuzzing.must { try Room() }

// libFuzzer calls from one thread; buffers of earlier texts are part of what is tried.
nonisolated(unsafe) private var scratch = ScreenScratch()
// As above.
nonisolated(unsafe) private var assessment = Assessment()

private func checkMarks(_ count: Int, _ assessment: borrowing Assessment) {
    var sum = 0.0
    for mark in assessment.marks {
        Fuzzing.require(
            mark.start >= 0 && mark.start <= mark.end && Int(mark.end) <= count, "marks inside")
        Fuzzing.require(mark.bits.isFinite, "weights are numbers")
        sum += mark.bits
    }
    Fuzzing.require(abs(sum - assessment.score.value) < 1e-3, "marks sum to the score")
    Fuzzing.require(
        assessment.marks.count <= Limits.reasonsPerVerdictMax, "no more reasons than shown")
    Fuzzing.require(assessment.marks.last?.code == .prior, "the prior is last")
    Fuzzing.require(
        assessment.hits.count <= Limits.hitsPerTextMax, "no more finds than the limit")
    var last: Int32 = -1
    for hit in assessment.hits {
        Fuzzing.require(hit.first > last && hit.last >= hit.first, "finds part and in order")
        last = hit.last
    }
}

private func checkVerdict(_ verdict: Verdict, _ bytes: UnsafeBufferPointer<UInt8>) {
    let sum = verdict.reasons.reduce(0) { $0 + $1.weight.value }
    Fuzzing.require(abs(sum - verdict.score.value) < 1e-3, "reasons sum to the score")
    Fuzzing.require(
        verdict.probability >= 0 && verdict.probability <= 1, "a probability is one")
    for reason in verdict.reasons {
        Fuzzing.require(reason.end <= bytes.count, "reasons inside the text")
        Fuzzing.require(
            reason.found == String(decoding: bytes[reason.start..<reason.end], as: UTF8.self),
            "places cut out what was found: \(reason)")
    }
}

private func check(_ bytes: UnsafeBufferPointer<UInt8>, _ kind: TextKind) {
    room.screener.assess(bytes.span, kind: kind, using: &scratch, into: &assessment)
    checkMarks(bytes.count, assessment)
    let verdict = room.screener.verdict(of: assessment, in: bytes.span)
    checkVerdict(verdict, bytes)
    var fresh = ScreenScratch()
    let again = room.screener.screen(bytes.span, kind: kind, using: &fresh)
    Fuzzing.require(again == verdict, "same text, same verdict")
    let advised = room.screener.advise(bytes.span, kind: kind, using: &scratch)
    Fuzzing.require(
        abs(advised.score.value - verdict.score.value) < 1e-3
            && advised.isPartial == verdict.partial,
        "the score without reasons is the score")
    Fuzzing.require(
        verdict.partial == false || bytes.count > Limits.hitsPerTextMax / 4,
        "only a long text is read in part")
    if Fuzzing.isUTF8(bytes) {
        let text = String(decoding: bytes, as: UTF8.self)
        let told = room.screener.explain(text, kind: kind)
        Fuzzing.require(told.verdict == verdict, "an explanation has the same verdict")
        Fuzzing.require(
            told.finds.allSatisfy { Array($0.found.utf8) == Array(bytes[$0.start..<$0.end]) },
            "places cut out what was found")
    }
}

/// A lexicon or a model of any bytes is refused or can be read again as it is written.
private func tryFile(_ control: UInt8, _ bytes: UnsafeBufferPointer<UInt8>) {
    do throws(ScreeningError) {
        if control == 0 {
            _ = try Lexicon.parse(Array(bytes))
        } else {
            let model = try ScreeningModel.parse(Array(bytes))
            let again = try ScreeningModel.parse(model.serialised())
            Fuzzing.require(again == model, "a model is read as it was written")
        }
    } catch {}
}

/// Screens one input, or reads it as a lexicon or a model.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzScreen(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    guard let (control, bytes) = Fuzzing.input(start, count) else { return 0 }
    if control < 2 {
        tryFile(control, bytes)
        return 0
    }
    let kinds = TextKind.allCases
    let kind = kinds[Int(control) % kinds.count]
    if control < 16 {
        // Repeated until a text of nothing but terms meets the limit.
        let long = (0..<Int(control)).flatMap { _ in Array(bytes) }
        long.withUnsafeBufferPointer { check($0, kind) }
    } else {
        check(bytes, kind)
    }
    return 0
}
