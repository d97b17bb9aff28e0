import Linkage
import Primitives
import Testing

/// Records added one by one give what all at once give.
struct LinkIndexTests {
    private let people = MadeUpPeople(people: 400, copies: 200, seed: 31, missing: 0.05)

    private func index(_ model: LinkModel, _ rows: [MadeUpPeople.Row]) throws -> LinkIndex {
        let linkage = try RecordLinkage(model, try people.table())
        var index = LinkIndex(linkage, linkage.run(OneWorker()))
        for row in rows { _ = index.insert(id: row.id, values: row.values) }
        return index
    }

    @Test(arguments: [5_000, 3])
    func oneByOneEqualsFromNothing(_ blockSizeMax: Int) throws {
        var model = MadeUpPeople.model(termFrequency: true)
        model.blockSizeMax = blockSizeMax
        let linkage = try RecordLinkage(model, try people.table())
        let outcome = linkage.run(OneWorker())
        var random = SeededRandom(seed: 4)
        for _ in 0..<3 {
            let index = try index(model, people.rows.shuffled(using: &random))
            #expect(
                index.allClusters.sorted { $0.lexicographicallyPrecedes($1) }
                    == outcome.clusterIDs(linkage.table))
        }
    }

    @Test func anInsertionTellsItsCluster() throws {
        var index = try index(MadeUpPeople.model(), people.rows)
        let row = people.rows[0]
        let insertion = index.insert(id: "new", values: row.values)
        let told = try #require(insertion)
        #expect(told.cluster.contains("new"))
        #expect(told.cluster == index.cluster(of: "new"))
        let again = index.insert(id: "new", values: row.values)
        #expect(again == nil)
    }

    @Test func anUndoPersists() throws {
        var index = try index(MadeUpPeople.model(), people.rows)
        let cluster = try #require(index.allClusters.first { $0.count == 2 })
        index.part(cluster[0], cluster[1])
        #expect(index.cluster(of: cluster[0]) == [cluster[0]])
        let row = try #require(people.rows.first { $0.id == cluster[0] })
        _ = index.insert(id: "again", values: row.values)
        #expect(index.cluster(of: cluster[0])?.contains(cluster[1]) == false)
    }
}
