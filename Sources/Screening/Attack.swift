import Primitives
import Records
package import Text

/// Attacks the screening: clean offers are hidden in every way, at growing strength, and the recall
/// that is left is counted.
package struct Attack: Sendable {
    /// How much is hidden.
    package enum Strength: Int, CaseIterable, Sendable {
        /// One character of every word for goods.
        case some = 1
        /// Every character of every word for goods.
        case goods
        /// Every character of the words for goods, origin, sale, delivery and contact.
        case all
    }

    /// What became of the offers under one attack.
    package struct Outcome: Sendable {
        /// The ways of hiding that were used, one alone or several on different words.
        package let ways: [Disguiser.Way]
        package let strength: Strength
        /// Offers that could be hidden so.
        package let texts: Int
        /// Of those, how many were offers before, and are so still; review is not counted.
        package let before: Int
        package let after: Int
        /// Of those, how many are at least for review.
        package let reviewed: Int
        /// The first few that were lost.
        package let lost: [String]

        /// Points of recall that the attack costs, in hundredths of the texts.
        package var cost: Double {
            texts == 0 ? 0 : Double(before - after) * 100 / Double(texts)
        }
    }

    private let screener: Screener
    private let hider: TextHider
    private let seed: UInt64
    private static let lostShown = 5

    package init(screener: Screener, tables: TextTables, seed: UInt64) {
        self.screener = screener
        hider = TextHider(reader: screener.reader, lexicon: screener.lexicon, tables: tables)
        self.seed = seed
    }

    /// Every way alone at each strength.
    package func alone(on rows: [TrainingRow]) -> [Outcome] {
        Disguiser.Way.allCases.flatMap { way in
            Strength.allCases.map { attack(rows, [way], $0) }
        }
    }

    /// Three ways at once, a share of all triples: each word is hidden in one of them.
    package func together(on rows: [TrainingRow], triples: Int) -> [Outcome] {
        var random = SeededRandom(seed: seed ^ 3)
        return (0..<triples).map { _ in
            var left = Disguiser.Way.allCases
            let ways = (0..<3).map { _ in left.remove(at: random.below(left.count)) }
            return attack(rows, ways, .all)
        }
    }

    private func attack(
        _ rows: [TrainingRow], _ ways: [Disguiser.Way], _ strength: Strength
    ) -> Outcome {
        var scratch = ScreenScratch()
        var (texts, before, after, reviewed) = (0, 0, 0, 0)
        var lost: [String] = []
        for row in rows where row.label.isOffer {
            var random = SeededRandom(
                seed: seed ^ StableHash.of(row.id + ways.map(\.rawValue).joined()))
            guard let hidden = hider.hide(row.text, ways, strength, &random) else { continue }
            texts += 1
            let clean = screener.advise(row.text.utf8.span, kind: row.kind, using: &scratch)
            let told = screener.advise(hidden.utf8.span, kind: row.kind, using: &scratch)
            if clean.advice == .offer { before += 1 }
            if told.advice == .offer { after += 1 }
            if told.advice != .clear { reviewed += 1 }
            if clean.advice == .offer, told.advice != .offer, lost.count < Self.lostShown {
                lost.append(hidden)
            }
        }
        return Outcome(
            ways: ways, strength: strength, texts: texts, before: before, after: after,
            reviewed: reviewed, lost: lost)
    }
}
