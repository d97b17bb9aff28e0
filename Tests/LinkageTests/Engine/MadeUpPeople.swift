import Linkage
import Primitives

/// People with a truth, made from a seed: each field is a value of its own frequency, and a copy
/// differs in it with a known probability.
struct MadeUpPeople {
    struct Row {
        var id: String
        var values: [String]
        let person: Int
    }

    static let columns = ["name", "city", "year", "phone"]
    /// How often a copy's value is another one: what 1 - m of exact agreement has to come to.
    static let errors = [0.10, 0.20, 0.05, 0.15]
    /// Different values by column; all as frequent, so that u of exact agreement is one in so many.
    static let values = [400, 60, 80, 5_000]

    var rows: [Row] = []

    init(people: Int, copies: Int, seed: UInt64, missing: Double = 0) {
        var random = SeededRandom(seed: seed)
        for person in 0..<people {
            let own = Self.values.map { random.below($0) }
            for copy in 0...(person < copies ? 1 : 0) {
                let values = own.enumerated().map { field, value in
                    if random.chance(missing) { return "" }
                    let isOff = copy > 0 && random.chance(Self.errors[field])
                    return text(isOff ? random.below(Self.values[field]) : value, field)
                }
                rows.append(Row(id: "r\(person)-\(copy)", values: values, person: person))
            }
        }
    }

    private func text(_ value: Int, _ field: Int) -> String {
        "\(Self.columns[field].prefix(1))\(StableHash.hex(StableHash.of("\(field)/\(value)")))"
    }

    func table(_ order: [Row]? = nil) throws -> LinkTable {
        var builder = LinkTableBuilder(columns: ["id"] + Self.columns)
        for row in order ?? rows { builder.add(id: row.id, values: [row.id] + row.values) }
        return try builder.finish()
    }

    static func model(termFrequency: Bool = false) -> LinkModel {
        LinkModel(
            id: "id",
            fields: columns.map {
                LinkModel.Field(column: $0, compare: "exact", termFrequency: termFrequency)
            },
            block: [
                LinkModel.BlockRule([.init("phone")]), LinkModel.BlockRule([.init("name")]),
                LinkModel.BlockRule([.init("city"), .init("year")]),
            ])
    }
}

/// Workers that do the parts backwards and with two memories in turn, as threads might.
struct BackwardWorkers: LinkWorkers {
    func map<Result: Sendable>(
        _ count: Int, _ scratch: LinkScratch,
        _ body: @Sendable (Int, inout LinkScratch) -> Result
    ) -> [Result] {
        var memories = [scratch, scratch]
        return (0..<count).reversed().map { body($0, &memories[$0 % 2]) }.reversed()
    }
}

extension LinkOutcome {
    /// Clusters by ids, each in order.
    func clusterIDs(_ table: LinkTable) -> [[String]] {
        clusters.map { $0.members.map { table.key($0) }.sorted() }
            .sorted { $0.lexicographicallyPrecedes($1) }
    }

    /// Pairs by ids, the lower one first, with their weight.
    func pairTexts(_ table: LinkTable) -> [String] {
        pairs.map { pair in
            let ids = [table.key(pair.left), table.key(pair.right)].sorted()
            return "\(ids[0]) \(ids[1]) \(pair.weight)"
        }.sorted()
    }
}
