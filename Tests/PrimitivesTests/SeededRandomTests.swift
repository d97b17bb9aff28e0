import Primitives
import Testing

@Suite struct SeededRandomTests {
    /// The published first outputs of SplitMix64 for this seed.
    @Test func theStreamIsSplitMix64() {
        var random = SeededRandom(seed: 1_234_567)
        let first = (0..<5).map { _ in random.next() }
        #expect(
            first == [
                6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
                4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
            ])
    }

    @Test func partsOfARunDoNotShareAStream() {
        var one = SeededRandom(seed: 7, part: "listings")
        var same = SeededRandom(seed: 7, part: "listings")
        var other = SeededRandom(seed: 7, part: "waybills")
        let stream = (0..<8).map { _ in one.next() }
        #expect(stream == (0..<8).map { _ in same.next() })
        #expect(stream != (0..<8).map { _ in other.next() })
    }

    @Test func unitStaysBelowOneAndIsEven() {
        var random = SeededRandom(seed: 1)
        var sum = 0.0
        for _ in 0..<20_000 {
            let value = random.unit()
            #expect((0..<1).contains(value))
            sum += value
        }
        // Six standard errors of the mean of 20,000 uniform draws.
        #expect(abs(sum / 20_000 - 0.5) < 6 * 0.288_675 / 20_000.0.squareRoot())
    }

    @Test(arguments: [1, 2, 3, 10, 1 << 40])
    func belowStaysInItsRange(bound: Int) {
        var random = SeededRandom(seed: 2)
        let drawn = (0..<500).map { _ in random.below(bound) }
        #expect(drawn.allSatisfy { (0..<bound).contains($0) })
    }

    @Test func everyElementIsPickedAboutAsOften() {
        var random = SeededRandom(seed: 3)
        var counts = [Int](repeating: 0, count: 6)
        for _ in 0..<6_000 { counts[random.pick([0, 1, 2, 3, 4, 5])] += 1 }
        // Six standard deviations of a binomial count, 6 * sqrt(6000 * 1/6 * 5/6).
        #expect(counts.allSatisfy { abs($0 - 1_000) < 174 })
    }

    @Test func weightsAreProportions() {
        var random = SeededRandom(seed: 4)
        var counts = [0, 0, 0]
        for _ in 0..<4_000 { counts[random.weighted([1, 0, 3])] += 1 }
        #expect(counts[1] == 0)
        #expect(abs(counts[0] - 1_000) < 165)
    }

    @Test func chanceNeverHappensAtZeroAndAlwaysAtOne() {
        var random = SeededRandom(seed: 5)
        let never = (0..<200).map { _ in random.chance(0) }
        let always = (0..<200).map { _ in random.chance(1) }
        #expect(!never.contains(true))
        #expect(!always.contains(false))
    }

    @Test func anEmptyRangeIsAMistakeOfTheCaller() async {
        await #expect(processExitsWith: .failure) {
            var random = SeededRandom(seed: 1)
            _ = random.below(0)
        }
    }

    @Test func weightsWithoutASumAreAMistakeOfTheCaller() async {
        await #expect(processExitsWith: .failure) {
            var random = SeededRandom(seed: 1)
            _ = random.weighted([0, 0])
        }
    }
}
