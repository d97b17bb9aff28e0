/// A 64-bit hash that is the same on every machine and in every run: FNV-1a with a final mix.
///
/// For feature buckets, sampling and duplicate texts. Not against an adversary who seeks
/// collisions.
package enum StableHash {
    package static let start: UInt64 = 0xCBF2_9CE4_8422_2325

    /// The hash after one more byte: a step of FNV-1a, begun at `start`, ended by `mixed`.
    @inline(__always)
    package static func adding(_ byte: UInt8, to hash: UInt64) -> UInt64 {
        (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
    }

    /// The hash after one more word, which is not the hash after its four bytes.
    @inline(__always)
    package static func adding(word: UInt32, to hash: UInt64) -> UInt64 {
        var result = hash
        result = (result ^ UInt64(word)) &* 0x9E37_79B9_7F4A_7C15
        return result ^ (result >> 29)
    }

    /// Spreads every bit over all 64, so that the low bits serve as a bucket.
    @inline(__always)
    package static func mixed(_ hash: UInt64) -> UInt64 {
        var z = hash
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// The mixed hash of the text's UTF-8 bytes.
    package static func of(_ text: String) -> UInt64 {
        mixed(text.utf8.reduce(start) { adding($1, to: $0) })
    }

    /// Sixteen lower-case hexadecimal digits.
    package static func hex(_ hash: UInt64) -> String {
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.utf8.count) + digits
    }
}
