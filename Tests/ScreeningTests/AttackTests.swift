import Foundation
import Primitives
import Records
import Screening
import TestKit
import Testing
import Text

/// The gate: hiding the words of plain offers costs little recall, whatever the way.
///
/// The offers are those of the blind sets, which were written by somebody who had seen neither the
/// training texts nor the lexicon.
@Suite struct AttackTests {
    private struct Line: Decodable {
        let id: String
        let kind: String
        let text: String
        let label: String
        let source: String
        let evasion: [String]
    }

    static func rows() throws -> [TrainingRow] {
        try ["blind-a", "blind-b"].flatMap { (name: String) throws -> [TrainingRow] in
            let file = URL(filePath: #filePath).deletingLastPathComponent()
                .appending(path: "Data/\(name).jsonl")
            let text = String(decoding: try Data(contentsOf: file), as: UTF8.self)
            return try text.split(separator: "\n").compactMap { line in
                let row = try JSONDecoder().decode(Line.self, from: Data(line.utf8))
                guard let kind = TextKind(rawValue: row.kind),
                    let label = TrainingLabel(rawValue: row.label)
                else { return nil }
                return TrainingRow(
                    id: row.id, kind: kind, text: row.text, label: label, source: row.source,
                    evasion: row.evasion)
            }
        }
    }

    @Test func everyWayAloneCostsLittle() throws {
        let plain = try Self.rows().filter { $0.isPlain && $0.kind != .declaration }
        try #require(plain.count >= 75)
        let attack = Attack(
            screener: try Shipped.screener.get(), tables: try Shipped.tables.get(), seed: 1)
        let outcomes = attack.alone(on: plain)
        let before = outcomes.reduce(0) { $0 + $1.before }
        #expect(before * 10 >= outcomes.reduce(0) { $0 + $1.texts } * 7, "clean offers are found")
        for outcome in outcomes where outcome.texts >= 20 {
            #expect(
                outcome.cost <= 3,
                "\(outcome.ways) \(outcome.strength): \(outcome.cost), lost \(outcome.lost)")
        }
    }

    @Test func threeAtOnceCostAtMostTenPoints() throws {
        let plain = try Self.rows().filter { $0.isPlain && $0.kind != .declaration }
        let attack = Attack(
            screener: try Shipped.screener.get(), tables: try Shipped.tables.get(), seed: 1)
        #expect(Attack.cost(of: attack.together(on: plain, triples: 12)) <= 10)
    }
}
