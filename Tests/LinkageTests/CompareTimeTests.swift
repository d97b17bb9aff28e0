import Linkage
import Primitives
import Testing

struct CompareTimeTests {
    /// Counts drawn from a habit: evenings, say, with some noise.
    private func counts(_ seed: UInt64, hours: Range<Int>, total: Int) -> [Int] {
        var state = seed
        var result = [Int](repeating: 0, count: TimePatternComparator.hours)
        for _ in 0..<total {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let day = Int(state >> 40) % 7
            let hour = hours.lowerBound + Int(state >> 50) % hours.count
            result[day * 24 + hour] += 1
        }
        return result
    }

    @Test func equalHabitsAreNearAndOthersFar() throws {
        let comparator = TimePatternComparator()
        let evening = try #require(comparator.prepare(counts(1, hours: 18..<23, total: 400)))
        let again = try #require(comparator.prepare(counts(2, hours: 18..<23, total: 400)))
        let morning = try #require(comparator.prepare(counts(3, hours: 6..<11, total: 400)))
        #expect(comparator.distance(evening, evening) == 0)
        #expect(comparator.level(evening, evening) == 0)
        #expect(comparator.distance(evening, again) < 0.3)
        #expect(comparator.distance(evening, morning) > 0.9)
        #expect(comparator.level(evening, again) < comparator.level(evening, morning))
        #expect(comparator.level(evening, morning) == comparator.level(morning, evening))
        #expect(comparator.level(evening, morning) == comparator.levelCount)
    }

    @Test func tooFewCountsAreNoEvidence() {
        let comparator = TimePatternComparator()
        #expect(comparator.prepare(counts(1, hours: 18..<23, total: 59)) == nil)
        #expect(comparator.prepare(counts(1, hours: 18..<23, total: 60)) != nil)
        #expect(comparator.prepare([]) == nil)
        #expect(comparator.prepare([Int](repeating: -1, count: 168)) == nil)
        #expect(comparator.prepare([Int](repeating: .max, count: 168)) == nil)
        #expect(comparator.prepare([Int](repeating: 0, count: 168)) == nil)
    }
}
