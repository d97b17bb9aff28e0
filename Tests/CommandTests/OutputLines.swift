import Foundation
import Testing

/// One line of `fuseline screen`, read by its documented form and nothing else.
struct Verdict: Decodable {
    struct Reason: Decodable {
        let code: String
        let weight: Double
        let term: String
        let found: String
        let start: Int
        let end: Int
        let evasion: [String]
    }

    let id: String
    let verdict: String
    let probability: Double
    let reasons: [Reason]
    let model: String

    init(_ line: String) throws {
        self = try JSONDecoder().decode(Self.self, from: Data(line.utf8))
    }

    /// What holds for every verdict: the words, the ranges, places that point at what was found,
    /// and weights that sum to the score behind the probability.
    func check(against text: String) {
        #expect(["offer", "review", "clear"].contains(verdict))
        #expect((0...1).contains(probability))
        #expect(model.contains("@"), "\(model) is not name@version")
        let bytes = Array(text.utf8)
        for reason in reasons where reason.end > reason.start {
            guard reason.start >= 0, reason.end <= bytes.count else {
                Issue.record("\(reason) lies outside the text of \(id)")
                continue
            }
            let there = String(decoding: bytes[reason.start..<reason.end], as: UTF8.self)
            #expect(there == reason.found, "\(id): reason \(reason.code)")
        }
        let score = reasons.reduce(0) { $0 + $1.weight }
        #expect(abs(1 / (1 + exp2(-score)) - probability) < 1e-6, "\(id): the reasons do not sum")
    }
}

/// One refused record as `--rejects` has it.
struct Reject: Decodable {
    let file: String
    let line: Int
    let field: String
    let reason: String

    static func all(in bytes: [UInt8]) throws -> [Reject] {
        try bytes.split(separator: 0x0A).map {
            try JSONDecoder().decode(Self.self, from: Data($0))
        }
    }
}
