import Linkage
import Primitives
import Testing

/// Whole linkages: what is kept, what never depends on chance, what explanations add up to.
struct LinkageRunTests {
    private let people = MadeUpPeople(people: 700, copies: 250, seed: 17, missing: 0.05)

    @Test func rowOrderAndThreadsChangeNothing() throws {
        let model = MadeUpPeople.model(termFrequency: true)
        let table = try people.table()
        let expected = try RecordLinkage(model, table).run(OneWorker())
        var random = SeededRandom(seed: 2)
        for _ in 0..<2 {
            let shuffled = try people.table(people.rows.shuffled(using: &random))
            let found = try RecordLinkage(model, shuffled).run(BackwardWorkers())
            #expect(found.pairTexts(shuffled) == expected.pairTexts(table))
            #expect(found.clusterIDs(shuffled) == expected.clusterIDs(table))
            #expect(found.parameters == expected.parameters)
        }
    }

    @Test func everyRecordIsInOneCluster() throws {
        let table = try people.table()
        let outcome = try RecordLinkage(MadeUpPeople.model(), table).run(OneWorker())
        let members = outcome.clusters.flatMap(\.members)
        #expect(members.count == table.count)
        #expect(Set(members).count == table.count)
    }

    @Test func aMissingValueIsNoEvidence() throws {
        let table = try people.table()
        let linkage = try RecordLinkage(MadeUpPeople.model(), table)
        let outcome = linkage.run(OneWorker())
        var seen = 0
        for record in 1..<UInt32(table.count) {
            for step in outcome.scorer.waterfall(0, record).steps
            where step.level == "no evidence" {
                #expect(step.bits == 0)
                seen += 1
            }
        }
        #expect(seen > 0)
    }

    @Test func aWaterfallSumsToTheWeight() throws {
        let table = try people.table()
        let outcome = try RecordLinkage(MadeUpPeople.model(termFrequency: true), table)
            .run(OneWorker())
        #expect(!outcome.pairs.isEmpty)
        for pair in outcome.pairs {
            let fall = outcome.scorer.waterfall(pair.left, pair.right)
            let sum = fall.steps.reduce(0) { $0 + $1.bits }
            #expect(abs(sum - Double(pair.weight)) < 1e-3)
        }
    }

    @Test(arguments: [0.2, 0.9, 0.999])
    func theThresholdIsAProbability(_ threshold: Double) throws {
        var model = MadeUpPeople.model()
        model.threshold = threshold
        let outcome = try RecordLinkage(model, try people.table()).run(OneWorker())
        let least = outcome.pairs.map { Bits(Double($0.weight)).probability }.min() ?? 1
        #expect(least >= threshold - 1e-6)
    }

    @Test func whatAPersonPartedStaysApart() throws {
        let table = try people.table()
        let model = MadeUpPeople.model()
        let first = try RecordLinkage(model, table).run(OneWorker())
        let pair = try #require(first.pairs.max { $0.weight < $1.weight })
        let ids = (table.key(pair.left), table.key(pair.right))
        let linkage = try RecordLinkage(model, table, parted: [ids])
        let again = linkage.run(OneWorker())
        #expect(again.cluster(of: pair.left) != again.cluster(of: pair.right))
        #expect(linkage.whyNot(pair.left, pair.right, again) == .forbidden)
    }

    @Test func contradictingIdentifiersAreNeverOne() throws {
        var builder = LinkTableBuilder(columns: ["id", "name", "city", "year", "phone", "card"])
        for row in people.rows {
            builder.add(id: row.id, values: [row.id] + row.values + ["card of \(row.id)"])
        }
        var model = MadeUpPeople.model()
        model.cannotLink = ["card"]
        let outcome = try RecordLinkage(model, try builder.finish()).run(OneWorker())
        #expect(outcome.clusters.allSatisfy { $0.members.count == 1 })
    }

    @Test func aSharedValueBecomesGeneric() throws {
        var rows = people.rows
        for index in 0..<100 { rows[index].values[3] = "the courier's own phone" }
        var model = MadeUpPeople.model()
        model.blockSizeMax = 60
        let linkage = try RecordLinkage(model, try people.table(rows))
        #expect(
            linkage.blocking.generics.contains {
                $0.rule == "phone" && $0.value == "the courier's own phone" && $0.records >= 98
            })
    }

    @Test func oneToOneLinksARecordOnce() throws {
        var builder = LinkTableBuilder(columns: ["id"] + MadeUpPeople.columns, isLink: true)
        for row in people.rows {
            let isRight = row.id.hasSuffix("-1")
            builder.add(id: row.id, values: [row.id] + row.values, isRight: isRight)
            if isRight { builder.add(id: row.id + "x", values: [""] + row.values, isRight: true) }
        }
        var model = MadeUpPeople.model()
        model.oneToOne = true
        let table = try builder.finish()
        let outcome = try RecordLinkage(model, table).run(OneWorker())
        let records = outcome.pairs.flatMap { [$0.left, $0.right] }
        #expect(outcome.pairs.count > 150)
        #expect(Set(records).count == records.count)
        #expect(outcome.pairs.allSatisfy { Int($0.left) < table.leftCount })
        #expect(outcome.pairs.allSatisfy { Int($0.right) >= table.leftCount })
    }

    @Test func rulesAreProposedWhereNoneAreGiven() throws {
        var model = MadeUpPeople.model()
        model.block = nil
        let linkage = try RecordLinkage(model, try people.table())
        let outcome = linkage.run(OneWorker())
        #expect(linkage.rules.count >= 2)
        #expect(outcome.pairs.count > 200)
    }

    @Test func howAndWhyAreAnswered() throws {
        let table = try people.table()
        let linkage = try RecordLinkage(MadeUpPeople.model(), table)
        let outcome = linkage.run(OneWorker())
        let cluster = try #require(outcome.clusters.first { $0.members.count > 1 })
        let ends = (cluster.members[0], cluster.members[cluster.members.count - 1])
        let chain = linkage.how(ends.0, ends.1, in: cluster, outcome.scorer)
        #expect(chain.pairs.first?.left == ends.0)
        #expect(chain.pairs.last?.right == ends.1)
        #expect(linkage.whyNot(ends.0, ends.1, outcome) == .together)
        let merges = linkage.merges(of: cluster, outcome.scorer)
        #expect(merges.count == cluster.members.count - 1)
        let stranger = outcome.clusters[outcome.clusters.count - 1].members[0]
        #expect(linkage.whyNot(ends.0, stranger, outcome) != .together)
    }

    @Test func errorsNameThePlace() throws {
        var model = MadeUpPeople.model()
        model.fields[2].compare = "guess"
        let table = try people.table()
        #expect {
            try RecordLinkage(model, table)
        } throws: { error in
            guard case LinkError.model(let place, _)? = error as? LinkError else { return false }
            return place == "fields[2]"
        }
        model = MadeUpPeople.model()
        model.block = [LinkModel.BlockRule([.init("colour")])]
        #expect(throws: LinkError.column("colour")) { try RecordLinkage(model, table) }
    }

    @Test(arguments: [
        ("surname", LinkModel.BlockKey("surname")),
        ("surname:2", LinkModel.BlockKey("surname", .prefix(2))),
        ("phone:-4", LinkModel.BlockKey("phone", .suffix(4))),
        ("name:sound", LinkModel.BlockKey("name", .sound)),
        ("name:0", nil), ("name:loud", nil),
    ])
    func blockKeysAreSpelled(_ text: String, _ expected: LinkModel.BlockKey?) {
        #expect(LinkModel.BlockKey(parsing: text) == expected)
        if let expected { #expect(expected.text == text) }
    }
}
