import Linkage
import Primitives
import Testing

/// Parameters that are known in advance come back; EM climbs.
struct EstimationTests {
    @Test func knownParametersAreRecovered() throws {
        let people = MadeUpPeople(people: 6_000, copies: 2_000, seed: 11)
        let table = try people.table()
        let outcome = try RecordLinkage(MadeUpPeople.model(), table).run(OneWorker())
        let found = outcome.parameters
        let matches = found.prior * table.pairsPossible
        #expect(abs(matches - 2_000) < 100, "matches \(matches)")
        for (field, error) in MadeUpPeople.errors.enumerated() {
            let m = 1 - error + error / Double(MadeUpPeople.values[field])
            let u = 1 / Double(MadeUpPeople.values[field])
            #expect(abs(found.fields[field].m[0] - m) < 0.03, "m \(found.fields[field])")
            #expect(abs(found.fields[field].u[0] / u - 1) < 0.2, "u \(found.fields[field])")
        }
    }

    @Test(arguments: [1, 2, 3] as [UInt64])
    func theLikelihoodNeverFalls(_ seed: UInt64) throws {
        let people = MadeUpPeople(people: 900, copies: 300, seed: seed, missing: 0.1)
        let outcome = try RecordLinkage(MadeUpPeople.model(), try people.table()).run(OneWorker())
        #expect(!outcome.trace.logLikelihoods.isEmpty)
        for run in outcome.trace.logLikelihoods {
            for (before, after) in zip(run, run.dropFirst()) {
                #expect(after >= before - 1e-6 * abs(before), "\(before) fell to \(after)")
            }
        }
    }

    /// Households: different people with one phone and one city, many more than there are matches.
    @Test func aHouseholdDoesNotTakeTheNameOfAMatch() throws {
        var people = MadeUpPeople(people: 3_000, copies: 400, seed: 5)
        for index in people.rows.indices where people.rows[index].person >= 500 {
            let home = people.rows[index].person / 5
            people.rows[index].values[1] = "city \(home % 60)"
            people.rows[index].values[3] = "phone \(home)"
        }
        let table = try people.table()
        let outcome = try RecordLinkage(MadeUpPeople.model(), table).run(OneWorker())
        let person = Dictionary(uniqueKeysWithValues: people.rows.map { ($0.id, $0.person) })
        let hits = outcome.pairs.count {
            person[table.key($0.left)] == person[table.key($0.right)]
        }
        #expect(!outcome.parameters.circumstances.isEmpty)
        #expect(Double(hits) >= 0.9 * Double(outcome.pairs.count), "\(hits) of the pairs kept")
        #expect(hits >= 330, "of 400 matches")
    }

    @Test func carriedParametersAreUsedAsTheyAre() throws {
        let people = MadeUpPeople(people: 200, copies: 50, seed: 3)
        var model = MadeUpPeople.model()
        let estimated = try RecordLinkage(model, try people.table()).run(OneWorker())
        model.parameters = estimated.parameters
        let again = try RecordLinkage(model, try people.table()).run(OneWorker())
        #expect(again.parameters == estimated.parameters)
        #expect(again.pairs == estimated.pairs)
        #expect(again.trace.patterns == 0)
    }
}
