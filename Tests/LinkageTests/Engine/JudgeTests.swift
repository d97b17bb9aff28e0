import Linkage
import Primitives
import Testing

/// Labels, what blocking rules keep, and who is merged.
struct JudgeTests {
    private let people = MadeUpPeople(people: 900, copies: 400, seed: 23, missing: 0.02)

    private func labels(_ table: LinkTable, _ rows: [MadeUpPeople.Row]) -> LinkLabels {
        LinkLabels(entities: rows.map { ($0.id, "\($0.person)") }, of: table)
    }

    @Test func qualityEqualsAPlainCount() throws {
        let table = try people.table()
        let linkage = try RecordLinkage(MadeUpPeople.model(), table)
        let outcome = linkage.run(OneWorker())
        let labels = labels(table, people.rows)
        let judged = linkage.judged(outcome, by: labels, BackwardWorkers())
        #expect(judged.truePairs == 400 && judged.labelled == table.count)
        let hits = outcome.pairs.count { labels.areOne($0.left, $0.right) == true }
        #expect(judged.pairsAtCut.hits == Double(hits))
        #expect(judged.pairsAtCut.kept == Double(outcome.pairs.count))
        var inside = 0
        var right = 0
        for cluster in outcome.clusters {
            for (at, a) in cluster.members.enumerated() {
                for b in cluster.members[(at + 1)...] {
                    inside += 1
                    right += labels.areOne(a, b) == true ? 1 : 0
                }
            }
        }
        #expect(judged.clustersAtCut.kept == Double(inside))
        #expect(judged.clustersAtCut.hits == Double(right))
        let recalls = judged.pairs.map(\.recall)
        #expect(recalls == recalls.sorted(by: >), "a higher cut finds no more")
        #expect(judged.compared <= 400 && judged.compared >= judged.pairs[0].hits)
    }

    @Test func pairsAndEntitiesAreTheSameLabels() throws {
        let table = try people.table()
        let pairs = (0..<400).map { ("r\($0)-0", "r\($0)-1") }
        let byPairs = LinkLabels(pairs: pairs + [("r1-0", "nobody")], of: table)
        let byEntity = labels(table, people.rows)
        #expect(byPairs.unknown == 1 && byEntity.unknown == 0)
        #expect(byPairs.truePairs(in: table) == 400)
        #expect(byPairs.groups == byEntity.groups)
    }

    @Test func labelsGiveM() throws {
        let table = try people.table()
        let linkage = try RecordLinkage(MadeUpPeople.model(), table)
        let labels = labels(table, people.rows)
        let m = try #require(linkage.matchChances(from: labels))
        for (field, error) in MadeUpPeople.errors.enumerated() {
            #expect(abs(m[field][1] - (1 - error)) < 0.06, "\(field): \(m[field])")
        }
        let (parameters, _) = linkage.estimate(OneWorker(), training: labels)
        for field in m.indices {
            #expect(parameters.fields[field].m == Array(m[field].dropFirst()))
        }
        let few = LinkLabels(pairs: [("r1-0", "r1-1")], of: table)
        #expect(linkage.matchChances(from: few) == nil)
        #expect(linkage.estimate(OneWorker(), training: few).0 == linkage.estimate(OneWorker()).0)
    }

    @Test func rulesTellTheRecallTheyKeep() throws {
        let table = try people.table()
        let linkage = try RecordLinkage(MadeUpPeople.model(), table)
        let outcome = linkage.run(OneWorker())
        let labels = labels(table, people.rows)
        let groups = labels.groups
        #expect(outcome.yields.count == 3)
        for yield in outcome.yields {
            #expect(yield.alone <= yield.recall && yield.recall <= 1)
            let found = groups.filter { !linkage.blockingRules(of: $0[0], $0[1]).isEmpty }
            let own = found.count {
                linkage.blockingRules(of: $0[0], $0[1]).contains(yield.rule)
            }
            let real = Double(own) / Double(found.count)
            #expect(abs(yield.recall - real) < 0.05, "\(yield.rule): \(yield.recall), \(real)")
        }
    }

    /// Two thousand people, a third of them with one of ten common names; every sixth twice.
    private static func crowd() throws -> (LinkTable, LinkLabels) {
        var random = SeededRandom(seed: 31)
        var rows: [MadeUpPeople.Row] = []
        for person in 0..<2_000 {
            let name = random.chance(0.33) ? random.below(10) : 100 + random.below(3_000)
            let own = [name, random.below(60), random.below(80), random.below(5_000)]
            for copy in 0...(person % 6 == 0 ? 1 : 0) {
                let values = own.enumerated().map { field, value in
                    let isOff = copy > 0 && field > 0 && random.chance(0.1)
                    return "\(field)-\(isOff ? random.below(60) : value)"
                }
                rows.append(.init(id: "r\(person)-\(copy)", values: values, person: person))
            }
        }
        var builder = LinkTableBuilder(columns: ["id"] + MadeUpPeople.columns)
        for row in rows { builder.add(id: row.id, values: [row.id] + row.values) }
        let table = try builder.finish()
        return (table, LinkLabels(entities: rows.map { ($0.id, "\($0.person)") }, of: table))
    }

    @Test func commonNamesAreNotMergedWronglyMoreOften() throws {
        let (table, labels) = try Self.crowd()
        let linkage = try RecordLinkage(MadeUpPeople.model(termFrequency: true), table)
        let outcome = linkage.run(OneWorker())
        let report = try linkage.fairness(of: "name", outcome, labels: labels)
        let rare = report.byFrequency.filter { $0.name.hasPrefix("1 ") || $0.name.hasPrefix("2-") }
        let common = report.byFrequency.filter {
            $0.name.hasPrefix("32-") || $0.name.hasPrefix("100-")
        }
        func sum(_ buckets: [FairnessReport.Bucket], _ of: (FairnessReport.Bucket) -> Int) -> Double
        {
            Double(buckets.reduce(0) { $0 + of($1) })
        }
        #expect(sum(rare, \.records) > 500 && sum(common, \.records) > 500)
        #expect(sum(rare, \.merged) > 100 && sum(common, \.merged) > 100)
        let wrongRare = sum(rare, \.wrong) / sum(rare, \.labelled)
        let wrongCommon = sum(common, \.wrong) / sum(common, \.labelled)
        #expect(wrongCommon <= wrongRare + 0.01, "\(wrongCommon) of common, \(wrongRare) of rare")
        let all = report.byFrequency.reduce(0) { $0 + $1.records }
        #expect(all == table.count && report.byLength.reduce(0) { $0 + $1.records } == all)
        #expect(throws: LinkError.column("no")) { try linkage.fairness(of: "no", outcome) }
    }
}
