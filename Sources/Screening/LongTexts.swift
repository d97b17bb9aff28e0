import Primitives
import Records

/// Long training texts, made of short ones: nearly all rows are a line or two, while a review or a
/// price list may be a page.
enum LongTexts {
    /// How many rows make one.
    private static let ordinary = 4...9
    private static let offers = 2...4
    private static let joints = ["，", "。", " ", "！", "；"]

    /// Rows of one source and label joined, in an order that depends on their ids alone; half of
    /// the rows take part.
    static func made(of rows: [TrainingRow]) -> [TrainingRow] {
        var bySource: [String: [TrainingRow]] = [:]
        for row in rows where row.kind != .declaration {
            bySource["\(row.label.rawValue) \(row.sourceGroup)", default: []].append(row)
        }
        var result: [TrainingRow] = []
        for source in bySource.keys.sorted() {
            let members = (bySource[source] ?? []).map { (StableHash.of($0.id), $0) }
                .filter { $0.0 & 1 == 0 }
                .sorted { ($0.0, $0.1.id) < ($1.0, $1.1.id) }
                .map(\.1)
            result += chunks(members, SeededRandom(seed: StableHash.of(source)))
        }
        return result
    }

    private static func chunks(
        _ members: [TrainingRow], _ seeded: SeededRandom
    ) -> [TrainingRow] {
        var random = seeded
        var result: [TrainingRow] = []
        var start = 0
        while let first = members.dropFirst(start).first {
            let bounds = first.label.isOffer ? offers : ordinary
            let count = bounds.lowerBound + random.below(bounds.count)
            let chunk = members[start..<min(start + count, members.count)]
            start += count
            if chunk.count < bounds.lowerBound { break }
            let joint = random.pick(joints)
            result.append(
                TrainingRow(
                    id: "\(first.id)+", kind: first.kind,
                    text: chunk.map(\.text).joined(separator: joint), label: first.label,
                    source: first.source, evasion: first.evasion))
        }
        return result
    }
}
