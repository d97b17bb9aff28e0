import Journal
import Secrets
import journal_bench

/// What the tests of this folder share: real cryptography, and the tree by the words of the RFC.
enum Fixture {
    static func sample() throws -> SampleLog { try SampleLog(try Secrets()) }

    /// `count` short entries, each another.
    static func entries(_ count: Int) -> [[UInt8]] { (0..<count).map { Array("leaf \($0)".utf8) } }
}

/// RFC 6962, section 2.1, read literally: slow, and sharing no code with the engine.
struct Oracle {
    let crypto: LogCrypto
    let leaves: [Digest]

    init(_ entries: [[UInt8]], _ crypto: LogCrypto) {
        self.crypto = crypto
        leaves = entries.map { crypto.leaf($0.span) }
    }

    func root(_ range: Range<Int>) -> Digest {
        if range.isEmpty { return crypto.sha256([]) }
        if range.count == 1 { return leaves[range.lowerBound] }
        let middle = range.lowerBound + below(range.count)
        return crypto.node(
            root(range.lowerBound..<middle), root(middle..<range.upperBound))
    }

    func inclusion(_ index: Int, _ range: Range<Int>) -> [Digest] {
        if range.count == 1 { return [] }
        let middle = range.lowerBound + below(range.count)
        let left = range.lowerBound..<middle
        let right = middle..<range.upperBound
        return index < middle
            ? inclusion(index, left) + [root(right)] : inclusion(index, right) + [root(left)]
    }

    func consistency(_ old: Int, _ range: Range<Int>, isWhole: Bool = true) -> [Digest] {
        if old == range.count { return isWhole ? [] : [root(range)] }
        let power = below(range.count)
        let middle = range.lowerBound + power
        let left = range.lowerBound..<middle
        let right = middle..<range.upperBound
        return old <= power
            ? consistency(old, left, isWhole: isWhole) + [root(right)]
            : consistency(old - power, right, isWhole: false) + [root(left)]
    }

    private func below(_ count: Int) -> Int {
        var power = 1
        while power * 2 < count { power *= 2 }
        return power
    }
}

extension Digest {
    var hex: String {
        bytes.map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0" + digits : digits
        }.joined()
    }
}
