import Primitives
import Testing

@Suite struct LogOddsTests {
    @Test func powersOfTwoAreExactEnough() {
        for (x, expected) in [(0.0, 1.0), (1, 2), (-1, 0.5), (10, 1_024), (0.5, 2.0.squareRoot())] {
            #expect(abs(exp2(x) - expected) <= expected * 1e-14)
        }
    }

    @Test func logarithmUndoesThePower() {
        for step in -200...200 {
            let x = Double(step) * 0.37
            #expect(abs(log2(exp2(x)) - x) < 1e-11)
        }
    }

    @Test func probabilityAndBitsAreInverse() {
        for probability in [1e-6, 0.01, 0.2, 0.5, 0.9, 0.999] {
            #expect(abs(Bits(probability: probability).probability - probability) < 1e-12)
        }
        #expect(Bits.zero.probability == 0.5)
        #expect(Bits(probability: 0).value.isFinite)
        #expect(Bits(probability: 1).value.isFinite)
    }
}
