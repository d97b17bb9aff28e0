import Primitives

/// Agreement patterns as EM sees them: digits and how often they occur among all pairs.
struct PatternTable: Sendable {
    let fieldCount: Int
    let digitCounts: [Int]
    /// By pattern, then field: 0 for no evidence, else the level from 1.
    private(set) var digits: [UInt8] = []
    private(set) var counts: [Double] = []
    /// Pairs in all, those that blocking left out included.
    let pairs: Double

    var patternCount: Int { counts.count }
    var counted: Double { counts.reduce(0, +) }

    init(digitCounts: [Int], pairs: Double) {
        self.digitCounts = digitCounts
        fieldCount = digitCounts.count
        self.pairs = pairs
    }

    mutating func add(_ digits: [UInt8], count: Double) {
        self.digits += digits
        counts.append(count)
    }
}

/// A latent class of pairs: its share of all pairs, and its levels' probabilities.
struct PairClass: Sendable {
    var share: Double
    /// By field, then digit; digit 0 has 1, for a missing value is no evidence.
    var chances: [[Double]]
    /// By field: whether EM sets its probabilities.
    var isFree: [Bool]
}

/// Finite mixture of conditionally independent fields, fitted by EM over counted patterns.
///
/// Class 0 is the matches. Class 1 is pairs that have nothing to do with each other: its levels are
/// known from random pairs, and every pair that blocking left out is one of it. Further classes are
/// pairs that agree in some fields for a cause: those fields are free, the rest is as in class 1.
///
/// A step costs patterns * classes * fields, whatever the number of pairs.
struct Mixture: Sendable {
    var classes: [PairClass]
    let table: PatternTable

    /// Pseudo-counts that keep a level nobody had from being impossible.
    static let prior = 0.2

    /// Runs EM until a step gains less than `gainMin` bits, at most `stepsMax` steps; the
    /// penalised log-likelihood after each step.
    mutating func fit(stepsMax: Int, gainMin: Double) -> [Double] {
        var trace: [Double] = []
        // What is left over for unrelated pairs, after classes came or went.
        let others = classes.indices.reduce(0.0) { $0 + ($1 == 1 ? 0 : classes[$1].share) }
        classes[1].share = max(1 - others, 1e-12)
        for _ in 0..<stepsMax {
            let likelihood = step()
            if let last = trace.last, likelihood - last < gainMin {
                trace.append(likelihood)
                break
            }
            trace.append(likelihood)
        }
        return trace
    }

    /// One step; the penalised log-likelihood of the parameters before it, in bits.
    private mutating func step() -> Double {
        let fieldCount = table.fieldCount
        var sums = classes.map { _ in 0.0 }
        var levels = classes.map { $0.chances.map { $0.map { _ in 0.0 } } }
        var logLikelihood = 0.0
        var joint = [Double](repeating: 0, count: classes.count)
        for pattern in 0..<table.patternCount {
            let row = pattern * fieldCount
            var total = 0.0
            for index in classes.indices {
                var chance = classes[index].share
                for field in 0..<fieldCount {
                    chance *= classes[index].chances[field][Int(table.digits[row + field])]
                }
                joint[index] = chance
                total += chance
            }
            total = max(total, 1e-300)
            let count = table.counts[pattern]
            logLikelihood += count * log2(total)
            for index in classes.indices {
                let expected = count * joint[index] / total
                sums[index] += expected
                if index == 1 || expected < 1e-9 { continue }
                for field in 0..<fieldCount {
                    levels[index][field][Int(table.digits[row + field])] += expected
                }
            }
        }
        logLikelihood += max(0, table.pairs - table.counted) * log2(max(classes[1].share, 1e-300))
        logLikelihood += penalty
        maximise(sums, levels)
        return logLikelihood
    }

    private mutating func maximise(_ sums: [Double], _ levels: [[[Double]]]) {
        var others = 0.0
        for index in classes.indices where index != 1 {
            classes[index].share = max(sums[index], 1e-3) / table.pairs
            others += classes[index].share
            for field in classes[index].chances.indices where classes[index].isFree[field] {
                let found = levels[index][field].dropFirst()
                let total = found.reduce(0, +) + Self.prior * Double(found.count)
                for digit in classes[index].chances[field].indices.dropFirst() {
                    classes[index].chances[field][digit] =
                        (levels[index][field][digit] + Self.prior) / total
                }
            }
        }
        classes[1].share = max(1 - others, 1e-12)
    }

    private var penalty: Double {
        var sum = 0.0
        for index in classes.indices where index != 1 {
            for field in classes[index].chances.indices where classes[index].isFree[field] {
                for chance in classes[index].chances[field].dropFirst() {
                    sum += Self.prior * log2(max(chance, 1e-300))
                }
            }
        }
        return sum
    }

    /// The probability of each class for a pattern, by class.
    func posteriors(_ pattern: Int) -> [Double] {
        let row = pattern * table.fieldCount
        var joint = classes.map { kind in
            var chance = kind.share
            for field in 0..<table.fieldCount {
                chance *= kind.chances[field][Int(table.digits[row + field])]
            }
            return chance
        }
        let total = max(joint.reduce(0, +), 1e-300)
        for index in joint.indices { joint[index] /= total }
        return joint
    }
}
