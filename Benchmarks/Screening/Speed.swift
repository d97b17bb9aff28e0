import Foundation
import Records
import Screening
import Synchronization

/// Measures screening: texts and megabytes a second, with one and two threads, with and without
/// reasons.
///
/// The corpus is composed of the training rows' texts, joined to about 210 bytes each, the mean of
/// the shop reviews that rivals were measured on; or it is `--texts FILE`, one text a line.
struct Speed {
    private static let bytesPerText = 210
    private static let passesMin = 3

    private let screener: Screener
    private let texts: [[UInt8]]
    private let threadCounts: [Int]

    init(_ arguments: Arguments) throws {
        threadCounts = (arguments.options["threads"] ?? ["1", "2"]).compactMap(Int.init)
        screener = try Screener(resources: ScreeningResources(reading: arguments.data))
        if let path = arguments.options["texts"]?.last {
            texts = try bytes(path).split(separator: 0x0A).map(Array.init)
        } else {
            texts = Self.compose(try arguments.ownRows() + arguments.testRows())
        }
    }

    private static func compose(_ rows: [TrainingRow]) -> [[UInt8]] {
        var result: [[UInt8]] = []
        var text: [UInt8] = []
        for row in rows where row.kind != .declaration {
            text += Array(row.text.utf8)
            if text.count >= bytesPerText {
                result.append(text)
                text = []
            } else {
                text.append(0x20)
            }
        }
        return result
    }

    func run() {
        let size = texts.reduce(0) { $0 + $1.count }
        print(
            "\(texts.count) texts, \(size) bytes, mean \(size / max(texts.count, 1)); "
                + "model \(screener.name)")
        print("threads\treasons\ttexts/s\tMB/s\tCPU-s/M texts\toffers")
        for threads in threadCounts {
            for reasons in [false, true] { measure(threads: threads, reasons: reasons, size) }
        }
    }

    /// The best of several passes: other work on the machine only ever slows one down.
    private func measure(threads: Int, reasons: Bool, _ size: Int) {
        var best = Double.infinity
        var bestProcessor = Double.infinity
        var offers = 0
        var passes = 0
        let deadline = Date().addingTimeInterval(3)
        while passes < Self.passesMin || Date() < deadline {
            let started = Date()
            let processor = Self.processorSeconds()
            offers = pass(threads: threads, reasons: reasons)
            best = min(best, Date().timeIntervalSince(started))
            bestProcessor = min(bestProcessor, Self.processorSeconds() - processor)
            passes += 1
        }
        print(
            threads, reasons ? "yes" : "no",
            String(format: "%.0f", Double(texts.count) / best),
            String(format: "%.1f", Double(size) / best / 1e6),
            String(format: "%.2f", bestProcessor * 1e6 / Double(texts.count)), offers,
            separator: "\t")
    }

    private func pass(threads: Int, reasons: Bool) -> Int {
        let offers = Atomic(0)
        let part = (texts.count + threads - 1) / threads
        DispatchQueue.concurrentPerform(iterations: threads) { thread in
            var scratch = ScreenScratch()
            var assessment = Assessment()
            var found = 0
            for text in texts[
                min(thread * part, texts.count)..<min((thread + 1) * part, texts.count)]
            {
                let advice =
                    reasons
                    ? assess(text.span, &scratch, &assessment)
                    : screener.advise(text.span, kind: .comment, using: &scratch).advice
                if advice == .offer { found += 1 }
            }
            offers.add(found, ordering: .relaxed)
        }
        return offers.load(ordering: .relaxed)
    }

    private func assess(
        _ text: Span<UInt8>, _ scratch: inout ScreenScratch, _ assessment: inout Assessment
    ) -> Advice {
        screener.assess(text, kind: .comment, using: &scratch, into: &assessment)
        return assessment.advice
    }

    private static func processorSeconds() -> Double {
        Double(clock()) / Double(CLOCKS_PER_SEC)
    }
}
