import Primitives
import Testing
import Text

@Suite struct TermAutomatonTests {
    /// Every occurrence of every pattern, by looking at each place: the oracle.
    private func naive(_ patterns: [[UInt32]], _ text: [UInt32]) -> Set<[Int]> {
        var found: Set<[Int]> = []
        for (number, pattern) in patterns.enumerated() where !pattern.isEmpty {
            for end in text.indices where end + 1 >= pattern.count {
                if Array(text[(end + 1 - pattern.count)...end]) == pattern {
                    found.insert([number, end])
                }
            }
        }
        return found
    }

    private func walk(_ patterns: [[UInt32]], _ text: [UInt32]) -> Set<[Int]> {
        let automaton = TermAutomaton(patterns: patterns)
        var found: Set<[Int]> = []
        var state: Int32 = 0
        for (end, symbol) in text.enumerated() {
            state = automaton.step(state, automaton.code(of: symbol))
            automaton.forEachOutput(of: state) { found.insert([Int($0), end]) }
        }
        return found
    }

    @Test(
        arguments: [
            ([[1]], [1, 1, 2, 1]),
            ([[1, 2], [2, 3], [1, 2, 3], [3]], [1, 2, 3, 1, 2]),
            ([[1, 1, 1], [1, 1]], [1, 1, 1, 1]),
            ([[0x10FFFF, 0]], [0x10FFFF, 0, 0x10FFFF]),
            ([[], [5]], [5]),
            ([], [1, 2]),
            ([[7, 7]], []),
        ] as [([[UInt32]], [UInt32])])
    func `finds what looking at each place finds`(patterns: [[UInt32]], text: [UInt32]) {
        #expect(walk(patterns, text) == naive(patterns, text))
    }

    @Test func `agrees with the oracle on random patterns and texts`() {
        var random = SeededRandom(seed: 42)
        for _ in 0..<300 {
            let symbols = 1 + random.below(4)
            let patterns = (0..<(1 + random.below(12))).map { _ in
                (0..<(1 + random.below(5))).map { _ in UInt32(random.below(symbols)) }
            }
            let text = (0..<random.below(60)).map { _ in UInt32(random.below(symbols + 1)) }
            #expect(walk(patterns, text) == naive(patterns, text))
        }
    }
}
