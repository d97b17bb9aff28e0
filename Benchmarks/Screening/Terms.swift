import Foundation
import Text

/// Measures plain matching of many terms, as `Benchmarks/run terms` asks for it.
///
/// `--terms FILE` and `--texts FILE`, one a line. Every occurrence is found and kept with its
/// place, text by text, on one thread; the best of several passes counts.
struct Terms {
    private static let passes = 9

    private let terms: [String]
    private let texts: [[UInt8]]

    init(_ arguments: Arguments) throws {
        terms = String(decoding: try bytes(arguments.value("terms", "")), as: UTF8.self)
            .split(separator: "\n").map(String.init)
        texts = try bytes(arguments.value("texts", "")).split(separator: 0x0A).map(Array.init)
    }

    func run() {
        let begun = Date()
        let scanner = LiteralScanner(terms: terms)
        let built = Date().timeIntervalSince(begun)
        let size = texts.reduce(0) { $0 + $1.count }
        var best = Double.infinity
        var hits = 0
        var found: [LiteralScanner.Hit] = []
        for _ in 0..<Self.passes {
            let started = Double(clock()) / Double(CLOCKS_PER_SEC)
            hits = 0
            for text in texts {
                scanner.scan(text.span, into: &found)
                hits += found.count
            }
            best = min(best, Double(clock()) / Double(CLOCKS_PER_SEC) - started)
        }
        print(
            """
            {"hits":\(hits),"mb_per_cpu_s":\(Double(size) / best / 1e6),\
            "texts_per_cpu_s":\(Double(texts.count) / best),"build_ms":\(built * 1e3),\
            "table_bytes":\(scanner.tableBytes)}
            """)
    }
}
