import Primitives
import Testing

@Suite struct StableHashTests {
    /// FNV-1a's published values; the mix is the finalizer of SplitMix64, whose first output for
    /// seed 0 is known too.
    @Test func theParts() {
        let a = StableHash.adding(UInt8(ascii: "a"), to: StableHash.start)
        #expect(a == 0xAF63_DC4C_8601_EC8C)
        #expect(StableHash.mixed(0x9E37_79B9_7F4A_7C15) == 0xE220_A839_7B1D_CDAF)
    }

    /// Computed apart from this code; a change would silently part a model from its features.
    @Test(arguments: [
        ("", "f52a15e9a9b5e89b"),
        ("a", "02c0bdbf481420f8"),
        ("foobar", "404da9e3b74078c2"),
        ("烟花爆竹", "ce1d74071750dae6"),
        ("🧨", "78ddf27fbc28fc5b"),
    ])
    func theSameTextHasTheSameHashEverywhere(text: String, hex: String) {
        #expect(StableHash.hex(StableHash.of(text)) == hex)
    }

    @Test func hexHasSixteenDigits() {
        #expect(StableHash.hex(0) == "0000000000000000")
        #expect(StableHash.hex(0xAB) == "00000000000000ab")
        #expect(StableHash.hex(.max) == "ffffffffffffffff")
    }

    @Test func aWordIsNotItsBytes() {
        let word = StableHash.adding(word: 0x61, to: StableHash.start)
        #expect(word != StableHash.adding(0x61, to: StableHash.start))
        let other = StableHash.adding(word: 0x62, to: StableHash.start)
        #expect(word != other)
    }

    /// The low bits serve as a bucket: 4,096 numbers fall into 256 buckets about evenly.
    @Test func theLowBitsAreSpread() {
        var counts = [Int](repeating: 0, count: 256)
        for number in 0..<4_096 { counts[Int(StableHash.of("行\(number)") & 255)] += 1 }
        #expect(counts.allSatisfy { (1...40).contains($0) })
    }
}
