import Primitives
import Simulation
import TestKit
import Testing

@Suite struct CityTests {
    @Test func theSameSeedGivesTheSameBytes() {
        let one = SampleCity(seed: 3, listings: 700, waybills: 5_000)
        let two = SampleCity(seed: 3, listings: 700, waybills: 5_000)
        for file in CityFile.allCases { #expect(one.lines[file] == two.lines[file], "\(file)") }
    }

    @Test func anotherSeedGivesAnotherCity() {
        let one = SampleCity(seed: 3, listings: 300, waybills: 3_000)
        let two = SampleCity(seed: 4, listings: 300, waybills: 3_000)
        for file in CityFile.allCases where file != .zones {
            #expect(one.digest(file) != two.digest(file), "\(file)")
        }
    }

    /// Bytes are compared with what another machine wrote: a change of wording must be meant.
    @Test func aCityIsTheSameOnEveryMachine() {
        let city = SampleCity(seed: 2_026, listings: 400, waybills: 4_000)
        var text = ""
        for file in CityFile.allCases {
            let lines = city.lines[file] ?? []
            text += "== \(file.fileName) \(lines.count) lines \(city.digest(file))\n"
            for line in lines.prefix(5) where line.utf8.count < 1_500 { text += line + "\n" }
        }
        Snapshot.expect(text, is: "city.txt")
    }

    @Test(arguments: [
        (0, 0), (1, 0), (0, 1), (37, 0), (0, 900), (129, 1_299), (130, 1_300), (2_000, 10),
    ])
    func countsAreExact(listings: Int, waybills: Int) {
        let city = SampleCity(seed: 8, listings: listings, waybills: waybills)
        #expect(city.lines[.listings]?.count ?? 0 == listings)
        #expect(city.lines[.waybills]?.count ?? 0 == waybills)
        for file in [CityFile.registry, .premises, .zones] {
            #expect(city.lines[file]?.isEmpty == false, "\(file)")
        }
    }

    @Test func noLineHasALineEnd() {
        for file in CityFile.allCases {
            for line in SampleCity.medium.lines[file] ?? [] {
                #expect(!line.utf8.contains(10) && !line.utf8.contains(13), "\(file)")
            }
        }
    }

    @Test func whatTheSinkThrowsEndsTheRun() {
        struct Full: Error {}
        var taken = 0
        let city = CitySimulator(seed: 1, listings: 500, waybills: 500)
        #expect(throws: Full.self) {
            try city.run { (_, _) throws(Full) in
                taken += 1
                if taken == 600 { throw Full() }
            }
        }
        #expect(taken == 600)
    }

    @Test func thereAreManySentences() {
        #expect(CitySimulator.patterns.offers >= 150)
        #expect(CitySimulator.patterns.benign >= 400)
    }

    /// Only a seller who reposts says the same twice; strangers seldom do.
    @Test func ordinaryTextsSeldomRepeat() throws {
        let texts = try SampleCity.medium.objects(.listings).compactMap { $0["text"] as? String }
        #expect(Double(Set(texts).count) > 0.85 * Double(texts.count))
    }
}
