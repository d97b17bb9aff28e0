import Primitives
import Text

/// The weights of one text's features, summed where they belong: by find, by pair of circumstances,
/// by stretch; a buffer that is used again.
struct ReasonSums: Sendable {
    struct Gram: Sendable {
        let first: Int32
        let last: Int32
        let bits: Float
    }

    struct Form: Sendable {
        let pattern: Pattern
        let first: Int32
        let last: Int32
        let bits: Float
    }

    private(set) var hits: [Float] = []
    /// By first circumstance times their number plus second.
    private(set) var contexts: [Float] = []
    private(set) var touched: [Int16] = []
    private(set) var forms: [Form] = []
    var grams: [Gram] = []
    /// What has no place of its own, or is too small for one.
    var rest: Double = 0
    /// The sum of everything added.
    var total: Double = 0

    static let side = 32
    /// A stretch below this is never shown; a megabyte of text has millions of them.
    static let bitsKeptMin: Float = 0.1

    mutating func begin(hits count: Int) {
        hits.clear()
        hits.append(contentsOf: repeatElement(0, count: count))
        if contexts.isEmpty {
            contexts = [Float](repeating: 0, count: Self.side * Self.side)
        }
        for place in touched { contexts[Int(place)] = 0 }
        touched.clear()
        forms.clear()
        grams.clear()
        rest = 0
        total = 0
    }

    @inline(__always)
    mutating func add(_ bits: Float, _ origin: FeatureOrigin) {
        total += Double(bits)
        switch origin.kind {
        case .gram:
            if abs(bits) >= Self.bitsKeptMin {
                grams.append(Gram(first: origin.first, last: origin.last, bits: bits))
            } else {
                rest += Double(bits)
            }
        case .hit: hits[Int(origin.first)] += bits
        case .context:
            let place = Int(origin.first) * Self.side + Int(origin.last)
            if contexts[place] == 0 { touched.append(Int16(place)) }
            contexts[place] += bits
        case .pattern:
            forms.append(
                Form(
                    pattern: origin.pattern, first: origin.first, last: origin.last, bits: bits))
        case .whole: rest += Double(bits)
        }
    }
}

/// Sums the weights of a text's features.
struct SumSink: FeatureSink {
    let filter: WeightTable.Reader
    /// The sum from which on a text is in doubt.
    let doubt: Double
    var sum: Double = 0

    func isInDoubt(with more: Double) -> Bool { sum + more >= doubt }
    mutating func addRest(_ bits: Double) { sum += bits }

    @inline(__always)
    mutating func add(_ key: UInt32, _ value: Float, weight: Float, _ origin: FeatureOrigin) {
        sum += Double(value * weight)
    }

    struct Batch: FeatureBatch {
        var sum: Double = 0

        @inline(__always)
        mutating func add(
            _ key: UInt32, _ value: Float, weight: Float, _ origin: () -> FeatureOrigin
        ) {
            sum += Double(value * weight)
        }
    }

    @inline(__always)
    mutating func begin() -> Batch { Batch() }

    @inline(__always)
    mutating func end(_ batch: Batch) { sum += batch.sum }
}

/// Keeps the weights of a text's features with where they come from.
struct ReasonSink: FeatureSink {
    let filter: WeightTable.Reader
    /// The sum from which on a text is in doubt.
    let doubt: Double
    /// Of the assessment in hand; the sink lives no longer than it.
    let sums: UnsafeMutablePointer<ReasonSums>

    func isInDoubt(with more: Double) -> Bool { sums.pointee.total + more >= doubt }

    mutating func addRest(_ bits: Double) {
        sums.pointee.total += bits
        sums.pointee.rest += bits
    }

    @inline(__always)
    mutating func add(_ key: UInt32, _ value: Float, weight: Float, _ origin: FeatureOrigin) {
        sums.pointee.add(value * weight, origin)
    }

    /// The stretches worth keeping, and the sums of all and of the rest.
    struct Batch: FeatureBatch {
        var grams: [ReasonSums.Gram]
        var total: Double = 0
        var rest: Double = 0

        @inline(__always)
        mutating func add(
            _ key: UInt32, _ value: Float, weight: Float, _ origin: () -> FeatureOrigin
        ) {
            let bits = value * weight
            total += Double(bits)
            if abs(bits) >= ReasonSums.bitsKeptMin {
                let origin = origin()
                grams.append(.init(first: origin.first, last: origin.last, bits: bits))
            } else {
                rest += Double(bits)
            }
        }
    }

    @inline(__always)
    mutating func begin() -> Batch {
        var grams: [ReasonSums.Gram] = []
        swap(&grams, &sums.pointee.grams)
        return Batch(grams: grams)
    }

    @inline(__always)
    mutating func end(_ batch: Batch) {
        sums.pointee.grams = batch.grams
        sums.pointee.total += batch.total
        sums.pointee.rest += batch.rest
    }
}
