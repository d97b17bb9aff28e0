import Linkage
import Primitives
import Testing

/// Values that tell a part only: equal ones are at the level of that part, never exact.
struct PartTests {
    /// `138*` shows three digits, and agrees with whatever begins with them.
    private struct ShownDigits: FieldComparator {
        var levelCount: Int { 2 }
        func name(ofLevel level: Int) -> String { ["same", "shown", "else"][level] }
        func prepare(_ value: String) -> String? { value.isEmpty ? nil : value }
        func levelOfEqual(_ value: String) -> Int { value.hasSuffix("*") ? 1 : 0 }

        func level(_ left: String, _ right: String) -> Int {
            let isPart = left.hasSuffix("*") || right.hasSuffix("*")
            return isPart && left.prefix(3) == right.prefix(3) ? 1 : 2
        }
    }

    private static let comparators: ComparatorSet = {
        var set = ComparatorSet.standard
        set.register("shown", fixed: ShownDigits())
        return set
    }()

    private static let model = LinkModel(
        id: "id",
        fields: [
            LinkModel.Field(column: "name", compare: "jaro-winkler", levels: [0.9]),
            LinkModel.Field(column: "year", compare: "exact"),
            LinkModel.Field(column: "phone", compare: "shown", termFrequency: true),
        ],
        block: [
            LinkModel.BlockRule([.init("name", .prefix(4))]), LinkModel.BlockRule([.init("phone")]),
        ])

    /// Four hundred people; half of all numbers are masked to one of ten patterns.
    private static func rows() -> [(id: String, values: [String])] {
        var random = SeededRandom(seed: 5)
        var rows: [(id: String, values: [String])] = []
        for person in 0..<400 {
            let name = "\(StableHash.hex(StableHash.of("n\(person)")).prefix(8))"
            let year = "\(1950 + random.below(50))"
            let phone = "1\(random.below(10))\(random.below(10))\(1_000_000 + person)"
            for copy in 0...(person % 4 == 0 ? 1 : 0) {
                let shown = random.chance(0.5) ? "13\(person % 10)*" : phone
                rows.append(("\(person)-\(copy)", [name, year, shown]))
            }
        }
        return rows
    }

    private static func table() throws -> LinkTable {
        var builder = LinkTableBuilder(columns: model.columns)
        for row in rows() { builder.add(id: row.id, values: row.values) }
        return try builder.finish()
    }

    @Test func equalPartsAreAtTheLevelOfThePart() throws {
        let table = try Self.table()
        let linkage = try RecordLinkage(Self.model, table, comparators: Self.comparators)
        let outcome = linkage.run(OneWorker())
        let phones = try table.column("phone")
        var parts = 0
        for a in 0..<UInt32(60) {
            for b in (a + 1)..<UInt32(60) where phones.codes[Int(a)] == phones.codes[Int(b)] {
                let isPart = phones.values[Int(phones.codes[Int(a)])].hasSuffix("*")
                let steps = outcome.scorer.waterfall(a, b).steps.filter { $0.column == "phone" }
                #expect(steps[0].level == (isPart ? "shown" : "same"))
                let sum = outcome.scorer.waterfall(a, b).weight
                #expect(abs(sum - outcome.scorer.weight(a, b)) < 1e-3)
                if isPart {
                    #expect(steps.count == 2 && steps[1].bits <= 0, "a part gains nothing")
                    parts += 1
                }
            }
        }
        #expect(parts > 10)
    }

    /// u of equal parts is counted at their level: a quarter of all pairs are masked, one in ten of
    /// those to the same pattern.
    @Test func frequenciesCountAtTheLevelOfThePart() throws {
        let table = try Self.table()
        let linkage = try RecordLinkage(Self.model, table, comparators: Self.comparators)
        let (parameters, _) = linkage.estimate(OneWorker())
        let u = parameters.fields[2].u
        #expect(u[0] < 0.001, "\(u)")
        #expect(u[1] > 0.015 && u[1] < 0.05, "\(u)")
    }

    @Test func strangersWithOnePatternStayApart() throws {
        let table = try Self.table()
        let outcome = try RecordLinkage(Self.model, table, comparators: Self.comparators)
            .run(OneWorker())
        let clusters = outcome.clusterIDs(table)
        for cluster in clusters {
            #expect(Set(cluster.map { $0.split(separator: "-")[0] }).count == 1, "\(cluster)")
        }
        #expect(clusters.count { $0.count == 2 } > 95)
    }

    @Test func anIndexAgrees() throws {
        let table = try Self.table()
        let linkage = try RecordLinkage(Self.model, table, comparators: Self.comparators)
        let outcome = linkage.run(OneWorker())
        var index = LinkIndex(linkage, outcome)
        for row in Self.rows() { _ = index.insert(id: row.id, values: row.values) }
        #expect(index.allClusters == outcome.clusterIDs(table))
    }

    @Test func aFixedComparatorTakesNoLevels() {
        #expect(throws: ComparatorProblem.self) {
            try Self.comparators.make("shown", levels: [1])
        }
    }
}
