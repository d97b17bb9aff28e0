import Simulation
import Testing

/// Two sellers, a household of two, a stranger.
@Suite struct LinkComparisonTests {
    private let persons = [
        TruePerson(id: "S1", isSeller: true, records: ["a", "b", "c", "d"]),
        TruePerson(id: "S2", isSeller: true, records: ["e", "f"]),
        TruePerson(id: "R1", isSeller: false, household: "H1", records: ["g"]),
        TruePerson(id: "R2", isSeller: false, household: "H1", records: ["h"]),
        TruePerson(id: "R3", isSeller: false, household: "H2", records: ["i"]),
    ]

    /// `abc de`: one actor a word; a letter that occurs in none belongs to no actor.
    private func compared(_ actors: String, unnamed: String = "") -> LinkComparison {
        var records: [LinkComparison.LinkedRecord] = []
        for letter in "abcdefghi" {
            let actor = actors.split(separator: " ").first { $0.contains(letter) }
            records.append(
                LinkComparison.LinkedRecord(
                    record: String(letter), actor: actor.map { String($0) },
                    isNamed: !unnamed.contains(letter)))
        }
        return LinkComparison(persons: persons, records: records)
    }

    @Test(arguments: [
        ("abcd ef g h i", 0, 0, 0, 0), ("abcd ef gh i", 1, 0, 0, 0),
        ("abcd ef g hi", 1, 1, 0, 0), ("abcde f g h i", 1, 1, 0, 1),
        ("abcd efg h i", 1, 1, 1, 0), ("abcdefghi", 1, 1, 1, 1), ("", 0, 0, 0, 0),
    ])
    func falseMergesAreCounted(
        actors: String, merges: Int, households: Int, accusations: Int, sellers: Int
    ) {
        let result = compared(actors)
        #expect(result.falseMerges == merges)
        #expect(result.acrossHouseholds == households)
        #expect(result.accusations == accusations)
        #expect(result.sellersMerged == sellers)
        #expect(result.actors == actors.split(separator: " ").count)
    }

    @Test(arguments: [
        ("abcd ef", 7, 6), ("ab cd ef", 3, 4), ("abc d e f", 3, 4), ("", 0, 2), ("abcdef", 7, 6),
    ])
    func trueLinksAreCounted(actors: String, pairs: Int, records: Int) {
        let found = compared(actors).found
        #expect(found.pairs == pairs && found.pairsOfAll == 7)
        #expect(found.records == records && found.recordsOfAll == 6)
    }

    /// What nothing whole stands on is left out of the second figure.
    @Test func namedRecordsAreCountedApart() {
        let result = compared("abc ef", unnamed: "d")
        #expect(result.found.pairs == 4 && result.found.pairsOfAll == 7)
        #expect(result.foundNamed.pairShare == 1 && result.foundNamed.recordShare == 1)
    }
}
