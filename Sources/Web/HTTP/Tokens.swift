/// Random tokens of the pages and their comparison.
enum Tokens {
    /// 256 bits of the system's generator in 64 hexadecimal digits.
    static func fresh() -> String {
        var generator = SystemRandomNumberGenerator()
        return (0..<4).map { _ in
            let word = String(generator.next() as UInt64, radix: 16)
            return String(repeating: "0", count: 16 - word.utf8.count) + word
        }.joined()
    }

    /// Whether both are the same and not empty, in a time that depends on their lengths alone.
    static func match(_ left: String?, _ right: String?) -> Bool {
        guard let left, let right, !left.isEmpty, left.utf8.count == right.utf8.count else {
            return false
        }
        return zip(left.utf8, right.utf8).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }

    /// Whether a cookie may hold it as it stands.
    static func isPlain(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= 256
            && text.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != 0x3B && $0 != 0x2C }
    }
}
