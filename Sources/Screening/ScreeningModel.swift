package import Primitives

/// A trained model: a weight for each feature key, a prior and two thresholds for each half.
///
/// File (all little-endian): `FSLM`, version 3; length and bytes of the name; digest of the
/// lexicon; for speech and declarations each, in bits (doubles), the prior and the thresholds of
/// offer, of offer without named goods, of offer with nothing but faint ones, and of review; the
/// scale of the weights (double); the count of weights; the keys in rising order, each as its
/// distance from the one before (LEB128) and its weight in scales (two bytes); a StableHash of all
/// that as the last eight bytes.
package struct ScreeningModel: Sendable, Equatable {
    /// What one half of the model adds to every text of its kinds, and where it draws its lines.
    package struct Half: Sendable, Equatable {
        package var prior: Bits
        /// At and above it the advice is `offer`.
        package var offer: Bits
        /// The line of `offer` for a text that names neither goods nor a place that makes them: its
        /// talk alone has to be surer.
        package var unnamed: Bits
        /// The line of `offer` for a text in which only something that may be an accident would be
        /// goods.
        package var faint: Bits
        /// At and above it, and below `offer`, the advice is `review`.
        package var review: Bits

        /// The sum without the prior below which a text is clear, whatever its sounds add.
        var doubt: Double { review.value - prior.value - Self.soundsMax }
        /// More bits than the sounds of an ordinary text add.
        private static let soundsMax = 1.5
    }

    package let name: String
    package let lexiconDigest: UInt64
    package let speech: Half
    package let declaration: Half
    /// Smaller weights are dropped: one n-gram's share of a text makes them less than a hundredth
    /// of a bit, and every one costs room in the cache.
    private static let bitsKeptMin = 0.12

    /// Sorted by key; weights in bits, rounded to multiples of `scale`.
    let keys: [UInt32]
    let weights: [Int16]
    let scale: Double

    func half(_ domain: TextDomain) -> Half { domain == .speech ? speech : declaration }

    package var weightCount: Int { keys.count }

    /// Rounds weights to 16 bits of the largest one and drops those that round to nothing.
    init(
        name: String, lexiconDigest: UInt64, speech: Half, declaration: Half,
        weights exact: [(key: UInt32, bits: Double)]
    ) {
        let largest = exact.map { abs($0.bits) }.max() ?? 0
        let step = max(largest, 1e-6) / 32_767
        // Two features of 2^31 keys can meet; the one that says more has the key.
        var kept: [(key: UInt32, bits: Double)] = []
        for entry in exact.sorted(by: { ($0.key, -abs($0.bits)) < ($1.key, -abs($1.bits)) })
        where abs(entry.bits) >= Self.bitsKeptMin && entry.key != kept.last?.key {
            kept.append(entry)
        }
        self.name = name
        self.lexiconDigest = lexiconDigest
        self.speech = speech
        self.declaration = declaration
        keys = kept.map(\.key)
        weights = kept.map { Int16(($0.bits / step).rounded()) }
        scale = step
    }

    private init(
        name: String, lexiconDigest: UInt64, halves: [Half], keys: [UInt32], weights: [Int16],
        scale: Double
    ) {
        self.name = name
        self.lexiconDigest = lexiconDigest
        speech = halves[0]
        declaration = halves[1]
        self.keys = keys
        self.weights = weights
        self.scale = scale
    }

    // MARK: Bytes

    private static let magic: [UInt8] = [0x46, 0x53, 0x4C, 0x4D, 3]

    /// The model file's bytes, which `parse` reads back to the same model.
    package func serialised() -> [UInt8] {
        var bytes = Self.magic
        let name = Array(name.utf8)
        bytes.append(UInt8(name.count))
        bytes += name
        Self.put(lexiconDigest, into: &bytes)
        for half in [speech, declaration] {
            for bits in [half.prior, half.offer, half.unnamed, half.faint, half.review] {
                Self.put(bits.value.bitPattern, into: &bytes)
            }
        }
        Self.put(scale.bitPattern, into: &bytes)
        Self.put(UInt64(keys.count), into: &bytes)
        var last: UInt32 = 0
        for (key, weight) in zip(keys, weights) {
            var distance = key - last
            last = key
            while distance >= 0x80 {
                bytes.append(UInt8(distance & 0x7F) | 0x80)
                distance >>= 7
            }
            bytes.append(UInt8(distance))
            let pattern = UInt16(bitPattern: weight)
            bytes.append(UInt8(pattern & 0xFF))
            bytes.append(UInt8(pattern >> 8))
        }
        Self.put(Self.checksum(bytes[...]), into: &bytes)
        return bytes
    }

    private static func put(_ word: UInt64, into bytes: inout [UInt8]) {
        for shift in stride(from: 0, to: 64, by: 8) {
            bytes.append(UInt8(truncatingIfNeeded: word >> UInt64(shift)))
        }
    }

    private static func checksum(_ bytes: ArraySlice<UInt8>) -> UInt64 {
        StableHash.mixed(bytes.reduce(StableHash.start) { StableHash.adding($1, to: $0) })
    }

    /// - Throws: `ScreeningError.modelUnreadable` with what is wrong.
    package static func parse(_ bytes: [UInt8]) throws(ScreeningError) -> ScreeningModel {
        guard bytes.starts(with: magic) else {
            throw .modelUnreadable("it does not begin as a model of version 3 does")
        }
        guard bytes.count >= magic.count + 8 else { throw .modelUnreadable("it is cut short") }
        let body = bytes.dropLast(8)
        var sum = ModelReader(bytes: bytes.suffix(8))
        guard sum.word() == checksum(body) else {
            throw .modelUnreadable("its checksum is wrong, so it is cut short or changed")
        }
        var reader = ModelReader(bytes: body.dropFirst(magic.count))
        guard let model = read(&reader) else {
            throw .modelUnreadable("its parts do not fit together")
        }
        return model
    }

    private static func read(_ reader: inout ModelReader) -> ScreeningModel? {
        guard let length = reader.byte(), let name = reader.text(Int(length)),
            let digest = reader.word(), let speech = reader.half(), let declaration = reader.half(),
            let scale = reader.double(), scale > 0, let count = reader.word(), count <= 1 << 24
        else { return nil }
        var keys: [UInt32] = []
        var weights: [Int16] = []
        keys.reserveCapacity(Int(count))
        weights.reserveCapacity(Int(count))
        for _ in 0..<count {
            guard let distance = reader.variable(), let low = reader.byte(),
                let high = reader.byte()
            else { return nil }
            let (key, over) = (keys.last ?? 0).addingReportingOverflow(distance)
            guard !over, distance > 0 else { return nil }
            keys.append(key)
            weights.append(Int16(bitPattern: UInt16(low) | UInt16(high) << 8))
        }
        guard reader.isAtEnd else { return nil }
        return ScreeningModel(
            name: name, lexiconDigest: digest, halves: [speech, declaration], keys: keys,
            weights: weights, scale: scale)
    }
}

/// Reads a model's parts from the front of its bytes; nil from there on where they end.
private struct ModelReader {
    var bytes: ArraySlice<UInt8>

    var isAtEnd: Bool { bytes.isEmpty }

    mutating func byte() -> UInt8? { bytes.popFirst() }

    mutating func word() -> UInt64? {
        guard bytes.count >= 8 else { return nil }
        var result: UInt64 = 0
        for (place, byte) in bytes.prefix(8).enumerated() {
            result |= UInt64(byte) << UInt64(place * 8)
        }
        bytes.removeFirst(8)
        return result
    }

    mutating func double() -> Double? {
        guard let word = word() else { return nil }
        let result = Double(bitPattern: word)
        return result.isFinite ? result : nil
    }

    mutating func text(_ count: Int) -> String? {
        guard bytes.count >= count else { return nil }
        let result = String(decoding: bytes.prefix(count), as: UTF8.self)
        bytes.removeFirst(count)
        return result
    }

    mutating func half() -> ScreeningModel.Half? {
        guard let prior = double(), let offer = double(), let unnamed = double(),
            let faint = double(), let review = double()
        else { return nil }
        return ScreeningModel.Half(
            prior: Bits(prior), offer: Bits(offer), unnamed: Bits(unnamed), faint: Bits(faint),
            review: Bits(review))
    }

    mutating func variable() -> UInt32? {
        var result: UInt64 = 0
        for shift in stride(from: 0, through: 28, by: 7) {
            guard let byte = byte() else { return nil }
            result |= UInt64(byte & 0x7F) << UInt64(shift)
            if byte < 0x80 { return result <= UInt64(UInt32.max) ? UInt32(result) : nil }
        }
        return nil
    }
}
